"""The page of one place: what happened there, who held it when, what it cost, and how to correct where it is."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Annotated

import msgspec
import numpy as np
from fastapi import APIRouter, HTTPException, Query

from masudi.domain import Action, Claim, Status
from masudi.domain.control import Standing, Tenure
from masudi.domain.user import Role
from masudi.ground.telling import holder_words, word_words
from masudi.pipeline.ground import Ground
from masudi.review import standing
from masudi.web import counting
from masudi.web.asked import Asked
from masudi.web.bench import Bench
from masudi.web.board import Board, Mask, Spot, is_unresolved, place_key
from masudi.web.counting import Entry, Tally, Timeline
from masudi.web.gazetteers import Candidate, candidates
from masudi.web.happened import Happened, happened_at
from masudi.web.lines import Lines, lines_of
from masudi.web.lists import Key
from masudi.web.pages import At, By, page
from masudi.web.paging import PageNumber

router = APIRouter()

# Names beside a place, and claims and reports that are looked at for the words that name it.
_BESIDE, _LOOKED_AT, _REPORTS = 12, 100, 20


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What one claim says about who holds the place, in words."""

    claim: str
    report: str | None
    words: str


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of days in which nothing changes about who holds the place; `last` None: on."""

    first: datetime.date
    last: datetime.date | None
    standing: Standing
    who: str
    evidence: tuple[Evidence, ...]


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """Who held the place when, by the claims that count; `fresh`: with the newest changes of the case.

    `ready` is False while it is being worked out for the first time.
    """

    ready: bool
    fresh: bool
    history: tuple[Held, ...] = ()


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """Words that claims have for the place, and how many of the claims that were looked at."""

    words: str
    count: int


class PinLine(msgspec.Struct, frozen=True, kw_only=True):
    """A pin that holds for words of this place: the decision."""

    sequence: int
    at: datetime.datetime
    person: str
    words: str
    why: str | None


class Correcting(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody needs who corrects where a place is: its words, reports that have them, entries of gazetteers."""

    allowed: bool
    named: tuple[Named, ...]
    reports: tuple[tuple[str, str], ...]
    find: str
    found: tuple[Candidate, ...]
    pins: tuple[PinLine, ...]


class PlacePage(msgspec.Struct, frozen=True, kw_only=True):
    """A place and what reports say of it; `statuses` are its claims by status."""

    spot: Spot
    unresolved: bool
    note: str
    count: Tally
    statuses: tuple[tuple[Status, int], ...]
    timeline: Timeline
    actors: tuple[Entry, ...]
    happened: Happened
    holding: Holding
    correcting: Correcting
    claims: Lines
    asked: Asked


@page(router, "/place", "place.html")
def place(
    bench: At,
    session: By,
    id: Key,
    page: PageNumber = 1,
    find: Annotated[str | None, Query(max_length=300)] = None,
) -> PlacePage:
    """What reports say happened at a place, and who held it; `find` looks a name up in the gazetteers."""
    board = bench.board
    at = board.spot_at.get(id)
    if at is None:
        raise HTTPException(404)
    spot, mask = board.spots[at], board.with_place(at)
    if find is None and is_unresolved(spot):
        find = spot.name
    return PlacePage(
        spot=spot,
        unresolved=is_unresolved(spot),
        note=counting.place_words(spot),
        count=counting.tally(board, mask),
        statuses=tuple(zip(Status, counting.by_status(board, mask), strict=True)),
        timeline=counting.timeline(board, mask),
        actors=tuple(counting.by_party(board, mask, _BESIDE)),
        happened=happened_at(bench, board.with_spots(_whole(board, at))),
        holding=_holding(bench, spot),
        correcting=_correcting(bench, board, mask, spot, find or "", session.person.may(Role.OWNER)),
        claims=lines_of(bench, board, mask, page),
        asked=Asked(place=id),
    )


def gazetteer_id(spot: Spot) -> str | None:
    """The id of the place in a gazetteer, that of the whole where the spot is a part of it."""
    return None if spot.key.startswith("name:") else spot.key.rpartition("/")[0] or spot.key


def _whole(board: Board, at: int) -> list[int]:
    """The numbers of a place with its parts, and of what it is a part of: all of one id in a gazetteer."""
    id_ = gazetteer_id(board.spots[at])
    if id_ is None:
        return [at]
    return [number for number, one in enumerate(board.spots) if gazetteer_id(one) == id_]


# ---- Who held it


def _holding(bench: Bench, spot: Spot) -> Holding:
    land, fresh = bench.land_now()
    if land is None:
        return Holding(ready=False, fresh=False)
    ground = land.ground
    id_ = gazetteer_id(spot) or _only(ground, spot.name)
    told = ground.history(id_) if id_ else ()
    reports = _reports_of(bench, told)
    return Holding(ready=True, fresh=fresh, history=tuple(_held(bench, one, reports) for one in told))


def _only(ground: Ground, name: str) -> str | None:
    """The one place of that name of which claims tell; where there are several, none of them."""
    found = [one.id for one in ground.named(name) if one.told]
    return found[0] if len(found) == 1 else None


def _reports_of(bench: Bench, told: tuple[Tenure, ...]) -> dict[str, str]:
    """The report of each claim behind some tenures."""
    board = bench.board
    claims = {claim for one in told for claim in one.control.claims}
    rows = {claim: board.row_of[claim] for claim in claims if claim in board.row_of}
    return {claim: board.reports[int(board.report[row])].id for claim, row in rows.items()}


def _held(bench: Bench, tenure: Tenure, reports: dict[str, str]) -> Held:
    control = tenure.control

    evidence = [("", control.words), ("against: ", control.against), ("in parts: ", control.parts)]
    return Held(
        first=tenure.first,
        last=tenure.last,
        standing=control.standing,
        who=holder_words(control, label=bench.label),
        evidence=tuple(
            Evidence(
                claim=word.claim, report=reports.get(word.claim), words=title + word_words(word, label=bench.label)
            )
            for title, words in evidence
            for word in words
        ),
    )


# ---- Correcting it


def _correcting(bench: Bench, board: Board, mask: Mask, spot: Spot, find: str, allowed: bool) -> Correcting:
    named = words_of(bench, board, mask, spot)
    rows = np.flatnonzero(mask)
    numbers = dict.fromkeys(board.report[rows].tolist())
    reports = [board.reports[number] for number in list(numbers)[:_REPORTS]]
    return Correcting(
        allowed=allowed,
        named=tuple(Named(words=words, count=count) for words, count in named.most_common()),
        reports=tuple((one.id, one.title or one.name) for one in reports),
        find=find,
        found=candidates(find) if find and allowed else (),
        pins=tuple(_pins(bench, {words.casefold() for words in named})),
    )


def words_of(bench: Bench, board: Board, mask: Mask, spot: Spot) -> Counter[str]:
    """The words that claims have for a place, as they are written, with how many of the claims looked at have them."""
    rows = np.flatnonzero(mask)[-_LOOKED_AT:]
    named: Counter[str] = Counter()
    for found in bench.case.with_ids([board.ids[row] for row in rows.tolist()]):
        named.update(_words(found.claim, spot))
    return named


def _words(claim: Claim, spot: Spot) -> set[str]:
    return {one.text for one in claim.place if place_key(one) == spot.key}


def _pins(bench: Bench, named: set[str]) -> list[PinLine]:
    """The pins of these words that hold, the newest first."""
    return [
        PinLine(sequence=one.sequence, at=one.at, person=one.person, words=str(one.payload["words"]), why=one.why)
        for one in reversed(standing(bench.decisions.pins()))
        if one.action == Action.PIN_PLACE and one.payload and str(one.payload["words"]).casefold() in named
    ]
