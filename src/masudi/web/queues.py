"""What waits for people beside claims to review: places that nobody has placed, and decisions that lost their claim."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Form, HTTPException, Response
from fastapi.responses import RedirectResponse

from masudi.domain import Action
from masudi.domain.case import CaseClaim
from masudi.errors import ConflictError
from masudi.pipeline import decide
from masudi.review import standing
from masudi.review.twice import load_twice
from masudi.web import counting
from masudi.web.asked import Words_
from masudi.web.bench import Bench
from masudi.web.board import is_unresolved
from masudi.web.counting import Entry
from masudi.web.lines import Line, line_of
from masudi.web.lists import ROWS
from masudi.web.pages import At, By, Changing, page
from masudi.web.paging import PageNumber, has, paged
from masudi.web.review_pages import MOST_DECISIONS, Id

router = APIRouter()


class Unresolved(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the places that no gazetteer has, those that most claims name first; `mentions` counts those."""

    entries: tuple[Entry, ...]
    words: str
    mentions: int
    page: int
    pages: int
    total: int


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that somebody took on a claim."""

    sequence: int
    at: datetime.datetime
    person: str
    action: str
    field: str | None
    why: str | None


class Orphan(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that people decided on and that the newest reading of its report does not have; `last` as in reviews."""

    line: Line
    decisions: tuple[Taken, ...]
    hidden: bool
    last: int


class Orphans(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the orphans."""

    orphans: tuple[Orphan, ...]
    page: int
    pages: int
    total: int


@page(router, "/unresolved", "unresolved.html")
def unresolved(bench: At, _: By, words: Words_ = None, page: PageNumber = 1) -> Unresolved:
    """The places that no gazetteer has and nobody has pinned; one pin resolves all that name a place so."""
    board = bench.board
    keys = {one.key for one in board.spots if is_unresolved(one)}
    wanted = (words or "").casefold().split()
    found = [one for one in counting.by_place(board, board.all) if one.key in keys and has(wanted, one.name, one.note)]
    found.sort(key=lambda one: (-one.count.all, one.name.casefold()))
    shown, page, pages = paged(found, page, ROWS)
    return Unresolved(
        entries=shown,
        words=words or "",
        mentions=sum(one.count.all for one in found),
        page=page,
        pages=pages,
        total=len(found),
    )


@page(router, "/orphans", "orphans.html")
def orphans(bench: At, session: By, page: PageNumber = 1) -> Orphans:
    """The decisions whose claim a newer reading of its report does not have."""
    found = list(bench.case.orphans())
    shown, page, pages = paged(found, page, ROWS)
    made = tuple(_orphan(bench, one, session.person.name) for one in shown)
    return Orphans(orphans=made, page=page, pages=pages, total=len(found))


@router.post("/orphans/{claim}")
def place_orphan(
    bench: At,
    session: Changing,
    claim: Id,
    action: Annotated[Literal["accept", "reject"], Form()],
    seen: Annotated[int, Form(ge=0, le=MOST_DECISIONS)] = 0,
    why: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Say what is to become of a claim that lost its place: it stands all the same, or it is let go."""
    found = next((one for one in bench.case.orphans() if one.claim.id == claim), None)
    if found is None:
        raise HTTPException(404)
    take = decide.accept if action == "accept" else decide.reject
    with bench.decisions.deciding:
        newest = max((one.sequence for one in bench.case.history(claim)), default=0)
        if newest > seen:
            last = bench.case.decision(newest)
            raise ConflictError(last.person, last.action, last.sequence)
        take(bench.case, claim, session.person.by, seen=seen, why=" ".join(why.split()) or None)
    bench.decided()
    return RedirectResponse("/orphans", 303)


def _orphan(bench: Bench, found: CaseClaim, person: str) -> Orphan:
    entries = bench.case.history(found.claim.id)
    taken = [one for one in standing(entries) if one.action != Action.CARRY]
    # As on a report's page: where a claim needs two people, the second decides without the first one's answer.
    blind = load_twice().reason(found.claim) is not None and len({one.person for one in taken}) < 2
    shown = [one for one in taken if not blind or one.person == person]
    line = line_of(found.claim, found.report_id, found.title, bench.words)
    return Orphan(
        line=line,
        decisions=tuple(
            Taken(
                sequence=one.sequence,
                at=one.at,
                person=one.person,
                action=one.action,
                field=(one.payload or {}).get("field"),
                why=one.why,
            )
            for one in shown
        ),
        hidden=len(shown) < len(taken),
        last=max((one.sequence for one in entries), default=0),
    )
