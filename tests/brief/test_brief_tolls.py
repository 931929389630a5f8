"""Tolls are told as they are reported: as ranges that name who says which, and never added up."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest

from masudi.domain import Hedge, HedgeLevel, Relation, RelationKind, Span, Time, span_of

Build = Callable[..., Any]
DAY = datetime.date(2031, 3, 3)


def _killed(
    make_report: Build, make_claim: Build, make_toll: Build, publisher: str, words: str, number: int, **fields: Any
) -> tuple[Any, list[Any]]:
    """A report by `publisher` that says how many were killed at Osk on one day, and its claim."""
    text = f"{words} were killed at Osk on Monday, it was said."
    published = fields.pop("published", DAY)
    report = make_report(text, source=publisher, name=f"{publisher}{published}{number}", published=published)
    low = fields.pop("low", number)
    toll = make_toll(report, words, low=low, high=fields.pop("high", number), who=fields.pop("who", "people"))
    time = Time(start=text.index("Monday"), end=text.index("Monday") + 6, text="Monday", from_=DAY, to=DAY)
    return report, [
        make_claim(report, kind="casualties", trigger="killed", place="Osk", casualties=(toll,), time=time, **fields)
    ]


@pytest.mark.parametrize(
    ("words", "low", "high", "told"),
    [
        ("12 civilians", 12, 12, "12 civilians were killed."),
        ("At least 12 civilians", 12, None, "At least 12 civilians were killed."),
        ("Up to 12 civilians", None, 12, "Up to 12 civilians were killed."),
        ("Two or three civilians", 2, 3, "2 to 3 civilians were killed."),
        ("Dozens of civilians", 24, None, "Dozens of civilians were killed."),
        ("Civilians", 1, None, "An unstated number of civilians were killed."),
        ("One civilian", 1, 1, "1 civilian was killed."),
        ("1,200 civilians", 1200, 1200, "1,200 civilians were killed."),
    ],
)
def test_a_count_says_no_more_than_the_words(
    make_report: Build, make_claim: Build, make_toll: Build, lines_of: Build, words: str, low: int, high: int, told: str
) -> None:
    report = make_report(f"{words} killed.")
    toll = make_toll(report, words, who="civilians", low=low, high=high)
    claim = make_claim(report, kind="casualties", trigger="killed", casualties=(toll,))
    assert lines_of(report, claim)["civilians"] == [told]


def test_a_replaced_number_does_not_head_the_count(
    make_report: Build, make_claim: Build, make_toll: Build, lines_of: Build
) -> None:
    report = make_report("At Osk 30 people were killed, said a doctor who later put the toll at 12 people.")
    tolls = (
        make_toll(report, "30 people", low=30, high=30),
        make_toll(report, "12 people", low=12, high=12, replaces=0),
    )
    claim = make_claim(report, kind="casualties", trigger="killed", place="Osk", casualties=tolls)
    (line,) = lines_of(report, claim)["civilians"]
    assert line.startswith("12 people (other counts given: 30 people)")


def test_a_part_is_told_as_a_part(make_report: Build, make_claim: Build, make_toll: Build, lines_of: Build) -> None:
    report = make_report("At Osk 12 people were killed, among them four children.")
    tolls = (
        make_toll(report, "12 people", low=12, high=12),
        make_toll(report, "four children", who="children", low=4, high=4),
    )
    claim = make_claim(report, kind="casualties", trigger="killed", place="Osk", casualties=tolls)
    assert lines_of(report, claim)["civilians"] == ["12 people, of whom 4 children, were killed at Osk."]


def test_counts_beside_each_other_are_not_parts(
    make_report: Build, make_claim: Build, make_toll: Build, lines_of: Build
) -> None:
    report = make_report("Seven civilians and four fighters were killed.")
    tolls = (
        make_toll(report, "Seven civilians", who="civilians", low=7, high=7),
        make_toll(report, "four fighters", who="combatants", low=4, high=4),
    )
    claim = make_claim(report, kind="casualties", trigger="killed", casualties=tolls)
    assert lines_of(report, claim)["civilians"] == ["7 civilians and 4 fighters were killed."]


def test_other_counts_of_the_same_are_named_as_such(
    make_report: Build, make_claim: Build, make_toll: Build, lines_of: Build
) -> None:
    report = make_report("At least 70 fighters were killed. Thirty were from the army. The rest were Raiders.")
    tolls = (
        make_toll(report, "At least 70 fighters", who="combatants", low=70),
        make_toll(report, "Thirty", who="combatants", low=30, high=30),
    )
    claim = make_claim(report, kind="casualties", trigger="killed", casualties=tolls)
    assert lines_of(report, claim)["gained"] == ["At least 70 fighters (other counts given: 30 fighters) were killed."]


def test_fighters_are_no_toll_of_civilians_and_people_may_be(
    make_report: Build, make_claim: Build, make_toll: Build, lines_of: Build
) -> None:
    report = make_report("Nine fighters were killed. Five people were killed.")
    fighters = make_toll(report, "Nine fighters", who="combatants", low=9, high=9)
    people = make_toll(report, "Five people", low=5, high=5)
    told = lines_of(
        report,
        make_claim(report, kind="casualties", trigger="killed", casualties=(fighters,)),
        make_claim(report, kind="casualties", trigger="killed", casualties=(people,), id="b"),
    )
    assert told["gained"] == ["9 fighters were killed."]
    assert told["civilians"] == ["5 people were killed."]


def test_a_partys_label_for_the_dead_is_not_taken_over(
    make_report: Build, make_claim: Build, make_toll: Build, spot: Build, lines_of: Build
) -> None:
    report = make_report("Forty bandits were killed, the ministry said.")
    toll = make_toll(
        report,
        "Forty bandits",
        who="combatants",
        low=40,
        high=40,
        label=_span(report.text, "bandits"),
        labelled_by="ministry",
    )
    claim = make_claim(report, kind="casualties", trigger="killed", casualties=(toll,))
    assert lines_of(report, claim)["gained"] == ["40 “bandits” (ministry’s word) were killed."]


def _span(text: str, words: str) -> Span:
    return span_of(text, text.index(words), text.index(words) + len(words))


def test_differing_tolls_are_a_range_with_who_says_which(
    make_report: Build, make_claim: Build, make_toll: Build, lines_of: Build
) -> None:
    make = (make_report, make_claim, make_toll)
    told = lines_of(
        _killed(*make, "The Wire", "12 people", 12),
        _killed(*make, "Osk Post", "20 people", 20),
        _killed(*make, "Marsk Radio", "15 people", 15),
    )
    assert told["civilians"] == [
        "Killed at Osk on 3 March 2031: 12 people (The Wire) to 20 people (Osk Post), "
        "with 15 people (Marsk Radio) between."
    ]
    assert not {"47", "32", "27", "35"} & set(re.findall(r"\d+", str(told)))


def test_equal_tolls_share_a_line(make_report: Build, make_claim: Build, make_toll: Build, brief_of: Build) -> None:
    make = (make_report, make_claim, make_toll)
    brief = brief_of(_killed(*make, "The Wire", "12 people", 12), _killed(*make, "Osk Post", "12 people", 12))
    lines = {section.name: section.lines for section in brief.sections}["civilians"]
    assert [(line.text, line.citations) for line in lines] == [
        ("12 people were killed at Osk on 3 March 2031.", (1, 2))
    ]


def test_a_later_higher_toll_of_one_publisher_is_an_update(
    make_report: Build, make_claim: Build, make_toll: Build, lines_of: Build
) -> None:
    make = (make_report, make_claim, make_toll)
    later = DAY + datetime.timedelta(days=2)
    told = lines_of(
        _killed(*make, "The Wire", "12 people", 12),
        _killed(*make, "The Wire", "17 people", 17, published=later),
        _killed(*make, "Osk Post", "20 people", 20),
    )
    assert told["civilians"] == [
        "Killed at Osk on 3 March 2031: 17 people, updated from 12 (The Wire) to 20 people (Osk Post)."
    ]


def test_who_is_blamed_by_whom_stands_beside_the_range(
    make_report: Build, make_claim: Build, make_toll: Build, lines_of: Build
) -> None:
    make = (make_report, make_claim, make_toll)
    first = _killed(*make, "The Wire", "12 people", 12, actor="Osk")
    told = lines_of(first, _killed(*make, "Osk Post", "20 people", 20))
    assert told["civilians"][0].endswith("20 people (Osk Post); blamed on Osk by The Wire.")


def test_a_shared_hedge_stays_with_a_range(
    make_report: Build, make_claim: Build, make_toll: Build, lines_of: Build
) -> None:
    make = (make_report, make_claim, make_toll)
    hedge = Hedge(level=HedgeLevel.ALLEGED)
    told = lines_of(
        _killed(*make, "The Wire", "12 people", 12, hedge=hedge),
        _killed(*make, "Osk Post", "20 people", 20, hedge=hedge),
    )
    assert told["civilians"][0].endswith("20 people (Osk Post) (allegedly).")


def test_tolls_of_one_report_are_apart_unless_it_says_they_are_one(
    make_report: Build, make_claim: Build, make_toll: Build, lines_of: Build
) -> None:
    report = make_report("Three people were killed at Osk. Five people were killed at Osk.")
    three = make_toll(report, "Three people", low=3, high=3)
    five = make_toll(report, "Five people", low=5, high=5)
    first = make_claim(report, kind="casualties", trigger="killed", place="Osk", casualties=(three,))
    second = make_claim(report, kind="casualties", trigger="killed", place="Osk", casualties=(five,), id="b")
    assert len(lines_of(report, first, second)["civilians"]) == 2
    same = make_claim(
        report,
        kind="casualties",
        trigger="killed",
        place="Osk",
        casualties=(five,),
        id="b",
        relations=(Relation(kind=RelationKind.SAME_TOLL, to=first.id),),
    )
    assert len(lines_of(report, first, same)["civilians"]) == 1


def test_casualties_of_an_unsaid_kind_are_not_told_as_dead(
    make_report: Build, make_claim: Build, make_toll: Build, lines_of: Build
) -> None:
    report = make_report("Shelling caused dozens of civilian casualties at Osk.")
    toll = make_toll(report, "dozens of civilian", who="civilians", low=24)
    claim = make_claim(report, kind="casualties", trigger="casualties", place="Osk", casualties=(toll,))
    assert lines_of(report, claim)["civilians"] == ["Dozens of civilians became casualties at Osk."]


def test_a_siege_is_reported_by_somebody(
    make_report: Build, make_claim: Build, make_toll: Build, lines_of: Build
) -> None:
    report = make_report("Raiders have besieged Osk for two years, with more than 40,000 civilians in it.")
    toll = make_toll(report, "more than 40,000 civilians", harm="besieged", who="civilians", low=40000)
    claim = make_claim(
        report,
        kind="siege",
        trigger="besieged",
        actor="Raiders",
        place="Osk",
        time="for two years",
        casualties=(toll,),
    )
    assert lines_of(report, claim)["civilians"] == [
        "Raiders besieged Osk for two years (at least 40,000 civilians), as reported by Sarw Courier."
    ]


def test_numbers_of_two_reports_on_a_flight_are_no_sum(
    make_report: Build, make_claim: Build, make_toll: Build, lines_of: Build, spot: Build
) -> None:
    given = []
    for publisher, words, number in (("The Wire", "200 families", 200), ("Osk Post", "300 families", 300)):
        report = make_report(f"{words} fled from Osk.", source=publisher, name=publisher)
        toll = make_toll(report, words, harm="displaced", low=number, high=number, label=_span(report.text, "families"))
        claim = make_claim(report, kind="displacement", trigger="fled", actor=words, place="Osk", casualties=(toll,))
        given.append((report, [claim]))
    told = lines_of(*given)["civilians"]
    assert not any("500" in line or "200 families and 300 families" in line for line in told)
