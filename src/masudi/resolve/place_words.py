"""The shape of data/placewords.yaml: well-known places, and the nouns that make a place of a name."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from masudi.data import load_yaml, packaged

PlaceKind = Literal["country", "region", "province", "city", "town", "village", "district", "water", "land"]


class KnownPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A well-known place: its common English name, its other spellings, and what it lies within."""

    name: str
    kind: PlaceKind
    within: str | None
    names: tuple[str, ...]


class PlaceNoun(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Common nouns of one kind of place, and how they make a place of what stands beside them.

    `bare`: of an article; `named`: of a name before them; `of`: of a name after "of"; `lead`: of a name right after;
    `number`: of a number; `trails`: they may end a phrase that a known name begins; `whole`: a direction before
    them tells where they lie; `tells`: they only tell what the
    name is; `means`: the kinds of places that the noun can point back to; `own`: a site
    of its own, that bears the name of a town.
    """

    name: str
    kind: str
    words: tuple[str, ...]
    bare: bool = False
    named: bool = True
    of: bool = False
    lead: bool = False
    number: bool = False
    trails: bool = True
    whole: bool = False
    tells: bool = False
    means: tuple[str, ...] = ()
    own: bool = False


class PlaceWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/placewords.yaml, as it stands."""

    places: tuple[KnownPlace, ...]
    nouns: tuple[PlaceNoun, ...]
    directions: tuple[str, ...]
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    holders: tuple[str, ...]
    modifiers: tuple[str, ...]
    determiners: tuple[str, ...]
    articles: tuple[str, ...]
    particles: tuple[str, ...]
    leading: tuple[str, ...]
    void: tuple[str, ...]
    never: tuple[str, ...]


@cache
def load_placewords() -> PlaceWords:
    """data/placewords.yaml, read once; KnowledgeError, with the line, where it is not of that shape."""
    return load_yaml(packaged("placewords.yaml"), PlaceWords)
