"""What a process beside the server works out is what the server would have; what is wrong there is told."""

from __future__ import annotations

import datetime
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from masudi.brief import render
from masudi.casefile import Case, open_case
from masudi.domain.view import Scope
from masudi.errors import CaseError, UsageError
from masudi.pipeline.incidents import operations
from masudi.publish import load_policy
from masudi.web import Person, Visitors, bench
from masudi.web.bench import Bench
from masudi.web.beside import Tell, beside
from masudi.web.briefs import Briefs, written
from tests.web.told import told_case

DAY = datetime.date(2031, 1, 1)
WHOLE = Scope(operation=None, place=None, from_=None, to=None)


def broken(_: Case, tell: Tell) -> None:
    tell("breaking")
    sys.stdout.write("in no answer")
    raise ZeroDivisionError("by nothing")


def test_another_process_finds_the_same(tmp_path: Path) -> None:
    with told_case(tmp_path) as where, open_case(where) as case:
        here = operations(case)
        assert here
        assert beside(str(where), bench._operations) == here
        for policy in (None, load_policy()):
            work = partial(written, scope=WHOLE, policy=policy, day=DAY)
            steps: list[str] = []
            assert beside(str(where), work, steps.append) == work(case, lambda _: None)
            assert steps[-1] == "writing"


def test_a_file_of_a_large_brief_is_the_same_wherever_it_is_made(tmp_path: Path) -> None:
    with told_case(tmp_path) as where, open_case(where) as case:
        brief = written(case, lambda _: None, scope=WHOLE, policy=load_policy(), day=DAY)
        large, small = Briefs(case, lambda: False, str(where)), Briefs(case, lambda: True, str(where))
        for form in ("markdown", "docx"):
            assert large.file(brief, form) == small.file(brief, form) == render(brief, form)


def test_what_is_wrong_there_is_said_here(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"gone\.masudi"):
        beside(str(tmp_path / "gone.masudi"), bench._operations)
    with told_case(tmp_path) as where:
        nowhere = Scope(operation="ffff", place=None, from_=None, to=None)
        with pytest.raises(UsageError, match="ffff"):
            beside(str(where), partial(written, scope=nowhere, policy=None, day=DAY))
        with pytest.raises(RuntimeError, match="by nothing"):
            beside(str(where), broken)


def test_only_a_large_case_is_worked_out_beside(
    open_web_case: Case, case_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def elsewhere(where: str, *_: Any) -> tuple[()]:
        asked.append(where)
        return ()

    monkeypatch.setattr(bench, "beside", elsewhere)
    people = Visitors([Person(name="Amal")])
    Bench(open_web_case, people, where=str(case_file)).operations()
    assert asked == []
    monkeypatch.setattr(bench, "LARGE", 1)
    large = Bench(open_web_case, people, where=str(case_file))
    large._operations.now(wait=True)
    assert set(asked) == {str(case_file)}
    asked.clear()
    # What others than owners see is a part of the case: another process would open the whole of it.
    large.apart(open_web_case)._operations.now(wait=True)
    assert asked == []
