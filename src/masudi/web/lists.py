"""Lists of what a case is made of: reports, places, actors."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query

from masudi.domain.case import Failure, ReportSummary
from masudi.web import counting
from masudi.web.asked import Words_
from masudi.web.counting import Entry
from masudi.web.pages import At, By, page
from masudi.web.paging import PageNumber, has, paged

router = APIRouter()

# Rows on one page of a list.
ROWS = 100

Key = Annotated[str, Query(max_length=300)]


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


@page(router, "/reports", "reports.html")
def reports(bench: At, _: By, words: Words_ = None, page: PageNumber = 1) -> Reports:
    """The reports of the case, the latest first."""
    wanted = (words or "").casefold().split()
    found = [one for one in reversed(bench.board.reports) if has(wanted, one.title or one.name, one.publisher)]
    shown, page, pages = paged(found, page, ROWS)
    return Reports(
        reports=shown,
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
    found = listed(entries, words, page)
    return msgspec.structs.replace(found, unplaced=len(without), only_unplaced=unplaced)


@page(router, "/actors", "actors.html")
def actors(bench: At, _: By, words: Words_ = None, page: PageNumber = 1) -> Entries:
    """The actors that reports name, the most named first."""
    return listed(counting.by_party(bench.board, bench.board.all), words, page)


def listed(entries: list[Entry], words: str | None, page: int) -> Entries:
    """One page of a list, narrowed by words."""
    wanted = (words or "").casefold().split()
    found = [one for one in entries if has(wanted, one.name, one.note)]
    shown, page, pages = paged(found, page, ROWS)
    return Entries(entries=shown, words=words or "", page=page, pages=pages, total=len(found))
