"""A smaller gazetteer as it is laid over the world's: its sites, and an index of their names.

Making the index of the packaged local gazetteers takes half a second, so the package carries it made
(`python -m gazetteers.local`); those of the user are indexed when they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import msgspec

from masudi.data import packaged
from masudi.errors import KnowledgeError
from masudi.resolve.gazetteer import Form, Gazetteer, key
from masudi.resolve.local_places import LocalPlaces
from masudi.resolve.sites import Site
from masudi.resolve.spelling import folded, skeleton

# An entry of the world's gazetteer is the same place as one of its name that is laid over it as near as this (degrees).
_SAME_POINT = 0.05
FIRST_ORDER = ("governorate", "province")


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """Sites, and by the key of a name the numbers of its sites, each with the form of the name (`Form`).

    `covers` are rows of the world's gazetteer of which a site here takes the place.
    """

    sites: tuple[Site, ...]
    folded: dict[int, tuple[tuple[int, int], ...]]
    skeleton: dict[int, tuple[tuple[int, int], ...]]
    covers: tuple[int, ...]


def layer_of(places: LocalPlaces, world: Gazetteer) -> Layer:
    """A layer of some places. Of the world's entry with its id a site takes the people and the point that it lacks."""
    sites, covers = [], []
    for site in places.sites.values():
        below = list(_covered(site, world))
        covers += [row for row, _ in below]
        same = next((one for _, one in below if one.id == site.id), None)
        if site.kind in FIRST_ORDER:
            site = msgspec.structs.replace(site, area=same.area if same else site.name)
        if same and not site.population:
            site = msgspec.structs.replace(site, population=same.population)
        if same and site.lat is None:
            site = msgspec.structs.replace(site, lat=same.lat, lon=same.lon, precision=None)
        sites.append(site)
    return Layer(
        sites=tuple(sites),
        folded=_index(folded, sites, places.common),
        skeleton=_index(skeleton, sites, places.common),
        covers=tuple(sorted(set(covers))),
    )


def _index(
    spell: Callable[[str], str], sites: Sequence[Site], common: Mapping[str, frozenset[str]]
) -> dict[int, tuple[tuple[int, int], ...]]:
    found: dict[int, dict[int, int]] = {}
    for number, site in enumerate(sites):
        for form, name in _names(site, common.get(site.id, frozenset())):
            spelt = spell(name)
            if spelt:
                found.setdefault(key(spelt), {}).setdefault(number, int(form))
    return {spelt: tuple(numbers.items()) for spelt, numbers in found.items()}


def _names(site: Site, common: frozenset[str]) -> Iterator[tuple[Form, str]]:
    """A site's names, the surest form of each first: a spelling that is an everyday word is never more than that."""
    words = {folded(name) for name in common}
    for form, names in ((Form.NAME, (site.name,)), (Form.OTHER, site.names)):
        yield from ((form, name) for name in names if folded(name) not in words)
    yield from ((Form.COMMON, name) for name in (site.name, *site.names, *sorted(common)) if folded(name) in words)


def _covered(site: Site, world: Gazetteer) -> Iterator[tuple[int, Site]]:
    """The rows of the world's gazetteer that are the place of a site: of its id, or of its name and where it lies."""
    for name in dict.fromkeys((site.name, *site.names)):
        for hit in world.named(name):
            below = world.site(hit.row)
            if below.id == site.id or (name == site.name and near(below, site)):
                yield hit.row, below


def near(one: Site, other: Site) -> bool:
    """Whether two sites of one name are one place; a division is none of the towns in it."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None or one.kind in FIRST_ORDER:
        return False
    return abs(one.lat - other.lat) < _SAME_POINT and abs(one.lon - other.lon) < _SAME_POINT


@cache
def load_local_layer() -> Layer:
    """The packaged local gazetteers with their index, read once."""
    path = packaged("places/layer.msgpack")
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Layer)
    except (OSError, msgspec.DecodeError) as fault:
        raise KnowledgeError(str(path), f"holds no layer, make it with python -m gazetteers.local: {fault}") from fault
