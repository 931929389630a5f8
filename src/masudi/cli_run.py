"""What the commands that read reports share: one run over them, and where its result goes.

Standard output holds the result alone; what could not be read is said on standard error, and the run then ends with 1.
"""

from __future__ import annotations

import datetime
import io
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from masudi.domain.text import visible
from masudi.errors import KnowledgeError, ReportError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from masudi.domain import Reading, Toponyms
    from masudi.sources import Opening

MAX_BODY = 2_000_000  # as in masudi.sources, which is not imported to print a help page

T = TypeVar("T", "Reading", "Toponyms")
F = TypeVar("F", bound=Callable[..., Any])


def day(ctx: click.Context, param: click.Parameter, words: str | None) -> datetime.date | None:
    """The day that an option gives."""
    if words is None:
        return None
    from masudi.sources import parse_date

    try:
        return parse_date(words)
    except ValueError:
        raise click.BadParameter(f"{words!r} is no date: write YYYY-MM-DD", ctx, param) from None


# What the commands that read reports take.
THREADS = click.option(
    "--threads",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processors the reader may use.  [default: all]",
)
PUBLISHER = click.option("--source", metavar="NAME", help="The publisher, where a report does not name it.")
PUBLISHED = click.option(
    "--published",
    callback=day,
    metavar="YYYY-MM-DD",
    help="The date of publication, where a report does not give it.",
)
BODY = click.option(
    "--max-body",
    type=click.IntRange(min=1),
    default=MAX_BODY,
    show_default=True,
    metavar="BYTES",
    help="Refuse a report whose body is longer.",
)
COLUMNS = click.option(
    "--columns",
    metavar="FIELD=COLUMN,...",
    help="Which columns of tables hold what: text, title, source, url, published, language, synthetic.  "
    "[default: guessed by their names]",
)
NAMED = click.option(
    "--name-senders", is_flag=True, help="Keep who sent the messages of chats, instead of a pseudonym for each."
)
SALT = click.option(
    "--salt",
    envvar="MASUDI_SALT",
    metavar="WORDS",
    help="Secret words by which the pseudonyms are made.  [default: $MASUDI_SALT, else those of the case]",
)


def opens(command: F) -> F:
    """What every command takes that opens reports."""
    for decorate in (SALT, NAMED, COLUMNS, BODY, PUBLISHER, PUBLISHED):
        command = decorate(command)
    return command


def opening_of(options: dict[str, Any]) -> Opening:
    """How reports are to be opened, by the options of `opens`, which are taken out of the others."""
    from masudi.sources import Columns, Opening, parse_columns

    names = ("published", "source", "max_body", "name_senders", "salt")
    columns = options.pop("columns", None)
    given: dict[str, Any] = {name: options.pop(name) for name in names if name in options}
    return Opening(columns=parse_columns(columns) if columns else Columns(), **given)


OUTPUT = click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write the result to FILE instead of standard output; an interrupted run leaves FILE as it was.",
)
PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())


# More faults than this are the same mistake over and over.
_SHOWN = 20


def say_faults(faults: Sequence[KnowledgeError]) -> None:
    """The faults of a file of the user's on standard error, cut short where there are many."""
    for fault in faults[:_SHOWN]:
        click.echo(visible(str(fault)), err=True)
    if len(faults) > _SHOWN:
        click.echo(f"… and {len(faults) - _SHOWN} more", err=True)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Run:
    """One run over reports: hands on those that could be read, and says on standard error what could not."""

    def __init__(self) -> None:
        from rich.console import Console

        self.console: Console = Console(stderr=True)
        self.read = 0
        self.failed = 0

    def readings(
        self,
        paths: Iterable[str],
        *,
        bar: bool = True,
        min_confidence: float | None = None,
        **reading: Any,
    ) -> Generator[Reading, None, None]:
        """The readings of the reports at `paths`, one by one; with a progress bar where somebody sees it."""
        from masudi.pipeline import read_found

        for item in self._each(paths, read_found, bar, reading):
            yield item.at_least(min_confidence) if min_confidence else item

    def toponyms(self, paths: Iterable[str], *, bar: bool = True, **reading: Any) -> Generator[Toponyms, None, None]:
        """The toponyms of the reports at `paths`, report by report, as `readings`."""
        from masudi.pipeline import read_toponyms

        yield from self._each(paths, read_toponyms, bar, reading)

    def _each(
        self, paths: Iterable[str], read: Callable[..., Iterator[T | ReportError]], bar: bool, options: dict[str, Any]
    ) -> Iterator[T]:
        """What `read` makes of each report, those aside that it could not read: they are said and counted."""
        from masudi.sources import find_reports

        found: Iterable[str | ReportError] = find_reports(paths)
        if bar and self.console.is_terminal:
            found = self._watched(list(found))
        options["opening"] = opening_of(options)
        options["threads"] = options.get("threads") or processors()
        for item in read(found, **options):
            if isinstance(item, ReportError):
                self.failed += 1
                self._say("error", str(item), "bold red")
                continue
            self.read += 1
            for warning in item.report.warnings:
                self._say("warning", f"{item.report.path}: {warning}", "yellow")
            yield item

    def hold(self, paths: Iterable[str], **reading: Any) -> Sequence[Reading]:
        """All readings at once, for results that look at all of them; ends the run where there is none."""
        with closing(self.readings(paths, **reading)) as readings:
            held = list(readings)
        self.require()
        return held

    def require(self) -> None:
        """End the run, with nothing written, where no report could be read."""
        if not self.read:
            self.end()

    def end(self) -> None:
        """Exit with 1 where a report could not be read."""
        if self.failed:
            if self.read + self.failed > 1:
                self._say("", f"{self.failed} of {self.read + self.failed} reports could not be read", "")
            raise click.exceptions.Exit(1)

    def _watched(self, found: Sequence[str | ReportError]) -> Iterable[str | ReportError]:
        if len(found) < 2:
            return found
        from rich.progress import track

        return track(found, description="Reading", console=self.console, transient=True)

    def _say(self, what: str, words: str, style: str) -> None:
        from rich.text import Text

        label = f"{what}: " if what else ""
        self.console.print(Text.assemble((label, style), visible(words)), soft_wrap=True)


def covered(readings: Sequence[Reading]) -> list[Reading]:
    """The readings as a page for others may show them: without names of private persons, and without files' paths."""
    from masudi.publish import Cover, load_policy
    from masudi.resolve import load_knowledge
    from masudi.resolve.private_names import private_names

    known = {one.report.source for one in readings if one.report.source}
    texts = ((one.report.sha256_text, one.report.text) for one in readings)
    cover = Cover(load_policy(), private_names(texts, knowledge=load_knowledge(), known=known))
    return [cover.value(one) for one in readings]


def output_to(output: str | None, inputs: Iterable[str]) -> AbstractContextManager[TextIO]:
    """The file that --output names, else standard output, in UTF-8 unless a terminal wants something else."""
    if output is not None and output != "-":
        from masudi.pipeline import replacing

        return replacing(output, inputs)
    if sys.stdout is None:
        raise UsageError("standard output is closed: name a file with --output")
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="backslashreplace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")
    return nullcontext(sys.stdout)


def console_on(out: TextIO) -> Console:
    """A console that prints to `out`, and leaves a pipe that breaks to the caller."""
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> None:
            # Rich would exit with 1 by itself, which says that a report failed.
            raise BrokenPipeError

    return Plain(file=out)


def flushed(readings: Iterable[Reading], out: TextIO) -> Iterator[Reading]:
    """`readings`, each written out before the next is read, so that a program behind a pipe need not wait."""
    for reading in readings:
        yield reading
        out.flush()
