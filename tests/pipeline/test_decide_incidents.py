"""What people decide about incidents: split, merged, pinned and graded, it survives every linking."""

from __future__ import annotations

import msgspec
import pytest

from masudi.casefile import Case
from masudi.domain import Reading
from masudi.domain.case_incident import SoughtIncidents
from masudi.errors import DecisionError
from masudi.pipeline.decide import Person, undo
from masudi.pipeline.decide_incidents import grade, merge, pin, split
from masudi.pipeline.incidents import incident
from masudi.pipeline.relink import relink, settle
from tests.corroborate.claims import make_claim
from tests.pipeline.told import groups, held, only, report_of, store, strike

ADA = Person(name="Ada")


def test_people_split_and_their_word_survives_every_rerun(case: Case) -> None:
    for report in ("a", "b", "c"):
        store(case, strike(report))
    settle(case)
    before = only(case)
    entry = split(case, before.id[:8], [before.claims[0][:8]], ADA, why="two mills")
    assert sorted(map(len, groups(case).values())) == [1, 2]
    assert held(case, before.claims[1]) == before.id
    list(relink(case, everything=True))
    store(case, strike("d"))
    settle(case)
    assert held(case, before.claims[0]) != held(case, before.claims[1])
    assert [one.sequence for one in incident(case, before.id).decisions] == [entry.sequence]
    undo(case, entry.sequence, ADA)
    assert len(only(case).claims) == 4
    assert [one.action for one in incident(case, only(case).id).decisions] == ["split", "undo"]
    with pytest.raises(DecisionError, match="all of its claims"):
        split(case, only(case).id, only(case).claims, ADA)
    with pytest.raises(DecisionError, match="no claim of the incident"):
        split(case, only(case).id, ["ffff"], ADA)


def test_people_merge_what_no_score_would_join(case: Case) -> None:
    store(case, strike("a"))
    store(case, strike("b", place="Lestrin", day="2024-03-20"))
    settle(case)
    one, two = groups(case)
    merge(case, one, two, ADA)
    assert len(only(case).claims) == 2
    list(relink(case, everything=True))
    assert len(only(case).claims) == 2
    with pytest.raises(DecisionError, match="one incident already"):
        merge(case, only(case).id, only(case).id, ADA)


def test_people_pin_a_claim_to_an_incident(case: Case) -> None:
    store(case, strike("a"), make_claim("aim", report="a", at=90))
    store(case, strike("b", place="Lestrin", day="2024-03-20"))
    settle(case)
    one, two = groups(case)
    claim = groups(case)[two][0]
    pin(case, one, [claim], ADA)
    assert (only(case).id, only(case).pinned) == (one, True)
    list(relink(case, everything=True))
    assert only(case).id == one
    aim = next(found.claim.id for found in case.claims() if found.claim.kind == "aim")
    with pytest.raises(DecisionError, match="is of no incident"):
        pin(case, one, [aim], ADA)


def test_incidents_are_graded_by_people_alone(case: Case) -> None:
    store(case, strike("a"))
    settle(case)
    id_ = only(case).id
    assert case.find_incident(id_[:6]).grade is None
    entry = grade(case, id_, "admiralty", ["b", "2"], ADA)
    given = case.find_incident(id_).grade
    assert given is not None
    assert (given.scale, given.marks, given.person) == ("admiralty", {"source": "B", "information": "2"}, "Ada")
    store(case, strike("b"))
    list(relink(case, everything=True))
    assert case.find_incident(id_).grade == given
    assert [one.incident.id for one in case.incidents(SoughtIncidents(graded=True))] == [id_]
    undo(case, entry.sequence, ADA)
    assert case.find_incident(id_).grade is None
    assert case.incidents(SoughtIncidents(graded=True)) == []
    for marks in (["A"], ["A", "7"]):
        with pytest.raises(DecisionError, match=r"Admiralty code has 2 marks|Credibility"):
            grade(case, id_, "admiralty", marks, ADA)


def test_a_ruling_holds_for_the_claim_that_takes_the_place_of_a_former_one(case: Case) -> None:
    for report in ("a", "b"):
        store(case, strike(report, at=0, sentence="airstrike on the mill"))
    settle(case)
    before = only(case)
    split(case, before.id, [before.claims[0]], ADA)
    # A newer reading has the trigger in a wider span, and so another id for the claim.
    moved = strike("a", at=0, sentence="airstrike on the mill")
    wider = msgspec.structs.replace(moved.mentions[0], end=moved.mentions[0].end + 3, text="airstrike on")
    again = msgspec.structs.replace(moved, id="0" * 16, mentions=(wider,))
    former = report_of([moved])
    case.reread(Reading(report=former, claims=(again,)), reader="new", person="Ada")
    settle(case)
    assert before.claims[0] not in {claim for its in groups(case).values() for claim in its}
    assert len(groups(case)) == 2


def test_a_grade_is_not_lost_when_its_incident_goes_into_another(case: Case) -> None:
    store(case, strike("a"))
    store(case, strike("b", place="Lestrin", day="2024-03-20"))
    settle(case)
    two, one = groups(case)
    graded = grade(case, two, "admiralty", ["b", "2"], ADA)
    merged = merge(case, one, two, ADA)
    assert only(case).id == one
    found = case.find_incident(one).grade
    assert found is not None
    assert (found.of, found.decision) == (two, graded.sequence)
    list(relink(case, everything=True))
    assert case.find_incident(one).grade == found
    own = grade(case, one, "admiralty", ["c", "3"], ADA)
    given = case.find_incident(one).grade
    assert given is not None
    assert (given.of, given.decision) == (None, own.sequence)
    undo(case, own.sequence, ADA)
    undo(case, merged.sequence, ADA)
    # Whatever the two are called now, the one with the claim that was graded has the grade.
    [again] = case.incidents(SoughtIncidents(graded=True))
    assert list(again.incident.claims) == (graded.payload or {})["claims"]
    undo(case, graded.sequence, ADA)
    assert case.incidents(SoughtIncidents(graded=True)) == []
