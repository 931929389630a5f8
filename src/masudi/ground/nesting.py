"""What lies in what, as far as holding the one says something about holding the other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from masudi.resolve.sites import Site


class Nesting:
    """The gazetteer's "lies within", and of that the part that counts for control (`covering` kinds of places)."""

    def __init__(self, sites: Mapping[str, Site], covering: Collection[str]) -> None:
        self.sites, self.covering = sites, frozenset(covering)

    def holders(self, place: str) -> Iterator[str]:
        """All that a place lies in, from the nearest outwards."""
        seen = {place}
        site = self.sites.get(place)
        while site is not None and site.within is not None and site.within not in seen:
            seen.add(site.within)
            yield site.within
            site = self.sites.get(site.within)

    def covers(self, place: str) -> bool:
        """Whether the place is of a kind that is held as a whole."""
        site = self.sites.get(place)
        return site is not None and site.kind in self.covering

    def above(self, place: str) -> tuple[str, ...]:
        """The places around a place that are held as a whole, from the nearest outwards."""
        return tuple(one for one in self.holders(place) if self.covers(one))

    def below(self, place: str) -> tuple[str, ...]:
        """The places that lie in one that is held as a whole; none in any other."""
        return self._below.get(place, ())

    @cached_property
    def _below(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for place in self.sites:
            for outer in self.above(place):
                found.setdefault(outer, []).append(place)
        return {outer: tuple(inner) for outer, inner in found.items()}

    def inside(self, place: str, area: str) -> bool:
        """Whether a place lies in an area, or is it."""
        return place == area or area in self.holders(place)

    def name(self, place: str) -> str:
        """The place's name; its id where the gazetteer has no entry."""
        site = self.sites.get(place)
        return site.name if site else place
