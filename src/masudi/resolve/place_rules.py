"""What entries of a gazetteer are held to: kinds, precisions, sources, country codes and boxes (data/places)."""

from __future__ import annotations

import re
from functools import cache, cached_property

import msgspec

from masudi.data import load_csv, load_yaml, packaged
from masudi.errors import KnowledgeError


class SiteKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of place; `reach_km` is how far from its point what lies within it can be."""

    name: str
    means: str
    reach_km: float | None
    precision: str


class Precision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How exactly coordinates locate a place: it is within `km` of them."""

    name: str
    km: float | None
    means: str


class SiteSource(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document or data set that entries cite; `record` is what the part after its name must look like."""

    name: str
    title: str
    url: str
    licence: str
    coordinates: bool
    record: str
    note: str = ""


class Box(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The box of a division, in degrees, and where it is from."""

    id: str
    name: str
    south: float
    west: float
    north: float
    east: float
    source: str

    def holds(self, lat: float, lon: float, margin: float) -> bool:
        """Whether a point lies in the box or within `margin` degrees of it."""
        return self.south - margin <= lat <= self.north + margin and self.west - margin <= lon <= self.east + margin


class Country(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A country's code of ISO 3166-1 (alpha-2)."""

    code: str
    name: str


class _Kinds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kinds: tuple[SiteKind, ...]
    precisions: tuple[Precision, ...]


class _Sources(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    sources: tuple[SiteSource, ...]


class PlaceRules(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The rules, each table by name or id."""

    kinds: dict[str, SiteKind]
    precisions: dict[str, Precision]
    sources: dict[str, SiteSource]
    countries: frozenset[str]
    boxes: dict[str, Box]

    @cached_property
    def records(self) -> dict[str, re.Pattern[str]]:
        """What the record of each source must look like."""
        return {name: re.compile(source.record) for name, source in self.sources.items()}


@cache
def load_place_rules() -> PlaceRules:
    """The packaged rules, read once; KnowledgeError, with file and line, where one of the files is at fault."""
    kinds_path, sources_path = packaged("places/kinds.yaml"), packaged("places/sources.yaml")
    file = load_yaml(kinds_path, _Kinds)
    kinds = {kind.name: kind for kind in file.kinds}
    precisions = {precision.name: precision for precision in file.precisions}
    for kind in file.kinds:
        if kind.precision not in precisions:
            raise KnowledgeError(str(kinds_path), f"kind {kind.name}: precision {kind.precision!r} is not known")
    sources = {source.name: source for source in load_yaml(sources_path, _Sources).sources}
    for source in sources.values():
        try:
            re.compile(source.record)
        except re.error as fault:
            raise KnowledgeError(str(sources_path), f"source {source.name}: record is no pattern: {fault}") from None
    boxes = {row.value.id: row.value for row in load_csv(packaged("places/boxes.csv"), Box)}
    countries = frozenset(row.value.code for row in load_csv(packaged("places/countries.csv"), Country))
    return PlaceRules(kinds=kinds, precisions=precisions, sources=sources, countries=countries, boxes=boxes)
