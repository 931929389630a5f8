"""Victims of a case: named by claims, joined by people alone, and gone with what is erased."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from masudi.casefile import Case
from masudi.domain import Claim, Reading
from masudi.domain.case import Retrieval
from masudi.errors import DecisionError
from masudi.pipeline.decide import Person, correct, reject, undo
from masudi.pipeline.decide_victims import same_person
from masudi.pipeline.relink import relink, settle
from masudi.pipeline.verify import verify
from tests.conftest import build_claim, build_report, locate

ADA = Person(name="Ada")


def reading(name: str, number: int, *, title: str = "") -> Reading:
    who = f"{title}{name}"
    report = build_report(f"Report {number}. Soldiers detained {who} in Dalgo.", name=f"r{number}", url=None)
    return Reading(report=report, claims=(build_claim(report, kind="detention", trigger="detained", target=who),))


def store(case: Case, name: str, number: int, **more: Any) -> Claim:
    read = reading(name, number, **more)
    stored = case.store(read, read.report.text.encode(), Retrieval(), reader="r")
    settle(case)
    [claim] = case.report(stored.id).claims
    return claim


def persons(case: Case) -> dict[str, int | None]:
    return {one.name: one.person for one in case.victims()}


def ids(case: Case) -> dict[str, str]:
    return {one.name: one.id for one in case.victims()}


def test_claims_name_victims_and_no_rerun_changes_their_ids(case: Case) -> None:
    claim = store(case, "Rami Doran", 1, title="Dr. ")
    [found] = case.victims()
    assert (found.name, found.claim, found.kind, found.sensitive) == ("Rami Doran", claim.id, "detention", True)
    assert case.report(found.report).report.text[found.start : found.end] == "Rami Doran"
    list(relink(case, everything=True))
    assert case.victims() == [found]
    reject(case, claim.id, ADA)
    assert case.victims() == []


def test_the_same_name_is_nobody_until_somebody_says_so(case: Case) -> None:
    for number, name in enumerate(["Rami Doran", "Ramy Doran", "Rami Dorran"]):
        store(case, name, number)
    assert set(persons(case).values()) == {None}
    its = ids(case)
    one = same_person(case, [its["Rami Doran"], its["Ramy Doran"]], ADA, why="one street")
    two = same_person(case, [its["Ramy Doran"], its["Rami Dorran"]], ADA)
    assert set(persons(case).values()) == {one.sequence}
    assert "Doran" not in str(one.payload)
    undo(case, one.sequence, ADA)
    assert persons(case) == {"Rami Doran": None, "Ramy Doran": two.sequence, "Rami Dorran": two.sequence}
    undo(case, two.sequence, ADA)
    assert set(persons(case).values()) == {None}
    assert list(verify(case)) == []


def test_what_cannot_be_joined_is_said(case: Case) -> None:
    for number, name in enumerate(["Rami Doran", "Ramy Doran"]):
        store(case, name, number)
    both = list(ids(case).values())
    with pytest.raises(DecisionError, match="two victims or more"):
        same_person(case, [both[0], both[0]], ADA)
    with pytest.raises(DecisionError, match="no victim 'victim:99'"):
        same_person(case, [both[0], "victim:99"], ADA)
    same_person(case, both, ADA)
    with pytest.raises(DecisionError, match="already"):
        same_person(case, both, ADA)


def test_a_correction_and_a_newer_reading_keep_who_is_one_person(case: Case) -> None:
    claim = store(case, "Rami Doran", 1)
    store(case, "Ramy Doran", 2)
    entry = same_person(case, list(ids(case).values()), ADA)
    read = reading("Rami Doran", 1)
    wider = locate(
        read.report.text, "Soldiers detained", type(read.claims[0].mentions[0]), sentence=claim.mentions[0].sentence
    )
    again = msgspec.structs.replace(read.claims[0], id="0" * 16, mentions=(wider,))
    case.reread(Reading(report=read.report, claims=(again,)), reader="new", person="Ada")
    settle(case)
    assert set(persons(case).values()) == {entry.sequence}
    [found] = [one for one in case.victims() if one.name == "Rami Doran"]
    assert found.claim != claim.id
    correct(case, found.claim, "target", [], ADA)
    assert [one.name for one in case.victims()] == ["Ramy Doran"]


def test_what_is_erased_names_nobody_any_more(case: Case) -> None:
    store(case, "Rami Doran", 1)
    store(case, "Nabil Torv", 2)
    case.redact(ids(case)["Rami Doran"], "Ada", "asked for")
    settle(case)
    assert [one.name for one in case.victims()] == ["Nabil Torv"]
    [left] = case.victims()
    case.redact(left.claim, "Ada", "asked for")
    settle(case)
    assert case.victims() == []
