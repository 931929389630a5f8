"""A decision: what a person decided about a claim, an incident, a place, an actor or a report, when, and why."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Any

import msgspec


class Action(StrEnum):
    """What was decided.

    `carry` is the program's own: it notes which claim of a newer reading takes over the decisions on an older one.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"
    PIN_PLACE = "pin_place"
    PIN_ACTOR = "pin_actor"
    SPLIT = "split"
    MERGE = "merge"
    GRADE = "grade"
    UNDO = "undo"
    CARRY = "carry"
    ENROL = "enrol"
    REDACT = "redact"
    SET = "set"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One decision.

    `subject` says what it is about, as `kind:id` (`claim:3f2a…`, `incident:…`, `report:…`, `case:`); `payload` is
    what the action needs (a corrected field and its value, the decision that is undone), JSON all through. `why` is
    the person's reason, in words, and may be empty. `time` is in UTC.
    """

    action: Action
    subject: str
    person: str
    time: datetime.datetime
    payload: dict[str, Any] = {}
    why: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A decision as the log keeps it: numbered, and chained to the one before by hashes.

    `sequence` counts from 1. `digest` is the SHA-256 of `nonce` and content (payload and reason): the chain holds the
    digest, so that content can be erased later without breaking it, and the nonce, erased along with it, keeps a short
    content from being guessed out of its digest. `decision` is None where the content was erased. `previous` is the
    hash of the entry before (64 zeros for the first), `hash` that of this one. `key` is the fingerprint of the Ed25519
    key that signed the hash, `signature` the signature (hexadecimal); both None for an entry without one.
    """

    sequence: int
    action: Action
    subject: str
    person: str
    time: datetime.datetime
    nonce: str | None
    digest: str
    previous: str
    hash: str
    payload: dict[str, Any] | None
    why: str | None
    key: str | None = None
    signature: str | None = None

    @property
    def erased(self) -> bool:
        """Whether the content of the decision was erased."""
        return self.nonce is None
