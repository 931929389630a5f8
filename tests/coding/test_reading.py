"""Long texts are read in sections, and what two of them tell is told once."""

from __future__ import annotations

from itertools import pairwise

from masudi.coding.reading import SECTION, SHARED, Told, seamless, sections
from masudi.data import packaged
from masudi.domain import Span, Status
from masudi.language import outline
from masudi.language.pieces import load_tokenizer, split


def told(start: int, end: int, *more: tuple[int, int], kind: str = "attack") -> Told:
    spans = tuple(Span(start=a, end=b, text="x" * (b - a)) for a, b in ((start, end), *more))
    return Told(kind, spans, Status.ASSERTED, {}, 0.9, None)


def sections_of(text: str) -> list[tuple[int, int, tuple[int, int]]]:
    words = split(outline(text), load_tokenizer(packaged("model/tokenizer.json")))
    return [(one.first, one.behind, one.own) for one in sections(words)]


def test_a_short_text_is_one_section() -> None:
    assert sections_of("Rebels shelled Harran.") == [(0, 4, (0, 4))]


def test_sections_share_words_and_every_word_belongs_to_one() -> None:
    sentences = 700
    found = sections_of("Rebels shelled the town of Harran. " * sentences)
    assert len(found) > 2
    assert found[0][0] == found[0][2][0] == 0
    assert found[-1][1] == found[-1][2][1] == sentences * 7
    for (first, behind, own), (following, _, its) in pairwise(found):
        assert behind - first <= SECTION
        assert behind - following >= SHARED
        assert following % 7 == 0  # a section begins with a sentence
        assert following < own[1] == its[0] < behind


def test_a_text_without_sentences_is_cut_all_the_same() -> None:
    found = sections_of("gun " * 5000)
    assert found[-1][1] == 5000
    assert all(behind > following for (_, behind, _), (following, _, _) in pairwise(found))


def test_what_two_sections_tell_is_one_claim_with_all_its_mentions() -> None:
    (one,) = seamless([[told(0, 6, (90, 96))], [told(90, 97, (120, 126))]])
    assert [(mention.start, mention.end) for mention in one.mentions] == [(0, 6), (90, 96), (120, 126)]


def test_claims_of_other_kinds_or_other_words_stay_apart() -> None:
    parts = [[told(0, 6), told(90, 96)], [told(90, 96, kind="control"), told(120, 126)]]
    assert len(seamless(parts)) == 4
