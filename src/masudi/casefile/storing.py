"""Reports that were read, with their bytes and claims, into the tables: many together, by a few statements."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, select, update

from masudi.casefile import erasing, feeds, reports, rows, settings, shown, words
from masudi.casefile.decisions import Signer
from masudi.casefile.engine import insert_rows, next_rows, parts
from masudi.casefile.tables import originals
from masudi.casefile.tables import reports as table
from masudi.domain import Reading
from masudi.domain.case import Retrieval, Stored, of_case, report_id
from masudi.errors import ReportError


class Coming(msgspec.Struct, frozen=True, kw_only=True):
    """A report to be stored: as it was read, its bytes, and how they came here."""

    reading: Reading
    data: bytes
    retrieval: Retrieval


class _Before(NamedTuple):
    """The version that is the current one of a report's lineage: its row and its id."""

    row: int
    id: str


def store(
    connection: Connection,
    coming: Sequence[Coming],
    reader: str,
    *,
    mix: bool = False,
    person: str = "",
    signer: Signer | None = None,
) -> list[Stored | ReportError]:
    """Store reports in their order; what became of each, or why it may not come in, which is no matter to the others.

    See `Case.store`.
    """
    erasures, known = erasing.erasures(connection), settings.load(connection)
    there = _there(connection, [report_id(one.reading.report) for one in coming])
    found: list[Stored | ReportError] = []
    new: dict[str, Coming] = {}
    for one in coming:
        report = one.reading.report
        try:
            erasing.refuse(report, erasures)
            known = settings.admit(connection, known, report, mix, person, signer)
        except ReportError as fault:
            found.append(fault)
            continue
        id_ = report_id(report)
        found.append(Stored(id=id_, known=id_ in there or id_ in new))
        if id_ not in there:
            new.setdefault(id_, one)
        if report.path is not None:
            feeds.stored(connection, report.path)
    allowed = [one for one, its in zip(coming, found, strict=True) if isinstance(its, Stored)]
    reports.forget_failures(connection, [one.reading.report.path for one in allowed if one.reading.report.path])
    return _with_versions(found, _insert_all(connection, new, reader))


def _with_versions(found: Iterable[Stored | ReportError], previous: Mapping[str, str]) -> list[Stored | ReportError]:
    return [
        msgspec.structs.replace(one, previous=previous[one.id])
        if isinstance(one, Stored) and not one.known and one.id in previous
        else one
        for one in found
    ]


def _there(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those of the ids of reports that the case has."""
    mine = select(table.c.id)
    return {id_ for some in parts(ids) for id_ in connection.execute(mine.where(table.c.id.in_(some))).scalars()}


def _insert_all(connection: Connection, new: Mapping[str, Coming], reader: str) -> dict[str, str]:
    """Insert reports, by their ids; for each that has one the id of the version before it."""
    previous: dict[str, str] = {}
    columns = {id_: rows.report_row(one.reading.report, one.retrieval, reader) for id_, one in new.items()}
    for some in _apart(columns):
        before = _current(connection, [columns[id_]["lineage"] for id_ in some])
        previous |= {id_: before[its].id for id_ in some if (its := columns[id_]["lineage"]) in before}
        _insert(connection, {id_: new[id_] for id_ in some}, columns, before)
    return previous


def _apart(columns: Mapping[str, Mapping[str, Any]]) -> Iterator[list[str]]:
    """Reports, in their order, as many at a time as are of different lineages: a version follows one that is stored."""
    some: dict[str, str] = {}
    for id_, its in columns.items():
        if its["lineage"] in some:
            yield list(some.values())
            some = {}
        some[its["lineage"]] = id_
    if some:
        yield list(some.values())


def _current(connection: Connection, lineages: Sequence[str]) -> dict[str, _Before]:
    statement = select(table.c.lineage, table.c.row, table.c.id).where(table.c.current)
    return {
        row.lineage: _Before(row.row, row.id)
        for some in parts(lineages)
        for row in connection.execute(statement.where(table.c.lineage.in_(some)))
    }


def _insert(
    connection: Connection,
    new: Mapping[str, Coming],
    columns: Mapping[str, Mapping[str, Any]],
    before: Mapping[str, _Before],
) -> None:
    """Insert reports of different lineages, each after the version before it."""
    if before:
        older = table.c.row.in_([one.row for one in before.values()])
        connection.execute(update(table).where(older).values(current=False, linked=False))
    now = datetime.datetime.now(datetime.UTC)
    given = []
    for number, id_ in zip(next_rows(connection, table, len(new)), new, strict=True):
        last = before.get(columns[id_]["lineage"])
        more = {"row": number, "id": id_, "previous": last.row if last else None, "current": True, "added": now}
        given.append({**columns[id_], **more})
    insert_rows(connection, table, given)
    held = zip(given, new.values(), strict=True)
    insert_rows(connection, originals, [{"report": row["row"], "data": one.data} for row, one in held])
    words.index_reports(connection, given)
    read = [
        (row["row"], of_case(id_, claim))
        for row, (id_, one) in zip(given, new.items(), strict=True)
        for claim in one.reading
    ]
    shown.insert_claims(connection, read)
