"""What was worked out from the whole of a case, kept for whoever asks next, until the case changes."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from masudi.casefile import settings
from masudi.casefile.engine import insert_rows
from masudi.casefile.tables import kept


def state(connection: Connection) -> str:
    """Letters that are others after every change of the case, and after every linking."""
    return f"{settings.mark(connection)} {settings.mark(connection, settings.LINKED)}"


def find(connection: Connection, name: str, key: str) -> bytes | None:
    """What is kept under a name, if it was made of what `key` is a hash of."""
    return connection.execute(select(kept.c.body).where(kept.c.name == name, kept.c.key == key)).scalar()


def keep(connection: Connection, name: str, key: str, body: bytes) -> None:
    """Put something in place of what is kept under a name."""
    connection.execute(delete(kept).where(kept.c.name == name))
    insert_rows(connection, kept, [{"name": name, "key": key, "body": body}])


def forget(connection: Connection) -> None:
    """Delete all that is kept: it repeats what claims say."""
    connection.execute(delete(kept))
