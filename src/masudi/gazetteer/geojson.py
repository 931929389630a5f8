"""Reading GeoJSON (RFC 7946): points as they are, lines and areas by a representative point."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from masudi.gazetteer.drafts import Draft, Fault, Imports, filled, number, spellings
from masudi.resolve.place_rules import PlaceRules

Point = tuple[float, float]
Ring = Sequence[Point]

# RFC 7946 knows only WGS 84; older files name it in one of these ways.
_WGS84 = re.compile(r"CRS84|EPSG:(?::)?4326|EPSG::4326", re.IGNORECASE)
_AREAS = frozenset({"Polygon", "MultiPolygon"})


def read_geojson(text: str, imports: Imports, rules: PlaceRules) -> Iterator[Draft | Fault]:
    """The features of a collection, in order; a fault names the number of the feature, from 1."""
    try:
        data: Any = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as fault:
        yield Fault(None, f"is no JSON: {fault}")
        return
    features = _features(data)
    if features is None:
        yield Fault(None, "is no GeoJSON: it is neither a FeatureCollection nor a Feature")
        return
    crs = data.get("crs")
    if crs is not None and not _WGS84.search(str(crs)):
        yield Fault(None, "is not in longitude and latitude (WGS 84): transform it to EPSG:4326 first")
        return
    for count, feature in enumerate(features, 1):
        try:
            yield _draft(count, feature, imports, rules)
        except (ValueError, TypeError, KeyError, IndexError, OverflowError) as fault:
            problem = fault.args[0] if isinstance(fault, ValueError) and fault.args else "is not well formed"
            yield Fault(count, problem)


def _features(data: Any) -> list[Any] | None:
    if isinstance(data, dict) and data.get("type") == "FeatureCollection" and isinstance(data.get("features"), list):
        found: list[Any] = data["features"]
        return found
    return [data] if isinstance(data, dict) and data.get("type") == "Feature" else None


def _draft(count: int, feature: Any, imports: Imports, rules: PlaceRules) -> Draft:
    if not isinstance(feature, dict):
        raise ValueError("is no object")
    own = feature.get("properties") or {}
    if not isinstance(own, Mapping):
        raise ValueError("its properties are no object")
    cells = {str(key).lower(): str(value) for key, value in own.items() if isinstance(value, str | int | float)}
    name = filled(cells, "name", imports)
    if name is None:
        raise ValueError("has no name; a property such as name or name_en must hold it")
    geometry = feature.get("geometry")
    point = representative_point(geometry) if geometry is not None else None
    is_area = isinstance(geometry, dict) and geometry.get("type") in _AREAS
    said = (filled(cells, "kind", imports) or "").lower()
    kind = said if said in rules.kinds else imports.osm.get(said, "area" if is_area else "place")
    others = [one for field in imports.columns["names"] for one in re.split("[;|]", cells.get(field, ""))]
    ident = feature.get("id")
    return Draft(
        id=str(ident) if isinstance(ident, str | int) else filled(cells, "id", imports),
        name=" ".join(name.split()),
        names=spellings(others, name),
        kind=kind,
        country=filled(cells, "country", imports),
        within=cells.get("within") or None,
        lat=point[1] if point else None,
        lon=point[0] if point else None,
        precision=cells.get("precision") or ("area" if is_area and kind == "area" else None),
        population=int(number(filled(cells, "population", imports)) or 0),
        source=filled(cells, "source", imports),
        line=count,
    )


def representative_point(geometry: Any) -> Point:
    """Longitude and latitude of a point of a geometry: of an area one inside it, its centroid where that is inside.

    ValueError where the geometry is of a type that stands for no one place.
    """
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        return _point(coordinates)
    if kind in ("MultiPoint", "LineString"):
        points = [_point(one) for one in coordinates]
        return points[len(points) // 2]
    if kind == "MultiLineString":
        longest = max(coordinates, key=len)
        return _point(longest[len(longest) // 2])
    if kind == "Polygon":
        return _inside([[_point(one) for one in ring] for ring in coordinates])
    if kind == "MultiPolygon":
        polygons = [[[_point(one) for one in ring] for ring in polygon] for polygon in coordinates]
        return _inside(max(polygons, key=lambda polygon: abs(_area(polygon[0]))))
    raise ValueError(f"geometry {str(kind)[:40]!r} stands for no one place")


def _point(coordinates: Any) -> Point:
    lon, lat = float(coordinates[0]), float(coordinates[1])
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise ValueError("a coordinate is no number")
    return lon, lat


def _area(ring: Ring) -> float:
    """Twice the signed area of a ring, in square degrees."""
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True))


def _inside(rings: Sequence[Ring]) -> Point:
    outer = rings[0]
    if len(outer) < 3:
        raise ValueError("an area has fewer than three corners")
    twice = _area(outer)
    if twice == 0:
        return outer[0]
    pairs = list(zip(outer, [*outer[1:], outer[0]], strict=True))
    lon = sum((x + u) * (x * v - u * y) for (x, y), (u, v) in pairs) / (3 * twice)
    lat = sum((y + v) * (x * v - u * y) for (x, y), (u, v) in pairs) / (3 * twice)
    # Along the centroid's parallel the area is what lies between every other crossing with a boundary.
    crossings = sorted(_crossings(rings, lat))
    spans = list(zip(crossings[::2], crossings[1::2], strict=False))
    if any(west <= lon <= east for west, east in spans) or not spans:
        return lon, lat
    west, east = max(spans, key=lambda span: span[1] - span[0])
    return (west + east) / 2, lat


def _crossings(rings: Sequence[Ring], lat: float) -> Iterator[float]:
    for ring in rings:
        for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y > lat) != (v > lat):
                yield x + (u - x) * (lat - y) / (v - y)
