"""What people decided on one claim: who, when and why; and taking one of these decisions back."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, HTTPException, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from masudi.domain import Action
from masudi.domain.case import CaseClaim, Decision
from masudi.domain.user import Role
from masudi.errors import DecisionError
from masudi.review import standing
from masudi.web.access import Person
from masudi.web.bench import Bench
from masudi.web.pages import At, By, json_view
from masudi.web.review_pages import MOST_DECISIONS, ByScript, Id, found_claim, review_state

router = APIRouter()

# What a person decides on a claim, and can take back.
_TAKEN = frozenset({Action.ACCEPT, Action.REJECT, Action.CORRECT, Action.ADD})


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A decision on a claim. `holds`: it was not undone; `mine`: by whoever asks, who may take it back if `undo`."""

    sequence: int
    at: datetime.datetime
    person: str
    action: str
    field: str | None
    value: Any
    why: str | None
    signed: bool
    holds: bool
    mine: bool
    undo: bool


class History(msgspec.Struct, frozen=True, kw_only=True):
    """The decisions on a claim that somebody may see, oldest first; `hidden`: some are kept back until they decide."""

    claim: str
    last: int
    entries: tuple[Entry, ...]
    hidden: bool


class Undoing(BaseModel):
    """`seen` is the newest decision that was known, `why` the reason for the log."""

    model_config = ConfigDict(extra="forbid")
    seen: int = Field(default=0, ge=0, le=MOST_DECISIONS)
    why: str | None = Field(default=None, max_length=1000)


@router.get("/report/{report}/claim/{claim}/history.json")
def history(request: Request, bench: At, session: By, report: Id, claim: Id) -> Response:
    """The decisions on a claim. Where it needs two people, nobody sees the other's before both have decided."""
    return json_view(request, _history(bench, session.person, found_claim(bench, report, claim)))


@router.post("/report/{report}/claim/{claim}/undo/{sequence}")
def undo(
    request: Request,
    bench: At,
    session: ByScript,
    report: Id,
    claim: Id,
    sequence: Annotated[int, Path(ge=1, le=MOST_DECISIONS)],
    sent: Undoing,
) -> Response:
    """Take a decision on a claim back: one's own, or as an owner anybody's; the answer is how the claim stands then."""
    found = found_claim(bench, report, claim)
    entry = next((one for one in _history(bench, session.person, found).entries if one.sequence == sequence), None)
    if entry is None:
        raise HTTPException(404)
    if not entry.undo:
        problem = "it does not hold any more" if not entry.holds else "only whoever took it, or an owner, can do that"
        raise DecisionError(f"decision {sequence} cannot be taken back: {problem}")
    why = " ".join((sent.why or "").split()) or None
    review = bench.decisions.undo(session.person.by, sequence, found, sent.seen, why)
    bench.decided()
    return json_view(request, review_state(review))


def _history(bench: Bench, person: Person, found: CaseClaim) -> History:
    entries = bench.decisions.on(found.claim.id)
    review = bench.decisions.review(found, person.name)
    blind = review.two is not None and not review.done and not review.conflict
    seen = [one for one in entries if not blind or one.person == person.name or one.action == Action.ADD]
    holding = {one.sequence for one in standing(entries)}
    return History(
        claim=found.claim.id,
        last=review.last,
        entries=tuple(_entry(one, person, one.sequence in holding) for one in seen),
        hidden=len(seen) < len(entries),
    )


def _entry(one: Decision, person: Person, holds: bool) -> Entry:
    payload = one.payload or {}
    mine = one.person == person.name
    may = person.may(Role.OWNER) or (mine and person.may(Role.REVIEWER))
    return Entry(
        sequence=one.sequence,
        at=one.at,
        person=one.person,
        action=one.action,
        field=payload.get("field"),
        value=payload.get("sequence") if one.action == Action.UNDO else payload.get("value"),
        why=one.why,
        signed=one.signature is not None,
        holds=holds,
        mine=mine,
        undo=holds and may and one.action in _TAKEN,
    )
