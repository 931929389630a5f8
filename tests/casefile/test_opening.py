"""Opening a case: what is one opens, what is none is told apart and left as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from masudi.casefile import Case, open_case
from masudi.domain import Claim, Reading, Report
from masudi.domain.case import Retrieval
from masudi.errors import CaseError
from tests.postgresql import Server


def store(case: Case, report: Report, *claims: Claim) -> None:
    case.store(Reading(report=report, claims=claims), report.text.encode(), Retrieval(), reader="r")


def refusal(where: str | Path, **how: bool) -> str:
    with pytest.raises(CaseError) as caught, open_case(where, **how):  # type: ignore[arg-type]
        pass
    return str(caught.value)


@pytest.fixture
def file(tmp_path: Path, make_report: Callable[..., Report], make_claim: Callable[..., Claim]) -> Path:
    """A case of forty reports, closed."""
    path = tmp_path / "case.masudi"
    with open_case(path, create=True, person="tests") as case:
        for number in range(40):
            report = make_report(f"Raiders stormed mill {number}.", url=f"https://made.example/{number}")
            store(case, report, make_claim(report))
    return path


def test_a_new_case_is_one_file_for_its_owner_alone(file: Path) -> None:
    assert [one.name for one in file.parent.iterdir()] == ["case.masudi"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes()[68:72] == b"Masu"


def test_a_case_knows_who_made_it_and_when(tmp_path: Path) -> None:
    with open_case(tmp_path / "new.masudi", create=True, person="M. Sarw") as case:
        (entry,) = case.decisions()
        summary = case.summary()
    assert (entry.action, entry.person, entry.subject, entry.hash) == ("create", "M. Sarw", summary.id, summary.head)
    assert entry.at == summary.made
    assert (summary.reports, summary.claims, summary.failures, summary.settings.synthetic) == (0, 0, 0, None)
    with open_case(tmp_path / "new.masudi", create=True) as again:
        assert again.summary() == summary


def test_nothing_is_made_unasked(tmp_path: Path) -> None:
    assert "there is no such case file" in refusal(tmp_path / "case.masudi")
    assert list(tmp_path.iterdir()) == []


def test_a_case_cannot_be_made_where_there_is_no_folder(tmp_path: Path) -> None:
    assert "No such file or directory" in refusal(tmp_path / "none" / "case.masudi", create=True)
    assert "is a folder" in refusal(tmp_path, create=True)
    assert "null byte" in refusal("a\0b", create=True)


def test_a_failed_start_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("boom")

    monkeypatch.setattr("masudi.casefile.opening._furnish", fail)
    assert "boom" in refusal(tmp_path / "case.masudi", create=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"Raiders stormed the mill. " * 10, "is no case file"),
        (b"SQLite format 3\0", "is no case file"),
    ],
)
def test_a_foreign_file_is_left_alone(tmp_path: Path, content: bytes, said: str, create: bool) -> None:
    path = tmp_path / "notes.masudi"
    path.write_bytes(content)
    assert said in refusal(path, create=create)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("create", [False, True])
def test_another_programs_database_is_left_alone(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "browser.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()
    before = path.read_bytes()
    assert "is a database of another program" in refusal(path, create=create)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("part", [0.3, 0.7, 0.999])
def test_a_file_that_was_cut_off_is_told(file: Path, part: float) -> None:
    os.truncate(file, int(file.stat().st_size * part))
    before = file.read_bytes()
    assert "is cut off" in refusal(file)
    assert file.read_bytes() == before


def test_a_file_with_a_damaged_middle_is_told(file: Path) -> None:
    size = file.stat().st_size
    with file.open("r+b") as raw:
        raw.seek(4096)
        raw.write(b"\xaa" * (size - 4096))
    with pytest.raises(CaseError, match="is damaged"), open_case(file) as case:
        list(case.reports())


def test_a_case_without_its_tables_is_told(tmp_path: Path) -> None:
    path = tmp_path / "case.masudi"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA application_id = 0x4D617375")
        connection.execute("CREATE TABLE other (x)")
    connection.close()
    assert "has no tables of a case" in refusal(path)


def test_a_file_that_a_writer_has_not_finished_with_opens(
    file: Path, tmp_path: Path, make_report: Callable[..., Report]
) -> None:
    """The log beside it holds what the file lacks; both were copied while somebody wrote."""
    with open_case(file) as case:
        store(case, make_report("Another mill burnt.", url=None))
        copy = tmp_path / "copy.masudi"
        shutil.copy(file, copy)
        shutil.copy(f"{file}-wal", f"{copy}-wal")
    with open_case(copy) as case:
        assert case.summary().reports == 41


def test_two_who_make_the_same_case_get_the_same(tmp_path: Path) -> None:
    path, ids, both = tmp_path / "case.masudi", set(), threading.Barrier(4)

    def make() -> None:
        both.wait()
        with open_case(path, create=True) as case:
            ids.add(case.summary().id)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_database_becomes_a_case_when_asked(postgresql: Server) -> None:
    address = postgresql.database()
    assert "holds no case yet" in refusal(address)
    with open_case(address, create=True, person="M. Sarw") as case:
        first = case.summary()
    assert (first.decisions, first.reports) == (1, 0)
    with open_case(address) as case:
        assert case.summary() == first


def test_a_database_of_something_else_is_left_alone(postgresql: Server) -> None:
    address = postgresql.database()
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE bookmarks (url text)")
    assert "holds tables of something else" in refusal(address, create=True)
    with psycopg.connect(address) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == [("bookmarks",)]


def test_a_database_that_could_not_hold_every_text_is_refused(postgresql: Server) -> None:
    postgresql.run("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    assert "make it with createdb -E UTF8" in refusal(postgresql.address("latin"), create=True)


def test_a_wrong_password_is_told_and_not_shown(postgresql: Server) -> None:
    said = refusal(postgresql.address("postgres", password="sesame-17"))
    assert "wrong user or password" in said
    assert "sesame-17" not in said
    assert "masudi:***@" in said


def test_a_missing_database_or_server_is_told(postgresql: Server, tmp_path: Path) -> None:
    assert "there is no such database" in refusal(postgresql.address("none"))
    assert "wrong user or password" in refusal(postgresql.address("postgres").replace("masudi:", "nobody:"))
    assert "the server cannot be reached" in refusal(f"postgresql://masudi@/x?host={tmp_path}")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://u:sesame-17@h/x", "in a file (its path alone) or in PostgreSQL"),
        ("sqlite:///x.masudi", "in a file (its path alone) or in PostgreSQL"),
        ("postgresql://u:sesame-17@h:port/x", "is not of the form postgresql://"),
    ],
)
def test_an_address_that_is_none_is_told(address: str, said: str) -> None:
    refused = refusal(address)
    assert said in refused
    assert "sesame-17" not in refused
