"""What takes long to work out from a whole case, kept until the case changes."""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from masudi.casefile import Case
from masudi.errors import MasudiError

T = TypeVar("T")

# What nobody waits for is not made anew for so many times as long as making it took: while people decide, the case
# changes every second, and pages have the processor.
_REST = 3.0
_log = logging.getLogger(__name__)


def state_today(case: Case) -> str:
    """As `Case.state`, and another on another day: results are then old enough to leave the case."""
    return f"{case.state()} {datetime.date.today()}"


class Kept(Generic[T]):
    """A value that `make` works out, for as long as `mark` stays the same. Safe for threads."""

    def __init__(self, make: Callable[[], T], mark: Callable[[], str]) -> None:
        self._make, self._mark = make, mark
        self._known: tuple[str, T | MasudiError] | None = None
        self._work = threading.Lock()
        self._rested = 0.0

    def now(self, *, wait: bool) -> T | None:
        """The value; unless one is to `wait`, that of before until it is made anew, None where there was none yet.

        Whatever Masudi says is wrong with the case or with files of the user's is raised.
        """
        return self.look(wait=wait)[0]

    def look(self, *, wait: bool) -> tuple[T | None, bool]:
        """As `now`, and whether the value is of the case as it is."""
        mark = self._mark()
        if self._known is None or self._known[0] != mark:
            if wait:
                self._renew(mark)
            elif not self._work.locked() and (self._known is None or time.monotonic() >= self._rested):
                threading.Thread(target=self._renew, args=(mark,), daemon=True).start()
        if self._known is None:
            return None, False
        made_at, value = self._known
        if isinstance(value, MasudiError):
            raise value
        return value, made_at == mark

    def _renew(self, mark: str) -> None:
        with self._work:
            if self._known is not None and self._known[0] == mark:
                return
            began = time.monotonic()
            try:
                self._known = mark, self._make()
            except MasudiError as fault:
                self._known = mark, fault
            except Exception:
                _log.exception("something could not be worked out from the case")
                raise
            finally:
                self._rested = time.monotonic() + _REST * (time.monotonic() - began)
