"""Stand-ins for parsers that go wrong on a file, each in its own way; the process apart imports them by name."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from masudi.sources.formats import Context, Document, Format, Found


def _hang() -> None:
    while True:
        pass


def _sleep() -> None:
    time.sleep(3600)


def _crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _leave() -> None:
    os._exit(3)


def _eat() -> None:
    held = []
    while True:
        held.append(bytearray(64 << 20))


def _recurse() -> None:
    _recurse()


def _connect() -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def _start() -> None:
    subprocess.run(["true"], check=True)


def _write() -> None:
    Path("/tmp/masudi-was-written-by-a-parser").write_text("x", encoding="utf-8")


def _remove() -> None:
    Path("/tmp/masudi-was-written-by-a-parser").unlink()


def _print() -> None:
    os.write(1, b"between the answers")


WAYS: dict[bytes, Callable[[], None]] = {
    b"hang": _hang,
    b"sleep": _sleep,
    b"crash": _crash,
    b"leave": _leave,
    b"eat": _eat,
    b"recurse": _recurse,
    b"connect": _connect,
    b"start": _start,
    b"write": _write,
    b"remove": _remove,
    b"print": _print,
}


def _read(data: bytes, context: Context) -> Iterator[Found]:
    way = WAYS.get(data)
    if way is not None:
        yield Document(text="What came before.", part="row 1", data=b"x")
        way()
    if data == b"many":
        yield from (Document(text="One.", part=f"row {one}", data=b"x") for one in range(1000))
    if data == b"large":
        yield Document(text="x" * (3 << 20))
    yield Document(text=f"{os.getpid()} {sorted(os.environ)}")


FORMAT = Format(
    name="misbehaving", label="a stand-in", module=__name__, read=_read, version=lambda: "1", suffixes=(".bad",)
)
