"""One worker: reads fragments of a dataset, each whole, and writes what they give."""

from __future__ import annotations

import resource
import sys
import time
from collections import deque
from collections.abc import Iterator

import msgspec

from masudi.domain import Report
from masudi.errors import ReportError
from masudi.pipeline.read import read_one, read_reports
from masudi.scale.folder import Folder
from masudi.scale.mapping import Mapped
from masudi.scale.marks import DEADLY, Begun, Done, Marks
from masudi.scale.output import Part, clear
from masudi.scale.plan import Fragment
from masudi.scale.rows import Found, reports_in
from masudi.scale.schema import Known


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What all fragments of a run have in common: where from, where to, how rows become reports, by which reader.

    `threads` is how many processors one worker may use.
    """

    source: str
    output: str
    mapped: Mapped
    reader: str
    threads: int = 1


class Reader:
    """A worker's reader; the model is loaded with the first report and kept for all fragments that follow."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._source, self._out = Folder(task.source), Folder(task.output)
        self._marks = Marks(self._out)

    def read(self, fragment: Fragment) -> Done:
        """Read a fragment and write what it gives, unless that has been done."""
        if (done := self._marks.done(fragment.key)) is not None:
            return done
        start = time.monotonic()
        begun = self._marks.begin(fragment.key)
        part = Part(fragment.key, known())
        found = reports_in(self._source, fragment, self._task.mapped)
        if begun.times == 1:
            self._together(found, part)
        else:
            clear(self._out, fragment.key)
            self._singly(found, part, begun, fragment.key)
        part.write(self._out)
        done = Done(
            key=fragment.key,
            reports=part.counts["reports"],
            claims=part.counts["claims"],
            failures=part.counts["failures"],
            seconds=round(time.monotonic() - start, 3),
            peak=peak_memory(),
        )
        self._marks.finish(done)
        return done

    def _together(self, found: Iterator[Found], part: Part) -> None:
        """The reports in batches, as a fragment is read that nothing is known against."""
        given = deque[Found]()

        def reports() -> Iterator[Report | ReportError]:
            for one in found:
                given.append(one)
                yield one.report

        for reading in read_reports(reports(), threads=self._task.threads):
            one = given.popleft()
            if isinstance(reading, ReportError):
                part.fail(reading)
            else:
                part.add(reading, one.data, one.extractor)

    def _singly(self, found: Iterator[Found], part: Part, begun: Begun, key: str) -> None:
        """The reports one by one, each noted before it is read; those that ended a worker too often are failures."""
        for at, one in enumerate(found):
            report = one.report
            if isinstance(report, ReportError):
                part.fail(report)
            elif begun.deadly(at):
                problem = f"ended the program that read it {DEADLY} times, and was left: look at its text"
                part.fail(ReportError(report.path or report.name, problem))
            else:
                self._marks.note(key, msgspec.structs.replace(begun, at=at))
                try:
                    part.add(read_one(report), one.data, one.extractor)
                except ReportError as fault:
                    part.fail(fault)


def known() -> Known:
    """What rows take from knowledge."""
    from masudi.corroborate.rules import load_rules
    from masudi.ontology import load_ontology

    return Known(
        families={kind.name: str(kind.family) for kind in load_ontology().kinds}, broad=load_rules().broad_entities
    )


def peak_memory() -> int:
    """The most memory that this process has had, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
