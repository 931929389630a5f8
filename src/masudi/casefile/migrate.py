"""Schemas of a case: making the tables, and bringing older ones up to date."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from masudi.errors import CaseError

# The schemas that there have been, oldest first; each is a file in migrations/versions.
SCHEMAS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
NEWEST = SCHEMAS[-1]

# Alembic keeps what it is about in variables of its modules.
_ALEMBIC = threading.Lock()
_BATCH = 1000  # pages that are copied at a time


def schema_of(connection: Connection) -> str | None:
    """The schema of the case behind the connection; None where no tables of ours are there."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(connection: Connection, to: str = NEWEST) -> None:
    """Make the tables, or bring those of an older schema up to date, in the transaction of `connection`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = Path(__file__).with_name("migrations")
    # A percent sign would be read as the beginning of a placeholder.
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _ALEMBIC:
        command.upgrade(config, to)


def back_up(path: Path, schema: str) -> Path:
    """Copy the case in the file `path` to a file beside it, whole even while somebody writes; the copy's path."""
    target = _free_name(path, schema)
    try:
        with _closing(path) as source, _closing(target) as copy:
            source.backup(copy, pages=_BATCH)
    except BaseException as fault:
        target.unlink(missing_ok=True)
        if isinstance(fault, sqlite3.Error | OSError):
            raise CaseError(str(path), f"the backup before the upgrade failed ({fault}): nothing was changed") from None
        raise
    return target


def _free_name(path: Path, schema: str) -> Path:
    """A name beside `path` that nothing has, taken by an empty file that its owner alone may read."""
    for number in range(1, 10_000):
        more = f"-{number}" if number > 1 else ""
        target = path.with_name(f"{path.name}.backup-{schema}{more}")
        try:
            target.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            continue
        except OSError as fault:
            problem = f"no backup can be made beside it ({fault.strerror}): nothing was changed"
            raise CaseError(str(path), f"{problem}; make room, or check the permissions of the folder") from None
        return target
    raise CaseError(str(path), "has ten thousand backups beside it: put some elsewhere")


@contextlib.contextmanager
def _closing(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        yield connection
