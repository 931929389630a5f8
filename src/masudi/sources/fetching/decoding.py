"""Bodies as they come, unpacked where a server packed them unasked, never larger than they may be."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from masudi.errors import FetchError

# What zlib is told: gzip, or deflate with its header.
_WINDOWS = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
# Unpacked so many bytes at a time, so that a bomb is found out before it is held in memory.
_STEP = 65_536


def unpacked(chunks: Iterable[bytes], encoding: str, url: str, most: int) -> bytes:
    """The body that `chunks` are, packed as the header Content-Encoding says; FetchError where it has over `most` bytes
    or is packed in a way that nobody asked for.
    """
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return _gathered(chunks, url, most)
    if name not in _WINDOWS:
        raise FetchError(url, f"answers in an encoding that was not asked for ({name[:40]})")
    try:
        return _gathered(_unpack(chunks, _WINDOWS[name]), url, most)
    except zlib.error:
        raise FetchError(url, f"says that it is packed as {name}, and is not", passing=True) from None


def _gathered(chunks: Iterable[bytes], url: str, most: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise FetchError(url, f"is larger than {most:,} bytes")
    return bytes(body)


def _unpack(chunks: Iterable[bytes], window: int) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(window)
    for chunk in chunks:
        rest = chunk
        while rest and not unpacker.eof:
            yield unpacker.decompress(rest, _STEP)
            rest = unpacker.unconsumed_tail
    # What the last bytes still held back.
    while not unpacker.eof and (more := unpacker.decompress(unpacker.unconsumed_tail, _STEP)):
        yield more
    if not unpacker.eof:
        raise zlib.error("cut off")
