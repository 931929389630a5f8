"""Reports into a case: read, stored with their claims, each whole or not at all."""

from __future__ import annotations

import datetime
import os
from collections import deque
from collections.abc import Container, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from enum import StrEnum
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import msgspec

from masudi.data import fingerprint
from masudi.domain import Reading, Report
from masudi.domain.case import Retrieval, Stored, canonical_hash, report_id
from masudi.errors import ReportError
from masudi.pipeline.read import Coder, read_together
from masudi.sources import Opened, Opening, Retrieved, open_file, retrieve

if TYPE_CHECKING:
    from masudi.casefile import Case
    from masudi.casefile.storing import Coming
    from masudi.pipeline.decide import Signer

# So many batches the encoder may be ahead of what is stored: it has work while reports are stored and linked.
_AHEAD = 3


class Outcome(StrEnum):
    """What adding a report came to."""

    ADDED = "added"
    VERSION = "new version"
    KNOWN = "already there"
    ERASED = "erased before"
    FAILED = "failed"


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one report: of a report that failed the `fault`, of any other its id and what was read.

    `claims` counts those that were stored now, `previous` is the id of the version before.
    """

    path: str
    outcome: Outcome
    id: str | None = None
    claims: int = 0
    previous: str | None = None
    warnings: tuple[str, ...] = ()
    fault: ReportError | None = None


class Adding(msgspec.Struct, frozen=True, kw_only=True):
    """How reports are added: opened as `opening` says; `collector` collected them, on the day `retrieved`.

    `mix` lets made-up reports into a case of real ones, and the other way round, which `person` then has decided, and
    `signer` signs.
    """

    opening: Opening = Opening()
    collector: str | None = None
    retrieved: datetime.date | None = None
    mix: bool = False
    person: str = ""
    signer: Signer | None = None
    threads: int = 1


def add(
    found: Iterable[str | Retrieved | ReportError], case: Case, how: Adding | None = None, *, coder: Coder | None = None
) -> Generator[Added, None, None]:
    """Add to `case` each report that `masudi.sources.find_reports` found, and say what became of it, in their order.

    A report may also come as the bytes that were retrieved, by whatever way.

    A report that the case has is skipped before it is read. Each of the others is stored, with its claims and together
    with those that were read along with it, before its `Added` is handed out: whatever ends the process, what was
    stored is whole, and adding the same reports again goes on where it stopped. What could not be read is kept as a
    failure and tried again the next time.
    """
    how = how or Adding()
    run = _Run(case, how)
    # Closed where the caller stops early, so that the reader does not go on by itself.
    with closing(read_together(run.new(found), coder=coder, threads=how.threads, ahead=_AHEAD)) as batches:
        for batch in batches:
            yield from run.store(batch)
    yield from run.skipped()


def known_already(report: Report, case: Case, coming: Container[str] = ()) -> Added | None:
    """That a report is in the case, or among those with the ids that are `coming`, or was erased; None where neither
    is so.
    """
    id_ = report_id(report)
    path = report.path or report.name
    if id_ in coming or case.has(id_):
        return Added(path=path, outcome=Outcome.KNOWN, id=id_)
    return Added(path=path, outcome=Outcome.ERASED, id=id_) if case.erased(report) else None


def keep(reading: Reading, data: bytes, retrieval: Retrieval, case: Case, how: Adding, *, reader: str) -> Added:
    """Store a report as `reader` (a hash) read it, with its bytes; what became of it."""
    from masudi.casefile.storing import Coming

    return keep_all([Coming(reading=reading, data=data, retrieval=retrieval)], case, how, reader=reader)[0]


def keep_all(coming: Sequence[Coming], case: Case, how: Adding, *, reader: str) -> list[Added]:
    """Store reports as `reader` (a hash) read them, all at once; what became of each, in their order."""
    if not coming:
        return []
    kept = case.store_all(coming, reader=reader, mix=how.mix, person=how.person, signer=how.signer)
    return [_added(one.reading, stored) for one, stored in zip(coming, kept, strict=True)]


def _added(reading: Reading, stored: Stored | ReportError) -> Added:
    path = reading.report.path or reading.report.name
    if isinstance(stored, ReportError):
        return Added(path=path, outcome=Outcome.FAILED, fault=stored)
    outcome = Outcome.KNOWN if stored.known else Outcome.VERSION if stored.previous else Outcome.ADDED
    claims = 0 if stored.known else len(reading)
    return Added(path=path, outcome=outcome, id=stored.id, claims=claims, previous=stored.previous)


class _Run:
    """The reports that are on their way: the encoder is some ahead of what is stored."""

    def __init__(self, case: Case, how: Adding) -> None:
        self.case, self.how = case, how
        self.opening = how.opening
        if self.opening.salt is None:
            self.opening = msgspec.structs.replace(self.opening, salt=case.secret())
        self._failed = {failure.path for failure in case.failures()}
        self._gone: set[str] = set()
        # What was handed to the reader, in order, and among it what was not, because it is known.
        self._waiting: deque[Opened | Added | None] = deque()

    def new(self, found: Iterable[str | Retrieved | ReportError]) -> Iterator[Report | ReportError]:
        """The reports that the case does not have."""
        coming: set[str] = set()
        for one in found:
            for report in self._opened(one):
                if isinstance(report, ReportError):
                    self._waiting.append(None)
                    yield report
                    continue
                if (known := known_already(report.report, self.case, coming)) is not None:
                    self._waiting.append(known)
                else:
                    coming.add(report_id(report.report))
                    self._waiting.append(report)
                    yield report.report

    def _opened(self, one: str | Retrieved | ReportError) -> Iterator[Opened | ReportError]:
        """The reports in a file that was found, or retrieved."""
        try:
            if isinstance(one, ReportError):
                raise one
            file = one if isinstance(one, Retrieved) else retrieve(one, opening=self.opening)
        except ReportError as fault:
            if isinstance(one, str) and not os.path.lexists(one):
                self._gone.add(fault.path)
            yield fault
        else:
            yield from open_file(file, self.opening)

    def skipped(self) -> Iterator[Added]:
        """Those that come next and were known."""
        while self._waiting and isinstance(self._waiting[0], Added):
            known = self._waiting.popleft()
            assert isinstance(known, Added)
            self._read(known.path)
            yield known

    def store(self, batch: Iterable[Reading | ReportError]) -> Iterator[Added]:
        """Store what was read of the reports that come next, or why it was not; hand on the known ones between them."""
        from masudi.casefile.storing import Coming

        met: list[Added | ReportError | Coming] = []
        for reading in batch:
            met.extend(self.skipped())
            opened = self._waiting.popleft()
            if isinstance(reading, ReportError):
                met.append(reading)
            else:
                assert isinstance(opened, Opened)
                met.append(Coming(reading=reading, data=opened.data, retrieval=self._retrieval(opened)))
        coming = [one for one in met if isinstance(one, Coming)]
        stored = iter(keep_all(coming, self.case, self.how, reader=reader_hash()))
        for one in met:
            if isinstance(one, Added):
                yield one
            elif isinstance(one, ReportError):
                yield self._fail(one)
            else:
                yield self._stored(one.reading, next(stored))

    def _stored(self, reading: Reading, added: Added) -> Added:
        if added.fault is not None:
            return self._fail(added.fault)
        self._read(added.path)
        return msgspec.structs.replace(added, warnings=reading.report.warnings)

    def _read(self, path: str) -> None:
        """What is at the path could be read; and so could the file of which it is a part, whatever it was before."""
        for one in (path, path.rpartition("#")[0]):
            if one in self._failed:
                self._failed.discard(one)
                self.case.forget_failure(one)

    def _retrieval(self, opened: Opened) -> Retrieval:
        """How the report came here, with what whoever adds it says of that."""
        return msgspec.structs.replace(
            opened.retrieval,
            collector=self.how.collector,
            retrieved=self.how.retrieved or opened.retrieval.retrieved,
        )

    def _fail(self, fault: ReportError) -> Added:
        # A name that was mistyped is no report that failed.
        if fault.path not in self._gone:
            self.case.fail(fault)
        return Added(path=fault.path, outcome=Outcome.FAILED, fault=fault)


@cache
def reader_hash() -> str:
    """What reads reports, as a SHA-256: of Masudi's version, the model, and the weights beside it."""
    return canonical_hash([version("masudi"), fingerprint("model", "reader", "coder", "languages.yaml")])
