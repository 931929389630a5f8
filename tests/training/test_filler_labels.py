"""What is learnt of a MUC-4 report: every occurrence of what fills a role; all texts are invented."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest

from benchmarks.fillers import ROLES, Filled, occurrences
from masudi.language.pieces import Pieces
from training.filler_labels import gold_strings, labels_of, pairs_of, roles_of, to_judge

TEXT = "osmer rebels shelled the old mill . the rebels used a mortar and left the mill to the windmillers"
GOLD = {"PerpInd": [["osmer rebels", "rebels"]], "Target": [["old mill"], ["windmill"]], "Weapon": [["mortar"]]}


@pytest.fixture
def filled() -> Filled:
    spans = [match.span() for match in re.finditer(r"\w+|[^\w\s]", TEXT)]
    count = np.arange(len(spans))
    low = tuple(TEXT[start:end] for start, end in spans)
    rarity = np.zeros(len(spans), np.float32)
    text = Pieces(TEXT, count, count, np.array(spans), 0 * count, 0 * count, rarity, low)
    return Filled("one", text, {role: GOLD.get(role, []) for role in ROLES})


def tagged(filled: Filled, role: str, tag: int) -> list[str]:
    """The words that have a role's tag."""
    column = labels_of(filled, []).tags[:, ROLES.index(role), tag]
    return [word for word, here in zip(filled.pieces.low, column, strict=True) if here]


def test_every_occurrence_is_tagged_and_the_longest_string_wins(filled: Filled) -> None:
    assert tagged(filled, "PerpInd", 0) == ["osmer", "rebels", "rebels"]
    assert tagged(filled, "PerpInd", 1) == ["osmer", "rebels"]
    assert tagged(filled, "PerpInd", 2) == ["rebels", "rebels"]


def test_part_of_a_word_tags_the_word_but_is_no_right_string(filled: Filled) -> None:
    assert tagged(filled, "Target", 0) == ["old", "mill", "windmillers"]
    assert [one.text for one in labels_of(filled, []).right] == ["osmer rebels", "rebels", "old mill", "mortar"]


def test_strings_that_are_right_elsewhere_are_wrong_here(filled: Filled) -> None:
    assert gold_strings([filled]) == ["mortar", "old mill", "osmer rebels", "rebels", "windmill"]
    labels = labels_of(filled, ["mill", "the mortar", "grenade"])
    assert [one.text for one in labels.elsewhere] == ["mill"]
    judged = to_judge(filled, labels, np.zeros((len(filled.pieces.first), 5, 3), np.float32), random.Random(0))
    roles = dict(zip([one.text for one in judged], roles_of(judged, labels).tolist(), strict=True))
    assert roles["mill"] == [0, 0, 0, 0, 0]
    assert roles["mortar"] == [0, 0, 0, 0, 1]
    assert roles["osmer rebels"] == [1, 0, 0, 0, 0]
    assert set(roles) > {"mill", "mortar", "rebels", "old mill"}


def test_pairs_are_of_one_role(filled: Filled) -> None:
    labels = labels_of(filled, [])
    assert labels.pairs == [("rebels", "osmer rebels")]
    assert labels.same.tolist() == [1]
    earlier, later, letters = pairs_of(labels.right, labels)
    assert (earlier.tolist(), later.tolist()) == ([1], [0])
    assert letters.tolist() == [[0.5, 1, 1, 0, 0, 1]]


def test_which_roles_are_filled(filled: Filled) -> None:
    assert labels_of(filled, []).present.tolist() == [1, 0, 1, 0, 1]
    assert len(occurrences(filled.pieces, "mill")) == 2
