"""Reports become readings one by one, and one that fails stops none of the others."""

from __future__ import annotations

import datetime
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from masudi.domain import Claim, Reading, Report
from masudi.errors import KnowledgeError, ReportError
from masudi.pipeline import read_found, read_many, read_one
from masudi.sources import Opening, report_from_text

Coder = Callable[[Report], tuple[Claim, ...]]


@pytest.fixture
def coder(make_claim: Callable[..., Claim]) -> Coder:
    """One claim, on a report's first word; stumbles over the word "stumble"."""

    def code(report: Report) -> tuple[Claim, ...]:
        if "stumble" in report.text:
            raise IndexError("list index out of range")
        return (make_claim(report, trigger=report.text.split()[0]),)

    return code


def write(folder: Path, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.txt") for name in texts]


def test_one_report_is_read(coder: Coder) -> None:
    report = report_from_text("Stormed was the gate.")
    reading = read_one(report, coder=coder)
    assert reading.report is report
    assert [claim.mentions[0].text for claim in reading] == ["Stormed"]


def test_the_coder_is_masudis_own_unless_given(monkeypatch: pytest.MonkeyPatch, coder: Coder) -> None:
    coding = types.ModuleType("masudi.coding")
    monkeypatch.setattr(coding, "code", coder, raising=False)
    monkeypatch.setitem(sys.modules, "masudi.coding", coding)
    assert len(read_one(report_from_text("Stormed was the gate."))) == 1


def test_a_coder_that_stumbles_is_an_error_of_that_report(coder: Coder) -> None:
    with pytest.raises(ReportError, match=r"in/x.txt: could not be coded \(IndexError: list index") as caught:
        read_one(report_from_text("They stumble.", path="in/x.txt"), coder=coder)
    assert isinstance(caught.value.__cause__, IndexError)


def test_good_reports_come_out_around_bad_ones(tmp_path: Path, coder: Coder) -> None:
    paths = write(tmp_path, a="Stormed.", b="title: T\npublished: soon\n\nX.", c="", d="They stumble.", e="Shelled.")
    paths.insert(1, str(tmp_path / "gone.txt"))
    results = list(read_many(paths, coder=coder))
    shape = [result.path if isinstance(result, ReportError) else len(result) for result in results]
    assert shape == [1, paths[1], paths[2], paths[3], paths[4], 1]
    fault = results[2]
    assert isinstance(fault, ReportError)
    assert fault.line == 2


def test_an_interrupt_is_no_error_of_a_report(tmp_path: Path) -> None:
    def interrupted(report: Report) -> tuple[Claim, ...]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(read_many(write(tmp_path, a="Stormed."), coder=interrupted))


def test_a_broken_data_file_stops_the_run(tmp_path: Path) -> None:
    def broken(report: Report) -> tuple[Claim, ...]:
        raise KnowledgeError("lexicon.yaml", "no such kind", line=7)

    with pytest.raises(KnowledgeError, match=r"lexicon.yaml, line 7"):
        list(read_many(write(tmp_path, a="Stormed."), coder=broken))


def test_reports_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    coded: list[str] = []

    def watched(report: Report) -> tuple[Claim, ...]:
        coded.append(report.name)
        return ()

    write(tmp_path, a="One.", b="Two.", c="Three.")
    readings = read_many(tmp_path, coder=watched)
    assert coded == []
    next(readings)
    assert coded == ["a"]
    list(readings)
    assert coded == ["a", "b", "c"]


def test_options_reach_the_reports(tmp_path: Path, coder: Coder) -> None:
    day = datetime.date(2031, 3, 4)
    paths = write(tmp_path, a="One.", b="source: Courier\n\nTwo.", c="x" * 50)
    one, two, three = read_many(paths, opening=Opening(published=day, source="Wire", max_body=40), coder=coder)
    assert isinstance(one, Reading)
    assert isinstance(two, Reading)
    assert isinstance(three, ReportError)
    assert (one.report.published, one.report.source, two.report.source) == (day, "Wire", "Courier")


def test_what_could_not_be_found_is_handed_on(tmp_path: Path, coder: Coder) -> None:
    fault = ReportError("in", "may not be read")
    (path,) = write(tmp_path, a="One.")
    first, second = read_found([fault, path], coder=coder)
    assert first is fault
    assert isinstance(second, Reading)
