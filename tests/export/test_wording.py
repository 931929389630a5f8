"""Numbers, dates, names and hostile texts in words."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from masudi.domain import Party, Place, Position, RelationKind, Source, Status, Time, TollScope
from masudi.export.wording import bounds_words, dates_words, quoted
from masudi.export.words import place_note, words
from masudi.ontology import load_ontology

Build = Callable[..., Any]
MARCH = datetime.date(2031, 3, 3)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (12, 12, "12"),
        (12, None, "at least 12"),
        (None, 12, "up to 12"),
        (2, 3, "2 to 3"),
        (20_000, None, "at least 20,000"),
        (0, 0, "0"),
        (None, None, "no number given,"),
    ],
)
def test_bounds(low: int | None, high: int | None, said: str) -> None:
    assert bounds_words(low, high) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (MARCH, MARCH, "3 March 2031"),
        (MARCH, MARCH.replace(day=9), "3 to 9 March 2031"),
        (MARCH, MARCH.replace(month=4), "3 March 2031 to 3 April 2031"),
        (MARCH, MARCH.replace(year=2032), "3 March 2031 to 3 March 2032"),
        (MARCH, None, "from 3 March 2031"),
        (None, MARCH, "until 3 March 2031"),
        (None, None, None),
    ],
)
def test_dates(first: datetime.date | None, last: datetime.date | None, said: str | None) -> None:
    assert dates_words(Time(start=0, end=4, text="then", from_=first, to=last)) == said


def test_a_toll_names_people_only_where_the_words_do(make_report: Build, make_toll: Build) -> None:
    report = make_report()
    said = words().toll(make_toll(report, "12 civilians", who="civilians", low=12, high=None))
    assert said == "at least 12 killed (civilians)"
    assert words().toll(make_toll(report, "12", who="people", harm="missing", low=12, high=12)) == "12 missing"


def test_the_note_of_a_toll_says_what_it_is_of_and_to_others(make_report: Build, make_toll: Build) -> None:
    report = make_report("At Osk 12 people were killed, among them four children.")
    people = make_toll(report, "12 people", low=12, high=12, scope=TollScope.INCIDENT, replaces=2)
    children = make_toll(report, "four children", who="children", low=4, high=4, age_group="child", part_of=0)
    tolls = (people, children, make_toll(report, "12", low=9, high=9))
    assert words().toll_note(people, tolls) == "of one incident, in place of 9 killed"
    assert words().toll_note(children, tolls) == "child, some of the 12 killed"
    assert words().toll_note(tolls[2], tolls) is None


def test_a_status_other_than_asserted_stands_before_the_kind(make_claim: Build) -> None:
    names = {status: words().claim(make_claim(kind="execution", status=status)) for status in Status}
    assert names == {
        Status.ASSERTED: "Execution",
        Status.ATTEMPTED: "Attempted execution",
        Status.INTENDED: "Intended execution",
        Status.POSSIBLE: "Possible execution",
        Status.DENIED: "Denied execution",
    }


def test_every_status_but_asserted_says_what_it_means() -> None:
    assert [status for status in Status if words().gloss(status) is None] == [Status.ASSERTED]


def test_a_kind_that_the_ontology_does_not_have_still_has_a_name(make_claim: Build) -> None:
    assert words().claim(make_claim(kind="cattle_raid")) == "Cattle raid"
    assert words().family("cattle_raid") == ""


def test_every_relation_reads_from_both_ends() -> None:
    for kind in RelationKind:
        there, back = words().relation(kind), words().relation(kind, back=True)
        assert there
        assert "_" not in there + back
        assert (there == back) == (kind is RelationKind.SAME_TOLL)


def test_notes_say_only_what_the_words_do_not() -> None:
    assert words().party_note(Party(start=0, end=2, text="we", name="Harran Brigades")) == "Harran Brigades"
    assert words().party_note(Party(start=0, end=9, text="Civilians", entity="civilians")) is None
    assert words().party_note(Party(start=0, end=4, text="they", entity="other:Mill Guard")) == "Mill Guard"
    source = Source(start=0, end=5, text="nurse", position=Position.MEDICAL, entity="aid_workers")
    label = next(entity.label for entity in load_ontology().labels.entities if entity.name == "aid_workers")
    assert words().source_note(source) == f"medical, {label}"


def test_a_place_says_how_exact_it_is() -> None:
    place = Place(start=0, end=4, text="Sarw", name="Tell Sarw", within="Harran", lat=36.5, lon=40.0, radius_km=2.5)
    assert place_note(place) == "Tell Sarw, Harran, 36.5, 40 ± 2.5 km"
    assert place_note(Place(start=0, end=4, text="Sarw")) is None
    somewhere = Place(start=0, end=4, text="Sarw", within="Harran", lat=36.5, lon=40.0, precision="within_parent")
    assert place_note(somewhere) == "Harran, no point of its own"


def test_a_quote_is_cut_at_words_on_both_sides(make_report: Build, make_claim: Build) -> None:
    text = "one two three four five HIT six seven eight nine ten"
    mention = make_claim(make_report(text), trigger="HIT").mentions[0]
    assert quoted(mention, 10) == ("… four five ", "HIT", " six seven …")
    assert quoted(mention, 99) == ("one two three four five ", "HIT", " six seven eight nine ten")
