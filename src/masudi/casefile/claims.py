"""Claims of a case: which are asked for, and what a search for words finds."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from masudi.casefile import refreshing, rows, words
from masudi.casefile import reports as stored
from masudi.casefile.engine import begins, parts
from masudi.casefile.tables import ORPHANED, claim_places, claim_texts, claims, reports, tolls
from masudi.casefile.words import Term
from masudi.domain import Claim, ReviewState, Status
from masudi.domain.case import CaseClaim, Decision, SearchHit, Sought
from masudi.errors import UsageError

_CONFIRMED = (ReviewState.ACCEPTED.value, ReviewState.CORRECTED.value)


def chosen(connection: Connection, sought: Sought, *, older: bool = False) -> Iterator[CaseClaim]:
    """The claims that stand and are asked for, in the order in which they were added; `older` versions' too."""
    statement = _columns().where(claims.c.row.in_(_selected(connection, sought, [])[0])).order_by(claims.c.row)
    if not older:
        statement = statement.where(reports.c.current)
    for row in connection.execute(statement.execution_options(yield_per=1000)):
        yield _claim_of(row)


def of_report(connection: Connection, report: str) -> Iterator[CaseClaim]:
    """The claims of a report that no later reading has replaced, rejected ones too, in the order of their rows."""
    statement = _columns().where(reports.c.id == report, claims.c.retired.is_(None)).order_by(claims.c.row)
    for row in connection.execute(statement):
        yield _claim_of(row)


def in_rows(connection: Connection, numbers: Select[tuple[int]]) -> Iterator[CaseClaim]:
    """The claims in these rows."""
    for row in connection.execute(_columns().where(claims.c.row.in_(numbers)).order_by(claims.c.row)):
        yield _claim_of(row)


def rows_of(connection: Connection, sought: Sought) -> Select[tuple[int]]:
    """What selects the rows of the claims that are asked for."""
    return _selected(connection, sought, [])[0]


def unreviewed(connection: Connection, kind: str | None) -> Iterator[CaseClaim]:
    """The claims on which nobody has decided, the least certain first."""
    of_kind = () if kind is None else (claims.c.kind == kind,)
    yield from _queue(connection, claims.c.state == ReviewState.UNREVIEWED.value, *of_kind)


def reviewed_once(connection: Connection, kinds: Collection[str]) -> Iterator[CaseClaim]:
    """The claims of some kinds behind which one person stands, the least certain first."""
    decided = claims.c.state != ReviewState.UNREVIEWED.value
    yield from _queue(connection, decided, claims.c.agreed == 1, claims.c.kind.in_(list(kinds)))


def _queue(connection: Connection, *where: ColumnElement[bool]) -> Iterator[CaseClaim]:
    statement = _columns().where(claims.c.retired.is_(None), reports.c.current, *where)
    statement = statement.order_by(claims.c.confidence.asc().nulls_first(), claims.c.row)
    for row in connection.execute(statement.execution_options(yield_per=100)):
        yield _claim_of(row)


def orphans(connection: Connection) -> Iterator[CaseClaim]:
    """The claims that lost their place, and on which people had decided."""
    for row in connection.execute(_columns().where(ORPHANED).order_by(claims.c.row)):
        yield _claim_of(row)


def load(connection: Connection, id_: str) -> CaseClaim | None:
    """The claim with this id that stands; else the one that was retired last."""
    statement = _columns().where(claims.c.id == id_).order_by(claims.c.retired.is_not(None), claims.c.row.desc())
    row = connection.execute(statement.limit(1)).first()
    return _claim_of(row) if row else None


def as_read(connection: Connection, id_: str) -> Claim | None:
    """The claim as it was read, or added, before all decisions."""
    row = _row(connection, id_)
    return rows.claim_of(row.read_body or row.body) if row else None


def history(connection: Connection, id_: str) -> list[Decision]:
    """The entries of the log that hold for the claim; none where there is no such claim."""
    row = _row(connection, id_)
    return refreshing.history(connection, id_, json.loads(row.inherits or "[]")) if row else []


def _row(connection: Connection, id_: str) -> Any:
    columns = (claims.c.inherits, claim_texts.c.body, claim_texts.c.read_body)
    statement = select(*columns).join(claim_texts).where(claims.c.id == id_)
    latest = statement.order_by(claims.c.retired.is_not(None), claims.c.row.desc()).limit(1)
    return connection.execute(latest).first()


def counting(
    connection: Connection, kinds: Collection[str], harm: str, least: float, *among: ColumnElement[bool]
) -> Iterator[tuple[str, Claim]]:
    """The asserted claims of reports' current versions that are of `kinds`, or tell of a toll of `harm`, by their ids.

    Left out are those that people rejected, and those of which the reader was less sure than `least` and people are no
    surer.
    """
    sure = claims.c.confidence.is_(None) | (claims.c.confidence >= least) | claims.c.state.in_(_CONFIRMED)
    counted = (sure, claims.c.state != ReviewState.REJECTED.value, *among)
    for which in _told(kinds, harm):
        statement = select(claims.c.id, claim_texts.c.body).select_from(claims.join(claim_texts).join(reports))
        for row in connection.execute(statement.where(which, *counted)):
            yield row.id, rows.claim_of(row.body)


def counting_now(
    connection: Connection, kinds: Collection[str], harm: str, least: float, numbers: Collection[int]
) -> Iterator[tuple[str, Claim | None]]:
    """The claims in these rows by their ids: None where one does not count, see `counting`."""
    among = claims.c.row.in_(numbers)
    found = dict(counting(connection, kinds, harm, least, among))
    for id_ in connection.execute(select(claims.c.id).where(among)).scalars():
        yield id_, found.get(id_)


def rejected(connection: Connection, kinds: Collection[str], harm: str) -> int:
    """How many claims `counting` would look at had people not rejected them."""
    found = 0
    for which in _told(kinds, harm):
        statement = select(func.count()).select_from(claims.join(reports)).where(which)
        found += connection.execute(statement.where(claims.c.state == ReviewState.REJECTED.value)).scalar_one()
    return found


def count_standing(connection: Connection) -> int:
    """How many claims of reports' current versions stand.

    All that no later reading has replaced, without those of older versions and those that people rejected: each is
    counted over an index, and not by a look at every claim.
    """
    kept = select(func.count()).select_from(claims).where(claims.c.retired.is_(None))
    older = kept.where(claims.c.report.in_(select(reports.c.row).where(~reports.c.current)))
    return connection.execute(kept).scalar_one() - connection.execute(older).scalar_one() - count_rejected(connection)


def count_rejected(connection: Connection) -> int:
    """How many claims of reports' current versions people rejected, those aside that a later reading has replaced."""
    statement = select(func.count()).select_from(claims.join(reports)).where(reports.c.current)
    rejected = claims.c.state == ReviewState.REJECTED.value
    return connection.execute(statement.where(rejected, claims.c.retired.is_(None))).scalar_one()


def _told(kinds: Collection[str], harm: str) -> Iterator[ColumnElement[bool]]:
    """Which asserted claims that stand are of some kinds; and which others tell of a toll of a harm."""
    standing = claims.c.retired.is_(None) & reports.c.current & (claims.c.status == Status.ASSERTED.value)
    yield standing & claims.c.kind.in_(sorted(kinds))
    harmed = select(tolls.c.claim).where(tolls.c.harm == harm)
    yield standing & claims.c.row.in_(harmed) & claims.c.kind.not_in(sorted(kinds))


def with_ids(connection: Connection, wanted: Iterable[str]) -> Iterator[CaseClaim]:
    """The claims with these ids that stand, older versions' among them."""
    for part in parts(sorted(wanted)):
        statement = _columns().where(claims.c.retired.is_(None), claims.c.id.in_(part))
        for row in connection.execute(statement):
            yield _claim_of(row)


def areas(connection: Connection, texts: Iterable[str]) -> Iterator[tuple[str, str, str | None, str | None]]:
    """The located places of some reports, each once: SHA-256 of the text, name, kind, and what it is within."""
    for part in parts(texts):
        statement = (
            select(reports.c.sha256_text, claim_places.c.name, claim_places.c.kind, claim_places.c.within)
            .join(claims, claims.c.report == reports.c.row)
            .join(claim_places, claim_places.c.claim == claims.c.row)
            .where(reports.c.sha256_text.in_(part), claims.c.retired.is_(None))
            .where(claim_places.c.gazetteer_id.is_not(None), claim_places.c.name.is_not(None))
            .distinct()
        )
        for row in connection.execute(statement):
            yield row.sha256_text, row.name, row.kind, row.within


def ids(connection: Connection, prefix: str) -> list[str]:
    """The ids of at most two claims that begin so."""
    statement = select(claims.c.id).where(begins(claims.c.id, prefix)).distinct().limit(2)
    return list(connection.execute(statement).scalars())


def search(connection: Connection, asked: str, sought: Sought, limit: int) -> list[SearchHit]:
    """At most `limit` hits, claims before reports: the best first where words are asked for, else the latest."""
    terms = words.terms(asked)
    if asked.strip() and not terms:
        raise UsageError(f"{asked!r} is nothing to search for: it has neither letters nor digits")
    # First which claims, then what they say: sorting rows with their texts would carry all of these along.
    statement, rank = _selected(connection, sought, terms)
    latest = (claims.c.begins.desc().nulls_last(), claims.c.row.desc())
    numbers = list(
        connection.execute(statement.order_by(*((rank,) if rank is not None else ()), *latest).limit(limit)).scalars()
    )
    found = {row.row: _claim_of(row) for row in connection.execute(_columns().where(claims.c.row.in_(numbers)))}
    hits = [_claim_hit(found[number]) for number in numbers]
    if terms and not sought.of_claims_alone and len(hits) < limit:
        hits += _reports(connection, sought, terms, limit - len(hits))
    return hits


def _claim_hit(found: CaseClaim) -> SearchHit:
    return SearchHit(excerpt=found.claim.mentions[0].sentence.text, claim=found)


def _reports(connection: Connection, sought: Sought, terms: list[Term], limit: int) -> Iterator[SearchHit]:
    index = words.report_index(connection, terms)
    statement = stored.summaries().add_columns(reports.c.row).join(index.joined, index.row == reports.c.row)
    statement = statement.where(index.matches, *_within(reports.c.published, reports.c.published, sought))
    found = list(connection.execute(statement.order_by(index.rank, reports.c.row).limit(limit)))
    texts = words.excerpts(connection, [row.row for row in found], terms)
    for row in found:
        yield SearchHit(excerpt=texts[row.row], report=stored.summary_of(row))


def _columns() -> Select[Any]:
    return select(
        claims.c.row,
        claim_texts.c.body,
        *(claims.c[name] for name in ("retired", "state", "people", "agreed", "by_person", "orphan")),
        reports.c.id.label("report_id"),
        reports.c.title,
        reports.c.url,
        reports.c.current,
    ).select_from(claims.join(claim_texts).join(reports))


def _selected(
    connection: Connection, sought: Sought, terms: list[Term]
) -> tuple[Select[tuple[int]], ColumnElement[float] | None]:
    """The rows of the claims that are asked for, and what sorts them by how well they answer the words."""
    state = claims.c.state == sought.state.value if sought.state else claims.c.state != ReviewState.REJECTED.value
    statement = select(claims.c.row).where(claims.c.retired.is_(None), state)
    statement = statement.where(*_within(claims.c.begins, claims.c.ends, sought))
    if sought.kind is not None:
        statement = statement.where(claims.c.kind == sought.kind)
    if sought.report is not None:
        made_by = select(reports.c.row).where(reports.c.id == sought.report).scalar_subquery()
        statement = statement.where(claims.c.report == made_by)
    if sought.status is not None:
        statement = statement.where(claims.c.status == sought.status.value)
    named = [
        _named(field, name) for field, name in (("actors", sought.actor), ("places", sought.place)) if name is not None
    ]
    if not (terms or named):
        return statement, None
    index = words.claim_index(connection, [*terms, *named])
    statement = statement.join(index.joined, index.row == claims.c.row).where(index.matches)
    return statement, index.rank if terms else None


def _named(field: str, name: str) -> Term:
    folded = tuple(words.fold(name).split())
    if not folded:
        raise UsageError(f"{name!r} is no name: it has neither letters nor digits")
    return Term(folded, field=field)


def _within(begins: ColumnElement[Any], ends: ColumnElement[Any], sought: Sought) -> Iterator[ColumnElement[bool]]:
    if sought.from_ is not None:
        yield ends >= sought.from_
    if sought.to is not None:
        yield begins <= sought.to


def _claim_of(row: Any) -> CaseClaim:
    return CaseClaim(
        claim=rows.claim_of(row.body),
        report_id=row.report_id,
        title=row.title,
        url=row.url,
        current=row.current,
        retired=row.retired,
        state=ReviewState(row.state),
        people=tuple(json.loads(row.people)) if row.people != "[]" else (),
        agreed=row.agreed,
        by_person=row.by_person,
        orphan=row.orphan,
    )
