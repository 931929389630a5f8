"""Parquet: one row an event, typed, with what the manifest says in the file's own metadata. Needs pyarrow."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from masudi.domain.view import Published
from masudi.errors import UsageError
from masudi.export.formats.aside import aside
from masudi.export.formats.cells import Cell
from masudi.export.formats.events import events
from masudi.export.formats.manifest import about
from masudi.export.formats.model import File, Format, columns
from masudi.export.formats.properties import PROPERTIES, point, properties

if TYPE_CHECKING:
    import pyarrow

COLUMNS = (*PROPERTIES, *columns(lat="WGS 84 degrees; null where the place has no point.", lon="As lat."))
_WHOLE = ("killed_low", "killed_high", "masudi_origins", "masudi_reports")
_REAL = ("radius_km", "lat", "lon")
_TRUTH = ("masudi_contradicted", "masudi_reviewed", "masudi_made_up")
_DAY = ("date_start", "date_end")


def write(published: Published) -> Iterator[File]:
    """The events, and a table of all others; UsageError where pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        raise UsageError("Parquet needs one more package: pip install 'masudi[tables]'")
    found, others = events(published.view)
    rows = []
    for event in found:
        where = point(event)
        rows.append(properties(event) | {"lat": where[1] if where else None, "lon": where[0] if where else None})
    yield File(ending="", data=_table(rows, about(published)))
    yield aside(others)


def _table(rows: Sequence[dict[str, Cell]], said: dict[str, Any]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {name: _type(name) for name in (one.name for one in COLUMNS)}
    metadata = {"masudi": json.dumps(said, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")}
    schema = pa.schema([pa.field(name, type_) for name, type_ in types.items()], metadata=metadata)
    filled = {name: [_plain(row[name]) for row in rows] for name in types}
    out = io.BytesIO()
    pq.write_table(pa.table(filled, schema=schema), out, compression="zstd")
    return out.getvalue()


def _type(name: str) -> pyarrow.DataType:
    import pyarrow as pa

    if name in _WHOLE:
        return pa.int64()
    if name in _REAL:
        return pa.float64()
    if name in _TRUTH:
        return pa.bool_()
    return pa.date32() if name in _DAY else pa.string()


def _plain(value: Cell) -> bool | int | float | datetime.date | str | None:
    """Lone surrogates, which some reports hold, have no UTF-8."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


FORMAT = Format(
    name="parquet",
    suffix=".parquet",
    says="Events with types, for DuckDB, pandas and the like.",
    columns=COLUMNS,
    write=write,
)
