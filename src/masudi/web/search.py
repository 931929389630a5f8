"""Search: words in reports and claims."""

from __future__ import annotations

import datetime

import msgspec
from fastapi import APIRouter

from masudi.domain import Status
from masudi.domain.case import Sought
from masudi.errors import UsageError
from masudi.web.asked import Words_, day_of, status_of
from masudi.web.lines import Line, line_of
from masudi.web.pages import At, By, page

router = APIRouter()

_MOST = 100


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A report that has the words, and where it has them."""

    id: str
    title: str
    publisher: str | None
    published: datetime.date | None
    excerpt: str


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for, and what was found; `most` is how much is shown at most, `problem` why nothing was."""

    words: str
    kind: str | None
    status: Status | None
    from_: datetime.date | None = msgspec.field(default=None, name="from")
    to: datetime.date | None = None
    claims: tuple[Line, ...] = ()
    reports: tuple[Found, ...] = ()
    most: int = _MOST
    problem: str | None = None

    @property
    def asked(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.words.strip() or self.kind or self.status)


@page(router, "/search", "search.html")
def search(
    bench: At,
    _: By,
    words: Words_ = None,
    kind: Words_ = None,
    status: Words_ = None,
    from_: Words_ = None,
    to: Words_ = None,
) -> SearchPage:
    """Claims and reports that have all the words: "words in quotes" stand together, a star ends a beginning."""
    asked = SearchPage(
        words=words or "",
        kind=kind or None,
        status=status_of(status) if status else None,
        from_=day_of(from_),
        to=day_of(to),
    )
    if not asked.asked:
        return asked
    sought = Sought(kind=asked.kind, status=asked.status, from_=asked.from_, to=asked.to)
    try:
        hits = bench.case.search(asked.words, sought, limit=_MOST)
    except UsageError as fault:
        return msgspec.structs.replace(asked, problem=str(fault))
    return msgspec.structs.replace(
        asked,
        claims=tuple(
            line_of(one.claim.claim, one.claim.report_id, one.claim.title, bench.words) for one in hits if one.claim
        ),
        reports=tuple(
            Found(
                id=one.report.id,
                title=one.report.title or one.report.name,
                publisher=one.report.publisher,
                published=one.report.published,
                excerpt=one.excerpt,
            )
            for one in hits
            if one.report
        ),
    )
