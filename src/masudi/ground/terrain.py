"""One area on one day as a graph: places, the links between them, and whether one side can go there."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from masudi.domain.control import Control, Standing
from masudi.domain.pocket import Lacking, Missing
from masudi.ground.controls import Controls
from masudi.ground.nesting import Nesting
from masudi.ground.rules import ControlRules
from masudi.resolve.links import Link, Links

if TYPE_CHECKING:
    import networkx as nx

BY_AIR = frozenset({"air", "drop_zone"})


class Footing(StrEnum):
    """What a place is to a side: its own, neutral, a way that nobody is said to hold, another's, or not known."""

    OWN = "own"
    NEUTRAL = "neutral"
    FREE = "free"
    BARRED = "barred"
    UNKNOWN = "unknown"


class Terrain:
    """The places and links of an area on a day, for whichever side; asks `controls` who holds what."""

    def __init__(self, controls: Controls, links: Links, area: str, day: datetime.date) -> None:
        self.controls, self.links, self.area, self.day = controls, links, area, day
        self.ledger = controls.ledger
        self.nesting: Nesting = self.ledger.nesting
        self.rules: ControlRules = self.ledger.rules
        self.local = [link for link in links.links if any(self.inside(end) for end in ends(link))]
        ways = [link for link in self.local if link.kind not in BY_AIR]
        told = {place for place in self.ledger.words if self.nesting.inside(place, area) and not self._wide(place)}
        self.places = sorted({*told, *(end for link in ways for end in ends(link))})
        self._control = {place: controls.at(place, day) for place in self.places}
        self.graph = self._graph(ways)

    def _wide(self, place: str) -> bool:
        """Whether a place is a district or the like, which is held place by place."""
        site = self.nesting.sites.get(place)
        return site is not None and site.kind in self.rules.wide

    def inside(self, place: str) -> bool:
        """Whether a place lies in the area."""
        return self.nesting.inside(place, self.area)

    def control(self, place: str) -> Control:
        """Who holds a place of the terrain on the day."""
        return self._control[place]

    def sides(self) -> list[str]:
        """The sides that hold a place in the area."""
        held = (one for one in self._control.values() if one.standing is Standing.HELD and self.inside(one.place))
        return sorted({self.rules.side(holder) for one in held for holder in one.holders})

    def footing(self, place: str, side: str) -> Footing:
        """What a place is to a side. Ground that is divided, changing, disputed, alleged or stale is not known."""
        control = self._control[place]
        if control.standing is Standing.HELD:
            if side in control.holders:
                return Footing.OWN
            neutral = not self.rules.neutral.isdisjoint(control.holders)
            return Footing.NEUTRAL if neutral else Footing.BARRED
        if control.standing is Standing.UNKNOWN:
            if side in control.lost:
                return Footing.BARRED
            site = self.nesting.sites.get(place)
            silent = not self.controls.over(place)
            if silent and site is not None and site.kind in self.rules.ways and self.inside(place):
                return Footing.FREE
        return Footing.UNKNOWN

    def _graph(self, ways: list[Link]) -> nx.Graph[str]:
        import networkx as nx

        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(self.places)
        for link in ways:
            usable = link.open_on(self.day)
            if usable is False:
                continue
            doubt = None if usable else self._link_missing(link)
            stops = ends(link)
            for one, other in itertools.pairwise(stops):
                self._add(graph, one, other, link, doubt)
        for outer in self.places:
            if self._control[outer].standing is Standing.HELD and self.nesting.covers(outer):
                inner = (place for place in self.nesting.below(outer) if place in self._control)
                # The streets of a town that one party holds as a whole are no links of their own.
                graph.add_edges_from(((outer, place) for place in inner), doubt=None, link=None)
        return graph

    def _add(self, graph: nx.Graph[str], one: str, other: str, link: Link, doubt: Missing | None) -> None:
        _edge(graph, one, other, link, doubt)
        for town, far in ((one, other), (other, one)):
            for place in self._parts(town):
                # Where a town is not held as a whole, it matters in which part of it a road ends.
                if place != far:
                    _edge(graph, place, far, link, doubt or self._end_missing(town, far, link))

    def _parts(self, town: str) -> list[str]:
        if self._control[town].standing is Standing.HELD or not self.nesting.covers(town):
            return []
        return [place for place in self.nesting.below(town) if place in self._control]

    def _link_missing(self, link: Link) -> Missing:
        says = f"whether the {link_name(link, self.ledger.name)} could be used: its dates are too coarse"
        return Missing(lacking=Lacking.LINK, places=ends(link), says=says)

    def _end_missing(self, town: str, far: str, link: Link) -> Missing:
        name = self.ledger.name
        says = f"in which part of {name(town)} the {kind_words(link.kind)} from {name(far)} ends"
        return Missing(lacking=Lacking.END, places=(town, far), says=says)

    def control_missing(self, place: str) -> Missing:
        """That it is not known who holds a place, and in which way."""
        control = self._control[place]
        says = f"who holds {control.name}: {_WHY[control.standing]}"
        return Missing(lacking=Lacking.CONTROL, places=(place,), says=says)

    def unlisted(self) -> Iterator[Missing]:
        """The bridges, roads and crossings of the area that claims tell of and no link goes over."""
        listed = {end for link in self.links.links for end in ends(link)}
        for place in sorted(self.ledger.words):
            site = self.nesting.sites.get(place)
            if site is None or site.kind not in self.rules.crossed or place in listed or not self.inside(place):
                continue
            if not self.nesting.above(place):
                says = f"where {self.ledger.name(place)} leads: reports tell of it, and no link listed goes over it"
                yield Missing(lacking=Lacking.LINK, places=(place,), says=says)


_WHY = {
    Standing.HELD: "",
    Standing.DIVIDED: "parties are said to hold different parts of it",
    Standing.CHANGING: "it is said to change hands in these days",
    Standing.DISPUTED: "origins differ",
    Standing.ALLEGED: "only hedged words say so",
    Standing.STALE: "nobody has said so for a while",
    Standing.UNKNOWN: "nobody says so",
}


def ends(link: Link) -> tuple[str, ...]:
    """The places that a link runs over, from its first to its last."""
    return tuple(place for place in (link.start, link.via, link.end) if place is not None)


def kind_words(kind: str) -> str:
    """A kind of link in words."""
    return kind.replace("_", " ")


def link_name(link: Link, name: Callable[[str], str]) -> str:
    """A link in words: "road from Qasr to Sarw over the Old Bridge"; `name` gives a place's name."""
    start = f" from {name(link.start)}" if link.start else ""
    via = f" over {name(link.via)}" if link.via else ""
    return f"{kind_words(link.kind)}{start} to {name(link.end)}{via}"


def _edge(graph: nx.Graph[str], one: str, other: str, link: Link, doubt: Missing | None) -> None:
    """Join two places; of several links the surest counts."""
    if one == other or (graph.has_edge(one, other) and graph.edges[one, other]["doubt"] is None):
        return
    if doubt is None or not graph.has_edge(one, other):
        graph.add_edge(one, other, doubt=doubt, link=link)
