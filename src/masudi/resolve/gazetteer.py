"""The gazetteer: places of the world by name, in arrays that are mapped into memory and not read.

`gazetteers/build.py` writes the folder (data/gazetteer). A place is a row, numbered from the most to the least peopled.
Names are found by 40-bit hashes of their keys (`masudi.resolve.spelling`) in a sorted array: some microseconds a name,
and one name in a million that is not there finds a place all the same.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from masudi.data import packaged
from masudi.errors import KnowledgeError
from masudi.resolve.sites import Site
from masudi.resolve.spelling import folded, skeleton

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Index = Literal["folded", "skeleton"]

ARRAYS = (
    *("folded_high", "folded_low", "folded_row", "folded_form"),
    *("skeleton_high", "skeleton_low", "skeleton_row", "skeleton_form"),
    *("lat", "lon", "ident", "population", "extent", "kind", "country", "area", "source", "name", "names"),
)

_TOWNS = ("capital", "town")
# Towns of which nobody counted the people weigh as the least that GeoNames lists.
_FEWEST = 500

# FNV-1a and the finisher of MurmurHash3, both public domain: simple enough to run over a matrix of spellings at once.
_BASIS, _PRIME, _MIX, _ALL = 0xCBF29CE484222325, 0x100000001B3, 0xFF51AFD7ED558CCD, (1 << 64) - 1


class Form(IntEnum):
    """Which of a place's names a key is of; a common one is an everyday word, or a name that many sites have."""

    NAME = 0
    OTHER = 1
    DEMONYM = 2
    COMMON = 3


class Hit(NamedTuple):
    """A place that has a name: its row, and which of its names that is."""

    row: int
    form: Form


class Columns(NamedTuple):
    """What is known of some rows, each an array of their length: degrees, people, km around the point, list numbers.

    `country` and `area` number the entries of `Gazetteer.countries` and `.areas` (0: none), `kind` those of `.kinds`.
    A place without a point has nan.
    """

    lat: Floats
    lon: Floats
    population: Floats
    extent: Floats
    kind: Ints
    country: Ints
    area: Ints


class Lists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """lists.json: what the numbers in the arrays stand for; `sources` are prefixes of ids ("geonames")."""

    kinds: tuple[str, ...]
    countries: tuple[str | None, ...]
    areas: tuple[str | None, ...]
    sources: tuple[str, ...]


def middle_of(
    lat: NDArray[np.generic], lon: NDArray[np.generic], population: NDArray[np.generic]
) -> tuple[float, float]:
    """The middle of some towns (at least one), weighted by their people."""
    people = np.maximum(population.astype(np.float64), _FEWEST)
    middle = [float((degrees * people).sum() / people.sum()) for degrees in (lat, lon)]
    return round(middle[0], 5), round(middle[1], 5)


def key(words: str) -> int:
    """The 40-bit hash under which a name's key stands in the arrays."""
    value = _BASIS
    for byte in words.encode():
        value = ((value ^ byte) * _PRIME) & _ALL
    value ^= value >> 33
    value = (value * _MIX) & _ALL
    return (value ^ (value >> 33)) >> 24


def keys(letters: NDArray[np.uint8], lengths: Ints) -> NDArray[np.uint64]:
    """`key` of many spellings at once: their bytes (spellings x longest), of each the first so many."""
    values = np.full(len(letters), _BASIS, np.uint64)
    wide = letters.astype(np.uint64)
    for at in range(letters.shape[1]):
        values = np.where(at < lengths, (values ^ wide[:, at]) * np.uint64(_PRIME), values)
    values ^= values >> np.uint64(33)
    values *= np.uint64(_MIX)
    return (values ^ (values >> np.uint64(33))) >> np.uint64(24)


class Gazetteer:
    """The places of a folder. KnowledgeError where it holds none."""

    def __init__(self, folder: Path) -> None:
        try:
            lists = msgspec.json.decode((folder / "lists.json").read_bytes(), type=Lists)
            arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAYS}
        except (OSError, ValueError, msgspec.DecodeError) as fault:
            raise KnowledgeError(str(folder), f"holds no gazetteer: {fault}") from fault
        # Plain views of the mapped memory: a memmap is a slow kind of array to look into.
        self._arrays: dict[str, NDArray[np.generic]] = {name: array.view(np.ndarray) for name, array in arrays.items()}
        self.kinds, self.countries, self.areas = lists.kinds, lists.countries, lists.areas
        self._sources = lists.sources

    def __len__(self) -> int:
        return len(self._arrays["lat"])

    def named(self, name: str) -> list[Hit]:
        """The places of that name, the most peopled first."""
        return self._found("folded", folded(name))

    def alike(self, name: str) -> list[Hit]:
        """The places whose names differ from this one only as transliterations do, the most peopled first."""
        return self._found("skeleton", skeleton(name))

    def keyed(self, wanted: NDArray[np.uint64]) -> list[Hit]:
        """The places of which a folded name has any of these keys, the most peopled first."""
        highs = self._arrays["folded_high"]
        high = (wanted >> np.uint64(8)).astype(np.uint32)
        first = np.minimum(np.searchsorted(highs, high), len(highs) - 1)
        there = np.flatnonzero(highs[first] == high)
        found = {hit for at in there for hit in self._at("folded", int(wanted[at]))}
        return sorted(found)

    def columns(self, rows: Ints) -> Columns:
        """What is known of some rows."""

        def floats(name: str) -> Floats:
            return self._arrays[name][rows].astype(np.float64)

        def ints(name: str) -> Ints:
            return self._arrays[name][rows].astype(np.int64)

        return Columns(
            floats("lat"),
            floats("lon"),
            floats("population"),
            floats("extent"),
            ints("kind"),
            ints("country"),
            ints("area"),
        )

    def extent(self, row: int) -> float:
        """How far the place of a row reaches from its point, in kilometres."""
        return float(self._arrays["extent"][row])

    def lies(self, row: int) -> tuple[int, int]:
        """The numbers of the country and the first-order division of a row."""
        return int(self._arrays["country"][row]), int(self._arrays["area"][row])

    def of_kind(self, kind: str) -> list[int]:
        """All rows of a kind."""
        found: list[int] = np.flatnonzero(self._arrays["kind"] == self.kinds.index(kind)).tolist()
        return found

    def middle(self, country: str | None, area: str | None) -> tuple[float, float] | None:
        """The middle of a division's towns, weighted by their people."""
        arrays, kinds = self._arrays, [self.kinds.index(kind) for kind in _TOWNS if kind in self.kinds]
        inside = arrays["area"] == self.areas.index(area)
        inside &= (arrays["country"] == self.countries.index(country)) & np.isin(arrays["kind"], kinds)
        rows = np.flatnonzero(inside)
        if not len(rows):
            return None
        return middle_of(arrays["lat"][rows], arrays["lon"][rows], arrays["population"][rows])

    def row_of(self, ident: str) -> int | None:
        """The row of the place with this id."""
        source, _, number = ident.rpartition(":")
        if source not in self._sources or not number.isdecimal():
            return None
        same = (self._arrays["ident"] == int(number)) & (self._arrays["source"] == self._sources.index(source))
        found = np.flatnonzero(same)
        return int(found[0]) if len(found) else None

    def kind(self, row: int) -> str:
        """The kind of a row."""
        return self.kinds[int(self._arrays["kind"][row])]

    def site(self, row: int) -> Site:
        """The place of a row."""
        arrays = self._arrays
        start, end = int(arrays["name"][row]), int(arrays["name"][row + 1])
        return Site(
            id=f"{self._sources[int(arrays['source'][row])]}:{int(arrays['ident'][row])}",
            name=arrays["names"][start:end].tobytes().decode(),
            kind=self.kinds[int(arrays["kind"][row])],
            country=self.countries[int(arrays["country"][row])],
            area=self.areas[int(arrays["area"][row])],
            lat=round(float(arrays["lat"][row]), 5),
            lon=round(float(arrays["lon"][row]), 5),
            population=int(arrays["population"][row]),
        )

    def _found(self, index: Index, words: str) -> list[Hit]:
        return self._at(index, key(words)) if words else []

    def _at(self, index: Index, wanted: int) -> list[Hit]:
        high, low = wanted >> 8, wanted & 0xFF
        highs, lows = self._arrays[f"{index}_high"], self._arrays[f"{index}_low"]
        first = int(np.searchsorted(highs, np.uint32(high)))
        behind = first
        while behind < len(highs) and int(highs[behind]) == high:
            behind += 1
        rows, forms = self._arrays[f"{index}_row"], self._arrays[f"{index}_form"]
        return [Hit(int(rows[at]), Form(int(forms[at]))) for at in range(first, behind) if int(lows[at]) == low]


@cache
def load_gazetteer() -> Gazetteer:
    """The packaged one, mapped once."""
    return Gazetteer(packaged("gazetteer"))
