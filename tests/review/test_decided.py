from __future__ import annotations

import datetime
from typing import Any

import pytest

from masudi.domain import Action, Claim, Mention, Party, Place, ReviewState, Status, claim_id, span_of
from masudi.domain.case import Decision
from masudi.errors import DecisionError
from masudi.review import carry_over, check_claim, checked_correction, decided, pinned, standing

TEXT = "Rebels shelled the airport at Dalgo on Monday. Rebels later held Dalgo."
KINDS = ("shelling", "airstrike", "control")
NOON = datetime.datetime(2024, 3, 12, 12, tzinfo=datetime.UTC)


def claim(kind: str = "shelling", start: int = 7, end: int = 14) -> Claim:
    words = span_of(TEXT, start, end)
    return Claim(
        id=claim_id("0" * 64, kind, words),
        report="r",
        path=None,
        sha256_bytes="0" * 64,
        sha256_text="0" * 64,
        kind=kind,
        status=Status.ASSERTED,
        mentions=(Mention(start=start, end=end, text=words.text, sentence=span_of(TEXT, 0, 46)),),
        actor=(Party(start=0, end=6, text="Rebels"),),
        place=(Place(start=30, end=35, text="Dalgo", lat=1.0, lon=2.0),),
    )


def log(*decisions: tuple[Action, dict[str, Any]], people: str = "AB") -> tuple[Decision, ...]:
    return tuple(
        Decision(
            sequence=number + 1,
            at=NOON,
            person=people[number % len(people)],
            action=action,
            subject="x",
            payload=payload,
            why=None,
            salt="",
            content_sha256="",
            previous="",
            hash="",
        )
        for number, (action, payload) in enumerate(decisions)
    )


def test_nobody_has_decided() -> None:
    assert decided(claim(), ()).state is ReviewState.UNREVIEWED


def test_a_correction_changes_its_field_alone_and_an_acceptance_after_it_leaves_it() -> None:
    payload = checked_correction(claim(), "status", "attempted", text=TEXT, kinds=KINDS)
    found = decided(claim(), log((Action.CORRECT, payload), (Action.ACCEPT, {})))
    assert found.claim.status is Status.ATTEMPTED
    assert found.claim.place == claim().place
    assert found.state is ReviewState.CORRECTED
    assert found.people == ("A", "B")


def test_later_corrections_win_and_an_undone_one_does_not_count() -> None:
    one = (Action.CORRECT, {"field": "kind", "value": "airstrike"})
    other = (Action.CORRECT, {"field": "kind", "value": "control"})
    undo = (Action.UNDO, {"sequence": 2})
    assert decided(claim(), log(one, other)).claim.kind == "control"
    assert decided(claim(), log(one, other, undo)).claim.kind == "airstrike"
    redo = (Action.UNDO, {"sequence": 3})
    assert decided(claim(), log(one, other, undo, redo)).claim.kind == "control"
    assert [entry.sequence for entry in standing(log(one, other, undo))] == [1]


def test_a_rejection_is_lifted_when_it_is_undone() -> None:
    assert decided(claim(), log((Action.REJECT, {}))).state is ReviewState.REJECTED
    undone = log((Action.REJECT, {}), (Action.UNDO, {"sequence": 1}))
    assert decided(claim(), undone).state is ReviewState.UNREVIEWED


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("report", "other", "cannot be corrected"),
        ("status", "certain", "status cannot be that"),
        ("kind", "picnic", "no kind 'picnic'"),
        ("actor", [{"start": 0, "end": 6, "text": "Troops"}], "are 'Rebels', not 'Troops'"),
        ("actor", [{"start": 900, "end": 906, "text": "Rebels"}], "not 'Rebels'"),
        ("mentions", [], "needs a mention"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(field: str, value: object, problem: str) -> None:
    with pytest.raises(DecisionError, match=problem):
        checked_correction(claim(), field, value, text=TEXT, kinds=KINDS)


def test_a_claim_that_a_person_adds_is_checked_alike() -> None:
    check_claim(claim(), text=TEXT, kinds=KINDS)
    with pytest.raises(DecisionError, match="characters 7 to 14"):
        check_claim(claim(), text="x" + TEXT, kinds=KINDS)


def test_a_pinned_place_holds_for_every_mention_of_its_words() -> None:
    payload = {"words": "dalgo", "as": {"name": "Dalgo Bridge", "lat": 5.0, "lon": 6.0}}
    found = pinned(claim(), log((Action.PIN_PLACE, payload)))
    assert (found.place[0].name, found.place[0].lat, found.place[0].text) == ("Dalgo Bridge", 5.0, "Dalgo")
    other = {**payload, "report": "1" * 64}
    assert pinned(claim(), log((Action.PIN_PLACE, other))) == claim()


def test_a_pinned_actor_sets_who_it_is_and_no_more() -> None:
    payload = {"words": "Rebels", "as": {"entity": "other:Covenant", "actor_id": "covenant", "name": "Covenant"}}
    found = pinned(claim(), log((Action.PIN_ACTOR, payload)))
    assert found.actor[0].actor_id == "covenant"
    assert found.place == claim().place


def test_decisions_go_over_to_the_claim_of_the_same_kind_that_shares_words() -> None:
    moved = claim(start=7, end=26)
    same = claim("control", 59, 63)
    assert carry_over([claim(), same], [moved, same]) == {claim().id: moved.id, same.id: same.id}


def test_a_decision_is_not_given_to_a_claim_of_another_kind_unless_a_person_had_said_so() -> None:
    other = claim("airstrike")
    assert carry_over([claim()], [other]) == {claim().id: None}
    assert carry_over([claim()], [other], kinds={claim().id: "airstrike"}) == {claim().id: other.id}


def test_two_claims_never_give_their_decisions_to_one() -> None:
    near, far = claim(start=7, end=14), claim(start=0, end=14)
    new = claim(start=0, end=20)
    found = carry_over([near, far], [new])
    assert found == {far.id: new.id, near.id: None}
