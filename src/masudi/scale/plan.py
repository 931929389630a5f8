"""What is to be read: a dataset cut into fragments, the same ones whenever and wherever it is cut.

A fragment is what one worker reads at a time and what is finished, or not, as a whole. Parquet files are cut by rows
within their row groups, JSON lines and CSV by bytes at the ends of records, folders of text reports by files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from enum import StrEnum

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from masudi.errors import UsageError
from masudi.scale.folder import Folder

# Reports in a fragment: at some 8 reports a second, about a minute of work that a lost worker costs at most; of ten
# times as many the claims would take a worker hundreds of megabytes until they are written.
REPORTS = 500
# What a report of some 500 words takes in a file of lines.
BYTES_A_REPORT = 3_000
# How much of a file is looked at in one go for the end of a record.
_STEP = 1_048_576


class Kind(StrEnum):
    """What a file of the dataset is."""

    PARQUET = "parquet"
    JSONL = "jsonl"
    CSV = "csv"
    TEXT = "text"


SUFFIXES = {
    ".parquet": Kind.PARQUET,
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".csv": Kind.CSV,
    ".txt": Kind.TEXT,
}


class Fragment(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the dataset: rows `first` to `behind` of row group `group` of a Parquet file, the bytes between them of
    a file of lines, or whole `names` of text reports. `size` is what all of its files together had when it was cut.
    """

    kind: Kind
    names: tuple[str, ...]
    first: int = 0
    behind: int = 0
    group: int = 0
    size: int = 0

    @property
    def key(self) -> str:
        """The fragment's name, 16 hexadecimal digits: the same for the same part of the same files."""
        told = msgspec.json.encode([self.kind, self.names, self.first, self.behind, self.group, self.size])
        return hashlib.sha256(told).hexdigest()[:16]


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the dataset of which nothing can be read, and why."""

    name: str
    problem: str


def cut(folder: Folder, *, reports: int = REPORTS, size: int = REPORTS * BYTES_A_REPORT) -> Iterator[Fragment | Broken]:
    """The fragments of the dataset that `folder` (or the one file that it is) holds, in order.

    UsageError where nothing in it is a file of reports, or where it mixes kinds of file.
    """
    files = [("", folder.size())] if folder.is_file() else list(folder.files())
    known = [(name, bytes_) for name, bytes_ in files if _kind(folder, name) is not None]
    kinds = {_kind(folder, name) for name, _ in known}
    if not known:
        raise UsageError(f"{folder.where}: holds no report: {', '.join(SUFFIXES)} files are looked for")
    if len(kinds) > 1:
        found = " and ".join(sorted(str(kind) for kind in kinds))
        raise UsageError(
            f"{folder.where}: mixes {found} files: give one kind at a time, each with an output of its own"
        )
    (kind,) = kinds
    if kind is Kind.TEXT:
        yield from _texts(known, reports)
        return
    for name, bytes_ in known:
        try:
            if kind is Kind.PARQUET:
                yield from _row_groups(folder, name, bytes_, reports)
            else:
                assert kind is not None
                yield from _stretches(folder, name, kind, bytes_, size)
        except (pa.ArrowException, OSError) as fault:
            yield Broken(name=name or folder.where, problem=f"cannot be read: {fault}")


def _kind(folder: Folder, name: str) -> Kind | None:
    path = (name or folder.root).lower()
    if path.rpartition("/")[2].startswith("_"):
        return None
    return next((kind for suffix, kind in SUFFIXES.items() if path.endswith(suffix)), None)


def _texts(files: list[tuple[str, int]], reports: int) -> Iterator[Fragment]:
    for at in range(0, len(files), reports):
        some = files[at : at + reports]
        yield Fragment(kind=Kind.TEXT, names=tuple(name for name, _ in some), size=sum(size for _, size in some))


def _row_groups(folder: Folder, name: str, bytes_: int, reports: int) -> Iterator[Fragment]:
    with folder.open(name) as file:
        groups = pq.ParquetFile(file).metadata
        for group in range(groups.num_row_groups):
            rows = groups.row_group(group).num_rows
            for first in range(0, rows, reports):
                behind = min(rows, first + reports)
                yield Fragment(kind=Kind.PARQUET, names=(name,), group=group, first=first, behind=behind, size=bytes_)


def _stretches(folder: Folder, name: str, kind: Kind, bytes_: int, size: int) -> Iterator[Fragment]:
    """A file of lines, cut behind the first end of a record after each `size` bytes."""
    first = 0
    for behind in _ends(folder, name, quoted=kind is Kind.CSV, size=size):
        yield Fragment(kind=kind, names=(name,), first=first, behind=behind, size=bytes_)
        first = behind
    if first < bytes_:
        yield Fragment(kind=kind, names=(name,), first=first, behind=bytes_, size=bytes_)


def _ends(folder: Folder, name: str, *, quoted: bool, size: int) -> Iterator[int]:
    """Where records end, one at least `size` bytes behind the other.

    In CSV (RFC 4180) a line break ends a record where the number of quotation marks before it is even; for JSON lines
    every one does, so that most of the file need not be looked at.
    """
    wanted, at, open_ = size, 0, False
    with folder.open(name) as file:
        while True:
            if not quoted and wanted > at:
                at = wanted
                file.seek(at)
            chunk = bytes(file.read(min(_STEP, size)))
            if not chunk:
                return
            if quoted:
                found, open_ = _outside(chunk, max(0, wanted - at), open_)
            else:
                found = chunk.find(b"\n")
            if found >= 0:
                yield at + found + 1
                wanted = at + found + 1 + size
                if not quoted:
                    continue
            at += len(chunk)


def _outside(chunk: bytes, start: int, open_: bool) -> tuple[int, bool]:
    """The first line break from `start` on that is not between quotation marks (or -1), and how the chunk ends."""
    ended = open_ ^ bool(chunk.count(b'"') % 2)
    open_ ^= bool(chunk.count(b'"', 0, start) % 2)
    at = start
    while at < len(chunk):
        found = chunk.find(b"\n", at)
        if found < 0:
            break
        open_ ^= bool(chunk.count(b'"', at, found) % 2)
        if not open_:
            return found, ended
        at = found + 1
    return -1, ended
