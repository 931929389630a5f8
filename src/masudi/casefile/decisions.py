"""The log of decisions: entries are added, each bound to the one before by its hash."""

from __future__ import annotations

import datetime
import json
import secrets
from collections.abc import Iterator
from typing import Any, Protocol

import msgspec
from sqlalchemy import Connection, insert, select

from masudi.casefile.tables import decisions
from masudi.domain.case import Decision, content_hash

# What the first entry follows.
NOTHING = "0" * 64


class Signer(Protocol):
    """Somebody's key: its public part, and how it signs (both hexadecimal)."""

    @property
    def public_key(self) -> str:
        """The public key."""

    def sign(self, message: bytes) -> str:
        """The signature of `message`."""


def append(
    connection: Connection,
    *,
    person: str,
    action: str,
    subject: str,
    payload: dict[str, Any],
    why: str | None,
    signer: Signer | None = None,
) -> Decision:
    """Add an entry in a transaction that writes, alone as it is (`engine.writing`)."""
    last = connection.execute(
        select(decisions.c.sequence, decisions.c.hash).order_by(decisions.c.sequence.desc()).limit(1)
    ).first()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, NOTHING)
    salt = secrets.token_hex(16)
    entry = Decision(
        sequence=sequence,
        at=datetime.datetime.now(datetime.UTC),
        person=person,
        action=action,
        subject=subject,
        payload=payload,
        why=why,
        salt=salt,
        content_sha256=content_hash(payload, why, salt),
        previous=previous,
        hash="",
        public_key=signer.public_key if signer else None,
    )
    found = entry.digest
    signature = signer.sign(bytes.fromhex(found)) if signer else None
    entry = msgspec.structs.replace(entry, hash=found, signature=signature)
    fields = {name: getattr(entry, name) for name in Decision.__struct_fields__}
    connection.execute(insert(decisions), fields | {"payload": json.dumps(payload, ensure_ascii=False)})
    return entry


def entries(connection: Connection, subject: str | None = None, *, after: int = 0) -> Iterator[Decision]:
    """The entries of the log in their order, those behind number `after`; of one subject where it is given."""
    statement = select(decisions).where(decisions.c.sequence > after).order_by(decisions.c.sequence)
    if subject is not None:
        statement = statement.where(decisions.c.subject == subject)
    for row in connection.execute(statement):
        fields = row._asdict()
        payload = fields.pop("payload")
        yield Decision(payload=json.loads(payload) if payload is not None else None, **fields)


def head(connection: Connection) -> str:
    """The hash of the last entry."""
    last = select(decisions.c.hash).order_by(decisions.c.sequence.desc()).limit(1)
    return connection.execute(last).scalar() or NOTHING
