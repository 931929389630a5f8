"""The shape of data/placekinds.yaml: words for kinds of places, and how exactly each kind locates."""

from __future__ import annotations

from functools import cache

import msgspec

from masudi.data import load_yaml, packaged
from masudi.errors import KnowledgeError
from masudi.resolve.spelling import folded


class KindWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nouns that tell what a place is, and the kinds of entries that they fit; of a `part` they tell only that."""

    words: tuple[str, ...]
    fits: tuple[str, ...]
    part: bool = False


class KindPrecision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How exactly entries of a kind locate."""

    kind: str
    precision: str


class Precision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A class of precision, with its codes in ACLED and UCDP GED and the least radius (km) of a place that has it."""

    name: str
    acled: int
    ged: int
    radius_km: float


class PlaceKinds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/placekinds.yaml, as it stands."""

    words: tuple[KindWords, ...]
    capital: tuple[str, ...]
    sites: tuple[str, ...]
    towns: tuple[str, ...]
    kinds: tuple[KindPrecision, ...]
    precisions: tuple[Precision, ...]


class Kinds:
    """The file, compiled: `fits` are the kinds that a folded word fits, `others` the words that say the same,
    `longest` how many words such a word has.

    `sites` are kinds of place nouns that lie in a town, `towns` kinds of what is one.
    """

    def __init__(self, data: PlaceKinds) -> None:
        self.fits = {folded(word): frozenset(entry.fits) for entry in data.words for word in entry.words}
        self.others = {
            folded(word): tuple(folded(other) for other in entry.words if other != word)
            for entry in data.words
            if not entry.part
            for word in entry.words
        }
        self.parts = frozenset(folded(word) for entry in data.words if entry.part for word in entry.words)
        self.capital = frozenset(map(folded, data.capital))
        self.sites, self.towns = frozenset(data.sites), frozenset(data.towns)
        self.longest = max(len(word.split()) for word in self.fits)
        self.precisions = {one.name: one for one in data.precisions}
        self.order = {one.name: at for at, one in enumerate(data.precisions)}
        self.of_kind = {one.kind: one.precision for one in data.kinds}
        unknown = set(self.of_kind.values()) - set(self.precisions)
        if unknown:
            raise KnowledgeError("placekinds.yaml", f"no such precision: {', '.join(sorted(unknown))}")

    def precision(self, kind: str, own: str | None = None) -> Precision:
        """The class of an entry: its own, if that says more than "area", else that of its kind, else a single spot."""
        if own in self.precisions and not (own == "area" and kind in self.of_kind):
            return self.precisions[own]
        return self.precisions[self.of_kind.get(kind, "exact")]


@cache
def load_place_kinds() -> Kinds:
    """data/placekinds.yaml, read once; KnowledgeError, with the line, where it is not of that shape."""
    return Kinds(load_yaml(packaged("placekinds.yaml"), PlaceKinds))
