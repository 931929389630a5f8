"""Words with offsets, folded for comparison, and the longest known phrase at each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masudi.resolve.words import PhraseIndex, Words, fold, folded_words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Da’esh", "daesh"),
        ("U.S.", "us"),
        ("Erdoğan", "erdogan"),
        ("Yıldırım", "yildirim"),
        ("حلب", "حلب"),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_a_possessive_stays_outside_its_word() -> None:
    words = Words("Assad’s men")
    assert [words.raw(i) for i in range(len(words))] == ["Assad", "men"]
    assert words.owns == [True, False]
    assert words.joined == [False, True]


def test_hyphens_join_and_stops_part() -> None:
    words = Words("US-led jets. Then rebels, men\n\nEnd")
    assert words.joined == [False, True, True, False, True, False, False]
    assert words.sentences == [0, 0, 0, 1, 1, 1, 2]
    assert [words.hyphened(i) for i in range(3)] == [False, True, False]


def test_a_text_without_capitals_is_known() -> None:
    assert Words("the guerrillas left the town. " * 20).lowered
    assert not Words("The guerrillas left.").lowered


def test_matches_are_whole_and_may_have_a_lost_possessive() -> None:
    index = PhraseIndex([(folded_words(p), p) for p in ("coalition", "coalition forces", "Damascus")])
    assert index.matches(Words("coalition forces"), 0) == [(1, "coalition", False), (2, "coalition forces", False)]
    assert index.matches(Words("Coalitions strikes"), 0) == [(1, "coalition", True)]
    assert index.matches(Words("coalition, forces"), 0) == [(1, "coalition", False)]
    assert index.matches(Words("Damascus"), 0) == [(1, "Damascus", False)]
    assert index.exact(("coalition", "forces")) == "coalition forces"
    assert index.exact(("forces",)) is None


@given(st.text(max_size=80))
def test_offsets_are_in_order_and_inside(text: str) -> None:
    words = Words(text)
    end = 0
    for i in range(len(words)):
        assert end <= words.starts[i] < words.ends[i] <= len(text)
        assert words.folds[i] or not words.raw(i).isascii()
        end = words.ends[i]
