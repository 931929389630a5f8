"""How files are opened: what holds where they do not say it, and how much of what is borne."""

from __future__ import annotations

import datetime

import msgspec

from masudi.errors import UsageError

MAX_BODY = 2_000_000
"""The most bytes (in UTF-8) that a body may have unless the caller raises it: a longer one is a book or a mistake."""

_MIB = 1 << 20


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """Which column of a table holds what; its fields are what a report may have.

    None: guessed by the names of the columns. An empty name: no column, whatever the names say.
    """

    text: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    synthetic: str | None = None


def parse_columns(words: str) -> Columns:
    """The mapping in words such as "text=body,published=date"; UsageError, saying what is known, for others."""
    known = ", ".join(Columns.__struct_fields__)
    found: dict[str, str] = {}
    for part in words.split(","):
        field, equals, column = (one.strip() for one in part.partition("="))
        if not equals or field not in Columns.__struct_fields__:
            problem = "is no column: write field=column, or field= for none"
            raise UsageError(f"{part.strip()!r} {problem}; the fields are {known}")
        if field in found:
            raise UsageError(f"the column of {field!r} is given twice")
        found[field] = column
    return Columns(**found)


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What is borne of one file.

    Bytes: of the `file` itself, of all that is `unpacked` from it or extracted, and of the `memory` of what reads it.
    `members` and `reports` are how many an archive may have, and a file may give; `depth` how many archives may lie in
    one another; `ratio` how many times larger a member may be than it is packed. `seconds` is for each file and member.
    """

    file: int = 256 * _MIB
    unpacked: int = 512 * _MIB
    memory: int = 2048 * _MIB
    members: int = 10_000
    reports: int = 100_000
    depth: int = 3
    ratio: int = 200
    seconds: float = 60.0


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """How reports are opened.

    `published` and `source` (the publisher) hold where a file does not give them. A body of more than `max_body` bytes
    is refused. `columns` are those of tables. The senders of chats are given as pseudonyms, keyed by `salt` (in a case
    the case's own secret unless it is given; without either, other ones in every run), unless `name_senders`.
    """

    published: datetime.date | None = None
    source: str | None = None
    max_body: int = MAX_BODY
    columns: Columns = Columns()
    name_senders: bool = False
    salt: str | None = None
    limits: Limits = Limits()
