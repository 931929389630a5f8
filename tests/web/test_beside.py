"""What a process beside the server works out is what the server would have; what is wrong there is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from masudi.casefile import Case, open_case
from masudi.errors import CaseError
from masudi.pipeline.incidents import operations
from masudi.web import Person, Visitors
from masudi.web.bench import Bench
from masudi.web.beside import operations_beside
from tests.web.told import told_case


def test_another_process_finds_the_same_operations(tmp_path: Path) -> None:
    with told_case(tmp_path) as where, open_case(where) as case:
        here = operations(case)
        assert here
        assert operations_beside(str(where)) == here


def test_a_case_that_cannot_be_opened_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"gone\.masudi"):
        operations_beside(str(tmp_path / "gone.masudi"))


def test_only_a_large_case_is_worked_out_beside(
    open_web_case: Case, case_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def beside(where: str) -> tuple[()]:
        asked.append(where)
        return ()

    monkeypatch.setattr("masudi.web.bench.operations_beside", beside)
    people = Visitors([Person(name="Amal")])
    Bench(open_web_case, people, where=str(case_file)).operations()
    assert asked == []
    monkeypatch.setattr("masudi.web.bench.LARGE", 1)
    bench = Bench(open_web_case, people, where=str(case_file))
    bench._operations.now(wait=True)
    assert asked == [str(case_file)]
    # What others than owners see is a part of the case: another process would open the whole of it.
    bench.apart(open_web_case)._operations.now(wait=True)
    assert asked == [str(case_file)]
