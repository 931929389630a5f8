"""A place on its way into the gazetteer."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

# Scripts that reports may come in: names in others are left out, which halves the index.
_SCRIPTS = ((0x0000, 0x024F), (0x0600, 0x06FF), (0x1E00, 0x1EFF), (0x2018, 0x2019), (0x02B0, 0x02FF))
# Shorter ones are codes and letters, which no report means by a place's name.
_SHORTEST = 3
# GeoNames has codes of airports among the names.
_CODE = 4
_KM_PER_DEGREE = 111.2


class Row(NamedTuple):
    """A place: its names by form, the kind, where it lies and how far it reaches (km), and its id in `source`."""

    name: str
    named: tuple[str, ...]
    others: tuple[str, ...]
    demonyms: tuple[str, ...]
    kind: str
    country: str | None
    area: str | None
    lat: float
    lon: float
    extent: int
    population: int
    source: str
    ident: int


def readable(name: str) -> bool:
    """Whether a name is in a script that is kept, no code, and no romanisation letter by letter ("dyr alzwr")."""
    known = all(any(first <= ord(letter) <= last for first, last in _SCRIPTS) for letter in name)
    return known and len(name) >= _SHORTEST and not (name.isupper() and len(name) <= _CODE) and not name[0].islower()


def table(path: Path) -> Iterator[list[str]]:
    """The rows of a table of GeoNames."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def features(path: Path) -> list[dict[str, Any]]:
    """The features of a layer of Natural Earth."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found: list[dict[str, Any]] = json.load(file)["features"]
    return found


def kilometres(lat: float, lon: float, points: Any) -> Any:
    """Distances from a point to others (n x 2, latitude and longitude), good enough to say how far a place reaches."""
    north = points[:, 0] - lat
    east = (points[:, 1] - lon) * np.cos(np.radians(lat))
    return _KM_PER_DEGREE * np.hypot(north, east)
