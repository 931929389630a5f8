"""An entry of a user's file before it is checked, and what the readers of all formats share."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

import msgspec

from masudi.data import load_yaml, packaged, unprintable
from masudi.errors import KnowledgeError
from masudi.resolve.place_rules import load_place_rules

# More spellings than this are translations into every language of the world.
MOST_NAMES = 60
_LONGEST_NAME = 120
_OWN_ID = re.compile(r"(geonames|local|naturalearth):\S{1,80}")
_LOCAL_PART = re.compile(r"[\w.@/-]{1,80}")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of a place. `id` and `within` are as in the file; `line` is its line, or number of feature."""

    id: str | None = None
    name: str
    names: tuple[str, ...] = ()
    kind: str
    country: str | None = None
    within: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    population: int = 0
    common: tuple[str, ...] = ()
    source: str | None = None
    line: int | None = None


class Fault(NamedTuple):
    """A row that cannot be read: its line or number (None: the whole file), and what to do."""

    line: int | None
    problem: str


class GeoNamesKinds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Kinds of GeoNames' feature codes and classes, and codes that are left out."""

    codes: dict[str, str]
    classes: dict[str, str]
    leave: tuple[str, ...]


class Imports(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/places/imports.yaml, as it stands."""

    columns: dict[str, tuple[str, ...]]
    geonames: GeoNamesKinds
    osm: dict[str, str]
    levels: tuple[str, ...]


@cache
def load_imports() -> Imports:
    """The packaged file, read once; KnowledgeError where it is not of that shape or names a kind that is none."""
    path = packaged("places/imports.yaml")
    imports = load_yaml(path, Imports)
    named = {*imports.geonames.codes.values(), *imports.geonames.classes.values(), *imports.osm.values()}
    if unknown := sorted((named | set(imports.levels)) - set(load_place_rules().kinds)):
        raise KnowledgeError(str(path), f"no such kind: {', '.join(unknown)}")
    return imports


def filled(cells: Mapping[str, str], field: str, imports: Imports) -> str | None:
    """The first filled cell that holds a field, by the names that it goes by; the keys of `cells` are in lower case."""
    return next((cell for name in imports.columns[field] if (cell := cells.get(name, "").strip())), None)


def number(words: str | None) -> float | None:
    """A number, or None for nothing; ValueError where it is neither."""
    return float(words) if words else None


def spellings(names: Iterable[str], name: str) -> tuple[str, ...]:
    """Other names that can be used, each once and without `name`: no address, nothing overlong or unprintable."""
    kept: dict[str, None] = {}
    for one in (" ".join(one.split()) for one in names):
        usable = one != name and len(one) <= _LONGEST_NAME and "://" not in one and "|" not in one
        if usable and any(mark.isalpha() for mark in one) and not unprintable(one):
            kept[one] = None
    return tuple(kept)[:MOST_NAMES]


def full_id(own: str | None, gazetteer: str) -> str | None:
    """The id of a site: one of GeoNames or of a packaged gazetteer as it stands, any other within this gazetteer."""
    if own is None:
        return None
    if _OWN_ID.fullmatch(own):
        return own
    return f"user:{gazetteer}:{own}" if _LOCAL_PART.fullmatch(own) else None


def made_id(draft: Draft, gazetteer: str) -> str:
    """An id for an entry without one, the same each time the same entry is added."""
    words = f"{draft.name}|{draft.within}|{draft.lat}|{draft.lon}"
    return f"user:{gazetteer}:{hashlib.sha256(words.encode()).hexdigest()[:12]}"
