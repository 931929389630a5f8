"""The process in which parsers run: what it may do is cut down before it sees a byte of a file."""

from __future__ import annotations

import importlib
import math
import os
import resource
import signal
import sys
from typing import Any, BinaryIO

import msgspec

from masudi.errors import ReportError
from masudi.sources.sandbox import LENGTH, Done, Failed, Job

# What no parser has a reason to do. Names of audit events (https://docs.python.org/3/library/audit_events.html).
_REFUSED = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.remove"),
    *("os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "shutil.", "ftplib.", "http."),
    *("urllib.", "smtplib.", "webbrowser.", "ctypes."),
)
# Beyond the time that the other process waits, after which it ends this one: this one must end where that one is gone.
_GRACE = 5.0
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def main(memory: int) -> None:
    """Read one file after another, until the other process ends."""
    with os.fdopen(os.dup(0), "rb") as asked, os.fdopen(os.dup(1), "wb") as answers:
        # What a library prints goes nowhere, and not between the answers.
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 0)
        os.dup2(nowhere, 1)
        confine(memory)
        while (job := _next(asked)) is not None:
            _serve(job, answers)


def confine(memory: int) -> None:
    """Cut down what this process may do: no network, no files to write, no programs to start, so many bytes."""
    _leave_network()
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    sys.addaudithook(_refuse)


def _leave_network() -> None:
    """Have no network at all, where the system lets a process ask for that; the rest refuses it in any case."""
    import ctypes

    try:
        ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NETWORK)
    except (OSError, AttributeError):
        return


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(f"a parser may not do this: {event}")
    if event == "open" and (set(arguments[1] or "") & set("wax+") or arguments[2] & _WRITES):
        raise PermissionError("a parser may not write a file")


def _next(asked: BinaryIO) -> Job | None:
    head = asked.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    return msgspec.msgpack.decode(asked.read(size), type=Job)


def _serve(job: Job, answers: BinaryIO) -> None:
    signal.setitimer(signal.ITIMER_REAL, math.ceil(job.context.opening.limits.seconds + _GRACE))
    try:
        for found in importlib.import_module(job.module).FORMAT.read(job.data, job.context):
            _answer(answers, found)
        _answer(answers, Done())
    except ReportError as fault:
        _answer(answers, Failed(problem=fault.problem, line=fault.line))
    except MemoryError:
        most = job.context.opening.limits.memory >> 20
        problem = f"takes more than {most:,} MiB of memory to read: it may be damaged, or made to do so; leave it out"
        _answer(answers, Failed(problem=problem))
    except RecursionError:
        _answer(answers, Failed(problem="is nested too deeply to be read: it may be made to be so; leave it out"))
    except Exception as fault:
        said = " ".join(str(fault).split())[:200]
        problem = (
            f"cannot be read ({type(fault).__name__}: {said}): it may be damaged; check that other programs open it"
        )
        _answer(answers, Failed(problem=problem))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(answers: BinaryIO, value: Any) -> None:
    data = msgspec.msgpack.encode(value)
    answers.write(LENGTH.pack(len(data)) + data)
    answers.flush()
