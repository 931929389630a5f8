"""Who says so: publishers, quoted sources by position, and how many lines rest on one origin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from masudi.domain import Position, Source

Build = Callable[..., Any]


def _with_source(
    make_claim: Build, spot: Build, report: Any, words: str, position: Position | None, **fields: Any
) -> Any:
    source = spot(report.text, words, Source, position=position)
    return make_claim(report, source=source, **fields)


def test_publishers_and_sources_are_named_with_how_much_they_say(
    make_report: Build, make_claim: Build, lines_of: Build, spot: Build
) -> None:
    report = make_report("Raiders stormed Osk, a nurse said. They shelled Marsk, a driver said. They burned the mill.")
    told = lines_of(
        report,
        _with_source(make_claim, spot, report, "nurse", Position.MEDICAL, actor="Raiders", place="Osk"),
        _with_source(
            make_claim, spot, report, "driver", Position.WITNESS, kind="shelling", trigger="shelled", place="Marsk"
        ),
        make_claim(report, kind="destruction", trigger="burned", target="mill"),
    )
    assert told["voices"] == [
        "Published by Sarw Courier (3 claims, 1 in its own voice).",
        "Witnesses quoted: a driver, 1 claim.",
        "Medical sources quoted: a nurse, 1 claim.",
        "Each of the 3 lines above rests on one origin (a nurse 1; a driver 1; Sarw Courier 1): none is corroborated.",
    ]


def test_two_papers_that_quote_one_monitor_are_one_origin(
    make_report: Build, make_claim: Build, lines_of: Build, spot: Build
) -> None:
    text = "Raiders stormed Osk, the Osk Valley Monitor said."
    given = []
    for publisher in ("The Wire", "Osk Post"):
        report = make_report(text, source=publisher, name=publisher)
        claim = _with_source(
            make_claim, spot, report, "Osk Valley Monitor", Position.MONITOR, actor="Raiders", place="Osk"
        )
        given.append((report, [claim]))
    told = lines_of(*given)
    assert told["voices"][-1] == (
        "Each of the 1 line above rests on one origin (the Osk Valley Monitor 1): none is corroborated."
    )
    own = make_report("Raiders stormed Osk.", source="Osk Valley Monitor", name="own")
    told = lines_of(*given, (own, [make_claim(own, actor="Raiders", place="Osk")]))
    assert "rests on one origin" in told["voices"][-1]
    other = make_report("Raiders stormed Osk.", source="Marsk Radio", name="other")
    told = lines_of(*given, (other, [make_claim(other, actor="Raiders", place="Osk")]))
    assert told["voices"][-1] == "Each of the 1 line above rests on several origins."


def test_a_source_named_in_full_and_in_short_is_one(
    make_report: Build, make_claim: Build, lines_of: Build, spot: Build
) -> None:
    text = "Raiders stormed Osk, the Osk Observatory for Rights said. Marsk was shelled, the observatory said."
    report = make_report(text)
    told = lines_of(
        report,
        _with_source(make_claim, spot, report, "Osk Observatory for Rights", None, actor="Raiders", place="Osk"),
        _with_source(make_claim, spot, report, "observatory", None, kind="shelling", trigger="shelled", place="Marsk"),
    )
    assert "Others quoted: the Osk Observatory for Rights, 2 claims." in told["voices"]


def test_reports_without_a_publisher_are_named_by_their_file(
    make_report: Build, make_claim: Build, lines_of: Build
) -> None:
    report = make_report("Raiders may storm Osk.", source=None, name="note")
    told = lines_of(report, make_claim(report, trigger="storm", actor="Raiders", place="Osk", status="possible"))
    assert "according to note (no publisher given)" in told["feared"][0]


def test_nothing_found_is_said(make_report: Build, lines_of: Build) -> None:
    assert lines_of(make_report("Bread was sold.")) == {
        "happened": ["Masudi found nothing here that it can code as a claim."]
    }
