"""What tolls count, which are parts of others, and which correct others."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from masudi.domain import DatePrecision, Time, Toll, TollScope, kept_tolls, span_of
from masudi.resolve.victims import merge_tolls, scope_of, tolls_for, with_replaced


def tolls(text: str, *triggers: str) -> tuple[Toll, ...]:
    """The merged tolls of some triggers, each in its own sentence."""
    told = []
    for trigger in triggers:
        start = text.index(trigger)
        first = text.rfind(". ", 0, start) + 2 if ". " in text[:start] else 0
        last = text.find(". ", start)
        sentence = span_of(text, first, last if last >= 0 else len(text))
        told.append(tolls_for(text, sentence, span_of(text, start, start + len(trigger))))
    return with_replaced(text, merge_tolls(told))


def lines(found: tuple[Toll, ...]) -> list[tuple[str, int | None, int | None, int | None, int | None]]:
    return [(one.who, one.low, one.high, one.part_of, one.replaces) for one in found]


def time(words: str, first: str, last: str, precision: DatePrecision) -> Time:
    days = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    return Time(start=0, end=len(words), text=words, from_=days[0], to=days[1], precision=precision)


MONDAY = time("Monday", "2017-04-10", "2017-04-10", DatePrecision.DAY)


def test_a_part_points_at_its_whole() -> None:
    assert lines(tolls("Shells killed 12 civilians, among them 4 children.", "killed")) == [
        ("civilians", 12, 12, None, None),
        ("children", 4, 4, 0, None),
    ]


def test_a_part_told_later_points_at_the_whole_told_before() -> None:
    text = "Shells killed 12 civilians. A doctor said 12 civilians died, among them 4 children"
    assert lines(tolls(text, "killed", "died"))[1:] == [("children", 4, 4, 0, None)]


def test_what_stands_beside_another_toll_is_no_part_of_it() -> None:
    assert lines(tolls("Shells killed 12 civilians and 4 fighters.", "killed")) == [
        ("civilians", 12, 12, None, None),
        ("combatants", 4, 4, None, None),
    ]


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("At least 12 people were killed. The death toll rose to 15 on Tuesday", ("killed", "death toll")),
        ("An earlier toll of 12 dead was too low. A doctor said that 15 were killed", ("dead", "killed")),
    ],
)
def test_a_new_number_replaces_the_one_before(text: str, triggers: tuple[str, ...]) -> None:
    found = tolls(text, *triggers)
    new = next(at for at, one in enumerate(found) if one.low == 15)
    old = next(at for at, one in enumerate(found) if one.low == 12)
    assert found[new].replaces == old
    assert found[old].replaces is None


def test_rival_numbers_replace_nothing() -> None:
    text = "Rebels said that 12 people were killed. The army said that 15 people had been killed there"
    assert all(one.replaces is None for one in tolls(text, "killed", "killed there"))


@pytest.mark.parametrize(
    ("text", "when", "caused", "scope"),
    [
        ("Shells killed 12 people.", MONDAY, False, TollScope.INCIDENT),
        ("Shells killed 12 people.", None, True, TollScope.INCIDENT),
        ("Shells killed 12 people.", None, False, None),
        ("Shells have killed 12 people so far.", MONDAY, False, TollScope.CUMULATIVE),
        ("The war has killed 12 people since 2014.", MONDAY, True, TollScope.CUMULATIVE),
        ("Shells killed 12 people over the past week.", MONDAY, False, TollScope.PERIOD),
        (
            "Shells killed 12 people.",
            time("August", "2016-08-01", "2016-08-31", DatePrecision.MONTH),
            True,
            TollScope.PERIOD,
        ),
        (
            "Shells killed 12 people.",
            time("overnight", "2017-04-11", "2017-04-12", DatePrecision.SPAN),
            False,
            TollScope.INCIDENT,
        ),
        (
            "Shells killed 12 people.",
            time("Since May 2016", "2016-05-01", "2017-04-12", DatePrecision.SPAN),
            False,
            TollScope.CUMULATIVE,
        ),
    ],
)
def test_a_toll_is_of_an_incident_of_a_period_or_of_all_until_then(
    text: str, when: Time | None, caused: bool, scope: TollScope | None
) -> None:
    (toll,) = tolls(text, "killed")
    assert scope_of(text, span_of(text, 0, len(text)), toll, when, caused=caused) == scope


def test_words_of_another_sentence_say_nothing_of_a_toll() -> None:
    text = "Shells killed 12 people. Since 2014 the town has been besieged."
    (toll,) = tolls(text, "killed")
    assert scope_of(text, span_of(text, 0, 24), toll, MONDAY, caused=False) == TollScope.INCIDENT


def test_places_are_put_right_where_tolls_are_left_out() -> None:
    found = tolls("Shells killed 12 civilians, among them 4 children.", "killed")
    wounded = msgspec.structs.replace(found[0], harm="injured")
    kept = kept_tolls([wounded, found[0], msgspec.structs.replace(found[1], part_of=1)], lambda t: t.harm == "killed")
    assert [one.part_of for one in kept] == [None, 0]
    alone = kept_tolls(found, lambda toll: toll.who == "children")
    assert [one.part_of for one in alone] == [None]
