"""Hand-labelled incidents: what the checker lets through and what it names."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from benchmarks.incident_labels import Bundle, load_bundle, load_bundles, problems, shared_reports, show
from masudi.errors import KnowledgeError

TEXT = "Jets bombed Harran on Monday. At least 12 people died, among them 4 children."


def bundle(name: str = "one", **changes: Any) -> Bundle:
    """A bundle of one strike and its toll on the text above, with some of the second claim's fields changed."""
    report = {
        "corpus": "made-up",
        "id": "1",
        "sha256_text": hashlib.sha256(TEXT.encode()).hexdigest(),
        "published": "2017-04-04",
        "publisher": "nobody",
    }
    strike = {"report": "1", "start": 5, "end": 11, "kind": "airstrike", "status": "asserted", "hedge": "none"}
    tolls = [
        {"start": 30, "end": 48, "harm": "killed", "low": 12, "scope": "incident"},
        {"start": 66, "end": 76, "harm": "killed", "who": "children", "low": 4, "high": 4, "part_of": 0},
    ]
    toll = {**strike, "start": 49, "end": 53, "kind": "casualties", "casualties": tolls, "incident": "i1"}
    raw = {
        "bundle": name,
        "area": "Harran",
        "from": "2017-04-01",
        "to": "2017-04-07",
        "part": "fit",
        "reports": [report],
        "incidents": [{"id": "i1", "what": "a strike on Harran"}],
        "claims": [{**strike, "incident": "i1"}, {**toll, **changes}],
    }
    return msgspec.convert(raw, Bundle, strict=False)


def found(labelled: Bundle, text: str = TEXT) -> list[str]:
    return list(problems(labelled, {("made-up", "1"): text}))


def test_a_right_bundle_passes_and_shows_words_of_the_text() -> None:
    assert found(bundle()) == []
    shown = "\n".join(show(bundle(), {("made-up", "1"): TEXT}))
    assert "[bombed]" in shown
    assert "killed children 4-4 None of 0 [4 children]" in shown


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"kind": "weather"}, "no kind"),
        ({"kind": "capture"}, "no kind"),
        ({"incident": "i2"}, "no incident i2"),
        ({"end": 500}, "no words"),
        ({"start": 48}, "no words"),
        ({"start": 50}, "no words"),
        ({"casualties": []}, "without a number"),
        ({"actor": [{"entity": "pirates"}]}, "unknown entity pirates"),
        ({"actor": [{"entity": "russia", "start": 3}]}, "without an end"),
        ({"from": "2017-04-03"}, "without one"),
        ({"from": "2017-04-03", "to": "2017-04-02", "precision": "day"}, "before it begins"),
        ({"report": "2"}, "no such report"),
        ({"casualties": [{"start": 30, "end": 48, "harm": "killed", "low": 5, "part_of": 0}]}, "is part of 0"),
        ({"start": 5, "end": 11, "kind": "airstrike", "casualties": []}, "stands 2 times"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], word: str) -> None:
    assert any(word in problem for problem in found(bundle(**changes)))


def test_another_text_than_was_labelled() -> None:
    assert any("another text" in problem for problem in found(bundle(), TEXT + " More."))
    assert any("not in the corpus" in problem for problem in problems(bundle(), {}))


def test_a_report_belongs_to_one_bundle() -> None:
    assert list(shared_reports([bundle("one")])) == []
    assert any("one, two" in problem for problem in shared_reports([bundle("one"), bundle("two")]))


def test_a_file_of_another_shape(tmp_path: Path) -> None:
    path = tmp_path / "01-wrong.json"
    path.write_text('{"bundle": "wrong", "colour": "red"}', encoding="utf-8")
    with pytest.raises(KnowledgeError, match="01-wrong"):
        load_bundle(path)


def test_the_bundles_that_are_there_load() -> None:
    names = [labelled.bundle for labelled in load_bundles()]
    assert len(names) == len(set(names))
