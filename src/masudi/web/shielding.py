"""What people on other machines are shown of a view: without what the policy withholds. Owners are shown all."""

from __future__ import annotations

import dataclasses
import datetime
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import msgspec
from fastapi import HTTPException

from masudi.casefile import Case
from masudi.domain.text import counted
from masudi.domain.user import Role
from masudi.pipeline.leaving import Held, held_back
from masudi.publish import Policy
from masudi.web.access import Person
from masudi.web.bench import Bench
from masudi.web.board import place_key
from masudi.web.kept import Kept, state_today
from masudi.web.told import told_case

_NOT_HERE = "The publishing policy withholds this page ({}): owners of the case see it."
_WITHHELD = "The publishing policy withholds {} of this case: what is told, counted and worked out here is of the rest."


class Shield:
    """Makes of the bench what others than owners work with, and of every view what they may see (`create_app`).

    `policy` says which one holds now; where it holds for the case no more, its UsageError is what others are shown.
    """

    def __init__(self, case: Case, policy: Callable[[], Policy]) -> None:
        self._case, self.policy = case, policy

        def made() -> Held:
            return held_back(case, policy(), datetime.date.today(), key=place_key)

        self._held = Kept(made, partial(state_today, case))
        self._apart: tuple[Held, Bench] | None = None
        self._lock = threading.Lock()

    def __call__(self, view: Any, person: Person) -> Any:
        """The view as `person` may see it; HTTPException (403) where it is of something that is withheld."""
        if person.may(Role.OWNER):
            return view
        held = self._now()
        try:
            left = _without(view, held)
        except _WithheldError:
            raise HTTPException(403, _NOT_HERE.format(_counts(held))) from None
        return held.cover.value(left)

    def bench(self, own: Bench, person: Person) -> Bench:
        """The bench that `person` works with: for owners `own`, for others one that knows only what may leave."""
        if person.may(Role.OWNER):
            return own
        held = self._now()
        with self._lock:
            if self._apart is None or self._apart[0] is not held:
                self._apart = held, own.apart(told_case(self._case, held))
            return self._apart[1]

    def says(self, person: Person) -> str | None:
        """What `person` has to know of what is withheld from them; None where nothing is."""
        held = None if person.may(Role.OWNER) else self._now()
        return _WITHHELD.format(_counts(held)) if held and (held.claims or held.reports) else None

    def _now(self) -> Held:
        held = self._held.now(wait=True)
        assert held is not None
        return held


def _counts(held: Held) -> str:
    return f"{counted(held.claims, 'claim')} and {counted(held.reports, 'report')}"


# What stands for a member of a list that is withheld.
_GONE = object()


class _WithheldError(Exception):
    """A value is of something that is withheld: whatever list it is in goes without it."""


def _without(value: Any, held: Held) -> Any:
    """The value with its lists without what is withheld; _WithheldError where the value itself is."""
    if isinstance(value, str):
        if value in held.ids or value in held.places:
            raise _WithheldError
        return value
    if isinstance(value, msgspec.Struct):
        fields = {name: _without(getattr(value, name), held) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **_other(value, fields))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        given = {one.name: _without(getattr(value, one.name), held) for one in dataclasses.fields(value) if one.init}
        return dataclasses.replace(value, **_other(value, given))
    if isinstance(value, Mapping):
        return {key: _without(one, held) for key, one in value.items() if _kept(key, held) is not _GONE}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_without(one, held) for one in value))
    if isinstance(value, list | tuple | set | frozenset):
        if any(isinstance(one, str) and one in held.places for one in value):
            raise _WithheldError
        return type(value)(one for given in value if (one := _kept(given, held)) is not _GONE)
    return value


def _other(value: Any, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in fields.items() if one is not getattr(value, name)}


def _kept(value: Any, held: Held) -> Any:
    """A member of a list as it may be seen; `_GONE` where it goes."""
    try:
        return _without(value, held)
    except _WithheldError:
        return _GONE
