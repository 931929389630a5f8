"""Claims as lines of a list: what each is of, the words that say it, and which report that is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import msgspec

from masudi.domain import Claim, HedgeLevel, Status
from masudi.export.claim_view import QUOTE_SIDE, summary_of
from masudi.export.wording import dates_words, quoted
from masudi.export.words import Words
from masudi.web.bench import Bench
from masudi.web.board import Board, Mask, Stage, stage_of
from masudi.web.paging import paged

# Claims on one page of a list.
PAGE = 25


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One claim of a list. `day` are its days in words, `before`, `trigger` and `after` its evidence sentence.

    `incident` is the id of what it is about with others, where that is to be shown.
    """

    id: str
    report: str
    kind: str
    name: str
    family: str
    status: Status
    gloss: str | None
    hedge: str | None
    day: str | None
    summary: tuple[str, ...]
    before: str
    trigger: str
    after: str
    title: str | None
    publisher: str | None
    published: datetime.date | None
    synthetic: bool = False
    confidence: float | None = None
    stage: Stage | None = None
    incident: str | None = None


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a list: pages count from 1."""

    lines: tuple[Line, ...]
    page: int
    pages: int
    total: int


def line_of(claim: Claim, report: str, title: str | None, words: Words, stage: Stage | None = None) -> Line:
    """A claim of a report as a line."""
    before, trigger, after = quoted(claim.mentions[0], QUOTE_SIDE)
    return Line(
        id=claim.id,
        report=report,
        kind=claim.kind,
        name=words.claim(claim),
        family=words.family(claim.kind),
        status=claim.status,
        gloss=words.gloss(claim.status),
        hedge=None if claim.hedge.level is HedgeLevel.NONE else words.hedge(claim.hedge.level),
        day=dates_words(claim.time) if claim.time else None,
        summary=tuple(summary_of(claim, words)),
        before=before,
        trigger=trigger,
        after=after,
        title=title,
        publisher=claim.publisher,
        published=claim.published,
        synthetic=claim.synthetic,
        confidence=claim.confidence.claim,
        stage=stage,
    )


def lines_of(bench: Bench, board: Board, mask: Mask, page: int) -> Lines:
    """The claims of a mask, the latest day first, those without a day last."""
    order = board.latest_first(mask)
    shown, page, pages = paged(range(len(order)), page, PAGE)
    lines = _lines(bench, board, [board.ids[order[at]] for at in shown])
    return Lines(lines=lines, page=page, pages=pages, total=len(order))


def _lines(bench: Bench, board: Board, ids: Sequence[str]) -> tuple[Line, ...]:
    lines = []
    known = {one.claim.id: one for one in bench.case.with_ids(ids)}
    # One that a new reading has replaced since the last look is left out.
    for found in (known[id_] for id_ in ids if id_ in known):
        review = bench.decisions.review(found, None)
        report = board.reports[int(board.report[board.row_of[found.claim.id]])]
        line = line_of(review.claim, report.id, report.title or report.name, bench.words, stage_of(review))
        lines.append(msgspec.structs.replace(line, incident=bench.incidents.of_claim(line.id)))
    return tuple(lines)
