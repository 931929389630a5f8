"""The measures of grouping, on groups small enough to count by hand."""

from __future__ import annotations

import pytest

from benchmarks.incidents import alone, by_place_and_day, measure
from tests.corroborate.claims import make_claim


def test_perfect_groups() -> None:
    gold = {"a": 1, "b": 1, "c": 2}
    found = measure(gold, gold)
    assert (found.pair_f1, found.bcubed_f1, found.made, found.true) == (100, 100, 2, 2)


def test_one_group_of_two_incidents() -> None:
    found = measure(dict.fromkeys("abc", 0), {"a": 1, "b": 1, "c": 2})
    assert found.pair_p == pytest.approx(100 / 3)
    assert found.pair_r == 100
    assert found.bcubed_p == pytest.approx(100 * (2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert found.bcubed_r == 100


def test_all_alone() -> None:
    found = measure({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 1, "c": 2})
    assert (found.pair_p, found.pair_r) == (100, 0)
    assert found.bcubed_r == pytest.approx(100 * (1 / 2 + 1 / 2 + 1) / 3)


def test_baselines() -> None:
    claims = [make_claim("airstrike", report=name) for name in "ab"] + [make_claim("airstrike", report="c", day=None)]
    assert len(set(alone(claims).values())) == 3
    assert len(set(by_place_and_day(claims).values())) == 2
