"""Which targets of claims are names of persons who were harmed."""

from __future__ import annotations

import pytest

from masudi.domain import Party, Place
from masudi.resolve.persons import named_victims
from tests.conftest import build_claim, build_report, build_toll


def names(target: str, kind: str = "detention", **more: object) -> list[str]:
    report = build_report(f"Soldiers took {target} away.")
    found = named_victims(build_claim(report, kind=kind, trigger="took", target=target, **more))
    assert all(report.text[one.start : one.end] == one.text for one in found)
    return [one.text for one in found]


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("Rami Doran", "Rami Doran"),
        ("Dr. Karim al-Besk", "Karim al-Besk"),
        ("Colonel Adel bin Rok", "Adel bin Rok"),
        ("Salma\nIdrik", "Salma\nIdrik"),
        ("Šárka O’Hara-Dorn", "Šárka O’Hara-Dorn"),
    ],
)
def test_a_name_is_taken_without_its_title(target: str, name: str) -> None:
    assert names(target) == [name]


@pytest.mark.parametrize(
    "target",
    [
        "Rami",
        "seven people",
        "Dr. Besk",
        "the Osmer Brigade",
        "Tesk Hospital",
        "Marn; Adel Rok",
        "Rami Doran, 34",
        "al rok",
    ],
)
def test_what_is_no_full_name_is_none(target: str) -> None:
    assert names(target) == []


def test_a_known_party_and_the_place_are_no_person() -> None:
    report = build_report("Soldiers took Tel Marn away.")
    place = Place(start=14, end=22, text="Tel Marn")
    assert names("Tel Marn", place=place) == []
    known = Party(start=14, end=22, text="Tel Marn", entity="other:Tel Marn")
    assert named_victims(build_claim(report, kind="detention", trigger="took", target=known)) == ()


def test_what_may_aim_at_a_town_names_a_person_only_with_a_toll() -> None:
    assert names("Rami Doran", kind="shelling") == []
    toll = build_toll(build_report("Soldiers took Rami Doran away."), "Rami Doran")
    assert names("Rami Doran", kind="shelling", casualties=(toll,)) == ["Rami Doran"]


@pytest.mark.parametrize("status", ["denied", "possible"])
def test_a_name_is_sensitive_whatever_became_of_the_person(status: str) -> None:
    assert names("Rami Doran", status=status) == ["Rami Doran"]
