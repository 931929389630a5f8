"""`masudi places`: every toponym a line, errors as in the other commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from masudi.cli import main

TEXT = "Shells fell on Homs and on the village of Qarsiyat. Syrian troops left Hama, 10 km north of Homs."


def run(*args: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["places", *map(str, args)], input=stdin)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(f"source: Wire\n\n{TEXT}", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Crowds left Damascus in Syria.", encoding="utf-8")
    return tmp_path


def test_each_toponym_is_a_line_with_its_place(folder: Path) -> None:
    result = run(folder)
    assert (result.exit_code, result.stderr) == (0, "")
    found = lines(result)
    assert {line["report"] for line in found} == {"a", "b"}
    for line in found:
        text = TEXT if line["report"] == "a" else "Crowds left Damascus in Syria."
        assert text[line["start"] : line["end"]] == line["text"]
    homs = next(line for line in found if line["text"] == "Homs")
    assert homs["geonameid"] == 169577
    assert homs["gazetteer_id"] == "geonames:169577"
    assert (homs["country"], homs["admin1"], homs["kind"], homs["precision"]) == ("SY", "Homs", "city", "city")
    assert homs["lat"] == pytest.approx(34.72, abs=0.05)
    assert 0.5 < homs["confidence"] <= 1


def test_what_no_gazetteer_has_stays_without_coordinates(folder: Path) -> None:
    lost = next(line for line in lines(run(folder)) if line["text"] == "Qarsiyat")
    assert (lost["lat"], lost["lon"], lost["gazetteer_id"], lost["precision"], lost["confidence"]) == (None,) * 5


def test_a_distance_is_worked_in(folder: Path) -> None:
    last = [line for line in lines(run(folder)) if line["text"] == "Homs"][-1]
    assert last["precision"] == "near"
    assert last["lat"] == pytest.approx(34.81, abs=0.03)


def test_standard_input_and_an_output_file(tmp_path: Path) -> None:
    result = run("-", "--output", tmp_path / "out.jsonl", stdin="Crowds left Damascus in Syria.")
    assert (result.exit_code, result.stdout) == (0, "")
    written = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [line["text"] for line in written] == ["Damascus", "Syria"]
    assert {line["path"] for line in written} == {"-"}


def test_bad_reports_are_named_and_the_others_come_out(folder: Path) -> None:
    (folder / "c.txt").write_bytes(b"\0\1")
    result = run(folder, folder / "gone.txt")
    assert result.exit_code == 1
    assert len(lines(result)) >= 5
    assert "c.txt" in result.stderr
    assert "gone.txt: is not there" in result.stderr
    assert result.stderr.splitlines()[-1] == "2 of 4 reports could not be read"


def test_where_nothing_was_read_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("before", encoding="utf-8")
    result = run(tmp_path / "gone.txt", "-o", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize("args", [[], ["x", "--max-body", "0"], ["x", "--nonsense"]])
def test_a_wrong_call_is_exit_code_2(args: list[str]) -> None:
    assert run(*args).exit_code == 2


def test_the_command_explains_itself_with_an_example() -> None:
    assert "\n    masudi places" in run("--help").stdout


def test_a_text_without_words_has_no_toponyms() -> None:
    result = run("-", stdin="…")
    assert (result.exit_code, result.stdout) == (0, "")
