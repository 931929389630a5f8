"""What entries of a gazetteer are held to: kinds, precisions, sources, country codes and boxes (data/places)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

import msgspec

from masudi.data import load_csv, load_yaml, packaged, show
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


_Named = TypeVar("_Named", SiteKind, Precision, SiteSource)


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
    return read_place_rules(packaged("places"))


def read_place_rules(folder: Path) -> PlaceRules:
    """The rules in the files of `folder`; KnowledgeError where one of them is at fault."""
    path = folder / "kinds.yaml"
    file = load_yaml(path, _Kinds)
    precisions = _by_name(path, file.precisions)
    for kind in file.kinds:
        if kind.precision not in precisions:
            raise KnowledgeError(str(path), f"kind {kind.name}: precision {show(kind.precision)} is not known")
    sources = _sources(folder / "sources.yaml")
    return PlaceRules(
        kinds=_by_name(path, file.kinds),
        precisions=precisions,
        sources=sources,
        countries=frozenset(row.value.code for row in load_csv(folder / "countries.csv", Country)),
        boxes=_boxes(folder / "boxes.csv", sources),
    )


def _by_name(path: Path, entries: Iterable[_Named]) -> dict[str, _Named]:
    found: dict[str, _Named] = {}
    for entry in entries:
        if entry.name in found:
            raise KnowledgeError(str(path), f"{show(entry.name)} stands twice")
        found[entry.name] = entry
    return found


def _sources(path: Path) -> dict[str, SiteSource]:
    sources = _by_name(path, load_yaml(path, _Sources).sources)
    for source in sources.values():
        try:
            re.compile(source.record)
        except re.error as fault:
            raise KnowledgeError(str(path), f"source {source.name}: record is no pattern: {fault}") from None
    return sources


def _boxes(path: Path, sources: Mapping[str, SiteSource]) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    for line, box in load_csv(path, Box):
        if box.id in boxes:
            raise KnowledgeError(str(path), f"field 'id': {show(box.id)} stands twice", line=line)
        if not (-90 <= box.south < box.north <= 90 and -180 <= box.west < box.east <= 180):
            raise KnowledgeError(str(path), "is no box: south must be below north and west before east", line=line)
        if box.source.partition(":")[0] not in sources:
            raise KnowledgeError(str(path), f"field 'source': {show(box.source)} is not in sources.yaml", line=line)
        boxes[box.id] = box
    return boxes
