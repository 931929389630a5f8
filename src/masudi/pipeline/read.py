"""From reports to readings."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Generator, Iterable, Iterator
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
        # Coding loads the reader; callers who only find or check reports need not wait for it.
        from masudi.coding import code

        coder = code
    try:
        return Reading(report=report, claims=coder(report))
    except MasudiError:
        raise
    except Exception as fault:
        raise blamed(report.path or report.name, "could not be coded", fault) from fault


def blamed(path: str, what: str, fault: Exception) -> ReportError:
    """The error of a report at which Masudi itself failed."""
    advice = "the fault is Masudi's; please tell its authors, with the report if you may"
    return ReportError(path, f"{what} ({type(fault).__name__}: {fault}): {advice}")


def read_many(
    paths: str | Path | Iterable[str | Path],
    *,
    published: datetime.date | None = None,
    source: str | None = None,
    max_body: int = MAX_BODY,
    coder: Coder | None = None,
    threads: int = 1,
) -> Iterator[Reading | ReportError]:
    """A reading for each report that `paths` (files, folders, "-") lead to, or the ReportError that says why not.

    Reports are found and read as the caller asks for them, some ahead of what is handed out. `published` and `source`
    hold for reports whose header does not give them.
    """
    return read_found(
        find_reports(paths), published=published, source=source, max_body=max_body, coder=coder, threads=threads
    )


def read_found(
    found: Iterable[str | ReportError],
    *,
    published: datetime.date | None = None,
    source: str | None = None,
    max_body: int = MAX_BODY,
    coder: Coder | None = None,
    threads: int = 1,
) -> Iterator[Reading | ReportError]:
    """As `read_many`, for what `masudi.sources.find_reports` found: a caller who lists first knows how many come.

    Masudi's own coder takes reports in batches, and runs the encoder over the next one on `threads` processors while
    the claims of this one are worked out.
    """
    return read_reports((opened(path, published, source, max_body) for path in found), coder=coder, threads=threads)


def read_reports(
    reports: Iterable[Report | ReportError], *, coder: Coder | None = None, threads: int = 1
) -> Generator[Reading | ReportError, None, None]:
    """A reading for each report, in their order; errors are handed on in their places. See `read_found`."""
    if coder is not None:
        return (report if isinstance(report, ReportError) else tried(report, coder) for report in reports)
    from masudi.pipeline.batches import read_in_batches

    return read_in_batches(reports, threads=threads)


def opened(
    path: str | ReportError, published: datetime.date | None, source: str | None, max_body: int
) -> Report | ReportError:
    """The report at a path that was found, or the ReportError that says why not."""
    if isinstance(path, ReportError):
        return path
    try:
        return read_report(path, published=published, source=source, max_body=max_body)
    except ReportError as fault:
        return fault


def tried(report: Report, coder: Coder) -> Reading | ReportError:
    """As `read_one`, with the ReportError as a value."""
    try:
        return read_one(report, coder=coder)
    except ReportError as fault:
        return fault
