"""Places told from another one: near it, so far from it in a direction, between two, in the countryside around it."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import NamedTuple

import msgspec

from masudi.data import load_yaml, packaged
from masudi.resolve.place_kinds import load_place_kinds
from masudi.resolve.wording import any_of

# So many characters before a name can say where something lies from it.
_BEFORE = 60
_KM_PER_DEGREE = 111.2
# A distance in words is rounded, and a direction is one of eight: what is meant lies within this share of the distance.
_ROUNDED = 0.4


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for a unit of length."""

    words: tuple[str, ...]
    km: float


class Direction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for a direction: degrees from north, clockwise."""

    words: tuple[str, ...]
    bearing: float


class OffsetWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/placeoffsets.yaml, as it stands."""

    near: tuple[str, ...]
    between: tuple[str, ...]
    joiners: tuple[str, ...]
    units: tuple[Unit, ...]
    directions: tuple[Direction, ...]
    joining: tuple[str, ...]
    near_km: float
    part_km: float


class Offset(NamedTuple):
    """Where something lies from a named place: a distance and a bearing where they are said, and how far off it may be.

    `km` is 0 where only "near" or a part is said; `within_km` is what that adds to the radius. `between`: the place is
    one of two between which it lies.
    """

    km: float = 0.0
    bearing: float | None = None
    within_km: float = 0.0
    between: bool = False


class OffsetReader:
    """The words of the file as expressions over the text before and after a name."""

    def __init__(self, words: OffsetWords) -> None:
        self.words = words
        self._units = {word: unit.km for unit in words.units for word in unit.words}
        self._bearings = {word: one.bearing for one in words.directions for word in one.words}
        units, ways = any_of(self._units), any_of(self._bearings)
        joining = rf"(?:\s+{any_of(words.joining)})*"
        parts = any_of(load_place_kinds().parts)
        number = r"(?P<number>\d+(?:[.,]\d+)?)[\s-]*"
        self._measured = re.compile(
            rf"{number}(?P<unit>{units})(?:{joining}\s+(?P<way>{ways}))?(?P<end>{joining})\s+\Z"
        )
        self._side = re.compile(rf"\b{ways}\s+of(?:\s+{any_of(words.joining)})*\s+\Z")
        self._near = re.compile(rf"\b{any_of(words.near)}(?:\s+{any_of(words.joining)})*\s+\Z")
        self._part = re.compile(rf"\b{parts}\s+(?:of|around)(?:\s+{any_of(words.joining)})*\s+\Z")
        self._part_after = re.compile(rf"(?:[’']s?)?(?:\s+{ways})?\s+{parts}\b")
        self._between = re.compile(rf"\b{any_of(words.between)}(?:\s+{any_of(words.joining)})*\s+\Z")
        self._joined = re.compile(rf"\s*,?\s+{any_of(words.joiners)}(?:\s+{any_of(words.joining)})*\s+\Z")

    def read(self, text: str, start: int, end: int) -> Offset | None:
        """What the words around a name say of where something lies from it; None where it lies there."""
        before = text[max(0, start - _BEFORE) : start].lower()
        measured = self._measured.search(before)
        if measured and (measured["way"] or measured["end"]):
            km = float(measured["number"].replace(",", ".")) * self._units[measured["unit"]]
            bearing = self._bearings[measured["way"]] if measured["way"] else None
            return Offset(km, bearing, km * _ROUNDED if bearing is not None else km)
        if self._between.search(before):
            return Offset(between=True)
        if self._part.search(before) or self._part_after.match(text[end : end + _BEFORE].lower()):
            return Offset(within_km=self.words.part_km)
        if self._side.search(before) or self._near.search(before):
            return Offset(within_km=self.words.near_km)
        return None

    def joins(self, gap: str) -> bool:
        """Whether the text between two names joins them ("between Homs and Hama")."""
        return self._joined.fullmatch(gap.lower()) is not None


def moved(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """The point so far from another one, on a flat earth: distances in reports are short."""
    angle = math.radians(bearing)
    north = lat + km * math.cos(angle) / _KM_PER_DEGREE
    east = lon + km * math.sin(angle) / (_KM_PER_DEGREE * max(0.05, math.cos(math.radians(lat))))
    return round(north, 5), round((east + 180) % 360 - 180, 5)


@cache
def load_offset_reader() -> OffsetReader:
    """data/placeoffsets.yaml, read once; KnowledgeError, with the line, where it is not of that shape."""
    return OffsetReader(load_yaml(packaged("placeoffsets.yaml"), OffsetWords))
