"""Lines are sentences: who did what to whom, where and when, in the report's words, and no more than it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from masudi.domain import Party, Place, Source

Build = Callable[..., Any]


def _one(lines: dict[str, list[str]], section: str) -> str:
    assert len(lines[section]) == 1, lines
    return lines[section][0]


def test_an_event_is_told_in_the_reports_words(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    report = make_report("On Monday the Harran Brigades stormed the grain mill at Tell Sarw with two trucks.")
    claim = make_claim(
        report, actor="Harran Brigades", target="grain mill", place="Tell Sarw", means="two trucks", time="On Monday"
    )
    told = _one(lines_of(report, claim), "happened")
    assert told == "The Harran Brigades stormed the grain mill at Tell Sarw with two trucks on Monday."


def test_without_an_actor_the_sentence_is_passive(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    report = make_report("The bridges at Osk were shelled on Monday.")
    claim = make_claim(report, kind="shelling", trigger="shelled", target="bridges", place="Osk")
    assert _one(lines_of(report, claim), "happened") == "The bridges were shelled at Osk."


def test_a_claim_with_too_few_fields_is_told_by_its_clause(
    make_report: Build, make_claim: Build, lines_of: Build
) -> None:
    report = make_report("A shell came down near the well, and nobody knew whose it was.")
    claim = make_claim(report, kind="shelling", trigger="shell")
    assert _one(lines_of(report, claim), "happened") == (
        "“A shell came down near the well, and nobody knew whose it was”."
    )


def test_a_pronoun_gives_way_to_the_partys_name(
    make_report: Build, make_claim: Build, lines_of: Build, spot: Build
) -> None:
    text = "The Harran Brigades stormed the mill at Sarw. The group shelled the village of Osk."
    report = make_report(text)
    named = spot(text, "Harran Brigades", Party, entity="other:Harran Brigades")
    group = spot(text, "group", Party, entity="other:Harran Brigades")
    first = make_claim(report, trigger="stormed", actor=named, target="mill", place="Sarw")
    second = make_claim(report, kind="shelling", trigger="shelled", actor=group, place="Osk")
    assert lines_of(report, first, second)["happened"] == [
        "The Harran Brigades stormed the mill at Sarw.",
        "The Harran Brigades shelled Osk.",
    ]


def test_whose_men_they_are_is_said_where_the_words_do_not(
    make_report: Build, make_claim: Build, lines_of: Build, spot: Build
) -> None:
    text = "Snipers took Hill 40."
    report = make_report(text)
    actor = spot(text, "Snipers", Party, entity="islamic_state")
    claim = make_claim(report, kind="capture", trigger="took", actor=actor, place="Hill 40")
    assert _one(lines_of(report, claim), "gained") == "Snipers (Islamic State) captured Hill 40."


def test_what_was_taken_is_not_where_it_was_taken(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    text = (
        "Raiders captured several posts inside the city of Osk, among them the Red Mill and large parts of Salt Street."
    )
    report = make_report(text)
    claim = make_claim(
        report, kind="capture", trigger="captured", actor="Raiders", place=["Osk", "Red Mill", "Salt Street"]
    )
    told = _one(lines_of(report, claim), "gained")
    assert told == "Raiders captured the Red Mill and large parts of Salt Street inside Osk."
    only_inside = make_claim(report, kind="capture", trigger="captured", actor="Raiders", place="Osk")
    assert _one(lines_of(report, only_inside), "gained") == "Raiders took ground inside Osk."


def test_a_nameless_place_is_told_with_its_name(
    make_report: Build, make_claim: Build, lines_of: Build, spot: Build
) -> None:
    text = "Raiders shelled the farms and entered the town."
    report = make_report(text)
    farms = make_claim(
        report, kind="shelling", trigger="shelled", actor="Raiders", place=spot(text, "farms", Place, name="Osk")
    )
    town = make_claim(
        report, kind="advance", trigger="entered", actor="Raiders", place=spot(text, "town", Place, name="Osk")
    )
    told = lines_of(report, farms, town)
    assert told["happened"] == ["Raiders shelled the farms (Osk)."]
    assert told["gained"] == ["Raiders entered Osk."]


@pytest.mark.parametrize(
    ("level", "start"),
    [
        ("reported", "Reportedly, "),
        ("alleged", "Allegedly, "),
        ("suspected", "It is suspected, not established, that "),
        ("disputed", "It is disputed whether "),
    ],
)
def test_a_hedge_stands_in_the_line(
    make_report: Build, make_claim: Build, lines_of: Build, level: str, start: str
) -> None:
    report = make_report("Raiders stormed Osk, the Monitor said.")
    claim = make_claim(report, actor="Raiders", place="Osk", source="Monitor", hedge=level)
    told = _one(lines_of(report, claim), "happened")
    assert told.lower() == f"{start.lower()}raiders stormed osk, according to the monitor."


def test_a_firm_claim_is_not_weakened_by_anothers_hedge(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    first = make_report("Raiders stormed Osk.", source="The Wire", name="a")
    second = make_report("Raiders stormed Osk, it is said.", source="Osk Post", name="b")
    firm = make_claim(first, actor="Raiders", place="Osk")
    weak = make_claim(second, actor="Raiders", place="Osk", hedge="alleged")
    told = _one(lines_of((first, [firm]), (second, [weak])), "happened")
    assert told == "Raiders stormed Osk; only as alleged by Osk Post."


def test_claims_of_several_reports_share_a_line_with_all_citations(
    make_report: Build, make_claim: Build, brief_of: Build
) -> None:
    first = make_report("Raiders stormed Osk.", source="The Wire", name="a")
    second = make_report("At night Raiders stormed Osk again.", source="Osk Post", name="b")
    brief = brief_of(
        (first, [make_claim(first, actor="Raiders", place="Osk")]),
        (second, [make_claim(second, actor="Raiders", place="Osk")]),
    )
    line = brief.sections[0].lines[0]
    assert line.citations == (1, 2)
    assert [(c.publisher, c.quote) for c in brief.citations] == [
        ("The Wire", "Raiders stormed Osk."),
        ("Osk Post", "At night Raiders stormed Osk again."),
    ]


def test_claims_of_other_days_or_places_stand_apart(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    text = "Raiders stormed Osk on Monday. Raiders stormed Osk on Friday. Raiders stormed Marsk."
    report = make_report(text)
    claims = [
        make_claim(report, trigger="stormed", actor="Raiders", place="Osk", time="on Monday"),
        make_claim(report, trigger="stormed", actor="Raiders", place="Osk", time="on Friday", id="b"),
        make_claim(report, trigger="stormed", actor="Raiders", place="Marsk", id="c"),
    ]
    assert lines_of(report, *claims)["happened"] == [
        "Raiders stormed Osk on Monday.",
        "Raiders stormed Osk on Friday.",
        "Raiders stormed Marsk.",
    ]


def test_events_stand_by_actor_and_place(make_report: Build, make_claim: Build, brief_of: Build) -> None:
    text = "Raiders stormed Osk. The army shelled Marsk. Raiders shelled Marsk. Raiders bombed Osk."
    report = make_report(text)
    brief = brief_of(
        report,
        make_claim(report, trigger="stormed", actor="Raiders", place="Osk"),
        make_claim(report, kind="shelling", trigger="shelled", actor="army", place="Marsk"),
        make_claim(report, kind="shelling", trigger="shelled", actor="Raiders", place="Marsk", id="c"),
        make_claim(report, kind="airstrike", trigger="bombed", actor="Raiders", place="Osk"),
    )
    told = [(line.group, line.text.split(":")[0].strip(".")) for line in brief.sections[0].lines]
    assert told == [
        ("Raiders", "Raiders stormed Osk"),
        ("Raiders", "Raiders bombed Osk from the air"),
        ("Raiders", "Raiders shelled Marsk"),
        ("Army", "The army shelled Marsk"),
    ]


def test_an_actor_from_another_sentence_is_told_with_the_words(
    make_report: Build, make_claim: Build, lines_of: Build
) -> None:
    report = make_report("Raiders rested at Marsk. They stormed Osk.")
    claim = make_claim(report, trigger="stormed", actor="Raiders", place="Osk")
    assert _one(lines_of(report, claim), "happened") == "Raiders stormed Osk: “They stormed Osk”."


def test_the_report_behind_a_source_is_named_where_there_are_several(
    make_report: Build, make_claim: Build, lines_of: Build, spot: Build
) -> None:
    text = "Raiders stormed Osk, medics said."
    first, second = make_report(text, source="The Wire", name="a"), make_report("Nothing.", source="Osk Post", name="b")
    claim = make_claim(first, actor="Raiders", place="Osk", source=spot(text, "medics", Source))
    told = _one(lines_of((first, [claim]), (second, [])), "happened")
    assert told == "Raiders stormed Osk, according to medics, in The Wire."


def test_statements_always_come_with_their_words(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    report = make_report("The envoy urged the army to open the road to Osk.")
    claim = make_claim(report, kind="diplomacy", trigger="urged", actor="envoy", target="army")
    assert _one(lines_of(report, claim), "happened") == (
        "The envoy made an appeal to the army: “The envoy urged the army to open the road to Osk”."
    )


def test_a_long_sentence_is_quoted_around_its_trigger(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    text = (
        "While the market was open and the bakers counted their loaves as they had on every other morning that year, "
        "a shell came down beside the well, which had been dug by the grandfathers of those who now drew from it, and "
        "nobody in the whole of the upper town could say afterwards who had fired it or from which hill it had come."
    )
    report = make_report(text)
    told = _one(lines_of(report, make_claim(report, kind="shelling", trigger="shell")), "happened")
    assert "a shell came down beside the well" in told
    assert len(told) < 200
    assert " …”" in told


def test_a_text_without_a_full_stop_is_cited_in_part(make_report: Build, make_claim: Build, brief_of: Build) -> None:
    text = "word " * 400 + "Raiders stormed Osk " + "word " * 400
    report = make_report(text)
    brief = brief_of(report, make_claim(report, actor="Raiders", place="Osk"))
    citation = brief.citations[0]
    assert "Raiders stormed Osk" in citation.quote
    assert len(citation.quote) <= 300
    assert (citation.cut_before, citation.cut_after) == (True, True)
    assert text[citation.start : citation.end] == citation.quote
