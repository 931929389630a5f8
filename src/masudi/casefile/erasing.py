"""Erasure: reports, claims and names are taken out of the tables, and then out of what the database keeps of them.

In the log stay who erased what, when and why, and hashes. The decisions on what was erased lose their content, which
their entries in the log do without: the chain holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, select, update

from masudi.casefile import decisions, feeds, keeping, linking, reprinting, rows, settings, words
from masudi.casefile.decisions import Signer
from masudi.casefile.engine import parts
from masudi.casefile.tables import claim_texts, claims, failures, reports
from masudi.casefile.tables import decisions as decisions_table
from masudi.domain import Action, Report
from masudi.domain.case import Decision, report_id
from masudi.errors import ReportError

# What the log needs to be checked, and what says that something else was erased.
_KEPT = (Action.ENROL, Action.REDACT, Action.SET)


def erasures(connection: Connection) -> list[Decision]:
    """The entries of the log that erased anything."""
    return list(decisions.entries(connection, actions=[Action.REDACT]))


def refuse(report: Report, erasures: Iterable[Decision]) -> None:
    """ReportError where one of the entries erased the report."""
    if (entry := erased(report, erasures)) is not None:
        problem = f"was erased from the case by {entry.person} on {entry.at:%Y-%m-%d}, and is not added again"
        raise ReportError(report.path or report.name, problem)


def erased(report: Report, erasures: Iterable[Decision]) -> Decision | None:
    """The one of the entries that erased this report, or another one of the same bytes or text."""
    same = {report.sha256_bytes, report.sha256_text}
    for entry in erasures:
        hashes = {(entry.payload or {}).get(name) for name in ("sha256_bytes", "sha256_text")}
        if entry.subject == report_id(report) or same & hashes:
            return entry
    return None


def erased_claims(connection: Connection) -> set[str]:
    """The ids of the claims that were erased alone or with their reports."""
    found: set[str] = set()
    for entry in erasures(connection):
        found.update((entry.payload or {}).get("claims", ()))
    return found


def erase_report(connection: Connection, id_: str, person: str, why: str, signer: Signer | None) -> Decision | None:
    """Erase a report with its claims and the decisions on them; None where there is no such report."""
    row = connection.execute(select(reports).where(reports.c.id == id_)).first()
    if row is None:
        return None
    of_it = connection.execute(select(claims.c.row, claims.c.id).where(claims.c.report == row.row)).all()
    ids = sorted({one.id for one in of_it})
    entries = _empty(connection, [id_, *ids])
    _erase_claims(connection, [one.row for one in of_it])
    reprinting.look_anew(connection, [id_])
    words.unindex_report(connection, row._asdict())
    _close_gap(connection, row)
    connection.execute(delete(reports).where(reports.c.row == row.row))
    feeds.erase(connection, row.path)
    feeds.erase(connection, row.url)
    if row.path is not None:
        connection.execute(delete(failures).where(failures.c.key == rows.digest(row.path)))
    hashes = {"sha256_bytes": row.sha256_bytes, "sha256_text": row.sha256_text}
    payload = {"what": "report", "claims": ids, "entries": entries} | hashes
    return noted(connection, id_, payload, person, why, signer)


def _close_gap(connection: Connection, row: Any) -> None:
    """The version after an erased one follows the one before it, which is the current one where none is after it."""
    mine = reports.c.row == row.row
    connection.execute(update(reports).where(mine).values(previous=None))
    connection.execute(update(reports).where(reports.c.previous == row.row).values(previous=row.previous))
    if row.current and row.previous is not None:
        connection.execute(update(reports).where(reports.c.row == row.previous).values(current=True, linked=False))


def erase_claim(connection: Connection, id_: str, person: str, why: str, signer: Signer | None) -> Decision | None:
    """Erase a claim, what it was in other readings, and the decisions on it; None where there is no such claim."""
    ids = _in_other_readings(connection, id_)
    found = connection.execute(select(claims.c.row, claims.c.report).where(claims.c.id.in_(ids))).all()
    if not found:
        return None
    report = connection.execute(select(reports.c.id).where(reports.c.row == found[0].report)).scalar_one()
    entries = _empty(connection, ids)
    _erase_claims(connection, [one.row for one in found])
    payload = {"what": "claim", "report": report, "claims": ids, "entries": entries}
    return noted(connection, id_, payload, person, why, signer)


def _in_other_readings(connection: Connection, id_: str) -> list[str]:
    found, coming = {id_}, {id_}
    links = [
        (one.subject, str(one.payload["to"]))
        for one in decisions.entries(connection, actions=[Action.CARRY])
        if one.payload and one.payload["to"]
    ]
    while coming:
        coming = {other for pair in links for other in pair if coming & set(pair)} - found
        found |= coming
    return sorted(found)


def _erase_claims(connection: Connection, numbers: Iterable[int]) -> None:
    """Delete claims, and whatever repeats what they say; that is made anew when reports are linked again."""
    numbers = list(numbers)
    linking.forget_claims(connection, numbers)
    for number in numbers:
        text = connection.execute(select(claim_texts).where(claim_texts.c.claim == number)).one()
        words.unindex_claims(connection, [text._asdict() | {"row": number}])
        connection.execute(delete(claims).where(claims.c.row == number))


def _empty(connection: Connection, subjects: list[str]) -> list[int]:
    """Erase what the decisions on some subjects say; their numbers."""
    found = [
        one.sequence
        for some in parts(subjects)
        for one in decisions.entries(connection, some)
        if one.action not in _KEPT and one.payload is not None
    ]
    return empty_entries(connection, found)


def empty_entries(connection: Connection, numbers: Iterable[int]) -> list[int]:
    """Erase what some entries of the log say; their numbers in order."""
    found = sorted(set(numbers))
    for number in found:
        statement = update(decisions_table).where(decisions_table.c.sequence == number)
        connection.execute(statement.values(payload=None, why=None, salt=None))
    return found


def noted(
    connection: Connection, subject: str, payload: dict[str, Any], person: str, why: str, signer: Signer | None
) -> Decision:
    """Enter an erasure into the log, and keep that it has still to be finished (`purging`)."""
    settings.set_erasing(connection, True)
    keeping.forget(connection)
    return decisions.append(
        connection, person=person, action=Action.REDACT, subject=subject, payload=payload, why=why, signer=signer
    )
