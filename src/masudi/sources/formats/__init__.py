"""The formats that reports come in. In: bytes and what is known of them; out: what is in them.

Each module beside this one is a format, of the shape that `format` describes; to add one, write such a module and put
it into `_MODULES`. A file's format is told by its first bytes, then by its media type, then by the end of its name.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from masudi.sources.formats import text
from masudi.sources.formats.format import Context, Document, Format, Found, Member, Problem, Unread

# The first that fits is taken: of two that share their first bytes, the one that says more of itself stands first.
_MODULES = (
    *("pdf", "docx", "wacz", "zip", "warc", "parquet", "telegram", "whatsapp"),
    *("html", "eml", "csv_table", "jsonl", "text"),
)
_HEAD = 4096

TEXT = text.FORMAT


@cache
def formats() -> tuple[Format, ...]:
    """All formats."""
    return tuple(import_module(f"{__name__}.{module}").FORMAT for module in _MODULES)


def format_named(name: str) -> Format | None:
    """The format of this name (`Retrieval.extractor`); None where this version does not know it."""
    return next((one for one in formats() if one.name == name), None)


def format_of(data: bytes, *, name: str = "", media_type: str | None = None) -> Format:
    """The format of a file: by its first bytes, its media type, its name, its look; text where none of them says."""
    head, low = data[:_HEAD], name.lower()
    kind = (media_type or "").partition(";")[0].strip().lower()
    fitting = [one for one in formats() if one.magic is not None and one.magic(head)]
    if len(fitting) == 1:
        return fitting[0]
    # Of formats that share their first bytes the name tells more than the media type, which is then the archive's.
    by_name = next((one for one in fitting or formats() if low.endswith(one.suffixes)), None)
    by_type = next((one for one in fitting or formats() if kind in one.media_types), None)
    found = by_name or by_type if fitting else by_type or by_name
    if found is not None or fitting:
        return found or fitting[0]
    return next((one for one in formats() if one.looks is not None and one.looks(head)), TEXT)


@cache
def known_endings() -> tuple[str, ...]:
    """How the names of files end that are worth opening."""
    return tuple(end for one in formats() for end in one.suffixes)


def known_name(name: str) -> bool:
    """Whether a file of this name is worth opening when a folder or an archive is gone through."""
    return name.lower().endswith(known_endings())


__all__ = [
    "TEXT",
    "Context",
    "Document",
    "Format",
    "Found",
    "Member",
    "Problem",
    "Unread",
    "format_named",
    "format_of",
    "formats",
    "known_endings",
    "known_name",
]
