"""The command line: parses, calls, prints; decides nothing.

Standard output holds the result alone; progress, warnings and errors go to standard error. Exit code 0: all reports
were read, 1: some were not, 2: the call was wrong; 130 after Ctrl-C, 141 where the reader of the output went away.
"""

from __future__ import annotations

import datetime
import io
import os
import shlex
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from masudi.errors import MasudiError, ReportError, UsageError
from masudi.gazetteer_cli import gazetteer

if TYPE_CHECKING:
    from rich.console import Console

    from masudi.domain import Reading

F = TypeVar("F", bound=Callable[..., Any])

_MAX_BODY = 2_000_000  # as in masudi.sources, which is not imported to print a help page


def plain(words: str) -> str:
    """`words` for a terminal: control characters, escape sequences and direction marks are shown, not obeyed."""
    return "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode() for mark in words)


class _Failure(click.ClickException):
    def __init__(self, message: str) -> None:
        super().__init__(plain(message))


class _Misuse(_Failure):
    exit_code = 2


class _Commands(click.Group):
    """The group of commands, ending quietly where the user or the reader of the output breaks off."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            try:
                return super().invoke(ctx)
            finally:
                # Here, because a pipe that breaks at the interpreter's own last flush can only be complained about.
                if sys.stdout is not None:
                    sys.stdout.flush()
        except BrokenPipeError:
            _abandon_stdout()
            ctx.exit(141)
        except KeyboardInterrupt:
            _abandon_stdout()
            ctx.exit(130)
        except MasudiError as fault:
            raise (_Misuse if isinstance(fault, UsageError) else _Failure)(str(fault)) from None
        except OSError as fault:
            _abandon_stdout()
            raise _Failure(f"the result cannot be written: {fault.strerror or fault}") from None


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _abandon_stdout() -> None:
    """Keep the interpreter from flushing, on its way out, what nobody takes."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _day(ctx: click.Context, param: click.Parameter, words: str | None) -> datetime.date | None:
    if words is None:
        return None
    from masudi.sources import parse_date

    try:
        return parse_date(words)
    except ValueError:
        raise click.BadParameter(f"{words!r} is no date: write YYYY-MM-DD", ctx, param) from None


def _reads_reports(command: F) -> F:
    """What every command that reads reports takes."""
    for decorate in (
        click.option(
            "--threads",
            type=click.IntRange(min=1),
            metavar="N",
            help="How many processors the reader may use.  [default: all]",
        ),
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            metavar="P",
            help="Leave out claims that are less likely right than this (0 to 1): fewer are wrong, more are missed.  "
            "[default: 0; for a brief 0.5]",
        ),
        click.option(
            "--max-body",
            type=click.IntRange(min=1),
            default=_MAX_BODY,
            show_default=True,
            metavar="BYTES",
            help="Refuse a report whose body is longer.",
        ),
        click.option("--source", metavar="NAME", help="The publisher, where a report's header does not name it."),
        click.option(
            "--published",
            callback=_day,
            metavar="YYYY-MM-DD",
            help="The date of publication, where a report's header does not give it.",
        ),
        click.option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write the result to FILE instead of standard output; an interrupted run leaves FILE as it was.",
        ),
        click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path()),
    ):
        command = decorate(command)
    return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="masudi", prog_name="masudi")
def main() -> None:
    """Reads reports about armed conflict and turns them into claims that can be checked.

    Masudi reads English, and is measured on reports from Syria and Iraq. Start with `masudi demo`.
    """


main.add_command(gazetteer)


@main.command(short_help="Read the claims of reports.")
@_reads_reports
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(["table", "jsonl", "page"]),
    default="table",
    show_default=True,
    help="table: for people. jsonl: one claim a line, see `masudi schema`. page: one HTML file with the report marked.",
)
def read(paths: tuple[str, ...], format_: str, output: str | None, **reading: Any) -> None:
    """Read the claims of reports: what each says happened, holds, is intended, feared or denied.

    PATH is a text file, a folder (its *.txt files, at any depth) or - for standard input. A report may begin with
    header lines (title, source, url, published, language, synthetic), each `key: value`, and a blank line; the rest
    is its body. A report that cannot be read is named on standard error, and the others still come out. Files of the
    same name in several folders are several reports, told apart by their path.

    \b
    Examples:
      masudi read report.txt
      masudi read reports/ --format jsonl --output claims.jsonl
      masudi read report.txt --format page -o report.html
      cat report.txt | masudi read - --published 2017-01-18 --source "The Wire"
    """
    from masudi import export

    run = _Run()
    with _output(output, paths) as out:
        if format_ == "jsonl":
            # Lines that scroll by on the terminal are progress enough, and a bar would be torn up by them.
            with closing(run.readings(paths, bar=not out.isatty(), **reading)) as readings:
                export.write_jsonl(_flushed(readings, out), out)
            run.require()
        else:
            held = run.hold(paths, **reading)
            if format_ == "page":
                export.write_page(held, out)
            else:
                export.write_table(held, _console(out))
    run.end()


@main.command()
@_reads_reports
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(["terminal", "markdown", "html"]),
    default="terminal",
    show_default=True,
    help="terminal: for reading here. markdown, html: for passing on.",
)
def brief(paths: tuple[str, ...], format_: str, output: str | None, **reading: Any) -> None:
    """Write the brief on one or several reports.

    What happened, how, what was gained or lost, why, what did not happen, what is feared or planned, civilians, who
    says so, and what deserves a second look; each line with the report and the words that it rests on.

    \b
    Examples:
      masudi brief report.txt
      masudi brief reports/ --format html --output brief.html
    """
    from masudi.brief import compose, render_html, render_markdown, render_terminal, sure

    run = _Run()
    least = reading.pop("min_confidence")
    with _output(output, paths) as out:
        composed = compose(sure(run.hold(paths, **reading), least))
        if format_ == "terminal":
            render_terminal(composed, _console(out))
        else:
            text = render_html(composed) if format_ == "html" else render_markdown(composed)
            out.write(text if text.endswith("\n") else text + "\n")
    run.end()


@main.command(short_help="Print the JSON Schema of a claim.")
def schema() -> None:
    """Print the JSON Schema of one line of `masudi read --format jsonl`.

    \b
    Example:
      masudi schema > claim.schema.json
    """
    import json

    from masudi.export import claim_schema

    click.echo(json.dumps(claim_schema(), indent=2, ensure_ascii=False))


@main.command()
@click.option("--codes", is_flag=True, help="Show the codes of other codebooks: ACLED, UCDP GED, PLOVER, CAMEO.")
def kinds(codes: bool) -> None:
    """Show the kinds of claim and what each means.

    \b
    Examples:
      masudi kinds
      masudi kinds --codes
    """
    from masudi.ontology import render_kinds

    with _output(None, ()) as out:
        render_kinds(_console(out), codes=codes)


@main.command(short_help="Read the sample reports and print their brief.")
def demo() -> None:
    """Read the sample reports that come with Masudi and print their brief.

    The samples are made up: an invented offensive, told by invented publishers who partly disagree.

    \b
    Example:
      masudi demo
    """
    from masudi.brief import compose, render_terminal, sure
    from masudi.data import packaged

    samples = str(packaged("samples"))
    run = _Run()
    with _output(None, ()) as out:
        render_terminal(compose(sure(run.hold([samples]))), _console(out))
        out.write(_NEXT.format(samples=shlex.quote(samples)))
    run.end()


_NEXT = """
Where to look next:
  masudi read {samples}
      the claims of these reports, one a row
  masudi read {samples} --format page --output masudi-demo.html
      the reports with every claim marked in the text, for the browser
  masudi read {samples} --format jsonl
      one claim a line, for programs; masudi schema describes it
  masudi brief YOUR-REPORT.txt
      the brief on a report of yours
  masudi kinds
      what Masudi looks for
  docs/guide.md
      how to read reports of your own, step by step
"""


class _Run:
    """One run over reports: hands on those that could be read, and says on standard error what could not."""

    def __init__(self) -> None:
        from rich.console import Console

        self.console: Console = Console(stderr=True)
        self.read = 0
        self.failed = 0

    def readings(
        self, paths: Iterable[str], *, bar: bool = True, min_confidence: float | None = None, **reading: Any
    ) -> Generator[Reading, None, None]:
        """The readings of the reports at `paths`, one by one; with a progress bar where somebody sees it."""
        from masudi.pipeline import read_found
        from masudi.sources import find_reports

        found: Iterable[str | ReportError] = find_reports(paths)
        if bar and self.console.is_terminal:
            found = self._watched(list(found))
        reading["threads"] = reading.get("threads") or _processors()
        for item in read_found(found, **reading):
            if isinstance(item, ReportError):
                self.failed += 1
                self._say("error", str(item), "bold red")
                continue
            self.read += 1
            for warning in item.report.warnings:
                self._say("warning", f"{item.report.path}: {warning}", "yellow")
            yield item.at_least(min_confidence) if min_confidence else item

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
        self.console.print(Text.assemble((label, style), plain(words)), soft_wrap=True)


def _output(output: str | None, inputs: Iterable[str]) -> AbstractContextManager[TextIO]:
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


def _console(out: TextIO) -> Console:
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> None:
            # Rich would exit with 1 by itself, which says that a report failed.
            raise BrokenPipeError

    return Plain(file=out)


def _flushed(readings: Iterable[Reading], out: TextIO) -> Iterator[Reading]:
    """`readings`, each written out before the next is read, so that a program behind a pipe need not wait."""
    for reading in readings:
        yield reading
        out.flush()
