"""Incidents of a case as they were linked last: lists by what is asked for, one with its claims and links."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, func, select

from masudi.casefile import claims as stored
from masudi.casefile import decisions
from masudi.casefile.engine import begins, parts
from masudi.casefile.tables import claims, gists, incident_claims, incident_kinds, incident_texts, incidents, links
from masudi.domain import Action
from masudi.domain.case import CaseClaim, Decision, Sought
from masudi.domain.case_incident import CaseIncident, Grade, IncidentOutline, SoughtIncidents
from masudi.domain.incident import Incident, Link

_decode = msgspec.json.Decoder(Incident).decode
_decode_outline = msgspec.json.Decoder(IncidentOutline).decode
_RULING = (Action.SPLIT, Action.MERGE, Action.PIN, Action.GRADE)


def chosen(connection: Connection, sought: SoughtIncidents, limit: int | None, offset: int) -> list[CaseIncident]:
    """The incidents that are asked for, by their days, those without one last."""
    order = (incidents.c.begins.asc().nulls_last(), incidents.c.id)
    statement = select(incidents.c.row).where(*_where(connection, sought)).order_by(*order)
    if limit is not None:
        statement = statement.limit(limit)
    numbers = statement.offset(offset).subquery()
    found = _bodies().join(numbers, numbers.c.row == incidents.c.row).order_by(*order)
    return _with_grades(connection, list(connection.execute(found)))


def _bodies() -> Select[Any]:
    return select(incident_texts.c.body, incidents.c.graded).select_from(incidents.join(incident_texts))


def count(connection: Connection, sought: SoughtIncidents) -> int:
    """How many incidents are asked for."""
    statement = select(func.count()).select_from(incidents).where(*_where(connection, sought))
    return connection.execute(statement).scalar_one()


def load(connection: Connection, id_: str) -> CaseIncident | None:
    """The incident with this id."""
    found = list(connection.execute(_bodies().where(incidents.c.id == id_)))
    return next(iter(_with_grades(connection, found)), None)


def named(connection: Connection, some: Sequence[str]) -> dict[str, CaseIncident]:
    """The incidents with these ids, by id; ids that none has are passed over."""
    found = _with_grades(connection, list(connection.execute(_bodies().where(incidents.c.id.in_(some)))))
    return {one.incident.id: one for one in found}


def ids(connection: Connection, prefix: str) -> list[str]:
    """The ids of at most two incidents that begin so; the one with that very id alone, where there is one."""
    statement = select(incidents.c.id).where(begins(incidents.c.id, prefix)).order_by(incidents.c.id).limit(2)
    found = list(connection.execute(statement).scalars())
    return [prefix] if prefix in found else found


def of_claim(connection: Connection, id_: str) -> str | None:
    """The id of the incident that a claim is of."""
    statement = select(incidents.c.id).select_from(incidents.join(incident_claims).join(claims))
    return connection.execute(statement.where(claims.c.id == id_, claims.c.retired.is_(None))).scalar()


def claims_in(connection: Connection, id_: str) -> list[CaseClaim]:
    """The claims of an incident, in the order in which they were published."""
    number = select(incident_claims.c.claim).join(incidents).where(incidents.c.id == id_)
    return sorted(stored.in_rows(connection, number), key=lambda one: _order(one))


def _order(found: CaseClaim) -> tuple[str, str, int]:
    return str(found.claim.published or "9999"), found.report_id, found.claim.mentions[0].start


def links_in(connection: Connection, id_: str) -> tuple[list[Link], dict[str, bytes]]:
    """The links between the gists of an incident, the strongest first, and the gists by their ids."""
    held = select(incident_claims.c.gist).join(incidents).where(incidents.c.id == id_)
    bodies = {row.row: row for row in connection.execute(select(gists).where(gists.c.row.in_(held)))}
    statement = select(links).where(links.c.one.in_(held)).order_by(links.c.score.desc(), links.c.one, links.c.other)
    found = [
        Link(one=bodies[row.one].id, other=bodies[row.other].id, score=row.score)
        for row in connection.execute(statement)
        if row.other in bodies
    ]
    return found, {row.id: row.body for row in bodies.values()}


def history(connection: Connection, id_: str, its: Iterable[str]) -> list[Decision]:
    """What people decided about an incident and its claims' places in incidents, undone or not, oldest first.

    Of one that was merged into another, that is the last.
    """
    claims_of = set(its)
    found = [
        one
        for one in decisions.entries(connection, actions=_RULING)
        if id_ in (one.subject, (one.payload or {}).get("with"))
        or claims_of.intersection((one.payload or {}).get("claims", ()))
    ]
    numbers = {one.sequence for one in found}
    for one in decisions.entries(connection, {one.subject for one in found}, actions=[Action.UNDO]):
        if one.payload is not None and one.payload["sequence"] in numbers:
            numbers.add(one.sequence)
            found.append(one)
    return sorted(found, key=lambda one: one.sequence)


def every(connection: Connection) -> Iterator[Incident]:
    """All incidents."""
    for body in connection.execute(select(incident_texts.c.body).order_by(incident_texts.c.incident)).scalars():
        yield _decode(body)


def outlines(connection: Connection) -> Iterator[IncidentOutline]:
    """All incidents in outline, by their days, those without one last."""
    yield from _outlines(connection, _bodies().order_by(incidents.c.begins.asc().nulls_last(), incidents.c.id))


def outlined(connection: Connection, some: Iterable[str]) -> Iterator[IncidentOutline]:
    """Those of some incidents, by their ids, that there are, in outline."""
    for part in parts(some):
        yield from _outlines(connection, _bodies().where(incidents.c.id.in_(part)))


def _outlines(connection: Connection, statement: Select[Any]) -> Iterator[IncidentOutline]:
    for row in connection.execute(statement):
        outline = _decode_outline(row.body)
        yield outline if row.graded is None else msgspec.structs.replace(outline, graded=True)


def made_since(connection: Connection, moment: datetime.datetime | None) -> dict[str, datetime.datetime]:
    """When each incident was made that was made, or made anew, after a moment; None: all."""
    statement = select(incidents.c.id, incidents.c.made)
    if moment is not None:
        statement = statement.where(incidents.c.made > moment)
    return {row.id: row.made for row in connection.execute(statement)}


def made(connection: Connection) -> datetime.datetime | None:
    """When the incident was made that was made last; None where there is none."""
    return connection.execute(select(func.max(incidents.c.made))).scalar()


def _where(connection: Connection, sought: SoughtIncidents) -> Iterator[ColumnElement[bool]]:
    if sought.kind is not None:
        of_kind = select(incident_kinds.c.incident).where(incident_kinds.c.kind == sought.kind)
        yield incidents.c.row.in_(of_kind)
    if sought.status is not None:
        yield incidents.c.status == sought.status.value
    for asked in (Sought(actor=sought.actor), Sought(place=sought.place)):
        if not asked.anything:
            yield incidents.c.row.in_(_having(stored.rows_of(connection, asked)))
    if sought.from_ is not None:
        yield incidents.c.ends >= sought.from_
    if sought.to is not None:
        yield incidents.c.begins <= sought.to
    if sought.origins is not None:
        yield incidents.c.origins >= sought.origins
    if sought.contradicted is not None:
        yield incidents.c.contradicted if sought.contradicted else ~incidents.c.contradicted
    if sought.graded is not None:
        yield incidents.c.graded.is_not(None) if sought.graded else incidents.c.graded.is_(None)


def _having(numbers: Select[tuple[int]]) -> Select[tuple[int]]:
    return select(incident_claims.c.incident).where(incident_claims.c.claim.in_(numbers))


def _with_grades(connection: Connection, found: Sequence[Any]) -> list[CaseIncident]:
    made = []
    for row in found:
        entry = decisions.entry(connection, row.graded) if row.graded is not None else None
        incident = _decode(row.body)
        made.append(CaseIncident(incident=incident, grade=_grade(entry, incident.id) if entry else None))
    return made


def _grade(entry: Decision, id_: str) -> Grade | None:
    if entry.payload is None:
        return None
    return Grade(
        scale=entry.payload["scale"],
        marks=entry.payload["marks"],
        person=entry.person,
        at=entry.at,
        decision=entry.sequence,
        of=entry.subject if entry.subject != id_ else None,
    )
