"""The world's gazetteer with smaller ones laid over it: local files of Masudi's, and the user's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from masudi.resolve.gazetteer import Columns, Form, Gazetteer, Hit, Ints, key, load_gazetteer
from masudi.resolve.place_layers import Layer, layer_of, load_local_layer, near
from masudi.resolve.sites import Site
from masudi.resolve.spelling import folded, skeleton
from masudi.resolve.user_places import load_user_places


class Atlas:
    """What a report's places are looked up in: the world's gazetteer and layers, the later one winning.

    A site of a layer takes the place of the entries that it covers, and in the layers below of sites with its id, or
    with its name where it lies. Rows number the world's entries first and those of the layers after them.
    """

    def __init__(self, world: Gazetteer, *layers: Layer) -> None:
        self.world = world
        self._layers: list[tuple[int, Layer]] = []
        first = len(world)
        hidden: set[int] = set()
        ids: dict[str, int] = {}
        for layer in layers:
            hidden.update(layer.covers)
            for number, site in enumerate(layer.sites, first):
                hidden.update(self._below(site, ids))
                ids[site.id] = number
            self._layers.append((first, layer))
            first += len(layer.sites)
        self._sites = tuple(site for layer in layers for site in layer.sites)
        self._ids, self._hidden = ids, frozenset(hidden)
        self.kinds = _extended(world.kinds, (site.kind for site in self._sites))
        self.countries = _extended(world.countries, (site.country for site in self._sites))
        self.areas = _extended(world.areas, (site.area for site in self._sites))
        self._columns = self._of_layers()
        self._nations: dict[str, str] = {}
        self._capitals: dict[str | None, int] = {}
        self._middles: dict[tuple[str | None, str | None], tuple[float, float] | None] = {}
        self._groups: dict[tuple[tuple[str, ...], ...], NDArray[np.bool_]] = {}

    def named(self, name: str) -> list[Hit]:
        """The places of that name in any layer, those of the later layers first."""
        wanted = key(folded(name))
        return self._merged(lambda layer: layer.folded.get(wanted, ()), self.world.named(name))

    def alike(self, name: str) -> list[Hit]:
        """The places whose names differ from this one only as transliterations do."""
        wanted = key(skeleton(name))
        return self._merged(lambda layer: layer.skeleton.get(wanted, ()), self.world.alike(name))

    def keyed(self, wanted: NDArray[np.uint64]) -> list[Hit]:
        """The places of which a folded name has any of these keys."""
        numbers = wanted.tolist() if self._layers else []
        return self._merged(
            lambda layer: tuple(hit for one in numbers for hit in layer.folded.get(one, ())), self.world.keyed(wanted)
        )

    def columns(self, rows: Ints) -> Columns:
        """What is known of some rows."""
        count = len(self.world)
        if not self._sites:
            return self.world.columns(rows)
        local = rows >= count
        world = self.world.columns(np.where(local, 0, rows))
        inner = np.where(local, rows - count, 0)
        mine = self._columns
        return Columns(*(np.where(local, one[inner], other) for one, other in zip(mine, world, strict=True)))

    def site(self, row: int) -> Site:
        """The place of a row."""
        return self.world.site(row) if row < len(self.world) else self._sites[row - len(self.world)]

    def kind(self, row: int) -> str:
        """The kind of a row."""
        return self.world.kind(row) if row < len(self.world) else self._sites[row - len(self.world)].kind

    def country_name(self, code: str) -> str | None:
        """What the country with a code is called."""
        if not self._nations:
            nations = map(self.world.site, self.world.of_kind("country"))
            self._nations = {site.country: site.name for site in nations if site.country}
        return self._nations.get(code)

    def capital(self, code: str | None) -> int | None:
        """The row of a country's capital."""
        if not self._capitals:
            rows = self.world.of_kind("capital")
            self._capitals = {self.world.site(row).country: row for row in reversed(rows)}
        return self._covering(self._capitals.get(code))

    def _covering(self, row: int | None) -> int | None:
        """The row that stands for one of the world's: that of the site which covers it."""
        if row is None or row not in self._hidden:
            return row
        return self._ids.get(self.world.site(row).id)

    def middle(self, country: str | None, area: str | None) -> tuple[float, float] | None:
        """The middle of the towns of a first-order division, weighted by their people; None where none is known."""
        place = country, area
        if place not in self._middles:
            known = country in self.world.countries and area in self.world.areas
            self._middles[place] = self.world.middle(country, area) if known and area else None
        return self._middles[place]

    def extent(self, row: int) -> float:
        """How far the place of a row reaches from its point (km); 0 where its gazetteer does not say."""
        return self.world.extent(row) if row < len(self.world) else 0.0

    def lies(self, row: int) -> tuple[int, int]:
        """The numbers of the country and the first-order division of a row."""
        if row < len(self.world):
            return self.world.lies(row)
        at = row - len(self.world)
        return int(self._columns.country[at]), int(self._columns.area[at])

    def row_of(self, ident: str) -> int | None:
        """The row of a layer's site by its id."""
        return self._ids.get(ident)

    def grouped(self, groups: tuple[tuple[str, ...], ...]) -> NDArray[np.bool_]:
        """Which of the atlas' kinds belong to each of some groups (groups x kinds)."""
        if groups not in self._groups:
            self._groups[groups] = np.array([[kind in group for kind in self.kinds] for group in groups])
        return self._groups[groups]

    def _below(self, site: Site, ids: dict[str, int]) -> Iterator[int]:
        """The rows of the layers so far that are the place of a site."""
        if site.id in ids:
            yield ids[site.id]
        for first, layer in self._layers:
            for number, _ in layer.folded.get(key(folded(site.name)), ()):
                if near(layer.sites[number], site):
                    yield first + number

    def _merged(self, own: Callable[[Layer], Iterable[tuple[int, int]]], world: list[Hit]) -> list[Hit]:
        found = [
            Hit(first + number, Form(form)) for first, layer in reversed(self._layers) for number, form in own(layer)
        ]
        return [hit for hit in (*found, *world) if hit.row not in self._hidden]

    def _of_layers(self) -> Columns:
        def numbers(values: Sequence[str | None], used: Iterable[str | None]) -> Ints:
            known = {value: at for at, value in enumerate(values)}
            return np.array([known[value] for value in used], np.int64)

        some = self._sites
        points = np.array([(site.lat, site.lon) for site in some], np.float64).reshape(-1, 2)
        return Columns(
            points[:, 0],
            points[:, 1],
            np.array([site.population for site in some], np.float64),
            np.zeros(len(some)),
            numbers(self.kinds, (site.kind for site in some)),
            numbers(self.countries, (site.country for site in some)),
            numbers(self.areas, (site.area for site in some)),
        )


def _extended(known: tuple[str | None, ...], more: Iterable[str | None]) -> tuple[str | None, ...]:
    return (*known, *sorted({one for one in more if one is not None} - set(known), key=str))


@cache
def load_atlas() -> Atlas:
    """The packaged gazetteers and the user's own, opened once."""
    world = load_gazetteer()
    users = load_user_places()
    return Atlas(world, load_local_layer(), *([layer_of(users, world)] if users.sites else []))
