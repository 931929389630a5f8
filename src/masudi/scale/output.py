"""What a fragment gives, written as files of the output: one a table and month, named after the fragment.

The same fragment gives the same files, whoever reads it and however often: what is written twice is there once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from masudi.domain import Reading
from masudi.errors import ReportError
from masudi.scale.folder import Folder
from masudi.scale.schema import CLAIMS, FAILURES, REPORTS, Known, claim_rows, failure_row, report_row
from masudi.scale.tables import month_of, write_table

# Rows that are held as Python values, which take ten times the memory of columns, before they become a table.
_ROWS = 2_000


class _Rows:
    """Rows of one table and month, most of them in columns already."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema, self._rows, self._tables = schema, list[dict[str, Any]](), list[pa.Table]()

    def add(self, rows: Iterable[dict[str, Any]]) -> None:
        self._rows.extend(rows)
        if len(self._rows) >= _ROWS:
            self._pack()

    def _pack(self) -> None:
        if self._rows:
            self._tables.append(pa.Table.from_pylist(self._rows, self._schema))
            self._rows.clear()

    def table(self) -> pa.Table:
        self._pack()
        return pa.concat_tables(self._tables) if self._tables else self._schema.empty_table()


class Part:
    """What one fragment gives, until it is written."""

    def __init__(self, key: str, known: Known) -> None:
        self._key, self._known = key, known
        self._tables: dict[tuple[str, str | None], _Rows] = {}
        self.counts: dict[str, int] = defaultdict(int)

    def add(self, reading: Reading, data: bytes, extractor: str) -> None:
        """A report that was read, the bytes that it was made of, and the format that they have."""
        report = reading.report
        month = month_of(report.published)
        self._rows("reports", month).add([report_row(report, data, extractor, len(reading))])
        self._rows("claims", month).add(claim_rows(report, reading, self._known))
        self.counts["reports"] += 1
        self.counts["claims"] += len(reading)

    def fail(self, fault: ReportError) -> None:
        """A report that could not be read."""
        self._rows("failures", None).add([failure_row(fault.path, fault.line, fault.problem, self._key)])
        self.counts["failures"] += 1

    def _rows(self, table: str, month: str | None) -> _Rows:
        schema = {"claims": CLAIMS, "reports": REPORTS, "failures": FAILURES}[table]
        return self._tables.setdefault((table, month), _Rows(schema))

    def write(self, out: Folder) -> None:
        """Write the files; those of claims before those of their reports."""
        for table, month in sorted(self._tables, key=str):
            rows = self._tables[table, month].table()
            if len(rows) or table == "reports":
                write_table(out, _name(table, month, self._key), rows)


def clear(out: Folder, key: str) -> None:
    """Delete what an attempt at a fragment that was cut short may have left."""
    for name, _ in list(files(out, key)):
        out.delete(name)


def files(out: Folder, key: str = "") -> Iterator[tuple[str, int]]:
    """The files of the tables, or those that one fragment gave, with their sizes."""
    for table in ("claims", "reports", "failures"):
        yield from ((name, size) for name, size in out.files(table) if name.endswith(f"{key}.parquet"))


def _name(table: str, month: str | None, key: str) -> str:
    return f"{table}/part-{key}.parquet" if month is None else f"{table}/month={month}/part-{key}.parquet"
