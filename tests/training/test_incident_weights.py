"""What separates pairs gets the weight; what no pair has keeps the one that it had."""

from __future__ import annotations

from pathlib import Path

from masudi.corroborate.comparing import Answers
from masudi.corroborate.rules import ANSWERS, load_rules, read_rules
from masudi.data import packaged
from training.incident_weights import KEYS, Pair, fit, weighted, write

_PLAIN = {name: answers[-1] for name, answers in ANSWERS.items()}


def pair(same: bool, **changed: str) -> Pair:
    return Pair(Answers(**{**_PLAIN, **changed}), same, 1.0)


def pairs() -> list[Pair]:
    return [pair(True, time="same_day")] * 30 + [pair(False, time="next_day")] * 30 + [pair(True, time="next_day")] * 3


def test_the_telling_answer_gets_the_weight() -> None:
    weights = fit(pairs())
    assert weights[KEYS["time", "same_day"]] > 1 > -1 > weights[KEYS["time", "next_day"]]


def test_an_answer_that_no_pair_has_keeps_its_weight() -> None:
    rules = load_rules()
    learnt = weighted(rules, "between", pairs())
    assert learnt.between["time", "longer"] == rules.between["time", "longer"]
    assert learnt.between["time", "same_day"] != rules.between["time", "same_day"]
    assert learnt.within == rules.within


def test_written_weights_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "corroborate.yaml"
    path.write_text(packaged("corroborate.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    learnt = weighted(load_rules(), "between", pairs())
    write(learnt, path)
    assert read_rules(path) == learnt
    assert path.read_text(encoding="utf-8").startswith("# What makes claims")
