"""Tables in CSV that no spreadsheet takes for more than text."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Mapping, Sequence

# What a cell begins with that a spreadsheet reads as a formula (OWASP, "CSV Injection"); full-width forms too, which
# some take for the same.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠|%")

Cell = str | int | float | bool | datetime.date | None


def text_cell(words: str) -> str:
    """Words as a cell: an apostrophe stands before what would be a formula, and nothing acts on a display."""
    clean = "".join(one if one.isprintable() or one == "\n" else " " for one in words)
    return f"'{clean}" if words.lstrip(" ")[:1] in _FORMULA and words.strip() else clean


def table(names: Sequence[str], rows: Iterable[Mapping[str, Cell]], *, tags: Sequence[str] | None = None) -> bytes:
    """A table in CSV (RFC 4180, UTF-8, lines end with LF); `tags` is a second line of headings.

    Numbers and days are ours and stay; words are the reports' and are made safe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    if tags is not None:
        writer.writerow(tags)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in names])
    return out.getvalue().encode("utf-8", "replace")


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return text_cell(value)
