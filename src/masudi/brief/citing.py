"""Citations: the evidence of the lines, numbered in the order in which the brief first rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from masudi.brief.draft import Draft, Evidence
from masudi.brief.values import BriefedReport, Citation, Line
from masudi.domain import Reading


def numbered(drafts: Iterable[Draft]) -> dict[Evidence, int]:
    """A number for each piece of evidence, in the order in which the brief first cites it."""
    numbers: dict[Evidence, int] = {}
    for draft in drafts:
        for found in draft.evidence:
            numbers.setdefault(found, len(numbers) + 1)
    return numbers


def line(draft: Draft, numbers: Mapping[Evidence, int]) -> Line:
    """The line, with the numbers of its evidence."""
    citations = tuple(sorted(numbers[found] for found in draft.evidence))
    return Line(parts=draft.parts, citations=citations, status=draft.status, group=draft.group)


def citation(number: int, found: Evidence, readings: Sequence[Reading]) -> Citation:
    """The citation with that number: the exact words, and whose they are."""
    report = readings[found.number].report
    return Citation(
        number=number,
        report=report.name,
        report_number=found.number + 1,
        publisher=report.source,
        published=report.published,
        synthetic=report.synthetic,
        quote=found.text,
        start=found.start,
        end=found.end,
        cut_before=found.cut_before,
        cut_after=found.cut_after,
    )


def briefed(number: int, reading: Reading) -> BriefedReport:
    """What the brief says of a report that it rests on."""
    report = reading.report
    return BriefedReport(
        number=number,
        name=report.name,
        path=report.path,
        title=report.title,
        publisher=report.source,
        published=report.published,
        url=report.url,
        synthetic=report.synthetic,
        sha256_text=report.sha256_text,
        claims=len(reading.claims),
        warnings=report.warnings,
    )
