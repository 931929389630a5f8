"""Incidents: the list, and one of them with everybody's account."""

from __future__ import annotations

import datetime
from typing import Annotated

import msgspec
import numpy as np
from fastapi import APIRouter, Depends, HTTPException, Path, Query, Response
from fastapi.responses import RedirectResponse

from masudi.corroborate.grades import load_scales
from masudi.domain import Action, Status
from masudi.domain.case_incident import IncidentDetail
from masudi.errors import UsageError
from masudi.pipeline.incidents import incident as load_incident
from masudi.web.asked import Asked, Origins, Words_, day_of, status_of
from masudi.web.bench import Bench
from masudi.web.board import NO_DAY, STATUSES, Mask
from masudi.web.incident_board import IncidentBoard
from masudi.web.incident_lines import IncidentLine, IncidentLines, incident_lines, lines_by_id
from masudi.web.incident_view import IncidentPage, incident_view
from masudi.web.pages import At, By, page
from masudi.web.paging import PageNumber

router = APIRouter()

IncidentId = Annotated[str, Path(pattern=r"^[0-9a-f]{4,64}$")]
# Incidents that are offered to be merged with, and how many days apart they may be.
_NEAR, _DAYS = 8, 3


class SoughtHere(msgspec.Struct, frozen=True, kw_only=True):
    """Which incidents a list shows: as `masudi.domain.case_incident.SoughtIncidents`, names in parts or as keys."""

    kind: str | None = None
    status: Status | None = None
    actor: str | None = None
    place: str | None = None
    from_: datetime.date | None = msgspec.field(default=None, name="from")
    to: datetime.date | None = None
    origins: int | None = None
    contradicted: bool | None = None
    graded: bool | None = None

    @property
    def anything(self) -> bool:
        """Whether nothing in particular is asked for."""
        return self == SoughtHere()


class IncidentsPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the incidents that are sought, the latest first; `waiting` reports are not linked yet."""

    sought: SoughtHere
    incidents: IncidentLines
    whole: int
    waiting: int


def sought_here(
    kind: Words_ = None,
    status: Words_ = None,
    actor: Words_ = None,
    place: Words_ = None,
    from_: Annotated[str | None, Query(alias="from", max_length=10)] = None,
    to: Annotated[str | None, Query(max_length=10)] = None,
    origins: Origins = "",
    contradicted: Words_ = None,
    graded: Words_ = None,
) -> SoughtHere:
    """The filters in the query of an address; UsageError where one cannot be read. Empty ones are none."""
    return SoughtHere(
        kind=kind or None,
        status=status_of(status) if status else None,
        actor=actor or None,
        place=place or None,
        from_=day_of(from_),
        to=day_of(to),
        origins=int(origins) if origins else None,
        contradicted=_either(contradicted),
        graded=_either(graded),
    )


def _either(words: str | None) -> bool | None:
    if words in (None, ""):
        return None
    if words not in ("true", "false"):
        raise UsageError(f"{words!r} is neither true nor false")
    return words == "true"


@page(router, "/incidents", "incidents.html")
def incidents(
    bench: At, _: By, sought: Annotated[SoughtHere, Depends(sought_here)], page: PageNumber = 1
) -> IncidentsPage:
    """What claims of one or several reports are about, the latest first."""
    board = bench.incidents
    if sought.kind and board.board.kind_number(sought.kind) < 0:
        raise UsageError(f"there is no kind {sought.kind!r}: `masudi kinds` lists them")
    return IncidentsPage(
        sought=sought,
        incidents=incident_lines(bench, board, _passing(board, sought), page),
        whole=len(board),
        waiting=bench.case.waiting(),
    )


def _passing(board: IncidentBoard, sought: SoughtHere) -> Mask:
    asked = Asked(
        of="incidents",
        from_=sought.from_,
        to=sought.to,
        origins=sought.origins,
        kind=(sought.kind,) if sought.kind else (),
    )
    mask = board.passing(asked, {})
    if sought.status:
        mask &= board.status == STATUSES.index(sought.status)
    if sought.actor:
        found = [at for at, one in enumerate(board.parties) if _means(sought.actor, one.key, one.name)]
        mask &= board.having(board.party_rows[np.isin(board.party_ids, found)])
    if sought.place:
        found = [
            at for at, one in enumerate(board.spots) if _means(sought.place, one.key, f"{one.name} {one.within or ''}")
        ]
        mask &= board.with_spots(found)
    if sought.contradicted is not None:
        mask &= board.contradicted == sought.contradicted
    if sought.graded is not None:
        mask &= board.graded == sought.graded
    return mask


def _means(asked: str, key: str, name: str) -> bool:
    """Whether what is asked for is a key, or each word of it the beginning of a word of the name."""
    if asked == key:
        return True
    words = name.casefold().split()
    return all(any(word.startswith(part) for word in words) for part in asked.casefold().split())


@page(router, "/incident/{id_}", "incident.html")
def incident(bench: At, _: By, id_: IncidentId, done: Annotated[int, Query(ge=0)] = 0) -> IncidentPage | Response:
    """An incident: every origin's account, what is agreed, tolls, contradictions, and what people decided about it."""
    return shown_incident(bench, id_, done=done)


def shown_incident(
    bench: Bench, id_: str, *, done: int = 0, problem: str | None = None, seen: int | None = None
) -> IncidentPage | Response:
    """The page of an incident; one that went into another leads there. 404 where there is none.

    `done` is the number of the decision that was just taken, `problem` why one was not; decisions after number `seen`
    are marked as fresh.
    """
    try:
        found = load_incident(bench.case, id_)
    except UsageError:
        now = moved(bench, id_)
        if now is None:
            raise HTTPException(404) from None
        return RedirectResponse(f"/incident/{now}", 303)
    if found.id != id_:
        return RedirectResponse(f"/incident/{found.id}", 303)
    view = incident_view(bench, found)
    decisions = tuple(
        msgspec.structs.replace(one, fresh=seen is not None and one.number > seen) for one in view.decisions
    )
    return msgspec.structs.replace(
        view,
        decisions=decisions,
        done=next((one for one in decisions if one.number == done), None) if done else None,
        elsewhere=_elsewhere(bench, found, done) if done else (),
        problem=problem,
        near=near(bench, id_),
        scales=load_scales(),
    )


def _elsewhere(bench: Bench, found: IncidentDetail, done: int) -> tuple[IncidentLine, ...]:
    """Where else claims are now of which a decision is."""
    entry = next((one for one in found.decisions if one.sequence == done), None)
    claims = (entry.payload or {}).get("claims", ()) if entry else ()
    homes = dict.fromkeys(bench.case.incident_of(str(claim)) for claim in claims)
    return lines_by_id(bench, [home for home in homes if home and home != found.id])


def moved(bench: Bench, id_: str) -> str | None:
    """The incident that has now the claims of one that is gone, as far as decisions tell."""
    for entry in reversed(bench.case.incident_history(id_, ())):
        if entry.action == Action.UNDO or entry.payload is None:
            continue
        for claim in entry.payload.get("claims", ()):
            if (now := bench.case.incident_of(str(claim))) is not None and now != id_:
                return now
    return None


def near(bench: Bench, id_: str) -> tuple[IncidentLine, ...]:
    """The incidents that this one may be one with: of the same days, most alike in kinds, places and parties."""
    board = bench.incidents
    row = board.rows_of([id_]).get(id_)
    if row is None or board.begins[row] == NO_DAY:
        return ()
    close = (board.begins <= board.ends[row] + _DAYS) & (board.ends >= board.begins[row] - _DAYS)
    close &= board.begins != NO_DAY
    close[row] = False
    shared = np.zeros(len(board), dtype=np.int64)
    pairs = (
        (board.kind_rows, board.kind_ids, 1),
        (board.place_rows, board.place_ids, 3),
        (board.party_rows, board.party_ids, 1),
    )
    for rows, ids, weight in pairs:
        same = rows[np.isin(ids, ids[rows == row])]
        shared += weight * np.bincount(same, minlength=len(board))
    found = np.flatnonzero(close & (shared > 1))
    best = found[np.argsort(-shared[found], kind="stable")][:_NEAR]
    return lines_by_id(bench, [board.ids[at] for at in best.tolist()])


@router.get("/claim/{id_}/incident", name="incident_of_claim")
def incident_of_claim(bench: At, _: By, id_: Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]) -> Response:
    """To the incident that a claim is of; to its report where it is of none."""
    now = bench.case.incident_of(id_)
    if now is not None:
        return RedirectResponse(f"/incident/{now}", 303)
    try:
        found = bench.case.claim(id_)
    except UsageError:
        raise HTTPException(404) from None
    return RedirectResponse(f"/report/{found.report_id}#c-{id_}", 303)
