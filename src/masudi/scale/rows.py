"""A fragment of a dataset → its reports, one after the other, with their bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from masudi.domain import Report
from masudi.errors import ReportError
from masudi.scale.folder import Folder
from masudi.scale.mapping import EXTRACTOR, Mapped, report_in
from masudi.scale.plan import Fragment, Kind
from masudi.sources import Retrieved, open_file

# Rows that are in memory at a time.
_ROWS = 32


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A report of a fragment, the bytes that it was made of and the format that they have, or what is wrong with it."""

    report: Report | ReportError
    data: bytes = b""
    extractor: str = EXTRACTOR


def reports_in(folder: Folder, fragment: Fragment, mapped: Mapped) -> Iterator[Found]:
    """The reports of a fragment, in their order. What cannot be read at all ends it, with a ReportError at its place.

    A row is named by its file and, in Parquet, its number within the row group (from 0), in lines of JSON its first
    byte, in CSV its number in the fragment: the same name whoever reads it.
    """
    if fragment.kind is Kind.TEXT:
        for name in fragment.names:
            yield from _text(folder, name, mapped)
        return
    name = fragment.names[0]
    where = f"{folder.where}/{name}" if name else folder.where
    rows = {Kind.PARQUET: _parquet, Kind.JSONL: _lines, Kind.CSV: _csv}[fragment.kind](folder, fragment, mapped)
    while True:
        try:
            at, row = next(rows)
        except StopIteration:
            return
        except (pa.ArrowException, OSError, csv.Error, UnicodeDecodeError) as fault:
            yield Found(report=ReportError(where, f"the rest of this part cannot be read: {fault}"))
            return
        yield _found(row, f"{where}#{at}", mapped)


def _found(row: Mapping[str, Any] | str, path: str, mapped: Mapped) -> Found:
    if isinstance(row, str):
        return Found(report=ReportError(path, row))
    try:
        report, data = report_in(row, mapped, path)
    except ReportError as fault:
        return Found(report=fault)
    return Found(report=report, data=data)


def _text(folder: Folder, name: str, mapped: Mapped) -> Iterator[Found]:
    path = f"{folder.where}/{name}" if name else folder.where
    try:
        data = folder.read(name)
    except OSError as fault:
        yield Found(report=ReportError(path, f"cannot be read: {fault}"))
        return
    if data is None:
        yield Found(report=ReportError(path, "is not there any more"))
        return
    stem = path.rpartition("/")[2].rpartition(".")[0]
    for one in open_file(Retrieved(name=stem, path=path, data=data, media_type="text/plain"), mapped.opening):
        if isinstance(one, ReportError):
            yield Found(report=one)
        else:
            yield Found(report=one.report, data=one.data, extractor=one.retrieval.extractor)


def _parquet(folder: Folder, fragment: Fragment, mapped: Mapped) -> Iterator[tuple[str, Mapping[str, Any]]]:
    with folder.open(fragment.names[0]) as source:
        file = pq.ParquetFile(source)
        columns = [one for one in mapped.columns.values() if one in file.schema_arrow.names]
        at = 0
        for batch in file.iter_batches(_ROWS, row_groups=[fragment.group], columns=columns):
            if at + len(batch) > fragment.first:
                for number, row in enumerate(batch.to_pylist(), at):
                    if fragment.first <= number < fragment.behind:
                        yield f"{fragment.group}.{number}", row
            at += len(batch)
            if at >= fragment.behind:
                return


def _lines(folder: Folder, fragment: Fragment, _: Mapped) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    at = fragment.first
    for line in _stretch(folder, fragment).splitlines(keepends=True):
        here, at = at, at + len(line)
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as fault:
            yield str(here), f"is no JSON: {fault}"
            continue
        except RecursionError:
            yield str(here), "is no JSON that can be read: it is nested too deeply"
            continue
        yield str(here), row if isinstance(row, dict) else "is no JSON object, with the columns by name"


def _csv(folder: Folder, fragment: Fragment, mapped: Mapped) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    with folder.open(fragment.names[0]) as source, io.TextIOWrapper(source, encoding="utf-8-sig", newline="") as text:
        names = next(csv.reader(text), [])
    # Longer than any body that is allowed: the body's own limit answers for that.
    csv.field_size_limit(max(4 * mapped.opening.max_body, 131_072))
    records = csv.reader(io.StringIO(_stretch(folder, fragment).decode("utf-8-sig"), newline=""), strict=True)
    if fragment.first == 0:
        next(records, None)
    for number, record in enumerate(records):
        if record:
            row = dict(zip(names, record, strict=False))
            short = len(record) < len(names)
            yield f"{fragment.first}.{number}", "has fewer values than the file has columns" if short else row


def _stretch(folder: Folder, fragment: Fragment) -> bytes:
    with folder.open(fragment.names[0]) as source:
        source.seek(fragment.first)
        return bytes(source.read(fragment.behind - fragment.first))


def columns_in(folder: Folder, fragment: Fragment) -> list[str] | None:
    """The names of the columns of the file that a fragment is of, as far as they can be told; None for text reports."""
    if fragment.kind is Kind.TEXT:
        return None
    with folder.open(fragment.names[0]) as source:
        if fragment.kind is Kind.PARQUET:
            return list(pq.ParquetFile(source).schema_arrow.names)
        line = io.BytesIO(bytes(source.read(1_000_000))).readline()
    if fragment.kind is Kind.CSV:
        return next(csv.reader([line.decode("utf-8-sig", "replace")]), [])
    try:
        row = json.loads(line)
    except ValueError:
        return []
    return list(row) if isinstance(row, dict) else []
