"""The command line: the result alone on standard output, everything else on standard error, and a quiet end.

The rooms behind it are played by small stand-ins, so that these tests are about the command line alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
import types
from pathlib import Path

import pytest

import masudi
from masudi.cli_run import MAX_BODY as SHOWN_MAX_BODY
from masudi.data import packaged
from masudi.domain import Claim, Reading, Report
from masudi.errors import KnowledgeError
from masudi.sources import MAX_BODY
from tests.cli.rooms import lines, run, start


def test_jsonl_is_one_claim_a_line(folder: Path) -> None:
    result = run("read", folder, "--format", "jsonl")
    assert [line["report"] for line in lines(result)] == ["a"] * 4 + ["b"] * 2
    assert (result.exit_code, result.stderr) == (0, "")


def test_the_table_is_what_a_person_gets_unasked(folder: Path) -> None:
    result = run("read", folder / "b.txt", "--source", "Wire", "--published", "2011-03-05")
    assert result.stdout == "Wire 2011-03-05 2\n"


def test_the_page_holds_all_reports(folder: Path) -> None:
    assert run("read", folder, "-f", "page").stdout == "<p>2 readings</p>"


def test_standard_input_is_read() -> None:
    result = run("read", "-", "-f", "jsonl", stdin=b"Raiders stormed")
    assert [line["report"] for line in lines(result)] == ["stdin", "stdin"]


@pytest.mark.parametrize(
    ("format_", "expected"),
    [("terminal", "brief of a, b\n"), ("markdown", "# a, b\n"), ("html", "<h1>a, b</h1>\n")],
)
def test_the_brief_comes_in_three_forms(folder: Path, format_: str, expected: str) -> None:
    assert run("brief", folder, "--format", format_).stdout == expected


def test_the_brief_goes_to_a_file(folder: Path, tmp_path: Path) -> None:
    result = run("brief", folder, "-f", "markdown", "-o", tmp_path / "brief.md")
    assert result.stdout == ""
    assert (tmp_path / "brief.md").read_text(encoding="utf-8") == "# a, b\n"


def test_schema_kinds_and_version() -> None:
    assert json.loads(run("schema").stdout) == {"title": "Claim"}
    assert run("kinds").stdout == "kinds False\n"
    assert run("kinds", "--codes").stdout == "kinds True\n"
    assert run("--version").stdout.strip().endswith(masudi.__version__)


def test_the_demo_reads_the_samples_and_says_where_to_look_next() -> None:
    result = run("demo")
    assert result.stdout.startswith("brief of ")
    assert result.stdout.split("\n\n")[0].count(",") + 1 == len(list(packaged("samples").glob("*.txt")))
    for pointer in ("--format page", "masudi brief", "docs/"):
        assert pointer in result.stdout
    assert result.exit_code == 0


@pytest.mark.parametrize("command", ["read", "brief", "schema", "kinds", "demo"])
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    words = run(command, "--help").stdout
    assert "Example" in words
    assert f"\n    masudi {command}" in words


def test_the_limit_in_the_help_is_that_of_the_reader() -> None:
    assert SHOWN_MAX_BODY == MAX_BODY


def test_bad_reports_are_named_and_the_others_come_out(folder: Path, tmp_path: Path) -> None:
    (folder / "0.txt").write_text("title: T\npublished: soon\n\nX", encoding="utf-8")
    (folder / "c.txt").write_bytes(b"\0\1")
    (folder / "d.txt").write_text("They stumble now", encoding="utf-8")
    result = run("read", folder, tmp_path / "gone.txt", "-f", "jsonl")
    assert len(lines(result)) == 6
    assert result.exit_code == 1
    said = result.stderr.splitlines()
    assert [line.split(": ")[1] for line in said[:-1]] == [
        f"{folder}/0.txt, line 2", f"{folder}/c.txt", f"{folder}/d.txt", f"{tmp_path}/gone.txt"
    ]  # fmt: skip
    assert said[-1] == "4 of 6 reports could not be read"


@pytest.mark.parametrize("format_", ["jsonl", "table", "page"])
def test_where_nothing_was_read_nothing_is_written(tmp_path: Path, format_: str) -> None:
    target = tmp_path / "out"
    target.write_text("before", encoding="utf-8")
    result = run("read", tmp_path / "gone.txt", "-f", format_, "-o", target)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "gone.txt: is not there" in result.stderr
    assert target.read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_warnings_are_said_and_do_not_count_as_failure(folder: Path) -> None:
    (folder / "b.txt").write_bytes("café shelled near the old mill".encode("cp1252"))
    result = run("read", folder, "-f", "jsonl")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"warning: {folder}/b.txt: is not UTF-8")
    assert "café" in result.stdout


def test_a_long_body_is_refused_unless_allowed(folder: Path) -> None:
    assert run("read", folder / "a.txt", "--max-body", "10").exit_code == 1
    assert run("read", folder / "a.txt", "--max-body", "100").exit_code == 0


@pytest.mark.parametrize(
    "args",
    [
        ["read"],
        ["read", "x", "--format", "xml"],
        ["read", "x", "--published", "14.1.2017"],
        ["read", "x", "--max-body", "0"],
        ["read", "x", "--output", "/no/such/folder/out"],
        ["brief", "x", "--output", "/"],
        ["nonsense"],
    ],
)
def test_a_wrong_call_is_exit_code_2(args: list[str]) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error" in result.stderr


def test_an_input_is_never_overwritten(folder: Path) -> None:
    before = (folder / "a.txt").read_bytes()
    result = run("read", folder, "-f", "jsonl", "-o", folder / "a.txt")
    assert result.exit_code == 2
    assert "one of the reports" in result.stderr
    assert (folder / "a.txt").read_bytes() == before


def test_hostile_names_and_texts_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31mred\x07[bold]\u202e.txt"
    path.write_text("title: T\npublished: \x1b]0;owned\x07\n\nX", encoding="utf-8")
    result = run("read", path)
    for mark in "\x1b\x07\u202e":
        assert mark not in result.stderr
    assert "<U+001B>[31mred<U+0007>[bold]<U+202E>.txt, line 2" in result.stderr


def test_a_file_name_that_is_no_text_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "caf\udce9.txt").write_bytes(b"Raiders stormed")
    (tmp_path / "z\udce9.txt").write_bytes(b"")
    process = start("read", tmp_path, "-f", "jsonl")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"Traceback" not in err
    assert json.loads(out.splitlines()[0])["report"] == "caf\\udce9"


def test_a_broken_data_file_is_said(folder: Path, rooms: dict[str, types.ModuleType]) -> None:
    def code(report: Report) -> tuple[Claim, ...]:
        raise KnowledgeError("lexicon.yaml", "no such kind", line=7)

    rooms["coding"].__dict__["code"] = code
    result = run("read", folder)
    assert result.exit_code == 1
    assert result.stderr == "Error: lexicon.yaml, line 7: no such kind\n"


def test_the_package_is_light_to_import() -> None:
    script = "import sys, masudi; print([name for name in ('msgspec', 'rich', 'click', 'yaml') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"


def test_read_tells_a_text_from_a_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "two words").write_text("Gate held", encoding="utf-8")
    assert masudi.read("a.txt").report.source == "Courier"
    assert masudi.read(Path("b.txt")).report.text == "café shelled"
    assert masudi.read("two words").report.text == "Gate held"
    assert masudi.read("three words here").report.text == "three words here"
    assert masudi.read("two words\n").report.text == "two words"
    assert masudi.read("source: Wire\n\nGate.", source="Other").report.source == "Wire"
    for wrong in ("missing.txt", Path("missing words"), "-", "", " "):
        with pytest.raises(masudi.errors.ReportError):
            masudi.read(wrong)
    assert masudi.Reading is Reading
    with pytest.raises(AttributeError):
        masudi.nothing  # noqa: B018
