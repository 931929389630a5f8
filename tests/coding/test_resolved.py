"""Phrases that fill roles become parties, places and sources that are told apart."""

from __future__ import annotations

import pytest

from masudi.coding.filling import Filler
from masudi.coding.mentions import Mentions, find_mentions
from masudi.coding.resolved import parties, places, sources
from masudi.domain import Place, Position, span_of
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


SIDES = (
    "In Syria, Syrian and Russian warplanes hit Harran. Daesh and Daesh fighters left. Daesh fought Assad’s forces. "
    "Hundreds fled and 25 others were wounded, as were five of his guards and the lost. "
    "A deal was made in Ankara, believed to be Russian."
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Syrian and Russian warplanes", [("Syrian", "syrian_government"), ("Russian warplanes", "russia")]),
        ("Daesh and Daesh fighters", [("Daesh and Daesh fighters", "islamic_state")]),
        ("Daesh fought Assad’s forces", [("Daesh fought Assad’s forces", "islamic_state")]),
        ("Hundreds", [("Hundreds", "civilians")]),
        ("25 others", [("25 others", "civilians")]),
        ("Ankara", [("Ankara", "turkey")]),
        ("believed to be Russian", [("believed to be Russian", None)]),
        ("the lost", [("the lost", None)]),
        ("five of his guards", [("five of his guards", None)]),
    ],
)
def test_a_phrase_is_as_many_parties_as_it_joins(words: str, expected: list[tuple[str, str | None]]) -> None:
    at = SIDES.index(words)
    found = parties(find_mentions(outline(SIDES), None), [Filler(span_of(SIDES, at, at + len(words)), 0.9)])
    assert [(party.text, party.entity) for party in found] == expected
    assert all(SIDES[party.start : party.end] == party.text for party in found)


WHOSE = (
    "In Syria, forces loyal to President Bashar al-Assad fought opposition fighters battling Hezbollah. "
    "Terrorists associated with Daesh left. British foreign secretary Jeremy Hunt came. Hunt said so."
)


@pytest.mark.parametrize(
    ("words", "entity"),
    [
        ("forces loyal to President Bashar al-Assad", "syrian_government"),
        ("opposition fighters battling Hezbollah", "opposition"),
        ("Terrorists associated with Daesh", "islamic_state"),
        ("Hunt said", "other:United Kingdom"),
    ],
)
def test_a_phrase_is_who_heads_it_or_whose_they_are(words: str, entity: str) -> None:
    at = WHOSE.index(words)
    end = at + len(words.removesuffix(" said"))
    (party,) = parties(find_mentions(outline(WHOSE), None), [Filler(span_of(WHOSE, at, end), 0.9)])
    assert party.entity == entity


@pytest.mark.parametrize(
    ("words", "role", "kind", "entity"),
    [
        ("crowded market in Osk", "target", "airstrike", "civilians"),
        ("crowded market in Osk", "target", "control", None),
        ("crowded market in Osk", "actor", "airstrike", None),
        ("bridge near the market", "target", "airstrike", None),
    ],
)
def test_what_is_struck_may_be_civilians(words: str, role: str, kind: str, entity: str | None) -> None:
    text = f"Jets hit a {words}."
    span = span_of(text, text.index(words), len(text) - 1)
    (party,) = parties(find_mentions(outline(text), None), [Filler(span, 0.9)], role=role, kind=kind)
    assert party.entity == entity


def test_a_place_is_its_words() -> None:
    (place,) = places(mentions(), [filler("Harran")])
    assert TEXT[place.start : place.end] == place.text == "Harran"


PLACES = (
    "Shells fell on Homs and Hama in Syria. Jets struck a busy market in Ariha, in Idlib province, and the village of "
    "Qarsiyat. The army held the western countryside of Aleppo. Fighters entered the city."
)


def place_of(words: str) -> list[Place]:
    at = PLACES.index(words)
    found = find_mentions(outline(PLACES), None)
    return list(places(found, [Filler(span_of(PLACES, at, at + len(words)), 0.9)]))


def test_a_place_has_its_point() -> None:
    (homs,) = place_of("Homs")
    assert (homs.gazetteer_id, homs.kind, homs.within, homs.precision) == ("geonames:169577", "city", "Homs", "city")
    assert homs.lat == pytest.approx(34.72, abs=0.05)
    (idlib,) = place_of("Idlib province")
    assert (idlib.gazetteer_id, idlib.within, idlib.precision) == ("geonames:169387", "Syria", "province")


def test_a_list_is_as_many_places() -> None:
    homs, hama = place_of("Homs and Hama in Syria")
    assert (homs.text, hama.text) == ("Homs", "Hama in Syria")
    assert [one.gazetteer_id for one in (homs, hama)] == ["geonames:169577", "geonames:170017"]


def test_what_has_no_entry_lies_in_what_the_words_say() -> None:
    (market,) = place_of("busy market in Ariha")
    (ariha,) = place_of("Ariha")
    assert (market.lat, market.lon) == (ariha.lat, ariha.lon) != (None, None)
    assert (market.gazetteer_id, market.precision, market.within) == (None, "within_parent", ariha.name)
    assert (market.name, market.kind) == (None, "building")
    (alone,) = place_of("busy market")
    assert (alone.lat, alone.precision) == (ariha.lat, "within_parent")


def test_what_no_gazetteer_has_stays_words() -> None:
    (lost,) = place_of("village of Qarsiyat")
    assert (lost.name, lost.kind) == ("Qarsiyat", "village")
    assert (lost.lat, lost.lon, lost.gazetteer_id, lost.precision, lost.radius_km) == (None,) * 5


def test_the_countryside_of_a_town_is_less_exact_than_the_town() -> None:
    (countryside,) = place_of("western countryside of Aleppo")
    assert (countryside.precision, countryside.kind) == ("near", "district")
    assert (countryside.radius_km or 0) > 20


def test_a_noun_is_where_the_town_is_that_it_points_back_to() -> None:
    (city,) = place_of("the city")
    (named,) = (one for one in place_of(city.name or "") if one.lat is not None)
    assert (city.lat, city.lon) == (named.lat, named.lon)


def test_a_place_that_only_the_reader_finds_is_looked_up() -> None:
    text = "Kobani Hama Damascus fell. The Syrian army left."
    span = span_of(text, 0, 6)
    found = places(find_mentions(outline(text), None, [span]), [Filler(span, 0.9)])
    assert found[0].lat == pytest.approx(36.9, abs=0.2)


def test_what_lies_in_a_country_has_no_point_for_it() -> None:
    (lost,) = place_of("village of Qarsiyat")
    assert lost.lat is None
    text = "Shells hit a market in Syria."
    span = span_of(text, text.index("market"), len(text) - 1)
    (market,) = places(find_mentions(outline(text), None), [Filler(span, 0.9)])
    assert (market.lat, market.gazetteer_id) == (None, None)


def test_in_what_position_a_source_stands() -> None:
    army = parties(mentions(), [filler("Syrian army")])
    said = [filler(words) for words in ("Syrian Observatory for Human Rights", "Government forces", "doctor")]
    found = sources(mentions(), said, army, ())
    assert [source.position for source in found] == [Position.MONITOR, Position.ACTOR, Position.MEDICAL]
    (enemy,) = sources(mentions(), [filler("Government forces")], (), army)
    assert enemy.position == Position.ADVERSARY


def test_what_only_holds_a_place_heads_no_phrase() -> None:
    text = "Jets struck targets in the Syrian city of Raqqa. Fighting went on in Syria and Raqqa."
    found = find_mentions(outline(text), None)

    def of(words: str) -> list[str | None]:
        at = text.index(words)
        return [one.name for one in places(found, [Filler(span_of(text, at, at + len(words)), 0.9)])]

    assert of("Syrian city of Raqqa") == ["Raqqa"]
    assert of("Syria and Raqqa") == ["Syria", "Raqqa"]


@pytest.mark.parametrize(
    ("text", "words", "entity"),
    [
        ("In Syria, Turkish-backed rebels took Harran.", "Turkish-backed rebels", "opposition"),
        ("In Syria, US-backed Kurdish forces took Harran. The US was silent.", "US", "us_coalition"),
        ("In Syria, anti-government protests broke out. The government fell.", "government", "syrian_government"),
        ("In Syria, Kurdish forces took Harran. A Kurdish town fell.", "Kurdish", "sdf"),
        ("President Bashar al-Assad met Assad’s army in Syria.", "Assad", "syrian_government"),
        ("President Bashar al-Assad met Assad’s army in Syria.", "Bashar al", "syrian_government"),
    ],
)
def test_a_part_of_a_compound_is_not_the_whole(text: str, words: str, entity: str | None) -> None:
    at = text.rindex(words) if words == "Kurdish" else text.index(words)
    (party,) = parties(find_mentions(outline(text), None), [Filler(span_of(text, at, at + len(words)), 0.9)])
    assert party.entity == entity
