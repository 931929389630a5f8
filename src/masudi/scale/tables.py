"""Tables of an output as Parquet files: written, read row by row, partitioned by month."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from masudi.scale.folder import Folder

# Where a report or an incident has no day. Hive would have a null here, which pyarrow cannot put beside months.
NO_MONTH = "unknown"
# Rows that are in memory at a time as Python values.
_ROWS = 1_000


def month_of(day: datetime.date | None) -> str:
    """The partition of a day."""
    return day.strftime("%Y-%m") if day else NO_MONTH


def rows_of(out: Folder, name: str, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a file, with some of their columns or all."""
    with out.open(name) as file:
        for batch in pq.ParquetFile(file).iter_batches(_ROWS, columns=columns):
            yield from batch.to_pylist()


def write_table(out: Folder, name: str, table: pa.Table) -> None:
    """Write a table as one file."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    out.write(name, bytes(sink.getvalue()))
