"""What the claims of a case say about ground, ready to be drawn: places with points, sides with signs, days."""

from __future__ import annotations

import datetime
import math
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from masudi.domain.control import Control, ControlWord, Standing
from masudi.domain.pocket import Pocket, PocketChange, WayOut
from masudi.ground.telling import control_words
from masudi.pipeline.ground import Ground
from masudi.resolve.links import Link, Links
from masudi.resolve.sites import Site
from masudi.web.board import PINNED, Spot

T = TypeVar("T")

# Sides that have a sign of their own on the map; all further ones share one. More colours are not told apart.
SIDES = 8
# Answers that are kept, of pockets on a day and of changes in a period, until the case changes.
_KEPT = 200
# How far a pocket's outline stays away from its places, in kilometres, and from how many points round each it is made.
_MARGIN_KM, _CORNERS = 1.2, 12


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """A side that holds ground: its number (from 0) is that of its colour, `letter` what stands in its signs."""

    key: str
    name: str
    number: int
    letter: str


class HeldPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A place on the map as it is held on a day; `sides` are numbers of the sides that hold it, or are said to."""

    place: str
    name: str
    lat: float
    lon: float
    pinned: bool
    standing: Standing
    sides: tuple[int, ...]
    says: str


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A link on the map; `open` is None where the dates of the link are too coarse to tell."""

    kind: str
    line: tuple[tuple[float, float], ...]
    open: bool | None
    says: str


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """A pocket on the map: a ring of points (longitude, latitude) around its places."""

    side: int
    answer: WayOut
    ring: tuple[tuple[float, float], ...]
    says: str


class Land:
    """A `Ground` with what pages ask of it again and again. Safe for threads.

    `spots` are the places that claims name; `label` names a party for people.
    """

    def __init__(self, ground: Ground, spots: Iterable[Spot], label: Callable[[str], str]) -> None:
        self.ground, self.label = ground, label
        self._points = {one.key.partition("/")[0]: one for one in spots if one.placed and not one.pinned}
        self._points |= {one.key: one for one in spots if one.pinned}
        held: Counter[str] = Counter()
        for place in ground.ledger.words:
            # Worked out here once, so that no page has to wait for it.
            held.update(holder for tenure in ground.history(place) for holder in tenure.control.holders)
        days = [day for its in ground.ledger.words.values() for word in its for day in (word.first, word.last)]
        self.first = min(days, default=None)
        self.last = max(days, default=None)
        self.sides = _sides(held, label)
        self._number = {one.key: one.number for one in self.sides}
        self._answers: dict[object, Any] = {}
        self._lock = threading.Lock()

    def day(self, asked: datetime.date | None) -> datetime.date:
        """The day that is asked for, else the last one of which claims speak; today where they speak of none."""
        return asked or self.last or datetime.datetime.now(datetime.UTC).date()

    def number(self, side: str) -> int:
        """The number of a side; SIDES for one that has no sign of its own."""
        return self._number.get(side, SIDES)

    def point(self, place: str) -> Spot | Site | None:
        """Where a place is on the map, where that is known."""
        found = self._points.get(place) or self.ground.ledger.nesting.sites.get(place)
        return found if found is not None and found.lat is not None and found.lon is not None else None

    def held(self, controls: Iterable[Control]) -> tuple[HeldPoint, ...]:
        """Those of the places that have a point; an area has one that only says where its sign stands."""
        found = []
        for one in controls:
            point = self.point(one.place)
            if point is None or point.lat is None or point.lon is None:
                continue
            sides = tuple(dict.fromkeys(self.number(party) for party in parties_of(one)))
            found.append(
                HeldPoint(
                    place=one.place,
                    name=one.name,
                    lat=point.lat,
                    lon=point.lon,
                    pinned=point.precision is None or point.precision in PINNED,
                    standing=one.standing,
                    sides=sides,
                    says=control_words(one, label=self.label),
                )
            )
        return tuple(found)

    def ways(self, links: Links, day: datetime.date) -> tuple[Way, ...]:
        """The links that could be used on a day, or may have been, between places that have points."""
        found = []
        for link in links.links:
            usable = link.open_on(day)
            line = [self.point(place) for place in (link.start, link.via, link.end) if place]
            points = tuple((one.lon, one.lat) for one in line if one and one.lon is not None and one.lat is not None)
            if usable is False or not points:
                continue
            found.append(Way(kind=link.kind, line=points, open=usable, says=self._link_words(link, usable)))
        return tuple(found)

    def _link_words(self, link: Link, usable: bool | None) -> str:
        from masudi.ground.terrain import link_name

        doubt = "" if usable else " (its dates are too coarse to say whether it could be used)"
        return f"{link_name(link, self.ground.ledger.name)}{doubt}"

    def pockets(self, day: datetime.date, links: Links, area: str | None = None) -> tuple[Pocket, ...]:
        """As `Ground.pockets`, kept."""
        key = ("pockets", day, id(links), area)
        return self._kept(key, lambda: self.ground.pockets(day, links, area=area))

    def changes(
        self, first: datetime.date, last: datetime.date, links: Links, area: str | None = None
    ) -> tuple[PocketChange, ...]:
        """As `Ground.changes`, kept."""
        key = ("changes", first, last, id(links), area)
        return self._kept(key, lambda: self.ground.changes(first, last, links, area=area))

    def _kept(self, key: object, make: Callable[[], T]) -> T:
        with self._lock:
            known: T | None = self._answers.get(key)
        if known is not None:
            return known
        made = make()
        with self._lock:
            self._answers[key] = made
            while len(self._answers) > _KEPT:
                del self._answers[next(iter(self._answers))]
        return made

    def outlines(self, pockets: Iterable[Pocket], says: Callable[[Pocket], str]) -> tuple[Outline, ...]:
        """The pockets of which a place has a point."""
        found = []
        for one in pockets:
            points = [(at.lon, at.lat) for place in one.places if (at := self.point(place))]
            known = [(lon, lat) for lon, lat in points if lon is not None and lat is not None]
            if known:
                ring = _around(known)
                found.append(Outline(side=self.number(one.side), answer=one.answer, ring=ring, says=says(one)))
        return tuple(found)


def parties_of(control: Control) -> tuple[str, ...]:
    """Who holds a place, or else who is said to."""
    if control.holders:
        others = (word for word in control.parts) if control.standing is Standing.DIVIDED else ()
        return _once((*control.holders, *_named(others)))
    rivals = {Standing.DISPUTED: control.words, Standing.ALLEGED: control.against, Standing.DIVIDED: control.parts}
    return _once(_named(rivals.get(control.standing, ())))


def _named(words: Iterable[ControlWord]) -> list[str]:
    return [party for word in words for party in word.parties]


def _once(parties: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parties))


def _sides(held: Counter[str], label: Callable[[str], str]) -> tuple[Side, ...]:
    """The sides that hold most, with letters that tell them apart."""
    taken: set[str] = set()
    sides = []
    for number, (key, _) in enumerate(sorted(held.items(), key=lambda item: (-item[1], item[0]))[:SIDES]):
        name = label(key)
        letters = [one.upper() for one in name if one.isalpha()] + [chr(ord("A") + at) for at in range(26)]
        letter = next((one for one in letters if one not in taken and len(one) == 1), "?")
        taken.add(letter)
        sides.append(Side(key=key, name=name, number=number, letter=letter))
    return tuple(sides)


def _around(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """A ring around points: the convex hull (monotone chain, Andrew 1979) of circles around each."""
    north = _MARGIN_KM / 111.2
    angles = [2 * math.pi * step / _CORNERS for step in range(_CORNERS)]
    every = sorted(
        (lon + north * math.sin(angle) / max(0.05, math.cos(math.radians(lat))), lat + north * math.cos(angle))
        for lon, lat in points
        for angle in angles
    )
    lower, upper = _half(every), _half(every[::-1])
    return (*lower[:-1], *upper[:-1], lower[0])


def _half(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    hull: list[tuple[float, float]] = []
    for point in points:
        while len(hull) > 1 and _turn(hull[-2], hull[-1], point) <= 0:
            hull.pop()
        hull.append(point)
    return hull


def _turn(one: tuple[float, float], other: tuple[float, float], third: tuple[float, float]) -> float:
    return (other[0] - one[0]) * (third[1] - one[1]) - (other[1] - one[1]) * (third[0] - one[0])
