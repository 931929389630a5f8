"""Who holds what by the claims of a case: which of them count, and when it is worked out anew. On both databases."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from masudi.casefile import Case
from masudi.domain import Confidence, Party, Place, Reading, Time
from masudi.domain.case import Retrieval
from masudi.domain.control import STALE_AFTER, Standing
from masudi.errors import UsageError
from masudi.pipeline.ground import Ground, Grounds, ground_of
from tests.conftest import build_claim, build_report, build_toll, locate

DAY = datetime.date(2031, 3, 4)
TEXT = "Raiders captured Tell Sarw on Tuesday, and some 300 civilians are shut in there."


def tell(
    case: Case, number: int, kind: str = "capture", *, actor: str = "raiders", sure: float = 0.9, **fields: Any
) -> str:
    """Store a report with one claim about Tell Sarw; gives the id of the claim in the case."""
    url = fields.pop("url", f"https://courier.example/{number}")
    name = fields.pop("name", "Tell Sarw")
    report = build_report(f"{TEXT} {number}", name=f"report{number}", url=url, published=DAY, synthetic=True)
    claim = build_claim(
        report,
        kind=kind,
        trigger="captured",
        actor=locate(report.text, "Raiders", Party, entity=actor),
        place=locate(report.text, "Tell Sarw", Place, name=name, gazetteer_id=fields.pop("gazetteer_id", None)),
        time=locate(report.text, "Tuesday", Time, from_=fields.pop("day", DAY), to=fields.pop("to", DAY)),
        confidence=Confidence(claim=sure),
        **fields,
    )
    stored = case.store(Reading(report=report, claims=(claim,)), report.text.encode(), Retrieval(), reader="test")
    return case.report(stored.id).claims[0].id


def held(ground: Ground, place: str = "name:tell sarw") -> tuple[str, tuple[str, ...]]:
    control = ground.at(place, DAY)
    return control.standing.value, control.holders


def test_claims_of_a_case_say_who_holds_a_place(case: Case) -> None:
    id_ = tell(case, 1)
    ground = ground_of(case)
    (control,) = ground.on(DAY)
    assert (control.name, control.holders, control.claims) == ("Tell Sarw", ("raiders",), (id_,))
    assert ground.history("name:tell sarw")[0].first == DAY
    assert ground.made_up
    (behind,) = case.with_ids([id_, "0" * 16])
    assert behind.claim.mentions[0].sentence.text.startswith("Raiders captured Tell Sarw")


def test_only_what_counts_is_used(case: Case) -> None:
    tell(case, 1, sure=0.4)
    tell(case, 2, status="possible")
    tell(case, 3, kind="shelling")
    assert held(ground_of(case)) == ("unknown", ())
    assert held(ground_of(case, least=0.3)) == ("held", ("raiders",))
    case.set("tests", least=0.3)
    assert held(ground_of(case)) == ("held", ("raiders",))


def test_what_people_decided_counts(case: Case) -> None:
    unsure, wrong = tell(case, 1, sure=0.2), tell(case, 2, actor="levies")
    assert held(ground_of(case)) == ("held", ("levies",))
    case.decide("tests", "accept", unsure)
    assert held(ground_of(case))[0] == Standing.DISPUTED
    case.decide("tests", "reject", wrong)
    ground = ground_of(case)
    assert held(ground) == ("held", ("raiders",))
    assert ground.rejected == 1


def test_a_correction_of_kind_brings_a_claim_in(case: Case) -> None:
    id_ = tell(case, 1, kind="shelling")
    case.decide("tests", "correct", id_, {"field": "kind", "value": "capture"})
    assert held(ground_of(case)) == ("held", ("raiders",))


def test_an_older_version_of_a_report_counts_no_more(case: Case) -> None:
    tell(case, 1, url="https://courier.example/same")
    tell(case, 2, url="https://courier.example/same", actor="levies")
    assert held(ground_of(case)) == ("held", ("levies",))


def test_people_shut_in_are_taken_from_claims_of_any_kind(case: Case) -> None:
    report = build_report(f"{TEXT} 1")
    toll = build_toll(report, "300 civilians", harm="besieged", who="civilians", low=300, high=300)
    tell(case, 1, kind="displacement", casualties=(toll,))
    (people,) = ground_of(case).ledger.people
    assert (people.low, people.place) == (300, "name:tell sarw")


def test_a_holder_is_stale_after_what_the_case_says_or_the_question(case: Case) -> None:
    tell(case, 1)
    later = DAY + datetime.timedelta(days=40)
    assert ground_of(case).stale_after == STALE_AFTER
    assert ground_of(case).at("name:tell sarw", later).standing is Standing.HELD
    assert ground_of(case, stale_after=30).at("name:tell sarw", later).standing is Standing.STALE
    case.set("tests", stale_days=20)
    assert ground_of(case).at("name:tell sarw", later).standing is Standing.STALE


def test_places_known_in_two_regions_do_not_become_one(case: Case) -> None:
    tell(case, 1)
    tell(case, 2, name="Qasr", gazetteer_id="local:qasr")
    assert {one.place for one in ground_of(case).on(DAY)} == {"name:tell sarw", "local:qasr"}


def test_what_was_worked_out_is_kept_until_the_case_changes(case: Case) -> None:
    id_, grounds = tell(case, 1), Grounds()
    first = grounds.of(case)
    assert grounds.of(case) is first
    assert grounds.of(case, stale_after=1) is not first
    for _ in range(2):
        entry = case.decide("tests", "reject", id_)
        assert held(grounds.of(case)) == ("unknown", ())
        case.decide("tests", "undo", id_, {"sequence": entry.sequence})
        assert held(grounds.of(case)) == held(ground_of(case)) == ("held", ("raiders",))
    case.decide("tests", "reject", id_)
    assert held(grounds.of(case)) == ("unknown", ())
    tell(case, 2, actor="levies")
    assert held(grounds.of(case)) == ("held", ("levies",))


def test_a_place_is_found_by_name_or_id_and_several_are_listed(case: Case) -> None:
    tell(case, 1)
    tell(case, 2, name="Qasr", gazetteer_id="local:qasr_one")
    tell(case, 3, name="Qasr", gazetteer_id="local:qasr_two")
    ground = ground_of(case)
    assert ground.place("TELL sarw").id == "name:tell sarw"
    assert ground.place("local:qasr_two").told
    with pytest.raises(UsageError, match=r"local:qasr_one .Qasr.; local:qasr_two .Qasr."):
        ground.place("qasr")
    with pytest.raises(UsageError, match="check the name"):
        ground.place("Atlantis")
    assert not ground.place("local:deir_ez_zor_airport").told
