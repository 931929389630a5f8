"""`masudi gazetteer` at the command line: what stands where, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from masudi.cli import main

GOOD = "name,kind,country,lat,lon,source\nHalven,village,SY,35.4,40.1,Field notes\nDalgo,town,SY,,,Field notes\n"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MASUDI_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "places.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def run(*args: str | Path) -> Result:
    result = CliRunner().invoke(main, ["gazetteer", *map(str, args)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_adding_says_what_was_added(table: Path) -> None:
    first, second = run("add", table), run("add", table)
    assert (first.exit_code, first.stdout, first.stderr) == (0, "added places: 2 places, 1 with coordinates\n", "")
    assert second.stdout == "replaced places: 2 places, 1 with coordinates\n"


def test_a_gazetteer_is_listed_and_taken_out(table: Path) -> None:
    assert run("list").stdout == "no gazetteers of your own\n"
    run("add", table, "--name", "east")
    assert run("list").stdout == f"east: 2 places, from {table}\n"
    assert run("remove", "east").stdout == "removed east\n"
    assert run("list").stdout == "no gazetteers of your own\n"


def test_faults_stand_on_standard_error_by_line_and_nothing_is_added(table: Path, data: Path) -> None:
    table.write_text(GOOD.replace("35.4", "95.4").replace("town", "twon"), encoding="utf-8")
    result = run("add", table)
    assert (result.exit_code, result.stdout) == (1, "")
    first, second, last = result.stderr.splitlines()
    assert first.startswith(f"{table}, line 2: field 'lat': 95.4")
    assert second.startswith(f"{table}, line 3: field 'kind': 'twon'")
    assert last == f"{table}: nothing was added (2 faults)"
    assert not data.exists()


def test_a_way_out_is_named_where_something_would_be_left(table: Path) -> None:
    table.write_text(GOOD.replace("35.4", "95.4"), encoding="utf-8")
    assert run("add", table).stderr.endswith("nothing was added (1 fault; --skip-faulty adds the rest)\n")


def test_a_file_without_places_says_so(table: Path) -> None:
    table.write_text("name,source\n", encoding="utf-8")
    assert run("add", table).stderr == f"{table}: nothing was added (it has no places)\n"


def test_rows_at_fault_can_be_left_out(table: Path) -> None:
    table.write_text(GOOD.replace("35.4", "95.4"), encoding="utf-8")
    result = run("add", table, "--skip-faulty")
    assert (result.exit_code, result.stdout) == (0, "added places: 1 place, 0 with coordinates, 1 fault left out\n")


def test_many_faults_are_cut_short(table: Path) -> None:
    table.write_text("name,source\n" + "".join(f"{'?' * count},notes\n" for count in range(1, 51)), encoding="utf-8")
    lines = run("add", table).stderr.splitlines()
    assert len(lines) == 22
    assert lines[20] == "… and 30 more"


def test_what_a_file_says_does_not_steer_the_terminal(table: Path) -> None:
    table.write_text("name,source\nHal\x1b[2Jven,notes\n", encoding="utf-8")
    assert "\x1b" not in run("add", table).stderr


@pytest.mark.parametrize(
    ("args", "words", "code"),
    [
        (["add", "nowhere.csv"], "nowhere.csv: cannot be read", 1),
        (["remove", "nowhere"], "there is no gazetteer 'nowhere'", 2),
        (["add"], "Missing argument 'FILE'", 2),
    ],
)
def test_a_call_that_cannot_be_carried_out_says_why(args: list[str], words: str, code: int) -> None:
    result = run(*args)
    assert words in result.stderr
    assert result.exit_code == code


def test_a_folder_that_cannot_be_written_is_named(table: Path, data: Path) -> None:
    data.write_text("in the way")
    result = run("add", table)
    assert "cannot be written" in result.stderr
    assert result.exit_code == 2
