"""What takes seconds from a whole case, worked out by a process beside the server.

Python lets one thread of a process work at a time: whatever a thread works out, every page waits for.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import BinaryIO

import msgspec

from masudi.casefile import open_case
from masudi.domain.incident import Operation
from masudi.errors import CaseError, MasudiError
from masudi.pipeline.incidents import operations

# The process gets the paths of this one, so that it has the same Masudi wherever it is started.
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from masudi.web.beside import main; main()"
# Pages come first: as little of a processor as others leave.
_NICE = 10


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The operations, or what is wrong with the case (`where` names it)."""

    operations: tuple[Operation, ...] = ()
    where: str = ""
    problem: str | None = None


def operations_beside(where: str) -> tuple[Operation, ...]:
    """The operations of the case at `where`, a file or the address of a database, as `pipeline.incidents.operations`.

    CaseError for whatever Masudi says is wrong there, RuntimeError where the process breaks down.
    """
    command = [sys.executable, "-I", "-B", "-c", _START, json.dumps(sys.path)]
    # The address may have a password in it, and what a process is given in its command all users of the machine see.
    # Ctrl-C is for this process; that one ends by itself.
    done = subprocess.run(
        command,
        input=where.encode(),
        capture_output=True,
        check=False,
        start_new_session=True,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace")
        raise RuntimeError(f"the process that works out operations ended with {done.returncode}: {said}")
    answer = msgspec.msgpack.decode(done.stdout, type=Answer)
    if answer.problem is not None:
        raise CaseError(answer.where, answer.problem)
    return answer.operations


def main(given: BinaryIO | None = None, out: BinaryIO | None = None) -> None:
    """Answer with the operations of the case whose place is given."""
    os.nice(_NICE)
    where = (given or sys.stdin.buffer).read().decode()
    try:
        with open_case(where) as case:
            answer = Answer(operations=operations(case))
    except CaseError as fault:
        answer = Answer(where=fault.where, problem=fault.problem)
    except MasudiError as fault:
        answer = Answer(where="operations", problem=str(fault))
    (out or sys.stdout.buffer).write(msgspec.msgpack.encode(answer))
