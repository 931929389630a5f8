"""Connections to a case: how each database is opened, how one writes, and what its errors mean."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import (
    URL,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Engine,
    Table,
    and_,
    bindparam,
    create_engine,
    event,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from masudi.casefile.tables import meta
from masudi.errors import CaseError

T = TypeVar("T")

# Rows for which PostgreSQL is not asked to take them as a stream.
_FEW = 4
# Values in one statement: SQLite takes 32,766, and is not quicker with more than this.
_MANY = 900

# How long a writer waits for another one, in seconds. A report is stored in a hundredth of that of one second.
PATIENCE = 30.0

# The cache is of 64 MB (SQLite takes 2 unless told otherwise): a search in 100,000 claims goes over 20.
# What is deleted is overwritten.
_CONNECTION_PRAGMAS = ("journal_mode = WAL", "foreign_keys = ON", "cache_size = -65536", "secure_delete = ON")


def sqlite_engine(path: Path, patience: float = PATIENCE) -> Engine:
    """An engine on the file `path`, which is there and is a case or empty."""
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": patience})

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: Any) -> None:
        # Else the driver begins transactions by itself, and not before all statements.
        connection.isolation_level = None
        for pragma in _CONNECTION_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _began(connection: Connection) -> None:
        options = connection.get_execution_options()
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(f"PRAGMA synchronous = {'FULL' if options.get('durable', True) else 'NORMAL'}")
        # A writer that began as a reader could not go on where somebody else wrote in the meantime.
        driver.execute("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")

    return engine


def postgresql_engine(url: URL, patience: float = PATIENCE) -> Engine:
    """An engine on the database at `url`."""
    engine = create_engine(url.set(drivername="postgresql+psycopg"), connect_args={"connect_timeout": 10})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        connection.execute(f"SET lock_timeout = {round(patience * 1000)}")
        connection.commit()

    return engine


@contextmanager
def reading(engine: Engine, where: str) -> Iterator[Connection]:
    """A transaction that reads; CaseError, naming `where`, for what the database refuses."""
    with faults(where), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, where: str, *, durable: bool = True) -> Iterator[Connection]:
    """A transaction that writes, alone: all of it is kept, or nothing.

    Not `durable`, what is written survives the death of this process, but the last moments of it may be missing after
    a loss of power; the database is whole in any case.
    """
    with (
        faults(where),
        engine.connect().execution_options(writes=True, durable=durable) as connection,
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            if not durable:
                connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
            # One writer at a time, as SQLite has it: versions and the log of decisions follow one another.
            connection.execute(select(meta.c.key).where(meta.c.key == "case").with_for_update())
        yield connection


@contextmanager
def faults(where: str) -> Iterator[None]:
    """CaseError for what a database says inside the block."""
    try:
        yield
    except DBAPIError as fault:
        raise CaseError(where, problem_of(fault.orig)) from fault
    except SQLAlchemyError as fault:
        raise CaseError(where, f"the database cannot be used: {fault}") from fault
    except sqlite3.Error as fault:
        raise CaseError(where, problem_of(fault)) from fault


_SQLITE = {
    "SQLITE_FULL": "the disk is full: what was stored before is kept; make room and run the same command again",
    "SQLITE_BUSY": "another program is writing to it and has not finished: wait for it, and run the command again",
    "SQLITE_LOCKED": "another program is writing to it and has not finished: wait for it, and run the command again",
    "SQLITE_CORRUPT": "is damaged: go back to your last backup, or save what is left with `sqlite3 FILE .recover`",
    "SQLITE_NOTADB": "is no case file, or is damaged: check the name, or go back to your last backup",
    "SQLITE_READONLY": "may not be written to: check the permissions of the file and of its folder",
    "SQLITE_CANTOPEN": "cannot be opened: check the permissions of the file and of its folder",
    "SQLITE_IOERR": "cannot be read or written (the disk reports an error): check the disk; a case is best kept on a "
    "disk of this machine",
}
_POSTGRESQL = {
    "53100": _SQLITE["SQLITE_FULL"],
    "55P03": _SQLITE["SQLITE_BUSY"],
    "42501": "this user may not do that: ask for the right to read and write the tables of the database",
    "57P01": "the server was stopped: what was stored before is kept; run the same command again when it is back",
}
_CONNECTING = (
    ("password authentication failed", "wrong user or password: check the address, or your ~/.pgpass"),
    ("no password supplied", "asks for a password: put it into ~/.pgpass or PGPASSWORD"),
    ("role", "the server does not know this user: check the address"),
    ("database", "there is no such database on this server: `createdb` makes one, then `masudi add` fills it"),
)


def problem_of(fault: BaseException | None) -> str:
    """What a driver's error means to the user, and what to do about it."""
    name = getattr(fault, "sqlite_errorname", None)
    for known, problem in _SQLITE.items():
        if name and (name == known or name.startswith(f"{known}_")):
            return problem
    state = getattr(fault, "sqlstate", None)
    if state in _POSTGRESQL:
        return _POSTGRESQL[state]
    said = " ".join(str(fault).split())
    if state is None and name is None:
        for words, problem in _CONNECTING[:2]:
            if words in said:
                return problem
        for words, problem in _CONNECTING[2:]:
            if f'{words} "' in said and "does not exist" in said:
                return problem
        return f"the server cannot be reached ({said}): check the address, and that the server runs"
    return f"the database refuses ({said})"


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows, all with the same columns, straight by the driver.

    What SQLAlchemy does for each value of each row else takes longer than the database does.
    """
    if not rows:
        return
    way = _inserting(table, connection.dialect, tuple(rows[0]))
    if way.changes:
        rows = [{**row, **{name: change(row[name]) for name, change in way.changes}} for row in rows]
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(way.statement, [tuple(row[name] for name in way.names) for row in rows])
    elif len(rows) < _FEW:
        connection.exec_driver_sql(way.statement, list(rows))
    else:
        _copy(connection, table, rows)


def _copy(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows on PostgreSQL, which takes a tenth of what as many statements would take."""
    names = tuple(rows[0])
    quoted = ", ".join(map(connection.dialect.identifier_preparer.quote, names))
    statement = f"COPY {table.name} ({quoted}) FROM STDIN"
    driver: Any = connection.connection.driver_connection
    database = connection.dialect.dbapi
    assert database is not None
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([row[name] for name in names])
    except database.Error as fault:
        raise DBAPIError(statement, None, fault) from fault


class _Inserting(NamedTuple):
    """How rows of some columns are inserted: the statement, the columns' names in their order where the driver wants
    them by position (SQLite's), and what makes of a value what the driver takes, for those columns that need it.
    """

    statement: str
    names: Sequence[str]
    changes: Sequence[tuple[str, Callable[[Any], Any]]]


@lru_cache(maxsize=64)
def _inserting(table: Table, dialect: Dialect, columns: tuple[str, ...]) -> _Inserting:
    statement = insert(table).compile(dialect=dialect, column_keys=columns)
    processors = ((name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in columns)
    changes = [(name, change) for name, change in processors if change is not None]
    return _Inserting(str(statement), getattr(statement, "positiontup", None) or (), changes)


def next_rows(connection: Connection, table: Table, count: int) -> list[int]:
    """The numbers of the next rows of a table, as the database itself would give them; in a transaction that writes.

    Known beforehand, they let the rows be inserted all at once and in their order.
    """
    if connection.dialect.name == "sqlite":
        last = connection.execute(select(func.max(table.c.row))).scalar() or 0
        return list(range(last + 1, last + 1 + count))
    ask = text(f"SELECT nextval(pg_get_serial_sequence('{table.name}', 'row')) FROM generate_series(1, :count)")
    return sorted(connection.execute(ask, {"count": count}).scalars())


def among(connection: Connection, column: Column[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether a column has one of some numbers or texts, which go to the database as one value.

    The statement is then the same for however many there are, and neither SQLAlchemy nor the driver makes it anew.
    """
    name = f"{column.table.name}.{connection.dialect.identifier_preparer.quote(column.name)}"
    if connection.dialect.name == "sqlite":
        found = text(f"{name} IN (SELECT value FROM json_each(:among))")
        given: Any = json.dumps(list(values))
    else:
        found, given = text(f"{name} = ANY(:among)"), list(values)
    return cast("ColumnElement[bool]", found.bindparams(bindparam("among", given, unique=True)))


def begins(column: Column[str], prefix: str) -> ColumnElement[bool]:
    """Whether an id, hexadecimal, begins so.

    The two bounds are there for the index of ids, which LIKE alone takes in few of the orders that PostgreSQL knows.
    """
    low = prefix.lower()
    return and_(column >= low, column < f"{low}g", column.startswith(low, autoescape=True))


def parts(values: Iterable[T]) -> Iterator[list[T]]:
    """Values, each once, as many at a time as a statement takes."""
    rest = list(dict.fromkeys(values))
    for at in range(0, len(rest), _MANY):
        yield rest[at : at + _MANY]
