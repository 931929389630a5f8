"""What a database keeps of rows that were deleted, overwritten; and backups that hold them, removed."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, inspect

from masudi.casefile import settings, words
from masudi.casefile.engine import faults, reading, writing
from masudi.errors import CaseError

_BLOCK = 1 << 20


def purge(engine: Engine, where: str) -> list[Path]:
    """Leave nothing of deleted rows in free pages, indexes, the log of the database and our backups; those removed.

    SQLite: the indexes are made anew, the file is written anew without free pages, the write-ahead log is emptied.
    PostgreSQL: every table is written anew; its own write-ahead log and backups are the server's.
    """
    gone: list[Path] = []
    if engine.dialect.name == "sqlite":
        gone = _remove_backups(engine, where)
        with writing(engine, where) as connection:
            words.rebuild(connection)
        _vacuum_sqlite(engine, where)
    else:
        _vacuum_postgresql(engine, where)
    with writing(engine, where) as connection:
        settings.set_erasing(connection, False)
    if engine.dialect.name == "sqlite":
        _empty_log(engine, where)
    return gone


def _vacuum_sqlite(engine: Engine, where: str) -> None:
    with faults(where), contextlib.closing(engine.raw_connection()) as connection:
        connection.driver_connection.execute("VACUUM")  # type: ignore[union-attr]
    _empty_log(engine, where)


def _empty_log(engine: Engine, where: str) -> None:
    with faults(where), contextlib.closing(engine.raw_connection()) as connection:
        busy = connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]  # type: ignore[union-attr]
    if busy:
        problem = "another program has it open, so that what was erased cannot be overwritten yet"
        raise CaseError(where, f"{problem}: close that program, and run `masudi redact --finish`")


def _vacuum_postgresql(engine: Engine, where: str) -> None:
    with faults(where), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in inspect(connection).get_table_names():
            connection.exec_driver_sql(f'VACUUM FULL "{name}"')


def _remove_backups(engine: Engine, where: str) -> list[Path]:
    """Overwrite and remove the backups that were made of this case, beside it, when it was brought up to date."""
    path = Path(str(engine.url.database))
    with reading(engine, where) as connection:
        case = settings.case_id(connection)
    gone = []
    for found in sorted(path.parent.glob(f"{_escaped(path.name)}.backup-*")):
        if found.is_file() and not found.is_symlink() and _case_in(found) == case:
            for one in (found, *_beside(found)):
                _overwrite(one)
            gone.append(found)
    return gone


def _escaped(name: str) -> str:
    return "".join(f"[{one}]" if one in "*?[" else one for one in name)


def _beside(path: Path) -> Iterator[Path]:
    for ending in ("-wal", "-shm", "-journal"):
        other = path.with_name(path.name + ending)
        if other.is_file():
            yield other


def _case_in(path: Path) -> str | None:
    """The id of the case in a file; None where it holds none."""
    try:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'case'").fetchone()
            return str(json.loads(row[0])) if row else None
    except (sqlite3.Error, ValueError):
        return None


def _overwrite(path: Path) -> None:
    try:
        with path.open("r+b") as file:
            left = os.fstat(file.fileno()).st_size
            while left > 0:
                left -= file.write(b"\0" * min(left, _BLOCK))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except OSError as fault:
        problem = f"holds what was erased and cannot be removed ({fault.strerror}): remove it yourself"
        raise CaseError(str(path), f"{problem}, and run `masudi redact --finish`") from None
