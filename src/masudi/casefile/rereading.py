"""A report read anew: its claims take the place of the former ones, and what people decided goes over to them.

Nothing that a person said is lost. A claim that a person added stays, and so does one that lost its place and that a
person wants kept; the reader's claim of the same thing is then left out. What somebody decided on a claim goes to the
claim of the new reading that has its words and its kind; where there is none, the claim waits as an orphan until
somebody says what is to become of it, or a later reading finds it again.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, or_, select, update

from masudi.casefile import decisions, linking, refreshing, rows, shown, victims
from masudi.casefile.decisions import Signer
from masudi.casefile.erasing import erased_claims
from masudi.casefile.tables import claim_texts, claims, reports
from masudi.domain import Action, Claim, Report
from masudi.domain.case import Reread
from masudi.review import carry_over, standing


class _Old(NamedTuple):
    row: Any
    read: Claim


def outdated(connection: Connection, reader: str) -> list[str]:
    """The ids of the reports that something other than `reader` has read, in the order in which they were added."""
    return list(
        connection.execute(select(reports.c.id).where(reports.c.reader != reader).order_by(reports.c.row)).scalars()
    )


def reread(
    connection: Connection, id_: str, read: Sequence[Claim], reader: str, person: str, signer: Signer | None
) -> Reread | None:
    """Put the claims that were `read` now, their ids the case's own, in place of those before; None: no such report."""
    report = connection.execute(select(reports.c.row).where(reports.c.id == id_)).scalar()
    if report is None:
        return None
    old = _old(connection, report)
    erased = erased_claims(connection)
    read = [one for one in read if one.id not in erased]
    taken = carry_over([one.read for one in old], read, kinds={one.row.id: one.row.kind for one in old})
    by_people = {new: one.row.id for one in old if one.row.by_person and (new := taken[one.row.id]) is not None}
    coming = {one.id: _related(one, by_people) for one in read if one.id not in by_people}
    inherits: dict[str, list[str]] = {}
    ruled = linking.ruled_claims(connection) | victims.joined_claims(connection)
    carried = orphans = 0
    for one in old:
        new = taken[one.row.id]
        if one.row.by_person or (one.row.orphan and new is None):
            continue
        if new == one.row.id and not one.row.orphan and coming[one.row.id] == one.read:
            del coming[one.row.id]
            continue
        goes, lost = _move(connection, one, new, inherits, one.row.id in ruled, person, signer)
        carried, orphans = carried + goes, orphans + lost
    shown.insert_claims(connection, [(report, one) for one in coming.values()], inherits=inherits)
    connection.execute(update(reports).where(reports.c.row == report).values(reader=reader, linked=False))
    return Reread(id=id_, claims=len(read), new=len(coming), carried=carried, orphans=orphans)


def keep_language(connection: Connection, id_: str, report: Report) -> None:
    """Keep in which language a report is by what is known now, and whether the reader reads it."""
    values = {"language": report.language, "unread": report.unread}
    connection.execute(update(reports).where(reports.c.id == id_).values(**values))


def _old(connection: Connection, report: int) -> list[_Old]:
    """The claims that stand, and those that wait for somebody to say what is to become of them."""
    columns = (*(claims.c[name] for name in ("row", "id", "kind", "by_person", "orphan", "inherits")),)
    statement = select(*columns, claim_texts.c.body, claim_texts.c.read_body).join(claim_texts)
    statement = statement.where(claims.c.report == report, or_(claims.c.retired.is_(None), claims.c.orphan))
    found = connection.execute(statement.order_by(claims.c.by_person.desc(), claims.c.row))
    return [_Old(row, rows.claim_of(row.read_body or row.body)) for row in found]


def _related(claim: Claim, by_people: dict[str, str]) -> Claim:
    relations = tuple(msgspec.structs.replace(one, to=by_people.get(one.to, one.to)) for one in claim.relations)
    return claim if relations == claim.relations else msgspec.structs.replace(claim, relations=relations)


def _move(
    connection: Connection,
    old: _Old,
    new: str | None,
    inherits: dict[str, list[str]],
    ruled: bool,
    person: str,
    signer: Signer | None,
) -> tuple[bool, bool]:
    """Retire a claim; whether decisions on it went over to the new one, and whether they were left without any.

    `ruled`: somebody has said to which incident it belongs, or who it names, which is a decision on it too.
    """
    inherited: list[str] = json.loads(old.row.inherits or "[]")
    entries = refreshing.history(connection, old.row.id, inherited)
    decided = ruled or any(one.action != Action.CARRY for one in (standing(entries) if new is None else entries))
    if new == old.row.id:
        inherits[old.row.id] = inherited
    elif new is not None and decided:
        inherits[new] = [*inherited, *([old.row.id] if old.row.id not in inherited else [])]
    if decided and new != old.row.id:
        decisions.append(
            connection,
            person=person,
            action=Action.CARRY,
            subject=old.row.id,
            payload={"to": new},
            why=None,
            signer=signer,
        )
    orphan = decided and new is None
    values: dict[str, Any] = {"orphan": orphan}
    if not old.row.orphan:
        values["retired"] = datetime.datetime.now(datetime.UTC)
    connection.execute(update(claims).where(claims.c.row == old.row.row).values(values))
    return decided and new is not None, orphan
