"""Pinning a place: to an entry of a gazetteer or to a point, for the words that claims have for it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Form, HTTPException, Path, Request, Response
from fastapi.responses import RedirectResponse

from masudi.domain import Action
from masudi.errors import DecisionError, UsageError
from masudi.web.bench import Bench
from masudi.web.board import name_key
from masudi.web.pages import At, By, Changing, json_view, page
from masudi.web.pinning import Pin, Pinning
from masudi.web.place import words_of
from masudi.web.review_pages import MOST_DECISIONS

router = APIRouter()

Words = Annotated[str, Form(max_length=300)]
Number = Annotated[str, Form(max_length=40)]
JobId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]
_POINT = "point"


class PinningPage(msgspec.Struct, frozen=True, kw_only=True):
    """How far a pin is, and the place as it is called then: its name, and the key of its page where that is there."""

    job: Pinning
    name: str
    place: str | None


@router.post("/place/pin")
def pin(
    request: Request,
    bench: At,
    session: Changing,
    id: Words,
    to: Words,
    words: Annotated[list[str] | None, Form(max_length=100)] = None,
    lat: Number = "",
    lon: Number = "",
    radius: Number = "",
    name: Words = "",
    report: Annotated[str, Form(max_length=16)] = "",
    why: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Say where a place is: `to` is an id of a gazetteer, or "point" with `lat`, `lon` (degrees) and `radius` (km)."""
    chosen = _exact(bench, id, words or [])
    wanted = Pin(
        words=chosen,
        gazetteer_id=None if to == _POINT else to,
        point=(_number(lat, "latitude"), _number(lon, "longitude")) if to == _POINT else None,
        radius_km=_number(radius, "radius") if to == _POINT and radius.strip() else None,
        name=" ".join(name.split()) or None,
        report=bench.case.report(report).id if report else None,
        why=" ".join(why.split()) or None,
    )
    _check(wanted)
    return _answer(request, bench.pins.take(wanted, session.person.by))


@router.post("/place/unpin")
def unpin(
    request: Request,
    bench: At,
    session: Changing,
    sequence: Annotated[int, Form(ge=1, le=MOST_DECISIONS)],
    name: Words = "",
    why: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Take a pin back: a decision like others, which can be taken back too."""
    entry = bench.case.decision(sequence)
    if entry.action != Action.PIN_PLACE:
        raise DecisionError(f"decision {sequence} is no pin of a place")
    held = str((entry.payload or {}).get("words", ""))
    what = Pin(words=(held,), name=name or held, why=" ".join(why.split()) or None)
    return _answer(request, bench.pins.take(what, session.person.by, undoes=sequence))


@page(router, "/pinning/{id_}", "pinning.html")
def pinning(bench: At, _: By, id_: JobId) -> PinningPage:
    """How far a pin is."""
    job = bench.pins.job(id_)
    if job is None:
        raise HTTPException(404)
    name = job.pin.name or job.pin.words[0]
    if not job.over:
        return PinningPage(job=job, name=name, place=None)
    bench.renew()
    return PinningPage(job=job, name=name, place=_key(bench, job.pin))


def _answer(request: Request, job: Pinning) -> Response:
    if "application/json" in request.headers.get("accept", ""):
        return json_view(request, job, 202)
    return RedirectResponse(f"/pinning/{job.id}", 303)


def _exact(bench: Bench, id_: str, words: list[str]) -> tuple[str, ...]:
    """The words as claims have them: what a form sends differs from them in blanks and ends of lines."""
    board = bench.board
    at = board.spot_at.get(id_)
    if at is None:
        raise UsageError("there is no such place in the case any more: look it up again")
    wanted = {" ".join(one.split()) for one in words}
    known = words_of(bench, board, board.with_place(at), board.spots[at])
    # Capitals make no difference to a pin.
    chosen = {one.casefold(): one for one in known if " ".join(one.split()) in wanted}
    if not chosen:
        raise UsageError("choose the words that mean this place")
    return tuple(chosen.values())


def _number(words: str, what: str) -> float:
    try:
        return float(words)
    except ValueError:
        raise UsageError(f"{words!r} is no {what}: write it in digits, such as 35.31") from None


def _check(wanted: Pin) -> None:
    """DecisionError for a place that cannot be, before anybody waits for it."""
    from masudi.pipeline.placed import entry_of_gazetteer, point_on_earth

    if wanted.point is not None:
        point_on_earth(wanted.point, wanted.radius_km)
    else:
        entry_of_gazetteer(wanted.gazetteer_id or "")


def _key(bench: Bench, done: Pin) -> str | None:
    """The key of the place once it is pinned."""
    board = bench.board
    if done.gazetteer_id is not None:
        begin = (done.gazetteer_id, f"{done.gazetteer_id}/")
        return next((key for key in board.spot_at if key == begin[0] or key.startswith(begin[1])), None)
    key = name_key(done.name or done.words[0], *(done.point or (None, None)))
    return key if key in board.spot_at else None
