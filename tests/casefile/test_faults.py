"""Whatever ends or hinders those who write: nothing is lost, nothing is twice, and what is wrong is said."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from masudi.casefile import Case, engine, open_case, tables
from masudi.domain import Claim, Report
from masudi.errors import CaseError
from masudi.pipeline import Added, Adding, Outcome, add
from masudi.sources import find_reports
from tests.conftest import build_claim

REPORTS = 60
FORK = multiprocessing.get_context("fork")


def coder(report: Report) -> tuple[Claim, ...]:
    """Three claims of every report."""
    return tuple(
        build_claim(report, trigger=word, actor="Raiders", place="Sarw") for word in ("Raiders", "took", "fled")
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports of thirty URLs, each in two versions, the second after all first ones."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(REPORTS):
        url = f"https://made.example/{number % (REPORTS // 2)}"
        text = f"url: {url}\npublished: 2031-03-04\n\nRaiders took Sarw, text {number}. All others fled."
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def adding(where: str, folder: Path) -> list[Added]:
    with open_case(where, create=True) as case:
        return list(add(find_reports(folder), case, Adding(), coder=coder))


def state(case: Case) -> dict[str, list[str]]:
    """What the case holds, without the times; each report is checked to be whole."""
    found: dict[str, list[str]] = {}
    for one in case.reports():
        stored = case.report(one.id)
        assert len(stored.claims) == one.claims == 3
        assert len(case.original(one.id)) > 50
        found[one.id] = [
            one.previous or "",
            stored.next or "",
            str(one.current),
            *(claim.id for claim in stored.claims),
        ]
    return found


def sound(case: Case) -> None:
    """Every part has its whole, and the index has what the tables have."""
    with case._reading() as connection:

        def count(table: str) -> int:
            return connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()  # type: ignore[no-any-return]

        reports, claims = count("reports"), count("claims")
        assert count("originals") == reports
        assert (count("claim_places"), count("claim_parties"), claims) == (3 * reports,) * 3
        assert reports == connection.execute(select(func.count(tables.reports.c.id.distinct()))).scalar_one()
        if connection.dialect.name == "postgresql":
            assert (count("claim_words"), count("report_words")) == (claims, reports)
        else:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    if case._engine.dialect.name == "sqlite":
        with case._writing() as connection:
            for name in ("claim_words", "report_words"):
                connection.exec_driver_sql(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")


@pytest.fixture
def whole(folder: Path, tmp_path: Path) -> dict[str, list[str]]:
    """What a case holds after a run that nobody disturbed."""
    adding(str(tmp_path / "undisturbed.masudi"), folder)
    with open_case(tmp_path / "undisturbed.masudi") as case:
        return state(case)


def test_killed_at_any_point_nothing_is_lost_and_nothing_is_twice(
    case_at: str, folder: Path, whole: dict[str, list[str]]
) -> None:
    chance = random.Random(10)
    killed = 0
    for _ in range(10):
        process = FORK.Process(target=adding, args=(case_at, folder))
        process.start()
        time.sleep(chance.uniform(0.02, 0.15))
        process.kill()
        process.join()
        killed += process.exitcode == -9
        with open_case(case_at) as case:
            sound(case)
            assert set(state(case)) <= set(whole)
    assert killed >= 5
    assert {one.outcome for one in adding(case_at, folder)} <= set(Outcome) - {Outcome.FAILED}
    with open_case(case_at) as case:
        sound(case)
        assert state(case) == whole


def test_killed_while_the_file_is_made_it_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    chance = random.Random(5)
    for number in range(10):
        path = tmp_path / f"{number}.masudi"
        process = FORK.Process(target=adding, args=(str(path), tmp_path / "none.txt"))
        process.start()
        time.sleep(chance.uniform(0.0, 0.2))
        process.kill()
        process.join()
        if path.exists():
            with open_case(path) as case:
                assert case.summary().decisions == 1


def test_two_who_add_the_same_at_once(case_at: str, folder: Path, whole: dict[str, list[str]]) -> None:
    both = [FORK.Process(target=adding, args=(case_at, folder)) for _ in range(3)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0, 0]
    with open_case(case_at) as case:
        sound(case)
        assert state(case) == whole
        assert case.summary().older_versions == REPORTS // 2


def test_decisions_of_several_at_once_are_one_chain(case_at: str) -> None:
    def decide() -> None:
        with open_case(case_at) as case:
            for number in range(20):
                case.decide("M. Sarw", "accept", "ab" * 8, {"n": number})

    several = [FORK.Process(target=decide) for _ in range(3)]
    for process in several:
        process.start()
    for process in several:
        process.join()
    previous = "0" * 64
    with open_case(case_at) as case:
        entries = list(case.decisions())
    assert [one.sequence for one in entries] == list(range(1, 62))
    for one in entries:
        assert (one.previous, one.hash) == (previous, one.digest)
        previous = one.hash


def test_who_waits_too_long_for_another_writer_is_told(case_at: str) -> None:
    with open_case(case_at) as other, other._writing(), open_case(case_at, patience=0.2) as case:
        assert list(case.reports()) == []
        with pytest.raises(CaseError, match="another program is writing to it"):
            case.decide("M. Sarw", "accept", "ab" * 8)


def test_a_full_disk_is_told_and_what_was_stored_stays(
    tmp_path: Path, folder: Path, whole: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = str(tmp_path / "case.masudi")
    with open_case(where, create=True):
        pages = Path(where).stat().st_size // 4096
    with monkeypatch.context() as patch:
        patch.setattr(engine, "_CONNECTION_PRAGMAS", (*engine._CONNECTION_PRAGMAS, f"max_page_count = {pages + 12}"))
        with pytest.raises(CaseError, match="the disk is full: what was stored before is kept"):
            adding(where, folder)
    with open_case(where) as case:
        sound(case)
        assert 0 < len(state(case)) < REPORTS
    adding(where, folder)
    with open_case(where) as case:
        assert state(case) == whole


def test_a_server_that_stops_is_told(case: Case) -> None:
    if case._engine.dialect.name == "sqlite":
        pytest.skip("there is no server")
    with (
        pytest.raises(CaseError, match=r"the server was stopped|the server cannot be reached"),
        case._reading() as connection,
    ):
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_FULL", "the disk is full"),
        ("SQLITE_BUSY_SNAPSHOT", "another program is writing"),
        ("SQLITE_READONLY_DIRECTORY", "may not be written to"),
        ("SQLITE_IOERR_WRITE", "the disk reports an error"),
        ("SQLITE_NOTADB", "is no case file"),
        ("SQLITE_MISUSE", "the database refuses (odd)"),
    ],
)
def test_what_sqlite_says_is_explained(name: str, said: str) -> None:
    fault = sqlite3.OperationalError("odd")
    fault.sqlite_errorname = name
    assert said in engine.problem_of(fault)
