"""Phrases that fill roles become parties, places and sources that are told apart."""

from __future__ import annotations

from masudi.coding.filling import Filler
from masudi.coding.mentions import Mentions, find_mentions
from masudi.coding.resolved import parties, places, sources
from masudi.domain import Position, span_of
from masudi.language import outline

TEXT = (
    "The Syrian army shelled Harran, the Syrian Observatory for Human Rights said. Government forces denied it. "
    "A doctor at the hospital counted the dead."
)


def mentions() -> Mentions:
    return find_mentions(outline(TEXT), None)


def filler(words: str, probability: float = 0.9) -> Filler:
    return Filler(span_of(TEXT, TEXT.index(words), TEXT.index(words) + len(words)), probability)


def test_a_party_keeps_the_words_and_gets_who_it_is() -> None:
    (party,) = parties(mentions(), [filler("Syrian army")])
    assert (party.text, party.entity) == ("Syrian army", "syrian_government")


def test_words_that_name_no_known_party_stay_words() -> None:
    (party,) = parties(mentions(), [filler("the dead")])
    assert (party.text, party.entity, party.actor_id) == ("the dead", None, None)


def test_a_place_is_its_words() -> None:
    (place,) = places(mentions(), [filler("Harran")])
    assert TEXT[place.start : place.end] == place.text == "Harran"


def test_in_what_position_a_source_stands() -> None:
    army = parties(mentions(), [filler("Syrian army")])
    said = [filler(words) for words in ("Syrian Observatory for Human Rights", "Government forces", "doctor")]
    found = sources(mentions(), said, army, ())
    assert [source.position for source in found] == [Position.MONITOR, Position.ACTOR, Position.MEDICAL]
    (enemy,) = sources(mentions(), [filler("Government forces")], (), army)
    assert enemy.position == Position.ADVERSARY
