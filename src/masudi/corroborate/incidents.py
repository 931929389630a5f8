"""Claims → incidents, for a whole case at once or for what new claims touch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from masudi.corroborate.clustering import cluster, components, name_groups
from masudi.corroborate.linking import link
from masudi.corroborate.origins import Alignments, Print
from masudi.corroborate.rules import Rules, load_rules
from masudi.corroborate.showing import show, unique
from masudi.domain import Claim, Grouping, Incident, Link, Ruling


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
    ours = [claim for claim in unique(claims) if claim.kind in rules.groups_of]
    links = link(ours, rules=rules)
    before = tuple(former)
    groups = name_groups(cluster(ours, links, rulings, rules), before, rulings)
    return Linked(links=links, groups=tuple(groups), gone=tuple(sorted(group.id for group in before)))


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What a store knows around some claims: claims with all links among them, and the groups that hold any of them.

    It has to be whole components: whoever is linked at or above the threshold, or held together by a ruling, or in one
    group, with one of `claims` is itself one of them.
    """

    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    groups: tuple[Grouping, ...] = ()


def relink(
    new: Iterable[Claim],
    near: Iterable[Claim],
    around: Callable[[frozenset[str]], Surroundings],
    *,
    rulings: Sequence[Ruling] = (),
    taken: Callable[[str], bool] = lambda ident: False,
    rules: Rules | None = None,
) -> Linked:
    """The links of new claims, and the groups of the components that they touch.

    `near` are the known claims that share a block with a new one: those filed under `partners(blocks_of(claim))`.
    `around` is asked once, with the ids of known claims that the new ones touch. `rulings` may be all of the case.
    `taken` says whether an incident has an id. The groups are those of `link_all` on all claims.
    """
    rules = rules or load_rules()
    fresh = [claim for claim in unique(new) if claim.kind in rules.groups_of]
    ids = {claim.id for claim in fresh}
    links = link(fresh, near, rules)
    ends = {end for found in links if found.score >= rules.threshold for end in (found.one, found.other)}
    ruled = {one for part in components(_named(rulings), (), rulings, rules) if part & ids for one in part}
    known = around(frozenset((ends | ruled) - ids))
    touched = Surroundings(
        claims=(*fresh, *(claim for claim in known.claims if claim.id not in ids)),
        links=(*links, *(old for old in known.links if old.one not in ids and old.other not in ids)),
        groups=known.groups,
    )
    return msgspec.structs.replace(regroup(touched, rulings=rulings, taken=taken, rules=rules), links=links)


def regroup(
    touched: Surroundings,
    *,
    rulings: Sequence[Ruling] = (),
    taken: Callable[[str], bool] = lambda ident: False,
    rules: Rules | None = None,
) -> Linked:
    """The groups of some components anew: after a ruling on their claims, or after a claim was taken out of them.

    A claim that is to go is left out of `touched.claims`; its links may stay in.
    """
    rules = rules or load_rules()
    groups = name_groups(cluster(touched.claims, touched.links, rulings, rules), touched.groups, rulings, taken)
    return Linked(links=touched.links, groups=tuple(groups), gone=tuple(sorted(group.id for group in touched.groups)))


def _named(rulings: Iterable[Ruling]) -> set[str]:
    return {one for ruling in rulings for one in (*ruling.claims, *ruling.others)}


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
