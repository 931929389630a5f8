"""Rows of tables, whatever file they stand in: which column holds what, and the report in a row."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from masudi.data import load_yaml, packaged
from masudi.errors import ReportError
from masudi.sources.dates import parse_date
from masudi.sources.formats.blocks import cleaned
from masudi.sources.formats.format import Context, Document, Found, Problem
from masudi.sources.opening import Columns

YES = ("yes", "true", "1")
_APART = re.compile(r"[\s_-]+")
_SHOWN = 12


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row: its number, as a spreadsheet or an editor counts it; its values by column; its bytes."""

    number: int
    values: Mapping[str, Any]
    data: bytes


class _Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    columns: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fields: tuple[_Known, ...]


@cache
def _known() -> dict[str, tuple[str, ...]]:
    return {one.name: tuple(map(_plain, one.columns)) for one in load_yaml(packaged("columns.yaml"), _File).fields}


def _plain(name: str) -> str:
    return _APART.sub(" ", name).strip().casefold()


def mapping(columns: Sequence[str], context: Context) -> dict[str, str]:
    """By field the column that holds it: as the call says, else by the names of the columns; "" for none by the call.

    ReportError where there is no such column, or none for the text.
    """
    said = {name: getattr(context.opening.columns, name) for name in Columns.__struct_fields__}
    asked = {field: column for field, column in said.items() if column}
    listed = ", ".join(columns[:_SHOWN]) + (" …" if len(columns) > _SHOWN else "")
    for field, column in asked.items():
        if column not in columns:
            problem = f"has no column {column!r} for the {field}: its columns are {listed}"
            raise ReportError(context.where, problem)
    plain = {_plain(one): one for one in reversed(columns) if one not in asked.values()}
    guessed = {
        field: next((plain[name] for name in names if name in plain), None)
        for field, names in _known().items()
        if said[field] is None
    }
    found = {field: one for field, one in (guessed | asked).items() if one is not None}
    if "text" not in found:
        problem = f"is a table, and which column holds the text of the reports? Its columns are {listed}"
        raise ReportError(context.where, f"{problem}: name it with --columns text=COLUMN")
    return found | {field: "" for field, column in said.items() if column == ""}


def documents(rows: Iterable[Row | Problem], context: Context, columns: Sequence[str]) -> Iterator[Found]:
    """The documents in the rows of a table with these columns."""
    fields = mapping(columns, context)
    found: list[Document | Problem] = []
    empty = 0
    for row in rows:
        if isinstance(row, Problem):
            found.append(row)
            continue
        document = document_in(row, fields)
        empty += not document.text
        found += [document] if document.text else []
    first = next((at for at, one in enumerate(found) if isinstance(one, Document)), None)
    if first is None and not found:
        raise ReportError(context.where, f"is a table of {empty:,} rows of which none has a text")
    for at, one in enumerate(found):
        if at == first and isinstance(one, Document) and empty:
            without = "1 row" if empty == 1 else f"{empty:,} rows"
            said = f"is of a table with {without} without a text, left out"
            yield msgspec.structs.replace(one, warnings=(*one.warnings, said))
        else:
            yield one


def document_in(row: Row, fields: Mapping[str, str]) -> Document:
    """The document in a row, of which `fields` says in which columns what is."""
    said = {field: _words(_value(row.values, column)) for field, column in fields.items()}
    warnings = []
    published = _day(_value(row.values, fields["published"])) if "published" in fields else None
    if published is None and said.get("published"):
        warnings.append(f"has the day {said['published'][:40]!r}, which is not read: write YYYY-MM-DD")
    return Document(
        text=said["text"],
        title=said.get("title") or None,
        source=said.get("source") or None,
        url=said.get("url") or None,
        published=published,
        language=said.get("language") or None,
        synthetic=said.get("synthetic", "").lower() in YES,
        warnings=tuple(warnings),
        part=f"row {row.number}",
        data=row.data,
        columns=tuple((field, column if column in row.values else "") for field, column in sorted(fields.items())),
    )


def _value(values: Mapping[str, Any], column: str) -> Any:
    return values.get(column) if column else None


def _words(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return cleaned(str(value))


def _day(value: Any) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return parse_date(value) if isinstance(value, str) else None
    except ValueError:
        return None
