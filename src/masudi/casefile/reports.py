"""Storing reports with their claims, and handing them out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select, update

from masudi.casefile import rows, shown, words
from masudi.casefile.tables import claim_texts, claims, failures, originals, reports
from masudi.domain import Reading, ReviewState
from masudi.domain.case import (
    Failure,
    ReportSummary,
    Retrieval,
    Settings,
    Stored,
    StoredReport,
    of_case,
    report_id,
)
from masudi.errors import ReportError


def store(connection: Connection, reading: Reading, data: bytes, retrieval: Retrieval, reader: str) -> Stored:
    """Store a report and its claims; nothing where the case has it already."""
    report = reading.report
    id_ = report_id(report)
    if known(connection, id_):
        return Stored(id=id_, known=True)
    row = rows.report_row(report, retrieval, reader)
    before = connection.execute(
        select(reports.c.row, reports.c.id).where(reports.c.lineage == row["lineage"], reports.c.current)
    ).first()
    if before:
        connection.execute(update(reports).where(reports.c.row == before.row).values(current=False, linked=False))
    row |= {
        "id": id_,
        "previous": before.row if before else None,
        "current": True,
        "added": datetime.datetime.now(datetime.UTC),
    }
    number = connection.execute(insert(reports).returning(reports.c.row), row).scalar_one()
    connection.execute(insert(originals), {"report": number, "data": data})
    words.index_report(connection, row | {"row": number})
    shown.insert_claims(connection, number, [of_case(id_, claim) for claim in reading])
    return Stored(id=id_, previous=before.id if before else None)


def known(connection: Connection, id_: str) -> bool:
    """Whether the case has the report."""
    return connection.execute(select(reports.c.row).where(reports.c.id == id_)).first() is not None


def fail(connection: Connection, fault: ReportError) -> None:
    """Keep that a report could not be read, in place of what was kept of it before."""
    forget_failure(connection, fault.path)
    at = datetime.datetime.now(datetime.UTC)
    row = {"key": rows.digest(fault.path), "path": fault.path, "problem": fault.problem, "line": fault.line, "at": at}
    connection.execute(insert(failures), row)


def forget_failure(connection: Connection, path: str) -> None:
    """The report at `path` could be read after all."""
    connection.execute(delete(failures).where(failures.c.key == rows.digest(path)))


def failed(connection: Connection) -> Iterator[Failure]:
    """What could not be read, by path."""
    columns = (failures.c.path, failures.c.problem, failures.c.line, failures.c.at)
    for row in connection.execute(select(*columns).order_by(failures.c.path)):
        yield Failure(path=row.path, problem=row.problem, line=row.line, at=row.at)


def summaries() -> Select[Any]:
    """The columns that a `ReportSummary` is made of; the caller may narrow and sort."""
    count = (
        select(func.count()).where(claims.c.report == reports.c.row, *standing()).correlate(reports).scalar_subquery()
    )
    before = reports.alias("before")
    return select(
        *(reports.c[name] for name in _SUMMARY), count.label("claims"), before.c.id.label("previous")
    ).select_from(reports.outerjoin(before, before.c.row == reports.c.previous))


def standing() -> tuple[ColumnElement[bool], ...]:
    """Which claims stand: no later reading has replaced them, and nobody has rejected them."""
    return claims.c.retired.is_(None), claims.c.state != ReviewState.REJECTED.value


_SUMMARY = (
    *("id", "name", "path", "title", "publisher", "url", "published", "synthetic", "sha256_bytes", "sha256_text"),
    *("added", "current"),
)


def summary_of(row: Any) -> ReportSummary:
    """The summary in a row of `summaries`."""
    return ReportSummary(claims=row.claims, previous=row.previous, **{name: getattr(row, name) for name in _SUMMARY})


def listed(connection: Connection) -> Iterator[ReportSummary]:
    """All reports, by day; those without one last."""
    for row in connection.execute(
        summaries().order_by(reports.c.published.is_(None), reports.c.published, reports.c.row)
    ):
        yield summary_of(row)


def due(connection: Connection, settings: Settings, day: datetime.date) -> Iterator[ReportSummary]:
    """The reports that, by the settings, are not to be in the case any more on `day`."""
    for row in connection.execute(summaries().add_columns(reports.c.collector, reports.c.retrieved)):
        days = settings.retention_by_collector.get(row.collector or "", settings.retention_days)
        if days is not None and (row.retrieved or row.added.date()) + datetime.timedelta(days=days) <= day:
            yield summary_of(row)


def load(connection: Connection, id_: str) -> StoredReport | None:
    """The report with this id and the claims that stand."""
    row = connection.execute(select(reports).where(reports.c.id == id_)).first()
    if row is None:
        return None
    bodies = select(claim_texts.c.body).join(claims).where(claims.c.report == row.row, *standing())
    return StoredReport(
        id=row.id,
        report=rows.report_of(row),
        retrieval=rows.retrieval_of(row),
        reader=row.reader,
        added=row.added,
        previous=connection.execute(select(reports.c.id).where(reports.c.row == row.previous)).scalar(),
        next=connection.execute(select(reports.c.id).where(reports.c.previous == row.row)).scalar(),
        claims=tuple(map(rows.claim_of, connection.execute(bodies.order_by(claims.c.row)).scalars())),
    )


def original(connection: Connection, id_: str) -> bytes | None:
    """The bytes of the report with this id, as they were retrieved."""
    statement = select(originals.c.data).join(reports, reports.c.row == originals.c.report).where(reports.c.id == id_)
    return connection.execute(statement).scalar()


def ids(connection: Connection, prefix: str) -> list[str]:
    """The ids of at most two reports that begin so."""
    return list(connection.execute(select(reports.c.id).where(_begins(reports.c.id, prefix)).limit(2)).scalars())


def _begins(column: Any, prefix: str) -> Any:
    return column.startswith(prefix, autoescape=True)
