"""What a case holds, for whoever checks it: each report with its bytes, and each claim as read, as shown, and as it
should be shown by the log.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from masudi.casefile import refreshing, rows, shown
from masudi.casefile.tables import claim_texts, claims, decisions, originals, reports
from masudi.domain import Claim, Report
from masudi.domain.case import Decision, Retrieval
from masudi.review import effective


class KeptClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as it stands in the tables; `problems` are where these contradict each other, or the log."""

    id: str
    read: Claim
    shown: Claim
    by_person: bool
    problems: tuple[str, ...] = ()


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A report, its bytes, and all its claims, retired ones too."""

    id: str
    report: Report
    retrieval: Retrieval
    data: bytes
    claims: tuple[KeptClaim, ...]


def kept(connection: Connection) -> Iterator[Kept]:
    """All that the case holds, report by report."""
    pinned = shown.pins(connection)
    decided = set(connection.execute(select(decisions.c.subject).distinct()).scalars())
    for number in list(connection.execute(select(reports.c.row).order_by(reports.c.row)).scalars()):
        row = connection.execute(select(reports).where(reports.c.row == number)).one()
        data = connection.execute(select(originals.c.data).where(originals.c.report == number)).scalar()
        statement = select(claims, claim_texts).join(claim_texts).where(claims.c.report == number)
        yield Kept(
            id=row.id,
            report=rows.report_of(row),
            retrieval=rows.retrieval_of(row),
            data=data or b"",
            claims=tuple(_claim(connection, one, pinned, decided) for one in connection.execute(statement).all()),
        )


def _claim(connection: Connection, row: Any, pinned: Sequence[Decision], decided: Container[str]) -> KeptClaim:
    read, now = rows.claim_of(row.read_body or row.body), rows.claim_of(row.body)
    inherits = json.loads(row.inherits or "[]")
    entries = refreshing.history(connection, row.id, inherits) if inherits or row.id in decided else []
    return KeptClaim(
        id=row.id,
        read=read,
        shown=now,
        by_person=row.by_person,
        problems=tuple(_problems(row, read, now, entries, pinned)),
    )


def _problems(
    row: Any, read: Claim, now: Claim, entries: Sequence[Decision], pinned: Sequence[Decision]
) -> Iterator[str]:
    if row.id not in (read.id, now.id) or read.id != now.id:
        yield "it stands under an id that is not its own"
    given = rows.claim_row(now, row.report) | rows.text_row(now, row.claim)
    if differing := [name for name, value in given.items() if getattr(row, name) != value and name != "body"]:
        yield f"what is searched is not what it says ({', '.join(differing)})"
    if row.retired is not None and not row.orphan:
        return
    found = effective(read, entries, pinned)
    if found.claim != now:
        yield "it is not what the decisions in the log make of it"
    elif (list(found.people), len(found.agreed)) != (json.loads(row.people), row.agreed):
        yield "those who decided on it are not those in the log"
    elif row.state != (refreshing.placed(row, entries).get("state") or found.state.value):
        yield "its state is not what the decisions in the log make of it"
