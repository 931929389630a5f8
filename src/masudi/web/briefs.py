"""Briefs as pages show them: each worked out once for each state of the case, in a large case beside the pages."""

from __future__ import annotations

import datetime
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import partial

import msgspec

from masudi.brief import BINARY, FILTERS, Brief, compose_case, made_by, render
from masudi.casefile import Case
from masudi.domain.view import Scope
from masudi.pipeline.view import published, view
from masudi.publish import Policy
from masudi.web.beside import Tell, beside
from masudi.web.kept import Kept, state_today

_WAITING = "it waits for its turn"
# Briefs that are kept, of one case: of all of it and of what people narrow it to.
_KEPT = 16


class Making(msgspec.Struct, frozen=True, kw_only=True):
    """A brief that is not there yet: what is being done, and for how many seconds it has been made; None: it waits."""

    step: str
    seconds: int | None = None


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A brief, where there is one; `making`: how far that of the case as it is now is, where this one is older."""

    brief: Brief | None
    making: Making | None = None


class _Asked:
    """The brief on one scope."""

    def __init__(
        self, case: Case, scope: Scope, policy: Policy | None, work: threading.Lock, where: Callable[[], str | None]
    ) -> None:
        self._case, self._scope, self._policy, self._work, self._where = case, scope, policy, work, where
        self._began: float | None = None
        self._step = _WAITING
        self._kept = Kept(self._made, partial(state_today, case))

    def look(self, *, wait: bool) -> Made:
        """The brief, and how far the newest is."""
        found, fresh = self._kept.look(wait=wait)
        if fresh or found is None:
            return Made(brief=found[1] if found else None, making=None if fresh else self._making())
        # What was erased meanwhile is told by no brief; what people decided follows with the next one.
        since = self._case.since()[1]
        return Made(brief=found[1] if found[0] == since else None, making=self._making())

    def _making(self) -> Making:
        began = self._began
        return Making(step=self._step, seconds=None if began is None else round(time.monotonic() - began))

    def _made(self) -> tuple[str, Brief]:
        # One at a time: two at once would each take twice as long, and the pages between them too.
        with self._work:
            self._began = time.monotonic()
            try:
                return self._case.since()[1], self._composed()
            finally:
                self._began, self._step = None, _WAITING

    def _composed(self) -> Brief:
        made = self._written()
        self._step = "drawing"
        for picture in (picture for section in made.sections for picture in section.pictures):
            # Kept by the filter, so that no page waits for it.
            FILTERS["svg"](picture)
        return made

    def _written(self) -> Brief:
        work = partial(written, scope=self._scope, policy=self._policy, day=datetime.date.today())
        where = self._where()
        return work(self._case, self._tell) if where is None else beside(where, work, self._tell)

    def _tell(self, step: str) -> None:
        self._step = step


def written(case: Case, tell: Tell, *, scope: Scope, policy: Policy | None, day: datetime.date) -> Brief:
    """The brief on `scope`, of what a policy lets go on a day (None: of all); `tell` is told what is being done."""
    tell("going through the claims and incidents of the case")
    if policy:
        may = published(case, policy, day, scope)
        tell("writing")
        return compose_case(may.view, withheld=may.withheld, version=made_by())
    told = view(case, scope)
    tell("writing")
    return compose_case(told, version=made_by())


def _file(_: Case, __: Tell, *, brief: Brief, form: str) -> bytes:
    """For a process beside this one."""
    return render(brief, form)


class Briefs:
    """The briefs on a case. Safe for threads."""

    def __init__(self, case: Case, small: Callable[[], bool], where: str | None = None) -> None:
        """`small` says whether pages wait for a brief; that of a large case another process writes, from `where`."""
        self._case, self._small, self._where = case, small, where
        self._asked: OrderedDict[tuple[Scope, str | None], _Asked] = OrderedDict()
        self._lock, self._work = threading.Lock(), threading.Lock()

    def look(self, scope: Scope, policy: Policy | None) -> Made:
        """The brief on `scope`, of what a policy lets go (None: of all).

        In a large case that of an earlier state, or none, while it is being made. UsageError where the scope names
        what is not there, KnowledgeError where a gazetteer is damaged.
        """
        key = scope, policy.digest if policy else None
        with self._lock:
            asked = self._asked.get(key)
            if asked is None:
                asked = self._asked[key] = _Asked(self._case, scope, policy, self._work, self._elsewhere)
            self._asked.move_to_end(key)
            while len(self._asked) > _KEPT:
                self._asked.popitem(last=False)
        return asked.look(wait=self._small())

    def file(self, brief: Brief, form: str) -> bytes:
        """The brief as a file of a form (see `brief.render`)."""
        where = self._elsewhere()
        if where is None or form not in BINARY:
            return render(brief, form)
        return beside(where, partial(_file, brief=brief, form=form))

    def _elsewhere(self) -> str | None:
        return None if self._small() else self._where
