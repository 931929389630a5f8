"""Running commands as they are installed, without a process of their own: for tests of the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from masudi.cli import main


def run_command(*args: str | Path, columns: int = 140, env: dict[str, str] | None = None, **more: Any) -> Result:
    """What a command prints and how it ends: Ada decides, no case is named, and no key is at hand unless `env` says so.

    What is no way for a command to end is raised.
    """
    given = {"COLUMNS": str(columns), "MASUDI_CASE": None, "MASUDI_PERSON": "Ada", "MASUDI_KEYS": "/nowhere"}
    result = CliRunner(env={**given, **(env or {})}).invoke(main, [str(arg) for arg in args], **more)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def lines_of(result: Result) -> list[Any]:
    """The lines of JSON that a command printed, which has to have ended well."""
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]
