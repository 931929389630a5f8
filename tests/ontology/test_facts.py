"""Facts read off claims."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from masudi.domain import Claim, Party, Relation, RelationKind, Report, Span
from masudi.ontology import load_ontology

Make = Callable[..., Claim]


def test_classes_come_from_entities(
    make_report: Callable[..., Report], make_claim: Make, spot: Callable[..., Party]
) -> None:
    report = make_report("The Harran Brigades and militiamen stormed a base of the army and burned a mill.")
    claim = make_claim(
        report,
        actor=[
            spot(report.text, "Harran Brigades", Party, entity="opposition"),
            spot(report.text, "militiamen", Party, entity="iran"),
        ],
        target=[spot(report.text, "army", Party, entity="syrian_government"), spot(report.text, "mill", Party)],
    )
    facts = load_ontology().facts(claim)
    assert facts.actor == {"non_state", "semi_state"}
    assert facts.target == {"state", "unknown"}
    assert (facts.kind, facts.status) == ("attack", "asserted")


def test_no_party_is_no_class_and_counts_as_unknown(make_claim: Make) -> None:
    claim = make_claim(kind="capture")
    facts = load_ontology().facts(claim)
    assert facts.actor == frozenset()
    assert load_ontology().codes(facts)[0].code is None


@pytest.mark.parametrize(
    ("kind", "status", "outcome"),
    [
        ("capture", "asserted", {"gained"}),
        ("capture", "attempted", set()),
        ("capture", "intended", set()),
        ("withdrawal", "asserted", {"lost"}),
        ("repulsion", "asserted", {"held"}),
        ("execution", "asserted", {"deaths"}),
        ("execution", "possible", set()),
        ("advance", "asserted", set()),
    ],
)
def test_outcome_of_the_kind(make_claim: Make, kind: str, status: str, outcome: set[str]) -> None:
    assert load_ontology().facts(make_claim(kind=kind, status=status)).outcome == outcome


def test_deaths_come_from_the_toll_that_the_claim_caused(
    make_report: Callable[..., Report], make_claim: Make, make_toll: Callable[..., object]
) -> None:
    report = make_report("Rebels stormed the mill. Twelve people died, and nine were killed elsewhere.")
    attack = make_claim(report, trigger="stormed")
    toll = make_toll(report, "Twelve people", low=12, high=12)
    caused = make_claim(
        report,
        kind="casualties",
        trigger="died",
        casualties=(toll,),
        relations=(Relation(kind=RelationKind.CAUSED_BY, to=attack.id),),
    )
    elsewhere = make_claim(report, kind="casualties", trigger="killed", casualties=(toll,))
    facts = load_ontology().facts
    assert facts(attack, [attack, caused, elsewhere]).outcome == {"deaths"}
    assert facts(attack, [attack, elsewhere]).outcome == set()
    assert facts(attack).outcome == set()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"low": None, "high": 12}, "asserted"),
        ({"low": 0, "high": 0}, "asserted"),
        ({"low": 3, "harm": "injured"}, "asserted"),
        ({"low": 3}, "possible"),
    ],
)
def test_a_toll_that_may_be_none_is_no_death(
    make_report: Callable[..., Report],
    make_claim: Make,
    make_toll: Callable[..., object],
    fields: dict[str, object],
    status: str,
) -> None:
    report = make_report("Rebels stormed the mill and some people fell.")
    claim = make_claim(report, status=status, casualties=(make_toll(report, "some people", **fields),))
    assert load_ontology().facts(claim).outcome == set()


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "cue"),
    [
        ("A suicide bomber drove a car bomb at the gate.", "explosion", "suicide bomber", {"suicide"}),
        ("A car bomb went off, and a suicide bomber fled.", "explosion", "car bomb", {"vehicle_bomb"}),
        ("A booby-trapped car went off.", "explosion", "booby-trapped", {"vehicle_bomb"}),
        ("The envoy called on both sides to stop.", "diplomacy", "called", {"appeal"}),
        ("The envoy called both sides by telephone.", "diplomacy", "called", set()),
        ("They declared a Cease-Fire at dawn.", "agreement", "Cease-Fire", {"truce"}),
        ("They declared a ceasefire at dawn.", "agreement", "ceasefire", {"truce"}),
        ("The massacred villagers were buried; snipers fired.", "execution", "massacred", {"massacre"}),
        ("They met the arrested men.", "detention", "arrested", {"arrest"}),
    ],
)
def test_cues_stand_on_the_trigger(
    make_report: Callable[..., Report], make_claim: Make, text: str, kind: str, trigger: str, cue: set[str]
) -> None:
    report = make_report(text)
    claim = make_claim(report, kind=kind, trigger=trigger)
    assert load_ontology().facts(claim).cue == cue


def test_cues_stand_in_the_means(
    make_report: Callable[..., Report], make_claim: Make, spot: Callable[..., Span]
) -> None:
    report = make_report("A drone of the army hit the mill at Tell Sarw.")
    claim = make_claim(report, kind="airstrike", trigger="hit", means="drone")
    assert load_ontology().facts(claim).cue == {"drone"}
