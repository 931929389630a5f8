"""A case that is open: one method for one thing, each a transaction of its own."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from masudi.casefile import (
    checking,
    claims,
    decisions,
    reports,
    rereading,
    settings,
    shown,
    storing,
)
from masudi.casefile.case_bundles import CaseBundles
from masudi.casefile.case_erasing import CaseErasing
from masudi.casefile.case_feeds import CaseFeeds
from masudi.casefile.case_kept import CaseKept
from masudi.casefile.checking import Kept
from masudi.casefile.decisions import Signer
from masudi.casefile.storing import Coming
from masudi.casefile.tables import decisions as decisions_table
from masudi.casefile.tables import failures as failures_table
from masudi.casefile.tables import reports as reports_table
from masudi.casefile.users import CaseUsers
from masudi.domain import Claim, Reading
from masudi.domain.case import (
    CaseClaim,
    CaseSummary,
    Decision,
    Failure,
    ReportSummary,
    Reread,
    Retrieval,
    SearchHit,
    Settings,
    Sought,
    Stored,
    StoredReport,
    of_case,
    report_id,
)
from masudi.errors import ConflictError, ReportError, UsageError

# Shorter beginnings of an id would often fit several.
_SHORTEST = 4


class Case(CaseBundles, CaseErasing, CaseFeeds, CaseKept, CaseUsers):
    """The reports, claims and decisions of one case file; made by `open_case`.

    `where` names it in messages. Every method raises CaseError for what the database refuses, and has then changed
    nothing. Whoever iterates holds a transaction open meanwhile, which keeps nobody from reading or adding.
    """

    # Reports

    def has(self, id_: str) -> bool:
        """Whether the case has the report with this id (`masudi.domain.case.report_id`)."""
        with self._reading() as connection:
            return reports.known(connection, id_)

    def store(
        self,
        read: Reading,
        data: bytes,
        retrieval: Retrieval,
        *,
        reader: str,
        mix: bool = False,
        person: str = "",
        signer: Signer | None = None,
    ) -> Stored:
        """Store a report as it was read, its bytes and its claims: all of it, or nothing where it is there already.

        A report of the same URL becomes the version before it. ReportError where the report is made up and the case
        holds real ones, or the other way round, unless `mix` allows it from now on (a decision by `person`).
        """
        coming = Coming(reading=read, data=data, retrieval=retrieval)
        (stored,) = self.store_all([coming], reader=reader, mix=mix, person=person, signer=signer)
        if isinstance(stored, ReportError):
            raise stored
        return stored

    def store_all(
        self,
        coming: Sequence[Coming],
        *,
        reader: str,
        mix: bool = False,
        person: str = "",
        signer: Signer | None = None,
    ) -> list[Stored | ReportError]:
        """Store several reports as `store` does, all of them or, where the database refuses, none.

        What became of each is told in their order, with the ReportErrors of those that may not come in.
        """
        with self._writing(durable=False) as connection:
            return storing.store(connection, coming, reader, mix=mix, person=person, signer=signer)

    def fail(self, fault: ReportError) -> None:
        """Keep that a report could not be read, and why."""
        with self._writing(durable=False) as connection:
            reports.fail(connection, fault)

    def forget_failure(self, path: str) -> None:
        """The report at `path` is in the case after all."""
        with self._writing(durable=False) as connection:
            reports.forget_failures(connection, [path])

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

    def outdated(self, reader: str) -> list[str]:
        """The ids of the reports that something other than `reader` (`StoredReport.reader`) has read."""
        with self._reading() as connection:
            return rereading.outdated(connection, reader)

    def reread(self, read: Reading, *, reader: str, person: str, signer: Signer | None = None) -> Reread:
        """Put the claims of a report that was read anew in place of its former ones; what people decided is kept.

        `person` started it, and signs what the log then says of decisions that went over.
        """
        id_ = report_id(read.report)
        with self._writing(durable=False) as connection:
            made = [of_case(id_, claim) for claim in read]
            done = rereading.reread(connection, id_, made, reader, person, signer)
            rereading.keep_language(connection, id_, read.report)
        if done is None:
            raise UsageError(f"there is no report {id_} in {self.where}")
        return done

    def kept(self) -> Iterator[Kept]:
        """All that the case holds, report by report, with what it should be by the log: for whoever checks it."""
        with self._reading() as connection:
            yield from checking.kept(connection)

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

    def counting(
        self, kinds: Collection[str], harm: str, least: float, *, decided: Iterable[str] | None = None
    ) -> Iterator[tuple[str, Claim | None]]:
        """The asserted claims of these kinds, or with a toll of this harm, that count, each with its id.

        Of reports' current versions those of which the reader is at least so sure as `least`, or which people accepted,
        corrected or added, and did not reject. With `decided`, those alone for which decisions on these ids hold, with
        None for each that does not count.
        """
        with self._reading() as connection:
            if decided is None:
                yield from claims.counting(connection, kinds, harm, least)
            else:
                for id_ in decided:
                    yield from claims.counting_now(connection, kinds, harm, least, shown.holders(connection, id_))

    def rejected(self, kinds: Collection[str], harm: str) -> int:
        """How many claims of these kinds, or with a toll of this harm, people rejected."""
        with self._reading() as connection:
            return claims.rejected(connection, kinds, harm)

    def with_ids(self, ids: Iterable[str]) -> Iterator[CaseClaim]:
        """The claims with these ids that stand, in no order; ids that no claim has are passed over."""
        with self._reading() as connection:
            yield from claims.with_ids(connection, ids)

    def areas(self, texts: Iterable[str]) -> Iterator[tuple[str, str, str | None, str | None]]:
        """The located places of reports (by the SHA-256 of their texts): text, name, kind, and what each is within."""
        with self._reading() as connection:
            yield from claims.areas(connection, texts)

    def search(self, words: str, sought: Sought | None = None, *, limit: int = 50) -> list[SearchHit]:
        """At most `limit` claims, then reports, that have all the `words` and are `sought`; older versions included.

        Words in quotes stand together, and a star ends the beginning of a word. Where claims alone can be what is
        sought (a kind, a status, an actor, a place), reports are not searched.
        """
        with self._reading() as connection:
            return claims.search(connection, words, sought or Sought(), limit)

    def claims_of(self, report_id: str) -> list[CaseClaim]:
        """All claims of a report that no later reading has replaced, those that people rejected among them."""
        with self._reading() as connection:
            return list(claims.of_report(connection, report_id))

    def unreviewed(self, kind: str | None = None) -> Generator[CaseClaim, None, None]:
        """The claims on which nobody has decided, the least certain first."""
        with self._reading() as connection:
            yield from claims.unreviewed(connection, kind)

    def reviewed_once(self, kinds: Collection[str]) -> Generator[CaseClaim, None, None]:
        """The claims of these kinds behind which, as they are now, one person stands; the least certain first."""
        with self._reading() as connection:
            yield from claims.reviewed_once(connection, kinds)

    def orphans(self) -> Iterator[CaseClaim]:
        """The claims that people had decided on, that the newest reading does not have, and that nobody has placed."""
        with self._reading() as connection:
            yield from claims.orphans(connection)

    def as_read(self, id_: str) -> Claim:
        """The claim with this id as the reader (or whoever added it) made it, before all decisions."""
        with self._reading() as connection:
            found = claims.as_read(connection, id_)
        if found is None:
            raise UsageError(f"there is no claim {id_} in {self.where}")
        return found

    def history(self, id_: str) -> list[Decision]:
        """The decisions that hold for a claim, oldest first, those on earlier readings of it among them."""
        with self._reading() as connection:
            return claims.history(connection, id_)

    # The case itself, and decisions

    def id(self) -> str:
        """The id of the case, in whose log it is the subject of what is decided about all of it."""
        with self._reading() as connection:
            return settings.case_id(connection)

    def summary(self) -> CaseSummary:
        """What the case holds, counted."""
        with self._reading() as connection:

            def count(table: Any, *where: Any) -> int:
                return connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()

            reports_, current = count(reports_table), count(reports_table, reports_table.c.current)
            return CaseSummary(
                id=settings.case_id(connection),
                made=datetime.datetime.fromisoformat(settings.value(connection, "made")),
                settings=settings.load(connection),
                reports=current,
                older_versions=reports_ - current,
                claims=claims.count_standing(connection),
                failures=count(failures_table),
                decisions=count(decisions_table),
                head=decisions.head(connection),
            )

    def rejections(self) -> int:
        """How many claims of reports' current versions people have rejected."""
        with self._reading() as connection:
            return claims.count_rejected(connection)

    def secret(self) -> str:
        """What pseudonyms of senders are keyed by in this case: random, and made when it is first asked for."""
        with self._reading() as connection:
            found = settings.secret(connection)
        if found is None:
            with self._writing(durable=False) as connection:
                found = settings.set_secret(connection)
        return found

    def mark(self) -> str:
        """Random letters that are others after every change: what was computed under the same mark still holds."""
        with self._reading() as connection:
            return settings.mark(connection)

    def since(self) -> tuple[str, str, int]:
        """The mark, then one that is another after each change that is no decision, and the log's last number.

        Where the second is as it was, nothing but what stands in the log since has changed.
        """
        with self._reading() as connection:
            return settings.mark(connection), settings.since(connection), decisions.last(connection)

    def settings(self) -> Settings:
        """What is set for the case."""
        with self._reading() as connection:
            return settings.load(connection)

    def set(self, person: str, *, why: str | None = None, signer: Signer | None = None, **changes: Any) -> Settings:
        """Change settings, by name; the change is a decision of `person`."""
        with self._writing() as connection:
            return settings.change(connection, changes, person, why, signer)

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

        What the entry is about is shown as it says from then on. It is not checked here: `masudi.pipeline` does that.
        `seen` is the newest decision on the subject that the person knew of (0: none): where somebody has decided
        since, ConflictError says what, and nothing is added.
        """
        with self._writing(decided=True) as connection:
            if seen is not None and (newer := self._newer(connection, subject, seen)):
                raise ConflictError(newer[-1].person, newer[-1].action, newer[-1].sequence)
            entry = decisions.append(
                connection,
                person=person,
                action=action,
                subject=subject,
                payload=payload or {},
                why=why,
                signer=signer,
            )
            shown.follow(connection, entry)
            return entry

    def _newer(self, connection: Connection, subject: str, seen: int) -> list[Decision]:
        history = claims.history(connection, subject) or decisions.entries(connection, [subject])
        return [one for one in history if one.sequence > seen]

    def decisions(self, subject: str | None = None, *, after: int = 0) -> Iterator[Decision]:
        """The entries of the log behind number `after`, oldest first; those on `subject` where it is given."""
        with self._reading() as connection:
            yield from decisions.entries(connection, None if subject is None else [subject], after=after)

    def decision(self, sequence: int) -> Decision:
        """The entry of the log with this number."""
        with self._reading() as connection:
            found = decisions.entry(connection, sequence)
        if found is None:
            raise UsageError(f"there is no decision {sequence} in {self.where}: `masudi log` lists them")
        return found

    def head(self) -> str:
        """The hash of the last entry of the log, in which all entries before it are contained."""
        with self._reading() as connection:
            return decisions.head(connection)
