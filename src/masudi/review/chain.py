"""The log of decisions checked: each entry holds the hash of the one before it, and perhaps a signature.

Whoever keeps the newest hash elsewhere (the seal) can tell later whether anything up to there was altered. The chain
covers a digest of each decision's content rather than the content, so that what has to be erased can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from masudi.domain import Action
from masudi.domain.case import Decision
from masudi.review.signing import signature_holds

START = "0" * 64
"""What the first entry holds as the hash of the one before it."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was altered: the entry's number (None: the log as a whole), and what is wrong."""

    sequence: int | None
    problem: str


def erased(entry: Decision) -> Decision:
    """The entry without its content; who decided what kind of thing about what, and when, stays."""
    return msgspec.structs.replace(entry, salt=None, payload=None, why=None)


def verify_chain(entries: Iterable[Decision], *, head: str | None = None) -> Iterator[Fault]:
    """What does not hold in a log, in its order; nothing where all does.

    `head` is a hash that was put down elsewhere: it must be among the log's. Not found is what was cut off the end
    after the newest head that was put down, and, where none was, a log written anew with keys enrolled anew.
    """
    previous, seen = START, {START}
    enrolled: dict[str, set[str]] = {}
    blank: set[int] = set()
    redacted: set[int] = set()
    for number, entry in enumerate(entries, 1):
        if entry.action == Action.ENROL and entry.payload is not None:
            enrolled.setdefault(entry.person, set()).add(str(entry.payload.get("public_key")))
        problems = (*_of_chain(entry, number, previous), *_of_signature(entry, enrolled.get(entry.person, set())))
        yield from (Fault(sequence=entry.sequence, problem=problem) for problem in problems)
        previous = entry.hash
        seen.add(entry.hash)
        if entry.payload is None:
            blank.add(entry.sequence)
        elif entry.action == Action.REDACT:
            redacted.update(entry.payload.get("entries", ()))
    for sequence in sorted(blank - redacted):
        yield Fault(sequence=sequence, problem="its content is gone, and no redaction in the log says so")
    if head is not None and head not in seen:
        problem = f"the head {head} is not in it: entries up to there were altered or cut off"
        yield Fault(sequence=None, problem=problem)


def _of_chain(entry: Decision, number: int, previous: str) -> Iterator[str]:
    if entry.sequence != number:
        yield f"it stands at place {number}: entries were taken out or put in"
    if entry.previous != previous:
        yield "it does not follow from the entry before it"
    if entry.digest != entry.hash:
        yield "its fields do not give its hash: person, time, action, subject or key was altered"
    if entry.payload is not None and entry.content != entry.content_sha256:
        yield "its content was altered"


def _of_signature(entry: Decision, keys: set[str]) -> Iterator[str]:
    if (entry.public_key is None) != (entry.signature is None):
        yield "its signature was taken away or put in"
    elif entry.public_key is None or entry.signature is None:
        if keys:
            yield f"it is not signed, though {entry.person} had enrolled a key"
    elif entry.public_key not in keys:
        yield f"it is signed with a key that {entry.person} had not enrolled"
    elif not signature_holds(entry.public_key, entry.signature, bytes.fromhex(entry.hash)):
        yield "its signature does not hold"
