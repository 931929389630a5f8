"""Shores, rivers and borders within a frame, from data/map (Natural Earth) and, for made-up samples, data/demo.

In: a frame in degrees; out: lines in degrees, cut at its edges, with all the points that the data have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import msgspec

from masudi.data import packaged

Degrees = tuple[float, float]
Line = list[Degrees]


class Frame(msgspec.Struct, frozen=True):
    """A part of the earth, in degrees; `east` may lie beyond 180 where it crosses the date line."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies inside."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


class _Geometry(msgspec.Struct):
    type: str
    coordinates: msgspec.Raw


class _Feature(msgspec.Struct):
    geometry: _Geometry
    properties: dict[str, str | int | float] = {}


class _Layer(msgspec.Struct):
    features: list[_Feature]


def land(frame: Frame) -> list[Line]:
    """The outlines of land in the frame, cut at its edges: rings, lakes and seas within them among them."""
    return [cut for ring in _near(_rings("map/land.json"), frame) if (cut := _cut(ring, frame))]


def borders(frame: Frame) -> list[Line]:
    """Borders in the frame, as Natural Earth draws them: who holds the ground, not whose it should be."""
    return [part for line in _near(_lines("map/borders.json"), frame) for part in parts(line, frame)]


def rivers(frame: Frame) -> list[Line]:
    """The larger rivers in the frame."""
    return [part for line in _near(_lines("map/rivers.json"), frame) for part in parts(line, frame)]


def invented(frame: Frame) -> tuple[list[Line], list[Line]]:
    """The land and the river of the country of the made-up samples, which lies in the open sea."""
    shores: list[Line] = []
    streams: list[Line] = []
    for feature in _layer("demo/kelmara.json").features:
        what = feature.properties.get("what")
        if what == "land":
            rings = msgspec.json.decode(feature.geometry.coordinates, type=list[Line])
            shores += [cut for ring in rings if (cut := _cut(ring, frame))]
        elif what == "river":
            line = msgspec.json.decode(feature.geometry.coordinates, type=Line)
            streams += parts(line, frame)
    return shores, streams


@lru_cache(maxsize=4)
def _layer(name: str) -> _Layer:
    return msgspec.json.decode(packaged(name).read_bytes(), type=_Layer)


class _Placed(NamedTuple):
    """A line, and how far it reaches, which is asked far more often than the line is drawn."""

    line: Line
    west: float
    south: float
    east: float
    north: float


def _placed(line: Line) -> _Placed:
    lons, lats = [lon for lon, _ in line], [lat for _, lat in line]
    return _Placed(line, min(lons), min(lats), max(lons), max(lats))


@lru_cache(maxsize=2)
def _rings(name: str) -> list[_Placed]:
    found: list[Line] = []
    for feature in _layer(name).features:
        if feature.geometry.type == "Polygon":
            found += msgspec.json.decode(feature.geometry.coordinates, type=list[Line])
        else:
            found += [
                ring for one in msgspec.json.decode(feature.geometry.coordinates, type=list[list[Line]]) for ring in one
            ]
    return list(map(_placed, found))


@lru_cache(maxsize=2)
def _lines(name: str) -> list[_Placed]:
    found: list[Line] = []
    for feature in _layer(name).features:
        if feature.geometry.type == "LineString":
            found.append(msgspec.json.decode(feature.geometry.coordinates, type=Line))
        else:
            found += msgspec.json.decode(feature.geometry.coordinates, type=list[Line])
    return list(map(_placed, found))


def _near(lines: Iterable[_Placed], frame: Frame) -> Iterator[Line]:
    """Those that may reach into the frame, turned once round the earth where it lies beyond the date line."""
    for one in lines:
        turn = 360 if frame.east > 180 and one.east < frame.west else 0
        beside = one.west + turn > frame.east or one.east + turn < frame.west
        if not beside and one.south <= frame.north and one.north >= frame.south:
            yield [(lon + turn, lat) for lon, lat in one.line] if turn else one.line


def _cut(ring: Line, frame: Frame) -> Line:
    """The part of an area that lies in the frame (Sutherland and Hodgman's method, edge by edge)."""
    if _outside(ring, frame):
        return []
    edges: tuple[tuple[Callable[[Degrees], bool], Callable[[Degrees, Degrees], Degrees]], ...] = (
        (lambda p: p[0] >= frame.west, lambda a, b: _at_lon(a, b, frame.west)),
        (lambda p: p[0] <= frame.east, lambda a, b: _at_lon(a, b, frame.east)),
        (lambda p: p[1] >= frame.south, lambda a, b: _at_lat(a, b, frame.south)),
        (lambda p: p[1] <= frame.north, lambda a, b: _at_lat(a, b, frame.north)),
    )
    for inside, crossing in edges:
        kept: Line = []
        for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
            if inside(one):
                kept.append(one)
            if inside(one) != inside(other):
                kept.append(crossing(one, other))
        ring = kept
        if len(ring) < 3:
            return []
    return ring


def parts(line: Line, frame: Frame) -> Iterator[Line]:
    """The stretches of a line that lie in the frame."""
    if _outside(line, frame):
        return
    part: Line = []
    for one, other in pairwise(line):
        clipped = _segment(one, other, frame)
        if clipped is None:
            continue
        if part and part[-1] == clipped[0]:
            part.append(clipped[1])
        else:
            if len(part) > 1:
                yield part
            part = list(clipped)
    if len(part) > 1:
        yield part


def _segment(one: Degrees, other: Degrees, frame: Frame) -> tuple[Degrees, Degrees] | None:
    """The part of a straight line that lies in the frame (Liang and Barsky's method)."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    first, last = 0.0, 1.0
    for step, room in (
        (-dx, one[0] - frame.west),
        (dx, frame.east - one[0]),
        (-dy, one[1] - frame.south),
        (dy, frame.north - one[1]),
    ):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            first = max(first, room / step)
        else:
            last = min(last, room / step)
    if first >= last:
        return None
    start = one if first == 0 else (one[0] + dx * first, one[1] + dy * first)
    end = other if last == 1 else (one[0] + dx * last, one[1] + dy * last)
    return start, end


def _outside(line: Line, frame: Frame) -> bool:
    lons, lats = [lon for lon, _ in line], [lat for _, lat in line]
    return max(lons) < frame.west or min(lons) > frame.east or max(lats) < frame.south or min(lats) > frame.north


def _at_lon(a: Degrees, b: Degrees, lon: float) -> Degrees:
    return lon, a[1] + (b[1] - a[1]) * (lon - a[0]) / (b[0] - a[0])


def _at_lat(a: Degrees, b: Degrees, lat: float) -> Degrees:
    return a[0] + (b[0] - a[0]) * (lat - a[1]) / (b[1] - a[1]), lat
