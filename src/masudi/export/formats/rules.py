"""What exports need beside the crosswalk: data/exports.yaml, and the precision classes of data/placekinds.yaml."""

from __future__ import annotations

from functools import cache

import msgspec

from masudi.data import load_yaml, packaged


class Vague(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words for a number that is not said, and what ACLED counts for them."""

    words: tuple[str, ...]
    count: int


class Disorder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The type of disorder of an event type of ACLED."""

    type: str
    disorder: str


class Inter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A type of actor of ACLED in words."""

    code: int
    label: str


class ClassInter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The type of actor for a class of actors."""

    actor_class: str = msgspec.field(name="class")
    code: int


class Acled(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ACLED's shape needs."""

    fatalities: tuple[Vague, ...]
    disorder: tuple[Disorder, ...]
    inter: tuple[Inter, ...]
    classes: tuple[ClassInter, ...]
    abroad: tuple[str, ...]


class EntityCodes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The codes of a coarse label that is no single actor: ACLED's type, PLOVER's sector, the country."""

    name: str
    inter: int
    sector: str
    iso: str


class SpanCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The codes of a time of at most so many days."""

    days: int
    acled: int
    ged: int


class ExportRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/exports.yaml, as it stands."""

    acled: Acled
    entities: tuple[EntityCodes, ...]
    spans: tuple[SpanCode, ...]
    pcode: str
    civilians: tuple[str, ...]
    fighters: tuple[str, ...]


class PrecisionClass(msgspec.Struct, frozen=True, kw_only=True):
    """A precision class of places with its codes."""

    name: str
    acled: int
    ged: int


class _PlaceKinds(msgspec.Struct, frozen=True, kw_only=True):
    precisions: tuple[PrecisionClass, ...]


@cache
def load_rules() -> ExportRules:
    """data/exports.yaml, read once; KnowledgeError, with the line, where it is not of that shape."""
    return load_yaml(packaged("exports.yaml"), ExportRules)


@cache
def load_precisions() -> dict[str, PrecisionClass]:
    """The precision classes of places by name."""
    return {one.name: one for one in load_yaml(packaged("placekinds.yaml"), _PlaceKinds).precisions}
