"""A reading can be cut down to what is sure."""

from __future__ import annotations

import msgspec

import masudi
from masudi.domain import Confidence, Reading


def reading(**fields: float) -> Reading:
    found = masudi.read("Rebels shelled the market of Harran on Monday, killing three people, residents said.")
    claims = tuple(
        msgspec.structs.replace(claim, confidence=Confidence(claim=0.7, fields=fields)) for claim in found.claims
    )
    assert any(claim.actor for claim in claims)
    return Reading(report=found.report, claims=claims)


def test_claims_that_are_less_sure_are_left_out() -> None:
    assert len(reading().at_least(0.7)) == len(reading())
    assert len(reading().at_least(0.8)) == 0


def test_actors_that_are_less_sure_are_left_out_of_their_claims() -> None:
    unsure, sure = reading(actor=0.6), reading(actor=0.9)
    assert not any(claim.actor for claim in unsure.at_least(0.5, actor=0.75))
    assert len(unsure.at_least(0.5, actor=0.75)) == len(unsure)
    assert [claim.actor for claim in sure.at_least(0.5, actor=0.75)] == [claim.actor for claim in sure]


def test_who_flees_stays_the_actor_of_the_flight() -> None:
    found = reading(actor=0.6)
    fled = msgspec.structs.replace(found.claims[0], kind="displacement")
    (kept,) = Reading(report=found.report, claims=(fled,)).at_least(0.5, actor=0.75)
    assert kept.actor == fled.actor
