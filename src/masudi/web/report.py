"""One report: its text with every claim marked, and the claims beside it."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Path, Response
from markupsafe import Markup

from masudi.domain import Claim, Reading
from masudi.domain.case import StoredReport
from masudi.errors import UsageError
from masudi.export.case_text import retrieval_facts
from masudi.export.page_view import ReportView, report_views
from masudi.pipeline.known import with_names
from masudi.sources import ending_of
from masudi.web.access import Session
from masudi.web.bench import Bench
from masudi.web.pages import At, By, json_response, page
from masudi.web.review_pages import ReviewState, review_state

router = APIRouter()

ReportId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]
# From so many characters on, the browser lays out only what comes near the screen.
_LONG = 200_000


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """A report as one person finds it: claims with the decisions that this person may see; and its neighbours."""

    stored: StoredReport
    reviews: tuple[ReviewState, ...]
    before: str | None
    after: str | None
    view: ReportView

    @property
    def came(self) -> tuple[tuple[str, str], ...]:
        """How the bytes came here, what came with them, what of them was not read; nothing for a plain text file."""
        return tuple(retrieval_facts(self.stored.retrieval))

    @property
    def data(self) -> Markup:
        """What the page's script needs to know of the claims, as JSON that ends no element."""
        return Markup(msgspec.json.encode(self.reviews).decode().replace("<", "\\u003c"))

    @property
    def long(self) -> bool:
        """Whether the text is so long that a browser should not lay out all of it at once."""
        return len(self.stored.report.text) > _LONG


def _loaded(bench: Bench, id_: str) -> StoredReport:
    try:
        return with_names(bench.case.report(id_))
    except UsageError:
        raise HTTPException(404) from None


@router.get("/report/{id_}.json", name="report_json")
def report_json(bench: At, session: By, id_: ReportId) -> Response:
    """A report with its text and its claims, as they stand after the decisions that one may see."""
    stored = _loaded(bench, id_)
    _, reviews = _reviews(bench, session, stored)
    return json_response({"report": msgspec.structs.replace(stored, claims=()), "claims": reviews})


def _reviews(bench: Bench, session: Session, stored: StoredReport) -> tuple[tuple[Claim, ...], tuple[ReviewState, ...]]:
    reviews = [bench.decisions.review(one, session.person.name) for one in bench.case.claims_of(stored.id)]
    reviews.sort(key=lambda one: (one.claim.mentions[0].start, one.claim.mentions[0].end))
    return tuple(one.claim for one in reviews), tuple(map(review_state, reviews))


@router.get("/report/{id_}/original", name="original")
def original(bench: At, _: By, id_: ReportId) -> Response:
    """The bytes of a report as they were retrieved, as a file to be kept, never shown as a page."""
    stored = _loaded(bench, id_)
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", stored.report.name).strip(".-")[:80] or "report"
    disposition = f'attachment; filename="{name}{ending_of(stored.retrieval)}"'
    headers = {"content-disposition": disposition, "content-security-policy": "sandbox"}
    return Response(bench.case.original(id_), media_type="application/octet-stream", headers=headers)


@page(router, "/report/{id_}", "report_page.html", data=False)
def report(bench: At, session: By, id_: ReportId) -> ReportPage:
    """A report with its claims marked."""
    stored = _loaded(bench, id_)
    claims, reviews = _reviews(bench, session, stored)
    reading = Reading(report=stored.report, claims=claims)
    order = [one.id for one in bench.board.reports]
    at = order.index(id_) if id_ in order else None
    return ReportPage(
        stored=stored,
        reviews=reviews,
        before=order[at - 1] if at else None,
        after=order[at + 1] if at is not None and at + 1 < len(order) else None,
        view=report_views([reading], bench.words)[0],
    )
