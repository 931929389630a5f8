"""Web archives (WARC, packed or not) by warcio: each page, document or text that was retrieved whole is a member."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from masudi.errors import ReportError
from masudi.sources.formats import formats
from masudi.sources.formats.format import Context, Format, Found, Member, Problem, versions

_BLOCK = 1 << 16
_RECORDS = ("response", "resource")
# What a server sends to one visitor alone says who that was.
_PRIVATE = ("set-cookie", "set-cookie2")
# In every crawl, and no report.
_ROBOTS = "/robots.txt"


def _read(data: bytes, context: Context) -> Iterator[Found]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    left = context.opening.limits.unpacked
    count = 0
    try:
        for record in ArchiveIterator(io.BytesIO(data)):
            count += 1
            if count > 100 * context.opening.limits.members:
                raise ReportError(context.where, f"holds more than {count - 1:,} records: split it")
            if not _wanted(record):
                continue
            member = _member(record, left, context)
            left -= len(member.data) if isinstance(member, Member) else 0
            yield member
    except ArchiveLoadFailed as fault:
        problem = f"cannot be read as a web archive ({' '.join(str(fault).split())[:200]})"
        raise ReportError(context.where, f"{problem}: it may be cut off or damaged") from None
    if not count:
        raise ReportError(context.where, "is a web archive without a record: it may be cut off")


def _wanted(record: Any) -> bool:
    """Whether it is something that was retrieved whole, in a format that is read."""
    if record.rec_type not in _RECORDS:
        return False
    if record.rec_type == "response" and (record.http_headers is None or record.http_headers.get_statuscode() != "200"):
        return False
    url = _url(record)
    kind = _kind(record)
    if kind == "text/plain":
        return not urlsplit(url).path.endswith(_ROBOTS)
    return any(kind in one.media_types for one in formats())


def _url(record: Any) -> str:
    return str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def _kind(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()


def _member(record: Any, left: int, context: Context) -> Member | Problem:
    url = _url(record)
    parts: list[bytes] = []
    size = 0
    stream = record.content_stream()
    try:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > left:
                most = context.opening.limits.unpacked >> 20
                raise ReportError(context.where, f"unpacks to more than {most:,} MiB: split it")
            parts.append(block)
    except (OSError, EOFError, ValueError) as fault:
        return Problem(problem=f"cannot be unpacked ({fault}): it may be damaged", part=url, member=True)
    headers = record.http_headers.headers if record.http_headers else ()
    return Member(
        name=url or "record",
        data=b"".join(parts),
        media_type=_kind(record),
        url=url or None,
        headers=tuple((name, value) for name, value in headers if name.lower() not in _PRIVATE),
        at=_moment(record.rec_headers.get_header("WARC-Date")),
    )


def _moment(words: str | None) -> datetime.datetime | None:
    try:
        found = datetime.datetime.fromisoformat(words or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def _fits(head: bytes) -> bool:
    if not head.startswith(b"\x1f\x8b"):
        return head.startswith(b"WARC/")
    import zlib

    try:
        return zlib.decompressobj(31).decompress(head, 5).startswith(b"WARC/")
    except zlib.error:
        return False


FORMAT = Format(
    name="warc",
    label="a web archive",
    module=__name__,
    read=_read,
    version=versions("warcio"),
    media_types=("application/warc", "application/warc-fields"),
    suffixes=(".warc", ".warc.gz"),
    magic=_fits,
)
