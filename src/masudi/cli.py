"""The command line: parses, calls, prints; decides nothing.

Standard output holds the result alone; progress, warnings and errors go to standard error. Exit code 0: all reports
were read, 1: some were not, 2: the call was wrong; 130 after Ctrl-C, 141 where the reader of the output went away.
"""

from __future__ import annotations

import gc
import os
import shlex
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any, TypeVar

import click

from masudi.actors_cli import actors
from masudi.brief_cli import brief
from masudi.case_cli import COMMANDS
from masudi.cli_run import (
    OUTPUT,
    PATHS,
    THREADS,
    Run,
    console_on,
    covered,
    flushed,
    opens,
    output_to,
)
from masudi.decide_cli import COMMANDS as DECIDING
from masudi.domain.text import visible
from masudi.erase_cli import COMMANDS as ERASING
from masudi.errors import MasudiError, UsageError
from masudi.export_cli import COMMANDS as EXPORTING
from masudi.feeds_cli import watch
from masudi.gazetteer_cli import gazetteer
from masudi.ground_cli import control, pockets
from masudi.incidents_cli import COMMANDS as INCIDENTS
from masudi.places_cli import places
from masudi.scale_cli import asks_for_dataset, dataset_of, link, read_dataset
from masudi.seal_cli import COMMANDS as SEALING
from masudi.user_cli import user
from masudi.victims_cli import COMMANDS as VICTIMS
from masudi.web_cli import serve

F = TypeVar("F", bound=Callable[..., Any])


class _Failure(click.ClickException):
    def __init__(self, message: str) -> None:
        super().__init__(visible(message))


class _Misuse(_Failure):
    exit_code = 2


class _Commands(click.Group):
    """The group of commands, ending quietly where the user or the reader of the output breaks off."""

    def invoke(self, ctx: click.Context) -> Any:
        # Knowledge and what is told of reports are large and hardly ever have cycles: looking for these as often as
        # Python does by itself takes 2.6 of the 35 seconds in which 300 reports are added.
        gc.set_threshold(50_000, 20, 20)
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


def _abandon_stdout() -> None:
    """Keep the interpreter from flushing, on its way out, what nobody takes."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _reads_reports(command: F) -> F:
    """What every command that reads reports takes."""
    for decorate in (
        THREADS,
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            metavar="P",
            help="Leave out claims that are less likely right than this (0 to 1): fewer are wrong, more are missed.  "
            "[default: 0]",
        ),
        opens,
        OUTPUT,
        PATHS,
    ):
        command = decorate(command)
    return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="masudi", prog_name="masudi")
def main() -> None:
    """Reads reports about armed conflict and turns them into claims that can be checked.

    Masudi reads English, and is measured on reports from Syria and Iraq. Start with `masudi demo`.
    """


for _command in (
    actors,
    gazetteer,
    places,
    brief,
    *COMMANDS,
    watch,
    *INCIDENTS,
    *DECIDING,
    *SEALING,
    *ERASING,
    *EXPORTING,
    *VICTIMS,
    control,
    pockets,
    serve,
    link,
    user,
):
    main.add_command(_command)


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
@click.option(
    "--names",
    is_flag=True,
    help="With --format page: show the names of private persons and where files lie, which are covered otherwise.",
)
@asks_for_dataset
def read(paths: tuple[str, ...], format_: str, output: str | None, names: bool, **reading: Any) -> None:
    """Read the claims of reports: what each says happened, holds, is intended, feared or denied.

    PATH is a file, a folder (the reports in it, at any depth) or - for standard input. A text file may begin with
    header lines (title, source, url, published, language, synthetic), each `key: value`, and a blank line; the rest
    is its body. Web pages, PDF, DOCX, mail, web archives, chats, tables and ZIP archives of them are read as well, see
    docs/sources.md. A report that cannot be read is named on standard error, and the others still come out. Files of
    the same name in several folders are several reports, told apart by their path.

    \b
    Examples:
      masudi read report.txt
      masudi read reports/ --format jsonl --output claims.jsonl
      masudi read report.txt --format page -o report.html
      cat report.txt | masudi read - --published 2017-01-18 --source "The Wire"
      masudi read reports.parquet --engine ray --output claims/
    """
    if (dataset := dataset_of(reading)) is not None:
        read_dataset(dataset, paths, output, reading)
        return
    from masudi import export

    run = Run()
    with output_to(output, paths) as out:
        if format_ == "jsonl":
            # Lines that scroll by on the terminal are progress enough, and a bar would be torn up by them.
            with closing(run.readings(paths, bar=not out.isatty(), **reading)) as readings:
                export.write_jsonl(flushed(readings, out), out)
            run.require()
        else:
            held = run.hold(paths, **reading)
            if format_ == "page":
                export.write_page(held if names else covered(held), out)
            else:
                export.write_table(held, console_on(out))
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

    with output_to(None, ()) as out:
        render_kinds(console_on(out), codes=codes)


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
    run = Run()
    with output_to(None, ()) as out:
        render_terminal(compose(sure(run.hold([samples]))), console_on(out))
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
