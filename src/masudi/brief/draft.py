"""What the brief is made of while it is being written: claims with their reports, and lines not yet numbered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from masudi.brief.values import Cell, Part, PartRole, Table
from masudi.domain import Claim, Reading, Report, Span, Status


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A claim, and the report that makes it; `number` counts the reports of the brief from 0, `at` its claims."""

    number: int
    at: int
    report: Report
    claim: Claim

    @property
    def publisher(self) -> str:
        """Who answers for the report: its publisher, else the words that say that none is named."""
        return publisher_of(self.report)


class Evidence(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A stretch of a report's text that a line rests on; `text` are the words there."""

    number: int
    start: int
    end: int
    text: str
    cut_before: bool = False
    cut_after: bool = False


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A line before citations are numbered. `origins` are those on whose word it rests.

    `coda` is how the line ends: who says so, and their words. Lines that end alike can be told as one.
    """

    body: tuple[Part, ...]
    coda: tuple[Part, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    status: Status | None = None
    group: str | None = None
    origins: frozenset[str] = frozenset()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The line as a sentence."""
        return tidy((*self.body, *self.coda))


class CellDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a table before citations are numbered."""

    text: str
    evidence: tuple[Evidence, ...] = ()


class TableDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A table before citations are numbered."""

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[CellDraft, ...], ...]

    def numbered(self, numbers: Mapping[Evidence, int]) -> Table:
        """The table with the numbers of its evidence."""
        rows = (
            tuple(
                Cell(text=cell.text, citations=tuple(sorted({numbers[found] for found in cell.evidence})))
                for cell in row
            )
            for row in self.rows
        )
        return Table(name=self.name, caption=self.caption, columns=self.columns, rows=tuple(rows))


def said(readings: Iterable[Reading]) -> list[Said]:
    """Every claim of the readings, with its report, in order."""
    return [
        Said(number=number, at=at, report=reading.report, claim=claim)
        for number, reading in enumerate(readings)
        for at, claim in enumerate(reading.claims)
    ]


def publisher_of(report: Report) -> str:
    """The report's publisher, else its file's name."""
    return report.source or f"{report.name} (no publisher given)"


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def stands(report: Report, span: Span) -> bool:
    """Whether the span's words are where it says; only then may the text around it be looked at."""
    return report.text[span.start : span.end] == span.text


def plain(text: str) -> Part:
    """A part in the brief's own words."""
    return Part(text=text)


def quoted(text: str) -> Part:
    """A part in the report's words, in quotation marks."""
    return Part(text=f"“{one_line(text)}”", role=PartRole.QUOTE)


def tidy(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts as a sentence: neighbours of one role joined, a capital at the start, a full stop at the end."""
    joined: list[Part] = []
    for part in parts:
        if part.text and joined and joined[-1].role is part.role:
            joined[-1] = Part(text=joined[-1].text + part.text, role=part.role)
        elif part.text:
            joined.append(part)
    if joined and joined[0].text[0].islower() and joined[0].role is not PartRole.QUOTE:
        joined[0] = Part(text=joined[0].text[0].upper() + joined[0].text[1:], role=joined[0].role)
    if joined and not joined[-1].text.endswith((".", "?", ".”", "?”", "!”", "…”")):
        joined.append(plain("."))
    return tuple(joined)
