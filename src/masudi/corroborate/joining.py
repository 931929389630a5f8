"""Joining by best links: the closest two groups first, as long as their closeness suffices.

How close two groups are is the mean, over the members of both, of each one's best score with a member of the other.
A member that is like one of the other group is not held back by what it is not like: an account of a deed that gives
no place goes with the one that it resembles. Between single link (the best score of all) and average link (the mean of
all, Sokal and Michener 1958). Pairs without a score count as 0. Ties are broken by ids, and scores are added as whole
numbers, so that the order in which anything came makes no difference.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence

Group = tuple[str, ...]
_Entry = tuple[float, str, str, tuple[int, int]]


def join(
    start: Iterable[Sequence[str]],
    scores: Mapping[tuple[str, str], float],
    threshold: float,
    barred: Callable[[Group, Group], bool],
) -> list[Group]:
    """The groups that `start` grows into, each sorted.

    `scores` are of pairs of ids, the lesser first. Two groups are joined while they are close by `threshold` or more
    and `barred` does not forbid it.
    """
    return _Joining(start, scores, threshold, barred).run()


# Scores are counted in so many parts of 1, to which they are rounded: whole numbers add up to the same in any order.
_PARTS = 10_000


class _Joining:
    """The state of one joining.

    Groups are known by their first ids; `_best` has each member's best scores with other groups, `_sums` what those of
    a group's members with another group add up to, both in parts of 1.
    """

    def __init__(
        self,
        start: Iterable[Sequence[str]],
        scores: Mapping[tuple[str, str], float],
        threshold: float,
        barred: Callable[[Group, Group], bool],
    ) -> None:
        self._threshold, self._barred = threshold, barred
        self._groups: dict[str, Group] = {}
        for members in start:
            group = tuple(sorted(members))
            self._groups[group[0]] = group
        self._home = {one: first for first, group in self._groups.items() for one in group}
        self._best: dict[str, dict[str, int]] = {one: {} for one in self._home}
        self._sums: dict[str, dict[str, int]] = {first: {} for first in self._groups}
        for (a, b), score in scores.items():
            if self._home[a] != self._home[b]:
                self._raise(a, self._home[b], round(score * _PARTS))
                self._raise(b, self._home[a], round(score * _PARTS))

    def _raise(self, one: str, group: str, score: int) -> None:
        best, sums = self._best[one], self._sums[self._home[one]]
        known = best.get(group, 0)
        best[group] = max(known, score)
        sums[group] = sums.get(group, 0) + best[group] - known

    def run(self) -> list[Group]:
        heap = [
            entry
            for one, its in self._sums.items()
            for other in its
            if one < other
            for entry in self._entry(one, other)
        ]
        heapq.heapify(heap)
        while heap:
            _, one, other, sizes = heapq.heappop(heap)
            if self._stands(one, other, sizes) and not self._barred(self._groups[one], self._groups[other]):
                for entry in self._unite(one, other):
                    heapq.heappush(heap, entry)
        return sorted(self._groups.values())

    def _entry(self, one: str, other: str) -> Sequence[_Entry]:
        """The pair (the lesser id first) for the heap, if it is close enough."""
        sizes = len(self._groups[one]), len(self._groups[other])
        close = round((self._sums[one][other] + self._sums[other][one]) / _PARTS / sum(sizes), 9)
        return ((-close, one, other, sizes),) if close >= self._threshold else ()

    def _stands(self, one: str, other: str, sizes: tuple[int, int]) -> bool:
        """Whether both groups are still what they were when the pair was put on the heap."""
        return sizes == (len(self._groups.get(one, ())), len(self._groups.get(other, ())))

    def _unite(self, one: str, other: str) -> Iterable[_Entry]:
        """Make `other` part of `one`, which sorts first; the pairs of the new group for the heap."""
        self._groups[one] = tuple(sorted(self._groups[one] + self._groups.pop(other)))
        own = self._sums[one]
        for third, total in self._sums.pop(other).items():
            if third != one:
                own[third] = own.get(third, 0) + total
        del own[other]
        for member in self._groups[one]:
            self._home[member] = one
            self._best[member].pop(one, None)
            self._best[member].pop(other, None)
        for third in own:
            if self._sums[third].pop(other, None) is not None:
                for member in self._groups[third]:
                    if (score := self._best[member].pop(other, None)) is not None:
                        self._raise(member, one, score)
        for third in sorted(own):
            yield from self._entry(min(one, third), max(one, third))
