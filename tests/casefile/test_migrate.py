"""Schemas: what the migrations make is what the code expects, and older cases are brought up to date whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from masudi import casefile
from masudi.casefile import Case, engine, migrate, open_case, opening
from masudi.casefile.tables import metadata
from masudi.domain import Claim, Reading, Report
from masudi.domain.case import Retrieval
from masudi.errors import CaseError
from tests.postgresql import Server

# What takes the newest schema back to an older one, newest first; SQLite has no column of an index dropped.
BACK: dict[str, list[str]] = {
    "0009": ["DROP TABLE kept"],
    "0008": ["DROP TABLE users"],
    "0007": [],
    "0006": [
        *(f"DROP TABLE {one}" for one in ("arrivals", "feed_items", "feeds")),
        "ALTER TABLE reports DROP COLUMN unread",
    ],
    "0005": [
        f"ALTER TABLE reports DROP COLUMN {one}"
        for one in ("retrieved_at", "media_type", "headers", "within", "part", "columns", "attachments", "ways")
    ],
    "0004": [
        *(
            f"DROP TABLE {one}"
            for one in (
                "blocks",
                "links",
                "incident_claims",
                "incident_kinds",
                "incident_texts",
                "incidents",
                "gists",
                "bands",
            )
        ),
        *("DROP TABLE signatures", "DROP TABLE reprints", "DROP INDEX reports_unlinked"),
        "ALTER TABLE reports DROP COLUMN linked",
        # As the first migration made them, which nothing ever filled.
        *(f"CREATE TABLE {one} (row INTEGER)" for one in ("incidents", "incident_claims", "reprints")),
    ],
    "0003": [
        "ALTER TABLE claim_texts DROP COLUMN read_body",
        *("DROP INDEX claims_state", "DROP INDEX claims_orphans", "DROP INDEX ix_decisions_action"),
        *(
            f"ALTER TABLE claims DROP COLUMN {one}"
            for one in ("by_person", "state", "people", "agreed", "inherits", "orphan")
        ),
    ],
    "0002": ["DROP TABLE claim_words", "DROP TABLE report_words"],
}
BACK_POSTGRESQL = ["DROP TEXT SEARCH CONFIGURATION masudi", "DROP TEXT SEARCH DICTIONARY masudi_stem"]


def take_back(where: str, schema: str) -> None:
    """Make the case what one of an older schema is."""
    connection: Any = psycopg.connect(where) if "://" in where else sqlite3.connect(where)
    for newer in (one for one in reversed(migrate.SCHEMAS) if one > schema):
        more = BACK_POSTGRESQL if newer == "0002" and "://" in where else []
        for statement in (*BACK[newer], *more):
            connection.execute(statement)
    connection.execute(f"UPDATE alembic_version SET version_num = '{schema}'")
    connection.commit()
    connection.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def old(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    make_report: Callable[..., Report],
    make_claim: Callable[..., Claim],
) -> str:
    """Where a case of the first schema is, with a report and a decision in it."""
    postgresql = request.param == "postgresql"
    where = request.getfixturevalue("postgresql").database() if postgresql else str(tmp_path / "old.masudi")
    with open_case(where, create=True, person="tests") as case:
        report = make_report()
        read = Reading(report=report, claims=(make_claim(report),))
        case.store(read, b"raw", Retrieval(collector="M. Sarw"), reader="r")
        case.decide("M. Sarw", "accept", "ab" * 8, {"n": 1}, why="so")
    take_back(where, "0001")
    return where


def content(case: Case) -> list[Any]:
    ids = [one.id for one in case.reports()]
    return [
        [case.report(id_) for id_ in ids],
        [case.original(id_) for id_ in ids],
        list(case.claims()),
        list(case.decisions()),
    ]


def test_an_older_file_is_brought_up_to_date_after_a_backup(
    old: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "://" in old:
        pytest.skip("a database is not backed up by us")
    with sqlite3.connect(old) as connection:
        before = list(connection.iterdump())
    connection.close()
    Path(f"{old}.backup-0001").write_bytes(b"something of the user's")
    told: list[str] = []
    with open_case(old, tell=told.append) as case:
        assert [hit.claim is not None for hit in case.search("mill")] == [True, False]
        assert [len(part) for part in content(case)] == [1, 1, 1, 2]
        assert case.original(next(case.reports()).id) == b"raw"
    backup = Path(f"{old}.backup-0001-2")
    assert told == [f"{old} is of an older Masudi and is brought up to date; as it was, it is kept in {backup}"]
    assert Path(f"{old}.backup-0001").read_bytes() == b"something of the user's"
    with sqlite3.connect(backup) as connection:
        assert list(connection.iterdump()) == before
    connection.close()
    with open_case(old, tell=told.append):
        assert len(told) == 1


def test_an_older_database_is_brought_up_to_date_only_when_asked(old: str) -> None:
    if "://" not in old:
        pytest.skip("a file is backed up and brought up to date at once")
    with (
        pytest.raises(CaseError, match=r"save it with pg_dump, then run the command again with --upgrade"),
        open_case(old),
    ):
        pass
    told: list[str] = []
    with open_case(old, upgrade=True, tell=told.append) as case:
        assert [hit.claim is not None for hit in case.search("mill")] == [True, False]
        assert [len(part) for part in content(case)] == [1, 1, 1, 2]
    assert len(told) == 1
    with open_case(old, upgrade=True, tell=told.append):
        assert len(told) == 1


@pytest.mark.parametrize("schema", migrate.SCHEMAS[:-1])
def test_a_case_of_any_older_schema_keeps_everything(
    case_at: str, schema: str, make_report: Callable[..., Report], make_claim: Callable[..., Claim]
) -> None:
    with open_case(case_at) as case:
        report = make_report()
        read = Reading(report=report, claims=(make_claim(report, actor="Harran Brigades", place="Tell Sarw"),))
        case.store(read, b"raw", Retrieval(collector="M. Sarw"), reader="r")
        before = content(case)
    take_back(case_at, schema)
    with open_case(case_at, upgrade=True) as case:
        assert content(case) == before
        claim = next(case.claims())
        assert (claim.state, claim.people) == ("unreviewed", ())
        case.decide("M. Sarw", "reject", claim.claim.id)
        assert (list(case.claims()), [hit.claim for hit in case.search("mill")]) == ([], [None])


def test_a_failed_upgrade_changes_nothing(old: str, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade = migrate.upgrade

    def fail(connection: Any) -> None:
        upgrade(connection)
        raise sqlite3.OperationalError("boom")

    with monkeypatch.context() as patch:
        patch.setattr(migrate, "upgrade", fail)
        with pytest.raises(CaseError, match="boom"), open_case(old, upgrade=True):
            pass
    with open_case(old, upgrade=True) as case:
        assert len(case.search("mill")) == 2


def test_without_room_for_a_backup_nothing_is_changed(old: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if "://" in old:
        pytest.skip("a database is not backed up by us")
    before = Path(old).read_bytes()

    class Full(sqlite3.Connection):
        def backup(self, *_: Any, **__: Any) -> None:
            raise sqlite3.OperationalError("database or disk is full")

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path: connect(path, factory=Full))
    with pytest.raises(CaseError, match=r"the backup before the upgrade failed .* nothing was changed"), open_case(old):
        pass
    assert Path(old).read_bytes() == before
    assert not Path(f"{old}.backup-0001").exists()


def test_a_newer_case_is_refused(case_at: str) -> None:
    connection: Any = psycopg.connect(case_at) if "://" in case_at else sqlite3.connect(case_at)
    connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.commit()
    connection.close()
    with pytest.raises(CaseError, match=r"is of a newer Masudi .schema 0999"), open_case(case_at, upgrade=True):
        pass


def test_the_migrations_make_the_tables_that_the_code_has(case_at: str) -> None:
    opened = opening._database(case_at, 5)[0] if "://" in case_at else engine.sqlite_engine(Path(case_at))

    def ours(thing: Any, name: str | None, kind: str, *_: Any) -> bool:
        return not (kind == "table" and name is not None and ("_words" in name or name == "alembic_version"))

    with opened.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, metadata) == []
    opened.dispose()


def test_every_schema_is_a_migration() -> None:
    scripts = ScriptDirectory(str(Path(casefile.__file__).with_name("migrations")))
    assert [one.revision for one in reversed(list(scripts.walk_revisions()))] == list(migrate.SCHEMAS)


def test_a_server_is_there_for_these_tests(postgresql: Server) -> None:
    with psycopg.connect(postgresql.address("postgres")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
