"""Annotations as offsets: packed and read back, no words kept, a changed text refused."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from training.annotations import AnnotationError, digest, pack, pack_folder, read_packed

TEXT = "Rebels shelled Harran. The army said the rebels killed two people in Harran."
CLAIM: dict[str, Any] = {
    "kind": "casualties",
    "status": "asserted",
    "mentions": [{"quote": "the rebels killed two", "trigger": "killed"}],
    "actor": [{"text": "rebels", "entity": "opposition"}],
    "target": [],
    "place": [{"text": "Harran", "name": "Harran", "within": None, "lat": None, "lon": None}],
    "time": None,
    "means": [],
    "source": [{"text": "army"}],
    "casualties": [{"harm": "killed", "who": "people", "low": 2, "high": 2}],
}


def test_words_become_the_nearest_spans() -> None:
    (packed,) = pack(TEXT, [CLAIM])
    start, end = packed["mentions"][0]
    assert TEXT[start:end] == "killed"
    assert [TEXT[slice(*one["span"])] for one in packed["actor"]] == ["rebels"]
    assert packed["place"][0]["span"][0] == TEXT.rindex("Harran")


def test_a_quote_that_stands_twice_is_refused() -> None:
    faulty = {**CLAIM, "mentions": [{"quote": "Harran", "trigger": "Harran"}]}
    with pytest.raises(AnnotationError, match="claim 1"):
        pack(TEXT, [faulty])


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    work, corpora = tmp_path / "work", tmp_path / "corpora"
    for folder in (work / "reports", work / "gold", corpora):
        folder.mkdir(parents=True)
    (work / "origin.json").write_text(json.dumps([{"name": "one", "corpus": "wire", "id": "7"}]))
    (work / "reports" / "one.txt").write_text(f"title: x\nsource: Wire\npublished: 2031-03-04\n\n{TEXT}\n")
    (work / "gold" / "one.json").write_text(json.dumps([CLAIM]))
    write_corpus(corpora, TEXT + " And more.")
    return work, corpora


def write_corpus(corpora: Path, text: str) -> None:
    with gzip.open(corpora / "wire.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": "7", "text": text}) + "\n")


def test_packed_reports_hold_no_words_and_come_back(folders: tuple[Path, Path], tmp_path: Path) -> None:
    work, corpora = folders
    assert pack_folder(work, tmp_path / "packed", corpora) == 1
    stored = (tmp_path / "packed" / "one.json").read_text(encoding="utf-8")
    assert "shelled" not in stored
    assert "killed two" not in stored
    (report,) = read_packed(tmp_path / "packed", corpora)
    assert (report.text, report.published, report.source) == (TEXT, "2031-03-04", "Wire")
    assert report.claims[0]["kind"] == "casualties"


def test_another_text_is_refused(folders: tuple[Path, Path], tmp_path: Path) -> None:
    work, corpora = folders
    pack_folder(work, tmp_path / "packed", corpora)
    other = tmp_path / "other"
    other.mkdir()
    write_corpus(other, TEXT.replace("two", "six") + " And more.")
    with pytest.raises(AnnotationError, match="one: wire 7"):
        list(read_packed(tmp_path / "packed", other))


def test_a_stretch_of_a_report_is_found_from_where_it_starts(folders: tuple[Path, Path], tmp_path: Path) -> None:
    work, corpora = folders
    pack_folder(work, tmp_path / "packed", corpora)
    (whole,) = (tmp_path / "packed").glob("*.json")
    stretch, start = TEXT[TEXT.index("The army") :], TEXT.index("The army")
    value = json.loads(whole.read_text(encoding="utf-8"))
    value |= {"start": start, "length": len(stretch), "sha256": digest(stretch), "claims": []}
    whole.write_text(json.dumps(value), encoding="utf-8")
    (report,) = read_packed(tmp_path / "packed", corpora)
    assert report.text == stretch
