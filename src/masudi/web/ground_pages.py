"""Who is said to hold what on a day, and who is cut off: control, pockets, and both as layers of a map."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request, Response

from masudi.domain.case import CaseClaim
from masudi.domain.control import Standing
from masudi.domain.pocket import Pocket
from masudi.errors import UsageError
from masudi.web.asked import Words_, day_of
from masudi.web.bench import Bench
from masudi.web.ground_view import STANDINGS, ChangeView, HoldingView, PocketView, SiegeView, Telling, shown_claims
from masudi.web.land import HeldPoint, Land, Outline, Side, Way
from masudi.web.pages import At, By, json_view, page
from masudi.web.paging import PageNumber, has, paged

router = APIRouter()

# Places on one page of the list, and the days before the chosen one of which changes of pockets are told.
_ROWS, _BEFORE = 25, 90

Day = Annotated[str | None, Query(max_length=10)]


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What counted and what did not: `unused` are reasons and how many claims each is of."""

    least: float
    stale_after: int
    rejected: int
    unused: tuple[tuple[str, int], ...]


class StandingCount(msgspec.Struct, frozen=True, kw_only=True):
    """A standing, and how many places have it."""

    standing: Standing
    label: str
    meaning: str
    count: int


class ControlPage(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds each place on a day; `first` and `last` bound the days of which claims speak, None where none does.

    `total` counts the places that pass the filters (`words` of the name, `standing`), of which `places` are one page;
    `pending`: it is still being worked out.
    """

    on: datetime.date
    first: datetime.date | None = None
    last: datetime.date | None = None
    words: str = ""
    standing: Standing | None = None
    standings: tuple[StandingCount, ...] = ()
    sides: tuple[Side, ...] = ()
    places: tuple[HoldingView, ...] = ()
    page: int = 1
    pages: int = 1
    total: int = 0
    basis: Basis | None = None
    pending: bool = False


class PocketsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The pockets on a day, what changed in them since `since`, and beside it what reports say of sieges and cuts."""

    on: datetime.date
    since: datetime.date
    first: datetime.date | None = None
    last: datetime.date | None = None
    area: str | None = None
    areas: tuple[tuple[str, str], ...] = ()
    incomplete: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    pockets: tuple[PocketView, ...] = ()
    changes: tuple[ChangeView, ...] = ()
    reported: tuple[SiegeView, ...] = ()
    basis: Basis | None = None
    pending: bool = False


class GroundLayers(msgspec.Struct, frozen=True, kw_only=True):
    """What a map shows of a day: places as they are held, links, pockets; and the sides, by number."""

    on: datetime.date
    sides: tuple[Side, ...] = ()
    held: tuple[HeldPoint, ...] = ()
    ways: tuple[Way, ...] = ()
    pockets: tuple[Outline, ...] = ()
    pending: bool = False


@page(router, "/control", "control.html")
def control(
    bench: At, _: By, on: Day = None, words: Words_ = None, standing: Words_ = None, page: PageNumber = 1
) -> ControlPage:
    """Who is said to hold each place on a day, with the claims that say so."""
    land, asked = bench.land(), day_of(on)
    wanted = _standing(standing)
    if land is None:
        return ControlPage(on=_today(asked), words=words or "", standing=wanted, pending=True)
    day = land.day(asked)
    sought = (words or "").casefold().split()
    named = [one for one in land.ground.on(day) if has(sought, one.name)]
    counts = Counter(one.standing for one in named)
    found = [one for one in named if wanted is None or one.standing is wanted]
    shown, page, pages = paged(found, page, _ROWS)
    telling = Telling(land, _claims(bench, shown_claims(shown)))
    return ControlPage(
        on=day,
        first=land.first,
        last=land.last,
        words=words or "",
        standing=wanted,
        standings=tuple(
            StandingCount(standing=one, label=label, meaning=meaning, count=counts[one])
            for one, (label, meaning) in STANDINGS.items()
        ),
        sides=land.sides,
        places=tuple(map(telling.holding, shown)),
        page=page,
        pages=pages,
        total=len(found),
        basis=_basis(land),
    )


@page(router, "/pockets", "pockets.html")
def pockets(bench: At, _: By, on: Day = None, since: Day = None, area: Words_ = None) -> PocketsPage:
    """Which places each side holds together on a day, whether a way leads out, and beside it what is reported."""
    land, asked = bench.land(), day_of(on)
    if land is None:
        return PocketsPage(on=_today(asked), since=_before(_today(asked)), pending=True)
    day = land.day(asked)
    first = min(day_of(since) or _before(day), day)
    links, name = bench.links, land.ground.ledger.name
    if area and area not in links.areas:
        known = ", ".join(sorted(links.areas))
        raise UsageError(f"{area!r} is no area of which links are listed; those are: {known or 'none'}")
    of = area or None
    held = land.pockets(day, links, of)
    changes = land.changes(first, day, links, of)
    reported = land.ground.reported(first, day, links, area=of)
    ids = [claim for one in held for claim in one.claims] + [claim for one in changes for claim in one.claims]
    ids += [said.claim for one in held for said in one.sieges] + [said.claim for one in held for said in one.people]
    ids += [one.claim for one in reported]
    telling = Telling(land, _claims(bench, ids))
    return PocketsPage(
        on=day,
        since=first,
        first=land.first,
        last=land.last,
        area=of,
        areas=tuple(sorted(((one, name(one)) for one in links.areas), key=lambda both: both[1])),
        incomplete=tuple(
            f"{name(one.area)}: {one.note}"
            for one in links.areas.values()
            if not one.complete and of in (None, one.area)
        ),
        sides=land.sides,
        pockets=tuple(map(telling.pocket, held)),
        changes=tuple(map(telling.change, reversed(changes))),
        reported=tuple(map(telling.siege, reversed(reported))),
        basis=_basis(land),
    )


@router.get("/ground.json")
def ground_layers(
    request: Request, bench: At, _: By, on: Day = None, held: bool = True, ways: bool = False, pockets: bool = False
) -> Response:
    """What a map shows of a day: places as they are held, links and pockets, where asked for."""
    land, asked = bench.land(), day_of(on)
    if land is None:
        return json_view(request, GroundLayers(on=_today(asked), pending=True))
    day = land.day(asked)
    links = bench.links
    found = land.pockets(day, links) if pockets else ()

    def says(one: Pocket) -> str:
        view = Telling(land, {}).pocket(one)
        return f"{view.side}: {', '.join(view.places)}. Computed: {view.label.lower()}"

    layers = GroundLayers(
        on=day,
        sides=land.sides,
        held=land.held(land.ground.on(day)) if held else (),
        ways=land.ways(links, day) if ways else (),
        pockets=land.outlines(found, says),
    )
    return json_view(request, layers)


def _claims(bench: Bench, ids: list[str]) -> dict[str, CaseClaim]:
    return {one.claim.id: one for one in bench.case.with_ids(ids)}


def _basis(land: Land) -> Basis:
    ground = land.ground
    return Basis(
        least=ground.least,
        stale_after=ground.stale_after,
        rejected=ground.rejected,
        unused=tuple(Counter(one.reason for one in ground.ledger.unused).most_common()),
    )


def _standing(word: str | None) -> Standing | None:
    try:
        return Standing(word) if word else None
    except ValueError:
        raise UsageError(f"there is no standing {word!r}: it is one of {', '.join(Standing)}") from None


def _today(asked: datetime.date | None) -> datetime.date:
    return asked or datetime.datetime.now(datetime.UTC).date()


def _before(day: datetime.date) -> datetime.date:
    return datetime.date.fromordinal(max(1, day.toordinal() - _BEFORE))
