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
from masudi.pipeline.view import published
from masudi.publish import load_policy
from masudi.web.asked import Words_, day_of
from masudi.web.pages import At, By, page

router = APIRouter()

# Briefs that are kept while the case stays as it is; each takes some seconds to make where the case is large.
_KEPT = 6
_lock = threading.Lock()
_made: OrderedDict[tuple[str, str, datetime.date, Scope], Brief] = OrderedDict()


class BriefPage(msgspec.Struct, frozen=True, kw_only=True):
    """The brief, what was asked for, and where its reports and the same brief as files are.

    `reports` are the ids of those reports of the brief that have a page here: what the policy has changed has none.
    `problem` says why there is no brief.
    """

    scope: Scope
    query: str
    forms: tuple[str, ...]
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
    """What happened, by the claims of the case that may leave it; every sentence with its reports and their words."""
    scope = _scope(operation, place, from_, to)
    known = {one.id for one in bench.board.reports}
    told: Brief | None = None
    problem = None
    try:
        told = _brief(bench.case, scope)
    except UsageError as fault:
        problem = str(fault)
    return BriefPage(
        scope=scope,
        query=f"?{request.url.query}" if request.url.query else "",
        forms=tuple(ENDINGS),
        reports=tuple(one.id for one in told.reports if one.id in known) if told else (),
        brief=told,
        problem=problem,
    )


@router.get("/brief/file/{form}", summary="The same brief as a file.")
def brief_file(
    bench: At,
    _: By,
    form: str,
    operation: Words_ = None,
    place: Words_ = None,
    from_: Annotated[str | None, Query(alias="from", max_length=10)] = None,
    to: Annotated[str | None, Query(max_length=10)] = None,
) -> Response:
    """The brief in one of the forms for passing on."""
    if form not in TYPES:
        raise HTTPException(404)
    made = render(_brief(bench.case, _scope(operation, place, from_, to)), form)
    headers = {"content-disposition": f'attachment; filename="brief.{ENDINGS[form]}"'}
    return Response(made, media_type=TYPES[form], headers=headers)


def _scope(operation: str | None, place: str | None, from_: str | None, to: str | None) -> Scope:
    first, last = day_of(from_), day_of(to)
    if first and last and first > last:
        raise UsageError(f"{first} is after {last}: no day lies between")
    return Scope(operation=(operation or "").strip() or None, place=(place or "").strip() or None, from_=first, to=last)


def _brief(case: Case, scope: Scope) -> Brief:
    """The brief on what the policy lets go; kept until the case changes or the day does."""
    today = datetime.date.today()
    key = (case.where, case.mark(), today, scope)
    with _lock:
        if key not in _made:
            may = published(case, load_policy(), today, scope)
            _made[key] = compose_case(may.view, withheld=may.withheld, version=made_by())
            while len(_made) > _KEPT:
                _made.popitem(last=False)
        _made.move_to_end(key)
        return _made[key]
