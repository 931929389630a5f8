"""What the pictures are made of: places with what is said to have been there, and things with their days."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import msgspec

from masudi.domain import Status
from masudi.draw import Tone

TONES = {
    Status.ASSERTED: Tone.ASSERTED,
    Status.ATTEMPTED: Tone.ATTEMPTED,
    Status.INTENDED: Tone.INTENDED,
    Status.POSSIBLE: Tone.POSSIBLE,
    Status.DENIED: Tone.DENIED,
}
SAID = {
    Status.ASSERTED: "said to have happened",
    Status.ATTEMPTED: "tried",
    Status.INTENDED: "planned",
    Status.POSSIBLE: "possible",
    Status.DENIED: "denied",
}


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A place with a point (degrees, WGS 84) and how many things of each status are told of it.

    `radius_km` is how far from the point it may be; a place that is not `pinned` is an area.
    """

    name: str
    lat: float
    lon: float
    radius_km: float
    pinned: bool
    counts: Mapping[Status, int]

    @property
    def weight(self) -> tuple[int, int]:
        """By what places are put in order: what is asserted first."""
        return self.counts.get(Status.ASSERTED, 0), sum(self.counts.values())


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing and the days that it is of, in the row `row` of a timeline."""

    row: str
    status: Status
    first: datetime.date
    last: datetime.date


def told(counts: Mapping[Status, int]) -> str:
    """Counts in words: "3 said to have happened, 1 denied"."""
    return ", ".join(f"{counts[status]:,} {SAID[status]}" for status in Status if counts.get(status))


def listed(names: Sequence[str], most: int = 12) -> str:
    """Names one after the other; those beyond `most` are counted."""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return ", ".join(shown[:-1]) + (" and " if len(shown) > 1 else "") + "".join(shown[-1:])
