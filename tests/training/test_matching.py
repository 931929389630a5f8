"""Claims are matched to groups of candidates as the benchmark matches them; what is fitted can be told apart."""

from __future__ import annotations

import numpy as np

from masudi.coding.emission import apply
from masudi.data import packaged
from masudi.language import outline
from masudi.language.pieces import load_tokenizer, split
from training.matching import match, same_phrase
from training.reports import Example, divide
from training.settle import calibration_error, logistic


def test_a_group_counts_if_half_of_it_stands_on_the_claim() -> None:
    stands_on = [frozenset({0}), frozenset[int](), frozenset[int](), frozenset({1})]
    assert match([[0, 1]], stands_on, 2) == {0: 0}
    assert match([[0, 1, 2]], stands_on, 2) == {}


def test_each_group_is_one_claim_and_as_many_as_can_be() -> None:
    stands_on = [frozenset({0, 1}), frozenset({0})]
    assert match([[0], [1]], stands_on, 2) == {0: 1, 1: 0}


def test_the_same_phrase() -> None:
    assert same_phrase((0, 10), (0, 6))
    assert not same_phrase((0, 10), (8, 20))
    assert same_phrase((0, 30), (10, 17))
    assert not same_phrase((0, 100), (10, 20))


def test_near_copies_of_what_is_held_out_are_not_trained_on() -> None:
    tokenizer = load_tokenizer(packaged("model/tokenizer.json"))
    texts = [f"Report {n}: " + " ".join(f"word{n}x{k}" for k in range(40)) for n in range(4)]
    texts.append(texts[2] + " once more")
    examples = [Example(str(at), split(outline(text), tokenizer), ()) for at, text in enumerate(texts)]
    kept, aside = divide(examples, frozenset({"2"}))
    assert [one.name for one in kept] == ["0", "1", "3"]
    assert [one.name for one in aside] == ["2"]


def test_a_logistic_model_finds_what_tells() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(400, 3))
    right = rows[:, 1] + 0.3 * rng.normal(size=400) > 0
    likely = apply(logistic(rows, right, ridge=1.0), rows)
    assert ((likely > 0.5) == right).mean() > 0.85
    assert abs(likely.mean() - right.mean()) < 0.02


def test_calibration_error() -> None:
    honest = [(0.5, at % 2 == 0) for at in range(100)]
    boastful = [(0.9, at % 2 == 0) for at in range(100)]
    assert calibration_error(honest) < 0.01
    assert abs(calibration_error(boastful) - 0.4) < 0.01
