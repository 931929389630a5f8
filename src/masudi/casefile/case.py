"""A case that is open: one method for one thing, each a transaction of its own."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, func, select, update

from masudi.casefile import claims, decisions, reports
from masudi.casefile.decisions import Signer
from masudi.casefile.engine import reading, writing
from masudi.casefile.tables import claims as claims_table
from masudi.casefile.tables import decisions as decisions_table
from masudi.casefile.tables import failures as failures_table
from masudi.casefile.tables import meta
from masudi.casefile.tables import reports as reports_table
from masudi.domain import Reading
from masudi.domain.case import (
    CaseClaim,
    CaseSummary,
    Decision,
    Failure,
    ReportSummary,
    Retrieval,
    SearchHit,
    Settings,
    Sought,
    Stored,
    StoredReport,
    Synthetic,
)
from masudi.errors import CaseError, ConflictError, ReportError, UsageError

# Shorter beginnings of an id would often fit several.
_SHORTEST = 4


class Case:
    """The reports, claims and decisions of one case file; made by `open_case`.

    `where` names it in messages. Every method raises CaseError for what the database refuses, and has then changed
    nothing. Whoever iterates holds a transaction open meanwhile, which keeps nobody from reading or adding.
    """

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self.where = where

    def _reading(self) -> AbstractContextManager[Connection]:
        return reading(self._engine, self.where)

    def _writing(self, *, durable: bool = True) -> AbstractContextManager[Connection]:
        return writing(self._engine, self.where, durable=durable)

    # Reports

    def has(self, id_: str) -> bool:
        """Whether the case has the report with this id (`masudi.domain.case.report_id`)."""
        with self._reading() as connection:
            return reports.known(connection, id_)

    def store(
        self, read: Reading, data: bytes, retrieval: Retrieval, *, reader: str, mix: bool = False, person: str = ""
    ) -> Stored:
        """Store a report as it was read, its bytes and its claims: all of it, or nothing where it is there already.

        A report of the same URL becomes the version before it. ReportError where the report is made up and the case
        holds real ones, or the other way round, unless `mix` allows it from now on (a decision by `person`).
        """
        with self._writing(durable=False) as connection:
            self._admit(connection, read, mix, person)
            stored = reports.store(connection, read, data, retrieval, reader)
            if read.report.path is not None:
                reports.forget_failure(connection, read.report.path)
        return stored

    def _admit(self, connection: Connection, read: Reading, mix: bool, person: str) -> None:
        settings = _settings(connection)
        kind = Synthetic.MADE_UP if read.report.synthetic else Synthetic.REAL
        if settings.synthetic in (kind, Synthetic.MIXED):
            return
        if settings.synthetic is None:
            _save(connection, msgspec.structs.replace(settings, synthetic=kind))
        elif mix:
            self._change(connection, {"synthetic": Synthetic.MIXED}, person, why=None)
        else:
            these, those = ("made up", "real") if read.report.synthetic else ("real", "made-up")
            problem = f"is {these}, and the case holds {those} reports: use another case, or allow both with --mix"
            raise ReportError(read.report.path or read.report.name, problem)

    def fail(self, fault: ReportError) -> None:
        """Keep that a report could not be read, and why."""
        with self._writing(durable=False) as connection:
            reports.fail(connection, fault)

    def forget_failure(self, path: str) -> None:
        """The report at `path` is in the case after all."""
        with self._writing(durable=False) as connection:
            reports.forget_failure(connection, path)

    def failures(self) -> list[Failure]:
        """What could not be read, by path."""
        with self._reading() as connection:
            return list(reports.failed(connection))

    def reports(self) -> Iterator[ReportSummary]:
        """All reports, older versions among them, by day of publication."""
        with self._reading() as connection:
            yield from reports.listed(connection)

    def report(self, id_: str) -> StoredReport:
        """The report with this id, its text and its claims."""
        with self._reading() as connection:
            found = reports.load(connection, id_)
        if found is None:
            raise UsageError(f"there is no report {id_} in {self.where}")
        return found

    def original(self, id_: str) -> bytes:
        """The bytes of the report with this id, as they were retrieved."""
        with self._reading() as connection:
            data = reports.original(connection, id_)
        if data is None:
            raise UsageError(f"there is no report {id_} in {self.where}")
        return data

    # Claims

    def claims(self, sought: Sought | None = None, *, older: bool = False) -> Iterator[CaseClaim]:
        """The claims that stand, or those of them that are `sought`; of `older` versions of reports only if asked."""
        with self._reading() as connection:
            yield from claims.chosen(connection, sought or Sought(), older=older)

    def claim(self, id_: str) -> CaseClaim:
        """The claim with this id; one that was retired only where none stands."""
        with self._reading() as connection:
            found = claims.load(connection, id_)
        if found is None:
            raise UsageError(f"there is no claim {id_} in {self.where}")
        return found

    def find(self, prefix: str) -> StoredReport | CaseClaim:
        """The report or claim whose id begins so; UsageError where there is none, or more than one."""
        begin = prefix.strip().lower()
        if len(begin) < _SHORTEST:
            raise UsageError(f"{prefix!r} is too short for the beginning of an id: give at least {_SHORTEST} digits")
        with self._reading() as connection:
            of_reports, of_claims = reports.ids(connection, begin), claims.ids(connection, begin)
        if len(of_reports) + len(of_claims) > 1:
            raise UsageError(f"several ids begin with {prefix!r}: give more of it")
        if of_reports:
            return self.report(of_reports[0])
        if of_claims:
            return self.claim(of_claims[0])
        raise UsageError(f"no report and no claim in {self.where} has an id that begins with {prefix!r}")

    def search(self, words: str, sought: Sought | None = None, *, limit: int = 50) -> list[SearchHit]:
        """At most `limit` claims, then reports, that have all the `words` and are `sought`; older versions included.

        Words in quotes stand together, and a star ends the beginning of a word. Where claims alone can be what is
        sought (a kind, a status, an actor, a place), reports are not searched.
        """
        with self._reading() as connection:
            return claims.search(connection, words, sought or Sought(), limit)

    # The case itself, and decisions

    def summary(self) -> CaseSummary:
        """What the case holds, counted."""
        with self._reading() as connection:

            def count(table: Any, *where: Any) -> int:
                return connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()

            standing = select(func.count()).select_from(claims_table.join(reports_table))
            standing = standing.where(claims_table.c.retired.is_(None), reports_table.c.current)
            return CaseSummary(
                id=_value(connection, "case"),
                made=datetime.datetime.fromisoformat(_value(connection, "made")),
                settings=_settings(connection),
                reports=count(reports_table, reports_table.c.current),
                older_versions=count(reports_table, ~reports_table.c.current),
                claims=connection.execute(standing).scalar_one(),
                failures=count(failures_table),
                decisions=count(decisions_table),
                head=decisions.head(connection),
            )

    def settings(self) -> Settings:
        """What is set for the case."""
        with self._reading() as connection:
            return _settings(connection)

    def set(self, person: str, *, why: str | None = None, **changes: Any) -> Settings:
        """Change settings, by name; the change is a decision of `person`."""
        with self._writing() as connection:
            return self._change(connection, changes, person, why)

    def _change(self, connection: Connection, changes: dict[str, Any], person: str, why: str | None) -> Settings:
        before = _settings(connection)
        try:
            settings = msgspec.convert(msgspec.to_builtins(before) | msgspec.to_builtins(changes), Settings)
        except msgspec.ValidationError as fault:
            raise UsageError(f"the settings of a case cannot be so: {fault}") from None
        _save(connection, settings)
        payload = {name: msgspec.to_builtins(getattr(settings, name)) for name in changes}
        subject = _value(connection, "case")
        decisions.append(connection, person=person, action="set", subject=subject, payload=payload, why=why)
        return settings

    def decide(
        self,
        person: str,
        action: str,
        subject: str,
        payload: dict[str, Any] | None = None,
        *,
        why: str | None = None,
        signer: Signer | None = None,
        seen: int | None = None,
    ) -> Decision:
        """Add an entry to the log: what `person` decides on `subject` (an id), and why; signed where `signer` is given.

        `seen` is the newest decision on the subject that the person knew of (0: none): where somebody has decided
        since, ConflictError says what, and nothing is added.
        """
        with self._writing() as connection:
            if seen is not None and (newer := list(decisions.entries(connection, subject, after=seen))):
                raise ConflictError(newer[-1].person, newer[-1].action, newer[-1].sequence)
            return decisions.append(
                connection,
                person=person,
                action=action,
                subject=subject,
                payload=payload or {},
                why=why,
                signer=signer,
            )

    def decisions(self, subject: str | None = None, *, after: int = 0) -> Iterator[Decision]:
        """The entries of the log behind number `after`, oldest first; those on `subject` where it is given."""
        with self._reading() as connection:
            yield from decisions.entries(connection, subject, after=after)

    def head(self) -> str:
        """The hash of the last entry of the log, in which all entries before it are contained."""
        with self._reading() as connection:
            return decisions.head(connection)


def _value(connection: Connection, key: str) -> Any:
    found = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()
    if found is None:
        raise CaseError("the case", f"lacks its entry {key!r}: go back to a backup")
    return json.loads(found)


def _settings(connection: Connection) -> Settings:
    return msgspec.convert(_value(connection, "settings"), Settings)


def _save(connection: Connection, settings: Settings) -> None:
    value = msgspec.json.encode(settings).decode()
    connection.execute(update(meta).where(meta.c.key == "settings").values(value=value))
