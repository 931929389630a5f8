"""What linking reads and writes: gists filed under blocks, links, groups of claims, and the incidents made of them.

What a gist is, and how two are compared, is not known here: it is bytes under keys. A report waits (`reports.linked`
is false) until its claims, as they are now, are in incidents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Connection, delete, func, or_, select, update

from masudi.casefile import decisions, rows
from masudi.casefile.engine import among, parts
from masudi.casefile.tables import (
    UNLINKED,
    blocks,
    claim_texts,
    claims,
    gists,
    incident_claims,
    incidents,
    links,
    reports,
    standing,
)
from masudi.domain import Action, Claim
from masudi.domain.incident import Grouping, Link, Ruling
from masudi.review import rulings

Transaction: TypeAlias = Connection
"""What whoever links holds open: all that is done in it is kept, or nothing."""

_RULING = (Action.SPLIT, Action.MERGE, Action.PIN, Action.CARRY, Action.UNDO)


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """Gists, the links among them, and the groups that hold any of their claims."""

    gists: tuple[bytes, ...]
    links: tuple[Link, ...]
    groups: tuple[Grouping, ...]


class Former(msgspec.Struct, frozen=True, kw_only=True):
    """What is no more of some reports: `claims` stood in incidents with theirs, or were linked to them; `groups` held
    theirs.
    """

    claims: frozenset[str] = frozenset()
    groups: tuple[Grouping, ...] = ()


def waiting(connection: Connection, limit: int, of: Sequence[str] | None = None) -> list[str]:
    """The ids of reports that wait to be linked, in the order in which they were added; those that make claims `of`
    which it is asked, whatever the limit.
    """
    statement = select(reports.c.id).where(UNLINKED).order_by(reports.c.row)
    if of is None:
        return list(connection.execute(statement.limit(limit)).scalars())
    found: dict[str, None] = {}
    for some in parts(of):
        making = select(claims.c.report).where(among(connection, claims.c.id, some))
        found.update(dict.fromkeys(connection.execute(statement.where(reports.c.row.in_(making))).scalars()))
    return list(found)


def count_waiting(connection: Connection) -> int:
    """How many reports wait to be linked."""
    return connection.execute(select(func.count()).select_from(reports).where(UNLINKED)).scalar_one()


def let_wait(connection: Connection, *where: Any) -> None:
    """Some reports are to be linked anew."""
    connection.execute(update(reports).where(*where).values(linked=False))


def let_claims_wait(connection: Connection, ids: Iterable[str]) -> None:
    """The reports that make these claims are to be linked anew."""
    for some in parts(ids):
        let_wait(connection, reports.c.row.in_(select(claims.c.report).where(among(connection, claims.c.id, some))))


def forget_claims(connection: Connection, numbers: Iterable[int]) -> None:
    """What repeats the words of some claims (rows) is deleted; whatever stood with them is to be linked anew."""
    for some in parts(numbers):
        its = select(claims.c.report).where(among(connection, claims.c.row, some))
        held = select(incident_claims.c.incident).where(among(connection, incident_claims.c.claim, some))
        mates = select(claims.c.report).join(incident_claims).where(incident_claims.c.incident.in_(held))
        let_wait(connection, or_(reports.c.row.in_(its), reports.c.row.in_(mates)))
        connection.execute(delete(incidents).where(incidents.c.row.in_(held)))
        connection.execute(delete(gists).where(gists.c.report.in_(its)))


def begin_anew(connection: Connection) -> None:
    """Forget all gists and links; incidents stand, so that their ids last, until all reports were linked again."""
    for table in (blocks, links):
        connection.execute(delete(table))
    connection.execute(update(incident_claims).values(gist=None))
    connection.execute(delete(gists))
    connection.execute(update(reports).values(linked=False))


def ruled(connection: Connection) -> tuple[Ruling, ...]:
    """What people decided on which claims belong together, oldest first."""
    return rulings(decisions.entries(connection, actions=_RULING))


def ruled_claims(connection: Connection) -> set[str]:
    """The claims on which there is a ruling."""
    return {claim for one in ruled(connection) for claim in (*one.claims, *one.others)}


def claims_of(connection: Connection, ids: Sequence[str]) -> list[tuple[str, Claim]]:
    """The claims of these reports that are to be linked, each with its report's id: of older versions none."""
    found: list[tuple[str, Claim]] = []
    for some in parts(ids):
        statement = select(reports.c.id, claim_texts.c.body).select_from(claims.join(claim_texts).join(reports))
        statement = statement.where(among(connection, reports.c.id, some), reports.c.current, *standing())
        found.extend((row.id, rows.claim_of(row.body)) for row in connection.execute(statement.order_by(claims.c.row)))
    return found


def claims_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, Claim]:
    """The claims with these ids, as they stand."""
    found = {}
    for some in parts(ids):
        statement = (
            select(claims.c.id, claim_texts.c.body).join(claim_texts).where(among(connection, claims.c.id, some))
        )
        for row in connection.execute(statement.where(claims.c.retired.is_(None))):
            found[row.id] = rows.claim_of(row.body)
    return found


def forget(connection: Connection, ids: Sequence[str], strong: float) -> Former:
    """Delete the gists of some reports; what was around them. `strong`: from which score on links hold together."""
    mates: set[str] = set()
    held: set[int] = set()
    numbers = _report_rows(connection, ids)
    for some in parts(numbers):
        of_it = select(incident_claims.c.incident).join(claims).where(among(connection, claims.c.report, some))
        held.update(connection.execute(of_it.distinct()).scalars())
        old = select(gists.c.row).where(among(connection, gists.c.report, some))
        near = set(_linked(connection, list(connection.execute(old).scalars()), strong))
        mates.update(claim for _, claim in _claims_of_gists(connection, near))
        connection.execute(delete(gists).where(among(connection, gists.c.report, some)))
    told = groups(connection, held)
    mates.update(claim for group in told for claim in group.claims)
    return Former(claims=frozenset(mates), groups=tuple(told))


def filed_under(connection: Connection, keys: Iterable[int]) -> list[tuple[bytes, list[int]]]:
    """The gists that are filed under any of these keys, in the order of their rows, each with those of the keys."""
    found: dict[int, list[int]] = defaultdict(list)
    for some in parts(keys):
        statement = select(blocks.c.key, blocks.c.gist).where(among(connection, blocks.c.key, some))
        for key, gist in connection.execute(statement).all():
            found[gist].append(key)
    return [(row.body, found[row.row]) for row in _gists(connection, found)]


def around(connection: Connection, ids: Iterable[str], strong: float, ruled: Mapping[str, Collection[str]]) -> Around:
    """The gists of some claims with all that hangs together with them: by links of score `strong` or more, in one
    incident, or by somebody's word (`ruled`: for a claim those that are held together with it).
    """
    seen: set[int] = set()
    held: set[int] = set()
    coming = _gists_of_claims(connection, ids)
    while coming:
        seen |= coming
        more = set(_linked(connection, coming, strong))
        told = list(_claims_of_gists(connection, coming))
        fresh = {incident for incident, _ in told} - held
        held |= fresh
        for some in parts(fresh):
            statement = select(incident_claims.c.gist).where(among(connection, incident_claims.c.incident, some))
            more.update(one for one in connection.execute(statement).scalars() if one is not None)
        more |= _gists_of_claims(connection, {other for _, claim in told for other in ruled.get(claim, ())})
        coming = more - seen
    found = list(_gists(connection, seen))
    names = {row.row: row.id for row in found}
    return Around(
        gists=tuple(row.body for row in found),
        links=tuple(_among(connection, names)),
        groups=tuple(groups(connection, held)),
    )


def groups_named(connection: Connection, ids: Iterable[str]) -> list[Grouping]:
    """Incidents by their ids, with their claims, those aside that have been replaced."""
    numbers: list[int] = []
    for some in parts(ids):
        numbers.extend(
            connection.execute(select(incidents.c.row).where(among(connection, incidents.c.id, some))).scalars()
        )
    return groups(connection, numbers)


def groups_of_reports(connection: Connection, ids: Iterable[str]) -> list[Grouping]:
    """The incidents that have claims of these reports."""
    numbers: set[int] = set()
    for some in parts(ids):
        statement = select(incident_claims.c.incident).select_from(incident_claims.join(claims).join(reports))
        numbers.update(connection.execute(statement.where(among(connection, reports.c.id, some))).scalars())
    return groups(connection, numbers)


def taken(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those of the ids that incidents have."""
    found: set[str] = set()
    for some in parts(ids):
        found.update(
            connection.execute(select(incidents.c.id).where(among(connection, incidents.c.id, some))).scalars()
        )
    return found


def _report_rows(connection: Connection, ids: Sequence[str]) -> list[int]:
    return [
        number
        for some in parts(ids)
        for number in connection.execute(select(reports.c.row).where(among(connection, reports.c.id, some))).scalars()
    ]


def _gists(connection: Connection, numbers: Iterable[int]) -> Iterator[Any]:
    for some in parts(sorted(numbers)):
        statement = select(gists).where(among(connection, gists.c.row, some)).order_by(gists.c.row)
        yield from connection.execute(statement).all()


def _gists_of_claims(connection: Connection, ids: Iterable[str]) -> set[int]:
    found: set[int] = set()
    for some in parts(ids):
        statement = select(incident_claims.c.gist).join(claims).where(among(connection, claims.c.id, some))
        found.update(one for one in connection.execute(statement).scalars() if one is not None)
    return found


def _claims_of_gists(connection: Connection, numbers: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The incident and the id of each claim of these gists."""
    for some in parts(numbers):
        statement = select(incident_claims.c.incident, claims.c.id).join(claims)
        yield from connection.execute(statement.where(among(connection, incident_claims.c.gist, some))).all()


def _linked(connection: Connection, numbers: Iterable[int], strong: float) -> Iterator[int]:
    """The gists that links of score `strong` or more tie to these."""
    for some in parts(numbers):
        for mine, theirs in ((links.c.one, links.c.other), (links.c.other, links.c.one)):
            statement = select(theirs).where(among(connection, mine, some), links.c.score >= strong)
            yield from connection.execute(statement).scalars().all()


def _among(connection: Connection, names: Mapping[int, str]) -> Iterator[Link]:
    for some in parts(names):
        statement = select(links.c.one, links.c.other, links.c.score).where(among(connection, links.c.one, some))
        for one, other, score in connection.execute(statement).all():
            if other in names:
                yield Link(one=names[one], other=names[other], score=score)


def groups(connection: Connection, numbers: Iterable[int]) -> list[Grouping]:
    """The incidents in these rows, with their claims."""
    held: dict[str, list[str]] = {}
    for some in parts(numbers):
        statement = select(incidents.c.id, claims.c.id.label("claim")).select_from(
            incidents.join(incident_claims).join(claims)
        )
        for id_, claim in connection.execute(statement.where(among(connection, incidents.c.row, some))).all():
            held.setdefault(id_, []).append(claim)
    return [Grouping(id=id_, claims=tuple(sorted(its))) for id_, its in sorted(held.items())]
