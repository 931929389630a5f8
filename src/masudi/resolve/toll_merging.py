"""One claim's tolls out of those of its mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from masudi.domain import Toll
from masudi.resolve.harms import harms_of

# What vague words are worth (data/counts.yaml), and "no number at all".
_VAGUE = frozenset({1, 2, 3, 20, 24, 40, 200, 2000})


def merge_tolls(told: Iterable[Iterable[Toll]]) -> tuple[Toll, ...]:
    """The tolls of one claim, from the tolls of each of its mentions, in order.

    A headline's "12 killed" and the story's "at least 12 civilians were killed" are one toll: the class is the one
    that says more, and a side that one mention leaves open stays open. A vague number ("dozens") or none gives way to
    one that fits it. Different numbers for the same people stay side by side.
    """
    merged: list[Toll] = []
    # By the place of a toll in `merged`: that of the toll that it is a part of.
    wholes: dict[int, int] = {}
    for mention in told:
        places: list[int] = []
        for toll in mention:
            at = next((i for i, other in enumerate(merged) if _same_toll(other, toll)), None)
            if at is None:
                at = len(merged)
                merged.append(toll)
            else:
                merged[at] = _fuller(merged[at], toll)
            if toll.part_of is not None and places[toll.part_of] != at:
                wholes.setdefault(at, places[toll.part_of])
            places.append(at)
    return tuple(
        msgspec.structs.replace(toll, part_of=wholes.get(at) if _can_hold(merged, wholes.get(at), toll) else None)
        for at, toll in enumerate(merged)
    )


def _can_hold(tolls: Sequence[Toll], whole: int | None, part: Toll) -> bool:
    """Whether the toll at a place is large enough to have a part."""
    return whole is not None and (tolls[whole].high is None or _number(part) <= _number(tolls[whole]))


def _same_toll(one: Toll, other: Toll) -> bool:
    """Whether two tolls of one claim can be the same people, said more or less exactly."""
    if one.harm != other.harm:
        return False
    if _exactness(one) == 0 or _exactness(other) == 0:
        return True
    same_number = _number(one) == _number(other)
    if one.who != other.who:
        # "12 people" and "12 civilians" are one toll; children and women are mostly a part of the people.
        either = {one.who, other.who} - {"people"}
        if (
            len(either) > 1
            or _is_uncounted(one)
            or _is_uncounted(other)
            or (either & {"children", "women"} and not (same_number and _exactness(one) == 2))
        ):
            return False
    if same_number:
        return True
    vague, exact = sorted((one, other), key=_exactness)
    return _exactness(vague) < _exactness(exact) and _number(vague) <= _number(exact)


def _number(toll: Toll) -> int:
    return toll.low if toll.low is not None else toll.high or 0


def _exactness(toll: Toll) -> int:
    """0 where the report only says that somebody was harmed, 1 for "dozens", 2 for a number."""
    if toll.label is None and harms_of(toll.text):
        return 0
    if toll.who == "people" and toll.low == 1 and toll.high is None:
        return 0
    return 1 if toll.high is None and toll.low in _VAGUE and not re.search(r"\d", toll.text) else 2


def _is_uncounted(toll: Toll) -> bool:
    """Whether the words name people without any number ("civilians")."""
    return toll.low == 1 and toll.high is None and toll.label is not None and toll.label.text == toll.text


def _fuller(one: Toll, other: Toll) -> Toll:
    """Two tolls of the same people as one: the more exact number, the class that says more, sides open where one is."""
    base = one if one.who != "people" or other.who == "people" else other
    exact = max((one, other), key=_exactness)
    if _number(one) != _number(other) or _exactness(one) != _exactness(other):
        return msgspec.structs.replace(exact, who=base.who, label=base.label or exact.label)
    open_low, open_high = one.low is None or other.low is None, one.high is None or other.high is None
    return msgspec.structs.replace(base, low=None if open_low else base.low, high=None if open_high else base.high)
