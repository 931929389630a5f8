"""What a board comes to under filters: counts by status, lists of the most named, a timeline, points for a map.

Everywhere what reports assert is counted by itself, and never together with what they only fear, plan, deny or try.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from masudi.domain import Status
from masudi.web.board import NO_DAY, STAGES, STATUSES, Board, Mask, Numbers, Rows, Spot

_ASSERTED = STATUSES.index(Status.ASSERTED)
# How many bars a timeline has at most: what is legible on a small screen.
_BARS = 92
# Pixels of a tile, and how near each other, across and down, two points are drawn as one: a sign with two numbers is as
# wide. Where there are so many claims that numbers have three digits, signs are wider.
_TILE, _NEAR = 512, (58, 58)
_MANY, _WIDER = 1000, (94, 48)


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many claims or incidents are asserted, and how many have another status."""

    asserted: int = 0
    other: int = 0

    @property
    def all(self) -> int:
        """Both; to sort by, not to be shown as one number."""
        return self.asserted + self.other


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be chosen, and what would be left then."""

    key: str
    name: str
    count: Tally
    note: str | None = None


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of days, both included, and the claims about it."""

    first: datetime.date
    last: datetime.date
    count: Tally
    statuses: tuple[int, ...] = ()


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """Claims by day, week, month or year (`unit`).

    Those about longer stretches than a bar stand in none; nor do those before and after, and those without a day.
    """

    unit: str
    bars: tuple[Bar, ...]
    longer: Tally
    before: Tally
    after: Tally
    undated: Tally

    @property
    def highest(self) -> int:
        """The claims of the highest bar."""
        return max((bar.count.all for bar in self.bars), default=0)


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """What a map shows at one spot: `places` are the keys of those drawn together, the most named first.

    `pinned` is False for an area, whose `lat` and `lon` only say where its sign stands (`below`: under that of a
    point); `areas` are the middle and the kilometres around it of each.
    """

    lat: float
    lon: float
    name: str
    places: tuple[str, ...]
    count: Tally
    pinned: bool
    areas: tuple[tuple[float, float, float], ...] = ()
    below: bool = False
    more: int = 0


def tally(board: Rows, mask: Mask) -> Tally:
    """The claims of a mask."""
    asserted = int(np.count_nonzero(mask & (board.status == _ASSERTED)))
    return Tally(asserted=asserted, other=int(np.count_nonzero(mask)) - asserted)


def by_status(board: Rows, mask: Mask) -> tuple[int, ...]:
    """How many claims of each status, in the order of STATUSES."""
    return tuple(np.bincount(board.status[mask], minlength=len(STATUSES)).tolist())


def by_stage(board: Board, mask: Mask) -> tuple[int, ...]:
    """How many claims are in each stage of review, in the order of STAGES."""
    return tuple(np.bincount(board.stage[mask], minlength=len(STAGES)).tolist())


def by_kind(board: Board, mask: Mask) -> dict[str, Tally]:
    """The claims of each kind that has any."""
    kinds = np.where(board.kind < 0, len(board.kinds), board.kind)
    counts = _tallies(board, mask, kinds, len(board.kinds) + 1)
    return {name: count for name, count in zip(board.kinds, counts, strict=False) if count.all}


def by_publisher(board: Board, mask: Mask) -> list[Entry]:
    """The claims of each publisher that has any, the most first."""
    counts = _tallies(board, mask, board.publisher, len(board.publishers))
    return in_order(
        Entry(key=name, name=name, count=count)
        for name, count in zip(board.publishers, counts, strict=True)
        if count.all and name
    )


def by_place(board: Rows, mask: Mask, most: int | None = None) -> list[Entry]:
    """The places that the claims name, the most named first."""
    counts = pairs(board, mask, board.place_rows, board.place_ids, len(board.spots))
    found = (
        Entry(key=one.key, name=one.name, count=count, note=place_words(one))
        for one, count in zip(board.spots, counts, strict=True)
        if count.all
    )
    return in_order(found)[:most]


def by_party(board: Rows, mask: Mask, most: int | None = None) -> list[Entry]:
    """The parties that the claims name, the most named first."""
    counts = pairs(board, mask, board.party_rows, board.party_ids, len(board.parties))
    found = (
        Entry(key=one.key, name=one.name, count=count)
        for one, count in zip(board.parties, counts, strict=True)
        if count.all
    )
    return in_order(found)[:most]


def place_words(spot: Spot) -> str:
    """How exactly a place is known, in words."""
    if not spot.placed:
        return f"no point on the map, in {spot.within}" if spot.within else "no point on the map"
    if spot.pinned:
        return spot.within or (spot.kind or "").replace("_", " ")
    if spot.precision == "within_parent":
        return f"somewhere in {spot.within}" if spot.within else "no point of its own"
    return "an area" if spot.radius_km is None else f"an area, some {spot.radius_km:g} km around"


def in_order(entries: Iterator[Entry]) -> list[Entry]:
    """The entries with the most asserted first."""
    return sorted(entries, key=lambda one: (-one.count.asserted, -one.count.other, one.name.casefold()))


def _tallies(board: Rows, mask: Mask, numbers: Numbers, length: int) -> list[Tally]:
    asserted = board.status == _ASSERTED
    return _joined(
        np.bincount(numbers[mask & asserted], minlength=length),
        np.bincount(numbers[mask & ~asserted], minlength=length),
    )


def pairs(board: Rows, mask: Mask, rows: Numbers, ids: Numbers, length: int) -> list[Tally]:
    """For each of `length` things with which `rows` are paired by `ids`, how many rows of the mask have it."""
    asserted = mask & (board.status == _ASSERTED)
    other = mask & ~asserted
    return _joined(np.bincount(ids[asserted[rows]], minlength=length), np.bincount(ids[other[rows]], minlength=length))


def _joined(asserted: Numbers, other: Numbers) -> list[Tally]:
    return [Tally(asserted=one, other=another) for one, another in zip(asserted.tolist(), other.tolist(), strict=True)]


# ---- Time


def timeline(board: Rows, mask: Mask, shown: tuple[datetime.date, datetime.date] | None = None) -> Timeline:
    """The claims of a mask by time, from the first to the last day `shown`, else those on which reports appeared.

    Reports speak of years long past; the bars are for the time that they are about.
    """
    first, last = shown or span_of_reports(board)
    unit = _unit((last - first).days + 1)
    edges = _edges(first, last, unit)
    begins, ends = board.begins[mask], board.ends[mask]
    status = board.status[mask]
    dated = begins != NO_DAY
    at = np.searchsorted(edges, begins, side="right") - 1
    inside = dated & (begins >= edges[0]) & (begins < edges[-1])
    whole = inside & (ends < edges[np.clip(at + 1, 0, len(edges) - 1)])
    table = np.zeros((len(edges) - 1, len(STATUSES)), dtype=np.int64)
    np.add.at(table, (at[whole], status[whole]), 1)

    def counted(some: Mask) -> Tally:
        asserted = int(np.count_nonzero(some & (status == _ASSERTED)))
        return Tally(asserted=asserted, other=int(np.count_nonzero(some)) - asserted)

    return Timeline(
        unit=unit,
        bars=tuple(_bars(edges, table)),
        longer=counted(inside & ~whole),
        before=counted(dated & (begins < edges[0])),
        after=counted(dated & (begins >= edges[-1])),
        undated=counted(~dated),
    )


def span_of_reports(board: Rows) -> tuple[datetime.date, datetime.date]:
    """From two weeks before the first report to two weeks after the last; around today where none has a day."""
    days = [one.published for one in board.reports if one.published]
    today = datetime.datetime.now(datetime.UTC).date()
    margin = datetime.timedelta(days=14)
    return _shifted(min(days, default=today), -margin), _shifted(max(days, default=today), margin)


def _shifted(day: datetime.date, by: datetime.timedelta) -> datetime.date:
    try:
        return day + by
    except OverflowError:
        return day


def _unit(days: int) -> str:
    for unit, length in (("day", 1), ("week", 7), ("month", 30)):
        if days / length <= _BARS:
            return unit
    return "year"


def _edges(first: datetime.date, last: datetime.date, unit: str) -> Numbers:
    """The first day of each bar, and the day after the last one."""
    if unit == "day":
        return np.arange(first.toordinal(), last.toordinal() + 2)
    if unit == "week":
        monday = first.toordinal() - first.weekday()
        return np.arange(max(monday, 1), last.toordinal() + 8, 7)
    months = 1 if unit == "month" else 12
    start = first.year * 12 + (first.month - 1 if months == 1 else 0)
    end = last.year * 12 + last.month - 1
    starts = range(start, end + months + 1, months)
    return np.array([datetime.date(min(at // 12, 9999), at % 12 + 1, 1).toordinal() for at in starts])


def _bars(edges: Numbers, table: Numbers) -> Iterator[Bar]:
    for at, row in enumerate(table.tolist()):
        yield Bar(
            first=datetime.date.fromordinal(int(edges[at])),
            last=datetime.date.fromordinal(int(edges[at + 1]) - 1),
            count=Tally(asserted=row[_ASSERTED], other=sum(row) - row[_ASSERTED]),
            statuses=tuple(row),
        )


# ---- Space


def points(board: Rows, mask: Mask, zoom: float) -> list[Point]:
    """The places of the claims of a mask, those that would overlap at this zoom as one; areas never join with points.

    The most named place draws to it what is nearer than a sign is wide, then the next one. The sign of an area that
    would lie over that of a point stands below it. A claim that names two places of one point counts once in it.
    """
    rows, ids = board.place_rows[mask[board.place_rows]], board.place_ids[mask[board.place_rows]]
    named = np.bincount(ids, minlength=len(board.spots))
    some = [at for at in np.argsort(-named, kind="stable").tolist() if named[at] and board.spots[at].placed]
    near = np.array(_NEAR if np.count_nonzero(mask) < _MANY else _WIDER)
    pins = _near([at for at in some if board.spots[at].pinned], board.spots, zoom, near)
    areas = [at for at in some if not board.spots[at].pinned]
    leaders = np.array([_pixel(board.spots[one[0]], zoom) for one in pins]).reshape(-1, 2)
    below: dict[int, list[int]] = {}
    for at in areas:
        close = np.flatnonzero((np.abs(leaders - _pixel(board.spots[at], zoom)) < near).all(axis=1))
        if len(close):
            below.setdefault(int(close[0]), []).append(at)
    hidden = {at for some in below.values() for at in some}
    free = _near([at for at in areas if at not in hidden], board.spots, zoom, near)
    groups = [*free, *below.values(), *pins]
    heads = [*(None for _ in free), *(board.spots[pins[at][0]] for at in below), *(None for _ in pins)]
    cell_of = np.full(len(board.spots), -1, dtype=np.int64)
    for number, together in enumerate(groups):
        cell_of[together] = number
    counts = _distinct(board, rows, cell_of[ids], len(groups))
    return [
        _point([board.spots[at] for at in group], count, head)
        for group, count, head in zip(groups, counts, heads, strict=True)
    ]


def _near(numbers: list[int], spots: Sequence[Spot], zoom: float, near: Numbers) -> list[list[int]]:
    """Groups of spots: each with those that no group before it has and that are nearer than this, in pixels."""
    where = np.array([_pixel(spots[at], zoom) for at in numbers]).reshape(-1, 2)
    free = np.ones(len(numbers), dtype=bool)
    groups = []
    for first in range(len(numbers)):
        if not free[first]:
            continue
        together = free & (np.abs(where - where[first]) < near).all(axis=1)
        free &= ~together
        groups.append([numbers[at] for at in np.flatnonzero(together).tolist()])
    return groups


def _distinct(board: Rows, rows: Numbers, cells: Numbers, length: int) -> list[Tally]:
    """The claims in each cell, each once."""
    inside = cells >= 0
    # A claim and its cell as one number: numpy sorts those many times faster than pairs.
    both = np.unique(rows[inside].astype(np.int64) * length + cells[inside])
    claims, of = np.divmod(both, max(length, 1))
    asserted = board.status[claims] == _ASSERTED
    return _joined(np.bincount(of[asserted], minlength=length), np.bincount(of[~asserted], minlength=length))


def _point(members: Sequence[Spot], count: Tally, above: Spot | None) -> Point:
    first = members[0]
    stands = above or first
    assert stands.lat is not None
    assert stands.lon is not None
    return Point(
        lat=stands.lat,
        lon=stands.lon,
        name=first.name,
        places=tuple(spot.key for spot in members[:20]),
        count=count,
        pinned=first.pinned,
        areas=() if first.pinned else tuple(_area(spot) for spot in members if spot.radius_km is not None),
        below=above is not None,
        more=len(members) - 1,
    )


def _area(spot: Spot) -> tuple[float, float, float]:
    assert spot.lat is not None
    assert spot.lon is not None
    return spot.lat, spot.lon, spot.radius_km or 0.0


def _pixel(spot: Spot, zoom: float) -> tuple[float, float]:
    """Where a spot lies on a map of the world at this zoom (Web Mercator)."""
    assert spot.lat is not None
    assert spot.lon is not None
    world = _TILE * 2.0**zoom
    lat = math.radians(max(-85.0, min(85.0, spot.lat)))
    return (spot.lon + 180) / 360 * world, (1 - math.asinh(math.tan(lat)) / math.pi) / 2 * world
