"""Which column of a table is what of a report, and one row as a report."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from masudi.domain import Report
from masudi.errors import ReportError, UsageError
from masudi.sources import Opening
from masudi.sources.formats import Context
from masudi.sources.formats.table import YES, Row, document_in, mapping
from masudi.sources.report import report_of


class Mapped(msgspec.Struct, frozen=True, kw_only=True):
    """How rows become reports: by field the column that holds it (none for text reports), and how they are opened."""

    columns: dict[str, str] = {}
    opening: Opening = Opening()


EXTRACTOR = "jsonl"
"""As what the bytes of a row are read again: they are a line of JSON with what was taken from it."""


def columns_of(columns: Sequence[str], opening: Opening, where: str) -> dict[str, str]:
    """By field the column that holds it, as the call says or by its usual name; UsageError where there is none."""
    try:
        return mapping(columns, Context(where=where, name=where, opening=opening))
    except ReportError as fault:
        raise UsageError(str(fault)) from None


def report_in(row: Mapping[str, Any], mapped: Mapped, path: str) -> tuple[Report, bytes]:
    """The report that a row holds, and its bytes: a line of JSON with its fields. ReportError where it has none."""
    values = {field: _plain(row.get(column)) for field, column in mapped.columns.items()}
    if values.get("synthetic"):
        values["synthetic"] = "yes" if str(values["synthetic"]).lower() in YES else None
    data = line_of(values)
    document = document_in(Row(number=1, values=values, data=data), {field: field for field in values})
    return report_of(document, data, name=path.rpartition("/")[2], path=path, opening=mapped.opening), data


def line_of(values: Mapping[str, str | None]) -> bytes:
    """The line of JSON that stands for a row; what is half of a surrogate pair, no character, is replaced."""
    told = {field: value for field, value in values.items() if value}
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def _plain(value: object) -> str | None:
    """A value of a column in words, as a line of JSON can have it."""
    if value is None or isinstance(value, dict | list):
        return None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return str(value).encode("utf-8", "replace").decode()
