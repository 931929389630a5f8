"""What takes seconds from a whole case, worked out by a process beside the server.

Python lets one thread of a process work at a time: whatever a thread works out, every page waits for.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, TypeVar

import msgspec

from masudi.casefile import Case, open_case
from masudi.errors import CaseError, MasudiError, UsageError

T = TypeVar("T")
Tell = Callable[[str], None]

# The process gets the paths of this one, so that it has the same Masudi wherever it is started.
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from masudi.web.beside import main; main()"
# Pages come first: it takes as little of a processor as others leave.
_NICE = 10


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What the process is doing now."""

    says: str


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What it has worked out."""

    value: Any


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What Masudi says is wrong: with what is asked for (`usage`), or with the case, which `where` names."""

    problem: str
    where: str = ""
    usage: bool = False


def beside(where: str, work: Callable[[Case, Tell], T], tell: Tell | None = None) -> T:
    """What `work` gives of the case at `where`, a file or the address of a database, done by another process.

    `work` is a function of a module, or a `functools.partial` of one; what it is given beside the case it may call with
    what it is doing, which `tell` is told. UsageError or CaseError for whatever Masudi says is wrong, RuntimeError
    where the process breaks down.
    """
    command = [sys.executable, "-I", "-B", "-c", _START, json.dumps(sys.path)]
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            # Ctrl-C is for this process, which then ends that one.
            start_new_session=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        atexit.register(process.kill)
        try:
            # Not in the command, which all users of the machine see: the address may have a password in it.
            with suppress(BrokenPipeError), process.stdin as stdin:
                stdin.write(pickle.dumps((where, work)))
            made: T = _answered(process.stdout, tell or (lambda _: None))
            return made
        except EOFError:
            # What it complains of may come after its last answer.
            code = process.wait()
            complaints.seek(0)
            said = complaints.read().decode(errors="replace")
            raise RuntimeError(f"the process beside the server ended with {code}: {said}") from None
        finally:
            process.stdout.close()
            process.kill()
            process.wait()
            atexit.unregister(process.kill)


def _answered(stream: IO[bytes], tell: Tell) -> Any:
    while True:
        answer = pickle.load(stream)
        if isinstance(answer, Made):
            return answer.value
        if isinstance(answer, Fault):
            raise UsageError(answer.problem) if answer.usage else CaseError(answer.where, answer.problem)
        tell(answer.says)


def main() -> None:
    """Do what is asked for, and answer."""
    os.nice(_NICE)
    # Whatever else is printed must not get among the answers.
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        where, work = pickle.load(sys.stdin.buffer)

        def answer(told: Step | Made | Fault) -> None:
            out.write(pickle.dumps(told))
            out.flush()

        answer(_done(where, work, lambda says: answer(Step(says=says))))


def _done(where: str, work: Callable[[Case, Tell], Any], tell: Tell) -> Made | Fault:
    try:
        with open_case(where) as case:
            return Made(value=work(case, tell))
    except UsageError as fault:
        return Fault(problem=str(fault), usage=True)
    except CaseError as fault:
        return Fault(problem=fault.problem, where=fault.where)
    except MasudiError as fault:
        return Fault(problem=str(fault), where="the case")
