"""The table for a terminal: readable at every width, and never ambiguous about what was only feared or denied."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from masudi.domain import Reading, Span, Status
from masudi.export import write_table

Build = Callable[..., Any]
WIDTHS = [40, 60, 80, 120, 200]


def printed(reading: Reading, width: int, **console: Any) -> str:
    out = io.StringIO()
    write_table([reading], Console(file=out, width=width, **console))
    return out.getvalue()


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def reading(make_report: Build, make_claim: Build, make_toll: Build) -> Reading:
    report = make_report(synthetic=True, warnings=("Read as windows-1256.",))
    claims = (
        make_claim(
            report,
            actor="Harran Brigades",
            target="grain mill",
            place="Tell Sarw",
            time="Monday",
            source="Sarw Monitor",
            hedge="alleged",
        ),
        make_claim(
            report,
            kind="casualties",
            trigger="killed",
            status="denied",
            casualties=(make_toll(report, "At least 12 civilians", who="civilians", low=12),),
        ),
    )
    return Reading(report=report, claims=claims)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(reading: Reading, width: int) -> None:
    assert max(cell_len(line) for line in printed(reading, width).splitlines()) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_everything_is_said_at_every_width(reading: Reading, width: int) -> None:
    words = set(re.findall(r"\w+", printed(reading, width)))
    said = (
        "Mill Courier March 2031 2 claims Harran Brigades grain Sarw Monday Monitor stormed killed 12 civilians alleged"
    )
    assert set(said.split()) <= words
    assert "Read as windows-1256." in squeezed(printed(reading, width))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ASSERTED])
def test_what_is_not_asserted_says_so_without_colour(
    status: Status, width: int, make_report: Build, make_claim: Build
) -> None:
    report = make_report()
    text = printed(Reading(report=report, claims=(make_claim(report, status=status),)), width)
    assert "\x1b" not in text
    assert re.search(rf"\b{status.upper()}\s+attack", text)


@pytest.mark.parametrize("width", WIDTHS)
def test_made_up_reports_say_so(reading: Reading, width: int) -> None:
    assert "MADE-UP SAMPLE" in squeezed(printed(reading, width))
    assert "made" in printed(reading, width).split("claims", 1)[1]


def test_no_color_is_kept(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    coloured = re.compile(r"\x1b\[[0-9;]*3[0-7]")
    assert coloured.search(printed(reading, 120, force_terminal=True, color_system="standard"))
    monkeypatch.setenv("NO_COLOR", "1")
    assert not coloured.search(printed(reading, 120, force_terminal=True, color_system="standard"))


@pytest.mark.parametrize("width", [60, 160])
def test_hostile_text_is_shown_and_does_nothing(make_report: Build, make_claim: Build, width: int) -> None:
    text = "[bold red]Raiders[/] \x1b]0;owned\x07 stormed \u202ethe mill\u202c [link=x]here[/link] \x1b[2J"
    report = make_report(text, title="\x1b[31mTitle\u202e", source="[/]nobody")
    claim = make_claim(
        report,
        actor="[bold red]Raiders[/]",
        target="\u202ethe mill",
        source="[link=x]here[/link] \x1b[2J",
        place="\x1b]0;owned\x07",
    )
    out = printed(Reading(report=report, claims=(claim,)), width)
    assert not set(out) & set("\x1b\x07\u202e\u202c")
    for shown in ("[bold", "red]Raiders[/]", "<U+001B>", "<U+202E>", "[/]nobody"):
        assert shown in "".join(out.split()) or shown in out


def test_a_report_without_claims_says_so(make_report: Build) -> None:
    assert "no claims" in printed(Reading(report=make_report(published=None, title=None), claims=()), 80)


def test_more_mentions_are_counted(make_report: Build, make_claim: Build, spot: Build) -> None:
    report = make_report()
    claim = make_claim(report, trigger=[spot(report.text, "stormed", Span), spot(report.text, "killed", Span)])
    assert "“stormed” and 1 more" in squeezed(printed(Reading(report=report, claims=(claim,)), 200))
