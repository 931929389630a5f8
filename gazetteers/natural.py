"""Rivers, seas, deserts, mountains and islands of Natural Earth."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from gazetteers.names import Names
from gazetteers.rows import Row, features, kilometres, readable
from masudi.errors import KnowledgeError

# Layer → the kind of its classes; what is not named is left out.
_LAYERS: dict[str, dict[str, str]] = {
    "ne_10m_rivers_lake_centerlines": {"River": "river", "Lake Centerline": "river"},
    "ne_10m_geography_marine_polys": dict.fromkeys(
        ("sea", "gulf", "bay", "strait", "sound", "channel", "generic", "lagoon", "fjord", "ocean"), "sea"
    ),
    "ne_10m_geography_regions_polys": {
        **{"Island": "island", "Island group": "island", "Range/mtn": "mountain", "Desert": "desert"},
        **dict.fromkeys(("Plateau", "Geoarea", "Coast", "Plain", "Delta", "Basin", "Valley", "Lowland"), "land"),
        **dict.fromkeys(("Wetlands", "Pen/cape", "Peninsula", "Isthmus"), "land"),
    },
    "ne_10m_geography_regions_points": {"island": "island", "cape": "land", "island group": "island", "plain": "land"},
    "ne_10m_geography_regions_elevation_points": {"mountain": "mountain", "plateau": "land", "pass": "land"},
}  # fmt: skip
_WRITTEN_OUT = {
    "Mts.": "Mountains", "Mts": "Mountains", "Mt.": "Mount", "Ra.": "Range", "Plat.": "Plateau", "Is.": "Islands",
    "I.": "Island", "Pen.": "Peninsula", "Str.": "Strait", "G.": "Gulf", "Arch.": "Archipelago", "Des.": "Desert",
    "C.": "Cape", "Pt.": "Point", "St.": "Saint",
}  # fmt: skip
# What a name of that kind ends in, which reports may leave out.
_ENDINGS = {
    "river": ("River",),
    "desert": ("Desert",),
    "mountain": ("Mountains", "Range", "Mount"),
    "island": ("Islands", "Island"),
    "land": ("Peninsula", "Plateau", "Plain"),
}


def natural(sources: Path, names: Names) -> Iterator[Row]:
    """One row a name and layer; a line or an area has the one of its points that is nearest to their middle."""
    called = {one.name: one.names for one in names.natural}
    for layer, kinds in _LAYERS.items():
        parts: dict[tuple[str, str], list[tuple[int, dict[str, Any]]]] = defaultdict(list)
        for number, feature in enumerate(features(sources / f"{layer}.json.gz")):
            fields = feature["properties"]
            name = _written_out(fields.get("name_en") or fields.get("name") or "")
            kind = kinds.get(fields["featurecla"])
            if kind and name and readable(name) and feature["geometry"]:
                parts[name, kind].append((number, feature))
        for (name, kind), some in parts.items():
            yield _row(name, kind, layer, some, called.pop(name, ()))
    if called:
        raise KnowledgeError("names.yaml", f"no such river or sea: {', '.join(called)}")


def _row(name: str, kind: str, layer: str, parts: list[tuple[int, dict[str, Any]]], more: tuple[str, ...]) -> Row:
    points = np.array([point for _, part in parts for point in _points(part["geometry"]["coordinates"])])
    middle = points.mean(0)
    # A river of which the middle lies beside it, an island group of which it lies in the sea.
    away = kilometres(float(middle[0]), float(middle[1]), points)
    lat, lon = points[away.argmin()]
    given = {part["properties"].get(field) for _, part in parts for field in ("name", "name_alt", "namealt")}
    named, bare = _called(name, kind)
    others = (*bare, *sorted(_written_out(one) for one in given if one and readable(one)))
    extent = round(float(kilometres(lat, lon, points).max()))
    return Row(name, (*named, *more), others, (), kind, None, None, round(float(lat), 4),
               round(float(lon), 4), max(extent, 2), 0, f"naturalearth:{layer}", parts[0][0])  # fmt: skip


def _called(name: str, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A name with and without the word for its kind; without it, it may be another word ("Syrian")."""
    endings = _ENDINGS.get(kind, ())
    bare = next((name.removesuffix(f" {ending}") for ending in endings if name.endswith(f" {ending}")), None)
    if bare:
        return (name,), (bare,)
    return ((name, f"{name} {endings[0]}"), ()) if endings and kind != "land" else ((name,), ())


def _written_out(name: str) -> str:
    name = name.title() if name.isupper() else name
    name = re.sub(r"\b([A-Z]\w*)\.(?=\w)", r"\1. ", name)
    return " ".join(_WRITTEN_OUT.get(word, word) for word in name.split())


def _points(value: Any) -> Iterator[tuple[float, float]]:
    """Latitude and longitude of every point of a geometry."""
    if isinstance(value[0], int | float):
        yield value[1], value[0]
    else:
        for part in value:
            yield from _points(part)
