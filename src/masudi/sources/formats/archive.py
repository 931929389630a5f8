"""ZIP archives, looked into with care: how many members, how large, how much smaller they were packed.

Members are read into memory, one after another. Their names are never used for files.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from masudi.errors import ReportError
from masudi.sources.formats.format import Context, Problem

_MIB = 1 << 20
_BLOCK = 1 << 20
_ENCRYPTED = 1
# Below this size no ratio is suspicious: a page of blanks packs to nothing.
_SMALL = 1 << 20


class Packed(NamedTuple):
    """A member that could be unpacked."""

    name: str
    data: bytes


def members(
    data: bytes, context: Context, *, wanted: Callable[[str], bool] = lambda _: True
) -> Iterator[Packed | Problem]:
    """The files in an archive, of those that are `wanted`; a member that cannot be read is a Problem.

    ReportError for an archive that is none, or that holds more than the limits allow, by what it says of itself or by
    what comes out of it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = [one for one in archive.infolist() if not one.is_dir()]
            _check(found, context)
            left = context.opening.limits.unpacked
            for one in found:
                if not wanted(one.filename):
                    continue
                read = _member(archive, one, left, context)
                left -= len(read.data) if isinstance(read, Packed) else 0
                yield read
    except (zipfile.BadZipFile, ValueError, EOFError) as fault:
        problem = f"cannot be read as a ZIP archive ({fault})"
        raise ReportError(context.where, f"{problem}: it may be cut off or damaged; retrieve it again") from None


def _check(found: list[zipfile.ZipInfo], context: Context) -> None:
    limits = context.opening.limits
    if len(found) > limits.members:
        problem = f"holds {len(found):,} files, of which {limits.members:,} are allowed"
        raise ReportError(context.where, f"{problem}: unpack it, and add a part of it at a time")
    size = sum(one.file_size for one in found)
    if size > limits.unpacked:
        problem = f"holds {size // _MIB:,} MiB when it is unpacked, of which {limits.unpacked // _MIB:,} are allowed"
        raise ReportError(context.where, f"{problem}: unpack it, and add a part of it at a time")


def _member(archive: zipfile.ZipFile, one: zipfile.ZipInfo, left: int, context: Context) -> Packed | Problem:
    limits = context.opening.limits
    if one.flag_bits & _ENCRYPTED:
        return Problem(
            problem="is encrypted: unpack it with its password, and add what comes out", part=one.filename, member=True
        )
    if one.file_size > _SMALL and one.file_size > limits.ratio * one.compress_size:
        problem = f"is packed to less than a {limits.ratio}th of its size, as in an archive made to do harm"
        return Problem(problem=f"{problem}: it is left out", part=one.filename, member=True)
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(one) as file:
            while block := file.read(_BLOCK):
                size += len(block)
                if size > left or size > one.file_size:
                    raise ReportError(context.where, "unpacks to more than it says of itself: it is not opened further")
                parts.append(block)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as fault:
        return Problem(problem=f"cannot be unpacked ({fault}): it may be damaged", part=one.filename, member=True)
    return Packed(one.filename, b"".join(parts))


def first_name(head: bytes) -> bytes:
    """The name of the first member of an archive that begins so; empty for what is no archive."""
    if not head.startswith(b"PK\x03\x04") or len(head) < 30:
        return b""
    return head[30 : 30 + int.from_bytes(head[26:28], "little")]
