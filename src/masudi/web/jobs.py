"""What takes too long for an answer: done one after another in a thread of its own, and told about as it goes."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

import msgspec

from masudi.errors import MasudiError

_log = logging.getLogger(__name__)

# Jobs that are told about; the oldest is forgotten where there are more.
_KEPT = 200


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is being done: whether it is over, and why it failed if it did."""

    id: str
    over: bool = False
    problem: str | None = None


J = TypeVar("J", bound=Job)
Tell = Callable[..., None]


class Jobs(Generic[J]):
    """Does jobs in the order in which they came; one worker, which the first job starts."""

    def __init__(self) -> None:
        self._jobs: dict[str, J] = {}
        self._waiting: queue.SimpleQueue[tuple[str, Callable[[Tell], None]]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def take(self, job: J, do: Callable[[Tell], None]) -> J:
        """Let a job be done; `do` is given what tells how far it is, by the fields of the job that change."""
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > _KEPT:
                del self._jobs[next(iter(self._jobs))]
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()
        self._waiting.put((job.id, do))
        return job

    def job(self, id_: str) -> J | None:
        """How far a job is; None for one that is not known, or not any more."""
        return self._jobs.get(id_)

    def _work(self) -> None:
        while True:
            id_, do = self._waiting.get()
            problem = None
            try:
                do(partial(self._tell, id_))
            except MasudiError as fault:
                problem = str(fault)
            except Exception:
                # Whoever waits has to hear of it, and the next job must not wait for ever.
                _log.exception("a job could not be done")
                problem = "something went wrong: the log of the workbench has it"
            self._tell(id_, over=True, problem=problem)

    def _tell(self, id_: str, **more: object) -> None:
        with self._lock:
            if (job := self._jobs.get(id_)) is not None:
                self._jobs[id_] = msgspec.structs.replace(job, **more)
