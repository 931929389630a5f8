"""The brief on the case, or on what of it is asked for: as a page with its citations as links, and as files."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request, Response

from masudi.brief import ENDINGS, TYPES, Brief
from masudi.domain.view import Scope
from masudi.errors import UsageError
from masudi.publish import Policy, load_policy
from masudi.web.asked import Words_, day_of
from masudi.web.briefs import Briefs, Made, Making
from masudi.web.pages import At, By, json_view, page

router = APIRouter()


class BriefPage(msgspec.Struct, frozen=True, kw_only=True):
    """The brief, what was asked for, and where its reports and the same brief as files are.

    `reports` are the ids of those reports of the brief that have a page here: what the policy has changed has none.
    `covered` says that only what may leave the case is told: the page is served to other machines.
    `problem` says why there is no brief. `making`: one of the case as it is now is being made, and how far that is;
    what is shown meanwhile is of an earlier state of the case, or nothing.
    """

    scope: Scope
    query: str
    forms: tuple[str, ...]
    covered: bool
    reports: tuple[str, ...] = ()
    brief: Brief | None = None
    making: Making | None = None
    problem: str | None = None

    @property
    def linked(self) -> frozenset[str]:
        """The reports that have a page here, to be asked for each citation."""
        return frozenset(self.reports)


class HowFar(msgspec.Struct, frozen=True, kw_only=True):
    """Whether there is a brief, and how far a newer one is that is being made."""

    there: bool
    making: Making | None


@page(router, "/brief", "brief_page.html")
def brief(
    request: Request,
    bench: At,
    _: By,
    operation: Words_ = None,
    place: Words_ = None,
    from_: Annotated[str | None, Query(alias="from", max_length=10)] = None,
    to: Annotated[str | None, Query(max_length=10)] = None,
) -> BriefPage:
    """What happened, by the claims of the case; every sentence with its reports and their words."""
    scope = _scope(operation, place, from_, to)
    covered = not request.app.state.local
    known = {one.id for one in bench.board.reports}
    made: Made | None = None
    problem = None
    try:
        made = _look(request, scope, covered=covered)
    except UsageError as fault:
        problem = str(fault)
    told = made.brief if made else None
    return BriefPage(
        scope=scope,
        query=f"?{request.url.query}" if request.url.query else "",
        forms=tuple(ENDINGS),
        covered=covered,
        reports=tuple(one.id for one in told.reports if one.id in known) if told else (),
        brief=told,
        making=made.making if made else None,
        problem=problem,
    )


@router.get("/brief/file/{form}", summary="The same brief as a file.")
def brief_file(
    request: Request,
    _: By,
    form: str,
    operation: Words_ = None,
    place: Words_ = None,
    from_: Annotated[str | None, Query(alias="from", max_length=10)] = None,
    to: Annotated[str | None, Query(max_length=10)] = None,
) -> Response:
    """The brief in one of the forms for passing on, which hold only what the policy lets go."""
    if form not in TYPES:
        raise HTTPException(404)
    made = _look(request, _scope(operation, place, from_, to), covered=True)
    if made.brief is None:
        raise HTTPException(503, f"The brief is still being made ({_how_far(made.making)}): ask again in a moment.")
    headers = {"content-disposition": f'attachment; filename="brief.{ENDINGS[form]}"'}
    briefs: Briefs = request.app.state.bench.briefs
    return Response(briefs.file(made.brief, form), media_type=TYPES[form], headers=headers)


@router.get("/brief/making.json", summary="How far the brief is that is being made.")
def brief_making(
    request: Request,
    _: By,
    operation: Words_ = None,
    place: Words_ = None,
    from_: Annotated[str | None, Query(alias="from", max_length=10)] = None,
    to: Annotated[str | None, Query(max_length=10)] = None,
) -> Response:
    """Whether there is a brief, and, while a newer one is being made, what is being done and for how many seconds."""
    made = _look(request, _scope(operation, place, from_, to), covered=not request.app.state.local)
    return json_view(request, HowFar(there=made.brief is not None, making=made.making))


def _how_far(making: Making | None) -> str:
    seconds = making.seconds if making else None
    return "it waits for its turn" if making is None or seconds is None else f"{making.step}, {seconds} seconds so far"


def _scope(operation: str | None, place: str | None, from_: str | None, to: str | None) -> Scope:
    first, last = day_of(from_), day_of(to)
    if first and last and first > last:
        raise UsageError(f"{first} is after {last}: no day lies between")
    return Scope(operation=(operation or "").strip() or None, place=(place or "").strip() or None, from_=first, to=last)


def _look(request: Request, scope: Scope, *, covered: bool) -> Made:
    """The brief, of what the policy lets go where it is `covered`.

    It is on the whole case, whoever asks: coarsened as the policy says, it tells more than pages for others do.
    """
    shield = request.app.state.shield
    policy: Policy | None = (shield.policy() if shield else load_policy()) if covered else None
    briefs: Briefs = request.app.state.bench.briefs
    return briefs.look(scope, policy)
