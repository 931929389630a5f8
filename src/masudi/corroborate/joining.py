"""Joining by best links: the closest two groups first, as long as their closeness suffices.

How close two groups are is the mean, over the members of both, of each one's best score with a member of the other.
A member that is like one of the other group is not held back by what it is not like: an account of a deed that gives
no place goes with the one that it resembles. Between single link (the best score of all) and average link (the mean of
all, Sokal and Michener 1958). Pairs without a score count as 0. Ties are broken by ids, and scores are added in the
order of ids, so that the order in which anything came makes no difference.
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


class _Joining:
    """The state of one joining: groups known by their first ids, and each member's best scores with other groups."""

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
        home = {one: first for first, group in self._groups.items() for one in group}
        self._best: dict[str, dict[str, float]] = {one: {} for one in home}
        for (a, b), score in scores.items():
            if home[a] != home[b]:
                self._raise(a, home[b], score)
                self._raise(b, home[a], score)
        self._beside: dict[str, set[str]] = {
            first: {other for one in group for other in self._best[one]} for first, group in self._groups.items()
        }

    def _raise(self, one: str, group: str, score: float) -> None:
        self._best[one][group] = max(score, self._best[one].get(group, 0.0))

    def run(self) -> list[Group]:
        heap = [entry for one, its in self._beside.items() for other in its for entry in self._entries(one, other)]
        heapq.heapify(heap)
        while heap:
            _, one, other, sizes = heapq.heappop(heap)
            if self._stands(one, other, sizes) and not self._barred(self._groups[one], self._groups[other]):
                for entry in self._unite(one, other):
                    heapq.heappush(heap, entry)
        return sorted(self._groups.values())

    def _entries(self, one: str, other: str) -> Iterable[_Entry]:
        """The pair for the heap, if its ids are in order and it is close enough."""
        if one < other and (close := self._closeness(one, other)) >= self._threshold:
            yield -close, one, other, (len(self._groups[one]), len(self._groups[other]))

    def _closeness(self, one: str, other: str) -> float:
        ours, theirs = self._groups[one], self._groups[other]
        total = sum(self._best[member].get(other, 0.0) for member in ours)
        total += sum(self._best[member].get(one, 0.0) for member in theirs)
        return round(total / (len(ours) + len(theirs)), 9)

    def _stands(self, one: str, other: str, sizes: tuple[int, int]) -> bool:
        """Whether both groups are still what they were when the pair was put on the heap."""
        return sizes == (len(self._groups.get(one, ())), len(self._groups.get(other, ())))

    def _unite(self, one: str, other: str) -> Iterable[_Entry]:
        """Make `other` part of `one`, which sorts first; the pairs of the new group for the heap."""
        self._groups[one] = tuple(sorted(self._groups[one] + self._groups.pop(other)))
        for member in self._groups[one]:
            self._best[member].pop(one, None)
            self._best[member].pop(other, None)
        for third in self._beside.pop(other):
            self._beside[third].discard(other)
            if third == one:
                continue
            self._beside[one].add(third)
            self._beside[third].add(one)
            for member in self._groups[third]:
                if (score := self._best[member].pop(other, None)) is not None:
                    self._raise(member, one, score)
        for third in sorted(self._beside[one]):
            yield from self._entries(min(one, third), max(one, third))
