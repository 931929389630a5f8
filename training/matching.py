"""Which of a report's claims the reader found: the benchmark's rules, on scored candidates."""

from __future__ import annotations

from collections.abc import Sequence

from masudi.coding.emission import Scored
from training.reports import Gold

# A mention of an event counts if it is no longer than this.
_LONGEST = 80


def overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """How many characters two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def same_phrase(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Overlap of half of the longer, or the shorter within the longer (a fifth of it and at most 80 characters)."""
    shared = overlap(one, other)
    longer, shorter = max(one[1] - one[0], other[1] - other[0]), min(one[1] - one[0], other[1] - other[0])
    return shared > 0 and (shared * 2 >= longer or (shared == shorter and longer <= _LONGEST and shared * 5 >= longer))


def hits(scored: Scored, claims: Sequence[Gold], kinds: Sequence[str], events: int) -> list[frozenset[int]]:
    """For each candidate the claims (their numbers) on whose mentions it stands."""
    found = []
    for candidate in scored.candidates:
        first, last = scored.text.spans[candidate.first], scored.text.spans[candidate.behind - 1]
        span, event = (int(first[0]), int(last[1])), candidate.kind < events
        span = (span[0], min(span[1], span[0] + _LONGEST)) if event else span
        found.append(
            frozenset(
                number
                for number, claim in enumerate(claims)
                if claim.kind == kinds[candidate.kind] and any(_stands(gold, span, event) for gold in claim.mentions)
            )
        )
    return found


def _stands(gold: tuple[int, int], guess: tuple[int, int], event: bool) -> bool:
    shared = overlap(gold, guess)
    return shared > 0 if event else shared * 3 >= max(gold[1] - gold[0], guess[1] - guess[0])


def match(groups: Sequence[Sequence[int]], stands_on: Sequence[frozenset[int]], claims: int) -> dict[int, int]:
    """A largest matching of claims to groups of candidates, at least half of which stand on the claim."""
    ways = [[at for at, group in enumerate(groups) if _mostly(group, stands_on, number)] for number in range(claims)]
    held: dict[int, int] = {}

    def place(number: int, seen: set[int]) -> bool:
        for at in ways[number]:
            if at in seen:
                continue
            seen.add(at)
            if at not in held or place(held[at], seen):
                held[at] = number
                return True
        return False

    for number in range(claims):
        place(number, set())
    return {number: at for at, number in held.items()}


def _mostly(group: Sequence[int], stands_on: Sequence[frozenset[int]], number: int) -> bool:
    right = sum(number in stands_on[one] for one in group)
    return 0 < len(group) <= right * 2
