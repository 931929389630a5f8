"""People's word on which claims belong together: the newest ruling wins over older ones, and all win over scores."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise

from masudi.domain.incident import Ruling, RulingKind


class Rulings:
    """The rulings on some claims, made ready: `joined` are sets of claims that stay together."""

    def __init__(self, rulings: Sequence[Ruling], ids: Collection[str]) -> None:
        """`rulings` from the oldest to the newest; what they say of claims outside `ids` is left aside."""
        self._sets: dict[str, frozenset[str]] = {one: frozenset([one]) for one in ids}
        self._apart: dict[str, set[str]] = {}
        self._incident: dict[str, str] = {}
        for ruling in reversed(rulings):
            claims = [one for one in ruling.claims if one in self._sets]
            if ruling.kind is RulingKind.APART:
                self._part(claims, [one for one in ruling.others if one in self._sets])
            elif ruling.kind is RulingKind.TOGETHER:
                for one, other in pairwise(claims):
                    self._join(one, other)
            elif ruling.incident:
                self._pin(claims, ruling.incident)

    def joined(self) -> list[frozenset[str]]:
        """The sets of claims that are together by somebody's word, each claim in exactly one."""
        return sorted(set(self._sets.values()), key=sorted)

    def pin(self, claims: Iterable[str]) -> str | None:
        """The incident that one of these claims is pinned to."""
        return min((self._incident[one] for one in claims if one in self._incident), default=None)

    def apart(self, one: Iterable[str], other: Collection[str]) -> bool:
        """Whether somebody said that a claim of one set and a claim of the other are not of one incident."""
        if any(not self._apart.get(claim, _NONE).isdisjoint(other) for claim in one if claim in self._apart):
            return True
        pins = (self.pin(one), self.pin(other)) if self._incident else (None, None)
        return None not in pins and pins[0] != pins[1]

    def _part(self, claims: Sequence[str], others: Sequence[str]) -> None:
        for one in claims:
            for other in others:
                # Newer rulings came first: what they joined stays.
                if other not in self._sets[one]:
                    self._apart.setdefault(one, set()).add(other)
                    self._apart.setdefault(other, set()).add(one)

    def _join(self, one: str, other: str) -> None:
        first, second = self._sets[one], self._sets[other]
        if first is not second and not self.apart(first, second):
            both = first | second
            self._sets.update(dict.fromkeys(both, both))

    def _pin(self, claims: Sequence[str], incident: str) -> None:
        for one in claims:
            pinned = self.pin(self._sets[one])
            if pinned is None:
                held = [claim for claim, to in self._incident.items() if to == incident]
                if not any(self.apart(self._sets[one], self._sets[claim]) for claim in held):
                    self._incident[one] = incident
                    for claim in held[:1]:
                        self._join(claim, one)


_NONE: frozenset[str] = frozenset()


def connected(ids: Collection[str], pairs: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
    """The sets of ids that pairs hold together, in the order of their first ids."""
    parent = {one: one for one in ids}
    top = _finder(parent)
    for one, other in pairs:
        if one in parent and other in parent:
            a, b = sorted((top(one), top(other)))
            parent[b] = a
    found: dict[str, set[str]] = {}
    for one in sorted(ids):
        found.setdefault(top(one), set()).add(one)
    return [frozenset(members) for members in found.values()]


def _finder(parent: dict[str, str]) -> Callable[[str], str]:
    def top(one: str) -> str:
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        return one

    return top
