"""Reports that were read elsewhere into a case: stored with their claims as they are, each whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from masudi.casefile import Case
from masudi.domain import Reading
from masudi.domain.case import Retrieval, report_id
from masudi.errors import ReportError
from masudi.pipeline.add import Added, Adding, Outcome
from masudi.sources import version_of


def bring(found: Iterable[tuple[Reading, bytes, str]], case: Case, how: Adding, *, reader: str) -> Iterator[Added]:
    """Add each reading to the case, with the bytes that it was read from and how the text came out of them.

    As `masudi.pipeline.add`, but that nothing is read: `reader` is the hash of what has read the reports.
    """
    for reading, data, extractor in found:
        retrieval = Retrieval(
            collector=how.collector,
            retrieved=how.retrieved,
            extractor=extractor,
            extractor_version=version_of(extractor) or "",
        )
        yield _store(reading, data, case, how, retrieval, reader)


def _store(reading: Reading, data: bytes, case: Case, how: Adding, retrieval: Retrieval, reader: str) -> Added:
    report = reading.report
    path = report.path or report.name
    id_ = report_id(report)
    if case.has(id_):
        return Added(path=path, outcome=Outcome.KNOWN, id=id_)
    if case.erased(report):
        return Added(path=path, outcome=Outcome.ERASED, id=id_)
    try:
        stored = case.store(reading, data, retrieval, reader=reader, mix=how.mix, person=how.person, signer=how.signer)
    except ReportError as fault:
        return Added(path=path, outcome=Outcome.FAILED, fault=fault)
    outcome = Outcome.VERSION if stored.previous else Outcome.ADDED
    return Added(path=path, outcome=outcome, id=stored.id, claims=len(reading), previous=stored.previous)
