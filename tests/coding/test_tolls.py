"""Tolls of claims: whose people they are where the words do not say, and which claim's number replaces another's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from masudi.coding.coder import _of_party, _scoped, _several
from masudi.coding.relations import related
from masudi.domain import Party, RelationKind
from masudi.language import outline

Build = Callable[..., Any]


@pytest.mark.parametrize(
    ("who", "entities", "counted"),
    [
        ("people", ["sdf"], "combatants"),
        ("people", ["sdf", "opposition"], "combatants"),
        ("people", ["sdf", "civilians"], "people"),
        ("people", ["other:Mill Guard"], "people"),
        ("people", [None], "people"),
        ("people", [], "people"),
        ("civilians", ["sdf"], "civilians"),
    ],
)
def test_people_of_an_armed_party_alone_are_counted_as_its_fighters(
    make_report: Build, make_toll: Build, who: str, entities: list[str | None], counted: str
) -> None:
    report = make_report("The raid cost them 12 at the mill.")
    target = tuple(Party(start=14, end=18, text="them", entity=entity) for entity in entities)
    (toll,) = _of_party((make_toll(report, "12", who=who, low=12, high=12),), target)
    assert (toll.who, toll.civil_status) == (counted, None)


@pytest.mark.parametrize(
    ("bounds", "several"), [((1, None), False), ((1, 1), False), ((3, None), True), ((None, 5000), True)]
)
def test_a_toll_without_a_lowest_number_may_be_of_several(
    make_report: Build, make_toll: Build, bounds: tuple[int | None, int | None], several: bool
) -> None:
    report = make_report("Nearly 5,000 people fled.")
    low, high = bounds
    assert _several(make_toll(report, "Nearly 5,000 people", low=low, high=high)) == several


def test_a_claim_with_the_new_number_replaces_the_one_before(
    make_report: Build, make_claim: Build, make_toll: Build
) -> None:
    report = make_report("At Osk 12 people were killed. The toll rose to 15 by the evening, a doctor said.")
    first = make_claim(
        report, kind="casualties", trigger="killed", casualties=(make_toll(report, "12 people", low=12, high=12),)
    )
    second = make_claim(
        report, kind="casualties", trigger="toll", casualties=(make_toll(report, "15", low=15, high=15),)
    )
    before, after = related(outline(report.text), [first, second])
    assert before.relations == ()
    assert [(one.kind, one.to) for one in after.relations] == [(RelationKind.REPLACES, first.id)]


def test_rival_numbers_of_two_claims_replace_nothing(make_report: Build, make_claim: Build, make_toll: Build) -> None:
    report = make_report("Rebels said that 12 people were killed. The army counted 15 dead.")
    first = make_claim(
        report, kind="casualties", trigger="killed", casualties=(make_toll(report, "12 people", low=12, high=12),)
    )
    second = make_claim(
        report, kind="casualties", trigger="dead", casualties=(make_toll(report, "15", low=15, high=15),)
    )
    assert all(claim.relations == () for claim in related(outline(report.text), [first, second]))


def test_a_toll_of_a_war_has_no_town_and_no_author_of_another_sentence(
    make_report: Build, make_claim: Build, make_toll: Build
) -> None:
    report = make_report("Raiders shelled Osk in Kelmara on Monday. The war has killed 300,000 people since 2011.")
    claim = make_claim(
        report,
        kind="casualties",
        trigger="killed",
        actor="Raiders",
        place=["Osk", "Kelmara"],
        casualties=(make_toll(report, "300,000 people", low=300_000, high=300_000),),
    )
    osk, kelmara = claim.place
    places = (msgspec.structs.replace(osk, kind="town"), msgspec.structs.replace(kelmara, kind="country"))
    fields = {"actor": 0.5, "place": 0.6}
    confidence = msgspec.structs.replace(claim.confidence, fields=fields)
    claim = msgspec.structs.replace(claim, place=places, confidence=confidence)
    scoped = _scoped(outline(report.text), claim)
    assert [toll.scope for toll in scoped.casualties] == ["cumulative"]
    assert [place.text for place in scoped.place] == ["Kelmara"]
    assert (scoped.actor, scoped.confidence.fields) == ((), {"place": 0.6})
