"""Answers that take seconds from a whole case, kept in it: whoever asks next does not wait for them again."""

from __future__ import annotations

from contextlib import suppress
from importlib.metadata import version
from typing import TYPE_CHECKING, TypeVar

import msgspec

from masudi.errors import CaseError

if TYPE_CHECKING:
    from masudi.casefile import Case

T = TypeVar("T")


class Shelf:
    """The place of one answer in a case: as the case is now, this Masudi is, and what else `made_of` says.

    After a change of any of these nothing is found there any longer.
    """

    def __init__(self, case: Case, name: str, made_of: str) -> None:
        self._case, self._name, self._state = case, name, case.state()
        self._made_of = f"{version('masudi')} {made_of}"

    def find(self, kind: type[T]) -> T | None:
        """The answer, if it is kept."""
        body = self._case.recall(self._name, self._state, self._made_of)
        return None if body is None else msgspec.msgpack.decode(body, type=kind)

    def put(self, answer: object) -> None:
        """Keep an answer that was worked out since. Whoever may not write to the case, or has to wait, does not."""
        with suppress(CaseError):
            self._case.remember(self._name, self._state, self._made_of, msgspec.msgpack.encode(answer))
