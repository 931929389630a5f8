"""From reports to readings."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from masudi.domain import Claim, Reading, Report
from masudi.errors import MasudiError, ReportError
from masudi.sources import MAX_BODY, find_reports, read_report

Coder: TypeAlias = Callable[[Report], tuple[Claim, ...]]
"""What turns a report into its claims."""


def read_one(report: Report, *, coder: Coder | None = None) -> Reading:
    """The report and its claims; `coder` is Masudi's own unless given.

    ReportError, naming the report, for whatever goes wrong in coding it; a data file that is at fault (KnowledgeError)
    is no fault of the report and comes through as it is.
    """
    if coder is None:
        # Coding loads the lexicon's machinery; callers who only find or check reports need not wait for it.
        from masudi.coding import code

        coder = code
    try:
        return Reading(report=report, claims=coder(report))
    except MasudiError:
        raise
    except Exception as fault:
        problem = f"could not be coded ({type(fault).__name__}: {fault})"
        advice = "the fault is Masudi's; please tell its authors, with the report if you may"
        raise ReportError(report.path or report.name, f"{problem}: {advice}") from fault


def read_many(
    paths: str | Path | Iterable[str | Path],
    *,
    published: datetime.date | None = None,
    source: str | None = None,
    max_body: int = MAX_BODY,
    coder: Coder | None = None,
) -> Iterator[Reading | ReportError]:
    """A reading for each report that `paths` (files, folders, "-") lead to, or the ReportError that says why not.

    Reports are found, read and coded one by one as the caller asks for them. `published` and `source` hold for
    reports whose header does not give them.
    """
    return read_found(find_reports(paths), published=published, source=source, max_body=max_body, coder=coder)


def read_found(
    found: Iterable[str | ReportError],
    *,
    published: datetime.date | None = None,
    source: str | None = None,
    max_body: int = MAX_BODY,
    coder: Coder | None = None,
) -> Iterator[Reading | ReportError]:
    """As `read_many`, for what `masudi.sources.find_reports` found: a caller who lists first knows how many come."""
    for path in found:
        if isinstance(path, ReportError):
            yield path
            continue
        try:
            report = read_report(path, published=published, source=source, max_body=max_body)
            reading = read_one(report, coder=coder)
        except ReportError as fault:
            yield fault
        else:
            yield reading
