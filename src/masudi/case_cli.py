"""The commands on a case file: parses, calls, prints; decides nothing. Part of the command line (masudi.cli)."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import click

from masudi.cli_run import (
    OUTPUT,
    THREADS,
    console_on,
    day,
    opening_of,
    opens,
    output_to,
    processors,
)
from masudi.domain.text import visible
from masudi.errors import ReportError, UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from masudi.casefile import Case
    from masudi.domain.case import Sought
    from masudi.pipeline import Added

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

CASE = click.option(
    "--case",
    "where",
    envvar="MASUDI_CASE",
    metavar="FILE",
    help="The case: a file, or a PostgreSQL database (postgresql://user@host/name).  [default: $MASUDI_CASE]",
)
UPGRADE = click.option(
    "--upgrade", is_flag=True, help="Bring a PostgreSQL database of an older Masudi up to date; save it first."
)
FORMAT = click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="table: for people. jsonl: one JSON object a line, see docs/casefile.md.",
)


def looks(command: F) -> F:
    """What every command that looks into a case takes."""
    for decorate in (UPGRADE, OUTPUT, FORMAT, CASE):
        command = decorate(command)
    return command


def opened(where: str | None, *, upgrade: bool, create: bool = False) -> AbstractContextManager[Case]:
    """The case that a command names, open; UsageError where it names none."""
    if not where:
        raise UsageError("which case? Name it with --case FILE, or in the environment variable MASUDI_CASE")
    from masudi.casefile import open_case

    return open_case(
        where, create=create, upgrade=upgrade, person=person_here(), tell=lambda said: note(f"note: {said}")
    )


def person_here() -> str:
    """The name under which whoever is at the keyboard is logged in, for the log of decisions."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def note(words: str) -> None:
    """Say something beside the result."""
    click.echo(visible(words), err=True)


@click.command(short_help="Add reports to a case file.")
@CASE
@click.option("--collector", metavar="NAME", help="Who collected the reports.")
@click.option("--retrieved", callback=day, metavar="YYYY-MM-DD", help="The day on which they were retrieved.")
@click.option(
    "--mix", is_flag=True, help="Let made-up reports into a case of real ones, or the other way round, from now on."
)
@opens
@THREADS
@UPGRADE
@click.option(
    "--from", "output", metavar="FOLDER", help="Add from what `masudi read --engine` wrote there, instead of reading."
)
@click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar="CONDITION",
    help="With --from: only reports that meet it, as "
    "published>=2017-01-01 or kind=airstrike; can be given several times, and all are to be met.",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
def add(
    paths: tuple[str, ...],
    where: str | None,
    upgrade: bool,
    threads: int | None,
    output: str | None,
    conditions: tuple[str, ...],
    **how: Any,
) -> None:
    """Read reports and add them to a case file, which is made if it is not there yet.

    PATH is as for `masudi read`, or an address (https://…), of which the page is fetched. A report that the case has is
    skipped, so that the same command can be given again: it goes on where it was stopped, tries again what could not be
    read, and adds what is new. A report of a known URL whose words have changed becomes a new version; the old one is
    kept.

    \b
    Examples:
      masudi add reports/ --case mine.masudi
      masudi add reports/ --case mine.masudi --collector "R. Haddad" --retrieved 2024-03-13
      masudi add https://monitor.example/2024/halven --case mine.masudi
      masudi add reports/ --case postgresql://masudi@db.example/torvesh
      masudi add --from claims/ --where "published>=2017-01-01" --where "places~Deir" --case mine.masudi
    """
    from rich.console import Console

    from masudi.decide_cli import by
    from masudi.incidents_cli import link
    from masudi.pipeline import Adding, fetching
    from masudi.pipeline import add as add_all
    from masudi.pipeline.decide import Person
    from masudi.pipeline.relink import linked_along

    if bool(paths) == (output is not None) or (conditions and output is None):
        raise UsageError("give the reports to add as PATHs, or --from FOLDER (and --where) in their place")
    who = by(None) if how["mix"] else Person(name=person_here())
    opening = opening_of(how)
    adding = Adding(opening=opening, threads=threads or processors(), person=who.name, signer=who.signer, **how)
    tally = Tally(Console(stderr=True))
    with opened(where, upgrade=upgrade, create=True) as case:
        if output is not None:
            from masudi.scale_cli import brought

            for one in brought(output, conditions, case, adding):
                tally.count(one)
        else:
            with tally.watching(paths) as found, closing(add_all(fetching(found), case, adding)) as outcomes:
                for one in linked_along(outcomes, case):
                    tally.count(one)
        link(case)
    click.echo(visible(tally.told()))
    if tally.failed:
        raise click.exceptions.Exit(1)


class Tally:
    """What became of the reports, counted and, where a person watches, shown as it comes."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.counts: dict[str, int] = {}
        self.claims = 0

    @property
    def failed(self) -> int:
        """How many could not be added."""
        return self.counts.get("failed", 0)

    def watching(self, paths: Iterable[str]) -> AbstractContextManager[Iterable[str | ReportError]]:
        """What is found at `paths`; a bar goes along as it is taken, where there is a terminal."""
        from masudi.sources import find_reports

        found = find_reports(paths)
        return Bar(self.console, list(found), "Adding") if self.console.is_terminal else nullcontext(found)

    def count(self, one: Added) -> None:
        """Count a report, and say what its user has to know."""
        self.counts[one.outcome] = self.counts.get(one.outcome, 0) + 1
        self.claims += one.claims
        if one.fault is not None:
            self.say("error", str(one.fault), "bold red")
        for warning in one.warnings:
            self.say("warning", f"{one.path}: {warning}", "yellow")

    def told(self) -> str:
        """The counts in words."""
        words = ("added", "new version", "already there", "erased before", "failed")
        said = [
            f"{self.counts[word]:,} {word}{'s' * (word == 'new version' and self.counts[word] > 1)}"
            for word in words
            if self.counts.get(word)
        ]
        return f"{', '.join(said) or 'no reports'}; {self.claims:,} claim{'' if self.claims == 1 else 's'}"

    def say(self, what: str, words: str, style: str) -> None:
        """Say something beside the result: what it is, and in which style that stands."""
        from rich.text import Text

        self.console.print(Text.assemble((f"{what}: ", style), visible(words)), soft_wrap=True)


class Bar(Generic[T]):
    """Reports that are taken one by one, with how many, how fast and how long still."""

    def __init__(self, console: Console, found: list[T], what: str) -> None:
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            ProgressColumn,
            Task,
            TextColumn,
            TimeRemainingColumn,
        )
        from rich.text import Text

        class Rate(ProgressColumn):
            def render(self, task: Task) -> Text:
                return Text(f"{task.speed:.1f} reports/s" if task.speed else "")

        columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
        self._progress: Progress = Progress(*columns, console=console, transient=True)
        self._found = found

    def __enter__(self) -> Iterator[T]:
        self._progress.start()
        return iter(self._progress.track(self._found))

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


@click.command("list", short_help="List the reports of a case file.")
@click.option("--failed", is_flag=True, help="List what could not be read instead, and why.")
@looks
def list_(where: str | None, format_: str, output: str | None, upgrade: bool, failed: bool) -> None:
    """List the reports of a case: id, day, publisher, how many claims, title.

    \b
    Examples:
      masudi list --case mine.masudi
      masudi list --case mine.masudi --failed
    """
    from masudi import export

    with opened(where, upgrade=upgrade) as case, output_to(output, ()) as out:
        if format_ == "jsonl":
            export.write_values(case.failures() if failed else case.reports(), out)
        elif failed:
            export.write_failures(case.failures(), console_on(out))
        else:
            export.write_reports(case.reports(), case.summary(), console_on(out))


@click.command(short_help="Show a report or a claim of a case file.")
@click.argument("id_", metavar="ID")
@looks
def show(id_: str, where: str | None, format_: str, output: str | None, upgrade: bool) -> None:
    """Show the report or the claim whose id begins with ID: all that is known of it, and its words.

    \b
    Examples:
      masudi show 61693911 --case mine.masudi
    """
    from masudi import export
    from masudi.domain.case import CaseClaim
    from masudi.pipeline.known import with_names

    with opened(where, upgrade=upgrade) as case:
        found = case.find(id_)
        of_claim = case.report(found.report_id).report if isinstance(found, CaseClaim) else None
    if not isinstance(found, CaseClaim):
        found = with_names(found)
    with output_to(output, ()) as out:
        if format_ == "jsonl":
            export.write_values([found], out)
        elif isinstance(found, CaseClaim):
            export.write_claim(found, console_on(out), report=of_claim)
        else:
            export.write_report(found, console_on(out))


@click.command(short_help="Search the reports and claims of a case file.")
@click.argument("words", nargs=-1)
@click.option("--kind", metavar="KIND", help="Claims of this kind alone; `masudi kinds` lists them.")
@click.option(
    "--status",
    type=click.Choice(["asserted", "attempted", "intended", "possible", "denied"]),
    help="Claims of this status alone.",
)
@click.option("--actor", metavar="NAME", help="Claims in which NAME acts or is acted on.")
@click.option("--place", metavar="NAME", help="Claims of things at or in NAME.")
@click.option("--from", "from_", callback=day, metavar="YYYY-MM-DD", help="Nothing that was over before this day.")
@click.option("--to", callback=day, metavar="YYYY-MM-DD", help="Nothing that began after this day.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, metavar="N", help="Show N at most.")
@looks
def search(
    words: tuple[str, ...],
    where: str | None,
    format_: str,
    output: str | None,
    upgrade: bool,
    limit: int,
    **sought: Any,
) -> None:
    """Search the claims and the reports of a case for WORDS, all of which have to be there.

    "Words in quotes" stand together, and a star ends the beginning of a word. Case and accents do not matter, nor do
    endings of English words. Claims come before reports; with --kind, --status, --actor or --place reports are left
    out. Days are those of which a claim speaks, and the day of publication of a report; what has none is left out.

    \b
    Examples:
      masudi search bridge --case mine.masudi
      masudi search '"tesk hill"' --kind capture --case mine.masudi
      masudi search --actor covenant --status possible --from 2024-03-01 --case mine.masudi
    """
    from masudi import export

    asked = _sought(**sought)
    if not words and asked.anything:
        raise UsageError("what is to be searched for? Give words, or a filter such as --actor NAME")
    with opened(where, upgrade=upgrade) as case:
        hits = case.search(" ".join(words), asked, limit=limit)
    with output_to(output, ()) as out:
        if format_ == "jsonl":
            export.write_values(hits, out)
        else:
            export.write_hits(hits, limit, console_on(out))


def _sought(status: str | None, kind: str | None, **sought: Any) -> Sought:
    from masudi.domain import Status
    from masudi.domain.case import Sought
    from masudi.ontology import load_ontology

    if kind is not None and kind not in {known.name for known in load_ontology().kinds}:
        raise UsageError(f"there is no kind {kind!r}: `masudi kinds` lists them")
    return Sought(kind=kind, status=Status(status) if status else None, **sought)


COMMANDS = (add, list_, show, search)
