"""The overview: a map, a timeline and lists of what the case says, each of which narrows the others."""

from __future__ import annotations

import datetime
from typing import Annotated

import msgspec
import numpy as np
from fastapi import APIRouter, Depends, Query, Request, Response

from masudi.domain import Status
from masudi.web import counting
from masudi.web.asked import Asked, asked_for
from masudi.web.bench import Bench
from masudi.web.board import STAGES, STATUSES, Mask, Rows, Stage
from masudi.web.counted import Claims, Counted, Incidents, counted
from masudi.web.counting import Entry, Point, Tally, Timeline
from masudi.web.incident_lines import IncidentLines, incident_lines
from masudi.web.lines import Lines, lines_of
from masudi.web.pages import At, By, json_view, page
from masudi.web.paging import PageNumber

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


class StatusEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A status and how many claims or incidents have it, with the other filters."""

    status: Status
    name: str
    meaning: str
    count: int


class StageEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A stage of review and how many claims are in it, or incidents have one in it."""

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

    What is counted are incidents or claims, as `asked.of` says; the list is in `incidents` or `claims`. `coarse` counts
    those of which the place is an area, `unplaced` those without any place on the map; `box` holds all the places:
    west, south, east, north. `waiting` reports are not linked yet; `days` bound the timeline.
    """

    asked: Asked
    count: Tally
    whole: Tally
    reports: int
    waiting: int
    days: tuple[datetime.date, datetime.date]
    choices: Choices
    timeline: Timeline
    coarse: Tally
    unplaced: Tally
    box: Box | None
    claims: Lines | None
    incidents: IncidentLines | None

    @property
    def listed(self) -> Lines | IncidentLines:
        """The list of what is counted."""
        found = self.claims or self.incidents
        assert found is not None
        return found

    @property
    def what(self) -> str:
        """One of what is counted."""
        return "incident" if self.asked.of == "incidents" else "claim"


class MapView(msgspec.Struct, frozen=True, kw_only=True):
    """What a map shows, and the box that holds all points: west, south, east, north."""

    points: tuple[Point, ...]
    box: Box | None = None


@page(router, "/overview", "overview.html")
def overview(bench: At, _: By, asked: Filters, page: PageNumber = 1) -> Overview:
    """What the case says, on a map, a timeline and in a list."""
    it = counted(bench, asked)
    rows, mask = it.rows, it.passing(asked)
    pinned = rows.with_spots([at for at, spot in enumerate(rows.spots) if spot.pinned])
    placed = rows.with_spots([at for at, spot in enumerate(rows.spots) if spot.placed])
    return Overview(
        asked=asked,
        count=counting.tally(rows, mask),
        whole=counting.tally(rows, it.passing(Asked(of=asked.of))),
        reports=len(rows.reports),
        waiting=bench.case.waiting(),
        days=counting.span_of_reports(rows),
        choices=_choices(bench, it, asked),
        timeline=counting.timeline(rows, it.passing(asked, but="period")),
        coarse=counting.tally(rows, mask & placed & ~pinned),
        unplaced=counting.tally(rows, mask & ~placed),
        box=_around(rows, mask),
        claims=lines_of(bench, it.rows, mask, page) if isinstance(it, Claims) else None,
        incidents=incident_lines(bench, it.rows, mask, page) if isinstance(it, Incidents) else None,
    )


@router.get("/map.json")
def map_points(
    request: Request,
    bench: At,
    _: By,
    asked: Filters,
    zoom: Annotated[float, Query(ge=0, le=22)] = 2,
) -> Response:
    """The points of the map at a zoom, for the incidents or claims that pass the filters."""
    it = counted(bench, asked)
    mask = it.passing(asked)
    view = MapView(points=tuple(counting.points(it.rows, mask, zoom)), box=_around(it.rows, mask))
    return json_view(request, view)


def _around(board: Rows, mask: Mask) -> Box | None:
    """The box around the places that all but a few of the rows name: one that is far off does not decide it."""
    named = np.bincount(board.place_ids[mask[board.place_rows]], minlength=len(board.spots))
    spots = [(spot, named[at]) for at, spot in enumerate(board.spots) if named[at] and spot.placed]
    spots = [one for one in spots if one[0].pinned or (one[0].radius_km or _WIDE) < _WIDE] or spots
    if not spots:
        return None
    places = np.array([(spot.lon, spot.lat) for spot, _ in spots], dtype=np.float64)
    lons, lats = np.repeat(places, [times for _, times in spots], axis=0).T
    (west, east), (south, north) = (np.quantile(one, [_FAR, 1 - _FAR], method="nearest") for one in (lons, lats))
    return float(west), float(south), float(east), float(north)


def _choices(bench: Bench, it: Counted, asked: Asked) -> Choices:
    def left(but: str) -> Mask:
        return it.passing(asked, but=but)

    counts = counting.by_status(it.rows, left("status"))
    return Choices(
        statuses=tuple(
            StatusEntry(
                status=status, name=bench.words.status(status), meaning=bench.words.meaning(status), count=count
            )
            for status, count in zip(STATUSES, counts, strict=True)
        ),
        families=tuple(_families(bench, it.by_kind(left("kind")), asked)),
        places=_with_chosen(counting.by_place(it.rows, left("place")), asked.place),
        actors=_with_chosen(counting.by_party(it.rows, left("actor")), asked.actor),
        publishers=_with_chosen(it.by_publisher(left("publisher")), asked.publisher),
        stages=tuple(
            StageEntry(stage=stage, name=STAGE_NAMES[stage], count=count)
            for stage, count in zip(STAGES, it.by_stage(left("review")), strict=True)
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
