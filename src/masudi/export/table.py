"""Claims for people at a terminal: a table where there is room, stacked lines where there is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from masudi.domain import Claim, HedgeLevel, Mention, Reading, Report, Status
from masudi.domain.text import one_line, visible
from masudi.export.wording import dates_words, day_words, quoted
from masudi.export.words import words

# Below this width the eight columns would leave each field a word or two a line.
TABLE_FROM = 110

MADE_UP = "MADE-UP SAMPLE"

# How many characters of its sentence stand on either side of a trigger.
QUOTE_SIDE = 70


def write_table(readings: Iterable[Reading], console: Console) -> None:
    """Print the readings, report by report, as wide as `console` is.

    A claim that is not asserted has its status in capitals in front of its kind. What a report says is shown with
    control characters made visible, and never read as markup.
    """
    for reading in readings:
        _head(reading.report, len(reading), console)
        if not reading.claims:
            console.print(Text("  no claims\n", style="dim"))
        elif console.width >= TABLE_FROM:
            console.print(_table(reading.claims), "")
        else:
            stacks = (_stack(claim, number, console) for number, claim in enumerate(reading.claims, 1))
            # Wrapped already, printed at once: a grid for every field took as long as the reading itself.
            console.print(Text("\n").join(chain.from_iterable(stacks)), soft_wrap=True)


def _head(report: Report, claims: int, console: Console) -> None:
    console.print(Rule(style="dim"))
    title = Text(clean(report.title or report.name), style="bold")
    if report.synthetic:
        title.append(f"  {MADE_UP}", style="bold reverse")
    console.print(title)
    day = day_words(report.published) if report.published else "no date"
    count = f"{claims:,} claim{'' if claims == 1 else 's'}"
    console.print(Text(f"{clean(report.source or 'unknown publisher')}, {day}, {count}", style="dim"))
    for warning in report.warnings:
        console.print(Text(f"note: {clean(warning)}", style="italic"))
    console.print()


Cell = Callable[[Claim], Text]


def _table(claims: tuple[Claim, ...]) -> Table:
    """The claims as a table without the columns that none of them fills."""
    table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="bold", expand=True)
    columns = [(heading, ratio, [cell(claim) for claim in claims]) for heading, ratio, cell in _COLUMNS]
    filled = [(heading, ratio, cells) for heading, ratio, cells in columns if any(cells)]
    table.add_column("", justify="right", style="dim", no_wrap=True)
    made_up = any(claim.synthetic for claim in claims)
    for heading, ratio, _ in filled:
        table.add_column(
            f"{heading} ({MADE_UP.lower()})" if made_up and heading == "Claim" else heading,
            ratio=ratio,
            overflow="fold",
        )
    for at in range(len(claims)):
        table.add_row(str(at + 1), *(cells[at] for _, _, cells in filled))
    return table


def _stack(claim: Claim, number: int, console: Console) -> list[Text]:
    """One claim as lines: what it is, the words, then every field that it fills."""
    head = Text(f"{number}  ", style="dim") + what(claim)
    if claim.synthetic:
        head.append("  made up", style="dim")
    lines = [*_wrapped(head, console), *_wrapped(quote(claim.mentions[0]), console, Text(_INDENT))]
    for heading, _, cell in _COLUMNS[2:]:
        value = cell(claim)
        if value:
            label = Text(_INDENT).append(f"{heading.split()[0].lower():<7} ", style="dim")
            lines.extend(_wrapped(value, console, label))
    return [*lines, Text()]


_INDENT = "   "


def _wrapped(text: Text, console: Console, lead: Text | None = None) -> list[Text]:
    """The lines of a text as wide as `console` is, behind `lead`, under which the later ones are indented."""
    lead = lead or Text()
    lines = text.wrap(console, max(console.width - len(lead), 1), overflow="fold")
    for line in lines:
        # A blank at an end of line would be trailing space in a file.
        line.rstrip()
    return [(Text(" " * len(lead)) if at else lead) + line for at, line in enumerate(lines)]


def what(claim: Claim) -> Text:
    """What a claim is of: status where it is not asserted, kind, and hedge."""
    text = Text()
    if claim.status is not Status.ASSERTED:
        text.append(words().status(claim.status).upper(), style=f"bold {_STYLES[claim.status]}")
        text.append(" ")
    text.append(words().kind(claim.kind).lower(), style="bold" if claim.status is Status.ASSERTED else "italic")
    if claim.hedge.level is not HedgeLevel.NONE:
        text.append(f" ({words().hedge(claim.hedge.level).lower()})", style="italic")
    return text


# Colour only repeats what the words say.
_STYLES = {Status.ATTEMPTED: "yellow", Status.INTENDED: "blue", Status.POSSIBLE: "magenta", Status.DENIED: "red"}


def _words(claim: Claim) -> Text:
    more = len(claim.mentions) - 1
    return Text(f"“{clean(claim.mentions[0].text)}”" + (f" and {more} more" if more else ""))


def quote(mention: Mention, side: int = QUOTE_SIDE) -> Text:
    """A mention in its sentence, the trigger in brackets: bold is lost where output is no terminal."""
    before, trigger, after = (clean(part) for part in quoted(mention, side))
    return Text.assemble("“", before, (f"[{trigger}]", "bold"), after, "”")


def _who(claim: Claim) -> Text:
    actor = ", ".join(clean(one.text) for one in claim.actor)
    target = ", ".join(clean(one.text) for one in claim.target)
    return Text(f"{actor} → {target}".strip() if target else actor)


def _where(claim: Claim) -> Text:
    return Text(", ".join(clean(one.text) for one in claim.place))


def _when(claim: Claim) -> Text:
    if not claim.time:
        return Text()
    dates = dates_words(claim.time)
    return Text(clean(claim.time.text) + (f" ({dates})" if dates else ""))


def _toll(claim: Claim) -> Text:
    return Text("; ".join(clean(words().toll(toll)) for toll in claim.casualties))


def _source(claim: Claim) -> Text:
    said = (
        clean(one.text) + (f" ({words().position(one.position).lower()})" if one.position else "")
        for one in claim.source
    )
    return Text(", ".join(said))


_COLUMNS: tuple[tuple[str, int, Cell], ...] = (
    ("Claim", 4, what),
    ("Words", 4, _words),
    ("Who → whom", 6, _who),
    ("Where", 4, _where),
    ("When", 4, _when),
    ("Toll", 4, _toll),
    ("Source", 4, _source),
)


def clean(text: str) -> str:
    """The text on one line, with nothing in it that acts on a terminal; a blank at either end stays one."""
    text = visible(text)
    return (
        f"{' ' * text[:1].isspace()}{one_line(text)}{' ' * text[-1:].isspace()}" if text.strip() else " " * bool(text)
    )
