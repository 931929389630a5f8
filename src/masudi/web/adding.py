"""Reports that come in by the browser: kept while they wait, read one after another, and told about as they go."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import partial

import msgspec

from masudi.casefile import Case
from masudi.pipeline import Adding, Outcome, add
from masudi.pipeline.relink import settle
from masudi.sources import Retrieved
from masudi.web.jobs import Job, Jobs, Tell


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one report: `report` is its id in the case, `problem` why it has none."""

    name: str
    outcome: Outcome
    report: str | None = None
    claims: int = 0
    problem: str | None = None
    warnings: tuple[str, ...] = ()


class Upload(Job, frozen=True, kw_only=True):
    """Some files that were sent together: how many reports they hold, as far as is known; what became of those done."""

    total: int
    done: tuple[Fate, ...] = ()


class Uploads:
    """Reads what is sent, in the order in which it came; one after another, for the reader uses all processors."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._jobs: Jobs[Upload] = Jobs()

    def take(self, reports: Sequence[Retrieved], how: Adding) -> Upload:
        """Let the reports be added, and say under which id one can ask for them."""
        job = Upload(id=secrets.token_hex(8), total=len(reports))
        return self._jobs.take(job, partial(self._add, reports, how))

    def job(self, id_: str) -> Upload | None:
        """How far the reports are that were sent together."""
        return self._jobs.job(id_)

    def _add(self, reports: Sequence[Retrieved], how: Adding, tell: Tell) -> None:
        done: tuple[Fate, ...] = ()
        for one in add(reports, self._case, how):
            fate = Fate(
                name=one.path,
                outcome=one.outcome,
                report=one.id,
                claims=one.claims,
                problem=one.fault.problem if one.fault else None,
                warnings=one.warnings,
            )
            done = (*done, fate)
            # A file may hold many reports, which is known only when it is opened.
            tell(done=done, total=max(len(reports), len(done)))
        settle(self._case)
