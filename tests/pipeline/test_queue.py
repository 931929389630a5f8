"""What waits for people comes least certain first, and some of it waits for two."""

from __future__ import annotations

import msgspec

from masudi.casefile import Case
from masudi.data import load_yaml, packaged
from masudi.domain import Claim, Confidence, Reading
from masudi.domain.case import Retrieval, case_claim_id
from masudi.ontology import load_ontology
from masudi.pipeline import decide
from masudi.pipeline.decide import Person
from masudi.pipeline.queue import needs_second, waiting
from masudi.review.twice import Twice
from tests.conftest import build_claim, build_report, build_toll

ADA, BEN = Person(name="Ada"), Person(name="Ben")
REPORT = build_report()


def sure(claim: Claim, confidence: float | None) -> Claim:
    return msgspec.structs.replace(claim, confidence=Confidence(claim=confidence))


def test_the_least_certain_come_first_and_killings_twice(case: Case) -> None:
    toll = build_toll(REPORT, "At least 12 civilians", low=12)
    attack = sure(build_claim(REPORT), 0.5)
    killed = sure(build_claim(REPORT, kind="casualties", trigger="killed", casualties=(toll,)), 0.3)
    control = sure(build_claim(REPORT, kind="control", trigger="mill"), 0.9)
    reading = Reading(report=REPORT, claims=(attack, killed, control))
    report = case.store(reading, b"raw", Retrieval(), reader="r").id
    first = [(one.claim.claim.kind, one.twice) for one in waiting(case)]
    assert first == [("casualties", "killings"), ("attack", None), ("control", None)]
    assert [one.claim.claim.kind for one in waiting(case, kind="attack")] == ["attack"]
    assert len(waiting(case, limit=2)) == 2

    ids = [case_claim_id(report, one) for one in (attack, killed)]
    for id_ in ids:
        decide.accept(case, id_, ADA)
    assert needs_second(case.claim(ids[0])) is None
    assert needs_second(case.claim(ids[1])) == "killings"
    assert [one.claim.claim.kind for one in waiting(case, person="Ada")] == ["control"]
    assert [one.claim.claim.kind for one in waiting(case, person="Ben")] == ["casualties", "control"]
    decide.accept(case, ids[1], BEN)
    assert needs_second(case.claim(ids[1])) is None
    assert [one.claim.claim.kind for one in waiting(case)] == ["control"]
    decide.correct(case, ids[1], "status", "possible", ADA)
    assert needs_second(case.claim(ids[1])) == "killings"


def test_who_did_it_is_looked_at_twice(case: Case) -> None:
    known = build_claim(REPORT, kind="casualties", trigger="killed", actor="Harran Brigades")
    unknown = build_claim(REPORT, kind="casualties", trigger="stormed")
    case.store(Reading(report=REPORT, claims=(known, unknown)), b"raw", Retrieval(), reader="r")
    assert sorted(one.twice or "" for one in waiting(case)) == ["", "attribution"]


def test_reasons_name_what_there_is() -> None:
    twice = load_yaml(packaged("review.yaml"), Twice)
    ontology = load_ontology()
    assert twice.kinds <= {kind.name for kind in ontology.kinds}
    assert {tag for one in twice.twice for tag in one.tags} <= {one.name for one in ontology.violations.tags}
    assert {"killings", "detention", "sexual violence", "attribution"} == {one.name for one in twice.twice}
