"""Lists of what a case is made of (reports, places, actors), and the page of one place and of one actor."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Query

from masudi.domain.case import Failure, ReportSummary
from masudi.web import counting
from masudi.web.asked import Asked, Words_
from masudi.web.board import Spot
from masudi.web.counting import Entry, Tally, Timeline
from masudi.web.lines import Lines, lines_of
from masudi.web.pages import At, By, page

router = APIRouter()

# Rows on one page of a list, and names beside a place or an actor.
_ROWS, _BESIDE = 100, 12

Key = Annotated[str, Query(max_length=300)]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]


class Reports(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the reports of the case, and what could not be read."""

    reports: tuple[ReportSummary, ...]
    failures: tuple[Failure, ...]
    words: str
    page: int
    pages: int
    total: int


class Entries(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a list of places or actors; `words` narrow it."""

    entries: tuple[Entry, ...]
    words: str
    page: int
    pages: int
    total: int
    unplaced: int = 0
    only_unplaced: bool = False


class PlacePage(msgspec.Struct, frozen=True, kw_only=True):
    """A place and what reports say of it."""

    spot: Spot
    note: str
    count: Tally
    timeline: Timeline
    actors: tuple[Entry, ...]
    claims: Lines
    asked: Asked


class ActorPage(msgspec.Struct, frozen=True, kw_only=True):
    """An actor and what reports say of it."""

    key: str
    name: str
    count: Tally
    timeline: Timeline
    places: tuple[Entry, ...]
    claims: Lines
    asked: Asked


@page(router, "/reports", "reports.html")
def reports(bench: At, _: By, words: Words_ = None, page: PageNumber = 1) -> Reports:
    """The reports of the case, the latest first."""
    wanted = (words or "").casefold().split()
    found = [one for one in reversed(bench.board.reports) if _has(wanted, one.title or one.name, one.publisher)]
    page, pages = _page(page, len(found))
    return Reports(
        reports=tuple(found[(page - 1) * _ROWS : page * _ROWS]),
        failures=tuple(bench.case.failures()),
        words=words or "",
        page=page,
        pages=pages,
        total=len(found),
    )


@page(router, "/places", "places.html")
def places(bench: At, _: By, words: Words_ = None, unplaced: bool = False, page: PageNumber = 1) -> Entries:
    """The places that reports name, the most named first; those alone that have no point, where asked for."""
    board = bench.board
    without = {one.key for one in board.spots if not one.placed}
    entries = [one for one in counting.by_place(board, board.all) if not unplaced or one.key in without]
    listed = _listed(entries, words, page)
    return msgspec.structs.replace(listed, unplaced=len(without), only_unplaced=unplaced)


@page(router, "/actors", "actors.html")
def actors(bench: At, _: By, words: Words_ = None, page: PageNumber = 1) -> Entries:
    """The actors that reports name, the most named first."""
    return _listed(counting.by_party(bench.board, bench.board.all), words, page)


def _listed(entries: list[Entry], words: str | None, page: int) -> Entries:
    wanted = (words or "").casefold().split()
    found = [one for one in entries if _has(wanted, one.name, one.note)]
    page, pages = _page(page, len(found))
    shown = tuple(found[(page - 1) * _ROWS : page * _ROWS])
    return Entries(entries=shown, words=words or "", page=page, pages=pages, total=len(found))


def _has(wanted: list[str], *names: str | None) -> bool:
    text = " ".join(name for name in names if name).casefold()
    return all(word in text for word in wanted)


def _page(page: int, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // _ROWS))
    return min(page, pages), pages


@page(router, "/place", "place.html")
def place(bench: At, _: By, id: Key, page: PageNumber = 1) -> PlacePage:
    """What reports say happened at a place."""
    board = bench.board
    at = board.spot_at.get(id)
    if at is None:
        raise HTTPException(404)
    mask = board.with_place(at)
    return PlacePage(
        spot=board.spots[at],
        note=counting.place_words(board.spots[at]),
        count=counting.tally(board, mask),
        timeline=counting.timeline(board, mask),
        actors=tuple(counting.by_party(board, mask, _BESIDE)),
        claims=lines_of(bench, board, mask, page),
        asked=Asked(place=id),
    )


@page(router, "/actor", "actor.html")
def actor(bench: At, _: By, id: Key, page: PageNumber = 1) -> ActorPage:
    """What reports say an actor did, and what was done to it."""
    board = bench.board
    at = board.party_at.get(id)
    if at is None:
        raise HTTPException(404)
    mask = board.with_party(at)
    return ActorPage(
        key=id,
        name=board.parties[at].name,
        count=counting.tally(board, mask),
        timeline=counting.timeline(board, mask),
        places=tuple(counting.by_place(board, mask, _BESIDE)),
        claims=lines_of(bench, board, mask, page),
        asked=Asked(actor=id),
    )
