"""The log of decisions: entries are added, each bound to the one before by its hash."""

from __future__ import annotations

import datetime
import json
import secrets
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import msgspec
from sqlalchemy import Connection, func, insert, select

from masudi.casefile.tables import decisions
from masudi.domain import Action
from masudi.domain.case import Decision, content_hash
from masudi.errors import DecisionError

# What the first entry follows.
NOTHING = "0" * 64
# How long a subject may be.
_SUBJECT = 200


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
    """Add an entry in a transaction that writes, alone as it is (`engine.writing`).

    The first entry that somebody signs with a key is preceded by one that enrols the key; from then on whoever decides
    under that name has to sign: DecisionError.
    """
    known = keys(connection, person)
    if signer is None and known:
        problem = f"{person} signs decisions in this case, and this one is not signed: give the key, or another name"
        raise DecisionError(problem)
    if signer is not None and signer.public_key not in known:
        enrolment = {"public_key": signer.public_key}
        _append(connection, person, Action.ENROL, person[:_SUBJECT], enrolment, None, signer)
    return _append(connection, person, action, subject, payload, why, signer)


def _append(
    connection: Connection,
    person: str,
    action: str,
    subject: str,
    payload: dict[str, Any],
    why: str | None,
    signer: Signer | None,
) -> Decision:
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


def keys(connection: Connection, person: str) -> set[str]:
    """The public keys with which somebody signs."""
    statement = select(decisions.c.public_key).where(decisions.c.action == Action.ENROL, decisions.c.person == person)
    return {key for key in connection.execute(statement).scalars() if key}


def entries(
    connection: Connection, subjects: Iterable[str] | None = None, *, after: int = 0, actions: Iterable[str] = ()
) -> Iterator[Decision]:
    """The entries of the log in their order, those behind number `after`; of some subjects, or actions, alone."""
    statement = select(decisions).where(decisions.c.sequence > after).order_by(decisions.c.sequence)
    if subjects is not None:
        statement = statement.where(decisions.c.subject.in_(list(subjects)))
    if wanted := list(actions):
        statement = statement.where(decisions.c.action.in_(wanted))
    for row in connection.execute(statement):
        yield _decision(row)


def entry(connection: Connection, sequence: int) -> Decision | None:
    """The entry with this number."""
    row = connection.execute(select(decisions).where(decisions.c.sequence == sequence)).first()
    return _decision(row) if row else None


def _decision(row: Any) -> Decision:
    fields = row._asdict()
    payload = fields.pop("payload")
    return Decision(payload=json.loads(payload) if payload is not None else None, **fields)


def last(connection: Connection) -> int:
    """The number of the last entry; 0 where there is none."""
    return connection.execute(select(func.max(decisions.c.sequence))).scalar() or 0


def head(connection: Connection) -> str:
    """The hash of the last entry."""
    last = select(decisions.c.hash).order_by(decisions.c.sequence.desc()).limit(1)
    return connection.execute(last).scalar() or NOTHING
