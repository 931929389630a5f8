"""Files opened: the reports in them, each with its own bytes and with what is known of how it came here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import msgspec

from masudi.domain import Report
from masudi.domain.retrieval import Container, Retrieval
from masudi.errors import ReportError
from masudi.sources.attached import Beside, with_files
from masudi.sources.formats import Context, Document, Format, Found, Member, Problem, Unread, format_named, format_of
from masudi.sources.opening import Opening
from masudi.sources.report import report_of
from masudi.sources.retrieved import Retrieved, printable, retrieve
from masudi.sources.sandbox import read_apart


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A report, its bytes as they were retrieved (those of its part of the file), and how it came here."""

    report: Report
    data: bytes
    retrieval: Retrieval


def read_report(path: str | Path, *, opening: Opening | None = None) -> Report:
    """The report in the file `path`; the string "-" is standard input, a `Path` always a file.

    ReportError where the file cannot be read, holds no report, or holds several.
    """
    opening = opening or Opening()
    found = list(open_file(retrieve(path, opening=opening), opening))
    if len(found) > 1:
        problem = f"holds {len(found):,} reports, and one is asked for"
        raise ReportError(printable(path), f"{problem}: read it with masudi.pipeline.read_many or `masudi read`")
    (one,) = found
    if isinstance(one, ReportError):
        raise one
    return one.report


def open_file(file: Retrieved, opening: Opening | None = None) -> Iterator[Opened | ReportError]:
    """The reports in a file, in its order; what is wrong with one of them comes in its place, as the ReportError.

    A file gives at least one of either.
    """
    return _Opening(opening or Opening()).open(file, Beside(file.folder))


def reopen(data: bytes, extractor: str, *, name: str, opening: Opening | None = None) -> Report:
    """The report that the format `extractor` now reads from bytes of which `open_file` gave a report before.

    ReportError where it cannot be read, or this version does not know the format.
    """
    opening = msgspec.structs.replace(opening or Opening(), name_senders=True)
    format_ = format_named(extractor)
    if format_ is None:
        raise ReportError(name, f"was read as {extractor!r}, which this version of Masudi does not know")
    found = list(_read(format_, data, Context(where=name, name=name, opening=opening)))
    documents = [one for one in found if isinstance(one, Document)]
    if len(documents) != 1:
        problem = next((one.problem for one in found if isinstance(one, Problem)), f"gives {len(documents)} reports")
        raise ReportError(name, problem)
    return report_of(documents[0], data, name=name, path=None, opening=opening)


def version_of(extractor: str) -> str | None:
    """The versions of what reads this format now; None where this version does not know it."""
    format_ = format_named(extractor)
    return format_.version() if format_ else None


def ending_of(retrieval: Retrieval) -> str:
    """How the name of a file with the bytes of a report should end; ".bin" where this version does not know it."""
    format_ = format_named(retrieval.extractor)
    if format_ is None:
        return ".bin"
    return (format_.part_suffix if retrieval.part else None) or next(iter(format_.suffixes), ".txt")


class _Opening:
    """A file that is being opened, with all archives in it: what came out of them, together, is bounded."""

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self._members = opening.limits.members
        self._bytes = opening.limits.unpacked

    def open(self, file: Retrieved, beside: Beside) -> Iterator[Opened | ReportError]:
        """What is in the file."""
        format_ = format_of(file.data, name=file.path, media_type=file.media_type)
        found = list(self._found(format_, file))
        inner = Beside.of(one.attachment for one in found if isinstance(one, Unread))
        # Hashed once, and not for each of a hundred thousand rows.
        parts = any(isinstance(one, Member) or (isinstance(one, Document) and one.data is not None) for one in found)
        within = (*file.within, _container(file, format_)) if parts else file.within
        anything = False
        for one in found:
            if isinstance(one, Unread):
                continue
            anything = True
            if isinstance(one, ReportError):
                yield one
            elif isinstance(one, Problem):
                mark = "!/" if one.member else "#"
                path = file.path if one.part is None else f"{file.path}{mark}{printable(one.part)}"
                yield ReportError(path, one.problem, line=one.line)
            elif isinstance(one, Member):
                yield from self._member(one, file, within, inner)
            else:
                yield self._document(one, msgspec.structs.replace(file, within=within), format_, beside)
        if not anything:
            yield ReportError(file.path, f"is {format_.label}, and there is no report in it")

    def _found(self, format_: Format, file: Retrieved) -> Iterator[Found | ReportError]:
        context = Context(where=file.path, name=file.name, opening=self.opening)
        try:
            yield from _read(format_, file.data, context)
        except ReportError as fault:
            yield fault

    def _member(
        self, member: Member, file: Retrieved, within: tuple[Container, ...], beside: Beside
    ) -> Iterator[Opened | ReportError]:
        """What is in a file within a file. Its name is only ever shown: nothing is opened or written by it."""
        name = printable(member.name)
        path = f"{file.path}!/{name}"
        self._members -= 1
        self._bytes -= len(member.data)
        if problem := self._too_much(within):
            yield ReportError(path, problem)
            return
        inner = Retrieved(
            name=PurePosixPath(name).stem or name,
            path=path,
            data=member.data,
            url=member.url,
            media_type=member.media_type,
            headers=member.headers,
            at=member.at or file.at,
            within=within,
        )
        yield from self.open(inner, beside.below(member.name))

    def _too_much(self, within: tuple[Container, ...]) -> str | None:
        limits = self.opening.limits
        if len(within) > limits.depth:
            problem = f"lies in {len(within)} archives, one in another, of which {limits.depth} are opened"
            return f"{problem}: unpack the outer ones yourself, if you trust them"
        if self._members < 0:
            problem = f"is left out: the archive and those in it hold more than {limits.members:,} files"
            return f"{problem}; unpack it, and add a part of it at a time"
        if self._bytes < 0:
            problem = f"is left out: the archive and those in it unpack to more than {limits.unpacked >> 20:,} MiB"
            return f"{problem}; unpack it, and add a part of it at a time"
        return None

    def _document(self, document: Document, file: Retrieved, format_: Format, beside: Beside) -> Opened | ReportError:
        """The report that a document is; the file is within itself where the document is but a part of it."""
        data = file.data if document.data is None else document.data
        document = _completed(document, file)
        name = document.name or (f"{file.name}-{document.part}" if document.part else file.name)
        path = f"{file.path}#{document.part}" if document.part else file.path
        try:
            report = report_of(document, data, name=name, path=path, opening=self.opening)
        except ReportError as fault:
            return fault
        retrieval = Retrieval(
            at=file.at,
            retrieved=file.at.date() if file.at else None,
            extractor=format_.name,
            extractor_version=format_.version(),
            media_type=file.media_type,
            headers=file.headers,
            within=file.within,
            part=document.part,
            columns=document.columns,
            attachments=with_files(document.attachments, beside),
        )
        return Opened(report=report, data=data, retrieval=retrieval)


def _read(format_: Format, data: bytes, context: Context) -> Iterator[Found]:
    yield from read_apart(format_, data, context) if format_.sandboxed else format_.read(data, context)


def _completed(document: Document, file: Retrieved) -> Document:
    """The document with what is known of it from elsewhere."""
    # Where it was found is known; what a page says of its own address may be anything.
    found_at = file.url if document.part is None else None
    return msgspec.structs.replace(
        document,
        url=found_at or document.url,
        source=document.source or file.source,
        published=document.published or file.published,
    )


def _container(file: Retrieved, format_: Format) -> Container:
    digest = hashlib.sha256(file.data).hexdigest()
    outer, _, inner = file.path.rpartition("!/")
    name = inner if outer else PurePosixPath(inner).name
    return Container(name=name, format=format_.name, size=len(file.data), sha256=digest)
