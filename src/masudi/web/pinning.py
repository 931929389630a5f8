"""Pins of places: a pin of a common name changes thousands of claims, so that it is carried out beside the pages."""

from __future__ import annotations

import logging
import queue
import secrets
import threading
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from masudi.casefile import Case
from masudi.errors import MasudiError
from masudi.pipeline import decide
from masudi.pipeline.decide import Person

_log = logging.getLogger(__name__)

# Jobs that are told about; the oldest is forgotten where there are more.
_KEPT = 200


class Pin(msgspec.Struct, frozen=True, kw_only=True):
    """Where some words are from now on: an entry of a gazetteer, or a point; in one report or the whole case."""

    words: tuple[str, ...]
    gazetteer_id: str | None = None
    point: tuple[float, float] | None = None
    radius_km: float | None = None
    name: str | None = None
    report: str | None = None
    why: str | None = None


class Pinning(msgspec.Struct, frozen=True, kw_only=True):
    """How far a pin is: `done` of its words are pinned. `undoes` is the number of a decision that is taken back."""

    id: str
    pin: Pin
    undoes: int | None = None
    done: int = 0
    over: bool = False
    problem: str | None = None


class Pins:
    """Carries out pins one after another, in a thread of its own; `deciding` is held for each of their decisions."""

    def __init__(self, case: Case, deciding: threading.Lock) -> None:
        self._case, self._deciding = case, deciding
        self._jobs: dict[str, Pinning] = {}
        self._waiting: queue.SimpleQueue[tuple[str, Person]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def take(self, pin: Pin, by: Person, *, undoes: int | None = None) -> Pinning:
        """Let words be pinned, or a pin be taken back, and say under which id one can ask for it."""
        job = Pinning(id=secrets.token_hex(8), pin=pin, undoes=undoes)
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > _KEPT:
                del self._jobs[next(iter(self._jobs))]
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()
        self._waiting.put((job.id, by))
        return job

    def job(self, id_: str) -> Pinning | None:
        """How far a pin is."""
        return self._jobs.get(id_)

    def _work(self) -> None:
        while True:
            id_, by = self._waiting.get()
            job = self._jobs.get(id_)
            if job is None:
                continue
            try:
                for number, decide_it in enumerate(self._decisions(job, by), 1):
                    with self._deciding:
                        decide_it()
                    self._tell(id_, done=number)
                self._tell(id_, over=True)
            except MasudiError as fault:
                self._tell(id_, over=True, problem=str(fault))
            except Exception:
                # Whoever waits has to hear of it, and the next pin must not wait for ever.
                _log.exception("a place could not be pinned")
                self._tell(id_, over=True, problem="something went wrong: the log of the workbench has it")

    def _decisions(self, job: Pinning, by: Person) -> Sequence[Callable[[], object]]:
        pin = job.pin
        if job.undoes is not None:
            return [partial(decide.undo, self._case, job.undoes, by, why=pin.why)]
        return [
            partial(
                decide.pin_place,
                self._case,
                words,
                by,
                gazetteer_id=pin.gazetteer_id,
                point=pin.point,
                radius_km=pin.radius_km,
                name=pin.name,
                report_id=pin.report,
                why=pin.why,
            )
            for words in pin.words
        ]

    def _tell(self, id_: str, **more: object) -> None:
        with self._lock:
            if (job := self._jobs.get(id_)) is not None:
                self._jobs[id_] = msgspec.structs.replace(job, **more)
