"""Phrases are runs of likely words, cut where another one begins."""

from __future__ import annotations

import numpy as np

from masudi.data import packaged
from masudi.language import outline
from masudi.language.phrases import PhraseKind, find_phrases, may_fill
from masudi.language.pieces import load_tokenizer, split


def test_neighbouring_toponyms_are_two() -> None:
    text = "Fighting reached Harran Qasr Nahrin today."
    words = split(outline(text), load_tokenizer(packaged("model/tokenizer.json")))
    scores = np.zeros((len(words.low), 4, 2), np.float32)
    for word in ("harran", "qasr", "nahrin"):
        scores[words.low.index(word), PhraseKind.TOPONYM, 0] = 0.8
    scores[words.low.index("qasr"), PhraseKind.TOPONYM, 1] = 0.9
    found = find_phrases(words, scores, PhraseKind.TOPONYM)
    assert [text[one.start : one.end] for one in found] == ["Harran", "Qasr Nahrin"]
    assert find_phrases(words, scores, PhraseKind.PARTY) == []


def test_what_may_be_any_phrase_but_a_toponym_may_fill_a_role() -> None:
    scores = np.zeros((4, 4, 2), np.float32)
    scores[1, PhraseKind.MEANS, 0] = 0.2
    scores[2, PhraseKind.TOPONYM, 0] = 0.9
    scores[3, PhraseKind.PARTY, 0] = 0.9
    assert may_fill(scores).tolist() == [1, 3]
