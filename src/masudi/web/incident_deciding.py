"""What people decide about incidents in the browser: split, merge, pin, grade, and taking back.

Each form says what the person knew of: the newest decision (`seen`) and which claims the incident had (`held`). Where
either is another by now nothing is added, and the person is shown what the incident is now and who did what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from masudi.casefile import Case
from masudi.domain.case import CaseClaim, Decision
from masudi.domain.incident import Incident
from masudi.domain.user import Role
from masudi.errors import ConflictError, DecisionError, UsageError
from masudi.pipeline import decide as taking
from masudi.pipeline import decide_incidents as ruling
from masudi.pipeline.decide import Person
from masudi.web.bench import Bench
from masudi.web.incident_pages import IncidentId, moved, shown_incident
from masudi.web.incident_view import held_words
from masudi.web.pages import At, Changing, bench_of, json_done, leaving, render

router = APIRouter()

# An id, or an address that ends with one: of an incident, or of a claim in its report.
_ID = re.compile(r"(?:^|[/#]|c-)([0-9a-f]{4,64})(?:\?\S*)?$")

Text = Annotated[str, Form(max_length=2000)]
Ids = Annotated[list[str], Form(max_length=2000)]
Act = Callable[[Case, Person, str | None], Decision]


class Looked:
    """What the person who sends a form knew of, and the reason that they give."""

    def __init__(
        self,
        seen: Annotated[int, Form(ge=0)] = 0,
        held: Annotated[str, Form(max_length=16)] = "",
        why: Text = "",
    ) -> None:
        self.seen, self.held, self.why = seen, held, why.strip() or None


At_ = Annotated[Looked, Depends(Looked)]


@router.post("/incident/{id_}/split")
def split(request: Request, bench: At, session: Changing, id_: IncidentId, looked: At_, claims: Ids = []) -> Response:  # noqa: B006
    """These claims are not of one incident with the others of it."""

    def act(case: Case, by: Person, why: str | None) -> Decision:
        return ruling.split(case, id_, claims, by, why=why)

    return _take(request, bench, session.person.by, id_, looked, act)


@router.post("/incident/{id_}/merge")
def merge(
    request: Request, bench: At, session: Changing, id_: IncidentId, looked: At_, other: Text = "", address: Text = ""
) -> Response:
    """This incident and another one are one; `other` is its id, `address` may be that of its page."""

    def act(case: Case, by: Person, why: str | None) -> Decision:
        return ruling.merge(case, id_, _id_in(address or other, "another incident"), by, why=why)

    return _take(request, bench, session.person.by, id_, looked, act)


@router.post("/incident/{id_}/pin")
def pin(request: Request, bench: At, session: Changing, id_: IncidentId, looked: At_, claims: Text = "") -> Response:
    """The claims of this incident stay in it, and these come to it: ids, or addresses of claims in reports."""

    def act(case: Case, by: Person, why: str | None) -> Decision:
        return ruling.pin(case, id_, [_claim(case, one) for one in claims.replace(",", " ").split()], by, why=why)

    return _take(request, bench, session.person.by, id_, looked, act)


@router.post("/incident/{id_}/grade")
def grade(
    request: Request,
    bench: At,
    session: Changing,
    id_: IncidentId,
    looked: At_,
    scale: Text = "",
    marks: Ids = [],  # noqa: B006
) -> Response:
    """The incident has these marks, one for each part of the scale."""

    def act(case: Case, by: Person, why: str | None) -> Decision:
        return ruling.grade(case, id_, scale, [one for one in marks if one], by, why=why)

    return _take(request, bench, session.person.by, id_, looked, act)


@router.post("/incident/{id_}/undo")
def undo(
    request: Request, bench: At, session: Changing, id_: IncidentId, looked: At_, number: Annotated[int, Form(ge=1)]
) -> Response:
    """A decision about this incident no longer holds; undoing an undoing brings the first back."""

    def act(case: Case, by: Person, why: str | None) -> Decision:
        held = case.find_incident(id_).incident
        entry = next((one for one in case.incident_history(held.id, held.claims) if one.sequence == number), None)
        if entry is None:
            raise DecisionError(f"decision {number} is not about this incident")
        if entry.person != by.name and not session.person.may(Role.OWNER):
            raise DecisionError(f"decision {number} is {entry.person}'s: only they or an owner can take it back")
        return taking.undo(case, number, by, why=why)

    return _take(request, bench, session.person.by, id_, looked, act)


def _take(request: Request, bench: Bench, by: Person, id_: str, looked: Looked, act: Act) -> Response:
    """Let a decision be taken, and lead to where its claims are then; 409 where somebody was quicker."""
    claims: Sequence[str] = ()
    try:
        with bench.decisions.deciding:
            held = _unchanged(bench.case, id_, looked)
            claims = held.claims
            entry = act(bench.case, by, looked.why)
    except ConflictError as fault:
        return _refused(request, bench, id_, looked, str(fault), 409)
    except (DecisionError, UsageError) as fault:
        return _refused(request, bench, id_, looked, str(fault), 400)
    bench.decided()
    # What others than owners see may have changed with it.
    now = _where(bench_of(request), id_, claims)
    if _scripted(request):
        return json_done(request, {"decision": entry.sequence, "incident": now})
    return RedirectResponse(f"/incident/{now}?done={entry.sequence}" if now else "/incidents", 303)


def _unchanged(case: Case, id_: str, looked: Looked) -> Incident:
    """The incident, if it is what the person saw; ConflictError with who changed it where people did."""
    try:
        held = case.find_incident(id_).incident
    except UsageError:
        _raise_newer(case.incident_history(id_, ()), looked.seen)
        raise
    _raise_newer(case.incident_history(held.id, held.claims), looked.seen)
    if looked.held and held_words(held) != looked.held:
        raise ChangedError
    return held


class ChangedError(ConflictError):
    """The incident has other claims than the person saw, and no decision about it says why."""

    def __init__(self) -> None:
        super().__init__("", "", 0)

    def __str__(self) -> str:
        return "reports were added or decided on since you looked, and the incident has other claims: look at it again"


def _raise_newer(history: Sequence[Decision], seen: int) -> None:
    newer = [one for one in history if one.sequence > seen]
    if newer:
        raise ConflictError(newer[-1].person, newer[-1].action, newer[-1].sequence)


def _where(bench: Bench, id_: str, claims: Sequence[str]) -> str | None:
    """Where the claims of an incident are now: in it, or else in the one that has its first claim."""
    try:
        return bench.case.find_incident(id_).incident.id
    except UsageError:
        return next((now for one in claims if (now := bench.case.incident_of(one))), None)


def _refused(request: Request, bench: Bench, id_: str, looked: Looked, said: str, status: int) -> Response:
    if _scripted(request):
        return json_done(request, {"problem": said}, status)
    try:
        view = shown_incident(bench, id_, problem=said, seen=looked.seen)
    except HTTPException:
        view = RedirectResponse("/", 303)
    if isinstance(view, Response):
        # It went into another, which is shown instead.
        now = moved(bench, id_)
        if now is None:
            raise HTTPException(404)
        view = shown_incident(bench, now, problem=said, seen=looked.seen)
    return view if isinstance(view, Response) else render(request, "incident.html", leaving(request, view), status)


def _scripted(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _id_in(words: str, what: str) -> str:
    """The id that somebody wrote, or the end of the address of a page."""
    found = _ID.search(words.strip())
    if found is None:
        raise DecisionError(f"which is {what}? Choose one, or give its id or the address of its page")
    return found[1]


def _claim(case: Case, words: str) -> str:
    found = case.find(_id_in(words, "the claim"))
    if not isinstance(found, CaseClaim):
        raise DecisionError(f"{found.id} is a report: give the ids or addresses of claims")
    return found.claim.id
