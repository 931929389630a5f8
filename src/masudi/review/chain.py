"""The log of decisions as a chain of hashes: each entry holds the hash of the one before it.

Whoever keeps the newest hash elsewhere (the seal) can tell later whether anything up to there was altered. The chain
covers a digest of each decision's content rather than the content, so that what has to be erased can be.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from masudi.domain import Action, Decision, Entry
from masudi.review.signing import Signer, signature_holds

START = "0" * 64
"""What the first entry holds as the hash of the one before it."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Something that `verify_chain` found altered: the entry's number (None: the log as a whole), and what is wrong."""

    sequence: int | None
    problem: str


def new_entry(decision: Decision, last: Entry | None, *, signer: Signer | None = None) -> Entry:
    """`decision` as the entry that follows `last` (None: the first of a log), signed where a signer is given."""
    nonce = secrets.token_hex(16)
    digest = _digest(nonce, decision.payload, decision.why)
    entry = Entry(
        sequence=1 if last is None else last.sequence + 1,
        action=decision.action,
        subject=decision.subject,
        person=decision.person,
        time=decision.time,
        nonce=nonce,
        digest=digest,
        previous=START if last is None else last.hash,
        hash="",
        payload=decision.payload,
        why=decision.why,
        key=None if signer is None else signer.fingerprint,
    )
    found = entry_hash(entry)
    signature = None if signer is None else signer.sign(bytes.fromhex(found))
    return msgspec.structs.replace(entry, hash=found, signature=signature)


def erased(entry: Entry) -> Entry:
    """The entry without its content; who decided what kind of thing about what, and when, stays."""
    return msgspec.structs.replace(entry, nonce=None, payload=None, why=None)


def entry_hash(entry: Entry) -> str:
    """The SHA-256 (hexadecimal) of an entry's fields but content, nonce, hash and signature, as canonical JSON."""
    fields = {
        "sequence": entry.sequence,
        "action": entry.action.value,
        "subject": entry.subject,
        "person": entry.person,
        "time": entry.time.isoformat(),
        "digest": entry.digest,
        "previous": entry.previous,
        "key": entry.key,
    }
    return hashlib.sha256(canonical(fields)).hexdigest()


def canonical(value: Any) -> bytes:
    """`value` as JSON in the one form that is hashed: keys sorted, no blanks, UTF-8."""
    return msgspec.json.encode(value, order="deterministic")


def verify_chain(entries: Iterable[Entry], *, keys: Mapping[str, bytes], head: str | None = None) -> Iterator[Fault]:
    """What does not hold in a log, in its order; nothing where all does.

    `keys` are the public keys (32 bytes) by fingerprint. `head` is a hash that was put down elsewhere: it must be
    among the log's. Not found is what was cut off the end after the newest head that was put down, and a whole log
    written anew by somebody who holds every key, where no head was put down.
    """
    previous, seen = START, set()
    redacted: set[int] = set()
    blank: set[int] = set()
    for number, entry in enumerate(entries, 1):
        yield from _faults(entry, number, previous, keys)
        previous = entry.hash
        seen.add(entry.hash)
        if entry.erased:
            blank.add(entry.sequence)
        elif entry.action is Action.REDACT and entry.payload is not None:
            redacted.update(entry.payload.get("entries", ()))
    for sequence in sorted(blank - redacted):
        yield Fault(sequence=sequence, problem="its content is gone, and no redaction in the log says so")
    if head is not None and head not in seen and head != START:
        problem = f"the head {head} is not in it: entries up to there were altered or cut off"
        yield Fault(sequence=None, problem=problem)


def _faults(entry: Entry, number: int, previous: str, keys: Mapping[str, bytes]) -> Iterator[Fault]:
    def fault(problem: str) -> Fault:
        return Fault(sequence=entry.sequence, problem=problem)

    if entry.sequence != number:
        yield fault(f"it stands at place {number}: entries were taken out or put in")
    if entry.previous != previous:
        yield fault("it does not follow from the entry before it")
    if entry_hash(entry) != entry.hash:
        yield fault("its fields do not give its hash: person, time, action or subject was altered")
    if entry.nonce is not None and _digest(entry.nonce, entry.payload, entry.why) != entry.digest:
        yield fault("its content was altered")
    if (entry.key is None) != (entry.signature is None):
        yield fault("its signature was taken away or put in")
    elif entry.key is not None and entry.signature is not None:
        public = keys.get(entry.key)
        if public is None:
            yield fault(f"it is signed with a key that nobody enrolled ({entry.key})")
        elif not signature_holds(public, entry.signature, bytes.fromhex(entry.hash)):
            yield fault("its signature does not hold")


def _digest(nonce: str, payload: dict[str, Any] | None, why: str | None) -> str:
    return hashlib.sha256(nonce.encode() + canonical([payload, why])).hexdigest()
