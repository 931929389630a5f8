"""What a format is, and what it makes of a file: the one shape that all modules beside this one have.

A module defines `FORMAT`. Its `read` gets bytes, and yields what is in them: documents, members to be opened in their
turn, files that are not read, and problems, which cost one part and not the others. A fault of the whole file is a
ReportError. What a parser needs is imported when `read` runs, so that knowing the formats costs nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeAlias

import msgspec

from masudi.domain.report import Way
from masudi.domain.retrieval import Attachment
from masudi.sources.opening import Opening


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What a format is told of a file: how it is called in messages, its name, how it is to be opened."""

    where: str
    name: str
    opening: Opening = Opening()


class Document(msgspec.Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """The text of a report, and what the file says of it; `ways` and `text` are made by `joined`.

    `part` names what in the file it is ("row 3"), None where it is all of it. `data` are then the bytes of that part,
    from which the same format reads the same document and no other. `name` is the report's, where it is not the file's.
    `columns` says of a table which field was taken from which column.
    """

    text: str
    ways: tuple[Way, ...] = ()
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: datetime.date | None = None
    language: str | None = None
    synthetic: bool = False
    encoding: str = "utf-8"
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = ()
    part: str | None = None
    data: bytes | None = None
    name: str | None = None
    columns: tuple[tuple[str, str], ...] = ()


class Member(msgspec.Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """A file within the file, to be opened by its own format. `name` is as the archive has it, and only ever shown."""

    name: str
    data: bytes
    media_type: str | None = None
    url: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    at: datetime.datetime | None = None


class Unread(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A file within the file that no format reads, to which documents of other members may refer by its name."""

    attachment: Attachment


class Problem(msgspec.Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """What is wrong with one part of the file, in words that follow its name; `member`: it is a file in an archive."""

    problem: str
    part: str | None = None
    member: bool = False
    line: int | None = None


Found: TypeAlias = Document | Member | Unread | Problem


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format of files.

    `name` is what is stored as the extractor, `version` gives the versions of what extracts. `label` is for messages
    ("a PDF document"). A file is of the format where `magic` says so of its first bytes; else by its media type, else
    by the end of its name (`suffixes`, in small letters), else where it `looks` like it. `part_suffix` ends the name of
    one part, where that is another one. Not `sandboxed`, it is read in this process. `module` is where the process that
    reads it finds it.
    """

    name: str
    label: str
    module: str
    read: Callable[[bytes, Context], Iterable[Found]]
    version: Callable[[], str]
    media_types: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    part_suffix: str | None = None
    magic: Callable[[bytes], bool] | None = None
    looks: Callable[[bytes], bool] | None = None
    sandboxed: bool = True


def versions(*packages: str) -> Callable[[], str]:
    """What gives the version of Masudi and, in brackets, those of `packages` that do the work."""

    @cache
    def told() -> str:
        from importlib.metadata import version

        own = version("masudi")
        return f"{own} ({', '.join(f'{one} {version(one)}' for one in packages)})" if packages else own

    return told
