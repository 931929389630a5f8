"""What a format is: every module of this folder describes one, in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from masudi.domain.view import Published


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column, or a property of a record: its name and what stands in it. docs/exports.md repeats both."""

    name: str
    meaning: str


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file to be written beside the output's name: `ending` stands in place of that name's own ("" is the output)."""

    ending: str
    data: bytes


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format: its name, the ending that its files have, its columns, and how it is written.

    `write` yields files; the first is what was asked for. A format of events yields beside it what is no event.
    """

    name: str
    suffix: str
    says: str
    columns: tuple[Column, ...]
    write: Callable[[Published], Iterator[File]]


def columns(**meanings: str) -> tuple[Column, ...]:
    """Columns by name, in their order."""
    return tuple(Column(name=name, meaning=meaning) for name, meaning in meanings.items())
