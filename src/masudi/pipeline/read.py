"""From reports to readings."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from masudi.domain import Claim, Reading, Report
from masudi.errors import MasudiError, ReportError
from masudi.sources import Opened, Opening, Retrieved, find_reports, open_file, retrieve

Coder: TypeAlias = Callable[[Report], tuple[Claim, ...]]
"""What turns a report into its claims."""


def read_one(report: Report, *, coder: Coder | None = None) -> Reading:
    """The report and its claims; `coder` is Masudi's own unless given. One in a language that it cannot read has none.

    ReportError, naming the report, for whatever goes wrong in coding it; a data file that is at fault (KnowledgeError)
    is no fault of the report and comes through as it is.
    """
    if report.unread:
        return Reading(report=report, claims=())
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
    opening: Opening | None = None,
    coder: Coder | None = None,
    threads: int = 1,
) -> Iterator[Reading | ReportError]:
    """A reading for each report that `paths` (files, folders, "-") lead to, or the ReportError that says why not.

    Reports are found and read as the caller asks for them, some ahead of what is handed out. `opening` says how files
    are opened, and what holds for reports that do not say it.
    """
    return read_found(find_reports(paths), opening=opening, coder=coder, threads=threads)


def read_found(
    found: Iterable[str | Retrieved | ReportError],
    *,
    opening: Opening | None = None,
    coder: Coder | None = None,
    threads: int = 1,
) -> Iterator[Reading | ReportError]:
    """As `read_many`, for what `masudi.sources.find_reports` found: a caller who lists first knows how many come.

    Masudi's own coder takes reports in batches, and runs the encoder over the next one on `threads` processors while
    the claims of this one are worked out.
    """
    return read_reports((_report(one) for one in opened(found, opening)), coder=coder, threads=threads)


def read_reports(
    reports: Iterable[Report | ReportError], *, coder: Coder | None = None, threads: int = 1
) -> Generator[Reading | ReportError, None, None]:
    """A reading for each report, in their order; errors are handed on in their places. See `read_found`."""
    # Closed where the caller stops early, so that the reader does not go on by itself.
    with closing(read_together(reports, coder=coder, threads=threads)) as batches:
        for batch in batches:
            yield from batch


def read_together(
    reports: Iterable[Report | ReportError], *, coder: Coder | None = None, threads: int = 1, ahead: int = 1
) -> Generator[Iterator[Reading | ReportError], None, None]:
    """As `read_reports`, with those together that are read together: by a `coder` of the caller's, each by itself.

    The encoder is up to `ahead` such batches further than what is handed out.
    """
    if coder is not None:
        return (iter([one if isinstance(one, ReportError) else tried(one, coder)]) for one in reports)
    from masudi.pipeline.batches import read_in_batches

    return read_in_batches(reports, threads=threads, ahead=ahead)


def opened(
    found: Iterable[str | Retrieved | ReportError], opening: Opening | None = None
) -> Iterator[Opened | ReportError]:
    """The reports in the files that were found, or retrieved; in their places the ReportErrors that say why not."""
    opening = opening or Opening()
    for one in found:
        if isinstance(one, ReportError):
            yield one
            continue
        try:
            file = one if isinstance(one, Retrieved) else retrieve(one, opening=opening)
        except ReportError as fault:
            yield fault
        else:
            yield from open_file(file, opening)


def _report(one: Opened | ReportError) -> Report | ReportError:
    return one if isinstance(one, ReportError) else one.report


def tried(report: Report, coder: Coder) -> Reading | ReportError:
    """As `read_one`, with the ReportError as a value."""
    try:
        return read_one(report, coder=coder)
    except ReportError as fault:
        return fault
