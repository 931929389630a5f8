"""What people on other machines are shown of a view: without what the policy withholds. Owners are shown all."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

import msgspec
from fastapi import HTTPException

from masudi.casefile import Case
from masudi.domain.text import counted
from masudi.domain.user import Role
from masudi.pipeline.leaving import Held, held_back
from masudi.publish import Policy
from masudi.web.access import Person
from masudi.web.board import place_key
from masudi.web.ground_pages import ControlPage, GroundLayers, PocketsPage
from masudi.web.kept import Kept
from masudi.web.operation_pages import OperationPage
from masudi.web.overview import MapView, Overview
from masudi.web.place import PlacePage

# Made of many claims at once, so that what is withheld would follow from them: who asks is shown the brief instead.
_WHOLE = (ControlPage, GroundLayers, OperationPage, PlacePage, PocketsPage)
_NOT_HERE = (
    "The publishing policy withholds something of this page (of the case {claims} and {reports}): it is shown to "
    "owners of the case alone. The brief has what may leave."
)


class Shield:
    """Makes of every view, and the person it is for, what they may see; `leaving` of `create_app`."""

    def __init__(self, case: Case, policy: Policy) -> None:
        def made() -> Held:
            return held_back(case, policy, datetime.date.today(), key=place_key)

        # Another day, and results are old enough.
        self._held = Kept(made, lambda: f"{case.mark()}{case.incidents_mark()}{datetime.date.today()}")

    def __call__(self, view: Any, person: Person) -> Any:
        """The view as `person` may see it; HTTPException (403) where it is of something that is withheld."""
        if person.may(Role.OWNER):
            return view
        held = self._held.now(wait=True)
        assert held is not None
        if held.claims and isinstance(view, _WHOLE):
            raise _refused(held)
        if isinstance(view, MapView | Overview):
            # It reaches to places that are withheld.
            view = msgspec.structs.replace(view, box=None)
        try:
            left = _without(view, held)
        except _WithheldError:
            raise _refused(held) from None
        return held.cover.value(left)


def _refused(held: Held) -> HTTPException:
    return HTTPException(
        403, _NOT_HERE.format(claims=counted(held.claims, "claim"), reports=counted(held.reports, "report"))
    )


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
