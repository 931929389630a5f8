"""The map of a brief."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import TypedDict

import msgspec

from masudi.brief.pictures.events import Spot, listed, told
from masudi.brief.pictures.labels import Box, Labels
from masudi.brief.pictures.signs import legend, reach, signs
from masudi.domain import Status
from masudi.draw import (
    Circle,
    Drawing,
    Label,
    Path,
    Shape,
    Tone,
    circle_of,
    corners_of,
    outlines,
    thinned,
    thinned_areas,
    width_of,
)
from masudi.draw.outlines import Frame, Line

# The sheet, and the strip below the map for legend and scale.
_WIDTH, _HEIGHT, _STRIP = 720.0, 470.0, 44.0
# Room around the outermost signs, and the least height of the map, so that a single village has surroundings.
_MARGIN, _LEAST_KM = 46.0, 40.0
# A place so many times farther out than three quarters of all are is named beside the map, which it would shrink.
_FAR = 4.0
# Points that say by themselves which part of the earth a map is to show.
_ENOUGH = 3
# How far a line may lie off, in units of the sheet, where it has fewer points: documents show one as a pixel or two.
_OFF = 0.4
# What is smaller both ways is left out.
_SEEN = 1.0
_KM = 111.2  # one degree of latitude
# Names for an area stop being of help where its ring leaves the sheet.
_TOO_WIDE = 0.62
CREDIT = "Land, rivers and borders: Natural Earth. Borders say nothing about whose ground it is."


class Mapped(msgspec.Struct, frozen=True, kw_only=True):
    """A map, and which places are not on it or have no name there: `outside`, `wide` (areas larger than the sheet)."""

    drawing: Drawing
    unnamed: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()


def draw_map(spots: Iterable[Spot], *, made_up: bool = False) -> Mapped | None:
    """The map of these places; None where there is none to draw.

    Equirectangular around the middle of the frame, so that kilometres are the same in both directions there. `made_up`
    draws the country of the made-up samples where it lies in the frame.
    """
    ordered = sorted(spots, key=lambda one: (*(-count for count in one.weight), one.name, one.lat, one.lon))
    if not ordered:
        return None
    exact = [one for one in ordered if one.pinned]
    # Areas have their middle anywhere: where points are enough, they alone say which part of the earth it is.
    sheet = _Sheet(_framed(exact if len(exact) >= _ENOUGH else ordered))
    near = [one for one in ordered if sheet.frame.holds(sheet.turned(one.lon), one.lat)]
    areas = [one for one in near if not one.pinned]
    wide = [one for one in areas if sheet.km(one.radius_km) > _TOO_WIDE * _HEIGHT]
    drawn = [one for one in near if one not in wide]
    labels = Labels(Box(3, 3, _WIDTH - 3, _HEIGHT - 3))
    marks = [*sheet.areas([one for one in areas if one not in wide]), *sheet.pins(drawn, labels)]
    unnamed = [one.name for one in drawn if not sheet.name(one, labels)]
    shapes = [*sheet.ground(made_up), *marks, *labels.set, *sheet.edge(), *sheet.strip(drawn)]
    outside = [one.name for one in ordered if one not in near]
    return Mapped(
        drawing=Drawing(
            name="map",
            title="Where",
            alt=_alt(drawn, outside, [one.name for one in wide]),
            width=_WIDTH,
            height=_HEIGHT + _STRIP,
            shapes=tuple(shapes),
        ),
        unnamed=tuple(dict.fromkeys(unnamed)),
        outside=tuple(dict.fromkeys(outside)),
        wide=tuple(dict.fromkeys(one.name for one in wide)),
    )


def _alt(drawn: Sequence[Spot], outside: Sequence[str], wide: Sequence[str]) -> str:
    said = [f"{one.name}{'' if one.pinned else ' (an area)'}: {told(one.counts)}" for one in drawn[:30]]
    if len(drawn) > 30:
        said.append(f"{len(drawn) - 30} more places")
    alt = f"Map with {len(drawn)} place{'' if len(drawn) == 1 else 's'}. {'; '.join(said)}."
    if outside:
        alt += f" Outside the map: {listed(list(dict.fromkeys(outside)))}."
    if wide:
        alt += f" Too wide an area to be drawn: {listed(list(dict.fromkeys(wide)))}."
    return alt


def _framed(spots: Sequence[Spot]) -> Frame:
    """The part of the earth that holds what is told, but for places far from all others."""
    lons = _unwrapped([one.lon for one in spots])
    weights = [sum(one.counts.values()) for one in spots]
    spread = [lon for lon, weight in zip(lons, weights, strict=True) for _ in range(min(weight, 50))]
    middle_lon = median(spread or lons)
    middle_lat = median([one.lat for one, weight in zip(spots, weights, strict=True) for _ in range(min(weight, 50))])
    shrink = max(0.2, math.cos(math.radians(middle_lat)))
    away = [math.hypot((lon - middle_lon) * shrink, one.lat - middle_lat) for lon, one in zip(lons, spots, strict=True)]
    weighed = sorted(far for far, weight in zip(away, weights, strict=True) for _ in range(min(weight, 50)))
    usual = weighed[int(len(weighed) * 0.75)] if len(away) > 2 else max(away)
    far = max(_FAR * usual, _LEAST_KM / _KM)
    kept = [(lon, one) for lon, one, distance in zip(lons, spots, away, strict=True) if distance <= far]
    reaches = [min(one.radius_km, 30) / _KM if not one.pinned else 0.0 for _, one in kept]
    west = min(lon - r / shrink for (lon, _), r in zip(kept, reaches, strict=True))
    east = max(lon + r / shrink for (lon, _), r in zip(kept, reaches, strict=True))
    south = min(one.lat - r for (_, one), r in zip(kept, reaches, strict=True))
    north = max(one.lat + r for (_, one), r in zip(kept, reaches, strict=True))
    return _with_room(west, south, east, north)


def _with_room(west: float, south: float, east: float, north: float) -> Frame:
    """The frame of the sheet's form around these bounds, with a margin."""
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
    shrink = max(0.2, math.cos(math.radians(middle_lat)))
    room = 1 / (1 - 2 * _MARGIN / _HEIGHT)
    height = max((north - south) * room, (east - west) * shrink * room * _HEIGHT / _WIDTH, _LEAST_KM / _KM)
    height = min(height, 170.0)
    width = min(height * _WIDTH / _HEIGHT / shrink, 360.0)
    return Frame(middle_lon - width / 2, middle_lat - height / 2, middle_lon + width / 2, middle_lat + height / 2)


def _unwrapped(lons: Sequence[float]) -> list[float]:
    """Longitudes so that neighbours across the date line are neighbours: the widest gap is where the earth is cut."""
    ordered = sorted(set(lons))
    gaps = [(second - first, second) for first, second in pairwise(ordered)]
    widest, start = max(gaps, default=(0.0, ordered[0]))
    if widest <= 180:
        return list(lons)
    return [lon if lon >= start else lon + 360 for lon in lons]


class _Look(TypedDict, total=False):
    stroke: Tone
    width: float
    dash: tuple[float, float]


class _Sheet:
    """Degrees on the sheet."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.across = _WIDTH / (frame.east - frame.west)
        self.down = _HEIGHT / (frame.north - frame.south)

    def turned(self, lon: float) -> float:
        return lon + 360 if lon < self.frame.west and lon + 360 <= self.frame.east else lon

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self.frame.west) * self.across, (self.frame.north - lat) * self.down

    def km(self, length: float) -> float:
        return length / _KM * self.down

    def ground(self, made_up: bool) -> Iterator[Shape]:
        """Sea, land, rivers and borders."""
        corners = ((0.0, 0.0), (_WIDTH, 0.0), (_WIDTH, _HEIGHT), (0.0, _HEIGHT))
        yield Path(lines=(corners,), fill=Tone.SEA)
        if shores := self._areas(outlines.land(self.frame)):
            yield Path(lines=shores, fill=Tone.LAND)
        coasts, streams = outlines.invented(self.frame) if made_up else ([], [])
        if shores := self._areas(coasts):
            # A dashed shore, so that nobody takes the country of the samples for a real one.
            yield Path(lines=shores, fill=Tone.LAND)
            yield Path(lines=shores, stroke=Tone.BORDER, dash=(3, 3))
        if streams := [*streams, *outlines.rivers(self.frame)]:
            yield Path(lines=self._all(streams), closed=False, stroke=Tone.RIVER, width=1.4)
        if lines := outlines.borders(self.frame):
            yield Path(lines=self._all(lines), closed=False, stroke=Tone.BORDER, width=1.1, dash=(5, 3))

    def _all(self, lines: Sequence[Line]) -> tuple[tuple[tuple[float, float], ...], ...]:
        """Lines on the sheet, with the points that can be seen there."""
        return tuple(tuple(thinned(line, _OFF)) for line in self._placed(lines))

    def _areas(self, rings: Sequence[Line]) -> tuple[tuple[tuple[float, float], ...], ...]:
        """Areas on the sheet, without those that nobody could see."""
        return tuple(map(tuple, thinned_areas(self._placed(rings), _OFF, _SEEN)))

    def _placed(self, lines: Iterable[Line]) -> Iterator[list[tuple[float, float]]]:
        return ([self.at(lon, lat) for lon, lat in line] for line in lines)

    def areas(self, spots: Iterable[Spot]) -> Iterator[Shape]:
        """Rings around where a coarse place may be; the sign stands beside its name, not at a point."""
        for one in spots:
            x, y = self.at(self.turned(one.lon), one.lat)
            yield from _ring(x, y, max(9.0, self.km(one.radius_km)))

    def pins(self, spots: Sequence[Spot], labels: Labels) -> Iterator[Shape]:
        """The signs; those of an area on its ring. The weightiest are drawn first: smaller ones stay to be seen."""
        for one in spots:
            x, y = self._sign_at(one)
            labels.keep(self._box(one))
            yield from signs(one.counts, x, y)

    def name(self, one: Spot, labels: Labels) -> bool:
        """Write the place's name; whether there was room."""
        text = one.name if one.pinned else f"{one.name} (area)"
        return labels.name(text, self._box(one), tone=Tone.INK if one.pinned else Tone.QUIET, bold=one.weight[0] > 2)

    def _sign_at(self, one: Spot) -> tuple[float, float]:
        x, y = self.at(self.turned(one.lon), one.lat)
        if one.pinned:
            return x, y
        # On the ring's top, or where that is outside, on its lower end.
        radius = max(9.0, self.km(one.radius_km))
        return (x, y - radius) if y - radius > 14 else (x, min(y + radius, _HEIGHT - 14))

    def _box(self, one: Spot) -> Box:
        x, y = self._sign_at(one)
        left, right, high = reach(one.counts)
        return Box(x - left, y - high, x + right, y + high)

    def edge(self) -> Iterator[Shape]:
        corners = ((0.5, 0.5), (_WIDTH - 0.5, 0.5), (_WIDTH - 0.5, _HEIGHT - 0.5), (0.5, _HEIGHT - 0.5))
        # What reaches over the lower edge is covered by the strip's own ground.
        below = ((0.0, _HEIGHT), (_WIDTH, _HEIGHT), (_WIDTH, _HEIGHT + _STRIP), (0.0, _HEIGHT + _STRIP))
        yield Path(lines=(below,), fill=Tone.PAPER)
        yield Path(lines=(corners,), stroke=Tone.RULE)

    def strip(self, drawn: Sequence[Spot]) -> Iterator[Shape]:
        """Legend, scale and credit."""
        used = [status for status in Status if any(one.counts.get(status) for one in drawn)]
        yield from legend(used, 2, _HEIGHT + 17, areas=any(not one.pinned for one in drawn))
        yield Label(x=2, y=_HEIGHT + 37, text=CREDIT, size=9, tone=Tone.QUIET)
        length = _round_km(130 / self.km(1.0))
        end, y = _WIDTH - 4, _HEIGHT + 34
        start = end - self.km(length)
        yield Path(lines=(((start, y - 4), (start, y), (end, y), (end, y - 4)),), closed=False, stroke=Tone.INK)
        words = f"{length:g} km"
        yield Label(x=end - self.km(length) / 2 - width_of(words, 9) / 2, y=y - 3, text=words, size=9)


def _ring(x: float, y: float, radius: float) -> Iterator[Shape]:
    """A circle's line, as far as it lies on the map: light below, so that it is seen on lines."""
    looks: tuple[_Look, ...] = (
        {"stroke": Tone.PAPER, "width": 2.6},
        {"stroke": Tone.QUIET, "width": 1.1, "dash": (3, 2)},
    )
    if min(x, y, _WIDTH - x, _HEIGHT - y) >= radius:
        yield from (Circle(x=x, y=y, radius=radius, **look) for look in looks)
        return
    points = circle_of(x, y, radius, corners_of(radius, _OFF))
    lines = tuple(tuple(part) for part in outlines.parts(points, Frame(0, 0, _WIDTH, _HEIGHT)))
    yield from (Path(lines=lines, closed=False, **look) for look in looks)


def _round_km(most: float) -> float:
    """The largest of 1, 2, 5, 10 … kilometres that is not longer."""
    ten: float = 10.0 ** math.floor(math.log10(most))
    return max(step * ten for step in (1, 2, 5) if step * ten <= most)
