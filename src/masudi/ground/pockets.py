"""Pockets on a day: which places of an area a side holds together, and whether a way leads out on the ground."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from masudi.domain.pocket import Lacking, Missing, PeopleSaid, Pocket, SiegeSaid, Supply, WayOut
from masudi.ground.controls import Controls
from masudi.ground.nesting import Nesting
from masudi.ground.terrain import BY_AIR, Footing, Terrain, ends
from masudi.resolve.links import LinkArea, Links

if TYPE_CHECKING:
    import networkx as nx

Said = TypeVar("Said", SiegeSaid, PeopleSaid)
_SURE = frozenset({Footing.OWN, Footing.FREE})
_NOT_BARRED = frozenset(Footing) - {Footing.BARRED}
_SAFE = frozenset({Footing.OWN, Footing.NEUTRAL})


def pockets_on(controls: Controls, links: Links, day: datetime.date, *, area: str | None = None) -> tuple[Pocket, ...]:
    """The pockets of every side in each area of `links` (or in `area` alone, by its id) on a day.

    Each group of places that one side holds and that are surely linked is one; whether a way leads out of it, on the
    ground, to the side's own or to neutral ground outside the area is `answer`. Only where all links of the area are
    marked as listed can that be open or encircled. Ground of which the holder is not known, divided or stale makes the
    answer "cannot tell" where a way out may lead over it.
    """
    found: list[Pocket] = []
    for one in sorted(links.areas.values(), key=lambda known: known.area):
        if area is None or one.area == area:
            terrain = Terrain(controls, links, one.area, day)
            for side in terrain.sides():
                found += _pockets(terrain, one, side)
    return tuple(found)


class _Views(NamedTuple):
    """The graph as a side can surely use it, and as it may be able to."""

    sure: nx.Graph[str]
    possible: nx.Graph[str]
    footing: dict[str, Footing]


def _views(terrain: Terrain, side: str) -> _Views:
    import networkx as nx

    footing = {place: terrain.footing(place, side) for place in terrain.places}
    sure = nx.Graph()
    sure.add_nodes_from(place for place in terrain.places if footing[place] in _SURE)
    sure.add_edges_from(
        (one, other, data)
        for one, other, data in terrain.graph.edges(data=True)
        if data["doubt"] is None and one in sure and other in sure
    )
    possible = terrain.graph.subgraph([place for place in terrain.places if footing[place] in _NOT_BARRED])
    return _Views(sure, possible, footing)


def _pockets(terrain: Terrain, area: LinkArea, side: str) -> list[Pocket]:
    import networkx as nx

    views = _views(terrain, side)
    groups = []
    for component in nx.connected_components(views.sure):
        held = tuple(sorted(p for p in component if views.footing[p] is Footing.OWN and terrain.inside(p)))
        if held:
            groups.append((held, frozenset(component)))
    groups.sort()
    around = {place: number for number, part in enumerate(nx.connected_components(views.possible)) for place in part}
    pockets = []
    for held, reached in groups:
        answer, way, missing = _way_out(terrain, views, area, reached)
        near = [other for other, _ in groups if other != held and around[other[0]] == around[held[0]]]
        pockets.append(
            Pocket(
                area=area.area,
                day=terrain.day,
                side=side,
                places=held,
                answer=answer,
                exit=way,
                missing=missing,
                perhaps_with=tuple(sorted(place for other in near for place in other)),
                perhaps_why=_between(terrain, views, reached, near),
                air=_air(terrain, views, reached),
                sieges=_about(terrain.ledger.sieges, held, terrain),
                people=_about(terrain.ledger.people, held, terrain),
                claims=tuple(dict.fromkeys(claim for place in held for claim in terrain.control(place).claims)),
            )
        )
    return pockets


def _way_out(
    terrain: Terrain, views: _Views, area: LinkArea, reached: Collection[str]
) -> tuple[WayOut, tuple[str, ...], tuple[Missing, ...]]:
    """The answer, the way where one is open, and what is not known where that cannot be told."""
    way = _open_way(terrain, views, reached)
    if area.complete and way:
        return WayOut.OPEN, way, ()
    missing = [] if area.complete else [_area_missing(terrain, area)]
    if not way:
        missing += _unlinked(terrain, views, reached)
        missing += terrain.unlisted()
        missing += _perhaps(terrain, views, reached)
    return (WayOut.CANNOT_TELL if missing else WayOut.ENCIRCLED), (), tuple(dict.fromkeys(missing))


def _area_missing(terrain: Terrain, area: LinkArea) -> Missing:
    says = f"all links of {terrain.ledger.name(area.area)}: {area.note}"
    return Missing(lacking=Lacking.AREA, places=(area.area,), says=says)


def _open_way(terrain: Terrain, views: _Views, reached: Collection[str]) -> tuple[str, ...]:
    """The shortest way from a pocket to the side's own or to neutral ground outside, over nothing that is unknown."""
    import networkx as nx

    safe = [p for p, footing in views.footing.items() if footing in _SAFE and not terrain.inside(p)]
    usable = nx.Graph(views.sure)
    for place in safe:
        for other in terrain.graph[place]:
            if other in usable and terrain.graph.edges[place, other]["doubt"] is None:
                usable.add_edge(place, other)
    starts = {place for place in reached if terrain.inside(place) and views.footing[place] is Footing.OWN}
    return _shortest(usable, starts, [place for place in safe if place in usable])


def _shortest(graph: nx.Graph[str], starts: Collection[str], targets: Iterable[str]) -> tuple[str, ...]:
    import networkx as nx

    _, ways = nx.multi_source_dijkstra(graph, set(starts), weight=None)
    found = [tuple(ways[target]) for target in targets if target in ways]
    return min(found, key=lambda way: (len(way), way), default=())


def _unlinked(terrain: Terrain, views: _Views, reached: Collection[str]) -> list[Missing]:
    """That no link at all is listed of a place: it is more likely missing from the data than not there."""
    alone = [place for place in sorted(reached) if views.footing[place] is Footing.OWN and not terrain.graph[place]]
    listed = {place for link in terrain.local for place in ends(link) if link.kind not in BY_AIR}
    return [
        Missing(
            lacking=Lacking.LINK,
            places=(place,),
            says=f"how {terrain.ledger.name(place)} is linked: no road, bridge or crossing of it is listed",
        )
        for place in alone
        if place not in listed
    ]


def _perhaps(terrain: Terrain, views: _Views, reached: Collection[str]) -> list[Missing]:
    """What is not known on the ways that may lead out of a pocket: the likeliest one to each place outside."""
    return _unknown_on_ways(terrain, views, reached, {place for place in views.possible if not terrain.inside(place)})


def _between(
    terrain: Terrain, views: _Views, reached: Collection[str], near: Iterable[Sequence[str]]
) -> tuple[Missing, ...]:
    """What is not known on the likeliest way from a pocket to each of those that it may be linked to."""
    return tuple(dict.fromkeys(_unknown_on_ways(terrain, views, reached, {other[0] for other in near})))


def _unknown_on_ways(
    terrain: Terrain, views: _Views, reached: Collection[str], targets: Collection[str]
) -> list[Missing]:
    import networkx as nx

    graph = nx.DiGraph()
    for place in views.possible:
        # Beyond the area links are not listed: no way leads on from a place outside.
        for other in views.possible[place] if terrain.inside(place) else ():
            doubt = views.possible.edges[place, other]["doubt"]
            graph.add_edge(place, other, cost=(doubt is not None) + (not _known(terrain, views, other)))
    starts = {place for place in reached if place in graph}
    _, ways = nx.multi_source_dijkstra(graph, starts, weight="cost") if starts else ({}, {})
    missing: list[Missing] = []
    for way in (ways[target] for target in sorted(targets) if target in ways):
        for one, other in itertools.pairwise(way):
            doubt = views.possible.edges[one, other]["doubt"]
            missing += [doubt] if doubt is not None else []
            if not _known(terrain, views, other):
                missing.append(terrain.control_missing(other))
    return missing


def _known(terrain: Terrain, views: _Views, place: str) -> bool:
    """Whether nothing about going to a place is unknown."""
    footing = views.footing[place]
    return footing in _SAFE or (footing is Footing.FREE and terrain.inside(place))


def _air(terrain: Terrain, views: _Views, reached: Collection[str]) -> tuple[Supply, ...]:
    """The ways by air into a pocket, or to a place beside it that may be linked to it."""
    found = []
    for link in terrain.local:
        usable = link.open_on(terrain.day)
        if link.kind not in BY_AIR or usable is False:
            continue
        beside = link.end in terrain.graph and any(place in reached for place in terrain.graph[link.end])
        if link.end in reached or (beside and views.footing[link.end] is not Footing.BARRED):
            sure = usable is True and link.end in reached
            found.append(Supply(kind=link.kind, place=link.end, sure=sure, source=link.source))
    return tuple(found)


def _about(said: Sequence[Said], held: Sequence[str], terrain: Terrain) -> tuple[Said, ...]:
    """What reports say by that day, not too long ago, of the places of a pocket or of the town around one."""
    nesting: Nesting = terrain.nesting
    near = {*held, *(outer for place in held for outer in nesting.above(place))}
    near |= {inner for place in held for inner in nesting.below(place)}
    oldest = terrain.day - datetime.timedelta(days=terrain.controls.stale_after)
    return tuple(one for one in said if one.place in near and one.first <= terrain.day and one.last >= oldest)


def people_range(pocket: Pocket) -> dict[str, tuple[int | None, int | None]]:
    """By origin, the lowest and the highest number of people shut in that its newest firm words give; never a sum."""
    newest: dict[str, datetime.date] = {}
    firm = [one for one in pocket.people if not one.hedged]
    for one in firm:
        newest[one.origin] = max(newest.get(one.origin, one.last), one.last)
    ranges: dict[str, tuple[int | None, int | None]] = {}
    for origin, last in sorted(newest.items()):
        mine = [one for one in firm if one.origin == origin and one.last == last]
        low = min((one.low for one in mine if one.low is not None), default=None)
        high = None if any(one.high is None for one in mine) else max(one.high for one in mine if one.high is not None)
        ranges[origin] = (low, high)
    return ranges
