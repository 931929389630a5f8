"""The world's gazetteer with smaller ones laid over it: local files of Masudi's, and the user's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from masudi.resolve.gazetteer import Columns, Form, Gazetteer, Hit, Ints, key, load_gazetteer
from masudi.resolve.sites import Site
from masudi.resolve.spelling import folded, skeleton

# An entry of the world's gazetteer is the same place as one of its name that is laid over it as near as this (degrees).
_SAME_POINT = 0.05


class Layer:
    """A smaller gazetteer: sites with all their names, rows numbered from `first` on."""

    def __init__(self, sites: Iterable[Site], first: int) -> None:
        self.sites = tuple(sites)
        self.first = first
        self.folded: dict[str, list[Hit]] = {}
        self.skeleton: dict[str, list[Hit]] = {}
        for number, site in enumerate(self.sites, first):
            for form, names in ((Form.NAME, (site.name,)), (Form.OTHER, site.names)):
                for name in names:
                    for index, spelt in ((self.folded, folded(name)), (self.skeleton, skeleton(name))):
                        hits = index.setdefault(spelt, [])
                        if spelt and all(hit.row != number for hit in hits):
                            hits.append(Hit(number, form))
        self.folded.pop("", None)
        self.skeleton.pop("", None)
        self.hashed = {key(spelt): hits for spelt, hits in self.folded.items()}


class Atlas:
    """What a report's places are looked up in: the world's gazetteer and layers, the later one winning.

    A site of a layer takes the place of the entry with its id and of any entry of its name that lies where it does.
    Rows number the world's entries first and those of the layers after them.
    """

    def __init__(self, world: Gazetteer, *layers: Sequence[Site]) -> None:
        self.world = world
        self.layers: list[Layer] = []
        first = len(world)
        for sites in layers:
            self.layers.append(Layer(sites, first))
            first += len(sites)
        self._sites = tuple(site for layer in self.layers for site in layer.sites)
        self.kinds: tuple[str | None, ...] = _extended(world.kinds, (site.kind for site in self._sites))
        self.countries = _extended(world.countries, (site.country for site in self._sites))
        self.areas = _extended(world.areas, (site.area for site in self._sites))
        self._columns = self._of_layers()
        self._ids = {site.id: number for number, site in enumerate(self._sites, len(world))}
        self._hidden = frozenset(self._covered())
        self._groups: dict[tuple[tuple[str, ...], ...], NDArray[np.bool_]] = {}

    def named(self, name: str) -> list[Hit]:
        """The places of that name in any layer, those of the later layers first."""
        spelt = folded(name)
        return self._merged(self.world.named(name), [layer.folded.get(spelt, []) for layer in self.layers])

    def alike(self, name: str) -> list[Hit]:
        """The places whose names differ from this one only as transliterations do."""
        spelt = skeleton(name)
        return self._merged(self.world.alike(name), [layer.skeleton.get(spelt, []) for layer in self.layers])

    def keyed(self, wanted: NDArray[np.uint64]) -> list[Hit]:
        """The places of which a folded name has any of these keys."""
        numbers = wanted.tolist() if self.layers else []
        own = [[hit for one in numbers for hit in layer.hashed.get(one, [])] for layer in self.layers]
        return self._merged(self.world.keyed(wanted), own)

    def grouped(self, groups: tuple[tuple[str, ...], ...]) -> NDArray[np.bool_]:
        """Which of the atlas' kinds belong to each of some groups (groups x kinds)."""
        if groups not in self._groups:
            self._groups[groups] = np.array([[kind in group for kind in self.kinds] for group in groups])
        return self._groups[groups]

    def columns(self, rows: Ints) -> Columns:
        """What is known of some rows."""
        count = len(self.world)
        if not self._sites:
            return self.world.columns(rows)
        local = rows >= count
        world = self.world.columns(np.where(local, 0, rows))
        inner = np.where(local, rows - count, 0)
        return Columns(
            *(np.where(local, mine[inner], theirs) for mine, theirs in zip(self._columns, world, strict=True))
        )

    def site(self, row: int) -> Site:
        """The place of a row."""
        return self.world.site(row) if row < len(self.world) else self._sites[row - len(self.world)]

    def kind(self, row: int) -> str:
        """The kind of a row."""
        return self.world.kind(row) if row < len(self.world) else self._sites[row - len(self.world)].kind

    def row_of(self, ident: str) -> int | None:
        """The row of a layer's site by its id."""
        return self._ids.get(ident)

    def local(self, row: int) -> bool:
        """Whether a row is of a layer."""
        return row >= len(self.world)

    def _merged(self, world: list[Hit], own: Sequence[list[Hit]]) -> list[Hit]:
        found = [hit for hits in reversed(own) for hit in hits if hit.row not in self._hidden]
        return [*found, *(hit for hit in world if hit.row not in self._hidden)]

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

    def _covered(self) -> Iterable[int]:
        """Rows of which a later layer has the place: by its id, or by name and point."""
        for at, layer in enumerate(self.layers):
            for site in layer.sites:
                for hit in self.world.named(site.name):
                    below = self.world.site(hit.row)
                    if below.id == site.id or _near(below, site):
                        yield hit.row
                for lower in self.layers[:at]:
                    spelt = lower.folded.get(folded(site.name), [])
                    yield from (hit.row for hit in spelt if _near(self.site(hit.row), site))


def _near(one: Site, other: Site) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None or one.kind == "province":
        return False
    return abs(one.lat - other.lat) < _SAME_POINT and abs(one.lon - other.lon) < _SAME_POINT


def _extended(known: tuple[str | None, ...], more: Iterable[str | None]) -> tuple[str | None, ...]:
    return (*known, *sorted({one for one in more if one is not None} - set(known), key=str))


@cache
def load_atlas() -> Atlas:
    """The packaged gazetteer, opened once."""
    return Atlas(load_gazetteer())
