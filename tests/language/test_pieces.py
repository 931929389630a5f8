"""Windows cover a text and overlap; words keep their characters, their sentence and their letter case."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from masudi.data import packaged
from masudi.language import outline
from masudi.language.pieces import (
    DIGIT,
    LOWER,
    MIXED,
    OPENING,
    OVERLAP,
    PUNCTUATION,
    TITLE,
    UPPER,
    WINDOW,
    Pieces,
    letter_case,
    load_tokenizer,
    most_central,
    split,
    windows,
)


@cache
def tokenizer() -> Tokenizer:
    return load_tokenizer(packaged("model/tokenizer.json"))


def pieces(text: str) -> Pieces:
    return split(outline(text), tokenizer())


@given(st.integers(min_value=1, max_value=20_000))
def test_windows_cover_all_pieces_and_share_some(length: int) -> None:
    found = windows(length)
    assert found[0][0] == 0
    assert found[-1][1] == length
    assert all(0 < end - start <= WINDOW for start, end in found)
    for (_, end), (start, _) in pairwise(found):
        assert end - start >= OVERLAP


def test_a_position_is_taken_from_the_window_where_it_is_most_central() -> None:
    found = windows(800)
    best = most_central(np.arange(800), found)
    for position in (0, 300, 350, 799):
        start, end = found[best[position]]
        margin = min(position - start, end - 1 - position)
        assert margin == max(min(position - a, b - 1 - position) for a, b in found)


@pytest.mark.parametrize(
    ("word", "opening", "case"),
    [
        ("army", False, LOWER),
        ("Harran", False, TITLE),
        ("The", True, OPENING),
        ("UN", True, UPPER),
        ("A", False, TITLE),
        ("iPhone", False, MIXED),
        ("2031", False, DIGIT),
        ("T-72", False, DIGIT),
        ("—", False, PUNCTUATION),
    ],
)
def test_letter_cases(word: str, opening: bool, case: int) -> None:
    assert letter_case(word, opening) == case


def test_words_keep_their_characters() -> None:
    text = "Rebels bombarded Qasr Nahrin.\nThe governor’s aides fled."
    found = pieces(text)
    words = [text[start:end] for start, end in found.spans]
    assert words[:5] == ["Rebels", "bombarded", "Qasr", "Nahrin", "."]
    assert [word.lower() for word in words] == list(found.low)
    assert found.sentence.tolist() == [0] * 5 + [1] * (len(words) - 5)
    assert found.case[0] == OPENING
    assert found.case[2] == TITLE
    assert found.rarity[3] > found.rarity[5]


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=300))
def test_any_text_is_split_within_its_bounds(text: str) -> None:
    found = pieces(text)
    if not found.low:
        return
    assert len(found.spans) == len(found.low) == len(found.first) == len(found.case) == len(found.sentence)
    assert (found.spans[:, 0] < found.spans[:, 1]).all()
    assert (np.diff(found.spans[:, 0]) >= 0).all()
    assert found.spans[-1, 1] <= len(text)


def test_words_of_a_stretch() -> None:
    text = "Rebels bombarded Qasr Nahrin."
    found = pieces(text)
    assert found.words(7, 16) == (1, 2)
    assert found.words(17, 28) == (2, 4)
