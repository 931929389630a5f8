"""Average-link joining (Sokal and Michener 1958): the closest two groups first, as long as their mean score suffices.

Pairs without a score count as 0. Ties are broken by ids, and scores are added in the order of ids, so that the order in
which anything came makes no difference.
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

    `scores` are of pairs of ids, the lesser first. Two groups are joined while the mean score between their members is
    `threshold` or more and `barred` does not forbid it.
    """
    return _Joining(start, scores, threshold, barred).run()


class _Joining:
    """The state of one joining: groups known by their first ids, and the sums of scores between them."""

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
        self._sums: dict[str, dict[str, float]] = {first: {} for first in sorted(self._groups)}
        for a, b in sorted(scores):
            one, other = home[a], home[b]
            if one != other:
                self._sums[one][other] = self._sums[one].get(other, 0.0) + scores[a, b]
                self._sums[other][one] = self._sums[one][other]

    def run(self) -> list[Group]:
        heap = [entry for one, its in self._sums.items() for other in its for entry in self._entries(one, other)]
        heapq.heapify(heap)
        while heap:
            _, one, other, sizes = heapq.heappop(heap)
            if self._stands(one, other, sizes) and not self._barred(self._groups[one], self._groups[other]):
                for entry in self._unite(one, other):
                    heapq.heappush(heap, entry)
        return sorted(self._groups.values())

    def _entries(self, one: str, other: str) -> Iterable[_Entry]:
        """The pair for the heap, if its ids are in order and its mean suffices."""
        sizes = len(self._groups[one]), len(self._groups[other])
        mean = round(self._sums[one][other] / (sizes[0] * sizes[1]), 9)
        if one < other and mean >= self._threshold:
            yield -mean, one, other, sizes

    def _stands(self, one: str, other: str, sizes: tuple[int, int]) -> bool:
        """Whether both groups are still what they were when the pair was put on the heap."""
        return sizes == (len(self._groups.get(one, ())), len(self._groups.get(other, ())))

    def _unite(self, one: str, other: str) -> Iterable[_Entry]:
        """Make `other` part of `one`, which sorts first; the pairs of the new group for the heap."""
        self._groups[one] = tuple(sorted(self._groups[one] + self._groups.pop(other)))
        for third, total in sorted(self._sums.pop(other).items()):
            del self._sums[third][other]
            if third != one:
                self._sums[one][third] = self._sums[one].get(third, 0.0) + total
                self._sums[third][one] = self._sums[one][third]
        for third in sorted(self._sums[one]):
            yield from self._entries(min(one, third), max(one, third))
