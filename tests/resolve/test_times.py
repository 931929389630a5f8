"""Times: the days that words of time cover, counted from the report's date."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masudi.domain import DatePrecision
from masudi.resolve.times import dateline, dateline_span, find_times, load_times, reference_date

WEDNESDAY = datetime.date(2017, 4, 12)
SUNDAY = datetime.date(2017, 4, 16)


def days(text: str, published: datetime.date | None = WEDNESDAY) -> list[tuple[str, str | None, str | None]]:
    found = find_times(text, published=published)
    return [(t.text, str(t.from_) if t.from_ else None, str(t.to) if t.to else None) for t in found]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        # Dates.
        ("7 October 2016", "2016-10-07", "2016-10-07"),
        ("October 7, 2016", "2016-10-07", "2016-10-07"),
        ("3rd of March, 2016", "2016-03-03", "2016-03-03"),
        ("Wed 05 Apr 2017", "2017-04-05", "2017-04-05"),
        ("01.10.2016", "2016-10-01", "2016-10-01"),
        ("2017-01-14", "2017-01-14", "2017-01-14"),
        ("12/25/2016", "2016-12-25", "2016-12-25"),
        ("5-9 March 2016", "2016-03-05", "2016-03-09"),
        # Dates without a year: the latest that has been.
        ("7 Oct", "2016-10-07", "2016-10-07"),
        ("Sept. 5", "2016-09-05", "2016-09-05"),
        ("Thursday, Dec. 15", "2016-12-15", "2016-12-15"),
        ("3 April", "2017-04-03", "2017-04-03"),
        # Months, years and parts of them.
        ("March 2016", "2016-03-01", "2016-03-31"),
        ("February", "2017-02-01", "2017-02-28"),
        ("September", "2016-09-01", "2016-09-30"),
        ("last December", "2016-12-01", "2016-12-31"),
        ("mid-January", "2017-01-10", "2017-01-20"),
        ("late February 2016", "2016-02-21", "2016-02-29"),
        ("2014", "2014-01-01", "2014-12-31"),
        ("early 2011", "2011-01-01", "2011-04-30"),
        ("late 2014", "2014-10-01", "2014-12-31"),
        ("2013-2015", "2013-01-01", "2015-12-31"),
        ("1979-81", "1979-01-01", "1981-12-31"),
        ("1990s", "1990-01-01", "1999-12-31"),
        ("last summer", "2016-06-01", "2016-08-31"),
        # Counted from the report's date.
        ("today", "2017-04-12", "2017-04-12"),
        ("yesterday", "2017-04-11", "2017-04-11"),
        ("last night", "2017-04-11", "2017-04-11"),
        ("overnight", "2017-04-11", "2017-04-12"),
        ("Wednesday", "2017-04-12", "2017-04-12"),
        ("Saturday", "2017-04-08", "2017-04-08"),
        ("late on Tuesday", "2017-04-11", "2017-04-11"),
        ("next Friday", "2017-04-14", "2017-04-14"),
        ("this week", "2017-04-10", "2017-04-12"),
        ("last week", "2017-04-03", "2017-04-09"),
        ("the weekend", "2017-04-08", "2017-04-09"),
        ("last month", "2017-03-01", "2017-03-31"),
        ("last year", "2016-01-01", "2016-12-31"),
        ("late last year", "2016-10-01", "2016-12-31"),
        ("earlier this year", "2017-01-01", "2017-04-12"),
        ("two days ago", "2017-04-10", "2017-04-10"),
        ("three months ago", "2017-01-01", "2017-01-31"),
        ("three years ago", "2014-01-01", "2014-12-31"),
        ("in the past 24 hours", "2017-04-11", "2017-04-12"),
        ("over the last two years", "2015-04-12", "2017-04-12"),
        ("a fortnight ago", "2017-03-29", "2017-03-29"),
        ("a decade ago", "2007-01-01", "2007-12-31"),
        ("in the past 36 hours", "2017-04-11", "2017-04-12"),
        ("in the past 12 hours", "2017-04-11", "2017-04-12"),
        ("over the past few hours", "2017-04-12", "2017-04-12"),
        ("in less than 24 hours", "2017-04-11", "2017-04-12"),
        ("for three weeks", "2017-03-22", "2017-04-12"),
        ("for nearly two years", "2015-04-12", "2017-04-12"),
        ("last Tuesday", "2017-04-04", "2017-04-04"),
        ("last Saturday", "2017-04-08", "2017-04-08"),
        ("this month", "2017-04-01", "2017-04-12"),
        ("currently", "2017-04-12", "2017-04-12"),
        ("August last year", "2016-08-01", "2016-08-31"),
        ("first week of March", "2017-03-01", "2017-03-07"),
        ("first six months of 2016", "2016-01-01", "2016-06-30"),
        ("earlier in the week", "2017-04-10", "2017-04-12"),
        ("at dawn", "2017-04-12", "2017-04-12"),
        ("third day", "2017-04-10", "2017-04-12"),
        ("Saturday and Sunday", "2017-04-08", "2017-04-09"),
        ("since 2014", "2014-01-01", "2017-04-12"),
        ("since March", "2017-03-01", "2017-04-12"),
        ("since mid-March 2011", "2011-03-15", "2017-04-12"),
        # Words that name no days.
        ("recently", None, None),
        ("in recent weeks", None, None),
        ("soon", None, None),
        ("for more than two years", None, None),
        ("nearly two weeks ago", None, None),
        ("the last days", None, None),
        ("9000 years ago", None, None),
        ("31 April 2017", None, None),
    ],
)
def test_words_of_time_cover_days(words: str, first: str | None, last: str | None) -> None:
    assert days(f"The town of Orva was hit {words} by shells.") == [(words, first, last)]


def test_a_since_clause_runs_to_the_report_and_its_date_stands_beside_it() -> None:
    assert days("It has been shelled since the truce broke down in February.") == [
        ("since the truce broke down in February", "2017-02-01", "2017-04-12"),
        ("February", "2017-02-01", "2017-02-28"),
    ]


def test_since_then_runs_from_the_time_told_before() -> None:
    assert days("The siege began in early 2015. Since then nobody has left.")[-1] == (
        "Since then",
        "2015-01-01",
        "2017-04-12",
    )


def test_a_day_later_counts_from_the_time_told_before() -> None:
    assert days("They attacked on Monday. A day later they withdrew.")[-1] == (
        "A day later",
        "2017-04-11",
        "2017-04-11",
    )


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("at dawn", "2017-04-03", "2017-04-03"),
        ("before midday", "2017-04-03", "2017-04-03"),
        ("at 4 a.m.", "2017-04-03", "2017-04-03"),
        ("that evening", "2017-04-03", "2017-04-03"),
        ("in the afternoon", "2017-04-03", "2017-04-03"),
        ("the next morning", "2017-04-04", "2017-04-04"),
        ("the following night", "2017-04-04", "2017-04-04"),
        ("during the night", "2017-04-03", "2017-04-04"),
        ("an hour later", "2017-04-03", "2017-04-03"),
        ("hours later", "2017-04-03", "2017-04-03"),
        ("two nights later", "2017-04-05", "2017-04-05"),
        ("previous day", "2017-04-02", "2017-04-02"),
        ("that month", "2017-04-01", "2017-04-30"),
        ("the month before", "2017-03-01", "2017-03-31"),
        ("that year", "2017-01-01", "2017-12-31"),
    ],
)
def test_hours_and_neighbours_count_from_the_day_told_before(words: str, first: str, last: str) -> None:
    assert days(f"On 3 April they attacked. They took the mill {words}.")[-1] == (words, first, last)


def test_an_hour_before_a_date_is_of_that_date() -> None:
    assert days("On Monday they attacked. At dawn on Tuesday they left.")[-1] == ("Tuesday", "2017-04-11", "2017-04-11")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The siege began on 3 March. It ended on the 26th.", "2017-03-26"),
        ("They left on the 9th, a doctor said.", "2017-04-09"),
        ("They left on the 26th.", "2017-03-26"),
    ],
)
def test_a_day_of_the_month_is_of_the_month_told_before_or_the_latest(text: str, day: str) -> None:
    assert days(text)[-1][1:] == (day, day)


def test_a_season_is_one_of_a_year_only_behind_a_preposition() -> None:
    assert days("They came over the winter.") == [("winter", "2016-12-01", "2017-02-28")]
    assert days("The spring offensive failed.") == []


def test_between_and_from_join_two_dates() -> None:
    assert days("It lasted from Monday to Wednesday.") == [("Monday to Wednesday", "2017-04-10", "2017-04-12")]
    assert days("It lasted between 2011 and 2014.") == [("2011 and 2014", "2011-01-01", "2014-12-31")]


def test_what_is_still_to_come_lies_ahead() -> None:
    assert days("The two sides will meet on Friday.") == [("Friday", "2017-04-14", "2017-04-14")]
    assert days("They will meet, a spokesman said on Friday.") == [("Friday", "2017-04-07", "2017-04-07")]


def test_a_sunday_report_means_the_seven_days_before_by_last_week() -> None:
    assert days("It fell last week.", SUNDAY) == [("last week", "2017-04-09", "2017-04-15")]


@pytest.mark.parametrize("words", ["on Saturday", "yesterday", "last year", "since Monday", "on 7 October", "in March"])
def test_without_a_date_of_the_report_relative_words_have_no_days(words: str) -> None:
    ((_, first, last),) = days(f"The town fell {words}.", None)
    assert (first, last) == (None, None)


def test_without_a_date_of_the_report_the_text_may_give_the_year() -> None:
    assert days("It began in early November 2005. It took Orva on 5 November.", None)[-1] == (
        "5 November",
        "2005-11-05",
        "2005-11-05",
    )


@pytest.mark.parametrize(
    "text",
    [
        "You may 12 times try, they march on",
        "More than 2000 people left",
        "It began at 2000 GMT",
        "They sat in the sun",
        "Resolution 2254",
        "A second look",
        "The 26th brigade left",
        "They fought on the 26th floor",
        "It happens at night",
    ],
)
def test_what_looks_like_a_time_and_is_none(text: str) -> None:
    assert days(text) == []


def test_precision_is_that_of_the_words() -> None:
    text = "On Monday, last week, in March 2016, in 2014, since 2013."
    assert [t.precision for t in find_times(text, published=WEDNESDAY)] == [
        DatePrecision.DAY,
        DatePrecision.WEEK,
        DatePrecision.MONTH,
        DatePrecision.YEAR,
        DatePrecision.SPAN,
    ]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("7 October 2016 Seven killed in Orva", datetime.date(2016, 10, 7)),
        ("01.10.2017Get short URL At least", datetime.date(2017, 10, 1)),
        ("Last updated at Jul 012016 ORVA At least", datetime.date(2016, 7, 1)),
        ("Shells hit Orva Monitor Wednesday 18 Jun 2014 Shells hit", datetime.date(2014, 6, 18)),
        ("Published November 23 2017 At least", datetime.date(2017, 11, 23)),
        ("The siege that began on 7 October 2016 goes on", None),
        ("Omar Haddad (died 4 February 2015) taught", None),
        ("Shells hit Orva on Monday.", None),
        ("Shells hit Orva. " * 10 + "7 October 2016", None),
    ],
)
def test_a_full_date_at_the_head_is_the_dateline(text: str, date: datetime.date | None) -> None:
    assert dateline(text) == date
    assert reference_date(text, WEDNESDAY) == (date or WEDNESDAY)
    assert (dateline_span(text) is None) == (date is None)


@pytest.mark.parametrize(
    ("text", "published", "date"),
    [
        ("ORVA, March 3 (Wire) - Shells", datetime.date(2017, 3, 9), datetime.date(2017, 3, 3)),
        ("Shells hit mill\n\nORVA/TELMA, Dec. 31 -- Shells", datetime.date(2017, 1, 1), datetime.date(2016, 12, 31)),
        ("ORVA, March 3 (Wire) - Shells", None, None),
        ("On Monday, March 3 - a holiday - shells", datetime.date(2017, 3, 9), None),
        ("Posted on April 2 2017 by Desk", datetime.date(2017, 3, 25), datetime.date(2017, 4, 2)),
        ("5-04-2016 Four killed", datetime.date(2016, 4, 25), datetime.date(2016, 4, 25)),
        ("5-04-2016 Four killed", datetime.date(2016, 5, 25), datetime.date(2016, 4, 5)),
    ],
)
def test_a_dateline_may_lack_its_year_or_a_digit(
    text: str, published: datetime.date | None, date: datetime.date | None
) -> None:
    assert dateline(text, published) == date


def test_the_year_is_that_of_every_other_date_where_nobody_says() -> None:
    assert days("It began on 5 May 2005. It ended on 7 June.", None)[-1] == ("7 June", "2005-06-07", "2005-06-07")


def test_the_dateline_wins_over_the_header() -> None:
    text = "18 June 2014 Shells hit Orva on Monday."
    assert days(text)[-1] == ("Monday", "2014-06-16", "2014-06-16")


@pytest.mark.parametrize("published", [datetime.date.min, datetime.date.max])
def test_the_ends_of_the_calendar_are_no_error(published: datetime.date) -> None:
    text = (
        "Last year, tomorrow, yesterday, next month, last week, 31 December, in May, a year ago, in the past 24 hours."
    )
    assert len(find_times(text, published=published)) == 9
    assert dateline("ORVA, Dec. 31 (Wire) - Shells", published) is not None
    assert find_times("At dawn, in the spring, the next night, on the 31st.", published=published)


def test_the_lexicon_is_read_once() -> None:
    assert load_times() is load_times()


WORDS = (
    "since 2014 last the two days ago on Friday March 12 , . - to and in may İ 2017-02-30 1990s early of a then "
    "26th dawn at night spring next morning hours later year for weeks that during ORVA, (Wire)"
)


@given(st.lists(st.sampled_from(WORDS.split())), st.none() | st.dates())
def test_times_of_any_words_stand_in_the_text(words: list[str], published: datetime.date | None) -> None:
    text = " ".join(words)
    for found in find_times(text, published=published):
        assert text[found.start : found.end] == found.text
        assert (found.from_ is None) == (found.to is None)
        assert found.from_ is None or found.to is None or found.from_ <= found.to


def test_since_a_year_when_something_happened_gives_both() -> None:
    found = days("Orva has been divided since 2012 when rebels seized its east.")
    assert found == [("since 2012", "2012-01-01", "2017-04-12"), ("2012", "2012-01-01", "2012-12-31")]
    assert len(days("Orva has been divided since 2012.")) == 1


LEAD = (
    "Bomb kills six in Orva restaurant Reports Suicide bombing at a graduation party kills six and wounds nineteen some"
)


@pytest.mark.parametrize(
    ("byline", "day"),
    [
        ("AFP Friday 14 Apr 2017 A bomb went off", datetime.date(2017, 4, 14)),
        ("critically on Friday 14 Apr 2017 as a bomb went off", None),
        ("AFP 14 Apr 2017 A bomb went off", None),
    ],
)
def test_a_date_right_behind_an_agency_below_the_lead_is_the_dateline(byline: str, day: datetime.date | None) -> None:
    assert dateline(f"{LEAD} in critical condition says a monitor {byline} in Orva.") == day
