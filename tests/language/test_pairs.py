"""What tells two mentions apart or together is worked out from the words around them."""

from __future__ import annotations

from masudi.data import packaged
from masudi.language import outline
from masudi.language.pairs import FEATURES, Candidate, pairs_of
from masudi.language.pieces import Pieces, load_tokenizer, split

TEXT = "Jets bombed Harran on Monday. The bombing killed 12 people. Another raid hit Qasr Nahrin, where 30 died."


def pieces(text: str) -> Pieces:
    return split(outline(text), load_tokenizer(packaged("model/tokenizer.json")))


def candidate(text: Pieces, word: str, kind: int = 0) -> Candidate:
    at = text.low.index(word)
    return Candidate(kind, at, at + 1)


def test_pairs_are_of_one_kind_the_earlier_first() -> None:
    text = pieces(TEXT)
    found = [candidate(text, "raid"), candidate(text, "killed", 1), candidate(text, "bombed")]
    pairs = pairs_of(text, found, 2)
    assert (pairs.earlier.tolist(), pairs.later.tolist()) == ([2], [0])
    assert pairs.features.shape == (1, FEATURES)


def test_kinds_of_analysis_have_no_pairs() -> None:
    text = pieces(TEXT)
    pairs = pairs_of(text, [candidate(text, "bombed", 3), candidate(text, "raid", 3)], 2)
    assert len(pairs.earlier) == 0
    assert pairs.features.shape == (0, FEATURES)


def test_what_points_back_and_what_is_another() -> None:
    text = pieces(TEXT)
    back, other = (
        pairs_of(text, [candidate(text, "bombed"), candidate(text, word)], 1).features[0]
        for word in ("bombing", "raid")
    )
    assert back[1] == 1.0  # the same first letters
    assert back[18] == 1.0  # "The bombing"
    assert other[18] == 0.0
    assert other[20] == 1.0  # "Another raid"


def test_the_same_pair_in_a_later_part_of_a_text_looks_the_same_but_for_where_it_stands() -> None:
    before = "Nothing moved. " * 5
    early, late = (pieces(text) for text in (TEXT, before + TEXT))
    one, other = (
        pairs_of(text, [candidate(text, "bombed"), candidate(text, "raid")], 1).features[0] for text in (early, late)
    )
    assert one[16] == 1.0
    assert other[16] == 0.0
    assert (one[:14] == other[:14]).all()
