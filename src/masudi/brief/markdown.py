"""The brief as Markdown, for wikis, mail and chat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from masudi.brief.clean import shown
from masudi.brief.headers import FOOT, SYNTHETIC_MARK, basis, cited, from_whom, quote, synthetic_note
from masudi.brief.values import Brief, Cell, Line, PartRole, Section, Table

# Everything that Markdown dialects read as more than a character; a backslash before it is dropped by all of them.
# Parentheses mean something only behind a bracket, and those are escaped.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$@^=])")


def render_markdown(brief: Brief) -> str:
    """The brief as CommonMark text that ends in a line end. Words of reports are escaped, addresses not linked."""
    blocks = [f"# {escape(brief.title.strip())}"]
    note = synthetic_note(brief)
    if note:
        blocks.append(f"> **{escape(note)}**")
    blocks.append(f"*{escape(basis(brief))}*")
    if brief.facts:
        blocks.append("\n".join(f"- {escape(fact.name)}: {escape(fact.text)}" for fact in brief.facts))
    if len(brief.reports) > 1:
        blocks.append("\n".join(_reports(brief)))
    for section in brief.sections:
        blocks += _section(section)
    if brief.citations:
        blocks += ["## Citations", "\n".join(_citations(brief))]
    blocks.append(f"*{escape(FOOT)}*")
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """The text as Markdown that shows exactly it: nothing in it is markup, an entity, a link or a list."""
    safe = _SPECIAL.sub(r"\\\1", shown(text).replace("&", "&amp;"))
    # Dialects link bare addresses; a backslash before the mark that makes them one shows as nothing.
    safe = re.sub(r"(?i)\b(https?|ftp|mailto|xmpp):", r"\1\\:", safe)
    safe = re.sub(r"(?i)\bwww\.", r"www\\.", safe)
    return re.sub(r"^(\s*)([-+]|\d+[.)])(?=\s|$)", _escaped_start, safe)


def _escaped_start(match: re.Match[str]) -> str:
    """What would open a list at the start of a line, so that it does not."""
    mark = match.group(2)
    return f"{match.group(1)}{mark[:-1]}\\{mark[-1]}"


def _section(section: Section) -> Iterator[str]:
    yield f"## {escape(section.heading)}"
    if section.note:
        yield f"*{escape(section.note)}*"
    for picture in section.pictures:
        yield f"{escape(picture.drawing.alt)}"
        yield f"*{escape(picture.caption)}*"
    yield from _grouped(section)
    for table in section.tables:
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    """A table in the form that most dialects know; citations stand behind the words of a cell."""
    yield f"*{escape(table.caption)}*"
    rows = [
        f"| {' | '.join(map(escape, table.columns))} |",
        f"|{' --- |' * len(table.columns)}",
        *(f"| {' | '.join(map(_cell, row))} |" for row in table.rows),
    ]
    yield "\n".join(rows)


def _cell(cell: Cell) -> str:
    text = escape(cell.text)
    return f"{text} \\[{cited(cell.citations)}\\]" if cell.citations else text


def _grouped(section: Section) -> Iterator[str]:
    group: str | None = None
    lines: list[str] = []
    for line in section.lines:
        if line.group != group and line.group is not None:
            if lines:
                yield "\n".join(lines)
            lines = []
            yield f"**{escape(line.group)}**"
        group = line.group
        lines.append(f"- {_line(line)}")
    if lines:
        yield "\n".join(lines)


def _line(line: Line) -> str:
    text = "".join(_part(shown(part.text), part.role) for part in line.parts)
    # Only the line as a whole can open a list; its first part was escaped as if it stood alone.
    return f"{text} \\[{cited(line.citations)}\\]" if line.citations else text


def _part(text: str, role: PartRole) -> str:
    safe = escape(text)
    if role is PartRole.PARTY and text.strip() == text and text:
        return f"**{safe}**"
    return safe


def _reports(brief: Brief) -> Iterator[str]:
    for report in brief.reports:
        mark = f" ({SYNTHETIC_MARK})" if report.synthetic else ""
        title = f": {escape(report.title.strip())}" if report.title else ""
        yield f"- {escape(from_whom(report))}{escape(mark)}{title}"


def _citations(brief: Brief) -> Iterator[str]:
    for citation in brief.citations:
        mark = f" ({SYNTHETIC_MARK})" if citation.synthetic else ""
        yield f"- \\[{citation.number}\\] {escape(from_whom(citation) + mark)}: “{escape(quote(citation))}”"
