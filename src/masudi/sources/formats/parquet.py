"""Tables as Parquet, a report a row, by pyarrow, which is an extra of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from masudi.errors import ReportError
from masudi.sources.formats.format import Context, Format, Found, versions
from masudi.sources.formats.table import Row, documents, mapping

_MIB = 1 << 20
_MARK = b"PAR1"
_BATCH = 256


def _read(data: bytes, context: Context) -> Iterator[Found]:
    if not data.startswith(_MARK):
        # One row, as it was kept.
        values = json.loads(data)
        yield from documents([Row(number=1, values=values, data=data)], context, list(values))
        return
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        problem = "is a Parquet table, which needs one more package: pip install 'masudi[tables]'"
        raise ReportError(context.where, problem) from None
    arrow.set_cpu_count(1)
    try:
        file = parquet.ParquetFile(arrow.BufferReader(data))
        _check(file.metadata, context)
        # Columns that hold nothing of a report may be huge, and are not unpacked.
        columns = [one.name for one in file.schema_arrow if not arrow.types.is_nested(one.type)]
        mapped = mapping(columns, context)
        yield from documents(_rows(file, sorted(set(mapped.values()) - {""})), context, columns)
    except arrow.ArrowException as fault:
        problem = f"cannot be read as a Parquet table ({' '.join(str(fault).split())[:200]})"
        raise ReportError(context.where, f"{problem}: it may be cut off or damaged") from None


def _check(metadata: Any, context: Context) -> None:
    limits = context.opening.limits
    if metadata.num_rows > limits.reports:
        problem = f"has {metadata.num_rows:,} rows, of which {limits.reports:,} are allowed"
        raise ReportError(context.where, f"{problem}: split it, and add a part of it at a time")
    size = sum(metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
    if size > limits.unpacked:
        problem = f"holds {size // _MIB:,} MiB when it is unpacked, of which {limits.unpacked // _MIB:,} are allowed"
        raise ReportError(context.where, f"{problem}: split it, and add a part of it at a time")


def _rows(file: Any, columns: list[str]) -> Iterator[Row]:
    number = 0
    for batch in file.iter_batches(batch_size=_BATCH, columns=columns, use_threads=False):
        for values in batch.to_pylist():
            number += 1
            data = json.dumps(values, ensure_ascii=False, default=str, sort_keys=True).encode("utf-8", "replace")
            yield Row(number=number, values=values, data=data)


FORMAT = Format(
    name="parquet",
    label="a table (Parquet)",
    module=__name__,
    read=_read,
    version=versions(),
    media_types=("application/vnd.apache.parquet", "application/parquet"),
    suffixes=(".parquet",),
    part_suffix=".json",
    magic=lambda head: head.startswith(_MARK),
)
