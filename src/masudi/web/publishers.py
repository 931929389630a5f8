"""Who publishes the reports, and whose accounts they carry: origins, with what each asserts and denies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from fastapi import APIRouter, HTTPException

from masudi.domain import Status
from masudi.domain.case import ReportSummary
from masudi.resolve.actor_files import load_actors
from masudi.resolve.publishers import Publisher, load_publishers
from masudi.web import counting
from masudi.web.asked import Asked, Words_
from masudi.web.bench import Bench
from masudi.web.board import STATUSES, Board, Mask
from masudi.web.counting import Entry, Tally, Timeline
from masudi.web.lines import Lines, lines_of
from masudi.web.lists import ROWS, Key
from masudi.web.pages import At, By, page
from masudi.web.paging import PageNumber, has, paged
from masudi.web.tables import ASSERTED, KindRow, by_origin, by_pairs, kinds_by_status
from masudi.web.voices import Account

router = APIRouter()

_BESIDE = 12
_DENIED = STATUSES.index(Status.DENIED)


class Outlet(msgspec.Struct, frozen=True, kw_only=True):
    """What Masudi's list has about a publisher: on whose side it stands is said by its owner or itself."""

    id: str
    label: str
    owner: str
    stands: str
    country: str | None
    source: str


class PublisherLine(msgspec.Struct, frozen=True, kw_only=True):
    """A publisher: how many reports and claims; `reprints` of its reports print a text that others print too."""

    name: str
    outlet: Outlet | None
    reports: int
    reprints: int
    count: Tally


class Publishers(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the publishers. `groups` counts the texts that several reports print."""

    publishers: tuple[PublisherLine, ...]
    groups: int
    words: str
    page: int
    pages: int
    total: int


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """A report that prints the text of others: those others, each id, title and publisher."""

    id: str
    title: str
    others: tuple[tuple[str, str, str], ...]


class PublisherPage(msgspec.Struct, frozen=True, kw_only=True):
    """A publisher, whom it quotes, and what it says."""

    line: PublisherLine
    statuses: tuple[tuple[Status, int], ...]
    timeline: Timeline
    origins: tuple[Entry, ...]
    shared: tuple[Shared, ...]
    claims: Lines
    asked: Asked


class OriginLine(msgspec.Struct, frozen=True, kw_only=True):
    """An origin, and how many of its claims have each status."""

    origin: Account
    camp: str | None
    asserted: int
    denied: int
    other: int


class Origins(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the origins, those with the most claims first."""

    origins: tuple[OriginLine, ...]
    words: str
    page: int
    pages: int
    total: int


class OriginPage(msgspec.Struct, frozen=True, kw_only=True):
    """An origin: who carries its word, and what it asserts and denies, by kind."""

    line: OriginLine
    statuses: tuple[tuple[Status, int], ...]
    kinds: tuple[KindRow, ...]
    publishers: tuple[Entry, ...]
    places: tuple[Entry, ...]
    timeline: Timeline
    claims: Lines
    asked: Asked


# ---- Publishers


@page(router, "/publishers", "publishers.html")
def publishers(bench: At, _: By, words: Words_ = None, page: PageNumber = 1) -> Publishers:
    """Who publishes the reports: on which side each stands, how much it says, and how much of it is printed twice."""
    board, groups = bench.board, bench.reprints()
    wanted = (words or "").casefold().split()
    found = [one for one in _publisher_lines(board, groups) if has(wanted, one.name)]
    shown, page, pages = paged(found, page, ROWS)
    return Publishers(
        publishers=shown,
        groups=len(set(groups.values())),
        words=words or "",
        page=page,
        pages=pages,
        total=len(found),
    )


def _publisher_lines(board: Board, groups: Mapping[str, str]) -> list[PublisherLine]:
    claims = {one.key: one.count for one in counting.by_publisher(board, board.all)}
    reports = Counter(one.publisher or "" for one in board.reports)
    printed = Counter(one.publisher or "" for one in board.reports if one.id in groups)
    lines = [
        PublisherLine(
            name=name,
            outlet=_outlet(name),
            reports=count,
            reprints=printed[name],
            count=claims.get(name, Tally()),
        )
        for name, count in reports.items()
    ]
    return sorted(lines, key=lambda one: (-one.reports, one.name.casefold()))


def _outlet(name: str) -> Outlet | None:
    known = load_publishers().named(name) if name else None
    if known is None:
        return None
    return Outlet(
        id=known.name,
        label=known.label,
        owner=known.owner,
        stands=_stands(known),
        country=known.country,
        source=known.source,
    )


def _stands(known: Publisher) -> str:
    return next((one.label for one in load_actors() if one.name == known.alignment), known.alignment)


@page(router, "/publisher", "publisher.html")
def publisher(bench: At, _: By, id: Key, page: PageNumber = 1) -> PublisherPage:
    """A publisher by its name, empty for reports without one: whom it quotes, what it says, and what it reprints."""
    board, groups = bench.board, bench.reprints()
    if id not in board.publishers:
        raise HTTPException(404)
    mask = board.publisher == board.publishers.index(id)
    line = next(one for one in _publisher_lines(board, groups) if one.name == id)
    return PublisherPage(
        line=line,
        statuses=tuple(zip(Status, counting.by_status(board, mask), strict=True)),
        timeline=counting.timeline(board, mask),
        origins=tuple(by_origin(board, mask, _BESIDE)),
        shared=tuple(_shared(board.reports, groups, id)),
        claims=lines_of(bench, board, mask, page),
        asked=Asked(publisher=id or None),
    )


def _shared(reports: Iterable[ReportSummary], groups: Mapping[str, str], publisher: str) -> Iterable[Shared]:
    by_group: dict[str, list[ReportSummary]] = {}
    for one in reports:
        if one.id in groups:
            by_group.setdefault(groups[one.id], []).append(one)
    mine = [one for some in by_group.values() for one in some if (one.publisher or "") == publisher]
    for one in mine[:_BESIDE]:
        others = [other for other in by_group[groups[one.id]] if other.id != one.id]
        yield Shared(
            id=one.id,
            title=one.title or one.name,
            others=tuple((other.id, other.title or other.name, other.publisher or "") for other in others[:_BESIDE]),
        )


# ---- Origins


@page(router, "/origins", "origins.html")
def origins(bench: At, _: By, words: Words_ = None, page: PageNumber = 1) -> Origins:
    """Whose accounts the case has: the quoted source where there is one, else the publisher."""
    board = bench.board
    wanted = (words or "").casefold().split()
    found = [one for one in _origin_lines(bench, board, board.all) if has(wanted, one.origin.name, one.camp)]
    shown, page, pages = paged(found, page, ROWS)
    return Origins(origins=shown, words=words or "", page=page, pages=pages, total=len(found))


def _origin_lines(bench: Bench, board: Board, mask: Mask) -> list[OriginLine]:
    voices = board.voices
    table = by_pairs(board, mask, voices.origin_rows, voices.origin_ids, len(voices.origins))
    lines = [_origin_line(bench, one, counts) for one, counts in zip(voices.origins, table, strict=True) if any(counts)]
    return sorted(lines, key=lambda one: (-one.asserted, -one.denied, -one.other, one.origin.name.casefold()))


def _origin_line(bench: Bench, one: Account, counts: Sequence[int]) -> OriginLine:
    return OriginLine(
        origin=one,
        camp=bench.words.entity(one.camp) or one.camp,
        asserted=counts[ASSERTED],
        denied=counts[_DENIED],
        other=sum(counts) - counts[ASSERTED] - counts[_DENIED],
    )


@page(router, "/origin", "origin.html")
def origin(bench: At, _: By, id: Key, page: PageNumber = 1) -> OriginPage:
    """One origin: what it asserts and denies, and which publishers carry its word."""
    board = bench.board
    at = board.voices.origin_at.get(id)
    if at is None:
        raise HTTPException(404)
    mask = board.having(board.voices.of_origin(at))
    return OriginPage(
        line=_origin_line(bench, board.voices.origins[at], counting.by_status(board, mask)),
        statuses=tuple(zip(Status, counting.by_status(board, mask), strict=True)),
        kinds=tuple(kinds_by_status(board, mask, bench.words.kind)),
        publishers=tuple(counting.by_publisher(board, mask)[:_BESIDE]),
        places=tuple(counting.by_place(board, mask, _BESIDE)),
        timeline=counting.timeline(board, mask),
        claims=lines_of(bench, board, mask, page),
        asked=Asked(),
    )
