"""Sections of texts that nobody annotated: none of a report that is annotated, or that only measures."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

from masudi.data import packaged
from masudi.language import outline
from masudi.language.pieces import load_tokenizer, split
from training.reports import Example
from training.unlabelled import CORPORA, runs, unlabelled

TOKENIZER = load_tokenizer(packaged("model/tokenizer.json"))


def report(about: str) -> str:
    """A text of more than a hundred words in which no six in a row stand twice."""
    places = ("mill", "bridge", "school", "market", "ferry", "dam", "quarry")
    return " ".join(
        f"The {about} column left its {place} before {about} dawned on the {place} and {about} shepherds woke. "
        f"Nobody in {about} knows what {place} guards of {about} did to that {place} then."
        for place in places
    )


def read(folder: Path, texts: Sequence[str], known: Sequence[str] = (), unseen: Sequence[str] = ()) -> list[str]:
    for name in CORPORA:
        path = folder / f"{name}.jsonl.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        with gzip.open(path, "wt", encoding="utf-8") as file:
            if name == CORPORA[0]:
                file.writelines(json.dumps({"text": text}) + "\n" for text in texts)
    examples = [Example("known", split(outline(text), TOKENIZER), ()) for text in known]
    return unlabelled(folder, examples, unseen)


def test_a_text_that_is_annotated_is_none(tmp_path: Path) -> None:
    found = read(tmp_path, [report("Harran"), report("Qasr")], known=[report("Harran")])
    assert found == [report("Qasr")]


def test_a_text_that_holds_a_part_of_one_that_measures_is_left_out_whole(tmp_path: Path) -> None:
    mixed = report("Qasr") + " " + report("Harran")[:400]
    assert read(tmp_path, [mixed, report("Dalgo")], unseen=[report("Harran")]) == [report("Dalgo")]


def test_what_is_printed_twice_is_read_once(tmp_path: Path) -> None:
    assert read(tmp_path, [report("Qasr"), report("Qasr")]) == [report("Qasr")]


def test_a_long_text_is_cut_between_sentences(tmp_path: Path) -> None:
    text = " ".join(report(about) for about in ("Harran", "Qasr", "Dalgo"))
    found = read(tmp_path, [text])
    assert len(found) == 2
    assert " ".join(found) == text
    assert all(section.endswith(".") for section in found)


def test_runs_are_of_six_words() -> None:
    assert len(runs("one two three four five six seven")) == 2
    assert not runs("one two three four five")
