"""Reports of a case read anew, where another model or another version of Masudi had read them."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from typing import TYPE_CHECKING

from masudi.domain.case import Reread
from masudi.errors import ReportError
from masudi.pipeline.add import reader_hash
from masudi.pipeline.decide import Person
from masudi.pipeline.read import Coder, read_reports
from masudi.sources.languages import respoken

if TYPE_CHECKING:
    from masudi.casefile import Case


def outdated(case: Case) -> list[str]:
    """The ids of the reports that the present model has not read."""
    return case.outdated(reader_hash())


def reread(
    case: Case, ids: Iterable[str], by: Person, *, coder: Coder | None = None, threads: int = 1
) -> Generator[Reread | ReportError, None, None]:
    """Read reports of the case anew, and say what became of each: see `Case.reread`.

    Each is stored before it is handed out: whatever ends the process, `outdated` then has the rest. One that cannot be
    read stays as it was.
    """
    stored = (respoken(case.report(id_).report) for id_ in ids)
    with closing(read_reports(stored, coder=coder, threads=threads)) as readings:
        for reading in readings:
            if isinstance(reading, ReportError):
                yield reading
            else:
                yield case.reread(reading, reader=reader_hash(), person=by.name, signer=by.signer)
