"""GeoJSON: a point of each geometry that lies in it, and features that are not well formed."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from masudi.gazetteer.drafts import Draft, Fault, load_imports
from masudi.gazetteer.geojson import read_geojson, representative_point
from masudi.resolve.place_rules import load_place_rules

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
# An area shaped like a C: its centroid lies in the gap.
BAY = [[0, 0], [10, 0], [10, 1], [1, 1], [1, 9], [10, 9], [10, 10], [0, 10], [0, 0]]


def read(data: Any) -> list[Draft | Fault]:
    text = data if isinstance(data, str) else json.dumps(data)
    return list(read_geojson(text, load_imports(), load_place_rules()))


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {"name": "Halven", **properties}}


def one(data: Any) -> Draft:
    (draft,) = read(data)
    assert isinstance(draft, Draft), draft
    return draft


@pytest.mark.parametrize(
    ("kind", "coordinates", "point"),
    [
        ("Point", [40.1, 35.4], (40.1, 35.4)),
        ("Point", [40.1, 35.4, 210.0], (40.1, 35.4)),
        ("MultiPoint", [[1, 1], [2, 2], [3, 3]], (2, 2)),
        ("LineString", [[1, 1], [2, 2], [3, 3]], (2, 2)),
        ("MultiLineString", [[[0, 0], [1, 1]], [[1, 1], [2, 2], [3, 3]]], (2, 2)),
        ("Polygon", [SQUARE], (2, 2)),
        ("Polygon", [SQUARE[::-1]], (2, 2)),
        ("Polygon", [BAY], (0.5, 5)),
        ("Polygon", [[[0, 0], [4, 0], [4, 4], [0, 4]], [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]], (0.5, 2)),
        ("MultiPolygon", [[[[20, 20], [21, 20], [21, 21], [20, 20]]], [SQUARE]], (2, 2)),
        ("Polygon", [[[1, 1], [2, 2], [3, 3], [1, 1]]], (1, 1)),
    ],
)
def test_a_geometry_has_a_point(kind: str, coordinates: Any, point: tuple[float, float]) -> None:
    found = representative_point({"type": kind, "coordinates": coordinates})
    assert found == pytest.approx(point)


@given(st.lists(st.floats(0.1, 5), min_size=4, max_size=16))
def test_the_point_of_an_area_lies_in_it(radii: list[float]) -> None:
    """Areas shaped like stars; whether a point lies inside is found by another way than in the code."""
    turns = [2 * math.pi * at / len(radii) for at in range(len(radii))]
    ring = [(radius * math.cos(turn), radius * math.sin(turn)) for turn, radius in zip(turns, radii, strict=True)]
    edges = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    lon, lat = representative_point({"type": "Polygon", "coordinates": [ring]})
    assume(min(_away(lon, lat, *edge) for edge in edges) > 1e-6)
    assert abs(sum(_turn(lon, lat, *edge) for edge in edges)) > math.pi


def _away(lon: float, lat: float, one: tuple[float, float], other: tuple[float, float]) -> float:
    """How far a point is from an edge."""
    (x, y), (u, v) = one, other
    length = (u - x) ** 2 + (v - y) ** 2
    along = max(0.0, min(1.0, ((lon - x) * (u - x) + (lat - y) * (v - y)) / length)) if length else 0.0
    return math.dist((lon, lat), (x + along * (u - x), y + along * (v - y)))


def _turn(lon: float, lat: float, one: tuple[float, float], other: tuple[float, float]) -> float:
    """By how much one turns on the spot to follow an edge with the eyes: all of them together make a circle inside."""
    before, after = (math.atan2(y - lat, x - lon) for x, y in (one, other))
    return (after - before + math.pi) % (2 * math.pi) - math.pi


def test_properties_become_fields() -> None:
    draft = one(
        feature(
            {"type": "Point", "coordinates": [40.1, 35.4]},
            **{"name:ar": "هلفين", "alt_name": "Halfin;Halvin", "place": "hamlet", "osm_id": 17, "population": "300"},
        )
    )
    assert draft.names == ("Halfin", "Halvin", "هلفين")
    assert (draft.kind, draft.id, draft.population, draft.line) == ("village", "17", 300, 1)


def test_an_area_without_a_kind_is_an_area() -> None:
    draft = one(feature({"type": "Polygon", "coordinates": [SQUARE]}))
    assert (draft.kind, draft.precision) == ("area", "area")


def test_a_feature_without_a_geometry_has_no_coordinates() -> None:
    assert one(feature(None)).lat is None


def test_a_single_feature_is_read() -> None:
    assert one(feature({"type": "Point", "coordinates": [1, 2]})).lon == 1


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ({"type": "Feature", "geometry": None, "properties": {}}, "has no name"),
        ({"type": "Feature", "geometry": None, "properties": [1]}, "its properties are no object"),
        (feature({"type": "Point"}), "is not well formed"),
        (feature({"type": "Point", "coordinates": []}), "is not well formed"),
        (feature({"type": "Point", "coordinates": ["a", "b"]}), ""),
        (feature({"type": "Polygon", "coordinates": []}), "is not well formed"),
        (feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}), "fewer than three corners"),
        (feature({"type": "GeometryCollection", "geometries": []}), ""),
        (feature({"type": "Spiral", "coordinates": []}), "stands for no one place"),
        (feature({"type": "Point", "coordinates": [1, 2]}, population="many"), ""),
        ("words", "is no object"),
    ],
)
def test_a_feature_at_fault_is_named_and_the_others_are_read(broken: Any, words: str) -> None:
    good = feature({"type": "Point", "coordinates": [1, 2]})
    first, second, third = read({"type": "FeatureCollection", "features": [good, broken, good]})
    assert isinstance(second, Fault)
    assert second.line == 2
    assert words in second.problem
    assert isinstance(first, Draft)
    assert isinstance(third, Draft)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is no JSON"),
        ("[]", "is no GeoJSON"),
        ('{"type": "Topology"}', "is no GeoJSON"),
        ('{"type": "FeatureCollection", "features": 3}', "is no GeoJSON"),
        ("[" * 100_000, "is no JSON"),
        (
            '{"type": "FeatureCollection", "features": [], "crs": {"properties": {"name": "EPSG:32637"}}}',
            "is not in longitude and latitude",
        ),
    ],
)
def test_what_is_no_geojson_of_the_earth_is_refused(text: str, words: str) -> None:
    (fault,) = read(text)
    assert isinstance(fault, Fault)
    assert words in fault.problem


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"])
def test_wgs_84_by_any_of_its_names_is_read(name: str) -> None:
    data = {"type": "FeatureCollection", "features": [], "crs": {"type": "name", "properties": {"name": name}}}
    assert read(data) == []
