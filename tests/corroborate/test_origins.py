"""Whose account a claim is, on which side that stands, and whether it speaks against it."""

from __future__ import annotations

from masudi.corroborate import Alignments, incidents
from masudi.domain import Claim, Status
from masudi.domain.incident import Incident, Origin
from tests.corroborate.claims import make_claim, toll

SIDES = Alignments(publishers={"State Voice": "syrian_government"}, actors={"hezbollah": "syrian_government"})


def only(*claims: Claim) -> Incident:
    [found] = incidents(claims, alignments=SIDES)
    return found


def origin(*claims: Claim) -> Origin:
    [found] = only(*claims).origins
    return found


def test_two_papers_that_quote_one_observatory_are_one_origin() -> None:
    claims = [make_claim("airstrike", report=name, source="The Osmer Observatory") for name in "ab"]
    incident = only(*claims)
    assert incident.corroboration.origins == 1
    assert incident.corroboration.reports == 2
    assert incident.origins[0].quoted


def test_two_papers_that_quote_nobody_are_two_origins() -> None:
    claims = [make_claim("airstrike", report=name) for name in "ab"]
    assert only(*claims).corroboration.origins == 2


def test_a_party_is_one_origin_under_all_its_names() -> None:
    claims = [
        make_claim("airstrike", report="a", source="the army", source_entity="syrian_government"),
        make_claim("airstrike", report="b", source="Damascus", source_entity="syrian_government"),
    ]
    assert origin(*claims).camp == "syrian_government"


def test_people_of_a_general_kind_are_told_apart_by_their_words() -> None:
    claims = [
        make_claim("airstrike", report="a", source="a doctor", source_entity="aid_workers"),
        make_claim("airstrike", report="b", source="rescue workers", source_entity="aid_workers"),
    ]
    incident = only(*claims)
    assert incident.corroboration.origins == 2
    assert incident.corroboration.camps == ()
    assert incident.corroboration.unaligned == 2


def test_a_publisher_that_quotes_itself_is_one_origin() -> None:
    claims = [
        make_claim("airstrike", report="a", publisher="Osmer Monitor"),
        make_claim("airstrike", report="b", publisher="Osmer Monitor", source="the Osmer Monitor".removeprefix("the ")),
    ]
    assert origin(*claims).quoted is False


def test_camps_come_from_publishers_and_from_who_is_quoted() -> None:
    incident = only(
        make_claim("airstrike", report="a", publisher="State Voice"),
        make_claim("airstrike", report="b", source="a fighter", source_entity="hezbollah"),
        make_claim("airstrike", report="c", source="a rebel", source_entity="opposition"),
    )
    assert incident.corroboration.camps == ("opposition", "syrian_government")


def test_who_owns_to_a_deed_against_civilians_speaks_against_its_interest() -> None:
    def said(publisher: str, actor: str = "syrian_government") -> Claim:
        return make_claim("shelling", publisher=publisher, target="civilians", actor=actor)

    assert origin(said("State Voice")).against_interest
    assert not origin(said("Other Paper")).against_interest
    assert not origin(
        make_claim("shelling", publisher="State Voice", target="civilians", actor="opposition")
    ).against_interest


def test_who_owns_to_its_losses_speaks_against_its_interest() -> None:
    dead = make_claim(
        "casualties", publisher="State Voice", target="syrian_government", tolls=[toll(19, who="combatants")]
    )
    incident = only(dead)
    assert incident.corroboration.against_interest
    assert incident.origins[0].against_interest == (dead.id,)


def test_a_denial_corroborates_nothing() -> None:
    incident = only(
        make_claim("airstrike", report="a"),
        make_claim("airstrike", report="b", status=Status.DENIED, publisher="State Voice"),
    )
    assert incident.corroboration.origins == 1
    assert len(incident.origins) == 2
    assert {one.status: one.origins for one in incident.statuses} == {Status.ASSERTED: 1, Status.DENIED: 1}
