"""Claim lines: one a line whatever the text holds, read back as they were, written out report by report."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from masudi.domain import Claim, Reading, Report, Toll
from masudi.export.jsonl import write_jsonl

Build = Callable[..., Any]


def written(*readings: Reading) -> str:
    out = io.StringIO()
    write_jsonl(readings, out)
    return out.getvalue()


def test_a_line_is_a_claim_and_reads_back(make_report: Build, make_claim: Build, make_toll: Build) -> None:
    report = make_report()
    toll: Toll = make_toll(report, "At least 12 civilians", who="civilians", low=12)
    claims = (
        make_claim(report, actor="Harran Brigades", place="Tell Sarw", source="Sarw Monitor", hedge="reported"),
        make_claim(report, kind="casualties", trigger="killed", casualties=(toll,)),
    )
    lines = written(Reading(report=report, claims=claims)).splitlines()
    assert tuple(msgspec.json.decode(line, type=Claim) for line in lines) == claims


def test_the_scorer_finds_what_it_reads(make_report: Build, make_claim: Build, make_toll: Build) -> None:
    report: Report = make_report()
    claim = make_claim(
        report,
        kind="casualties",
        trigger="killed",
        time="Monday",
        casualties=(make_toll(report, "At least 12 civilians", who="civilians", low=12),),
    )
    line = json.loads(written(Reading(report=report, claims=(claim,))))
    assert (line["report"], line["kind"], line["status"]) == ("sample", "casualties", "asserted")
    mention = line["mentions"][0]
    assert report.text[mention["start"] : mention["end"]] == "killed"
    assert line["time"]["from"] is None
    assert {key: line["casualties"][0][key] for key in ("harm", "who", "low", "high")} == {
        "harm": "killed",
        "who": "civilians",
        "low": 12,
        "high": None,
    }


@pytest.mark.parametrize("end", ["\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_no_line_end_in_a_text_cuts_a_line(end: str, make_report: Build, make_claim: Build) -> None:
    report = make_report(f"stormed{end}the mill", title=None)
    claim = make_claim(report, trigger=f"stormed{end}the")
    lines = written(Reading(report=report, claims=(claim,))).splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["mentions"][0]["text"] == f"stormed{end}the"


def test_a_file_name_that_is_no_text_does_not_stop_the_writing(make_report: Build, make_claim: Build) -> None:
    report = make_report(name="mill-\udce9")
    line = json.loads(written(Reading(report=report, claims=(make_claim(report),))))
    assert line["report"] == "mill-\ufffd"
    assert line["path"] == "mill-\ufffd.txt"
    assert line["publisher"] == "Sarw Courier"


def test_each_report_is_out_before_the_next_is_read(make_report: Build, make_claim: Build) -> None:
    class Watched(io.StringIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed = self.getvalue().count("\n")

    out = Watched()
    report = make_report()

    def readings() -> Any:
        yield Reading(report=report, claims=(make_claim(report),))
        assert out.flushed == 1
        yield Reading(report=report, claims=(make_claim(report), make_claim(report, trigger="killed")))

    write_jsonl(readings(), out)
    assert out.flushed == 3


def test_a_report_without_claims_writes_nothing(make_report: Build) -> None:
    assert written(Reading(report=make_report(), claims=())) == ""
