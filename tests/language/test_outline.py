"""Sentences and tokens: offsets, abbreviations, lower-cased texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masudi.language import outline


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Rebels fled. The army came.", 2),
        ("Gen. Haddad spoke. He left.", 2),
        ("Col. A. Haddad of the U.S. army spoke.", 1),
        ("First line\nsecond line", 2),
        ("the rebels fled. the army came.", 2),
        ("“They fled.” The army came.", 2),
        ("a body without a full stop", 1),
        ("1,200 people left at 3.30 pm.", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(outline(text).sentences) == count


def test_words_keep_hyphens_and_apostrophes() -> None:
    forms = [token.form for token in outline("Assad’s rebel-held Deir ez-Zor").tokens]
    assert forms == ["assad's", "rebel-held", "deir", "ez-zor"]


@given(st.text())
def test_offsets_hold_for_any_text(text: str) -> None:
    lines = outline(text)
    for sentence in lines.sentences:
        assert text[sentence.start : sentence.end] == sentence.text
    ends = [0]
    for token in lines.tokens:
        assert ends[-1] <= token.start < token.end <= len(text)
        assert lines.sentences[token.sentence].start <= token.start
        assert lines.tokens[lines.token_at(token.start)] == token
        ends.append(token.end)


def test_a_text_without_full_stops_is_cut_into_stretches() -> None:
    sentences = outline("rebels shelled the town " * 1000).sentences
    assert len(sentences) > 10
    assert max(len(sentence.text) for sentence in sentences) <= 2000
    assert all(sentence.text.split()[0] in ("rebels", "shelled", "the", "town") for sentence in sentences)
