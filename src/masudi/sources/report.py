"""A report from a file, from bytes or from a text."""

from __future__ import annotations

import datetime
import hashlib
import sys
from pathlib import Path

import msgspec

from masudi.domain import Report
from masudi.errors import ReportError
from masudi.sources.decode import decode
from masudi.sources.header import Header, split_header

MAX_BODY = 2_000_000
"""The most bytes (in UTF-8) that a body may have unless the caller raises it: a longer one is a book or a mistake."""

# What a file may have above its body; a header longer than this is none.
_HEADER_ROOM = 65_536
# How much of a body is looked at to tell which script it is written in.
_SCRIPT_SAMPLE = 20_000
_LAST_LATIN_LETTER = "\u024f"
_WEB_PAGE = ("<!doctype html", "<html")
_ENGLISH = ("en", "eng", "english")


def read_report(
    path: str | Path,
    *,
    published: datetime.date | None = None,
    source: str | None = None,
    max_body: int = MAX_BODY,
) -> Report:
    """The report in the file `path`; the string "-" is standard input, a `Path` always a file.

    `published` and `source` hold where the file has no header, or its header does not give them. A file is never read
    further than `max_body` allows. ReportError where the file cannot be read or holds no report.
    """
    return retrieve(path, max_body=max_body).report(published=published, source=source, max_body=max_body)


class Retrieved(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of a report's file, before anything is read from them; `name` and `path` as in `Report`."""

    name: str
    path: str
    data: bytes

    def report(
        self, *, published: datetime.date | None = None, source: str | None = None, max_body: int = MAX_BODY
    ) -> Report:
        """The report that the bytes hold; see `read_report`."""
        return report_from_bytes(
            self.data, name=self.name, path=self.path, published=published, source=source, max_body=max_body
        )


def retrieve(path: str | Path, *, max_body: int = MAX_BODY) -> Retrieved:
    """The bytes of the file `path`, or of standard input for "-": ReportError as for `read_report`."""
    where = printable(path)
    name = "stdin" if path == "-" else printable(Path(path).stem)
    # UTF-32 takes four bytes for what UTF-8 may write in one.
    limit = 4 * max_body + _HEADER_ROOM
    data = _standard_input(limit) if path == "-" else _file(path, where, limit)
    if len(data) > limit:
        raise ReportError(where, f"is larger than {limit:,} bytes: {_raise_limit(max_body)}")
    return Retrieved(name=name, path=where, data=data)


def report_from_bytes(
    data: bytes,
    *,
    name: str,
    path: str | None = None,
    published: datetime.date | None = None,
    source: str | None = None,
    max_body: int = MAX_BODY,
) -> Report:
    """The report that `data`, the content of a file, holds; see `read_report`."""
    where = path or name
    text, encoding, warnings = decode(data, where)
    text = text.replace("\r\n", "\n")
    header, rest, remarks = split_header(text, where)
    body = rest.strip()
    if not body:
        below = " below its header" if len(rest) < len(text) else ""
        raise ReportError(where, f"is empty{below}: there is nothing to read")
    encoded = body.encode("utf-8")
    if len(encoded) > max_body:
        raise ReportError(where, f"has a body of {len(encoded):,} bytes: {_raise_limit(max_body)}")
    return Report(
        name=name,
        path=path,
        text=body,
        sha256_bytes=hashlib.sha256(data).hexdigest(),
        sha256_text=hashlib.sha256(encoded).hexdigest(),
        title=header.title,
        source=header.source or source,
        url=header.url,
        published=header.published or published,
        language=header.language,
        synthetic=header.synthetic,
        encoding=encoding,
        warnings=(*warnings, *remarks, *_remarks(header, body)),
    )


def report_from_text(
    text: str,
    *,
    name: str = "text",
    path: str | None = None,
    published: datetime.date | None = None,
    source: str | None = None,
    max_body: int = MAX_BODY,
) -> Report:
    """The report that `text` holds, header lines included, as if it stood in a UTF-8 file; see `read_report`."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as fault:
        problem = f"character {fault.start} is half of a surrogate pair, no character: decode the text again"
        raise ReportError(path or name, problem) from None
    return report_from_bytes(data, name=name, path=path, published=published, source=source, max_body=max_body)


def printable(path: str | Path) -> str:
    """A path as text that any output can hold: bytes of a file name that are not UTF-8 are written as escapes."""
    return str(path).encode("utf-8", "backslashreplace").decode() or "''"


def reason(fault: OSError | ValueError, path: str | Path) -> str:
    """Why a file or folder could not be read, and what to do about it."""
    if isinstance(fault, FileNotFoundError):
        try:
            return f"is a link to {printable(Path(path).readlink())}, which is not there: mend or remove it"
        except OSError:
            return "is not there: check the name"
    if isinstance(fault, PermissionError):
        return "may not be read: check its permissions"
    if isinstance(fault, IsADirectoryError):
        return "is a folder, not a report: give it to `masudi read` or find_reports, which read the *.txt files in it"
    return f"cannot be read: {(fault.strerror if isinstance(fault, OSError) else None) or fault}"


def _file(path: str | Path, where: str, limit: int) -> bytes:
    if not str(path):
        raise ReportError(where, "is no file's name")  # pathlib takes it for the working folder
    try:
        with Path(path).open("rb") as file:
            return file.read(limit + 1)
    except (OSError, ValueError) as fault:  # ValueError: a name with a NUL in it
        raise ReportError(where, reason(fault, path)) from None


def _standard_input(limit: int) -> bytes:
    if sys.stdin is None:
        raise ReportError("-", "standard input is closed: pipe a report into it")
    try:
        return sys.stdin.buffer.read(limit + 1)
    except OSError as fault:
        raise ReportError("-", f"standard input {reason(fault, '-')}") from None


def _raise_limit(max_body: int) -> str:
    return f"{max_body:,} are allowed; split the file, or raise --max-body (max_body) if it is one report"


def _remarks(header: Header, body: str) -> tuple[str, ...]:
    """What a reader should know before trusting claims from this report."""
    remarks = []
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)  # the publisher may live east of the reader
    if header.published and header.published > tomorrow and not header.synthetic:
        remarks.append(f"is dated {header.published}, which is yet to come: check `published`")
    if body[:20].lower().startswith(_WEB_PAGE):
        remarks.append("is a web page, whose tags are read as words: save its text instead")
    letters = [letter for letter in body[:_SCRIPT_SAMPLE] if letter.isalpha()]
    foreign = sum(letter > _LAST_LATIN_LETTER for letter in letters)
    if header.language and header.language.lower().replace("_", "-").partition("-")[0] not in _ENGLISH:
        remarks.append(f"is in {header.language!r} by its header; Masudi reads English and may find nothing in it")
    elif 2 * foreign > len(letters):
        remarks.append("is mostly in a script other than Latin; Masudi reads English and may find nothing in it")
    return tuple(remarks)
