"""The brief on the case, or on what of it is asked for: as a page with its citations as links, and as files."""

from __future__ import annotations

import datetime
import threading
from collections import OrderedDict
from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request, Response

from masudi.brief import ENDINGS, TYPES, Brief, compose_case, made_by, render
from masudi.casefile import Case
from masudi.domain.view import Scope
from masudi.errors import UsageError
from masudi.pipeline.view import published, view
from masudi.publish import Policy, load_policy
from masudi.web.asked import Words_, day_of
from masudi.web.pages import At, By, page

router = APIRouter()

# Briefs that are kept while the case stays as it is; each takes some seconds to make where the case is large.
_KEPT = 6
_lock = threading.Lock()
_made: OrderedDict[tuple[str, str, datetime.date, Scope, str | None], Brief] = OrderedDict()


class BriefPage(msgspec.Struct, frozen=True, kw_only=True):
    """The brief, what was asked for, and where its reports and the same brief as files are.

    `reports` are the ids of those reports of the brief that have a page here: what the policy has changed has none.
    `covered` says that only what may leave the case is told: the page is served to other machines.
    `problem` says why there is no brief.
    """

    scope: Scope
    query: str
    forms: tuple[str, ...]
    covered: bool
    reports: tuple[str, ...] = ()
    brief: Brief | None = None
    problem: str | None = None


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
    told: Brief | None = None
    problem = None
    try:
        told = _brief(request, scope, covered=covered)
    except UsageError as fault:
        problem = str(fault)
    return BriefPage(
        scope=scope,
        query=f"?{request.url.query}" if request.url.query else "",
        forms=tuple(ENDINGS),
        covered=covered,
        reports=tuple(one.id for one in told.reports if one.id in known) if told else (),
        brief=told,
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
    made = render(_brief(request, _scope(operation, place, from_, to), covered=True), form)
    headers = {"content-disposition": f'attachment; filename="brief.{ENDINGS[form]}"'}
    return Response(made, media_type=TYPES[form], headers=headers)


def _scope(operation: str | None, place: str | None, from_: str | None, to: str | None) -> Scope:
    first, last = day_of(from_), day_of(to)
    if first and last and first > last:
        raise UsageError(f"{first} is after {last}: no day lies between")
    return Scope(operation=(operation or "").strip() or None, place=(place or "").strip() or None, from_=first, to=last)


def _brief(request: Request, scope: Scope, *, covered: bool) -> Brief:
    """The brief, of what the policy lets go where it is `covered`; kept until the case changes or the day does.

    It is on the whole case, whoever asks: coarsened as the policy says, it tells more than pages for others do.
    """
    case: Case = request.app.state.bench.case
    shield = request.app.state.shield
    policy: Policy | None = (shield.policy() if shield else load_policy()) if covered else None
    today = datetime.date.today()
    key = (case.where, case.mark(), today, scope, policy.digest if policy else None)
    with _lock:
        if key not in _made:
            if policy is not None:
                may = published(case, policy, today, scope)
                _made[key] = compose_case(may.view, withheld=may.withheld, version=made_by())
            else:
                _made[key] = compose_case(view(case, scope), version=made_by())
            while len(_made) > _KEPT:
                _made.popitem(last=False)
        _made.move_to_end(key)
        return _made[key]
