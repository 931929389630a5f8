"""Reports that were read elsewhere into a case: stored with their claims as they are, each whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from masudi.casefile import Case
from masudi.domain import Reading
from masudi.domain.case import Retrieval
from masudi.pipeline.add import Added, Adding, keep, known_already
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
        known = known_already(reading.report, case)
        yield known or keep(reading, data, retrieval, case, how, reader=reader)
