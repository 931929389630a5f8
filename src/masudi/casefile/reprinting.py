"""Reports that print one text: their signatures, how those that are alike are found, and the groups that they form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from masudi.casefile.engine import among, insert_rows, parts
from masudi.casefile.tables import bands, reports, reprints, signatures


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A report among those that print one text: its id, text hash and publisher, and the group."""

    id: str
    sha256_text: str
    publisher: str | None
    group: str


def texts(connection: Connection, ids: Collection[str]) -> list[tuple[str, str, str | None]]:
    """Id, text and publisher of those of the reports that are no older versions."""
    statement = select(reports.c.id, reports.c.text, reports.c.publisher)
    statement = statement.where(among(connection, reports.c.id, ids), reports.c.current).order_by(reports.c.row)
    return [(row.id, row.text, row.publisher) for row in connection.execute(statement)]


def unsigned(connection: Connection, ids: Collection[str]) -> list[str]:
    """Those of the reports whose prints are to be looked for: current ones without a signature, older ones with one."""
    signed = reports.c.row.in_(select(signatures.c.report))
    statement = select(reports.c.id).where(among(connection, reports.c.id, ids), reports.c.current != signed)
    return list(connection.execute(statement.order_by(reports.c.row)).scalars())


def look_anew(connection: Connection, ids: Collection[str]) -> None:
    """The prints of some reports, and of all that stood in their groups, are to be looked for when they are linked."""
    mates = forget(connection, ids)
    for some in parts(mates):
        forget(connection, some)
        connection.execute(update(reports).where(among(connection, reports.c.id, some)).values(linked=False))


def forget_all(connection: Connection) -> None:
    """The prints of all reports are to be looked for."""
    for table in (reprints, bands, signatures):
        connection.execute(delete(table))


def forget(connection: Connection, ids: Collection[str]) -> set[str]:
    """Delete the signatures of some reports; the ids of all reports in whose groups they stood, and theirs."""
    numbers = select(reports.c.row).where(among(connection, reports.c.id, ids))
    held = select(reprints.c.group).where(reprints.c.report.in_(numbers))
    statement = select(reports.c.id, reports.c.row).join(reprints).where(reprints.c.group.in_(held))
    found = {row.id: row.row for row in connection.execute(statement)}
    for some in parts(found.values()):
        connection.execute(delete(reprints).where(among(connection, reprints.c.report, some)))
    for table in (signatures, bands):
        connection.execute(delete(table).where(table.c.report.in_(numbers)))
    return set(found)


def alike(connection: Connection, keys: Mapping[str, Collection[int]]) -> dict[str, set[str]]:
    """For reports with the keys of their bands, by id: the ids of those whose texts have one of their keys too."""
    having: dict[int, list[str]] = defaultdict(list)
    for id_, its in keys.items():
        for key in its:
            having[key].append(id_)
    met: dict[int, set[str]] = defaultdict(set)
    for some in parts(having):
        for key, number in connection.execute(
            select(bands.c.key, bands.c.report).where(among(connection, bands.c.key, some))
        ):
            met[number].update(having[key])
    found: dict[str, set[str]] = {id_: set() for id_ in keys}
    for some in parts(met):
        for row in connection.execute(
            select(reports.c.id, reports.c.row).where(among(connection, reports.c.row, some))
        ):
            for id_ in met[row.row]:
                found[id_].add(row.id)
    return found


def file(connection: Connection, made: Mapping[str, bytes], keys: Mapping[str, Collection[int]]) -> None:
    """Store the signatures of reports, given by their ids, under their keys."""
    if not made:
        return
    statement = select(reports.c.id, reports.c.row).where(among(connection, reports.c.id, made))
    numbers = {row.id: row.row for row in connection.execute(statement)}
    insert_rows(connection, signatures, [{"report": numbers[id_], "body": body} for id_, body in made.items()])
    filed = sorted((key, numbers[id_]) for id_, its in keys.items() for key in its)
    insert_rows(connection, bands, [{"key": key, "report": number} for key, number in filed])


def signatures_of(connection: Connection, ids: Collection[str]) -> dict[str, bytes]:
    """The signatures of some reports, by their ids."""
    found: dict[str, bytes] = {}
    for some in parts(ids):
        statement = (
            select(reports.c.id, signatures.c.body).join(signatures).where(among(connection, reports.c.id, some))
        )
        found.update((row.id, row.body) for row in connection.execute(statement))
    return found


def unite(connection: Connection, ids: Collection[str]) -> set[str]:
    """These reports print one text, with all that any of them does; the ids of the reports in the group."""
    of_these = select(reports.c.row).where(among(connection, reports.c.id, ids))
    groups = select(reprints.c.group).where(reprints.c.report.in_(of_these))
    statement = select(reports.c.id, reports.c.row).outerjoin(reprints)
    found = connection.execute(
        statement.where(or_(among(connection, reports.c.id, ids), reprints.c.group.in_(groups)))
    ).all()
    connection.execute(delete(reprints).where(reprints.c.report.in_([row.row for row in found])))
    first = min(row.id for row in found)
    connection.execute(insert(reprints), [{"report": row.row, "group": first} for row in found])
    return {row.id for row in found}


def printed(connection: Connection, sha256_texts: Collection[str] | None = None) -> dict[str, Printed]:
    """For the texts (hashes) that others print too, or that print others', the first print; None: all of them."""
    if sha256_texts is None:
        return _firsts(connection, ())
    found: dict[str, Printed] = {}
    for some in parts(sha256_texts):
        mine = select(reprints.c.group).join(reports).where(among(connection, reports.c.sha256_text, some))
        found |= _firsts(connection, (reprints.c.group.in_(mine),))
    return found


def _firsts(connection: Connection, where: Iterable[ColumnElement[bool]]) -> dict[str, Printed]:
    statement = select(reports.c.id, reports.c.sha256_text, reports.c.publisher, reprints.c.group, reports.c.published)
    statement = (
        statement.select_from(reports.join(reprints))
        .where(*where)
        .order_by(reports.c.published.is_(None), reports.c.published, reports.c.publisher, reports.c.id)
    )
    found: dict[str, Printed] = {}
    firsts: dict[str, Printed] = {}
    for row in connection.execute(statement):
        one = Printed(id=row.id, sha256_text=row.sha256_text, publisher=row.publisher, group=row.group)
        found[row.sha256_text] = firsts.setdefault(row.group, one)
    return found


def groups(connection: Connection) -> Mapping[str, str]:
    """For each report that prints a text that others print, its group."""
    statement = select(reports.c.id, reprints.c.group).join(reprints).order_by(reports.c.id)
    return {row.id: row.group for row in connection.execute(statement)}
