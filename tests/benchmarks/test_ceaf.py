"""CEAF-REE counts as its authors' script does; all texts are invented."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.ceaf import Score, most_pairs, normalise, overall, plus, score, score_role

GOLD = [["the osmer liberation army", "ola"], ["rebels"], ["a column of rebels", "rebels"]]


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("The Osmer Valley", "osmer valley"),
        ('"an"  old-style (rifle)', "oldstyle rifle"),
        ("a.n.t.", "ant"),
        ("theatre", "theatre"),
        ("the", ""),
    ],
)
def test_punctuation_goes_before_articles(raw: str, normal: str) -> None:
    assert normalise(raw) == normal


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ([["O.L.A."]], 1),
        ([["osmer liberation army", "ola"]], 1),
        ([["ola", "rebels"]], 0),
        ([["ola"], ["the osmer liberation army"]], 1),
        ([["liberation army"]], 0),
        ([], 0),
    ],
)
def test_a_found_entity_must_lie_within_one_right_entity(found: list[list[str]], right: int) -> None:
    assert score_role(found, GOLD) == Score(right, len(found), 3)


def test_entities_are_assigned_so_that_most_are_right() -> None:
    assert score_role([["rebels"], ["a column of rebels"]], GOLD).right == 2
    assert score_role([["a column of rebels"], ["rebels"]], GOLD).right == 2
    assert score_role([["rebels"], ["rebels"], ["rebels"]], GOLD).right == 2


@given(st.lists(st.lists(st.integers(0, 3), max_size=4, unique=True), max_size=4))
def test_no_other_pairing_is_larger(fits: list[list[int]]) -> None:
    def pairs(order: tuple[int, ...]) -> int:
        return sum(right in fits[left] for left, right in enumerate(order[: len(fits)]))

    assert most_pairs(fits) == max(map(pairs, itertools.permutations(range(4))))


def test_reports_add_up_role_by_role() -> None:
    gold = {"one": {"PerpOrg": [["ola"]], "Weapon": [["mortar"]]}, "two": {"Weapon": [["rifle"], ["car bomb"]]}}
    found = {"one": {"PerpOrg": [["ola"], ["army"]]}, "two": {"Weapon": [["rifle"]]}}
    scores = score(found, gold, ("PerpOrg", "Weapon"))
    assert scores == {"PerpOrg": Score(1, 2, 1), "Weapon": Score(1, 1, 3)}
    total = overall(scores)
    assert total == Score(2, 3, 4) == plus(*scores.values())
    assert (total.precision, total.recall) == (2 / 3, 1 / 2)
    assert total.f1 == pytest.approx(4 / 7)


def test_a_missing_report_is_an_error() -> None:
    with pytest.raises(KeyError):
        score({}, {"one": {}}, ("Weapon",))


def test_nothing_found_scores_nothing() -> None:
    assert (Score(0, 0, 3).precision, Score(0, 2, 0).recall, Score().f1) == (0, 0, 0)
