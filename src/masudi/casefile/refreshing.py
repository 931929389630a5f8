"""Claims that are stored, brought up to date with the log: many of them in a few statements.

A pin of a common name changes thousands of claims. What is to be read, and what is to be written, is gathered first.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, delete, select, update

from masudi.casefile import decisions, linking, rows, words
from masudi.casefile.engine import insert_rows, parts
from masudi.casefile.tables import claim_parties, claim_places, claim_texts, claims, reports, tolls
from masudi.domain import Action, Claim, ReviewState
from masudi.domain.case import Decision
from masudi.review import Decided, effective, standing

CHILDREN = ((claim_parties, rows.party_rows), (claim_places, rows.place_rows), (tolls, rows.toll_rows))


class _Change(NamedTuple):
    """What of a claim is not as its rows have it: columns, and the rows of its parts."""

    row: Any
    text: Any
    columns: dict[str, Any]
    texts: dict[str, Any]
    claim: Claim

    @property
    def falls(self) -> bool:
        """Whether the claim stands and did not, or the other way round (`tables.standing`)."""
        now = {"retired": self.row.retired, "state": self.row.state} | self.columns
        stood, stands = (
            retired is None and state != ReviewState.REJECTED.value
            for retired, state in ((self.row.retired, self.row.state), (now["retired"], now["state"]))
        )
        return stood != stands


def refresh(
    connection: Connection, numbers: Iterable[int], pinned: Sequence[Decision], *, undecided: bool = False
) -> None:
    """Bring the rows of claims up to date with the log; `undecided`: nothing has come that is about one of them alone.

    `pinned`: the entries that pin words, or undo anything. Reports whose claims are changed by it wait to be linked.
    """
    for some in parts(numbers):
        rows_of = {row.row: row for row in connection.execute(select(claims).where(claims.c.row.in_(some)))}
        texts = connection.execute(select(claim_texts).where(claim_texts.c.claim.in_(some)))
        found = (_change(connection, rows_of[text.claim], text, pinned, undecided) for text in texts.all())
        _write(connection, [one for one in found if one.columns or one.texts])


def _change(connection: Connection, row: Any, text: Any, pinned: Sequence[Decision], undecided: bool) -> _Change:
    read = rows.claim_of(text.read_body or text.body)
    alone = undecided and row.people == "[]" and not (row.by_person or row.inherits or row.retired)
    entries = [] if alone else history(connection, row.id, json.loads(row.inherits or "[]"))
    found = effective(read, entries, pinned)
    columns = claim_row(found, row.report) | placed(row, entries)
    return _Change(
        row, text, _other(row, columns), _other(text, text_row(found.claim, read, row.row)), claim=found.claim
    )


def _other(row: Any, new: Mapping[str, Any]) -> dict[str, Any]:
    """What of a row is not as it should be."""
    return {name: value for name, value in new.items() if value != getattr(row, name)}


def _write(connection: Connection, changes: Sequence[_Change]) -> None:
    if not changes:
        return
    # That somebody stands behind a claim changes nothing in incidents, as long as it says the same and stands.
    linking.let_wait(connection, reports.c.row.in_({one.row.report for one in changes if one.texts or one.falls}))
    _update(connection, claims, "row", [(one.row.row, one.columns) for one in changes])
    said = [one for one in changes if any(name in one.texts for name in words.CLAIM_FIELDS)]
    words.unindex_claims(connection, [one.text._asdict() | {"row": one.row.row} for one in said])
    words.index_claims(connection, [one.text._asdict() | one.texts | {"row": one.row.row} for one in said])
    _update(connection, claim_texts, "claim", [(one.row.row, one.texts) for one in changes])
    told = [one for one in changes if one.texts]
    replace_children(connection, [(rows.claim_of(one.text.body), one.claim, one.row.row) for one in told])


def _update(connection: Connection, table: Table, key: str, changes: Iterable[tuple[int, dict[str, Any]]]) -> None:
    """Set columns of rows: those that differ in the same columns by one statement."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for number, columns in changes:
        if columns:
            alike[tuple(sorted(columns))].append(
                {f"new_{name}": value for name, value in columns.items()} | {"at": number}
            )
    for names, them in alike.items():
        values = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
        connection.execute(update(table).where(table.c[key] == bindparam("at")).values(values), them)


def replace_children(connection: Connection, changes: Sequence[tuple[Claim, Claim, int]]) -> None:
    """Put the parties, places and tolls of claims (before, now, row) in place of those that their rows have."""
    for table, rows_of in CHILDREN:
        new = {
            number: now
            for before, claim, number in changes
            if list(rows_of(before, number)) != (now := list(rows_of(claim, number)))
        }
        for some in parts(new):
            connection.execute(delete(table).where(table.c.claim.in_(some)))
        insert_rows(connection, table, [row for its in new.values() for row in its])


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


def claim_row(found: Decided, report: int) -> dict[str, Any]:
    """The columns of a claim, and of what people decided on it, of the report in row `report`."""
    return rows.claim_row(found.claim, report) | {
        "state": found.state.value,
        "people": json.dumps(found.people, ensure_ascii=False),
        "agreed": len(found.agreed),
    }


def text_row(claim: Claim, read: Claim, number: int) -> dict[str, Any]:
    """The words of the claim in row `number`, and what was read of it where that differs."""
    return rows.text_row(claim, number) | {"read_body": None if claim == read else rows.body_of(read)}


def history(connection: Connection, id_: str, inherits: Iterable[str] = ()) -> list[Decision]:
    """The entries of the log that hold for a claim: on itself, and on those whose decisions it has inherited."""
    inherited = set(inherits)
    found = list(decisions.entries(connection, {id_, *inherited}))
    if id_ in inherited:
        return found
    # What was decided on a claim of this id before another one took its place is decided on that one.
    left = max((one.sequence for one in found if one.subject == id_ and goes_to(one)), default=0)
    return [one for one in found if one.subject != id_ or one.sequence > left]


def goes_to(entry: Decision) -> str | None:
    """The claim that took the place of another one, by an entry that says so."""
    return entry.payload["to"] if entry.action == Action.CARRY and entry.payload else None
