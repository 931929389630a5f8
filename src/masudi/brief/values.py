"""What a brief is: sections of lines, each line with the numbers of the citations that it rests on."""

from __future__ import annotations

import datetime
from enum import StrEnum

import msgspec

from masudi.domain import Status
from masudi.draw import Drawing


class PartRole(StrEnum):
    """What a stretch of a line is, so that a page can set it apart: the reports' own words are `quote`."""

    PLAIN = "plain"
    PARTY = "party"
    QUOTE = "quote"
    HEDGE = "hedge"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a line. `text` may hold anything that a report holds: renderers escape it."""

    text: str
    role: PartRole = PartRole.PLAIN


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One statement of the brief.

    `citations` are numbers of `Brief.citations`, ascending; empty where the line counts and quotes nothing. `status`
    is that of the claims told, None where the line tells of none. `group` is what lines with the same one are about
    (an actor); such lines follow each other.
    """

    parts: tuple[Part, ...]
    citations: tuple[int, ...] = ()
    status: Status | None = None
    group: str | None = None

    @property
    def text(self) -> str:
        """The line's words, without its citations."""
        return "".join(part.text for part in self.parts)


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a table and the numbers of the citations that it rests on."""

    text: str
    citations: tuple[int, ...] = ()


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Rows under `columns`; each row has as many cells as there are columns."""

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A drawing, and what stands below it. `drawing.alt` tells what it shows where it cannot be seen."""

    drawing: Drawing
    caption: str = ""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Lines on one question; `name` is the section's name in data/brief.yaml, `note` holds for every line.

    Pictures stand before the lines, tables behind them.
    """

    name: str
    heading: str
    lines: tuple[Line, ...]
    note: str | None = None
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something about the brief itself: what it was asked for, of which case it is."""

    name: str
    text: str


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a report that lines rest on.

    `start` and `end` count Unicode code points of the report's text, `quote` are exactly the characters there;
    `cut_before` and `cut_after` say that the sentence goes on outside them. `report_number` counts `Brief.reports`
    from 1. `claim` is the id of the first claim of a case for which these words are cited.
    """

    number: int
    report: str
    report_number: int
    publisher: str | None
    published: datetime.date | None
    synthetic: bool
    quote: str
    start: int
    end: int
    cut_before: bool = False
    cut_after: bool = False
    claim: str | None = None


class BriefedReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report that the brief rests on; `claims` is how many were found in it, `id` its id in the case."""

    number: int
    name: str
    path: str | None
    title: str | None
    publisher: str | None
    published: datetime.date | None
    url: str | None
    synthetic: bool
    sha256_text: str
    claims: int
    id: str | None = None
    warnings: tuple[str, ...] = ()


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """A written brief on one or several reports. `synthetic` says that at least one of them is made up.

    `facts` say of which case it is and what of it was asked for; a brief on files has none. `day` is the day as of
    which it is written, so that documents bear that and not the day on which somebody made them.
    """

    title: str
    synthetic: bool
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    reports: tuple[BriefedReport, ...]
    facts: tuple[Fact, ...] = ()
    day: datetime.date | None = None
