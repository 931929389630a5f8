"""Claims → incidents, for a whole case at once or for what new claims touch."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from masudi.corroborate.clustering import Taken, cluster, name_groups, ruled_pairs
from masudi.corroborate.gists import Gist
from masudi.corroborate.linking import link
from masudi.corroborate.origins import Alignments, Print
from masudi.corroborate.rules import Rules, load_rules
from masudi.corroborate.rulings import connected
from masudi.corroborate.showing import show, unique
from masudi.corroborate.things import gists_of
from masudi.domain import Claim
from masudi.domain.incident import Grouping, Incident, Link, Ruling


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """What linking yields: the links made, the groups found, and the ids of the former groups that these stand for.

    After `relink`, `groups` replace every former group named in `gone`; all other groups stand.
    """

    links: tuple[Link, ...]
    groups: tuple[Grouping, ...]
    gone: tuple[str, ...] = ()


def link_all(
    claims: Iterable[Claim],
    *,
    former: Iterable[Grouping] = (),
    rulings: Sequence[Ruling] = (),
    rules: Rules | None = None,
) -> Linked:
    """The links and groups of a whole case. `former` are the groups of the run before, whose ids last."""
    rules = rules or load_rules()
    gists = gists_of(unique(claims), rulings, rules)
    links = link(gists, rules=rules, explained=False)
    before = tuple(former)
    groups = name_groups(cluster(gists, links, rulings, rules), before, rulings)
    return Linked(links=links, groups=tuple(groups), gone=tuple(sorted(group.id for group in before)))


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What a store knows around some claims: gists with all links among them, and the groups that hold any of them.

    It has to be whole components (`masudi.corroborate.components`): who is linked at or above the threshold, tells the
    same thing of the same report, is held together by a ruling, or is in one group with one of them, is one of them.
    """

    gists: tuple[Gist, ...]
    links: tuple[Link, ...]
    groups: tuple[Grouping, ...] = ()


def relink(
    new: Iterable[Gist],
    near: Iterable[Gist],
    around: Callable[[frozenset[str]], Surroundings],
    *,
    keys: Mapping[str, Collection[str]] | None = None,
    touched: Iterable[str] = (),
    rulings: Sequence[Ruling] = (),
    taken: Taken | None = None,
    rules: Rules | None = None,
) -> Linked:
    """The links of new gists, and the groups of the components that they touch, as `link_all` on all claims has them.

    `new` are the gists of whole reports (`gists_of`), `near` the known gists that are filed under one of
    `partners(blocks_of(gist))` of a new one, `keys` the blocks of both, where they are known (see `link`). `around` is
    asked once, with the ids of known claims whose components are touched: by the new gists, and those of `touched`,
    which names claims that were linked with what is no more (a report's gists before it was read anew). `rulings` may
    be all of the case. `taken` tells which ids are in use.
    """
    rules = rules or load_rules()
    fresh = tuple(new)
    ids = {gist.id for gist in fresh}
    links = link(fresh, near, rules, keys=keys, explained=False)
    ends = {end for found in links if found.score >= rules.threshold.between for end in (found.one, found.other)}
    ours = {claim for gist in fresh for claim in gist.claims}
    pairs = ruled_pairs(rulings)
    ruled = {one for part in connected({one for pair in pairs for one in pair}, pairs) if part & ours for one in part}
    known = around(frozenset((ends | ruled | set(touched)) - ours))
    whole = Surroundings(
        gists=(*fresh, *(gist for gist in known.gists if gist.id not in ids)),
        links=(*links, *(old for old in known.links if old.one not in ids and old.other not in ids)),
        groups=known.groups,
    )
    return msgspec.structs.replace(regroup(whole, rulings=rulings, taken=taken, rules=rules), links=links)


def regroup(
    touched: Surroundings,
    *,
    rulings: Sequence[Ruling] = (),
    taken: Taken | None = None,
    rules: Rules | None = None,
) -> Linked:
    """The groups of some components anew: after a ruling on their claims, or after a claim was taken out of them.

    A claim that is to go is left out of `touched.gists`; its links may stay in.
    """
    rules = rules or load_rules()
    groups = name_groups(cluster(touched.gists, touched.links, rulings, rules), touched.groups, rulings, taken)
    return Linked(links=touched.links, groups=tuple(groups), gone=tuple(sorted(group.id for group in touched.groups)))


def incidents(
    claims: Iterable[Claim],
    *,
    former: Iterable[Grouping] = (),
    rulings: Sequence[Ruling] = (),
    alignments: Alignments | None = None,
    reprints: Mapping[str, Print] | None = None,
    rules: Rules | None = None,
) -> tuple[Incident, ...]:
    """The incidents of a whole case, in the order of their days, then ids."""
    rules = rules or load_rules()
    its = unique(claims)
    by_id = {claim.id: claim for claim in its}
    found = [
        show(
            group,
            (by_id[one] for one in group.claims),
            alignments=alignments,
            reprints=reprints,
            rulings=rulings,
            rules=rules,
        )
        for group in link_all(its, former=former, rulings=rulings, rules=rules).groups
    ]
    return tuple(sorted(found, key=lambda one: (str(one.from_ or "9999"), one.id)))
