"""Claims as they are shown: as they were read, with all that people decided about them.

A decision changes the rows of the claims that it is about, in the transaction that adds it to the log. What it came to
can always be made anew from what was read and the log: nothing here is kept that is not in one of the two.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, delete, func, insert, select, update

from masudi.casefile import decisions, linked, linking, rows, words
from masudi.casefile.tables import claim_parties, claim_places, claim_texts, claims, reports, tolls
from masudi.domain import Action, Claim, ReviewState
from masudi.domain.case import Decision
from masudi.review import Decided, effective, standing

_PINS = {Action.PIN_PLACE: claim_places, Action.PIN_ACTOR: claim_parties}
_CHILDREN = ((claim_parties, rows.party_rows), (claim_places, rows.place_rows), (tolls, rows.toll_rows))


def pins(connection: Connection) -> list[Decision]:
    """The entries of the log that pin words, and those that undo anything."""
    return list(decisions.entries(connection, actions=(*_PINS, Action.UNDO)))


def insert_claims(
    connection: Connection,
    report: int,
    read: Sequence[Claim],
    *,
    inherits: dict[str, list[str]] | None = None,
    by_person: bool = False,
) -> None:
    """Store claims of the report in row `report`, their ids the case's own, with what people decided.

    `inherits` has, by id, the claims of earlier readings whose decisions hold for them.
    """
    if not read:
        return
    pinned, inherits = pins(connection), inherits or {}
    on = _by_subject(connection, [one.id for one in read])
    given, made = [], []
    for one in read:
        inherited = inherits.get(one.id, [])
        entries = history(connection, one.id, inherited) if inherited or one.id in on else []
        found = effective(one, entries, pinned)
        more = {"by_person": by_person, "inherits": json.dumps(inherited) if inherited else None}
        given.append(_claim_row(found, report) | more)
        made.append(found.claim)
    statement = insert(claims).returning(claims.c.row, sort_by_parameter_order=True)
    numbers = list(connection.execute(statement, given).scalars())
    together = list(zip(made, read, numbers, strict=True))
    texts = [_text_row(claim, before, number) for claim, before, number in together]
    connection.execute(insert(claim_texts), texts)
    words.index_claims(connection, [text | {"row": text["claim"]} for text in texts])
    insert_children(connection, made, numbers)


def _by_subject(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Those of the ids on which somebody has decided."""
    found: set[str] = set()
    for at in range(0, len(ids), 500):
        found.update(one.subject for one in decisions.entries(connection, ids[at : at + 500]))
    return found


def insert_children(connection: Connection, made: Sequence[Claim], numbers: Sequence[int]) -> None:
    """Store the parties, places and tolls of claims in these rows."""
    for table, rows_of in _CHILDREN:
        parts = [row for claim, number in zip(made, numbers, strict=True) for row in rows_of(claim, number)]
        if parts:
            connection.execute(insert(table), parts)


def _claim_row(found: Decided, report: int) -> dict[str, Any]:
    return rows.claim_row(found.claim, report) | {
        "state": found.state.value,
        "people": json.dumps(found.people, ensure_ascii=False),
        "agreed": len(found.agreed),
    }


def _text_row(claim: Claim, read: Claim, number: int) -> dict[str, Any]:
    return rows.text_row(claim, number) | {"read_body": None if claim == read else rows.body_of(read)}


def history(connection: Connection, id_: str, inherits: Iterable[str] = ()) -> list[Decision]:
    """The entries of the log that hold for a claim: on itself, and on those whose decisions it has inherited."""
    inherited = set(inherits)
    found = list(decisions.entries(connection, {id_, *inherited}))
    if id_ in inherited:
        return found
    # What was decided on a claim of this id before another one took its place is decided on that one.
    left = max((one.sequence for one in found if one.subject == id_ and _goes_to(one)), default=0)
    return [one for one in found if one.subject != id_ or one.sequence > left]


def _goes_to(entry: Decision) -> str | None:
    return entry.payload["to"] if entry.action == Action.CARRY and entry.payload else None


def follow(connection: Connection, entry: Decision) -> None:
    """Change what a new entry of the log is about."""
    cause: Decision | None = entry
    while cause is not None and cause.action == Action.UNDO:
        cause = decisions.entry(connection, cause.payload["sequence"]) if cause.payload else None
    if cause is None:
        return
    if cause.action in _PINS:
        pinned = pins(connection)
        for number in rows_with(connection, cause):
            refresh(connection, number, pinned, undecided=True)
    elif cause.action in (Action.ACCEPT, Action.REJECT, Action.CORRECT, Action.ADD):
        if entry.action == Action.ADD:
            _add(connection, entry)
        linking.let_claims_wait(connection, [entry.subject])
        for number in holders(connection, entry.subject):
            refresh(connection, number, pins(connection))
    elif cause.action in (Action.SPLIT, Action.MERGE, Action.PIN) and cause.payload is not None:
        linking.let_claims_wait(connection, (*cause.payload["claims"], *cause.payload.get("others", ())))
    elif cause.action == Action.GRADE:
        linked.regrade(connection, cause.subject)


def _add(connection: Connection, entry: Decision) -> None:
    assert entry.payload is not None
    report = connection.execute(select(reports.c.row).where(reports.c.id == entry.payload["report"])).scalar_one()
    insert_claims(connection, report, [msgspec.convert(entry.payload["claim"], Claim)], by_person=True)


def rows_with(connection: Connection, pin: Decision) -> list[int]:
    """The rows of the claims that stand and in which the words of a pin are a place, or a party."""
    if pin.payload is None:
        return []
    table, sought = _PINS[Action(pin.action)], str(pin.payload["words"])
    statement = select(table.c.claim, table.c.text).join(claims, claims.c.row == table.c.claim)
    statement = statement.where(claims.c.retired.is_(None))
    if pin.payload.get("report") is not None:
        statement = statement.join(reports).where(reports.c.sha256_text == pin.payload["report"])
    if sought.isascii():
        # Of other letters, databases do not all know the small one.
        statement = statement.where(func.lower(table.c.text) == sought.lower())
    wanted = sought.casefold()
    return sorted({row.claim for row in connection.execute(statement) if row.text.casefold() == wanted})


def holders(connection: Connection, id_: str) -> list[int]:
    """The rows of the claims for which decisions on `id_` hold: it, and what took its place; else it as it was last."""
    found: dict[int, None] = {}
    seen: set[str] = set()
    coming: str | None = id_
    while coming is not None and coming not in seen:
        seen.add(coming)
        statement = select(claims.c.row).where(claims.c.id == coming, claims.c.retired.is_(None))
        found.update(dict.fromkeys(connection.execute(statement).scalars()))
        carried = list(decisions.entries(connection, [coming], actions=[Action.CARRY]))
        coming = _goes_to(carried[-1]) if carried else None
    if not found:
        last = select(claims.c.row).where(claims.c.id == id_).order_by(claims.c.row.desc()).limit(1)
        found.update(dict.fromkeys(connection.execute(last).scalars()))
    return list(found)


def refresh(connection: Connection, number: int, pinned: Sequence[Decision], *, undecided: bool = False) -> None:
    """Bring the rows of a claim up to date with the log; `undecided`: nothing has come that is about it alone."""
    row = connection.execute(select(claims).where(claims.c.row == number)).one()
    text = connection.execute(select(claim_texts).where(claim_texts.c.claim == number)).one()
    read = rows.claim_of(text.read_body or text.body)
    alone = undecided and row.people == "[]" and not (row.by_person or row.inherits or row.retired)
    entries = [] if alone else history(connection, row.id, json.loads(row.inherits or "[]"))
    found = effective(read, entries, pinned)
    if _change(connection, claims.c.row, row, _claim_row(found, row.report) | placed(row, entries)):
        linking.let_wait(connection, reports.c.row == row.report)
    new = _text_row(found.claim, read, number)
    if any(new[name] != getattr(text, name) for name in words.CLAIM_FIELDS):
        words.unindex_claim(connection, text._asdict() | {"row": number})
        words.index_claims(connection, [new | {"row": number}])
    if _change(connection, claim_texts.c.claim, text, new):
        linking.let_wait(connection, reports.c.row == row.report)
        replace_children(connection, rows.claim_of(text.body), found.claim, number)


def replace_children(connection: Connection, before: Claim, claim: Claim, number: int) -> None:
    """Put the parties, places and tolls of a claim in place of those that its row has from before."""
    for table, rows_of in _CHILDREN:
        old, new = list(rows_of(before, number)), list(rows_of(claim, number))
        if old != new:
            connection.execute(delete(table).where(table.c.claim == number))
            if new:
                connection.execute(insert(table), new)


def _change(connection: Connection, key: Column[int], row: Any, new: dict[str, Any]) -> bool:
    """Whether anything in a row had to be changed, and was."""
    changed = {name: value for name, value in new.items() if value != getattr(row, name)}
    if changed:
        connection.execute(update(key.table).where(key == getattr(row, key.name)).values(changed))
    return bool(changed)


def placed(row: Any, entries: Sequence[Decision]) -> dict[str, Any]:
    """Whether a claim stands that no reading keeps there: one that a person added, or that lost its place."""
    if not (row.by_person or row.retired):
        return {}
    holding = [one for one in standing(entries) if one.action != Action.CARRY]
    lost = next((one for one in reversed(entries) if one.action == Action.CARRY and one.subject == row.id), None)
    if lost is None:
        added = any(one.action in (Action.ADD, Action.ACCEPT, Action.CORRECT) for one in holding)
        return {} if added else {"state": ReviewState.REJECTED.value}
    since = [one.action for one in holding if one.sequence > lost.sequence]
    if Action.ACCEPT in since or Action.CORRECT in since:
        return {"by_person": True, "retired": None, "orphan": False}
    return {"by_person": False, "retired": lost.at, "orphan": not since}
