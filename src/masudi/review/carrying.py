"""Decisions go over from the claims of an older reading of a report to those of a newer one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from masudi.domain import Claim


def carry_over(
    old: Sequence[Claim], new: Sequence[Claim], *, kinds: Mapping[str, str] | None = None
) -> dict[str, str | None]:
    """For each of the `old` claims the id of the `new` one that takes its place, None where there is none.

    Both are of one text. A claim takes another's place if their mentions share characters and it is of the same kind:
    the kind that the reader gave, or that a person corrected it to (`kinds`, by claim id). Whoever shares most
    characters comes first, and each new claim takes one place only: two decisions never meet in one claim unasked.
    """
    kinds = kinds or {}
    taken: dict[str, str | None] = {one.id: None for one in old}
    free = {one.id: one for one in new}
    for one in old:
        if one.id in free:
            taken[one.id] = one.id
            del free[one.id]
    pairs = [
        (-shared, one.mentions[0].start, one.id, other.id)
        for one in old
        if taken[one.id] is None
        for other in free.values()
        if other.kind in (one.kind, kinds.get(one.id)) and (shared := _shared(one, other))
    ]
    for _, _, one_id, other_id in sorted(pairs):
        if taken[one_id] is None and other_id in free:
            taken[one_id] = other_id
            del free[other_id]
    return taken


def _shared(one: Claim, other: Claim) -> int:
    """How many characters the mentions of two claims share."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.mentions for b in other.mentions)
