"""What a case holds, for people at a terminal: lists, one report, one claim, what a search found."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from masudi.data.languages import language_name
from masudi.domain import Claim, Report, ReviewState
from masudi.domain.case import CaseClaim, CaseSummary, Failure, ReportSummary, SearchHit, StoredReport, Synthetic
from masudi.domain.known import KnownNames
from masudi.domain.retrieval import Retrieval
from masudi.export.fields import Filled, filled_fields
from masudi.export.table import MADE_UP, clean, quote, what
from masudi.export.wording import day_words
from masudi.export.words import words

# As much of an id as is shown: of a million, two that begin alike are not to be expected often, and `show` says so.
SHORT_ID = 10

_OLDER = "older version"


def write_reports(reports: Iterable[ReportSummary], summary: CaseSummary, console: Console) -> None:
    """Print the reports of a case, one a row, and below them what it holds."""
    table = _rows(("id", True), ("published", True), ("publisher", False), ("claims", True), ("title", False))
    some = False
    for one in reports:
        some = True
        day = one.published.isoformat() if one.published else "no date"
        title = Text(clean(one.title or one.name))
        if not one.current:
            title.append(f"  ({_OLDER})", style="italic")
        if one.unread:
            title.append(f"  in {clean(language_name(one.language or ''))}, not read", style="italic")
        if one.synthetic and summary.settings.synthetic is Synthetic.MIXED:
            title.append(f"  {MADE_UP}", style="bold reverse")
        table.add_row(one.id[:SHORT_ID], day, clean(one.publisher or "unknown"), str(one.claims), title)
    if some:
        console.print(table)
    console.print(Text(" · ".join(_holdings(summary)), style="dim"))


def _rows(*columns: tuple[str, bool]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold")
    for name, whole in columns:
        table.add_column(name, no_wrap=whole, overflow="fold", justify="right" if name == "claims" else "left")
    return table


def _holdings(summary: CaseSummary) -> Iterator[str]:
    yield _count(summary.reports, "report")
    if summary.older_versions:
        yield _count(summary.older_versions, _OLDER)
    yield _count(summary.claims, "claim")
    if summary.settings.synthetic is Synthetic.MADE_UP:
        yield "all made up"
    elif summary.settings.synthetic is Synthetic.MIXED:
        yield "real and made-up reports"
    if summary.failures:
        yield f"{_count(summary.failures, 'report')} could not be read: masudi list --failed"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def write_failures(failures: Iterable[Failure], console: Console) -> None:
    """Print what could not be read, and why."""
    some = False
    for one in failures:
        some = True
        line = f", line {one.line}" if one.line else ""
        console.print(Text(clean(f"{one.path}{line}: {one.problem}") + f" (tried {one.at:%Y-%m-%d %H:%M} UTC)"))
    if not some:
        console.print(Text("all reports could be read", style="dim"))


def write_report(stored: StoredReport, console: Console) -> None:
    """Print a report: where it is from, its text, its claims."""
    report = stored.report
    title = Text(clean(report.title or report.name), style="bold")
    if report.synthetic:
        title.append(f"  {MADE_UP}", style="bold reverse")
    console.print(title)
    _fields(_facts(stored), console)
    console.print()
    for line in report.text.split("\n"):
        console.print(Text(clean(line)))
    console.print()
    if stored.names is not None:
        _write_names(stored.names, console)
    for claim in stored.claims:
        way = report.way_at(claim.mentions[0].start)
        beside = Text(f"  {way.words}" if way else "", style="dim")
        console.print(Text(f"{claim.id[:SHORT_ID]}  ", style="dim") + what(claim) + beside)
        console.print(Padding(quote(claim.mentions[0]), (0, 0, 0, SHORT_ID + 2), expand=False))


def _write_names(names: KnownNames, console: Console) -> None:
    """Print which actors and places a report names that nobody has read."""
    counted = names.counted()
    console.print(Text("Names that are known in it" if counted else "No name in it is known", style="bold"))
    _fields(
        (
            (one.name, f"{one.note}: {', '.join(one.words)}" + (f" ({one.count} times)" if one.count > 1 else ""))
            for one in counted
        ),
        console,
    )


def _facts(stored: StoredReport) -> Iterator[tuple[str, str]]:
    report, retrieval = stored.report, stored.retrieval
    yield "id", stored.id
    yield "publisher", report.source or "unknown"
    yield "published", day_words(report.published) if report.published else "no date"
    for name, value in (("url", report.url), ("file", report.path), ("language", _language(report))):
        if value:
            yield name, value
    if retrieval.collector:
        yield "collected by", retrieval.collector
    yield from retrieval_facts(retrieval)
    yield "added", f"{stored.added:%Y-%m-%d %H:%M} UTC"
    yield "text from", f"{retrieval.extractor} {retrieval.extractor_version}, {report.encoding}"
    yield "SHA-256", f"{report.sha256_bytes} (file)"
    yield "", f"{report.sha256_text} (text)"
    yield "reader", stored.reader
    if stored.previous:
        yield "before it", f"{stored.previous} (an older version of the report)"
    if stored.next:
        yield "after it", f"{stored.next} (a later version of the report)"
    yield from (("note", warning) for warning in report.warnings)


def retrieval_facts(retrieval: Retrieval) -> Iterator[tuple[str, str]]:
    """How the bytes came here, what came with them, and what of them was not read."""
    if retrieval.at:
        yield "retrieved", f"{retrieval.at.astimezone(datetime.UTC):%Y-%m-%d %H:%M:%S} UTC"
    elif retrieval.retrieved:
        yield "retrieved", day_words(retrieval.retrieved)
    if retrieval.media_type:
        yield "media type", retrieval.media_type
    for number, (name, value) in enumerate(retrieval.headers):
        yield "" if number else "headers", f"{name}: {value}"
    for number, one in enumerate(retrieval.within):
        yield "" if number else "was in", f"{one.name} ({one.format}, {one.size:,} bytes, SHA-256 {one.sha256})"
    if retrieval.part:
        yield "as", retrieval.part
    if taken := [f"{field} from {column!r}" for field, column in retrieval.columns if column]:
        yield "columns", ", ".join(taken)
    for number, file in enumerate(retrieval.attachments):
        there = f"{file.size or 0:,} bytes, SHA-256 {file.sha256}" if file.sha256 else "not there"
        yield "" if number else "not read", f"{file.name} ({there})"


def _language(report: Report) -> str | None:
    if report.language is None:
        return None
    return language_name(report.language) + (", which is not read" if report.unread else "")


def write_claim(found: CaseClaim, console: Console, *, report: Report | None = None) -> None:
    """Print a claim: every field with its words, the sentences that it rests on, and the report that makes it.

    Where the `report` is given, it is said on which of its pages, or in which paragraph, the claim stands.
    """
    claim = found.claim
    head = what(claim)
    if claim.synthetic:
        head.append(f"  {MADE_UP}", style="bold reverse")
    console.print(head)
    for mention in claim.mentions:
        console.print(Padding(quote(mention, len(mention.sentence.text)), (0, 0, 0, 2), expand=False))
    _fields(_of_claim(claim), console)
    console.print()
    way = report.way_at(found.claim.mentions[0].start) if report else None
    _fields(_origin(found, way.words if way else ""), console)


def _of_claim(claim: Claim) -> Iterator[tuple[str, str]]:
    for field in filled_fields(claim, words()):
        sure = f"  ({field.confidence:.0%} sure)" if field.confidence is not None else ""
        for number, one in enumerate(field.items):
            yield field.role.label.lower() if not number else "", _item(one) + ("" if number else sure)
    for relation in claim.relations:
        yield words().relation(relation.kind), relation.to


def _item(one: Filled) -> str:
    return f"“{one.span.text}”" + (f" = {one.value}" if one.value else "") + (f" ({one.note})" if one.note else "")


def _origin(found: CaseClaim, stands: str) -> Iterator[tuple[str, str]]:
    claim = found.claim
    yield "id", claim.id
    if claim.confidence.claim is not None:
        yield "confidence", f"{claim.confidence.claim:.0%}"
    yield "review", review_words(found)
    yield "report", f"{found.report_id} {found.title or claim.report}"
    if stands:
        yield "stands on" if stands.startswith("page") else "stands in", stands
    yield "publisher", claim.publisher or "unknown"
    yield "published", day_words(claim.published) if claim.published else "no date"
    if found.url:
        yield "url", found.url
    if not found.current:
        yield "version", "of an older version: the report has changed since"
    if found.retired:
        yield "retired", f"{found.retired:%Y-%m-%d}, by a later reading of the report"


def review_words(found: CaseClaim) -> str:
    """How far people are with a claim."""
    if found.state is ReviewState.UNREVIEWED:
        return "nobody has decided on it"
    by = f" by {', '.join(found.people)}" if found.people else ""
    return f"{found.state}{by}" + (", added by a person" if found.by_person else "")


def _fields(facts: Iterable[tuple[str, str]], console: Console) -> None:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in facts:
        grid.add_row(name, Text(clean(value)))
    console.print(Padding(grid, (0, 0, 0, 2), expand=False))


def write_hits(hits: Sequence[SearchHit], limit: int, console: Console) -> None:
    """Print what a search found, each with the sentence that answers it."""
    for hit in hits:
        if hit.claim is not None:
            console.print(claim_head(hit.claim))
            console.print(Padding(quote(hit.claim.claim.mentions[0]), (0, 0, 0, SHORT_ID + 2), expand=False))
        elif hit.report is not None:
            console.print(_report_head(hit.report))
            console.print(Padding(Text(f"“{clean(hit.excerpt)}”"), (0, 0, 0, SHORT_ID + 2), expand=False))
    if len(hits) >= limit:
        console.print(Text(f"the first {limit:,}: --limit shows more", style="dim"))
    elif not hits:
        console.print(Text("nothing found", style="dim"))


def claim_head(found: CaseClaim) -> Text:
    """The line that stands above a claim: its id, what it says happened, whose report says so."""
    claim = found.claim
    day = claim.published.isoformat() if claim.published else "no date"
    said = f" · {clean(claim.publisher or 'unknown publisher')}, {day}" + ("" if found.current else f" ({_OLDER})")
    head = Text(f"{claim.id[:SHORT_ID]}  ", style="dim") + what(claim) + Text(said, style="dim")
    return head.append("  made up", style="dim") if claim.synthetic else head


def _report_head(report: ReportSummary) -> Text:
    day = report.published.isoformat() if report.published else "no date"
    said = f" · {clean(report.publisher or 'unknown publisher')}, {day}" + ("" if report.current else f" ({_OLDER})")
    head = Text(f"{report.id[:SHORT_ID]}  ", style="dim") + Text(f"report: {clean(report.title or report.name)}")
    head.append(said, style="dim")
    return head.append("  made up", style="dim") if report.synthetic else head
