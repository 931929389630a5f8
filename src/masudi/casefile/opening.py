"""Opening a case: a file (SQLite) or an address (PostgreSQL), made where it is asked for, brought up to date."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, inspect, make_url
from sqlalchemy.exc import ArgumentError

from masudi.casefile import decisions, migrate
from masudi.casefile.case import Case
from masudi.casefile.engine import PATIENCE, faults, postgresql_engine, sqlite_engine
from masudi.casefile.tables import meta
from masudi.errors import CaseError

# "Masu", in the header of every case: `file` and other programs tell by it what the file is, and so do we.
APPLICATION_ID = 0x4D617375
_MAGIC = b"SQLite format 3\0"
# Any number that no other program takes for its advisory lock.
_LOCK = APPLICATION_ID

Tell = Callable[[str], None]


@contextmanager
def open_case(
    where: str | Path,
    *,
    create: bool = False,
    upgrade: bool = False,
    person: str = "",
    tell: Tell | None = None,
    patience: float = PATIENCE,
) -> Iterator[Case]:
    """The case at `where`: a file, or a PostgreSQL database by its address (postgresql://user@host/name).

    With `create` it is made where it is not there yet, by `person`. A case of an older schema is brought up to date:
    a file after it was copied to a backup beside it, a database only with `upgrade`; `tell` is told. `patience` is how
    many seconds to wait for another writer. CaseError, with what to do, for whatever else is the matter with it.
    """
    tell = tell or (lambda _: None)
    address = isinstance(where, str) and "://" in where
    engine, name = _database(str(where), patience) if address else _file(Path(where), create, person, patience)
    try:
        with faults(name):
            if address:
                _prepare_database(engine, name, create=create, upgrade=upgrade, person=person, tell=tell)
            else:
                _prepare_file(engine, name, tell)
        yield Case(engine, name)
    finally:
        engine.dispose()


def _database(address: str, patience: float) -> tuple[Engine, str]:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        # The address is not repeated: it may hold a password.
        raise CaseError("the address of the case", "is not of the form postgresql://user@host/name") from None
    if url.get_backend_name() not in ("postgresql", "postgres"):
        problem = "a case is kept in a file (its path alone) or in PostgreSQL (postgresql://…)"
        raise CaseError(url.render_as_string(), problem)
    if find_spec("psycopg") is None:
        raise CaseError(url.render_as_string(), "PostgreSQL needs one more package: pip install 'masudi[postgres]'")
    return postgresql_engine(url, patience), url.render_as_string()


def _file(path: Path, create: bool, person: str, patience: float) -> tuple[Engine, str]:
    name = str(path)
    try:
        there = _there(path)
        if there:
            _check(path, name)
    except (OSError, ValueError) as fault:
        problem = getattr(fault, "strerror", None) or fault
        raise CaseError(name, f"cannot be opened ({problem}): check the name and the permissions") from None
    if not there:
        if not create:
            raise CaseError(name, "there is no such case file: check the name; `masudi add` makes one")
        _make(path, name, person)
    return sqlite_engine(path, patience), name


def _there(path: Path) -> bool:
    """Whether something has this name; OSError or ValueError where nothing can have it."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


def _check(path: Path, name: str) -> None:
    """CaseError where the file is no case, before anything writes to it."""
    if path.is_dir():
        raise CaseError(name, "is a folder: name a file in it")
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(_MAGIC):
        what = "is empty" if not head else "is no case file"
        raise CaseError(name, f"{what}: check the name; `masudi add` makes a case file where there is none")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise CaseError(name, "is a database of another program, not a case file: check the name")
    page = int.from_bytes(head[16:18], "big")
    expected = int.from_bytes(head[28:32], "big") * (65536 if page == 1 else page)
    # What a log beside the file holds is written into the file page by page, and the first page tells of all.
    log = path.with_name(path.name + "-wal")
    if path.stat().st_size < expected and not (log.exists() and log.stat().st_size):
        problem = f"is cut off ({path.stat().st_size:,} of {expected:,} bytes are there)"
        raise CaseError(name, f"{problem}: copy it again, with no program writing to it, or go back to a backup")


def _make(path: Path, name: str, person: str) -> None:
    """Make a case file, which is there whole or not at all; somebody else may make it at the same time."""
    draft = path.with_name(f".masudi-{secrets.token_hex(8)}.tmp")
    try:
        # It will name victims and witnesses: nobody but its owner may read it unless the owner says so.
        draft.touch(mode=0o600, exist_ok=False)
    except OSError as fault:
        raise CaseError(name, f"cannot be made ({fault.strerror}): check the folder and its permissions") from None
    engine = sqlite_engine(draft)
    try:
        with faults(name), engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            _furnish(connection, person)
        engine.dispose()
        _publish(draft, path)
    except OSError as fault:
        raise CaseError(name, f"cannot be made ({fault.strerror}): check the folder and its permissions") from None
    finally:
        engine.dispose()
        for ending in ("", "-wal", "-shm"):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)


def _publish(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # somebody else was quicker, and theirs is taken
    except OSError:
        draft.rename(path)  # a file system without links


def _furnish(connection: Connection, person: str) -> None:
    """Make the tables of a new case and the first entry of its log."""
    migrate.upgrade(connection)
    case = secrets.token_hex(8)
    entry = decisions.append(connection, person=person, action="create", subject=case, payload={}, why=None)
    values = {"case": case, "made": entry.at.isoformat(timespec="microseconds"), "settings": {}}
    connection.execute(insert(meta), [{"key": key, "value": json.dumps(value)} for key, value in values.items()])


def _prepare_file(engine: Engine, name: str, tell: Tell) -> None:
    with engine.connect() as connection:
        schema = migrate.schema_of(connection)
    if schema is None:
        raise CaseError(name, "has no tables of a case: go back to a backup")
    if not _outdated(schema, name):
        return
    copy = migrate.back_up(Path(name), schema)
    tell(f"{name} is of an older Masudi and is brought up to date; as it was, it is kept in {copy}")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        migrate.upgrade(connection)


def _prepare_database(engine: Engine, name: str, *, create: bool, upgrade: bool, person: str, tell: Tell) -> None:
    with engine.connect() as connection, connection.begin():
        schema = migrate.schema_of(connection)
        if schema is not None and not _outdated(schema, name):
            return
        # Of two who find it empty, or old, one goes first and the other one finds it done.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        schema = migrate.schema_of(connection)
        if schema is None:
            if inspect(connection).get_table_names():
                raise CaseError(name, "holds tables of something else: give a database of its own to the case")
            if not create:
                raise CaseError(
                    name, "holds no case yet: check the address; `masudi add` makes one in an empty database"
                )
            if connection.exec_driver_sql("SHOW server_encoding").scalar() != "UTF8":
                raise CaseError(name, "is not in UTF-8 and could not hold every text: make it with createdb -E UTF8")
            _furnish(connection, person)
        elif _outdated(schema, name):
            if not upgrade:
                problem = "is of an older Masudi: save it with pg_dump, then run the command again with --upgrade"
                raise CaseError(name, f"{problem}; from then on, older versions of Masudi cannot open it")
            tell(f"{name} is of an older Masudi and is brought up to date")
            migrate.upgrade(connection)


def _outdated(schema: str, name: str) -> bool:
    if schema not in migrate.SCHEMAS:
        problem = f"is of a newer Masudi (schema {schema}, this one knows those up to {migrate.NEWEST})"
        raise CaseError(name, f"{problem}: install the newest Masudi")
    return schema != migrate.NEWEST
