"""What the claims say about ground, kept for pages: worked out beside them, for in a large case that takes seconds."""

from __future__ import annotations

import logging
import threading

from masudi.casefile import Case
from masudi.pipeline.ground import Ground, ground_of

_log = logging.getLogger(__name__)

# How long a page waits for it, in seconds; then it is shown with what is known of before, or without.
_PATIENCE = 0.1


class GroundKeeper:
    """Keeps what was made of a case until the case changes, and makes it anew in a thread of its own."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._lock = threading.Lock()
        self._kept: tuple[str, Ground] | None = None
        self._making: threading.Thread | None = None

    def now(self, patience: float = _PATIENCE) -> tuple[Ground | None, bool]:
        """The newest that is there, None where nothing is yet, and whether it is of the case as it is now."""
        mark = self._case.mark()
        kept = self._kept
        if kept is not None and kept[0] == mark:
            return kept[1], True
        with self._lock:
            if self._making is None or not self._making.is_alive():
                self._making = threading.Thread(target=self._make, args=(mark,), daemon=True)
                self._making.start()
            making = self._making
        making.join(patience)
        kept = self._kept
        return (kept[1], kept[0] == mark) if kept is not None else (None, False)

    def _make(self, mark: str) -> None:
        try:
            self._kept = mark, ground_of(self._case)
        except Exception:
            _log.exception("who holds what could not be worked out; pages show it as it was")
