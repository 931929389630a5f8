"""What else the words of a time may mean: a beginning, an end, the next such day, two days together."""

from __future__ import annotations

import datetime

import pytest

from masudi.resolve.time_readings import READINGS, other_readings
from masudi.resolve.times import find_times

WEDNESDAY = datetime.date(2017, 4, 12)


def readings(text: str, published: datetime.date | None = WEDNESDAY) -> list[tuple[str, str, str]]:
    found = other_readings(text, find_times(text, published=published), published)
    assert all(one.text == text[one.start : one.end] and one.form in READINGS for one in found)
    return [(one.form, str(one.from_), str(one.to)) for one in found]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("The war began in March 2011.", ("begun", "2011-03-01", "2017-04-12")),
        ("People have fled Orva from 3 April.", ("begun", "2017-04-03", "2017-04-12")),
        ("The army is to leave by 30 April.", ("until", "2017-04-12", "2017-04-30")),
        ("Observers expect an attack before May 2017.", ("until", "2017-04-12", "2017-04-30")),
        ("Envoys of both camps meet in Orva on Friday.", ("coming", "2017-04-14", "2017-04-14")),
        ("Talks in June had become less likely.", ("coming", "2017-06-01", "2017-06-30")),
        ("Jets struck on Monday and again on Wednesday.", ("together", "2017-04-10", "2017-04-12")),
    ],
)
def test_a_time_may_mean_other_days(text: str, reading: tuple[str, str, str]) -> None:
    assert reading in readings(text)


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit Orva on Monday.",
        "Orva has been besieged since March 2011.",
        "The war began. Shells hit Orva in March 2011.",
        "Shells hit Orva in May 2016 by mistake.",
        "Shells hit Orva recently.",
    ],
)
def test_plain_times_mean_what_they_say(text: str) -> None:
    assert readings(text) == []


def test_a_month_far_ahead_is_not_the_next_one() -> None:
    assert readings("Talks in February had become less likely.") == []


def test_without_the_day_of_the_report_nothing_is_offered() -> None:
    assert readings("The war began in March 2011.", None) == []
