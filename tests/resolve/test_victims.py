"""Victims: phrases for people, the harm that a trigger names, and the tolls that the two give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masudi.domain import Span, Toll, span_of
from masudi.resolve.victims import VictimPhrase, find_victims, harms_of, load_victims, merge_tolls, tolls_for

Line = tuple[str, str, int | None, int | None]


def phrase(text: str) -> VictimPhrase:
    (found,) = find_victims(text)
    return found


def tolls(marked: str) -> list[Toll]:
    """The tolls of a sentence whose trigger stands in brackets."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    return list(tolls_for(text, span_of(text, 0, len(text)), span_of(text, start, end)))


def lines(marked: str) -> list[Line]:
    return [(toll.harm, toll.who, toll.low, toll.high) for toll in tolls(marked)]


@pytest.mark.parametrize(
    ("text", "words", "who", "low", "high"),
    [
        ("at least 12 civilians", "at least 12 civilians", "civilians", 12, None),
        ("a civilian", "civilian", "civilians", 1, 1),
        ("Civilian killed", "Civilian", "civilians", 1, 1),
        ("two soldiers", "two soldiers", "combatants", 2, 2),
        ("dozens of rebel fighters", "dozens of rebel fighters", "combatants", 24, None),
        ("70 regime and rebel fighters", "70 regime and rebel fighters", "combatants", 70, 70),
        ("25 Kurdish army soldiers", "25 Kurdish army soldiers", "combatants", 25, 25),
        ("a five-member family", "five-member family", "people", 5, 5),
        ("three ISIS members", "three ISIS members", "combatants", 3, 3),
        ("four members of the armed group", "four members", "combatants", 4, 4),
        ("two rescue workers", "two rescue workers", "aid_workers", 2, 2),
        ("a local reporter", "local reporter", "journalists", 1, 1),
        ("five women", "five women", "women", 5, 5),
        ("people", "people", "people", 1, None),
        ("37 others", "37 others", "people", 37, 37),
        ('"dozens" of villagers', '"dozens" of villagers', "civilians", 24, None),
    ],
)
def test_a_phrase_says_who_and_how_many(text: str, words: str, who: str, low: int | None, high: int | None) -> None:
    found = phrase(text)
    assert (found.text, found.who, found.low, found.high) == (words.removeprefix('"'), who, low, high)


def test_a_phrase_says_no_more_of_people_than_its_words() -> None:
    boys, old, man = phrase("two boys"), phrase("an elderly woman"), phrase("a man")
    assert (boys.sex, boys.age_group, boys.civil_status) == ("male", "child", None)
    assert (old.sex, old.age_group) == ("female", "elderly")
    assert (man.who, man.civil_status) == ("people", None)


def test_the_label_is_what_the_people_are_called() -> None:
    found = phrase("at least 12 of the Takfiri militants")
    assert found.label is not None
    assert (found.label.text, found.civil_status) == ("Takfiri militants", "combatant")
    assert phrase("12 others").label is None


@pytest.mark.parametrize(
    "text", ["rebel shelling", "the police station", "12 tanks", "a child protection agency", "the US"]
)
def test_words_that_describe_something_else_are_no_people(text: str) -> None:
    assert find_victims(text) == ()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("12 people, including four children", "four children"),
        ("12 people, among them 4 children", "4 children"),
        ("12 people, of whom four were children", "four were children"),
        ("six villagers, two of them women", "two of them women"),
        ("six villagers, two of them women of one family, a doctor told us", "two of them women of one family"),
    ],
)
def test_a_part_of_the_people_is_marked(text: str, part: str | None) -> None:
    parts = [found.text for found in find_victims(text) if found.part_of]
    assert parts == ([part] if part else [])


def test_mostly_women_and_children_have_no_number() -> None:
    _, women, children = find_victims("12 people, mostly women and children")
    assert (women.part_of, women.low, children.part_of, children.low) == (True, None, True, None)


@pytest.mark.parametrize(
    ("trigger", "harms"),
    [
        ("killed", ("killed",)),
        ("Dead", ("killed",)),
        ("claimed the lives", ("killed",)),
        ("martyred", ("killed",)),
        ("casualties", ("killed",)),
        ("wounded", ("injured",)),
        ("killed and wounded", ("killed", "injured")),
        ("detained", ("detained",)),
        ("displaced", ("displaced",)),
        ("besieged", ("besieged",)),
        ("negotiated", ()),
    ],
)
def test_a_trigger_names_its_harms(trigger: str, harms: tuple[str, ...]) -> None:
    assert harms_of(trigger) == harms


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Shells fell on Orva and [killed] 12 villagers.", [("killed", "civilians", 12, 12)]),
        ("At least 12 villagers were [killed] by shells.", [("killed", "civilians", 12, None)]),
        ("12 villagers [killed] in Orva", [("killed", "civilians", 12, 12)]),
        ("A shell hit a bakery, [killing] five.", [("killed", "people", 5, 5)]),
        ("The raid left ten farmers [injured].", [("injured", "civilians", 10, 10)]),
        ("The raid [claimed the lives] of seven people.", [("killed", "people", 7, 7)]),
        ("The [death toll] from the raids on the market rose to 45.", [("killed", "people", 45, 45)]),
        (
            "The [death toll] from the raids rose to 45 and 106 injured.",
            [("killed", "people", 45, 45), ("injured", "people", 106, 106)],
        ),
        (
            "Six villagers from one family, among them a child, were [killed].",
            [("killed", "civilians", 6, 6), ("killed", "children", 1, 1)],
        ),
        (
            "At least 20 people were [killed] including 13 villagers and more than 30 wounded.",
            [("killed", "people", 20, None), ("killed", "civilians", 13, 13), ("injured", "people", 30, None)],
        ),
        (
            "Ten villagers were [killed] including a child and 37 others were injured.",
            [("killed", "civilians", 10, 10), ("killed", "children", 1, 1), ("injured", "civilians", 37, 37)],
        ),
        ("Some 400 families were [driven from] their homes.", [("displaced", "people", 400, 400)]),
        ("About 900 soldiers were [cut off] at the airfield.", [("besieged", "combatants", 900, 900)]),
        (
            "A woman was [killed] and 25 others on a bus were wounded.",
            [("killed", "women", 1, 1), ("injured", "people", 25, 25)],
        ),
        (
            "Shells caused the [death] of one villager and the injury of 13 others.",
            [("killed", "civilians", 1, 1), ("injured", "civilians", 13, 13)],
        ),
        ("They fired a number of shells, [claiming the lives] of three villagers.", [("killed", "civilians", 3, 3)]),
        (
            "The blast left 12 [dead] and 30 wounded.",
            [("killed", "people", 12, 12), ("injured", "people", 30, 30)],
        ),
        (
            "The blast [killed] at least 20 people and wounded dozens.",
            [("killed", "people", 20, None), ("injured", "people", 24, None)],
        ),
        (
            "9 villagers [killed] 12 injured in Orva",
            [("killed", "civilians", 9, 9), ("injured", "civilians", 12, 12)],
        ),
        (
            "Six farmers were [killed] and others were injured.",
            [("killed", "civilians", 6, 6), ("injured", "civilians", 1, None)],
        ),
        (
            "The [deaths] of 12 people, among them 4 children, were confirmed.",
            [("killed", "people", 12, 12), ("killed", "children", 4, 4)],
        ),
        (
            "6 farmers, including a woman and two children, were [killed].",
            [("killed", "civilians", 6, 6), ("killed", "women", 1, 1), ("killed", "children", 2, 2)],
        ),
        (
            "12 people, mostly women and children, were [killed].",
            [("killed", "people", 12, 12)],
        ),
        (
            "Gunmen [killed] and wounded dozens of soldiers.",
            [("killed", "combatants", 24, None), ("injured", "combatants", 24, None)],
        ),
        ("[Killing] a mother and her two children", [("killed", "women", 1, 1), ("killed", "children", 2, 2)]),
        ("Rebels [killed] 25 soldiers and fighters loyal to him.", [("killed", "combatants", 25, 25)]),
        (
            "The army [killed] 28 and wounded 30 militants.",
            [("killed", "combatants", 28, 28), ("injured", "combatants", 30, 30)],
        ),
        ("Two medics were among 31 people [killed].", [("killed", "people", 31, 31), ("killed", "aid_workers", 2, 2)]),
        ("The number of civilians [killed] at 13 is disputed.", [("killed", "civilians", 13, 13)]),
        ("It [killed] the local journalist Omar Haddad.", [("killed", "journalists", 1, 1)]),
        ("At least ten of the [dead] were buried.", [("killed", "people", 10, None)]),
        ("People were [killed] there.", [("killed", "people", 1, None)]),
        ("Heavy fighting [killed] on both sides.", [("killed", "people", 1, None)]),
        ("Omar Haddad, who was [killed] there, taught.", [("killed", "people", 1, 1)]),
        ("The [death toll] is expected to rise.", []),
        ("They [negotiated] with 12 villagers.", []),
        ("The toll included two farmers [killed] by a shell.", [("killed", "civilians", 2, 2)]),
        ("The [body count] is 50.", [("killed", "people", 50, 50)]),
        ("Omar Haddad is believed to have been [killed] there.", [("killed", "people", 1, 1)]),
        ("30 villagers were [shot] in the school.", [("killed", "civilians", 30, 30)]),
        ("A helicopter crashed, [killing] all five people on board.", [("killed", "people", 5, 5)]),
        ("The monitor put the [dead] at nine.", [("killed", "people", 9, 9)]),
        ("It raised the toll for soldiers [killed] in the war in the east to 18.", [("killed", "combatants", 18, 18)]),
        (
            "The number of rebels [killed] in the strategic town of Osk since the offensive began has risen to 39.",
            [("killed", "combatants", 39, 39)],
        ),
        (
            "Shells [killed] 44 people including 11 women nine children and one emergency worker.",
            [
                ("killed", "people", 44, 44),
                ("killed", "women", 11, 11),
                ("killed", "children", 9, 9),
                ("killed", "aid_workers", 1, 1),
            ],
        ),
        ("Over 18,000 civilians [left] the eastern quarters.", [("displaced", "civilians", 18000, None)]),
    ],
)
def test_a_trigger_takes_the_victims_of_its_clause(sentence: str, expected: list[Line]) -> None:
    assert lines(sentence) == expected


def test_who_kills_is_no_victim() -> None:
    assert lines("Militants [killed] two farmers.") == [("killed", "civilians", 2, 2)]
    assert lines("Militants killed 12 people and [wounded] 30.") == [
        ("killed", "people", 12, 12),
        ("injured", "people", 30, 30),
    ]


def test_a_harm_that_runs_on_from_another_has_both_tolls() -> None:
    both = [("killed", "civilians", 10, 10), ("injured", "civilians", 16, 16)]
    assert lines("Ten villagers were killed and 16 others were [injured] at Osk.") == both
    assert lines("Shells kill 10 villagers [injure] 16.") == both
    apart = "Shells killed ten villagers in Osk while a mine at Dalgo [injured] 16 farmers."
    assert lines(apart) == [("injured", "civilians", 16, 16)]


def test_a_toll_keeps_what_the_words_say() -> None:
    (toll,) = tolls("The shell [killed] two elderly women.")
    assert (toll.text, toll.sex, toll.age_group, toll.civil_status) == ("two elderly women", "female", "elderly", None)
    assert toll.label is not None
    assert toll.label.text == "elderly women"


def test_victims_outside_the_sentence_do_not_count() -> None:
    text = "Twelve villagers met. The raid killed two farmers."
    start = text.index("killed")
    found = tolls_for(text, span_of(text, 22, len(text)), span_of(text, start, start + 6))
    assert [(toll.low, toll.text) for toll in found] == [(2, "two farmers")]


def test_a_text_without_full_stops_is_read_near_the_trigger() -> None:
    text = "12 villagers left Orva " + "and walked on " * 100 + "until a shell killed two farmers"
    start = text.index("killed")
    found = tolls_for(text, span_of(text, 0, len(text)), span_of(text, start, start + 6))
    assert [(toll.who, toll.low) for toll in found] == [("civilians", 2)]


def merged(*mentions: str) -> list[Line]:
    return [(toll.harm, toll.who, toll.low, toll.high) for toll in merge_tolls(tolls(mention) for mention in mentions)]


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        (("12 [killed] in Orva", "At least 12 villagers were [killed]."), [("killed", "civilians", 12, None)]),
        (("Dozens [killed] in Orva", "31 people were [killed]."), [("killed", "people", 31, 31)]),
        (("It [killed] on both sides", "31 people were [killed]."), [("killed", "people", 31, 31)]),
        (
            ("20 people were [killed]", "20 people were [killed], including 3 children."),
            [("killed", "people", 20, 20), ("killed", "children", 3, 3)],
        ),
        (
            ("20 people were [killed]", "15 people were [killed]."),
            [("killed", "people", 20, 20), ("killed", "people", 15, 15)],
        ),
    ],
)
def test_mentions_of_one_claim_give_one_toll(mentions: tuple[str, ...], expected: list[Line]) -> None:
    assert merged(*mentions) == expected


def test_each_form_stands_for_one_noun() -> None:
    forms = [form for noun in load_victims().nouns for form, _ in noun.forms()]
    assert sorted({form for form in forms if forms.count(form) > 1}) == []
    names = [word.name for word in load_victims().harms]
    assert len(names) == len(set(names))


WORDS = [
    "12",
    "people",
    "killed",
    "and",
    "wounded",
    "dozens",
    "of",
    "them,",
    "including",
    "women",
    "the",
    "others",
    "İ",
]


@given(st.lists(st.sampled_from(WORDS)))
def test_tolls_of_any_words_stand_in_the_text(words: list[str]) -> None:
    text = " ".join(words)
    for found in find_victims(text):
        assert text[found.start : found.end] == found.text
    at = text.find("killed")
    if at >= 0:
        whole = Span(start=0, end=len(text), text=text)
        for toll in tolls_for(text, whole, span_of(text, at, at + 6)):
            assert text[toll.start : toll.end] == toll.text
