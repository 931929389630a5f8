"""Reviewing: decisions on claims, the next claim that needs one, and how far the reviewers are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
import numpy as np
from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict
from pydantic import Field as PydanticField

from masudi.domain import Claim, span_of
from masudi.domain.case import CaseClaim
from masudi.errors import DecisionError, UsageError
from masudi.review import Review
from masudi.web.access import Session, sent_rightly
from masudi.web.bench import Bench
from masudi.web.board import STAGES, Board, Doubled, Stage, is_unresolved
from masudi.web.pages import At, By, json_done, page, session_of

router = APIRouter()

# Larger numbers are no numbers of decisions: databases have none above.
MOST_DECISIONS = 2**31 - 1

Id = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]
Order = Annotated[Literal["uncertain", "text"], Query()]


def by_script(request: Request, session: Annotated[Session, Depends(session_of)]) -> Session:
    """The session of a change that a script sends: 403 where it does not carry the session's token."""
    if not sent_rightly(session, request.headers.get("x-csrf")):
        raise HTTPException(403, "This page is too old: load it again.")
    return session


ByScript = Annotated[Session, Depends(by_script)]


class Decide(BaseModel):
    """A decision on a claim: of `correct` the field and its new value; `seen` is the newest decision that was known,
    `why` the reason for the log.
    """

    model_config = ConfigDict(extra="forbid")
    action: Literal["accept", "reject", "correct", "undo"]
    field: str | None = None
    value: Any = None
    seen: int = PydanticField(default=0, ge=0, le=MOST_DECISIONS)
    why: str | None = PydanticField(default=None, max_length=1000)


class Missed(BaseModel):
    """A claim that the reader missed: the words from `start` to `end` say it."""

    model_config = ConfigDict(extra="forbid")
    kind: str
    status: str
    start: int
    end: int


class ReviewState(msgspec.Struct, frozen=True, kw_only=True):
    """How a person finds a claim, for the script of the page; see `masudi.review.Review`."""

    id: str
    stage: str
    two: str | None
    done: bool
    mine: bool
    conflict: bool
    answers: tuple[tuple[str, str], ...]
    last: int
    confidence: float | None
    claim: Claim


class KindProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the reviewers are with the claims of one kind: all, those that need nothing more, those that differ."""

    kind: str
    name: str
    total: int
    done: int
    conflicts: int


class PairAgreement(msgspec.Struct, frozen=True, kw_only=True):
    """Two people, on how many claims both decided first, and on how many of these they agree."""

    names: tuple[str, str]
    pairs: int
    agreed: int


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the reviewers are: claims by stage; of `pairs` claims that two people reviewed they agree on `agreed`."""

    stages: tuple[tuple[Stage, int], ...]
    total: int
    people: tuple[tuple[str, int], ...]
    agreed: int
    pairs: int
    conflicts: tuple[tuple[str, str, str], ...]
    kinds: tuple[KindProgress, ...]
    between: tuple[PairAgreement, ...]
    unresolved: int
    orphans: int

    @property
    def done(self) -> int:
        """The claims that need nothing more."""
        return sum(count for stage, count in self.stages if stage in (Stage.ACCEPTED, Stage.CORRECTED, Stage.REJECTED))


def review_state(review: Review) -> ReviewState:
    """A review for the script."""
    stage = "conflict" if review.conflict else review.state.value
    return ReviewState(
        id=review.claim.id,
        stage=stage,
        two=review.two,
        done=review.done,
        mine=review.mine,
        conflict=review.conflict,
        answers=tuple((name, state.value) for name, state in review.answers),
        last=review.last,
        confidence=review.claim.confidence.claim,
        claim=review.claim,
    )


def found_claim(bench: Bench, report: str, claim: str) -> CaseClaim:
    """A claim of a report; 404 where the report has none of that id."""
    try:
        found = bench.case.claim(claim)
    except UsageError:
        raise HTTPException(404) from None
    if found.report_id != report:
        raise HTTPException(404)
    return found


@router.post("/report/{report}/claim/{claim}")
def decide(request: Request, bench: At, session: ByScript, report: Id, claim: Id, sent: Decide) -> Response:
    """Accept, reject or correct a claim, or take one's last decision back; the answer is how the claim stands then."""
    found = found_claim(bench, report, claim)
    why = " ".join((sent.why or "").split()) or None
    review = bench.decisions.decide(session.person.by, sent.action, found, sent.seen, sent.field or "", sent.value, why)
    bench.decided()
    return json_done(request, review_state(review))


@router.post("/report/{report}/claims")
def add_claim(request: Request, bench: At, session: ByScript, report: Id, sent: Missed) -> Response:
    """Add a claim that the reader missed; the answer is its id."""
    try:
        text = bench.case.report(report).report.text
        span = span_of(text, sent.start, sent.end)
    except UsageError:
        raise HTTPException(404) from None
    except ValueError as fault:
        raise DecisionError(f"a claim cannot be added so: {fault}") from None
    id_ = bench.decisions.add(session.person.by, report, sent.kind, sent.status, msgspec.to_builtins(span))
    bench.decided()
    return json_done(request, {"id": id_}, 201)


@router.get("/next")
def next_claim(
    bench: At, session: By, order: Order = "uncertain", after: Annotated[str, Query(max_length=16)] = ""
) -> Response:
    """To the claim that most needs a review by this person: the least certain one, or the next in the text."""
    board = bench.board
    row = _next_row(bench, board, session.person.name, order, after)
    if row is None:
        return RedirectResponse("/review?nothing=left", 303)
    report = board.reports[int(board.report[row])].id
    return RedirectResponse(f"/report/{report}?order={order}#c-{board.ids[row]}", 303)


def _next_row(bench: Bench, board: Board, person: str, order: str, after: str) -> int | None:
    open_ = np.isin(board.stage, [STAGES.index(one) for one in (Stage.UNREVIEWED, Stage.HALF, Stage.CONFLICT)])
    rows = np.flatnonzero(open_)
    if order == "uncertain":
        rows = rows[np.argsort(np.nan_to_num(board.confidence[rows], nan=0.0), kind="stable")]
    else:
        # Round the list, from where one is.
        rows = np.roll(rows, -int(np.searchsorted(rows, board.row_of.get(after, -1), side="right")))
    half = STAGES.index(Stage.HALF)
    for row in rows.tolist():
        id_ = board.ids[row]
        if id_ == after:
            continue
        if board.stage[row] == half and any(entry.person == person for entry in bench.decisions.on(id_)):
            continue
        return int(row)
    return None


@page(router, "/review", "review.html")
def progress(bench: At, _: By) -> Progress:
    """How far the reviewers are, who reviewed how many claims, and where two people differ."""
    board = bench.board
    counts = np.bincount(board.stage, minlength=len(STAGES)).tolist()
    pairs = tuple(board.doubled.values())
    conflicts = tuple(
        (board.reports[int(board.report[board.row_of[id_]])].id, id_, one.said)
        for id_, one in board.doubled.items()
        if one.differ
    )
    return Progress(
        stages=tuple(zip(STAGES, counts, strict=True)),
        total=len(board),
        people=tuple(bench.decisions.counts(board.row_of.keys()).items()),
        agreed=sum(not one.differ for one in pairs),
        pairs=len(pairs),
        conflicts=conflicts,
        kinds=_by_kind(bench, board),
        between=_between(pairs),
        unresolved=sum(map(is_unresolved, board.spots)),
        orphans=sum(1 for _ in bench.case.orphans()),
    )


def _by_kind(bench: Bench, board: Board) -> tuple[KindProgress, ...]:
    """The kinds that have claims, those with the most left to do first."""
    table = np.zeros((len(board.kinds) + 1, len(STAGES)), dtype=np.int64)
    np.add.at(table, (board.kind, board.stage), 1)
    over = [STAGES.index(one) for one in (Stage.ACCEPTED, Stage.CORRECTED, Stage.REJECTED)]
    found = [
        KindProgress(
            kind=kind,
            name=bench.words.kind(kind),
            total=sum(counts),
            done=sum(counts[at] for at in over),
            conflicts=counts[STAGES.index(Stage.CONFLICT)],
        )
        for kind, counts in zip(board.kinds, table.tolist(), strict=False)
        if any(counts)
    ]
    return tuple(sorted(found, key=lambda one: (one.done - one.total, one.name)))


def _between(found: Iterable[Doubled]) -> tuple[PairAgreement, ...]:
    """How far each two people agree who reviewed the same claims, each without the other's answer."""
    counts: dict[tuple[str, str], list[int]] = {}
    for one in found:
        count = counts.setdefault(one.names, [0, 0])
        count[0] += 1
        count[1] += not one.differ
    return tuple(
        PairAgreement(names=names, pairs=pairs, agreed=agreed) for names, (pairs, agreed) in sorted(counts.items())
    )
