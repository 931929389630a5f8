"""What linking writes: gists under their keys, the links between them, and incidents in place of former ones."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, select, update

from masudi.casefile import decisions, settings
from masudi.casefile.engine import among, insert_rows, next_rows, parts
from masudi.casefile.linking import groups
from masudi.casefile.tables import (
    blocks,
    claims,
    gists,
    incident_claims,
    incident_kinds,
    incident_texts,
    incidents,
    links,
    reports,
)
from masudi.domain import Action
from masudi.domain.case import Decision
from masudi.domain.incident import Incident, Link
from masudi.review import standing


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """A gist to be filed: its id, its report's, the ids of its claims, the keys that it is found by, and itself."""

    id: str
    report: str
    claims: tuple[str, ...]
    keys: frozenset[int]
    body: bytes


def file(connection: Connection, new: Sequence[Filed], made: Iterable[Link]) -> dict[str, int]:
    """Store gists and links; for each claim of the gists the row of its gist."""
    if not new:
        return {}
    homes = {
        row.id: row.row
        for some in parts({one.report for one in new})
        for row in connection.execute(select(reports.c.id, reports.c.row).where(among(connection, reports.c.id, some)))
    }
    at = dict(zip((one.id for one in new), next_rows(connection, gists, len(new)), strict=True))
    given = [{"row": at[one.id], "id": one.id, "report": homes[one.report], "body": one.body} for one in new]
    insert_rows(connection, gists, given)
    keys = sorted((key, at[one.id]) for one in new for key in one.keys)
    insert_rows(connection, blocks, [{"key": key, "gist": number} for key, number in keys])
    _store_links(connection, at, list(made))
    return {claim: at[one.id] for one in new for claim in one.claims}


def _store_links(connection: Connection, new: Mapping[str, int], made: Sequence[Link]) -> None:
    at = dict(new)
    for some in parts({end for one in made for end in (one.one, one.other)} - at.keys()):
        statement = select(gists.c.id, gists.c.row).where(among(connection, gists.c.id, some))
        at.update(connection.execute(statement).all())
    given = [{"one": at[one.one], "other": at[one.other], "score": one.score} for one in made]
    insert_rows(connection, links, given)


def write(connection: Connection, made: Sequence[Incident], gone: Iterable[str], gist_of: Mapping[str, int]) -> None:
    """Put incidents in place of those of the same ids and of those that are `gone`.

    `gist_of` has the rows of the gists that were filed now, by claim; of the other claims they are known.
    """
    given = [_row(one) for one in made]
    kept = {one.id for one in made}
    known: dict[str, int] = {}
    homes: dict[str, int | None] = {}
    for some in parts({*gone, *kept}):
        found = connection.execute(
            select(incidents.c.id, incidents.c.row).where(among(connection, incidents.c.id, some))
        ).all()
        numbers = {row.id: row.row for row in found}
        known |= numbers
        before = select(claims.c.id, incident_claims.c.gist).join(claims)
        before = before.where(among(connection, incident_claims.c.incident, numbers.values()))
        homes.update(connection.execute(before).all())
        for table in (incident_claims, incident_kinds, incident_texts):
            connection.execute(delete(table).where(among(connection, table.c.incident, numbers.values())))
    _remove(connection, {number for id_, number in known.items() if id_ not in kept})
    if old := [{"at": known[one["id"]], **one} for one in given if one["id"] in known]:
        connection.execute(update(incidents).where(incidents.c.row == bindparam("at")), old)
    if fresh := [one for one in given if one["id"] not in known]:
        new = next_rows(connection, incidents, len(fresh))
        known |= {one["id"]: number for one, number in zip(fresh, new, strict=True)}
        insert_rows(connection, incidents, [{"row": known[one["id"]], **one} for one in fresh])
    _fill(connection, made, known, homes | dict(gist_of))
    _grade(connection, {one.id: frozenset(one.claims) for one in made})


def _remove(connection: Connection, numbers: Iterable[int]) -> None:
    for some in parts(numbers):
        connection.execute(delete(incidents).where(among(connection, incidents.c.row, some)))


def _fill(
    connection: Connection, made: Sequence[Incident], known: Mapping[str, int], homes: Mapping[str, int | None]
) -> None:
    """Which claims, which kinds and which texts the incidents have."""
    at: dict[str, int] = {}
    for some in parts(claim for one in made for claim in one.claims):
        statement = select(claims.c.id, claims.c.row).where(
            among(connection, claims.c.id, some), claims.c.retired.is_(None)
        )
        at.update(connection.execute(statement).all())
    held = [
        {"claim": at[claim], "incident": known[one.id], "gist": homes.get(claim)}
        for one in made
        for claim in one.claims
    ]
    kinds = [{"kind": kind, "incident": known[one.id]} for one in made for kind in one.kinds]
    texts = [{"incident": known[one.id], "body": msgspec.json.encode(one).decode()} for one in made]
    for table, given in ((incident_claims, held), (incident_kinds, kinds), (incident_texts, texts)):
        insert_rows(connection, table, given)


def done(connection: Connection, ids: Sequence[str]) -> None:
    """These reports are linked."""
    for some in parts(ids):
        connection.execute(update(reports).where(among(connection, reports.c.id, some)).values(linked=True))
    settings.mark_linked(connection)


def _row(one: Incident) -> dict[str, Any]:
    place = one.places[0] if one.places else None
    return {
        "id": one.id,
        "status": one.status.value,
        "begins": one.from_,
        "ends": one.to,
        "gazetteer_id": place.gazetteer_id if place else None,
        "place": (place.name or place.text) if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "origins": one.corroboration.origins,
        "reports": one.corroboration.reports,
        "contradicted": bool(one.contradictions),
        "pinned": one.pinned,
        "made": datetime.datetime.now(datetime.UTC),
    }


def _grade(connection: Connection, made: Mapping[str, Collection[str]]) -> None:
    """Set which decision grades each of some incidents, given with their claims.

    Where an incident ended with a grade, most of whose claims are now in another one, that has the grade, unless
    somebody has graded it itself: what a person said is not lost by a merge.
    """
    grades = standing(decisions.entries(connection, actions=[Action.GRADE, Action.UNDO]))
    own = {one.subject: one for one in grades if one.payload is not None}
    if not own and not any(row.graded for row in _there(connection, made)):
        return
    ended = own.keys() - {row.id for row in _there(connection, own)}
    found = {id_: own[id_].sequence for id_ in made if id_ in own}
    for entry in sorted((own[id_] for id_ in ended), key=lambda one: one.sequence):
        its = set((entry.payload or {}).get("claims", ()))
        for id_, claims_now in made.items():
            if id_ not in own and 2 * len(its.intersection(claims_now)) > len(its):
                found[id_] = entry.sequence
    for id_ in made:
        connection.execute(update(incidents).where(incidents.c.id == id_).values(graded=found.get(id_)))


def _there(connection: Connection, ids: Iterable[str]) -> Iterator[Any]:
    """Those of some incidents that there are: id, and what grades it."""
    for some in parts(ids):
        statement = select(incidents.c.id, incidents.c.graded).where(among(connection, incidents.c.id, some))
        yield from connection.execute(statement)


def regrade(connection: Connection, entry: Decision) -> None:
    """Somebody has graded an incident, or undone that: what grades it, or what its claims are in now."""
    its = (entry.payload or {}).get("claims", ())
    held = [select(incidents.c.row).where(incidents.c.id == entry.subject)]
    held += [
        select(incident_claims.c.incident)
        .join(claims)
        .where(among(connection, claims.c.id, some), claims.c.retired.is_(None))
        for some in parts(its)
    ]
    numbers = {number for one in held for number in connection.execute(one).scalars()}
    _grade(connection, {one.id: one.claims for one in groups(connection, numbers)})
