"""Claims and their links → groups of claims that are one incident each.

Links at or above the threshold hold claims together in components; within each, groups are joined by average link
(Sokal and Michener 1958), the closest first, as long as the mean of all scores between two groups reaches the threshold
and nothing bars it. Ties are broken by ids, so that the order in which claims came in makes no difference.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import count

from masudi.corroborate.comparing import barred
from masudi.corroborate.facts import Facts, facts
from masudi.corroborate.rules import Rules, load_rules
from masudi.corroborate.rulings import Rulings, connected
from masudi.domain import Claim, Grouping, Link, Ruling, RulingKind


def components(
    ids: Collection[str], links: Iterable[Link], rulings: Sequence[Ruling] = (), rules: Rules | None = None
) -> list[frozenset[str]]:
    """The sets of claims outside which nothing can change when one of their claims or links does.

    `links` at or above the threshold count, and people's word that claims are together or of one incident.
    """
    rules = rules or load_rules()
    pairs = [(link.one, link.other) for link in links if link.score >= rules.threshold]
    return connected(ids, [*pairs, *_ruled(rulings)])


def cluster(
    claims: Iterable[Claim], links: Iterable[Link], rulings: Sequence[Ruling] = (), rules: Rules | None = None
) -> list[tuple[str, ...]]:
    """The groups of claims that are one incident each: sorted ids, every claim of an incident's kind in one group.

    `links` are all those among the claims (`masudi.corroborate.link`), `rulings` people's word from the oldest to the
    newest. The groups of a component (`components`) depend on its claims, links and rulings alone.
    """
    rules = rules or load_rules()
    found = {claim.id: facts(claim, rules) for claim in claims if claim.kind in rules.groups_of}
    return clusters_of(found, links, rulings, rules)


def clusters_of(
    found: Mapping[str, Facts], links: Iterable[Link], rulings: Sequence[Ruling], rules: Rules
) -> list[tuple[str, ...]]:
    """The same for claims made ready."""
    known = [link for link in links if link.one in found and link.other in found]
    parts = components(found, known, rulings, rules)
    at = {one: number for number, part in enumerate(parts) for one in part}
    inside: list[list[Link]] = [[] for _ in parts]
    for link in known:
        if at[link.one] == at[link.other]:
            inside[at[link.one]].append(link)
    groups: list[tuple[str, ...]] = []
    for part, its in zip(parts, inside, strict=True):
        if len(part) == 1:
            groups.append(tuple(part))
        else:
            joining = _Joining({one: found[one] for one in part}, Rulings(rulings, part), rules)
            groups.extend(joining.run(its))
    return sorted(groups)


def name_groups(
    groups: Iterable[Sequence[str]],
    former: Iterable[Grouping] = (),
    rulings: Sequence[Ruling] = (),
    taken: Callable[[str], bool] = lambda ident: False,
) -> list[Grouping]:
    """The groups with ids that last: a group keeps the id of the former incident with which it shares most claims.

    A pinned claim's incident comes first. A new group's id is made from its claims; `taken` says whether an id is in use elsewhere.
    """
    ordered = sorted(tuple(sorted(group)) for group in groups)
    pins = Rulings(rulings, [one for group in ordered for one in group])
    pinned = {group: ident for group in ordered if (ident := pins.pin(group))}
    ids = {group: ident for group, ident in pinned.items()}
    used = set(ids.values())
    for _, ident, group in sorted(_overlaps(ordered, former)):
        if group not in ids and ident not in used:
            ids[group] = ident
            used.add(ident)
    for group in ordered:
        if group not in ids:
            ids[group] = _new_id(group, lambda ident: ident in used or taken(ident))
            used.add(ids[group])
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


def _new_id(group: Sequence[str], taken: Callable[[str], bool]) -> str:
    """An id made from the group's claims that no other incident has."""
    ids = (hashlib.sha256(f"incident {turn} {' '.join(group)}".encode()).hexdigest()[:16] for turn in count())
    return next(ident for ident in ids if not taken(ident))


def _ruled(rulings: Iterable[Ruling]) -> list[tuple[str, str]]:
    """The pairs of claims that rulings hold together."""
    pairs: list[tuple[str, str]] = []
    pinned: dict[str, str] = {}
    for ruling in rulings:
        if ruling.kind is RulingKind.TOGETHER:
            pairs.extend(zip(ruling.claims, ruling.claims[1:], strict=False))
        elif ruling.kind is RulingKind.PIN and ruling.incident:
            pairs.extend((pinned.setdefault(ruling.incident, one), one) for one in ruling.claims)
    return pairs


class _Joining:
    """Average-link joining of the claims of one component."""

    def __init__(self, found: Mapping[str, Facts], rulings: Rulings, rules: Rules) -> None:
        self._found, self._rulings, self._rules = found, rulings, rules
        self._groups: dict[str, tuple[str, ...]] = {}
        self._sums: dict[str, dict[str, float]] = {}

    def run(self, links: Iterable[Link]) -> list[tuple[str, ...]]:
        """The groups; each is known by its first claim while it grows."""
        home: dict[str, str] = {}
        for joined in self._rulings.joined():
            members = tuple(sorted(joined))
            self._groups[members[0]], self._sums[members[0]] = members, {}
            home.update(dict.fromkeys(members, members[0]))
        # In order, because a sum of floats depends on the order of what is added.
        for link in sorted(links, key=lambda link: (link.one, link.other)):
            one, other = home[link.one], home[link.other]
            if one != other:
                self._sums[one][other] = self._sums[one].get(other, 0.0) + link.score
                self._sums[other][one] = self._sums[other].get(one, 0.0) + link.score
        heap = [entry for one in sorted(self._sums) for other in self._sums[one] if (entry := self._entry(one, other))]
        heapq.heapify(heap)
        while heap:
            _, one, other, sizes = heapq.heappop(heap)
            if self._is_now(one, other, sizes) and not self._barred(one, other):
                for entry in self._join(one, other):
                    heapq.heappush(heap, entry)
        return list(self._groups.values())

    def _entry(self, one: str, other: str) -> tuple[float, str, str, tuple[int, int]] | None:
        """A pair for the heap, the highest mean first; None where the mean is too low or the pair is turned round."""
        sizes = len(self._groups[one]), len(self._groups[other])
        mean = round(self._sums[one][other] / (sizes[0] * sizes[1]), 9)
        return (-mean, one, other, sizes) if one < other and mean >= self._rules.threshold else None

    def _is_now(self, one: str, other: str, sizes: tuple[int, int]) -> bool:
        """Whether both groups are still what they were when the pair was put on the heap."""
        return sizes == (len(self._groups.get(one, ())), len(self._groups.get(other, ())))

    def _barred(self, one: str, other: str) -> bool:
        first, second = self._groups[one], self._groups[other]
        if self._rulings.apart(first, second):
            return True
        return any(barred(self._found[a], self._found[b], self._rules) for a in first for b in second)

    def _join(self, one: str, other: str) -> Iterable[tuple[float, str, str, tuple[int, int]]]:
        """Make `other` part of `one`, which sorts first; the pairs of the new group for the heap."""
        self._groups[one] = tuple(sorted(self._groups[one] + self._groups.pop(other)))
        moved = self._sums.pop(other)
        for third, total in sorted(moved.items()):
            del self._sums[third][other]
            if third != one:
                self._sums[one][third] = self._sums[one].get(third, 0.0) + total
                self._sums[third][one] = self._sums[one][third]
        for third in sorted(self._sums[one]):
            entry = self._entry(min(one, third), max(one, third))
            if entry:
                yield entry
