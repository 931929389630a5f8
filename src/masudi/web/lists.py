"""Lists of what a case is made of: reports, places, actors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar

import msgspec
from fastapi import APIRouter, Query

from masudi.domain.case import Failure, ReportSummary
from masudi.web import counting
from masudi.web.asked import Words_
from masudi.web.counting import Entry
from masudi.web.pages import At, By, page

router = APIRouter()
T = TypeVar("T")

# Rows on one page of a list.
_ROWS = 100

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


@page(router, "/reports", "reports.html")
def reports(bench: At, _: By, words: Words_ = None, page: PageNumber = 1) -> Reports:
    """The reports of the case, the latest first."""
    wanted = (words or "").casefold().split()
    found = [one for one in reversed(bench.board.reports) if has(wanted, one.title or one.name, one.publisher)]
    shown, page, pages = paged(found, page)
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
    shown, page, pages = paged(found, page)
    return Entries(entries=shown, words=words or "", page=page, pages=pages, total=len(found))


def has(wanted: list[str], *names: str | None) -> bool:
    """Whether all the words that are wanted (in small letters) stand in some names."""
    text = " ".join(name for name in names if name).casefold()
    return all(word in text for word in wanted)


def paged(found: Sequence[T], page: int) -> tuple[tuple[T, ...], int, int]:
    """What of a list stands on a page, the number of that page (the last one, where there are fewer), and of all."""
    pages = max(1, -(-len(found) // _ROWS))
    page = min(page, pages)
    return tuple(found[(page - 1) * _ROWS : page * _ROWS]), page, pages
