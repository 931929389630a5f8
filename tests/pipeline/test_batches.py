"""Reports in batches come out one by one, in their order, whatever befalls one of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import closing

import pytest

from masudi.coding import Coder
from masudi.domain import Reading, Report
from masudi.errors import KnowledgeError, ReportError
from masudi.pipeline.batches import read_in_batches
from masudi.pipeline.read import read_reports
from masudi.sources import report_from_text

TEXTS = [f"Rebels shelled the market of Harran{number}, killing {number + 2} people." for number in range(12)]


def reports() -> list[Report]:
    return [report_from_text(text) for text in TEXTS]


def test_what_a_report_says_does_not_depend_on_those_beside_it() -> None:
    together = [one for one in read_reports(reports(), threads=2) if isinstance(one, Reading)]
    assert [reading.report.text for reading in together] == TEXTS
    assert [reading.claims for reading in together] == [Coder().code(report) for report in reports()]


def test_errors_keep_their_places() -> None:
    fault = ReportError("gone.txt", "there is no such file")
    found = list(read_reports([fault, *reports()[:3], fault], threads=1))
    assert [isinstance(one, Reading) for one in found] == [False, True, True, True, False]


def test_the_first_report_comes_out_before_the_second_is_asked_for() -> None:
    asked: list[int] = []

    def asking() -> Iterator[Report]:
        for number, report in enumerate(reports()):
            asked.append(number)
            yield report

    next(read_reports(asking(), threads=1))
    assert asked == [0]


@pytest.mark.parametrize(("ahead", "asked"), [(1, [1, 21, 37, 53]), (3, [1, 21, 53, 85])])
def test_the_encoder_is_so_far_ahead_and_not_from_the_start(ahead: int, asked: list[int]) -> None:
    given = 0

    def asking() -> Iterator[Report]:
        nonlocal given
        for number in range(100):
            given += 1
            yield report_from_text(f"Rebels shelled Harran{number}.")

    found = []
    with closing(read_in_batches(asking(), threads=1, ahead=ahead)) as batches:
        for batch in itertools.islice(batches, 4):
            list(batch)
            found.append(given)
    assert found == asked


def test_one_that_breaks_its_batch_is_the_only_one_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = Coder.prepare

    def broken(coder: Coder, batch: list[Report]) -> object:
        if any("Harran3" in report.text for report in batch):
            raise MemoryError("too long")
        return prepare(coder, batch)

    monkeypatch.setattr(Coder, "prepare", broken)
    found = list(read_reports(reports(), threads=1))
    faults = [number for number, one in enumerate(found) if isinstance(one, ReportError)]
    assert faults == [3]
    assert "MemoryError: too long" in str(found[3])


def test_a_data_file_at_fault_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> object:
        raise KnowledgeError("actors.yaml", "no such name", line=3)

    monkeypatch.setattr("masudi.coding.coder.find_mentions", broken)
    with pytest.raises(KnowledgeError, match=r"actors\.yaml, line 3"):
        list(read_reports(reports(), threads=1))


def test_a_caller_may_stop_early() -> None:
    readings = read_reports(reports(), threads=1)
    next(readings)
    readings.close()
    assert len(list(read_reports(reports()[:2], threads=1))) == 2
