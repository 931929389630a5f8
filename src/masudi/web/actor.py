"""The page of one actor: who it is, and what it is said to have done and to have suffered, by status."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, HTTPException

from masudi.actors.lookup import ties_of
from masudi.domain import Status
from masudi.resolve.actor_files import load_actors
from masudi.web import counting
from masudi.web.asked import Asked
from masudi.web.bench import Bench
from masudi.web.board import Board, Mask
from masudi.web.counting import Entry, Tally, Timeline
from masudi.web.lines import Lines, lines_of
from masudi.web.lists import Key
from masudi.web.pages import At, By, page
from masudi.web.paging import PageNumber
from masudi.web.tables import KindRow, kinds_by_status
from masudi.web.voices import DID, SUFFERED

router = APIRouter()

_BESIDE = 12


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """How an actor stands to another, in words; `id` is the other's, `days` when, `source` who says so."""

    words: str
    id: str
    name: str
    days: str | None
    alleged: bool
    source: str
    named: bool


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What Masudi's list of actors has about one."""

    id: str
    kind: str
    country: str | None
    names: tuple[str, ...]
    relations: tuple[Relation, ...]
    source: str


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What an actor is said to have done, or suffered: claims by status, and kinds with each of their statuses."""

    statuses: tuple[tuple[Status, int], ...]
    kinds: tuple[KindRow, ...]

    @property
    def total(self) -> int:
        """All claims, of any status."""
        return sum(count for _, count in self.statuses)


class ActorPage(msgspec.Struct, frozen=True, kw_only=True):
    """An actor and what reports say of it; `known` is None for one that is not on Masudi's list."""

    key: str
    name: str
    known: Known | None
    count: Tally
    did: Part
    suffered: Part
    timeline: Timeline
    places: tuple[Entry, ...]
    claims: Lines
    asked: Asked


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
        known=_known(board, id),
        count=counting.tally(board, mask),
        did=_part(bench, board, board.having(board.voices.of_party(id, DID))),
        suffered=_part(bench, board, board.having(board.voices.of_party(id, SUFFERED))),
        timeline=counting.timeline(board, mask),
        places=tuple(counting.by_place(board, mask, _BESIDE)),
        claims=lines_of(bench, board, mask, page),
        asked=Asked(actor=id),
    )


def _part(bench: Bench, board: Board, mask: Mask) -> Part:
    statuses = tuple(zip(Status, counting.by_status(board, mask), strict=True))
    return Part(statuses=statuses, kinds=tuple(kinds_by_status(board, mask, bench.words.kind)))


def _known(board: Board, id_: str) -> Known | None:
    actors = load_actors()
    found = next((one for one in actors if one.name == id_), None)
    if found is None:
        return None
    return Known(
        id=found.name,
        kind=found.kind.replace("_", " "),
        country=found.iso,
        names=tuple(dict.fromkeys((*found.names, *found.exact))),
        relations=tuple(
            Relation(
                words=tie.words,
                id=tie.other.name,
                name=tie.other.label,
                days=_days(tie.relation.since, tie.relation.until, once=tie.once),
                alleged=tie.relation.alleged,
                source=tie.relation.source,
                named=tie.other.name in board.party_at,
            )
            for tie in ties_of(found, actors)
        ),
        source=found.source,
    )


def _days(since: int | str | None, until: int | str | None, *, once: bool) -> str | None:
    """When a relation held, as exactly as its source has it."""
    if since is None:
        return None if until is None else f"until {until}"
    if once:
        return f"in {since}"
    return f"since {since}" if until is None else f"{since} to {until}"
