"""names.yaml: what English calls countries, divisions and regions."""

from __future__ import annotations

from pathlib import Path

import msgspec

from masudi.data import load_yaml

NAMES = Path(__file__).with_name("names.yaml")


class Called(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """More names of a country or a division, by its code."""

    code: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]


class Town(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """More names of a town, by its GeoNames id."""

    id: int
    names: tuple[str, ...]


class Natural(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """More names of a river, a sea or the like, by its name."""

    name: str
    names: tuple[str, ...]


class Region(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A region of the world: its countries, by code."""

    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    members: tuple[str, ...]


class Names(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file, as it stands."""

    countries: tuple[Called, ...]
    divisions: tuple[Called, ...]
    towns: tuple[Town, ...]
    natural: tuple[Natural, ...]
    regions: tuple[Region, ...]


def load_names() -> Names:
    """The file, checked; KnowledgeError, with the line, where it is not of that shape."""
    return load_yaml(NAMES, Names)
