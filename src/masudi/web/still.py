"""Land, rivers and borders as lines that a page draws at once, while the map that moves is still being made."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request, Response

from masudi.draw import outlines, thinned, thinned_areas
from masudi.draw.outlines import Frame, Line
from masudi.errors import UsageError
from masudi.web.asked import box_of
from masudi.web.pages import By, json_view

router = APIRouter()

# How far a line may lie off, in pixels: nobody sees half a one. Areas smaller than `_SEEN` both ways are left out.
_OFF, _SEEN = 0.5, 1.0
# From this zoom on the map shows rivers that are not among the world's largest.
_RIVERS = 4
_TILE = 512
# Web Mercator ends here, in degrees.
_POLE = 85.051
# Degrees that are put into words with so many decimals, and pictures that are kept: all people begin with the same one.
_DECIMALS, _KEPT = 3, 64


class Still(msgspec.Struct, frozen=True, kw_only=True):
    """The ground of a map in Web Mercator, `width` by `height` pixels; the lines are paths as SVG writes them.

    `invented` is the shore of the country of the made-up samples, where the workbench shows it.
    """

    width: int
    height: float
    land: str
    rivers: str
    borders: str
    invented: str


@router.get("/ground/still.json", summary="The ground of a part of the map, as lines.")
def still(
    request: Request,
    _: By,
    box: Annotated[str, Query(max_length=100)] = "-170,-60,190,80",
    width: Annotated[int, Query(ge=50, le=8000)] = 700,
) -> Response:
    """Land, rivers and borders within `box` (west, south, east, north), as seen on a map so many pixels wide."""
    asked = box_of(box)
    if asked is None or asked[0] == asked[2] or asked[1] == asked[3]:
        raise UsageError(f"{box!r} is no part of a map: write west,south,east,north in degrees")
    west, south, east, north = (round(one, _DECIMALS) for one in asked)
    turns = math.floor((west + 180) / 360) * 360
    frame = Frame(west - turns, max(south, -_POLE), min(east - turns, west - turns + 360), min(north, _POLE))
    return json_view(request, _drawn(frame, width, request.app.state.invented_land))


@lru_cache(maxsize=_KEPT)
def _drawn(frame: Frame, width: int, invented: bool) -> Still:
    sheet = _Sheet(frame, width)
    zoom = math.log2(360 / (frame.east - frame.west) * width / _TILE)
    shores, streams = outlines.invented(frame) if invented else ([], [])
    return Still(
        width=width,
        height=round(sheet.down(frame.south), 1),
        land=sheet.areas([*outlines.land(frame), *shores]),
        rivers=sheet.lines([*streams, *(outlines.rivers(frame) if zoom >= _RIVERS else [])]),
        borders=sheet.lines(outlines.borders(frame)),
        invented=sheet.areas(shores),
    )


class _Sheet:
    """Degrees in pixels."""

    def __init__(self, frame: Frame, width: int) -> None:
        self.west, self.scale = frame.west, width / (frame.east - frame.west)
        self.top = _mercator(frame.north)

    def down(self, lat: float) -> float:
        return (self.top - _mercator(lat)) * self.scale

    def _placed(self, lines: Iterable[Line]) -> Iterator[list[tuple[float, float]]]:
        return ([((lon - self.west) * self.scale, self.down(lat)) for lon, lat in line] for line in lines)

    def lines(self, lines: Iterable[Line]) -> str:
        return "".join(_path(thinned(line, _OFF)) for line in self._placed(lines))

    def areas(self, rings: Iterable[Line]) -> str:
        return "".join(f"{_path(ring)}Z" for ring in thinned_areas(self._placed(rings), _OFF, _SEEN))


def _mercator(lat: float) -> float:
    """How far north, in degrees of longitude at the equator."""
    return math.degrees(math.asinh(math.tan(math.radians(max(-_POLE, min(_POLE, lat))))))


def _path(line: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line)
