"""Files before anything is read from them: the bytes, and what is known of how they came here."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import IO

import msgspec

from masudi.domain.retrieval import Container
from masudi.errors import ReportError
from masudi.sources.formats import TEXT, format_of
from masudi.sources.opening import Opening
from masudi.sources.urls import is_url

# What a text file may have above its body; a header longer than this is none.
_HEADER_ROOM = 65_536


class Retrieved(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of a file, before anything is read from them; `name` and `path` as in `Report`.

    `url`, `media_type` and `headers` are what the server said, or the archive that the file was in; `at` is when the
    bytes were retrieved. `within` are the files that it was in, the outermost first. `folder` is where the files lie
    that it may refer to as attachments; None where none are to be looked for. `source` (the publisher) and `published`
    are what is known of them from elsewhere, a feed, where the file does not say.
    """

    name: str
    path: str
    data: bytes
    url: str | None = None
    media_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    at: datetime.datetime | None = None
    within: tuple[Container, ...] = ()
    folder: str | None = None
    source: str | None = None
    published: datetime.date | None = None


def retrieve(path: str | Path, *, opening: Opening | None = None) -> Retrieved:
    """The bytes of the file `path`, or of standard input for "-": ReportError where they cannot be had.

    A file is never read further than `opening` allows for its format.
    """
    opening = opening or Opening()
    where = printable(path)
    name = "stdin" if path == "-" else printable(Path(path).stem)
    # UTF-32 takes four bytes for what UTF-8 may write in one.
    text_limit = 4 * opening.max_body + _HEADER_ROOM
    data = _bytes(path, where, text_limit, opening.limits.file)
    if len(data) > text_limit and format_of(data, name=where) is TEXT:
        raise ReportError(where, f"is larger than {text_limit:,} bytes: {raise_limit(opening.max_body)}")
    if len(data) > max(opening.limits.file, text_limit):
        problem = f"is larger than {opening.limits.file >> 20:,} MiB"
        raise ReportError(where, f"{problem}: split it, and add a part of it at a time")
    return Retrieved(name=name, path=where, data=data, folder=None if path == "-" else str(Path(path).parent))


def printable(path: str | Path) -> str:
    """A path as text that any output can hold: bytes of a file name that are not UTF-8 are written as escapes."""
    return str(path).encode("utf-8", "backslashreplace").decode() or "''"


def reason(fault: OSError | ValueError, path: str | Path) -> str:
    """Why a file or folder could not be read, and what to do about it."""
    if isinstance(fault, FileNotFoundError):
        if is_url(str(path)):
            return "is an address of the web: `masudi add` fetches what is there into a case"
        try:
            return f"is a link to {printable(Path(path).readlink())}, which is not there: mend or remove it"
        except OSError:
            return "is not there: check the name"
    if isinstance(fault, PermissionError):
        return "may not be read: check its permissions"
    if isinstance(fault, IsADirectoryError):
        return "is a folder, not a report: give it to `masudi read` or find_reports, which read the reports in it"
    return f"cannot be read: {(fault.strerror if isinstance(fault, OSError) else None) or fault}"


def raise_limit(max_body: int) -> str:
    """What to do about a report that is longer than `max_body` allows."""
    return f"{max_body:,} are allowed; split the file, or raise --max-body (max_body) if it is one report"


def _bytes(path: str | Path, where: str, text_limit: int, limit: int) -> bytes:
    """The bytes of a file, as far as the limit of its format and one byte further."""
    if path == "-":
        if sys.stdin is None:
            raise ReportError("-", "standard input is closed: pipe a report into it")
        try:
            return _as_far(sys.stdin.buffer, where, text_limit, limit)
        except OSError as fault:
            raise ReportError("-", f"standard input {reason(fault, '-')}") from None
    if not str(path):
        raise ReportError(where, "is no file's name")  # pathlib takes it for the working folder
    try:
        with Path(path).open("rb") as file:
            return _as_far(file, where, text_limit, limit)
    except (OSError, ValueError) as fault:  # ValueError: a name with a NUL in it
        raise ReportError(where, reason(fault, path)) from None


def _as_far(file: IO[bytes], where: str, text_limit: int, limit: int) -> bytes:
    data = file.read(text_limit + 1)
    if len(data) <= text_limit or format_of(data, name=where) is TEXT:
        return data
    return data + file.read(limit + 1 - len(data))
