"""Pins of places: a pin of a common name changes thousands of claims, so that it is carried out beside the pages."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from masudi.casefile import Case
from masudi.pipeline import decide
from masudi.pipeline.decide import Person
from masudi.web.jobs import Job, Jobs, Tell


class Pin(msgspec.Struct, frozen=True, kw_only=True):
    """Where some words are from now on: an entry of a gazetteer, or a point; in one report or the whole case."""

    words: tuple[str, ...]
    gazetteer_id: str | None = None
    point: tuple[float, float] | None = None
    radius_km: float | None = None
    name: str | None = None
    report: str | None = None
    why: str | None = None


class Pinning(Job, frozen=True, kw_only=True):
    """How far a pin is: `done` of its words are pinned. `undoes` is the number of a decision that is taken back."""

    pin: Pin
    undoes: int | None = None
    done: int = 0


class Pins:
    """Carries out pins one after another, beside the pages; `deciding` is held for each of their decisions."""

    def __init__(self, case: Case, deciding: threading.Lock) -> None:
        self._case, self._deciding = case, deciding
        self._jobs: Jobs[Pinning] = Jobs()

    def take(self, pin: Pin, by: Person, *, undoes: int | None = None) -> Pinning:
        """Let words be pinned, or a pin be taken back, and say under which id one can ask for it."""
        job = Pinning(id=secrets.token_hex(8), pin=pin, undoes=undoes)
        return self._jobs.take(job, partial(self._carry_out, job, by))

    def job(self, id_: str) -> Pinning | None:
        """How far a pin is."""
        return self._jobs.job(id_)

    def _carry_out(self, job: Pinning, by: Person, tell: Tell) -> None:
        for number, decide_it in enumerate(self._decisions(job, by), 1):
            with self._deciding:
                decide_it()
            tell(done=number)

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
