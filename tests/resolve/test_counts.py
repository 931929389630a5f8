"""Counts: what a number says, and which numbers count nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masudi.resolve.counts import find_counts, load_counts


def bounds(text: str) -> list[tuple[int | None, int | None]]:
    return [(count.low, count.high) for count in find_counts(text)]


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("12 farmers", 12, 12),
        ("1,200 farmers", 1200, 1200),
        ("12.000 farmers", 12000, 12000),
        ("3m people", 3_000_000, 3_000_000),
        ("3 million people", 3_000_000, 3_000_000),
        ("2.5 million people", 2_500_000, 2_500_000),
        ("100 thousand people", 100_000, 100_000),
        ("two farmers", 2, 2),
        ("Twenty-one farmers", 21, 21),
        ("one hundred and twenty farmers", 120, 120),
        ("twelve thousand five hundred farmers", 12_500, 12_500),
        ("a dozen farmers", 12, 12),
        ("half a million farmers", 500_000, 500_000),
        ("at least 12 farmers", 12, None),
        ("more than a dozen farmers", 12, None),
        ("no fewer than 12 farmers", 12, None),
        ("12 or more farmers", 12, None),
        ("up to 12 farmers", None, 12),
        ("as many as 12 farmers", None, 12),
        ("fewer than 12 farmers", None, 12),
        ("nearly 12 farmers", None, 12),
        ("about 12 farmers", 12, 12),
        ("some 12 farmers", 12, 12),
        ("between 10 and 15 farmers", 10, 15),
        ("10 to 15 farmers", 10, 15),
        ("10-15 farmers", 10, 15),
        ("two or three farmers", 2, 3),
        ("dozens of farmers", 24, None),
        ("scores of farmers", 40, None),
        ("hundreds of farmers", 200, None),
        ("thousands of farmers", 2000, None),
        ("tens of thousands of farmers", 20_000, None),
        ("hundreds of thousands of farmers", 200_000, None),
        ("several farmers", 3, None),
        ("several hundred farmers", 300, None),
        ("many farmers", 1, None),
        ("a number of farmers", 1, None),
        ("a five-member family", 5, 5),
        ("2000 farmers", 2000, 2000),
        ("more than 2000 farmers", 2000, None),
    ],
)
def test_a_number_is_bounded_by_its_words(words: str, low: int | None, high: int | None) -> None:
    assert bounds(f"They counted {words} there.") == [(low, high)]


@pytest.mark.parametrize(
    "words",
    [
        "in 2014",
        "since 2011,",
        "on 5 March",
        "on March 5th",
        "on 5 March 2016",
        "on 2016-03-05",
        "at 10:30",
        "at 12.30",
        "at 1600 GMT",
        "Brigade 137",
        "Division 30",
        "Resolution 2254",
        "an 81 mm mortar",
        "an 82mm mortar",
        "a T-72",
        "the M5",
        "$12 million",
        "12 percent",
        "12%",
        "100 km",
        "the third time",
        "the 15th time",
        "a boy aged 12",
        "a 12-year-old",
        "for two hours",
        "a three-day truce",
        "no one",
        "one day",
        "0 of them",
        "[3]",
    ],
)
def test_a_number_that_counts_nothing_is_no_count(words: str) -> None:
    assert bounds(f"They said {words} again.") == []


def test_an_age_set_off_by_commas_is_no_count() -> None:
    assert bounds("Omar Haddad, 36, said that 12 were there.") == [(12, 12)]


def test_words_that_open_a_side_belong_to_the_number_behind_them() -> None:
    assert bounds("Published May 2 2017 At least nine farmers left.") == [(9, None)]


def test_the_span_holds_the_words_that_leave_a_side_open() -> None:
    text = "The raid hit at least 12 farmers."
    (count,) = find_counts(text)
    assert text[count.start : count.end] == count.text == "at least 12"


def test_several_numbers_keep_their_order() -> None:
    assert bounds("It killed 12, wounded 30 and displaced thousands.") == [(12, 12), (30, 30), (2000, None)]


def test_digits_without_end_are_no_count() -> None:
    assert bounds("9" * 5000) == []


def test_the_lexicon_is_read_once() -> None:
    assert load_counts() is load_counts()


@given(st.text(alphabet="at least1,.-52 ofdozenıİandm\n%", max_size=80))
def test_every_span_repeats_its_text(text: str) -> None:
    for count in find_counts(text):
        assert text[count.start : count.end] == count.text
        assert count.low is not None or count.high is not None
        assert count.low is None or count.high is None or count.low <= count.high
