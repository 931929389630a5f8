"""`masudi places`: parses, calls, prints; decides nothing. Part of the command line (masudi.cli)."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import click

from masudi.cli_run import BODY, COLUMNS, OUTPUT, PATHS, THREADS, Run, output_to


@click.command(short_help="Find the places that reports name.")
@THREADS
@COLUMNS
@BODY
@OUTPUT
@PATHS
def places(paths: tuple[str, ...], output: str | None, **reading: Any) -> None:
    """Find the places that reports name, and where they lie: every toponym as one line of JSON.

    PATH is a file, a folder or -, as for `masudi read`. Which of its namesakes a name means is told from the whole
    report; a name that no gazetteer has comes out without coordinates. docs/formats.md describes a line.

    \b
    Examples:
      masudi places report.txt
      masudi places reports/ --output places.jsonl
      echo "Shelling of Homs and Hama in Syria." | masudi places -
    """
    from masudi import export

    run = Run()
    with output_to(output, paths) as out:
        with closing(run.toponyms(paths, bar=not out.isatty(), **reading)) as readings:
            export.write_toponyms(readings, out)
        run.require()
    run.end()
