"""Reports that come in by the browser: kept while they wait, read one after another, and told about as they go."""

from __future__ import annotations

import queue
import secrets
import threading
from collections.abc import Sequence

import msgspec

from masudi.casefile import Case
from masudi.errors import MasudiError
from masudi.pipeline import Adding, Outcome, add
from masudi.pipeline.relink import settle
from masudi.sources import Retrieved

# Jobs that are told about; the oldest is forgotten where there are more.
_KEPT = 200


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one report: `report` is its id in the case, `problem` why it has none."""

    name: str
    outcome: Outcome
    report: str | None = None
    claims: int = 0
    problem: str | None = None
    warnings: tuple[str, ...] = ()


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """Some reports that were sent together: how many, and what became of those that are done."""

    id: str
    total: int
    done: tuple[Fate, ...] = ()
    over: bool = False
    problem: str | None = None


class Uploads:
    """Reads what is sent, in the order in which it came; one worker, for the reader uses all processors."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._jobs: dict[str, Job] = {}
        self._waiting: queue.SimpleQueue[tuple[str, Sequence[Retrieved], Adding]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def take(self, reports: Sequence[Retrieved], how: Adding) -> Job:
        """Let the reports be added, and say under which id one can ask for them."""
        job = Job(id=secrets.token_hex(8), total=len(reports))
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > _KEPT:
                del self._jobs[next(iter(self._jobs))]
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()
        self._waiting.put((job.id, reports, how))
        return job

    def job(self, id_: str) -> Job | None:
        """How far the reports are that were sent together."""
        return self._jobs.get(id_)

    def _work(self) -> None:
        while True:
            id_, reports, how = self._waiting.get()
            problem = None
            try:
                for one in add(reports, self._case, how):
                    fault = one.fault.problem if one.fault else None
                    fate = Fate(
                        name=one.path,
                        outcome=one.outcome,
                        report=one.id,
                        claims=one.claims,
                        problem=fault,
                        warnings=one.warnings,
                    )
                    self._tell(id_, fate)
                settle(self._case)
            except MasudiError as fault:
                problem = str(fault)
            self._tell(id_, None, problem)

    def _tell(self, id_: str, fate: Fate | None, problem: str | None = None) -> None:
        with self._lock:
            job = self._jobs.get(id_)
            if job is None:
                return
            done = (*job.done, fate) if fate else job.done
            self._jobs[id_] = msgspec.structs.replace(job, done=done, over=fate is None, problem=problem)
