"""What can be decided in a case, and how far people are with a claim."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What a decision does; its payload, JSON all through, is what stands behind each.

    On a claim: `accept`, `reject`; `correct` (`field`, `value`); `add` (`claim`: all of one that the reader missed,
    `report`: the id of who makes it); `carry` (`to`: the claim of a newer reading that takes its place, None where
    there is none; the program's own). On words, with a report or the case as its subject, because words may have to be
    erased and subjects stay: `pin_place` and `pin_actor` (`words`, `as`: the fields that they set, `report`: a SHA-256
    of text, where it holds for that report alone). On incidents: `split`, `merge`, `pin`, `grade`. On victims,
    with the case as its subject: `same_person` (`named`: claim, start and end of each naming). On the subject of
    an earlier decision: `undo` (`sequence`). On a person: `enrol` (`public_key`). On a report, a claim or a victim:
    `redact` (`entries`: the decisions whose content went with it). On the case: `set` (settings by name).
    """

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"
    CARRY = "carry"
    PIN_PLACE = "pin_place"
    PIN_ACTOR = "pin_actor"
    SPLIT = "split"
    MERGE = "merge"
    PIN = "pin"
    GRADE = "grade"
    SAME_PERSON = "same_person"
    UNDO = "undo"
    ENROL = "enrol"
    REDACT = "redact"
    SET = "set"


class ReviewState(StrEnum):
    """How far people are with a claim."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
