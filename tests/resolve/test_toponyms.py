"""Places: names by construction, known names in many spellings, and nouns that point back to one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masudi.domain import span_of
from masudi.resolve import PlaceMention, find_named, find_parties, find_places, load_knowledge


def places(text: str) -> list[PlaceMention]:
    knowledge = load_knowledge()
    return list(find_places(text, knowledge=knowledge, parties=find_parties(text, knowledge=knowledge)))


def found(text: str) -> list[str]:
    return [m.text for m in places(text)]


@pytest.mark.parametrize(
    ("text", "phrase", "name", "kind"),
    [
        ("They stormed the Qarsiya village.", "Qarsiya village", "Qarsiya", "village"),
        ("Shells fell in the city of Tal Harub.", "city of Tal Harub", "Tal Harub", "city"),
        ("Shells hit the al-Noor neighborhood.", "al-Noor neighborhood", "al-Noor neighborhood", "district"),
        ("Shells hit al-Noor neighbourhood.", "al-Noor neighbourhood", "al-Noor neighbourhood", "district"),
        ("Clashes near Zoweid Mountain.", "Zoweid Mountain", "Zoweid Mountain", "land"),
        ("They hold much of the Bab Sahl Street.", "Bab Sahl Street", "Bab Sahl Street", "street"),
        ("They attacked Brigade 52.", "Brigade 52", "Brigade 52", "base"),
        ("They attacked the regiment 71.", "regiment 71", "regiment 71", "base"),
        ("Tents burnt in Camp Mansour.", "Camp Mansour", "Camp Mansour", "camp"),
        ("Planes left the military airport.", "military airport", None, "base"),
        ("They fled eastern Ghouta.", "eastern Ghouta", "Eastern Ghouta", "region"),
        ("Fighting in the northern countryside of Homs.", "northern countryside of Homs", None, "district"),
        ("They left the province of Idlib.", "province of Idlib", "province of Idlib", "province"),
        ("They left Idleb province.", "Idleb province", "Idlib province", "province"),
        ("A boat sank in the Euphrates river.", "Euphrates river", "Euphrates", "water"),
        ("Shells fell west of Raqqa.", "west of Raqqa", "west of Raqqa", "area"),
        ("Deir Ezzor was quiet.", "Deir Ezzor", "Deir ez-Zor", "city"),
        ("Der-Ezzor was quiet.", "Der-Ezzor", "Deir ez-Zor", "city"),
        ("They stormed Hawra.", "Hawra", "Hawra", None),
        ("Residents of Hawra fled.", "Hawra", "Hawra", None),
        ("They shelled the cemetery area.", "cemetery area", None, "building"),
        ("A bomb went off in a market.", "market", None, "building"),
        ("Shells hit both sides of Harran.", "sides of Harran", None, "district"),
        ("Shells hit the east side of the town.", "east side of the town", None, "district"),
        ("Syria was quiet.", "Syria", "Syria", "country"),
    ],
)
def test_constructions(text: str, phrase: str, name: str | None, kind: str | None) -> None:
    mentions = places(text)
    assert phrase in [m.text for m in mentions] or phrase in mentions[0].text
    mention = next((m for m in mentions if m.text == phrase), mentions[0])
    assert mention.kind == kind
    assert name is None or mention.name == name


@pytest.mark.parametrize(
    "text",
    [
        "The paper came out in March, on Monday.",
        "He wrote in the New York Times that it was over.",
        "The Britain-based Syrian Observatory for Human Rights said so.",
        "Assad’s forces and the Free Syrian Army spoke.",
        "An Arab, a Russian and a Frenchman met.",
        "Damascus denied it.",
        "Group Claims Attack On Convoy In Statement Seen By Agency",
        "Operation Euphrates Shield went on.",
        "Hundreds died in a battle between the two sides.",
        "The envoy urged both sides to let the wounded leave.",
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert found(text) == []


def test_a_list_with_and_without_its_commas() -> None:
    assert found("Jets hit the villages of Qarsiya, Hawra and Tal Harub.") == [
        "villages of Qarsiya",
        "Hawra",
        "Tal Harub",
    ]
    assert found("Jets hit the neighborhoods of al-Noor al-Sahl Bani Zoweid and al-Wadi.") == [
        "neighborhoods of al-Noor",
        "al-Sahl",
        "Bani Zoweid",
        "al-Wadi",
    ]


def test_the_city_is_the_one_that_the_report_is_about() -> None:
    text = "Fighting raged in Homs. Rebels hold parts of Homs, spoils came from Palmyra. Shells hit the city."
    assert [m.name for m in places(text) if m.text == "city"] == ["Homs"]
    assert [m.name for m in places("Rebels left Azaz. They shelled the town.") if m.text == "town"] == ["Azaz"]
    assert [m.name for m in places("Rebels left Saraqib. They hold the province.") if m.text == "province"] == ["Idlib"]
    assert [m.name for m in places("They shelled the city.")] == [None]
    assert [m.name for m in places("Rebels left Azaz. They shelled the towns.") if m.text == "towns"] == [None]


def test_a_country_that_only_owns_the_next_place_is_left_out() -> None:
    assert found("Jets hit Syria’s Idlib province.") == ["Idlib province"]
    assert found("Jets hit Syrias Idlib province.") == ["Idlib province"]


def test_countries_are_marked_as_such() -> None:
    marks = {m.text: m.country_like for m in places("From Iraq they went to Raqqa and to the Middle East.")}
    assert marks == {"Iraq": True, "Raqqa": False, "Middle East": True}


def test_the_known_name_in_a_description_is_its_anchor() -> None:
    (mention,) = places("Rebels left the suburbs of Deir Ezzor city.")
    assert (mention.text, mention.anchor) == ("suburbs of Deir Ezzor city", "Deir ez-Zor")


def test_lower_case_texts_have_known_names_and_constructions() -> None:
    text = "guerrillas fought in the city of san miguel and left for morazan department, reports from bogota say."
    assert found(text) == ["city of san miguel", "morazan department", "bogota"]


def test_a_party_that_acts_is_no_place_but_its_country_is_elsewhere() -> None:
    assert found("Turkey warned Russia.") == []
    assert found("He fled to Turkey.") == ["Turkey"]


PIECES = (
    "the The in of Homs city village al-Noor Tal Harub’s Brigade 52 northern countryside, Syria’s and west of Raqqa. "
    "Castello Road’ Deir ez- Zor a market U.S. rebel-held areas\n\nMarch حلب New Camp mountain"
)
WORDS = st.sampled_from(PIECES.split(" "))


@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=60))
def test_spans_repeat_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for mention in places(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= end
        end = mention.end


def test_the_data_is_in_order() -> None:
    words = load_knowledge().placewords
    names = [place.name for place in words.places]
    assert len(names) == len(set(names)) >= 200
    nouns = [noun.name for noun in words.nouns]
    assert len(nouns) == len(set(nouns))
    for place in words.places:
        assert (place.within is None) <= (place.kind in ("country", "region", "water", "city")), place.name


@pytest.mark.parametrize(
    ("text", "phrase", "holder"),
    [
        ("Shells fell on Homs. They hit eastern parts of the city.", "eastern parts of the city", "Homs"),
        ("Shells fell on Homs. They hit the towns hospital.", "towns hospital", "Homs"),
        ("Shells fell on the village of Hawra. A mosque was hit.", "village of Hawra", None),
        ("They hit eastern parts of the city.", "eastern parts of the city", None),
    ],
)
def test_a_part_of_the_city_points_back_to_it(text: str, phrase: str, holder: str | None) -> None:
    assert {mention.text: mention.holder for mention in places(text)}[phrase] == holder


def test_a_street_that_only_the_reader_knows_is_one_place() -> None:
    text = "It hit the station on Mill Street."
    knowledge = load_knowledge()
    known = find_places(text, knowledge=knowledge)
    stretch = span_of(text, text.index("Mill"), text.index("."))
    assert "Mill Street" in [one.text for one in find_named(text, [stretch], known, knowledge=knowledge)]


def test_names_that_the_reader_takes_for_places_are_found_where_no_words_tell() -> None:
    text = "Qarsiyat and Tal Harub, in Idlib province, were quiet. Qarsiyat fell."
    knowledge = load_knowledge()
    known = find_places(text, knowledge=knowledge)
    stretch = span_of(text, 0, text.index(", were"))
    found = find_named(text, [stretch], known, knowledge=knowledge)
    new = [one for one in found if one not in known]
    assert [(one.text, one.name, one.core and one.core.text) for one in new if one.start < 10] == [
        ("Qarsiyat", "Qarsiyat", "Qarsiyat")
    ]
    assert not any(one.overlaps(other) for one, other in pairwise(found))
    assert find_named(text, [], known, knowledge=knowledge) == known


@pytest.mark.parametrize("word", ["Most", "Half", "Much", "Several"])
def test_a_word_for_how_much_is_no_town_where_a_sentence_begins(word: str) -> None:
    knowledge = load_knowledge()
    text = f"{word} of Idlib province has been under their control."
    known = find_places(text, knowledge=knowledge)
    found = find_named(text, [span_of(text, 0, len(f"{word} of Idlib province"))], known, knowledge=knowledge)
    assert [one.text for one in found] == ["Idlib province"]
