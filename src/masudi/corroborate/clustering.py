"""Gists and their links → groups of claims that are one incident each.

Links at or above the floor for components hold gists together; within a component, best links join them. A group
never holds two that bar each other by kind, day or place, unless a person said so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from masudi.corroborate.comparing import barred
from masudi.corroborate.gists import Gist
from masudi.corroborate.joining import Group, join
from masudi.corroborate.rules import Rules, load_rules
from masudi.corroborate.rulings import Rulings, connected
from masudi.domain.incident import Grouping, Link, Ruling, RulingKind

Taken: TypeAlias = Callable[[Iterable[str]], Iterable[str]]
"""Tells which of some ids incidents have that are not at hand."""


def components(
    gists: Iterable[Gist], links: Iterable[Link], rulings: Sequence[Ruling] = (), rules: Rules | None = None
) -> list[frozenset[str]]:
    """The sets of gists (ids) outside which nothing can change when one of them, or a link of theirs, does.

    They are held together by links at or above the threshold between reports, and by people's word that claims are
    together or of one incident.
    """
    rules = rules or load_rules()
    known = list(gists)
    at = {claim: gist.id for gist in known for claim in gist.claims}
    pairs = [(link.one, link.other) for link in links if link.score >= rules.threshold.between]
    ruled = [(at[one], at[other]) for one, other in ruled_pairs(rulings) if one in at and other in at]
    return connected([gist.id for gist in known], [*pairs, *ruled])


def cluster(
    gists: Iterable[Gist], links: Iterable[Link], rulings: Sequence[Ruling] = (), rules: Rules | None = None
) -> list[Group]:
    """The groups of claims (sorted ids) that are one incident each; every claim of a gist is in exactly one.

    `links` are all those among the gists (`masudi.corroborate.link`), `rulings` people's word from the oldest to the
    newest. The groups of a component (`components`) depend on its gists, links and rulings alone.
    """
    rules = rules or load_rules()
    found = {gist.id: gist for gist in gists}
    scores = {(one.one, one.other): one for one in links if one.one in found and one.other in found}
    parts = components(found.values(), scores.values(), rulings, rules)
    at = {one: number for number, part in enumerate(parts) for one in part}
    inside: list[dict[tuple[str, str], float]] = [{} for _ in parts]
    for (one, other), its in scores.items():
        if at[one] == at[other]:
            inside[at[one]][one, other] = its.score
    groups = []
    for part, own in zip(parts, inside, strict=True):
        for group in _joined({one: found[one] for one in part}, own, rulings, rules):
            groups.append(tuple(sorted(claim for one in group for claim in found[one].claims)))
    return sorted(groups)


def _joined(
    found: Mapping[str, Gist], scores: Mapping[tuple[str, str], float], rulings: Sequence[Ruling], rules: Rules
) -> list[Group]:
    """The groups of gists of one component."""
    if len(found) == 1:
        return [tuple(found)]
    word = Rulings(rulings, [claim for gist in found.values() for claim in gist.claims])
    at = {claim: gist.id for gist in found.values() for claim in gist.claims}
    together = [pair for joined in word.joined() for pair in pairwise(sorted({at[claim] for claim in joined}))]

    def claims(group: Group) -> list[str]:
        return [claim for one in group for claim in found[one].claims]

    def forbidden(group: Group, other: Group) -> bool:
        if any(barred(found[a], found[b], rules) for a in group for b in other):
            return True
        return word.apart(claims(group), claims(other))

    start = [tuple(part) for part in connected(found, together)]
    return join(start, scores, rules.threshold.between, forbidden)


def name_groups(
    groups: Iterable[Sequence[str]],
    former: Iterable[Grouping] = (),
    rulings: Sequence[Ruling] = (),
    taken: Taken | None = None,
) -> list[Grouping]:
    """The groups with ids that last: a group keeps the id of the former incident with which it shares most claims.

    A pinned claim's incident comes first. A new group's id is made from its claims, and is one that is not `taken`.
    """
    ordered = sorted(tuple(sorted(group)) for group in groups)
    pins = Rulings(rulings, [one for group in ordered for one in group])
    pinned = {group: ident for group in ordered if (ident := pins.pin(group))}
    ids = dict(pinned)
    used = set(ids.values())
    for _, ident, group in sorted(_overlaps(ordered, former)):
        if group not in ids and ident not in used:
            ids[group] = ident
            used.add(ident)
    ids |= _new_ids([group for group in ordered if group not in ids], used, taken or (lambda _: ()))
    return [Grouping(id=ids[group], claims=group) for group in ordered]


def _overlaps(groups: Iterable[tuple[str, ...]], former: Iterable[Grouping]) -> list[tuple[int, str, tuple[str, ...]]]:
    """How many claims each group shares with each former incident, negated so that most sorts first."""
    at = {one: group for group in groups for one in group}
    shared: dict[tuple[str, tuple[str, ...]], int] = {}
    for old in former:
        for one in old.claims:
            if one in at:
                shared[old.id, at[one]] = shared.get((old.id, at[one]), 0) + 1
    return [(-number, ident, group) for (ident, group), number in shared.items()]


def _new_ids(groups: Sequence[Group], used: set[str], taken: Taken) -> dict[Group, str]:
    """Ids made from the groups' claims that no other incident has."""
    ids: dict[Group, str] = {}
    turn = 0
    while waiting := [group for group in groups if group not in ids]:
        made = {group: _made_id(group, turn) for group in waiting}
        others = used | set(taken(made.values()))
        for group, ident in made.items():
            if ident not in others:
                ids[group] = ident
                others.add(ident)
        used = used | set(ids.values())
        turn += 1
    return ids


def _made_id(group: Group, turn: int) -> str:
    return hashlib.sha256(f"incident {turn} {' '.join(group)}".encode()).hexdigest()[:16]


def ruled_pairs(rulings: Iterable[Ruling]) -> list[tuple[str, str]]:
    """The pairs of claims that rulings hold together."""
    pairs: list[tuple[str, str]] = []
    pinned: dict[str, str] = {}
    for ruling in rulings:
        if ruling.kind is RulingKind.TOGETHER:
            pairs.extend(pairwise(ruling.claims))
        elif ruling.kind is RulingKind.PIN and ruling.incident:
            pairs.extend((pinned.setdefault(ruling.incident, one), one) for one in ruling.claims)
    return pairs
