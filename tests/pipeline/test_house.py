"""The whole house, as it is installed: the samples go in at the door, and claims and a brief come out."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

import masudi
from masudi.data import packaged
from masudi.domain import Reading
from masudi.pipeline import read_many


def command(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "masudi", *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, "COLUMNS": "100"},
    )


def test_every_span_of_every_claim_repeats_its_words() -> None:
    readings = list(read_many(packaged("samples")))
    assert all(isinstance(reading, Reading) and reading.claims for reading in readings)
    for reading in readings:
        assert isinstance(reading, Reading)
        for claim in reading:
            for span in (*claim.mentions, *claim.actor, *claim.target, *claim.place, *claim.means, *claim.source):
                assert reading.report.text[span.start : span.end] == span.text


def test_the_library_and_the_command_line_agree() -> None:
    path = sorted(packaged("samples").glob("*.txt"))[0]
    done = command("read", str(path), "--format", "jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [claim.id for claim in masudi.read(path)]


@pytest.mark.parametrize("args", [["demo"], ["schema"], ["kinds"], ["kinds", "--codes"]])
def test_commands_without_reports_work_as_installed(args: list[str]) -> None:
    done = command(*args)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout) > 500


@pytest.mark.parametrize(
    ("name", "format_"),
    [("read", "table"), ("read", "page"), ("brief", "terminal"), ("brief", "markdown"), ("brief", "html")],
)
def test_every_form_of_the_result_is_written(name: str, format_: str) -> None:
    done = command(name, str(packaged("samples")), "--format", format_)
    assert (done.returncode, done.stderr) == (0, "")
    assert "synthetic" in done.stdout.lower() or "made up" in done.stdout.lower() or "made-up" in done.stdout.lower()
