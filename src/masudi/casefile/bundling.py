"""A whole case out as records, and records in as a whole case.

What can be made anew from the rest (columns for searching, indexes, gists, links) is no part of the records.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from masudi.casefile import bundling_feeds, linked, linking, rows, settings, shown, words
from masudi.casefile import decisions as log
from masudi.casefile import incidents as linked_incidents
from masudi.casefile import victims as named
from masudi.casefile.bundling_feeds import known
from masudi.casefile.tables import (
    claim_texts,
    claims,
    decisions,
    failures,
    meta,
    originals,
    reports,
    victims,
)
from masudi.domain import Report
from masudi.domain.bundle import (
    VERSION,
    BundleArrival,
    BundleClaim,
    BundleDecision,
    BundleFailure,
    BundleFeed,
    BundleHead,
    BundleIncident,
    BundleItem,
    BundleReport,
    BundleVictim,
    Record,
)
from masudi.domain.case import Decision, Retrieval
from masudi.errors import UsageError

_OF_CASE = ("id", "current", "added", "publisher", "reader")
_OF_REPORT = ("published", "synthetic", "name", "path", "title", "url", "language", "unread", "encoding", "text")
_HASHES = ("sha256_bytes", "sha256_text")
_OF_VICTIM = ("name", "start", "end", "sensitive")


def dump(connection: Connection) -> Iterator[Record]:
    """All that the case holds: its head, the log, each report with its claims, what failed, feeds, incidents.

    Two things stay behind: who may come in from other machines, which each team says for itself, and the secret of
    pseudonyms, with which whoever has the bundle could try who a sender is.
    """
    yield _head(connection)
    for entry in log.entries(connection):
        yield BundleDecision(**{name: getattr(entry, name) for name in Decision.__struct_fields__})
    ids = {row.row: row.id for row in connection.execute(select(reports.c.row, reports.c.id))}
    for number in sorted(ids):
        row = connection.execute(select(reports).where(reports.c.row == number)).one()
        yield _report(connection, row, ids)
        yield from _claims(connection, row)
    for row in connection.execute(select(failures).order_by(failures.c.path)):
        yield BundleFailure(path=row.path, problem=row.problem, line=row.line, at=row.at)
    yield from bundling_feeds.dump(connection)
    for one in linked_incidents.every(connection):
        yield BundleIncident(incident=one)


def _head(connection: Connection) -> BundleHead:
    def count(table: Any) -> int:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()

    return BundleHead(
        version=VERSION,
        case=settings.case_id(connection),
        made=datetime.datetime.fromisoformat(settings.value(connection, "made")),
        settings=settings.load(connection),
        head=log.head(connection),
        reports=count(reports),
        claims=count(claims),
        decisions=count(decisions),
    )


def _report(connection: Connection, row: Any, ids: dict[int, str]) -> BundleReport:
    data = connection.execute(select(originals.c.data).where(originals.c.report == row.row)).scalar()
    report, retrieval = rows.report_of(row), rows.retrieval_of(row)
    came = {name: getattr(retrieval, name) for name in Retrieval.__struct_fields__ if name != "at"}
    return BundleReport(
        previous=ids[row.previous] if row.previous is not None else None,
        warnings=report.warnings,
        ways=report.ways,
        retrieved_at=retrieval.at,
        data=data,
        **{name: getattr(row, name) for name in (*_OF_CASE, *_OF_REPORT, *_HASHES)},
        **came,
    )


def _claims(connection: Connection, report: Any) -> Iterator[Record]:
    statement = select(claims, claim_texts.c.body, claim_texts.c.read_body).join(claim_texts)
    for row in connection.execute(statement.where(claims.c.report == report.row).order_by(claims.c.row)).all():
        now = rows.claim_of(row.body)
        yield BundleClaim(
            report=report.id,
            read=rows.claim_of(row.read_body) if row.read_body else now,
            stands=now if row.read_body else None,
            state=row.state,
            people=tuple(json.loads(row.people)),
            inherits=tuple(json.loads(row.inherits)) if row.inherits else None,
            **{name: getattr(row, name) for name in ("retired", "by_person", "agreed", "orphan")},
        )
        for victim in connection.execute(select(victims).where(victims.c.claim == row.row).order_by(victims.c.row)):
            yield BundleVictim(claim=row.id, **{name: getattr(victim, name) for name in _OF_VICTIM})


def load(connection: Connection, records: Iterable[Record]) -> None:
    """Fill a case that is new and empty; its reports then wait to be linked. UsageError where it is not empty.

    The records are taken as they are: whoever loads them checks the case afterwards, before anybody relies on it.
    """
    if connection.execute(select(reports.c.row).limit(1)).first() or len(list(log.entries(connection))) > 1:
        raise UsageError("a bundle is imported into a new case: name a file that is not there yet")
    connection.execute(delete(decisions))
    filling = _Filling(connection)
    for record in records:
        filling.take(record)
    linked.write(connection, filling.incidents, (), {})
    # Who is the same person is what the log says, whatever stands in the bundle.
    named.link(connection)
    linking.begin_anew(connection)


class _Filling:
    """Fills a case record by record."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._reports: dict[str, int] = {}
        self._claims: dict[str, int] = {}
        self._feeds = bundling_feeds.Filling(connection)
        self.incidents: list[Any] = []

    def take(self, record: Record) -> None:
        """Store one record."""
        if isinstance(record, BundleHead):
            self._head(record)
        elif isinstance(record, BundleDecision):
            self._decision(record)
        elif isinstance(record, BundleReport):
            self._report(record)
        elif isinstance(record, BundleClaim):
            self._claim(record)
        elif isinstance(record, BundleVictim):
            row = {name: getattr(record, name) for name in _OF_VICTIM} | {"claim": known(self._claims, record.claim)}
            self._connection.execute(insert(victims), row)
        elif isinstance(record, BundleFailure):
            row = {name: getattr(record, name) for name in ("path", "problem", "line", "at")}
            self._connection.execute(insert(failures), row | {"key": rows.digest(record.path)})
        elif isinstance(record, BundleFeed | BundleItem | BundleArrival):
            self._feeds.take(record)
        else:
            its = [one for one in record.incident.claims if one in self._claims]
            if its:
                self.incidents.append(msgspec.structs.replace(record.incident, claims=tuple(its)))

    def _head(self, record: BundleHead) -> None:
        values = {
            "case": json.dumps(record.case),
            "made": json.dumps(record.made.astimezone(datetime.UTC).isoformat(timespec="microseconds")),
            "settings": msgspec.json.encode(record.settings).decode(),
        }
        for key, value in values.items():
            self._connection.execute(update(meta).where(meta.c.key == key).values(value=value))

    def _decision(self, record: BundleDecision) -> None:
        row = {name: getattr(record, name) for name in Decision.__struct_fields__}
        payload = None if record.payload is None else json.dumps(record.payload, ensure_ascii=False)
        self._connection.execute(insert(decisions), row | {"payload": payload})

    def _report(self, record: BundleReport) -> None:
        report = Report(
            source=record.publisher,
            warnings=record.warnings,
            **{name: getattr(record, name) for name in Report.__struct_fields__ if name not in ("source", "warnings")},
        )
        came = {name: getattr(record, name) for name in Retrieval.__struct_fields__ if name != "at"}
        retrieval = Retrieval(at=record.retrieved_at, **came)
        row = rows.report_row(report, retrieval, record.reader) | {
            "id": record.id,
            "current": record.current,
            "added": record.added,
            "previous": None if record.previous is None else known(self._reports, record.previous),
        }
        number = self._connection.execute(insert(reports).returning(reports.c.row), row).scalar_one()
        self._reports[record.id] = number
        if record.data is not None:
            self._connection.execute(insert(originals), {"report": number, "data": record.data})
        words.index_reports(self._connection, [row | {"row": number}])

    def _claim(self, record: BundleClaim) -> None:
        now, number = record.stands or record.read, known(self._reports, record.report)
        row = rows.claim_row(now, number) | {
            "state": record.state.value,
            "people": json.dumps(record.people, ensure_ascii=False),
            "inherits": None if record.inherits is None else json.dumps(record.inherits),
            **{name: getattr(record, name) for name in ("retired", "by_person", "agreed", "orphan")},
        }
        at = self._connection.execute(insert(claims).returning(claims.c.row), row).scalar_one()
        text = rows.text_row(now, at) | {"read_body": rows.body_of(record.read) if record.stands else None}
        self._connection.execute(insert(claim_texts), text)
        words.index_claims(self._connection, [text | {"row": at}])
        shown.insert_children(self._connection, [now], [at])
        self._claims[now.id] = at
