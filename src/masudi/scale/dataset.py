"""A dataset of reports that is to be read: its plan, what of it is left to do, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from masudi.errors import ReportError, UsageError
from masudi.scale import manifest
from masudi.scale.folder import Folder
from masudi.scale.mapping import Mapped, columns_of
from masudi.scale.marks import Marks
from masudi.scale.output import Part
from masudi.scale.plan import BYTES_A_REPORT, REPORTS, Broken, Fragment, cut
from masudi.scale.reader import Task, known
from masudi.scale.rows import columns_in
from masudi.sources import Columns, Opening


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: see `masudi read --help`. `opening` says which column is what of a report, `part` how
    many reports a fragment has (of files of lines, about as many).
    """

    source: str
    output: str
    opening: Opening = Opening()
    threads: int = 1
    part: int = REPORTS


class Dataset:
    """A dataset that is to be read: what of it is left to do, before anything is begun.

    UsageError where the dataset holds no reports or lacks a column, or the output is something else.
    """

    def __init__(self, asked: Asked, reader: str) -> None:
        source, self._out = Folder(asked.source), Folder(asked.output)
        if not source.exists():
            raise UsageError(f"{asked.source}: is not there: check the name")
        plan = list(cut(source, reports=asked.part, size=asked.part * BYTES_A_REPORT))
        self._broken = [one for one in plan if isinstance(one, Broken)]
        fragments = [one for one in plan if isinstance(one, Fragment)]
        # The manifest is read by whoever gets the output: no secret goes into it, and no table or text needs this one.
        opening = msgspec.structs.replace(asked.opening, salt=None)
        mapped = Mapped(columns=_columns(source, fragments, opening), opening=opening)
        manifest.begin(self._out, asked.source, mapped, reader, plan)
        self.task = Task(source=asked.source, output=asked.output, mapped=mapped, reader=reader, threads=asked.threads)
        finished = Marks(self._out).finished()
        self.fragments = len(fragments)
        self.left: Sequence[Fragment] = [one for one in fragments if one.key not in finished]

    def finish(self) -> manifest.Manifest:
        """Write what of the dataset cannot be read at all, and the manifest with the counts of all fragments."""
        if self._broken:
            part = Part("unreadable", known())
            for one in self._broken:
                part.fail(ReportError(one.name, one.problem))
            part.write(self._out)
        marks = Marks(self._out)
        done = [one for one in (marks.done(key) for key in marks.finished()) if one is not None]
        written = msgspec.structs.replace(
            manifest.load(self._out),
            fragments=len(done),
            reports=sum(one.reports for one in done),
            claims=sum(one.claims for one in done),
            failures=sum(one.failures for one in done) + len(self._broken),
            finished=len(done) == self.fragments,
        )
        manifest.write(self._out, written)
        return written


def _columns(source: Folder, fragments: Sequence[Fragment], opening: Opening) -> dict[str, str]:
    """The columns as the first file has them; another that lacks one is found out when it is read."""
    for one in fragments:
        columns = columns_in(source, one)
        if columns is None:
            if opening.columns != Columns():
                raise UsageError(f"{source.where}: holds text reports, which have no columns")
            return {}
        return columns_of(columns, opening, f"{source.where}/{one.names[0]}".rstrip("/"))
    return {}
