"""How a report came here: from which file, by whom, when, with which headers, and what extracted its text."""

from __future__ import annotations

import datetime

import msgspec


class Attachment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file that belongs to a report and was not read: its name as the report gives it.

    `size` (in bytes) and `sha256` are None where the file itself is not there.
    """

    name: str
    media_type: str | None = None
    size: int | None = None
    sha256: str | None = None


class Container(msgspec.Struct, frozen=True, kw_only=True):
    """A file that a report was part of: an archive, a table, a chat. Its bytes are not kept, their hash is."""

    name: str
    format: str
    size: int
    sha256: str


class Retrieval(msgspec.Struct, frozen=True, kw_only=True):
    """How a report came into the hands of whoever added it.

    `collector` is who collected it, `retrieved` the day and `at` the moment of that, where they are known. `extractor`
    is the format that it was read as, `extractor_version` the versions of what extracted the text. `media_type` and
    `headers` are what the server, or the archive, said with the bytes. `within` are the files that held it, the
    outermost first; `part` is what it was in the innermost of them ("row 3"), and of a table `columns` says which field
    was taken from which column. `attachments` were not read.
    """

    collector: str | None = None
    retrieved: datetime.date | None = None
    at: datetime.datetime | None = None
    extractor: str = "text"
    extractor_version: str = ""
    media_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    within: tuple[Container, ...] = ()
    part: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
