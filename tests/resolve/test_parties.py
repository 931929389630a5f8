"""Parties: names in many spellings, what goes with them, and whom nominals and pronouns mean."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masudi.resolve import PartyMention, find_parties, load_knowledge

LABELS = (
    "islamic_state syrian_government russia us_coalition sdf turkey opposition hts hezbollah iran israel iraq "
    "peshmerga united_nations aid_workers civilians monitors media"
)
ENTITIES = set(LABELS.split())


def parties(text: str) -> list[PartyMention]:
    return list(find_parties(text, knowledge=load_knowledge()))


def found(text: str) -> dict[str, str | None]:
    """Words → entity of every mention but pronouns."""
    return {m.text: m.entity for m in parties(text) if m.form != "pronoun"}


@pytest.mark.parametrize(
    ("text", "phrase", "entity"),
    [
        ("Daesh stormed Qarsiya.", "Daesh", "islamic_state"),
        ("Da’esh stormed Qarsiya.", "Da’esh", "islamic_state"),
        ("Islamic State of Iraq and the Levant stormed it.", "Islamic State of Iraq and the Levant", "islamic_state"),
        ("Fighting with IS in Qarsiya went on.", "IS", "islamic_state"),
        ("ISILs positions near Qarsiya burnt.", "ISILs positions", "islamic_state"),
        ("Assad’s forces held Tal Harub.", "Assad’s forces", "syrian_government"),
        ("Assads forces held Tal Harub.", "Assads forces", "syrian_government"),
        ("ASSAD'S FORCES HELD TAL HARUB", "ASSAD'S FORCES", "syrian_government"),
        ("Syrian government troops moved in.", "Syrian government troops", "syrian_government"),
        ("Syrian war planes came back.", "Syrian war planes", "syrian_government"),
        ("Russian warplanes came back.", "Russian warplanes", "russia"),
        ("Jets of the US-led coalition came back.", "US-led coalition", "us_coalition"),
        ("A U.S.-led coalition jet came back.", "U.S.-led coalition jet", "us_coalition"),
        ("Al-Nusra Front seized a mill.", "Al-Nusra Front", "hts"),
        ("Jabhat al Nusra seized a mill.", "Jabhat al Nusra", "hts"),
        ("Kurdish People’s Protection Units moved in.", "Kurdish People’s Protection Units", "sdf"),
        ("Kurdish Peoples Protection Units moved in.", "Peoples Protection Units", "sdf"),
        ("Erdogan and Recep Tayyip Erdoğan are one.", "Recep Tayyip Erdoğan", "turkey"),
        ("The Syrian Observatory for Human Rights said so.", "Syrian Observatory for Human Rights", "monitors"),
        ("The Syrian Red Crescent came late.", "Syrian Red Crescent", "aid_workers"),
        ("Reuters said so.", "Reuters", "media"),
        ("The UN Security Council met.", "UN Security Council", "united_nations"),
        ("British foreign minister Jane Poe spoke.", "British foreign minister", "other:United Kingdom"),
        ("داعش", "داعش", "islamic_state"),
    ],
)
def test_names(text: str, phrase: str, entity: str) -> None:
    matching = [m for m in parties(text) if m.text == phrase or m.text.endswith(phrase)]
    assert [m.entity for m in matching] == [entity]


@pytest.mark.parametrize(
    "text",
    [
        "This is how it is, and there is no way out.",
        "THIS IS HOW IT GOES",
        "They told us that the bridge fell on us.",
        "Who was there when it happened?",
        "A group of trees stands on the hill.",
        "The London-based paper and a Turkey-based shop closed.",
        "The Syrian city and the Turkish border were quiet.",
        "It was the people’s choice.",
        "The military academy and the military airport were quiet.",
        "He is in Turkey, near Syria and Iraq.",
    ],
)
def test_no_false_friends(text: str) -> None:
    assert found(text) == {}


def test_people_and_their_number() -> None:
    text = "Shells killed 12 civilians, dozens of displaced families, two Kurdish women and a doctor at the hospital."
    assert found(text) == {
        "12 civilians": "civilians",
        "dozens of displaced families": "civilians",
        "two Kurdish women": "civilians",
        "doctor": "aid_workers",
        "hospital": "aid_workers",
    }
    assert {m.form for m in parties(text)} == {"people"}


def test_a_year_counts_nobody() -> None:
    assert "civilians" in found("March 28 2016 civilians fled Tal Harub.")


def test_a_demonym_is_a_party_only_beside_a_deed_or_with_another() -> None:
    assert found("Russian airstrikes hit Qarsiya.") == {"Russian": "russia"}
    assert found("Russian and Syrian warplanes hit Qarsiya.") == {
        "Russian": "russia",
        "Syrian warplanes": "syrian_government",
    }


def test_what_is_backed_by_a_party_is_another_party() -> None:
    assert found("In Aleppo, US-backed rebels fought al-Qaeda-linked militants.") == {
        "US": "us_coalition",
        "rebels": "opposition",
        "al-Qaeda": "other:al-Qaeda",
        "militants": "other:al-Qaeda",
    }


def test_two_parties_side_by_side_in_a_headline_stay_two() -> None:
    assert found("Syrian army Isis clash in Qarsiya") == {"Syrian army": "syrian_government", "Isis": "islamic_state"}


def test_regime_army_and_government_are_the_state_in_view() -> None:
    assert found("Rebels in Syria attacked the army. The regime shelled them.") == {
        "Rebels": "opposition",
        "army": "syrian_government",
        "regime": "syrian_government",
    }
    assert found("In Iraq, the Iraqi Army lost a hill. The government said little.")["government"] == "iraq"
    assert found("fmln guerrillas ambushed army troops. the guerrillas fled.") == {
        "fmln guerrillas": "other:FMLN",
        "army troops": "other:El Salvador",
        "guerrillas": "other:FMLN",
    }


def test_the_group_is_the_one_named_last() -> None:
    text = "Daesh stormed Qarsiya. The organization sent cars. Ahrar al-Sham held a mill. The group lost two men."
    nominals = [(m.text, m.entity, m.name) for m in parties(text) if m.form == "nominal"]
    assert nominals == [
        ("organization", "islamic_state", "Islamic State"),
        ("group", "opposition", "Ahrar al-Sham"),
    ]


def test_militants_stay_unidentified_until_the_report_names_them() -> None:
    text = "Militants attacked Qarsiya. Isis militants came at night. The militants then left."
    assert [m.entity for m in parties(text)] == [
        "other:unidentified armed group",
        "islamic_state",
        "islamic_state",
    ]
    assert found("Syrian rebels spoke. Terrorists attacked a bus.")["Terrorists"] == "other:unidentified armed group"


def test_the_enemy_is_the_adversary_of_the_subject() -> None:
    text = "Daesh drew Assad’s forces to the village. Daesh then attacked their enemy elsewhere."
    assert [m.entity for m in parties(text) if m.text == "enemy"] == ["syrian_government"]


def test_pronouns_follow_the_subject() -> None:
    text = "Turkish soldiers crossed the river at dawn. They met Kurdish fighters, and their tanks turned back."
    assert [(m.text, m.entity) for m in parties(text) if m.form == "pronoun"] == [
        ("They", "turkey"),
        ("their", "turkey"),
    ]
    assert [m for m in parties("It rained. They said so.") if m.form == "pronoun"] == []


def test_a_country_is_a_party_where_it_acts_and_a_place_elsewhere() -> None:
    mentions = parties("Turkey warned Russia. Fighters came from a camp in Turkey. The war in Syria went on.")
    assert [(m.text, m.form) for m in mentions if m.form == "country"] == [("Turkey", "country"), ("Russia", "country")]


def test_a_capital_is_its_state_where_it_acts() -> None:
    assert found("Damascus denied it. Shells fell on Damascus.") == {"Damascus": "syrian_government"}
    assert len([m for m in parties("Damascus denied it. Shells fell on Damascus.") if m.text == "Damascus"]) == 1
    assert found("Russia vetoed it. Moscow was alone.") == {"Russia": "russia", "Moscow": "russia"}


def test_kurds_are_who_they_are_where_the_war_is() -> None:
    assert found("In Syria, Kurdish fighters held a hill.")["Kurdish fighters"] == "sdf"
    assert found("In Iraq, near Iraq’s border, Kurdish fighters held a hill.")["Kurdish fighters"] == "peshmerga"


def test_the_coalition_is_the_one_that_the_report_names() -> None:
    assert found("In Iraq, the coalition’s jets came.") == {"coalition’s jets": "us_coalition"}


def test_an_alliance_of_rebels_is_the_rebels() -> None:
    assert found("In Syria, an alliance of rebels came.") == {"alliance": "opposition", "rebels": "opposition"}
    assert found("The Syrian Coalition met. The Coalition said no.")["Coalition"] == "opposition"


PIECES = (
    "the The Syrian Russian army’s IS is U.S.- rebels 12 dozens of civilians they their enemy in Turkey and, "
    "Assad’s forces. coalition group “Daesh” anti-Assad al-Nusra\n\nFront’s 2016 المرصد ’ - Kurdish militants"
)
WORDS = st.sampled_from(PIECES.split(" "))


@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=60))
def test_spans_repeat_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for mention in parties(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= end
        end = mention.end


def test_the_data_is_in_order() -> None:
    places = load_knowledge().placewords.places
    known = {name for place in places for name in (place.name, place.within)}
    for scene in load_knowledge().words.scenes:
        assert set(scene.places) <= known
    for noun in load_knowledge().people.people:
        assert noun.entity in ENTITIES


def test_a_long_report_takes_little_time() -> None:
    text = "Daesh launched an attack on Qarsiya village and Assad’s forces sent tanks to the city of Tal Harub. " * 300
    started = time.process_time()
    assert len(parties(text)) == 600
    assert time.process_time() - started < 2
