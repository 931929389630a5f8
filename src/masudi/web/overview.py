"""The overview: a map, a timeline and lists of what the case says, each of which narrows the others."""

from __future__ import annotations

from typing import Annotated

import msgspec
import numpy as np
from fastapi import APIRouter, Depends, Query, Request, Response

from masudi.domain import Status
from masudi.web import counting
from masudi.web.asked import Asked, asked_for, passing
from masudi.web.bench import Bench
from masudi.web.board import STAGES, STATUSES, Board, Mask, Stage
from masudi.web.counting import Entry, Point, Tally, Timeline
from masudi.web.lines import Lines, lines_of
from masudi.web.pages import At, By, json_view, page

router = APIRouter()

# Places and actors that are offered to choose from; the pages on places and actors list all.
_OFFERED = 200
# Of the mentions of places, the share on each side that the first view of the map may leave out.
_FAR = 0.02
# Areas that reach as far as this, in kilometres, do not decide it either: they are provinces, and wider.
_WIDE = 60

STAGE_NAMES = {
    Stage.UNREVIEWED: "Not reviewed",
    Stage.HALF: "By one of two people",
    Stage.ACCEPTED: "Accepted",
    Stage.CORRECTED: "Corrected",
    Stage.REJECTED: "Rejected",
    Stage.CONFLICT: "Two people differ",
}
Box = tuple[float, float, float, float]
Filters = Annotated[Asked, Depends(asked_for)]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]


class StatusEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A status and how many claims have it, with the other filters."""

    status: Status
    name: str
    meaning: str
    count: int


class StageEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A stage of review and how many claims are in it."""

    stage: Stage
    name: str
    count: int


class FamilyEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A family of kinds, and its kinds."""

    key: str
    name: str
    count: Tally
    kinds: tuple[Entry, ...]


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What each filter offers, and what would be left with it, the other filters staying."""

    statuses: tuple[StatusEntry, ...]
    families: tuple[FamilyEntry, ...]
    places: tuple[Entry, ...]
    actors: tuple[Entry, ...]
    publishers: tuple[Entry, ...]
    stages: tuple[StageEntry, ...]


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """What passes the filters: counted, by time, by place, and as a list of claims, the latest first.

    `coarse` counts the claims of which the place is an area, `unplaced` those without any place on the map; `box` holds
    all the places: west, south, east, north.
    """

    asked: Asked
    count: Tally
    whole: Tally
    reports: int
    choices: Choices
    timeline: Timeline
    coarse: Tally
    unplaced: Tally
    box: Box | None
    claims: Lines


class MapView(msgspec.Struct, frozen=True, kw_only=True):
    """What a map shows, and the box that holds all points: west, south, east, north."""

    points: tuple[Point, ...]
    box: Box | None = None


@page(router, "/overview", "overview.html")
def overview(bench: At, _: By, asked: Filters, page: PageNumber = 1) -> Overview:
    """What the case says, on a map, a timeline and in a list."""
    board = bench.board
    mask = passing(board, asked, bench.words)
    pinned = board.with_spots([at for at, spot in enumerate(board.spots) if spot.pinned])
    placed = board.with_spots([at for at, spot in enumerate(board.spots) if spot.placed])
    return Overview(
        asked=asked,
        count=counting.tally(board, mask),
        whole=counting.tally(board, passing(board, Asked(), bench.words)),
        reports=len(board.reports),
        choices=_choices(bench, board, asked),
        timeline=counting.timeline(board, passing(board, asked, bench.words, but="period")),
        coarse=counting.tally(board, mask & placed & ~pinned),
        unplaced=counting.tally(board, mask & ~placed),
        box=_around(board, mask),
        claims=lines_of(bench, board, mask, page),
    )


@router.get("/map.json")
def map_points(
    request: Request,
    bench: At,
    _: By,
    asked: Filters,
    zoom: Annotated[float, Query(ge=0, le=22)] = 2,
) -> Response:
    """The points of the map at a zoom, for claims that pass the filters."""
    board = bench.board
    mask = passing(board, asked, bench.words)
    view = MapView(points=tuple(counting.points(board, mask, zoom)), box=_around(board, mask))
    return json_view(request, view)


def _around(board: Board, mask: Mask) -> Box | None:
    """The box around the places that all but a few of the claims name: one that is far off does not decide it."""
    ids = board.place_ids[mask[board.place_rows]]
    spots = [board.spots[at] for at in ids.tolist() if board.spots[at].placed]
    spots = [spot for spot in spots if spot.pinned or (spot.radius_km or _WIDE) < _WIDE] or spots
    if not spots:
        return None
    lons, lats = np.array([(spot.lon, spot.lat) for spot in spots], dtype=np.float64).T
    (west, east), (south, north) = (np.quantile(one, [_FAR, 1 - _FAR], method="nearest") for one in (lons, lats))
    return float(west), float(south), float(east), float(north)


def _choices(bench: Bench, board: Board, asked: Asked) -> Choices:
    def left(but: str) -> Mask:
        return passing(board, asked, bench.words, but=but)

    counts = counting.by_status(board, left("status"))
    kinds = counting.by_kind(board, left("kind"))
    return Choices(
        statuses=tuple(
            StatusEntry(
                status=status, name=bench.words.status(status), meaning=bench.words.meaning(status), count=count
            )
            for status, count in zip(STATUSES, counts, strict=True)
        ),
        families=tuple(_families(bench, kinds, asked)),
        places=_with_chosen(counting.by_place(board, left("place")), asked.place),
        actors=_with_chosen(counting.by_party(board, left("actor")), asked.actor),
        publishers=_with_chosen(counting.by_publisher(board, left("publisher")), asked.publisher),
        stages=tuple(
            StageEntry(stage=stage, name=STAGE_NAMES[stage], count=count)
            for stage, count in zip(STAGES, counting.by_stage(board, left("review")), strict=True)
        ),
    )


def _with_chosen(entries: list[Entry], chosen: str | None) -> tuple[Entry, ...]:
    """The most named, and in any case the one that is chosen."""
    return tuple(entries[:_OFFERED] + [one for one in entries[_OFFERED:] if one.key == chosen])


def _families(bench: Bench, counts: dict[str, Tally], asked: Asked) -> list[FamilyEntry]:
    families = []
    for family in bench.words.families:
        kinds = [kind for kind in bench.words.kinds.values() if kind.family == family.name]
        entries = tuple(
            Entry(key=kind.name, name=kind.label, count=counts.get(kind.name, Tally()))
            for kind in kinds
            if kind.name in counts or kind.name in asked.kind
        )
        total = Tally(
            asserted=sum(one.count.asserted for one in entries), other=sum(one.count.other for one in entries)
        )
        families.append(FamilyEntry(key=family.name, name=family.label, count=total, kinds=entries))
    return families
