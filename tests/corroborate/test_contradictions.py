"""What accounts cannot both have right, with the claims on each side; and what they agree on."""

from __future__ import annotations

from masudi.corroborate import incidents
from masudi.domain import Claim, Status
from masudi.domain.incident import Contradiction, Dispute, Incident, Ruling, RulingKind
from tests.corroborate.claims import make_claim


def only(*claims: Claim) -> Incident:
    [found] = incidents(claims)
    return found


def about(incident: Incident, dispute: Dispute) -> Contradiction:
    [found] = [one for one in incident.contradictions if one.about is dispute]
    return found


def test_who_did_it() -> None:
    one = make_claim("shelling", report="a", actor="syrian_government")
    other = make_claim("shelling", report="b", actor="opposition")
    sides = about(only(one, other), Dispute.WHO).sides
    assert {side.value: side.claims for side in sides} == {"syrian_government": (one.id,), "opposition": (other.id,)}


def test_an_account_that_names_one_of_two_contradicts_nobody() -> None:
    one = make_claim("airstrike", report="a", actor="syrian_government")
    silent = make_claim("airstrike", report="b")
    assert only(one, silent).contradictions == ()


def test_captured_or_not() -> None:
    said = make_claim("capture", report="a", actor="opposition")
    denied = make_claim("capture", report="b", actor="opposition", status=Status.DENIED)
    found = about(only(said, denied), Dispute.HAPPENED)
    assert found.of == "capture"
    assert [(side.value, side.claims) for side in found.sides] == [("asserted", (said.id,)), ("denied", (denied.id,))]


def test_a_denied_blame_is_a_matter_of_who() -> None:
    deed = make_claim(
        "shelling", report="a", at=0, actor="opposition", sentence="Rebels shelled the market, it is said."
    )
    denial = make_claim("accusation", report="b", status=Status.DENIED, actor="opposition", source="spokesman")

    merged = Ruling(kind=RulingKind.TOGETHER, claims=(deed.id, denial.id))
    [incident] = incidents([deed, denial], rulings=[merged])
    sides = about(incident, Dispute.WHO).sides
    assert [side.words for side in sides] == ["opposition", "denied: opposition"]
    assert not [one for one in incident.contradictions if one.about is Dispute.HAPPENED]


def test_facts_are_what_nobody_speaks_against() -> None:
    one = make_claim("shelling", report="a", actor="syrian_government", target="civilians")
    other = make_claim("shelling", report="b", actor="opposition", target="civilians")
    facts = {fact.field: fact.value for fact in only(one, other).facts}
    assert facts == {"kind": "shelling", "day": "2024-03-04", "place": "Kelmar", "target": "civilians"}


def test_what_is_denied_is_no_fact() -> None:
    said = make_claim("airstrike", report="a")
    denied = make_claim("airstrike", report="b", status=Status.DENIED)
    facts = only(said, denied).facts
    assert facts
    assert all(fact.claims == (said.id,) for fact in facts)
