"""Victims: the persons whom claims name as harmed, and who of them people say is the same.

The names follow from the claims, and are made anew when a report is linked; a row stays as long as its claim names
somebody at the same place, so that "victim:3" goes on meaning the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, Select, delete, insert, select, update

from masudi.casefile import decisions
from masudi.casefile.engine import parts
from masudi.casefile.tables import claims, reports, standing, victims
from masudi.domain import Action, Span
from masudi.domain.text import one_line
from masudi.domain.victim import NamedVictim
from masudi.review import same_persons

PREFIX = "victim:"


def write(connection: Connection, ids: Sequence[str], named: Mapping[str, Sequence[Span]]) -> None:
    """Store whom the claims of some reports name: `ids` are the reports', `named` has the names by claim."""
    fresh = False
    for some in parts(ids):
        its = select(claims.c.row, claims.c.id).join(reports).where(reports.c.id.in_(some))
        stands = its.where(claims.c.retired.is_(None))
        at = {row.id: row.row for row in connection.execute(stands)}
        said = ((at[id_], one) for id_, names in named.items() if id_ in at for one in names)
        new = {(claim, one.start, one.end): one_line(one.text) for claim, one in said}
        old = {
            (row.claim, row.start, row.end): row
            for row in connection.execute(
                select(victims).where(victims.c.claim.in_(its.with_only_columns(claims.c.row)))
            )
        }
        gone = [row.row for key, row in old.items() if new.get(key) != row.name]
        if gone:
            connection.execute(delete(victims).where(victims.c.row.in_(gone)))
        given = [
            {"claim": claim, "start": start, "end": end, "name": name}
            for (claim, start, end), name in new.items()
            if (claim, start, end) not in old or old[claim, start, end].name != name
        ]
        if given:
            connection.execute(insert(victims), given)
            fresh = True
    if fresh:
        link(connection)


def listed(connection: Connection, ids: Iterable[str] | None = None) -> Iterator[NamedVictim]:
    """The victims of claims that stand in current versions of reports, by person, then name; some of them by `ids`."""
    statement = _columns().where(*standing(), reports.c.current)
    if ids is not None:
        numbers = [int(one.removeprefix(PREFIX)) for one in ids if one.removeprefix(PREFIX).isdecimal()]
        statement = statement.where(victims.c.row.in_(numbers))
    for row in connection.execute(statement.order_by(victims.c.name, victims.c.row)):
        yield NamedVictim(
            id=f"{PREFIX}{row.row}",
            person=int(row.person) if row.person else None,
            **{name: getattr(row, name) for name in _FIELDS},
        )


_FIELDS = ("name", "claim", "kind", "status", "report", "start", "end", "published", "publisher", "sensitive")


def _columns() -> Select[tuple[object, ...]]:
    return select(
        victims.c.row,
        victims.c.name,
        victims.c.start,
        victims.c.end,
        victims.c.person,
        victims.c.sensitive,
        claims.c.id.label("claim"),
        claims.c.kind,
        claims.c.status,
        reports.c.id.label("report"),
        reports.c.published,
        reports.c.publisher,
    ).select_from(victims.join(claims).join(reports))


def link(connection: Connection) -> None:
    """Bring up to date who is the same person, by the log."""
    persons = _persons(connection)
    if not persons and connection.execute(select(victims.c.row).where(victims.c.person.is_not(None))).first() is None:
        return
    connection.execute(update(victims).values(person=None))
    for some in parts({claim for claim, _, _ in persons}):
        found = select(victims.c.row, victims.c.start, victims.c.end, claims.c.id).join(claims)
        for row in connection.execute(found.where(claims.c.id.in_(some))).all():
            # A newer reading may have the name with its title, or without.
            person = next(
                (
                    number
                    for (claim, start, end), number in persons.items()
                    if claim == row.id and start < row.end and row.start < end
                ),
                None,
            )
            if person is not None:
                connection.execute(update(victims).where(victims.c.row == row.row).values(person=str(person)))


def _persons(connection: Connection) -> Mapping[tuple[str, int, int], int]:
    return same_persons(decisions.entries(connection, actions=[Action.SAME_PERSON, Action.CARRY, Action.UNDO]))


def joined_claims(connection: Connection) -> set[str]:
    """The claims of whose victims somebody has said who they are."""
    return {claim for claim, _, _ in _persons(connection)}
