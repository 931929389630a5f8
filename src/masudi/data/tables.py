"""Reading a CSV data file into typed rows, with errors that name file, line and field."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from masudi.errors import KnowledgeError

T = TypeVar("T", bound=msgspec.Struct)

# Control characters, halves of characters, and marks that turn the direction of text around: in a table they can
# only hide what a cell says.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_MAX_BYTES = 200_000_000


class Row(NamedTuple, Generic[T]):
    """One row of a table, and the line (from 1) on which it ends."""

    line: int
    value: T


def load_csv(path: Path, type_: type[T]) -> tuple[Row[T], ...]:
    """The rows of the CSV file `path`, each as a `type_`: column names are field names, an empty cell is left out.

    Raises KnowledgeError, with line and field, for the first row that is not of that shape.
    """
    rows = []
    for row in read_csv(path, type_):
        if isinstance(row, KnowledgeError):
            raise row
        rows.append(row)
    return tuple(rows)


def read_csv(path: Path, type_: type[T], *, text: str | None = None) -> Iterator[Row[T] | KnowledgeError]:
    """As `load_csv`, row by row, with a KnowledgeError in the place of a row that is at fault.

    `text` is what `path` holds, where the caller has read it already.

    Raises KnowledgeError where the file as a whole cannot be used: it is unreadable, empty, or has other columns.
    """
    lines = csv.reader(io.StringIO(_text(path) if text is None else text, newline=""), strict=True)
    fields = {field.encode_name: field for field in msgspec.structs.fields(type_)}
    columns: list[str] | None = None
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            break
        except csv.Error as fault:
            # Behind a quotation mark that is not closed nothing can be told apart any more.
            raise KnowledgeError(str(path), f"is no CSV: {fault}", line=lines.line_num) from None
        if columns is None:
            columns = _columns(path, cells, fields)
        elif any(cells):
            yield _row(path, lines.line_num, columns, cells, type_)
    if columns is None:
        raise KnowledgeError(str(path), "is empty: the first line must name the columns")


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise KnowledgeError(str(path), f"is larger than {_MAX_BYTES // 1_000_000} MB: split it")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise KnowledgeError(str(path), f"is no UTF-8 text (byte {fault.start}): save it as UTF-8") from None
    except OSError as fault:
        raise KnowledgeError(str(path), f"cannot be read: {fault.strerror}") from None


def _columns(path: Path, cells: list[str], fields: dict[str, Any]) -> list[str]:
    columns = [cell.strip() for cell in cells]
    known = ", ".join(fields)
    for column in columns:
        if column not in fields:
            raise KnowledgeError(str(path), f"column {show(column)} is not known; there are: {known}", line=1)
        if columns.count(column) > 1:
            raise KnowledgeError(str(path), f"column {show(column)} stands twice", line=1)
    for name, field in fields.items():
        if field.required and name not in columns:
            raise KnowledgeError(str(path), f"column {name!r} is missing", line=1)
    return columns


def _row(path: Path, line: int, columns: list[str], cells: list[str], type_: type[T]) -> Row[T] | KnowledgeError:
    if len(cells) != len(columns):
        return KnowledgeError(str(path), f"has {len(cells)} cells, the first line {len(columns)} columns", line=line)
    if unprintable("".join(cells)):
        column, problem = next(
            (one, bad) for one, cell in zip(columns, cells, strict=True) if (bad := unprintable(cell))
        )
        return KnowledgeError(str(path), f"field {column!r}: {problem}", line=line)
    filled = {column: word for column, cell in zip(columns, cells, strict=True) if (word := cell.strip())}
    try:
        return Row(line, msgspec.convert(filled, type_, strict=False))
    except msgspec.ValidationError as fault:
        return KnowledgeError(str(path), _problem(str(fault), filled), line=line)


def _problem(fault: str, filled: dict[str, str]) -> str:
    """What msgspec says, in words about cells."""
    if missing := re.search(r"missing required field `(\w+)`", fault):
        return f"field {missing[1]!r} is empty"
    problem, _, where = fault.partition(" - at `$.")
    field = where.rstrip("`")
    return f"field {field!r} is {show(filled.get(field, ''))}: {problem[:1].lower()}{problem[1:]}"


def unprintable(cell: str) -> str | None:
    """What is wrong with the characters of a cell; None where nothing is."""
    found = _UNPRINTABLE.search(cell)
    return f"has the control character U+{ord(found[0]):04X}; take it out" if found else None


def show(words: str) -> str:
    """`words` as an error quotes them: short, and harmless on a terminal."""
    return repr(words if len(words) <= 80 else words[:79] + "…")
