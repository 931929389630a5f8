"""An offensive of several fights, with its aims, reasons and feints, and who says so."""

from __future__ import annotations

from collections.abc import Sequence

from masudi.corroborate import incidents, operations
from masudi.domain import Claim, Relation, RelationKind, Status
from masudi.domain.incident import Operation
from tests.corroborate.claims import make_claim, toll

REBELS = "opposition"


def of(claims: Sequence[Claim]) -> tuple[Operation, ...]:
    return operations(incidents(claims), claims)


def offensive(report: str = "a") -> list[Claim]:
    storm = make_claim("attack", report=report, at=0, actor=REBELS, target="syrian_government", place="Osmerfeld")
    won = make_claim("capture", report=report, at=30, actor=REBELS, place="Osmerfeld", day="2024-03-05")
    show = make_claim(
        "attack",
        report=report,
        at=60,
        actor=REBELS,
        day="2024-03-03",
        relations=[Relation(kind=RelationKind.FEINT_FOR, to=storm.id)],
    )
    goal = make_claim("aim", report=report, at=90, actor=REBELS, place=None, day=None, status=Status.INTENDED)
    why = make_claim(
        "reason",
        report=report,
        at=120,
        place=None,
        day=None,
        source="an analyst",
        relations=[Relation(kind=RelationKind.REASON_FOR, to=won.id)],
    )
    return [storm, won, show, goal, why]


def tactic_for(storm: Claim, place: str = "Kelmar", day: str = "2024-03-04") -> Claim:
    """What the report of an attack tells of the feint that covered it."""
    feint = [Relation(kind=RelationKind.FEINT_FOR, to=storm.id)]
    return make_claim("tactic", report="a", at=60, actor=REBELS, place=place, day=day, relations=feint)


def test_fights_near_each_other_by_one_party_are_one_operation() -> None:
    claims = offensive()
    [found] = of(claims)
    assert found.attackers == (REBELS,)
    assert found.defenders == ("syrian_government",)
    assert len(found.incidents) == 3
    assert (str(found.from_), str(found.to)) == ("2024-03-03", "2024-03-05")


def test_gains_aims_and_reasons_stand_with_who_says_so() -> None:
    claims = offensive()
    [found] = of(claims)
    [gain] = found.gains
    [incident] = [one for one in incidents(claims) if one.id == gain]
    assert incident.kinds == ("capture",)
    assert [(one.claim, one.actors, one.origin) for one in found.aims] == [(claims[3].id, (REBELS,), "paper a")]
    assert [(one.claim, one.origin) for one in found.reasons] == [(claims[4].id, "analyst")]


def test_a_feint_is_linked_to_what_it_covered() -> None:
    claims = offensive()
    home = {claim: one.id for one in incidents(claims) for claim in one.claims}
    [feint] = of(claims)[0].feints
    assert (feint.feint, feint.covered) == (home[claims[2].id], home[claims[0].id])
    assert feint.origins == ("paper a",)


def test_a_tactic_told_as_a_feint_finds_its_fight_by_place() -> None:
    storm = make_claim("attack", report="a", at=0, actor=REBELS, place="Osmerfeld")
    show = make_claim("attack", report="b", actor=REBELS, day="2024-03-03")
    told = tactic_for(storm, day="2024-03-03")
    claims = [storm, show, told]
    home = {claim: one.id for one in incidents(claims) for claim in one.claims}
    [feint] = of(claims)[0].feints
    assert (feint.feint, feint.covered) == (home[show.id], home[storm.id])


def test_no_fight_covers_itself() -> None:
    storm = make_claim("attack", report="a", at=0, actor=REBELS, place="Osmerfeld")
    told = tactic_for(storm, place="Osmerfeld")
    claims = [storm, told]
    [incident] = incidents(claims)
    [feint] = of([*claims, *offensive("b")[1:2]])[0].feints
    assert (feint.feint, feint.covered) == (None, incident.id)


def test_a_far_front_or_another_month_is_another_operation() -> None:
    far = make_claim("attack", report="b", actor=REBELS, place="Lestrin")
    late = make_claim("attack", report="c", actor=REBELS, day="2024-05-04", published="2024-05-05")
    assert len(of([*offensive(), far, late])) == 1


def test_what_is_only_planned_or_denied_is_no_operation() -> None:
    claims = [
        make_claim("attack", report="a", actor=REBELS, status=Status.INTENDED),
        make_claim("capture", report="a", at=30, actor=REBELS, status=Status.DENIED),
    ]
    assert of(claims) == ()


def test_the_cost_names_incidents_and_adds_nothing() -> None:
    claims = offensive()
    dead = make_claim(
        "casualties",
        report="a",
        at=10,
        actor=REBELS,
        place="Osmerfeld",
        tolls=[toll(9)],
        relations=[Relation(kind=RelationKind.CAUSED_BY, to=claims[0].id)],
    )
    [found] = of([*claims, dead])
    assert len(found.cost) == 1
