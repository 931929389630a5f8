"""JSON lines, a report a line: an object whose keys are the columns."""

from __future__ import annotations

import json
from collections.abc import Iterator

from masudi.errors import ReportError
from masudi.sources.formats.format import Context, Format, Found, Problem, versions
from masudi.sources.formats.table import Row, documents


def _read(data: bytes, context: Context) -> Iterator[Found]:
    rows = list(_rows(data.removeprefix(b"\xef\xbb\xbf")))
    if not rows:
        raise ReportError(context.where, "is empty: there is nothing to read")
    columns = dict.fromkeys(name for row in rows if isinstance(row, Row) for name in row.values)
    yield from documents(rows, context, list(columns))


def _rows(data: bytes) -> Iterator[Row | Problem]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as fault:
            yield Problem(problem=f"is no JSON ({fault})", part=f"row {number}", line=number)
            continue
        if isinstance(values, dict):
            yield Row(number=number, values=values, data=line.strip())
        else:
            yield Problem(problem="is no JSON object", part=f"row {number}", line=number)


FORMAT = Format(
    name="jsonl",
    label="a table (JSON lines)",
    module=__name__,
    read=_read,
    version=versions(),
    media_types=("application/jsonl", "application/x-ndjson", "application/jsonlines"),
    suffixes=(".jsonl", ".ndjson"),
)
