"""The brief in a terminal, narrow or wide."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from masudi.brief.clean import shown
from masudi.brief.headers import FOOT, SYNTHETIC_MARK, basis, cited, from_whom, quote, synthetic_note
from masudi.brief.values import Brief, Cell, Line, PartRole, Section
from masudi.brief.values import Table as BriefTable
from masudi.domain import Status

# Longer lines are hard to follow with the eye, however wide the terminal.
MAX_WIDTH = 112

# The bullet tells the status at a glance; the sentence says it as well.
_BULLETS = {
    Status.ASSERTED: ("•", "default"),
    Status.ATTEMPTED: ("~", "yellow"),
    Status.INTENDED: ("→", "yellow"),
    Status.POSSIBLE: ("?", "yellow"),
    Status.DENIED: ("×", "magenta"),
}
_STYLES = {PartRole.PLAIN: "", PartRole.PARTY: "bold", PartRole.QUOTE: "italic", PartRole.HEDGE: "yellow"}


def render_terminal(brief: Brief, console: Console) -> None:
    """Print the brief on `console`. Words of reports are printed as text, never read as markup or control."""
    width = min(console.width, MAX_WIDTH)
    note = synthetic_note(brief)
    if note:
        _print(console, Text(note, style="bold black on yellow"), width)
        console.print()
    _print(console, Text(shown(brief.title).strip(), style="bold"), width)
    _print(console, Text(basis(brief), style="dim"), width)
    for fact in brief.facts:
        _print(console, Text(f"{fact.name}: {shown(fact.text)}", style="dim"), width)
    if len(brief.reports) > 1:
        _print(console, _reports(brief), width)
    for section in brief.sections:
        console.print()
        _section(section, console, width)
    if brief.citations:
        console.print()
        _print(console, Text("Citations", style="bold cyan"), width)
        _print(console, _citations(brief), width)
    console.print()
    _print(console, Text(FOOT, style="dim"), width)


def _print(console: Console, what: Text | Table, width: int) -> None:
    console.print(what, width=width, markup=False, highlight=False, emoji=False)


def _section(section: Section, console: Console, width: int) -> None:
    heading = Text(section.heading, style="bold cyan")
    _print(console, heading, width)
    if section.note:
        _print(console, Text(section.note, style="dim"), width)
    for picture in section.pictures:
        _print(console, Text(shown(picture.drawing.alt)), width)
        _print(console, Text(shown(picture.caption), style="dim"), width)
    _lines(section, console, width)
    for table in section.tables:
        _table(table, console, width)


def _lines(section: Section, console: Console, width: int) -> None:
    group = None
    table = _grid()
    for line in section.lines:
        if line.group != group and line.group is not None:
            if table.row_count:
                _print(console, table, width)
            _print(console, Text(shown(line.group), style="underline"), width)
            table = _grid()
        group = line.group
        bullet, style = _BULLETS[line.status or Status.ASSERTED]
        table.add_row(Text(bullet, style=style), _line(line))
    if table.row_count:
        _print(console, table, width)


def _table(told: BriefTable, console: Console, width: int) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold", width=width)
    for name in told.columns:
        table.add_column(name, overflow="fold")
    for row in told.rows:
        table.add_row(*(_cell(cell) for cell in row))
    console.print()
    _print(console, Text(shown(told.caption), style="dim"), width)
    _print(console, table, width)


def _cell(cell: Cell) -> Text:
    text = Text(shown(cell.text))
    if cell.citations:
        text.append(f" [{cited(cell.citations)}]", style="dim cyan")
    return text


def _grid() -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _line(line: Line) -> Text:
    text = Text()
    for part in line.parts:
        text.append(shown(part.text), style=_STYLES[part.role])
    if line.citations:
        text.append(f" [{cited(line.citations)}]", style="dim cyan")
    return text


def _reports(brief: Brief) -> Table:
    table = _grid()
    for report in brief.reports:
        text = Text(from_whom(report))
        if report.title:
            text.append(f": {shown(report.title).strip()}", style="dim")
        if report.synthetic:
            text.append(f" ({SYNTHETIC_MARK})", style="yellow")
        table.add_row(Text("-", style="dim"), text)
    return table


def _citations(brief: Brief) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for citation in brief.citations:
        text = Text(from_whom(citation))
        if citation.synthetic:
            text.append(f" ({SYNTHETIC_MARK})", style="yellow")
        text.append(": ")
        text.append(f"“{quote(citation)}”", style="italic")
        table.add_row(Text(f"[{citation.number}]", style="dim cyan"), text)
    return table
