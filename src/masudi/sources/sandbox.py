"""Parsers run in a process of their own, which may not take long, nor much memory, nor write, nor reach a network.

Bytes go in, values come out. One process serves one file after another, because starting it costs a tenth of a second;
after a crash, or when it took too long, another one takes its place.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import TypeAlias

import msgspec

from masudi.errors import ReportError
from masudi.sources.formats.format import Context, Format, Found, Problem

LENGTH = struct.Struct(">Q")
_MIB = 1 << 20
_CHUNK = 1 << 20

# The process gets the paths of this one, because it is started without the environment and the working folder.
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from masudi.sources.sandboxed import main; main(int(sys.argv[2]))"
)
# Libraries of linear algebra take memory for every processor, of which there may be many.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What the process is to read: the module of the format, the file's bytes, and what is known of it."""

    module: str
    data: bytes
    context: Context


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The file as a whole could not be read: why."""

    problem: str
    line: int | None = None


class Done(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """All that the file holds has been handed over."""


Answer: TypeAlias = Found | Failed | Done
_decode = msgspec.msgpack.Decoder(Answer).decode


def read_apart(format_: Format, data: bytes, context: Context) -> Iterator[Found]:
    """What `format_` makes of a file in a process apart; ReportError for whatever goes wrong there."""
    with _LOCK:
        found = _WORKER.read(format_, data, context)
    yield from found


class _TooLongError(Exception):
    """The process did not answer in time."""


class _GoneError(Exception):
    """The process has ended by itself."""


class _Worker:
    """The process, while there is one."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._memory = 0

    def read(self, format_: Format, data: bytes, context: Context) -> list[Found]:
        """All that the format finds in the file."""
        limits = context.opening.limits
        deadline = time.monotonic() + limits.seconds
        job = msgspec.msgpack.encode(Job(module=format_.module, data=data, context=context))
        whole = False
        try:
            self._start(limits.memory)
            self._send(job, deadline)
            found = list(self._answers(context, deadline))
            whole = True
        except _TooLongError:
            problem = f"takes longer than {limits.seconds:g} seconds to read as {format_.label}"
            raise ReportError(context.where, f"{problem}: it may be damaged, or made to do so; leave it out") from None
        except _GoneError as gone:
            problem = f"makes the program that reads {format_.label} break down ({gone})"
            raise ReportError(context.where, f"{problem}: it may be damaged, or made to do so; leave it out") from None
        finally:
            if not whole:
                self.end()
        return found

    def end(self) -> None:
        """End the process; the next file starts another one."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait()

    def _start(self, memory: int) -> None:
        if self._process is not None and (self._process.poll() is not None or self._memory != memory):
            self.end()
        if self._process is None:
            command = [sys.executable, "-I", "-B", "-c", _START, json.dumps(sys.path), str(memory)]
            self._memory = memory
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_ENVIRONMENT,
                bufsize=0,
                # Ctrl-C is for this process, which then ends that one.
                start_new_session=True,
            )
            assert self._process.stdin is not None
            os.set_blocking(self._process.stdin.fileno(), False)

    def _send(self, job: bytes, deadline: float) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        stream = self._process.stdin.fileno()
        left = memoryview(LENGTH.pack(len(job)) + job)
        while left:
            _, ready, _ = select.select([], [stream], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise _TooLongError
            try:
                left = left[os.write(stream, left[:_CHUNK]) :]
            except OSError:
                raise self._gone() from None

    def _answers(self, context: Context, deadline: float) -> Iterator[Found]:
        limits = context.opening.limits
        total = count = 0
        while True:
            (size,) = LENGTH.unpack(self._receive(LENGTH.size, deadline))
            total += size
            if total > limits.unpacked:
                problem = f"holds more than {limits.unpacked // _MIB:,} MiB when it is unpacked"
                raise ReportError(context.where, f"{problem}: unpack it yourself, and add a part of it at a time")
            answer = _decode(self._receive(size, deadline))
            if isinstance(answer, Done):
                return
            if isinstance(answer, Failed):
                # What was read before the fault stands; the fault is one more thing that was found.
                yield Problem(problem=answer.problem, line=answer.line)
                return
            count += 1
            if count > limits.reports:
                problem = f"holds more than {limits.reports:,} reports"
                raise ReportError(context.where, f"{problem}: split it, and add a part of it at a time")
            yield answer

    def _receive(self, size: int, deadline: float) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        stream = self._process.stdout.fileno()
        parts: list[bytes] = []
        while size:
            ready, _, _ = select.select([stream], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise _TooLongError
            part = os.read(stream, min(size, _CHUNK))
            if not part:
                raise self._gone()
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _gone(self) -> _GoneError:
        assert self._process is not None
        code = self._process.wait()
        return _GoneError(f"signal {-code}" if code < 0 else f"exit code {code}")


_LOCK = threading.Lock()
_WORKER = _Worker()


@atexit.register
def _end() -> None:
    _WORKER.end()


def _forget() -> None:
    """A process that was forked off has no part in what its parent started."""
    global _LOCK, _WORKER
    _LOCK, _WORKER = threading.Lock(), _Worker()


os.register_at_fork(after_in_child=_forget)
