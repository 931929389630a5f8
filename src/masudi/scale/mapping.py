"""Which column of a table is what of a report, and one row as a report."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from masudi.domain import Report
from masudi.errors import ReportError, UsageError
from masudi.sources import MAX_BODY, parse_date

FIELDS = ("text", "title", "source", "url", "published", "language", "synthetic", "name")
"""What a column may be; all but the text may be missing."""

# What tables call these, where nobody says; the first that a table has is taken.
_USUAL = {
    "text": ("text", "body", "content", "article"),
    "title": ("title", "headline"),
    "source": ("source", "publisher", "outlet"),
    "url": ("url", "link"),
    "published": ("published", "date", "published_at", "publication_date"),
    "language": ("language", "lang"),
    "synthetic": ("synthetic",),
    "name": ("name", "id"),
}
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}


class Mapped(msgspec.Struct, frozen=True, kw_only=True):
    """How rows become reports: the column of each field, what holds where a row does not say, and the longest body."""

    columns: dict[str, str] = {}
    published: datetime.date | None = None
    source: str | None = None
    max_body: int = MAX_BODY


def mapping(told: Mapping[str, str], columns: list[str], where: str) -> dict[str, str]:
    """The column of each field, as `told` or else by its usual name; UsageError where a column is not there."""
    for field, column in told.items():
        if field not in FIELDS:
            raise UsageError(f"{field!r} is nothing that a report has: name one of {', '.join(FIELDS)}")
        if column not in columns:
            raise UsageError(f"{where} has no column {column!r}; it has {', '.join(columns) or 'none'}")
    found = {field: next((one for one in usual if one in columns), None) for field, usual in _USUAL.items()}
    chosen = {field: column for field, column in found.items() if column} | dict(told)
    if "text" not in chosen:
        raise UsageError(f"{where} has columns {', '.join(columns) or 'of no name'}: say with --columns text=COLUMN")
    return chosen


def report_of(row: Mapping[str, Any], path: str, mapped: Mapped) -> tuple[Report, bytes]:
    """The report that a row holds, and the bytes of its text; ReportError where it holds none."""
    values = {field: row.get(column) for field, column in mapped.columns.items()}
    text = values.get("text")
    if text is None:
        raise ReportError(path, f"has no value in column {mapped.columns['text']!r}")
    if not isinstance(text, str):
        raise ReportError(path, f"column {mapped.columns['text']!r} holds no text but {type(text).__name__}")
    body = text.replace("\r\n", "\n").strip()
    if not body:
        raise ReportError(path, "is empty: there is nothing to read")
    try:
        data = body.encode()
    except UnicodeEncodeError:
        raise ReportError(path, "holds half of a surrogate pair, no character: decode the text again") from None
    if len(data) > mapped.max_body:
        raise ReportError(path, f"has a body of {len(data):,} bytes: {mapped.max_body:,} are allowed")
    sha = hashlib.sha256(data).hexdigest()
    name = _words(values.get("name")) or path.rpartition("/")[2]
    return (
        Report(
            name=name,
            path=path,
            text=body,
            sha256_bytes=sha,
            sha256_text=sha,
            title=_words(values.get("title")),
            source=_words(values.get("source")) or mapped.source,
            url=_words(values.get("url")),
            published=_day(values.get("published"), path) or mapped.published,
            language=_words(values.get("language")),
            synthetic=_switch(values.get("synthetic"), path),
        ),
        data,
    )


def _words(value: object) -> str | None:
    """A value as words on one line, or None."""
    words = "" if value is None else " ".join(str(value).encode("utf-8", "replace").decode().split())
    return words or None


def _day(value: object, path: str) -> datetime.date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return parse_date(str(value))
    except ValueError:
        raise ReportError(path, f"published: {str(value)[:40]!r} is no date: write YYYY-MM-DD") from None


def _switch(value: object, path: str) -> bool:
    if isinstance(value, bool):
        return value
    found = _YES.get(str(value or "").strip().lower())
    if found is None:
        raise ReportError(path, f"synthetic: {str(value)[:40]!r} is neither yes nor no")
    return found
