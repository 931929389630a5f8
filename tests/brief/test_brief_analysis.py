"""Feints are told as feints; aims, reasons, tactics and judgements in the report's words, with who attributes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from masudi.domain import Party, Relation, RelationKind, Source, Span

Build = Callable[..., Any]

FEINT = (
    "Raiders made the garrison believe that they would attack Osk, and the garrison sent its guns there. "
    "Meanwhile Raiders attacked Battery 12 at Marsk. The attack on Osk had been a show."
)


def _feint(make_claim: Build, spot: Build, report: Any, **fields: Any) -> list[Any]:
    real = make_claim(report, trigger="attacked", actor="Raiders", target="Battery 12", place="Marsk")
    feint = make_claim(
        report,
        kind="tactic",
        trigger="made the garrison believe that they would attack Osk",
        actor="Raiders",
        target="garrison",
        place="Osk",
        relations=(Relation(kind=RelationKind.FEINT_FOR, to=real.id),),
        **fields,
    )
    show = make_claim(report, trigger=spot(report.text, "attack on Osk", Span), actor="Raiders", place="Osk", id="show")
    return [feint, real, show]


def test_a_feint_is_told_as_one(make_report: Build, make_claim: Build, lines_of: Build, spot: Build) -> None:
    report = make_report(FEINT)
    told = lines_of(report, *_feint(make_claim, spot, report))
    assert told["how"] == [
        "Raiders feinted at Osk; the real attack fell on Marsk, according to Sarw Courier: "
        "“Raiders made the garrison believe that they would attack Osk, and the garrison sent its guns there”."
    ]
    assert told["happened"] == [
        "Raiders attacked Battery 12 at Marsk: “Meanwhile Raiders attacked Battery 12 at Marsk”."
    ]


def test_the_feigned_attack_is_not_told_as_an_attack(
    make_report: Build, make_claim: Build, brief_of: Build, spot: Build
) -> None:
    report = make_report(FEINT)
    brief = brief_of(report, *_feint(make_claim, spot, report))
    sections = {section.name: section for section in brief.sections}
    assert not any("Osk" in line.text for line in sections["happened"].lines)
    quotes = {citation.number: citation.quote for citation in brief.citations}
    cited = [quotes[number] for number in sections["how"].lines[0].citations]
    assert any("had been a show" in quote for quote in cited)


def test_a_feint_keeps_its_hedge_and_its_source(
    make_report: Build, make_claim: Build, lines_of: Build, spot: Build
) -> None:
    report = make_report(FEINT + " So a medic said.")
    claims = _feint(make_claim, spot, report, hedge="alleged", source=spot(report.text, "medic", Source))
    line = lines_of(report, *claims)["how"][0]
    assert line.startswith("Allegedly, Raiders feinted at Osk")
    assert "according to a medic" in line


def test_a_feint_for_a_plan_tells_no_attack(
    make_report: Build, make_claim: Build, lines_of: Build, spot: Build
) -> None:
    report = make_report(FEINT)
    real = make_claim(report, trigger="attacked", actor="Raiders", place="Marsk", status="intended")
    feint = make_claim(
        report,
        kind="tactic",
        trigger="made the garrison believe",
        actor="Raiders",
        place="Osk",
        relations=(Relation(kind=RelationKind.FEINT_FOR, to=real.id),),
    )
    line = lines_of(report, feint, real)["how"][0]
    assert "the real attack was meant for Marsk" in line
    assert "fell on" not in line


def test_an_aim_says_whose_and_who_says_so(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    report = make_report("Raiders stormed Osk to cut the valley in two.")
    storm = make_claim(report, actor="Raiders", place="Osk")
    aim = make_claim(
        report,
        kind="aim",
        trigger="cut the valley in two",
        actor="Raiders",
        status="intended",
        relations=(Relation(kind=RelationKind.AIM_OF, to=storm.id),),
    )
    assert lines_of(report, storm, aim)["why"] == [
        "Raiders wanted, with the storming of Osk, to “cut the valley in two” (Sarw Courier)."
    ]


@pytest.mark.parametrize(
    ("text", "trigger", "told"),
    [
        ("Raiders came to frighten Osk.", "to frighten Osk", "Raiders wanted to “frighten Osk” (Sarw Courier)."),
        ("Raiders came for bread.", "bread", "Aim of Raiders: “bread” (Sarw Courier)."),
    ],
)
def test_an_aim_reads_whatever_its_phrase(
    make_report: Build, make_claim: Build, lines_of: Build, text: str, trigger: str, told: str
) -> None:
    report = make_report(text)
    aim = make_claim(report, kind="aim", trigger=trigger, actor="Raiders", status="intended")
    assert lines_of(report, aim)["why"] == [told]


def test_reasons_of_one_sentence_share_a_line_that_says_what_they_explain(
    make_report: Build, make_claim: Build, lines_of: Build
) -> None:
    report = make_report("The raid succeeded because of the fog and because the guards slept.")
    claims = [
        make_claim(report, kind="reason", trigger="because of the fog"),
        make_claim(report, kind="reason", trigger="because the guards slept"),
    ]
    assert lines_of(report, *claims)["why"] == [
        "Reason given: “The raid succeeded because of the fog and because the guards slept” (Sarw Courier)."
    ]


def test_an_analyst_who_is_quoted_is_named(make_report: Build, make_claim: Build, lines_of: Build, spot: Build) -> None:
    text = "The road will be lost by spring, an analyst said."
    report = make_report(text)
    claim = make_claim(
        report,
        kind="assessment",
        trigger="The road will be lost by spring",
        status="possible",
        source=spot(text, "analyst", Source),
    )
    told = lines_of(report, claim)
    assert told["feared"] == [
        "Forecast or possibility: “The road will be lost by spring, an analyst said” (an analyst)."
    ]
    assert "why" not in told


def test_a_judgement_within_a_quoted_reason_is_not_told_twice(
    make_report: Build, make_claim: Build, lines_of: Build
) -> None:
    report = make_report("The success of the raid owes much to the fog.")
    claims = [
        make_claim(report, kind="reason", trigger="owes much to the fog"),
        make_claim(report, kind="assessment", trigger="success of the raid"),
    ]
    assert lines_of(report, *claims)["why"] == [
        "Reason given: “The success of the raid owes much to the fog” (Sarw Courier)."
    ]


def test_means_are_named_with_who_used_them(
    make_report: Build, make_claim: Build, lines_of: Build, spot: Build
) -> None:
    text = "Raiders stormed Osk with ladders. The army shelled Marsk with field guns."
    report = make_report(text)
    claims = [
        make_claim(report, actor=spot(text, "Raiders", Party), place="Osk", means="ladders"),
        make_claim(report, kind="shelling", trigger="shelled", actor="army", place="Marsk", means="field guns"),
    ]
    assert lines_of(report, *claims)["how"] == [
        "Means named for Raiders: ladders.",
        "Means named for Army: field guns.",
    ]


def test_a_kind_that_the_brief_does_not_know_is_quoted(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    report = make_report("Raiders stormed Osk.")
    told = lines_of(report, make_claim(report, kind="novelty", actor="Raiders"))
    assert told["why"] == ["Novelty of Raiders: “stormed” (Sarw Courier)."]


@pytest.mark.parametrize("status", ["possible", "attempted", "intended"])
def test_a_feint_that_is_only_possible_is_not_told_as_one(
    make_report: Build, make_claim: Build, lines_of: Build, spot: Build, status: str
) -> None:
    report = make_report(FEINT)
    told = lines_of(report, *_feint(make_claim, spot, report, status=status))
    assert not any("feinted" in line for line in told.get("how", []))
    assert any(line.startswith(("Possible tactic", "Attempted tactic", "Intended tactic")) for line in told["feared"])
