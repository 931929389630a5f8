"""Reports with their claims, handed out; and what could not be read."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select

from masudi.casefile import rows
from masudi.casefile.engine import begins, parts
from masudi.casefile.tables import claim_texts, claims, failures, originals, reports, standing
from masudi.domain.case import (
    Failure,
    ReportSummary,
    Settings,
    StoredReport,
)
from masudi.errors import ReportError


def known(connection: Connection, id_: str) -> bool:
    """Whether the case has the report."""
    return connection.execute(select(reports.c.row).where(reports.c.id == id_)).first() is not None


def fail(connection: Connection, fault: ReportError) -> None:
    """Keep that a report could not be read, in place of what was kept of it before."""
    forget_failures(connection, [fault.path])
    at = datetime.datetime.now(datetime.UTC)
    row = {"key": rows.digest(fault.path), "path": fault.path, "problem": fault.problem, "line": fault.line, "at": at}
    connection.execute(insert(failures), row)


def forget_failures(connection: Connection, paths: Iterable[str]) -> None:
    """The reports at these paths could be read after all."""
    for some in parts(map(rows.digest, paths)):
        connection.execute(delete(failures).where(failures.c.key.in_(some)))


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


_SUMMARY = (
    *("id", "name", "path", "title", "publisher", "url", "published", "synthetic", "language", "unread"),
    *("sha256_bytes", "sha256_text"),
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
    return list(connection.execute(select(reports.c.id).where(begins(reports.c.id, prefix)).limit(2)).scalars())
