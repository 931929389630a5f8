"""What people decided about incidents, as rulings on claims: the log's entries in, what linking goes by out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from masudi.domain import Action
from masudi.domain.case import Decision
from masudi.domain.incident import Ruling, RulingKind
from masudi.review.decided import standing


def rulings(entries: Iterable[Decision]) -> tuple[Ruling, ...]:
    """The rulings that hold, oldest first.

    `entries` are all of the log that split, merge, pin, carry or undo, in their order. A claim that a later reading
    replaced is ruled on as the one that took its place. An entry whose content was erased rules nothing any more.
    """
    entries = tuple(entries)
    carried = carry_entries(entries)
    return tuple(
        ruling
        for one in standing(entries)
        if one.payload is not None and (ruling := _ruling(one, one.payload, carried)) is not None
    )


def _ruling(entry: Decision, payload: dict[str, Any], carried: Sequence[tuple[int, str, str]]) -> Ruling | None:
    def now(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(carried_to(str(claim), entry.sequence, carried) for claim in payload[name]))

    if entry.action == Action.SPLIT:
        return Ruling(kind=RulingKind.APART, claims=now("claims"), others=now("others"))
    if entry.action == Action.MERGE:
        return Ruling(kind=RulingKind.TOGETHER, claims=now("claims"))
    if entry.action == Action.PIN:
        return Ruling(kind=RulingKind.PIN, claims=now("claims"), incident=entry.subject)
    return None


def carried_to(claim: str, since: int, carried: Sequence[tuple[int, str, str]]) -> str:
    """The claim that has taken the place of one after entry number `since`, by `carry_entries`; else itself."""
    for sequence, before, after in carried:
        if sequence > since and before == claim:
            claim = after
    return claim


def carry_entries(entries: Iterable[Decision]) -> list[tuple[int, str, str]]:
    """Number, claim before and claim after of the entries that carry decisions over."""
    return [
        (one.sequence, one.subject, one.payload["to"])
        for one in entries
        if one.action == Action.CARRY and one.payload is not None and one.payload["to"] is not None
    ]
