"""Files in all formats at the command line: added, read, shown with page, paragraph, and what was not read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from masudi.cli import main
from tests.sources.files import FIRST, SECOND, archive, docx, eml, pdf, scan, table, telegram


def run(*args: str | Path, **more: Any) -> Result:
    result = CliRunner(env={"COLUMNS": "110", "MASUDI_CASE": None}).invoke(main, [str(arg) for arg in args], **more)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "a.pdf": pdf([FIRST], [SECOND]),
        "b.docx": docx([FIRST, SECOND]),
        "c.eml": eml(FIRST, attached={"photo\u202egpj.\x1b[31m.jpg": b"pixels"}),
        "d.zip": archive({"x/\u202eevil.txt": SECOND, "x/scan.pdf": scan()}),
        "scan.pdf": scan(),
        "result.json": telegram([{"id": 5, "text": SECOND}]),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "table.csv").write_bytes(table([["id", "story", "when"], ["1", FIRST, "2024-03-04"]]))
    return tmp_path


def test_a_folder_of_all_sorts_is_added_and_shown(folder: Path) -> None:
    case = folder / "case.masudi"
    added = run("add", folder, "--case", case, "--columns", "text=story,published=when")
    assert added.exit_code == 1
    assert "6 added, 2 failed" in added.stdout
    assert "a PDF document of 1 page without text, probably a scan" in added.stderr
    assert "\u202e" not in added.stderr
    listed = [json.loads(line) for line in run("list", "--format", "jsonl", "--case", case).stdout.splitlines()]
    ids = {one["name"]: one["id"] for one in listed}
    shown = run("show", ids["a"], "--case", case).stdout
    assert "page 2" in shown
    assert "pdf 0.1.0 (pypdf" in shown
    mail = run("show", ids["c"], "--case", case).stdout
    assert "not read" in mail
    assert "6 bytes, SHA-256" in mail
    assert "\u202e" not in mail
    assert "\x1b[31m" not in mail
    row = run("show", ids["table-row 2"], "--case", case).stdout
    assert "published from 'when', text from 'story'" in row
    assert "was in" in row
    report = json.loads(run("show", ids["b"], "--format", "jsonl", "--case", case).stdout)
    assert [way["paragraph"] for way in report["report"]["ways"]] == [1, 2]
    claim = run("show", report["claims"][-1]["id"], "--case", case).stdout
    assert "stands in" in claim
    assert "paragraph" in claim
    verified = run("verify", "--case", case)
    assert "nothing was altered" in verified.stdout
    assert "extracted by another version" not in verified.stdout
    assert run("add", folder, "--case", case, "--columns", "text=story,published=when").stdout.startswith(
        "6 already there"
    )


def test_reading_and_the_brief_take_them_too(folder: Path) -> None:
    read = run("read", folder / "a.pdf", folder / "d.zip", "--format", "jsonl")
    assert read.exit_code == 1
    claims = [json.loads(line) for line in read.stdout.splitlines()]
    assert {one["report"] for one in claims} == {"a", "\u202eevil"}
    assert "scan.pdf: is a PDF document" in read.stderr
    brief = run("brief", folder / "b.docx")
    assert brief.exit_code == 0
    assert "Brickfields" in brief.stdout
    salted = ("--salt", "words", "--format", "jsonl", folder / "result.json")
    assert run("read", *salted).stdout == run("read", *salted).stdout != run("read", *salted[2:]).stdout
    assert '"publisher":"user77 (Telegram)"' in run("read", "--name-senders", *salted[2:]).stdout


def test_a_mapping_of_columns_that_is_none_is_a_wrong_call(folder: Path) -> None:
    wrong = run("read", folder / "table.csv", "--columns", "body=text")
    assert wrong.exit_code == 2
    assert "is no column: write field=column" in wrong.stderr
    missing = run("read", folder / "table.csv")
    assert missing.exit_code == 1
    assert "Its columns are id, story, when: name it with --columns text=COLUMN" in missing.stderr
