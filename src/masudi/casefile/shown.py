"""Claims as they are shown: as they were read, with all that people decided about them.

A decision changes the rows of the claims that it is about, in the transaction that adds it to the log. What it came to
can always be made anew from what was read and the log: nothing here is kept that is not in one of the two.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, func, select

from masudi.casefile import decisions, linked, linking, victims, words
from masudi.casefile.engine import insert_rows, next_rows, parts
from masudi.casefile.refreshing import CHILDREN, claim_row, goes_to, history, refresh, text_row
from masudi.casefile.tables import claim_parties, claim_places, claim_texts, claims, reports
from masudi.domain import Action, Claim
from masudi.domain.case import Decision
from masudi.review import effective

_PINS = {Action.PIN_PLACE: claim_places, Action.PIN_ACTOR: claim_parties}


def pins(connection: Connection) -> list[Decision]:
    """The entries of the log that pin words, and those that undo anything."""
    return list(decisions.entries(connection, actions=(*_PINS, Action.UNDO)))


def insert_claims(
    connection: Connection,
    read: Sequence[tuple[int, Claim]],
    *,
    inherits: dict[str, list[str]] | None = None,
    by_person: bool = False,
) -> None:
    """Store claims, each with the row of its report, their ids the case's own, with what people decided.

    `inherits` has, by id, the claims of earlier readings whose decisions hold for them.
    """
    if not read:
        return
    pinned, inherits = pins(connection), inherits or {}
    on = _by_subject(connection, [one.id for _, one in read])
    numbers = next_rows(connection, claims, len(read))
    given, made = [], []
    for number, (report, one) in zip(numbers, read, strict=True):
        inherited = inherits.get(one.id, [])
        entries = history(connection, one.id, inherited) if inherited or one.id in on else []
        found = effective(one, entries, pinned)
        more = {"by_person": by_person, "inherits": json.dumps(inherited) if inherited else None}
        given.append({"row": number, **claim_row(found, report), **more})
        made.append(found.claim)
    insert_rows(connection, claims, given)
    together = zip(made, read, numbers, strict=True)
    texts = [text_row(claim, before, number) for claim, (_, before), number in together]
    insert_rows(connection, claim_texts, texts)
    words.index_claims(connection, [text | {"row": text["claim"]} for text in texts])
    insert_children(connection, made, numbers)


def _by_subject(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Those of the ids on which somebody has decided."""
    return {one.subject for some in parts(ids) for one in decisions.entries(connection, some)}


def insert_children(connection: Connection, made: Sequence[Claim], numbers: Sequence[int]) -> None:
    """Store the parties, places and tolls of claims in these rows."""
    for table, rows_of in CHILDREN:
        rows = [row for claim, number in zip(made, numbers, strict=True) for row in rows_of(claim, number)]
        insert_rows(connection, table, rows)


def follow(connection: Connection, entry: Decision) -> None:
    """Change what a new entry of the log is about."""
    cause: Decision | None = entry
    while cause is not None and cause.action == Action.UNDO:
        cause = decisions.entry(connection, cause.payload["sequence"]) if cause.payload else None
    if cause is None:
        return
    if cause.action in _PINS:
        pinned = pins(connection)
        refresh(connection, rows_with(connection, cause), pinned, undecided=True)
    elif cause.action in (Action.ACCEPT, Action.REJECT, Action.CORRECT, Action.ADD):
        if entry.action == Action.ADD:
            _add(connection, entry)
            linking.let_claims_wait(connection, [entry.subject])
        refresh(connection, holders(connection, entry.subject), pins(connection))
    elif cause.action in (Action.SPLIT, Action.MERGE, Action.PIN) and cause.payload is not None:
        linking.let_claims_wait(connection, (*cause.payload["claims"], *cause.payload.get("others", ())))
    elif cause.action == Action.SAME_PERSON:
        victims.link(connection)
    elif cause.action == Action.GRADE:
        linked.regrade(connection, cause)


def _add(connection: Connection, entry: Decision) -> None:
    assert entry.payload is not None
    report = connection.execute(select(reports.c.row).where(reports.c.id == entry.payload["report"])).scalar_one()
    insert_claims(connection, [(report, msgspec.convert(entry.payload["claim"], Claim))], by_person=True)


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
        coming = goes_to(carried[-1]) if carried else None
    if not found:
        last = select(claims.c.row).where(claims.c.id == id_).order_by(claims.c.row.desc()).limit(1)
        found.update(dict.fromkeys(connection.execute(last).scalars()))
    return list(found)
