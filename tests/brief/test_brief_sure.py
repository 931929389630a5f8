"""A brief tells only what the reader is sure of."""

from __future__ import annotations

import msgspec
from click.testing import CliRunner

import masudi
from masudi.brief import sure
from masudi.brief.sure import LEAST
from masudi.cli import main
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
    assert [len(sure([reading()], least)[0]) for least in (None, 0.7, 0.8)] == [len(reading()), len(reading()), 0]


def test_actors_that_are_less_sure_are_left_out_of_their_claims() -> None:
    unsure, certain = reading(actor=0.6), reading(actor=0.9)
    (cut,) = sure([unsure])
    assert not any(claim.actor for claim in cut)
    assert len(cut) == len(unsure)
    assert [claim.actor for claim in sure([certain])[0]] == [claim.actor for claim in certain]


def test_who_flees_stays_the_actor_of_the_flight() -> None:
    found = reading(actor=0.6)
    fled = msgspec.structs.replace(found.claims[0], kind="displacement")
    ((kept,),) = sure([Reading(report=found.report, claims=(fled,))])
    assert kept.actor == fled.actor


def test_the_help_names_the_confidence_from_which_on_claims_are_told() -> None:
    # It cannot look it up: the page is printed without the knowledge that a brief needs.
    shown = " ".join(CliRunner().invoke(main, ["brief", "--help"]).output.split())
    assert f"(0 to 1). [default: {LEAST}]" in shown
