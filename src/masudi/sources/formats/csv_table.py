"""Tables as CSV, a report a row; the first row names the columns."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence

from masudi.errors import ReportError
from masudi.sources.decode import decode
from masudi.sources.formats.format import Context, Format, Found, Problem, versions
from masudi.sources.formats.table import Row, documents

_DELIMITERS = (",", ";", "\t", "|")


def _read(data: bytes, context: Context) -> Iterator[Found]:
    text, _, _ = decode(data, context.where)
    # A cell holds a report, of which the limit is checked later.
    csv.field_size_limit(4 * context.opening.max_body)
    # Not splitlines, which also splits at characters that are no line ends in CSV.
    lines = list(io.StringIO(text, newline=""))
    rows = _rows(lines, context)
    header, names = next(rows, ("", []))
    if len(names) < 1 or not any(map(str.strip, names)):
        raise ReportError(context.where, "is a table without a first row that names the columns")
    twice = next((one for one in names if one and names.count(one) > 1), None)
    if twice is not None:
        raise ReportError(context.where, f"has two columns that are called {twice!r}: rename one")
    rest = list(_each(rows, header, names))
    if not rest:
        raise ReportError(context.where, "is a table without rows below its first one")
    yield from documents(rest, context, names)


def _rows(lines: Sequence[str], context: Context) -> Iterator[tuple[str, list[str]]]:
    """Each row: as it stands in the file, and its cells."""
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    at = 0
    try:
        for cells in reader:
            raw, at = "".join(lines[at : reader.line_num]), reader.line_num
            if cells:
                yield raw, cells
    except csv.Error as fault:
        raise ReportError(context.where, f"is no CSV ({fault})", line=reader.line_num) from None


def _each(rows: Iterator[tuple[str, list[str]]], header: str, names: Sequence[str]) -> Iterator[Row | Problem]:
    head = header if header.endswith("\n") else header + "\n"
    for number, (raw, cells) in enumerate(rows, 2):
        if len(cells) > len(names):
            problem = f"has {len(cells)} cells, more than the {len(names)} columns that the first row names"
            yield Problem(problem=f"{problem}: a cell with a comma in it needs quotes", part=f"row {number}")
            continue
        values = dict(itertools.zip_longest(names, cells, fillvalue=""))
        yield Row(number=number, values=values, data=(head + raw).encode("utf-8"))


FORMAT = Format(
    name="csv",
    label="a table (CSV)",
    module=__name__,
    read=_read,
    version=versions(),
    media_types=("text/csv", "text/tab-separated-values"),
    suffixes=(".csv", ".tsv"),
)
