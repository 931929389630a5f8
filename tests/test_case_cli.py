"""The commands on a case file, as they are installed: what they print, where, and how they end."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from masudi.casefile import open_case
from masudi.cli import main
from masudi.data import packaged
from masudi.domain.case import CaseClaim, ReportSummary, SearchHit, StoredReport
from tests.casefile.test_migrate import take_back
from tests.commands import lines_of, run_command

HOSTILE = (
    "title: \x1b[31mRed\u202e [bold]x[/bold]\n\nRebels shelled the airport of Qasr \x1b]0;owned\x07Nahrin on Monday."
)


def run(*args: str | Path, **more: Any) -> Result:
    return run_command(*args, columns=100, **more)


def test_adding_again_adds_nothing(samples: Path) -> None:
    result = run("add", packaged("samples"), "--case", samples)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "10 already there; 0 claims\n", "")


def test_what_fails_is_named_counted_and_listed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Rebels shelled the airport.")
    (tmp_path / "in" / "b.txt").write_text("title: x\n\x1b[31m", encoding="utf-8")
    case = tmp_path / "case.masudi"
    result = run("add", tmp_path / "in", "--case", case)
    assert result.exit_code == 1
    assert result.stdout == "1 added, 1 failed; 1 claim\n"
    assert result.stderr.startswith(f"error: {tmp_path}/in/b.txt, line 2: neither")
    listed = run("list", "--failed", "--case", case)
    assert f"{tmp_path}/in/b.txt, line 2: neither" in "".join(listed.stdout.split("\n"))
    (failure,) = lines_of(run("list", "--failed", "--case", case, "-f", "jsonl"))
    assert (failure["path"], failure["line"]) == (f"{tmp_path}/in/b.txt", 2)
    assert "1 report could not be read" in " ".join(run("list", "--case", case).stdout.split())
    (tmp_path / "in" / "b.txt").write_text("Rebels left.")
    assert run("add", tmp_path / "in", "--case", case).stdout.startswith("1 added, 1 already there;")
    assert "all reports could be read" in run("list", "--failed", "--case", case).stdout


def test_reports_are_listed_by_day(samples: Path) -> None:
    shown = run("list", "--case", samples).stdout
    assert shown.index("Guns at Halven") < shown.index("What the Covenant wants")
    assert shown.splitlines()[-1].startswith("10 reports · 2")
    assert "all made up" in shown
    listed = [msgspec.convert(line, ReportSummary) for line in lines_of(run("list", "--case", samples, "-f", "jsonl"))]
    assert [one.published for one in listed] == sorted(one.published for one in listed if one.published)


def test_a_report_is_shown_with_its_text_and_its_claims(samples: Path) -> None:
    first = lines_of(run("list", "--case", samples, "-f", "jsonl"))[0]
    shown = run("show", first["id"][:8], "--case", samples).stdout
    for words in ("MADE-UP SAMPLE", first["id"], "R. Haddad", "13 March 2024", "vegetable market", "[attacked]"):
        assert words in shown
    (line,) = lines_of(run("show", first["id"], "--case", samples, "-f", "jsonl"))
    assert len(msgspec.convert(line, StoredReport).claims) == first["claims"]


def test_a_claim_is_shown_with_every_field_and_its_words(samples: Path) -> None:
    found = lines_of(run("search", "shelling", "market", "--kind", "shelling", "--case", samples, "-f", "jsonl"))
    found += lines_of(run("search", "--kind", "casualties", "--case", samples, "-f", "jsonl"))
    for line in found:
        one = msgspec.convert(line, SearchHit).claim
        assert one is not None
        shown = " ".join(run("show", one.claim.id, "--case", samples).stdout.split())
        assert f"[{' '.join(one.claim.mentions[0].text.split())}]" in shown
        assert one.report_id in shown
        for span in (*one.claim.actor, *one.claim.target, *one.claim.place, *one.claim.source, *one.claim.casualties):
            assert f"“{' '.join(span.text.split())}”" in shown
        (again,) = lines_of(run("show", one.claim.id, "--case", samples, "-f", "jsonl"))
        assert msgspec.convert(again, CaseClaim) == one


def test_a_search_shows_sentences_and_can_be_narrowed(samples: Path) -> None:
    every = run("search", '"tesk hill"', "--case", samples)
    assert "[captured]" in every.stdout
    assert "report: Tesk Hill is free · Covenant Voice, 2024-03-05  made up" in every.stdout
    narrow = run("search", '"tesk hill"', "--kind", "capture", "--actor", "covenant", "--case", samples)
    assert "[captured]" in narrow.stdout
    assert "report:" not in narrow.stdout
    hits = lines_of(run("search", "--status", "possible", "--case", samples, "-f", "jsonl"))
    assert {hit["claim"]["claim"]["status"] for hit in hits} == {"possible"}
    assert "nothing found" in run("search", "submarine", "--case", samples).stdout
    assert run("search", "submarine", "--case", samples, "-f", "jsonl").stdout == ""
    assert "the first 2: --limit shows more" in run("search", "covenant", "--limit", "2", "--case", samples).stdout
    assert "nothing found" in run("search", "--from", "2025-01-01", "--case", samples).stdout
    assert "nothing found" in run("search", "--to", "1999-01-01", "--case", samples).stdout
    assert "[captured]" in run("search", "--place", "tesk hill", "--kind", "capture", "--case", samples).stdout


def test_a_result_can_go_to_a_file(samples: Path, tmp_path: Path) -> None:
    assert run("list", "--case", samples, "-o", tmp_path / "list.txt").stdout == ""
    assert "Guns at Halven" in (tmp_path / "list.txt").read_text("utf-8")


def test_the_case_may_be_named_in_the_environment(samples: Path) -> None:
    result = CliRunner(env={"MASUDI_CASE": str(samples)}).invoke(main, ["list"])
    assert result.exit_code == 0
    assert "10 reports" in result.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["list"], "Name it with --case FILE, or in the environment variable MASUDI_CASE"),
        (["add", "x.txt"], "Name it with --case FILE"),
        (["search", "--case", "CASE"], "what is to be searched for?"),
        (["search", "--case", "CASE", "--kind", "shelling\x1b[31m"], "there is no kind 'shelling\\x1b[31m'"),
        (["search", "--case", "CASE", "--from", "03/04/2024"], "is no date: write YYYY-MM-DD"),
        (["search", "--case", "CASE", "&&"], "nothing to search for"),
        (["show", "--case", "CASE", "ffffffffffffffff"], "no report and no claim"),
        (["show", "--case", "CASE", "ff"], "too short"),
    ],
)
def test_a_wrong_call_is_exit_code_2(samples: Path, args: list[str], said: str) -> None:
    result = run(*(str(samples) if one == "CASE" else one for one in args))
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("args", [["list"], ["show", "abcd"], ["search", "mill"]])
def test_looking_makes_no_case(tmp_path: Path, args: list[str]) -> None:
    result = run(*args, "--case", tmp_path / "case.masudi")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there is no such case file" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_made_up_and_real_reports_mix_only_when_asked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rebels shelled the airport.")
    (tmp_path / "b.txt").write_text("synthetic: yes\n\nRebels left the airport.")
    where = ("--case", tmp_path / "case.masudi")
    assert run("add", tmp_path / "a.txt", *where).exit_code == 0
    refused = run("add", tmp_path / "b.txt", *where)
    assert refused.exit_code == 1
    assert "use another case, or allow both with --mix" in refused.stderr
    assert run("add", "--mix", tmp_path / "b.txt", *where).exit_code == 0
    shown = run("list", *where).stdout
    assert "MADE-UP SAMPLE" in shown
    assert "real and made-up reports" in shown


def test_hostile_text_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    (tmp_path / "\x1b[31mbad.txt").write_text(HOSTILE, encoding="utf-8")
    where = ("--case", tmp_path / "case.masudi")
    assert run("add", tmp_path, *where).exit_code == 0
    (report,) = lines_of(run("list", *where, "-f", "jsonl"))
    ids = [
        report["id"],
        *(hit["claim"]["claim"]["id"] for hit in lines_of(run("search", "--kind", "shelling", *where, "-f", "jsonl"))),
    ]
    assert len(ids) > 1
    shown = [run("list", *where), run("search", "rebels", *where), *(run("show", id_, *where) for id_ in ids)]
    for result in shown:
        assert result.exit_code == 0
        assert not set(result.stdout) & {"\x1b", "\x07", "\u202e"}
    assert "[bold]x[/bold]" in shown[0].stdout
    assert "<U+001B>" in shown[0].stdout


def test_progress_shows_how_many_how_fast_and_how_long_still(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Rebels shelled the airport {number} times.")
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "masudi", "add", str(tmp_path), "--case", str(tmp_path / "case.masudi")]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    process = subprocess.run(command, stderr=end, stdout=subprocess.PIPE, env=environment, timeout=120, check=True)
    os.close(end)
    said = b""
    try:
        while chunk := os.read(terminal, 4096):
            said += chunk
    except OSError:
        pass  # the other end is closed and all is read
    os.close(terminal)
    assert process.stdout == b"3 added; 3 claims\n"
    assert b"Adding" in said
    assert b"/3" in said


def test_an_older_file_is_upgraded_with_a_note(samples: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.masudi"
    shutil.copy(samples, old)
    take_back(str(old), "0001")
    result = run("search", "bridge", "--case", old)
    assert result.exit_code == 0
    assert "[" in result.stdout
    assert result.stderr.startswith(f"note: {old} is of an older Masudi and is brought up to date")
    with open_case(old) as case:
        assert case.summary().reports == 10


def test_reading_alone_waits_for_no_database() -> None:
    script = (
        "import sys; from masudi.cli import main; import masudi; masudi.read('Rebels shelled the airport.');"
        "print([name for name in ('sqlalchemy', 'alembic', 'psycopg', 'masudi.casefile') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", ["add", "list", "show", "search"])
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    assert f"\n    masudi {name}" in run(name, "--help").stdout
