"""The command that writes the brief, on files or on a case: parses, calls, prints; decides nothing."""

from __future__ import annotations

import datetime
import sys
from typing import TYPE_CHECKING, Any

import click

from masudi.case_cli import UPGRADE, opened
from masudi.cli_run import OUTPUT, THREADS, Run, console_on, day, opens, output_to
from masudi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from masudi.brief import Brief

# Which options are of files and which of a case; what each is unless it is given.
_OF_FILES = (
    *("published", "source", "max_body", "columns", "name_senders", "salt"),
    *("min_confidence", "threads"),
)
_OF_CASES = ("operation", "place", "from_", "to", "policy", "upgrade")


@click.command(short_help="Write the brief on reports or on a case.")
@click.argument("paths", nargs=-1, metavar="[PATH...]", type=click.Path())
@click.option("--case", "where", metavar="FILE", help="The case to write about.  [default: $MASUDI_CASE, without PATH]")
@click.option("--operation", metavar="ID", help="Of the case, one operation; `masudi operations` lists them.")
@click.option("--place", metavar="NAME", help="Of the case, what is said of a place.")
@click.option("--from", "from_", callback=day, metavar="YYYY-MM-DD", help="Of the case, nothing over before this day.")
@click.option("--to", callback=day, metavar="YYYY-MM-DD", help="Of the case, nothing that began after this day.")
@click.option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="What may leave the case, in place of Masudi's own policy; see docs/harm.md.",
)
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(["terminal", "markdown", "html", "docx", "pdf"]),
    default="terminal",
    show_default=True,
    help="terminal: for reading here. The others: for passing on.",
)
@OUTPUT
@opens
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Of files, leave out claims that are less likely right than this (0 to 1).  [default: 0.5]",
)
@THREADS
@UPGRADE
@click.pass_context
def brief(
    ctx: click.Context, /, paths: tuple[str, ...], where: str | None, format_: str, output: str | None, **options: Any
) -> None:
    """Write the brief on one or several reports, or on a case or a part of it.

    What happened, how, what was gained or lost, why, what did not happen, what is feared or planned, civilians, who
    says so, and what deserves a second look; each line with the report and the words that it rests on. On a case also
    a map, a timeline, who holds what, pockets, tolls by origin, what is contested, what one origin alone says, how much
    people have reviewed, and what was withheld: only what the policy lets go is told.

    \b
    Examples:
      masudi brief report.txt
      masudi brief reports/ --format html --output brief.html
      masudi brief --case mine.masudi
      masudi brief --case mine.masudi --place Torvesh --from 2024-03-01 --format pdf --output torvesh.pdf
    """
    case = where or (None if paths else _case_of_environment())
    _refuse(ctx, paths, case, format_, output)
    if case is None:
        run = Run()
        reading = {name: options[name] for name in _OF_FILES}
        with output_to(output, paths) as out:
            _write(_of_files(run, paths, **reading), format_, out)
        run.end()
    else:
        asked = {name: options[name] for name in _OF_CASES}
        told = _of_case(case, **asked)
        with output_to(output, ()) as out:
            _write(told, format_, out)


def _case_of_environment() -> str | None:
    import os

    return os.environ.get("MASUDI_CASE") or None


def _refuse(ctx: click.Context, paths: Sequence[str], case: str | None, format_: str, output: str | None) -> None:
    """UsageError for what does not go together."""
    if paths and case is not None:
        raise UsageError("a brief is on reports or on a case: give PATH or --case, not both")
    if not paths and case is None:
        raise UsageError("a brief on what? Name reports (PATH), or a case with --case FILE")
    wrong = [name for name in (_OF_FILES if case is not None else _OF_CASES) if _given(ctx, name)]
    if wrong:
        names = ", ".join(f"--{name.strip('_').replace('_', '-')}" for name in wrong)
        raise UsageError(f"{names} {'is' if len(wrong) == 1 else 'are'} for a brief on {_other(case)}")
    begin, end = ctx.params["from_"], ctx.params["to"]
    if begin and end and begin > end:
        raise UsageError(f"--from {begin} is after --to {end}")
    if format_ in ("docx", "pdf") and output is None and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError(f"a {format_} is no text for a terminal: name a file with --output")


def _other(case: str | None) -> str:
    return "reports, and a case has its own settings" if case is not None else "a case: give --case FILE"


def _given(ctx: click.Context, name: str) -> bool:
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _of_files(run: Run, paths: Sequence[str], *, min_confidence: float | None, **reading: Any) -> Brief:
    from masudi.brief import compose, sure

    return compose(sure(run.hold(paths, **reading), min_confidence))


def _of_case(
    where: str,
    *,
    upgrade: bool,
    policy: str | None,
    operation: str | None,
    place: str | None,
    from_: datetime.date | None,
    to: datetime.date | None,
) -> Brief:
    from pathlib import Path

    from masudi.brief import compose_case, made_by
    from masudi.domain.view import Scope
    from masudi.pipeline.leaving import policy_for
    from masudi.pipeline.view import published

    with opened(where, upgrade=upgrade) as case:
        rules = policy_for(case, Path(policy) if policy else None)
        scope = Scope(operation=operation, place=place, from_=from_, to=to)
        may = published(case, rules, datetime.date.today(), scope)
    return compose_case(may.view, withheld=may.withheld, version=made_by())


def _write(told: Brief, format_: str, out: TextIO) -> None:
    from masudi.brief import render_html, render_markdown, render_terminal

    if format_ == "terminal":
        render_terminal(told, console_on(out))
    elif format_ in ("docx", "pdf"):
        from masudi.brief import render

        out.buffer.write(render(told, format_))
    else:
        text = render_html(told) if format_ == "html" else render_markdown(told)
        out.write(text if text.endswith("\n") else text + "\n")
