"""The commands on victims, as they are installed, on two reports made up for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import lines_of
from tests.commands import run_command as run

TEXTS = {
    "a": "A sniper killed Rami Doran, a teacher, in Dalgo on Monday. Soldiers detained Dr. Karim Besk at a checkpoint.",
    "b": "Residents said that Ramy Doran was killed by a sniper in Dalgo on Monday.",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(f"source: Paper {name}\npublished: 2024-03-06\nsynthetic: yes\n\n{text}")
    assert run("add", folder, "--case", tmp_path / "v.masudi").exit_code == 0
    return tmp_path / "v.masudi"


def test_victims_are_listed_and_joined_by_people_alone(case: Path) -> None:
    its = {one["name"]: one for one in lines_of(run("victims", "--case", case, "-f", "jsonl"))}
    assert set(its) == {"Rami Doran", "Ramy Doran", "Karim Besk"}
    assert {one["person"] for one in its.values()} == {None}
    shown = run("victims", "--case", case).stdout
    assert "3 persons at most, named 3 times; for work on the case only" in shown
    joined = run("decide", "same-person", its["Rami Doran"]["id"], its["Ramy Doran"]["id"], "--case", case)
    assert joined.stdout.startswith("2  same_person  ")
    shown = run("victims", "--case", case).stdout
    assert "Rami Doran / Ramy Doran  one person by decision 2" in shown
    assert "2 persons at most" in shown
    assert "Doran" not in run("log", "--case", case).stdout
    assert run("decide", "undo", "2", "--case", case).exit_code == 0
    assert "3 persons at most" in run("victims", "--case", case).stdout


def test_an_erased_name_is_listed_no_more(case: Path) -> None:
    [besk] = [one for one in lines_of(run("victims", "--case", case, "-f", "jsonl")) if one["name"] == "Karim Besk"]
    assert run("redact", besk["id"], "--why", "asked for", "--yes", "--case", case).exit_code == 0
    assert "Besk" not in run("victims", "--case", case).stdout


def test_a_wrong_id_is_said(case: Path) -> None:
    wrong = run("decide", "same-person", "victim:1", "victim:77", "--case", case)
    assert (wrong.exit_code, "there is no victim 'victim:77'" in wrong.stderr) == (1, True)
    assert "masudi victims --case" in run("victims", "--help").stdout
