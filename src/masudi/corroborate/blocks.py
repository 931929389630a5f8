"""Blocks: only claims that share one are compared, so that cost grows in step with the number of claims.

A block is a group of kinds, a place (a cell of the globe, a name, or an area) and a stretch of time (some days, a month
or a year). Wide claims ("in the province", "in August") meet narrow ones in the wider blocks, where narrow ones do not
meet each other; a block names the width of its member for that reason.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from math import cos, floor, radians

from masudi.corroborate.gists import Gist, Site
from masudi.corroborate.rules import Rules, load_rules

_DEGREE_KM = 111.2
# A member of a block that meets every other member, and one that meets only these.
WIDE, NARROW = "+", "-"


def blocks_of(gist: Gist, rules: Rules | None = None) -> frozenset[str]:
    """The keys of a claim's blocks; the last character says whether it is wide (+) or narrow (-) there.

    Claims that share a key, its last character left aside, are compared unless both are narrow. `partners` gives the
    keys to ask a store for.
    """
    rules = rules or load_rules()
    groups = sorted({group for kind in gist.kinds for group in rules.groups_of[kind]})
    keys: set[str] = set()
    times = list(_times(gist, rules))
    for where, coarse in (place for site in gist.sites for place in _places(site, rules)):
        for when, long in times:
            wide = coarse is not False and long is not False
            keys.update(f"{group}|{where}|{when}|{WIDE if wide else NARROW}" for group in groups)
    placed = any(not site.names <= rules.country_words for site in gist.sites)
    whens = [when for when, long in times if long is not False]
    keys.update(
        f"{what}|anywhere|{when}|{NARROW if placed else WIDE}" for what in _signs(gist, rules) for when in whens
    )
    return frozenset(keys)


def _signs(gist: Gist, rules: Rules) -> Iterator[str]:
    """By what a thing without a place is looked for among all of some days: the kinds of deeds, and the counts."""
    yield from (kind for kind in gist.kinds if kind not in rules.toll_kinds)
    yield from (f"{count.harm} {count.size}" for count in gist.counts if not count.unstated)


def partners(keys: Iterable[str]) -> frozenset[str]:
    """The keys under which those claims are filed that a claim with these keys is to be compared with."""
    found = set()
    for key in keys:
        found.add(key[:-1] + WIDE)
        if key.endswith(WIDE):
            found.add(key[:-1] + NARROW)
    return frozenset(found)


def candidates(
    found: Mapping[str, Gist], keys: Mapping[str, Collection[str]], new: Collection[str] | None = None
) -> set[tuple[str, str]]:
    """The pairs of a new gist (None: all are new) and another one (ids, in order) that are to be compared.

    `keys` are the keys of each gist's blocks; of one that is not new, those in which it meets a new one are enough.
    """
    members: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for ident in found:
        for key in keys[ident]:
            members[key[:-1]][key.endswith(WIDE)].append(ident)
    met: set[tuple[str, str]] = set()
    for one in found if new is None else new:
        for key in keys[one]:
            narrow, wide = members[key[:-1]]
            for others in (wide, narrow) if key.endswith(WIDE) else (wide,):
                met.update((one, other) if one < other else (other, one) for other in others)
    return {(one, other) for one, other in met if found[one].report != found[other].report}


def shared(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The blocks in which two with these keys meet: keys without the last character."""
    return frozenset(key[:-1] for key in partners(one) & other)


def when_of(key: str) -> str:
    """The stretch of time of a block: "days" and their number, "month 2017-01" or "year 2017"."""
    return key.rsplit("|", 2)[1]


def what_of(key: str) -> str:
    """What a block is for: a group of kinds, or a deed or a count without a place."""
    return key.partition("|")[0]


def _places(site: Site, rules: Rules) -> Iterator[tuple[str, bool | None]]:
    """Where a place is filed, and whether it is wide there; None: whatever meets there is compared."""
    area = " ".join(sorted(site.areas))
    if site.coarse:
        yield f"area {' '.join(sorted(site.names))}", True
        if area and area not in rules.country_words:
            yield f"area {area}", True
        return
    if area:
        yield f"area {area}", False
    if site.point:
        for cell in _cells(site.point, rules):
            yield f"cell {cell}", None
    yield f"name {site.name}", None
    if site.point is None:
        for word in sorted(site.names):
            yield f"word {word}", None


def _cells(point: tuple[float, float], rules: Rules) -> set[str]:
    """The cells that a point lies in, or so near that another point in them may be close to it."""
    size, margin = rules.blocks.cell_degrees, rules.blocks.margin_km / _DEGREE_KM
    lat, lon = point
    wide = margin / max(0.2, cos(radians(lat)))
    rows = range(floor((lat - margin) / size), floor((lat + margin) / size) + 1)
    columns = range(floor((lon - wide) / size), floor((lon + wide) / size) + 1)
    count = round(360 / size)
    return {f"{row} {column % count}" for row in rows for column in columns}


def _times(found: Gist, rules: Rules) -> Iterator[tuple[str, bool | None]]:
    """When a claim is filed, and whether it is wide there; None: whatever meets there is compared."""
    if found.first is None or found.last is None:
        return
    blocks = rules.blocks
    long = found.dated and found.days > blocks.month_days
    if long and found.days > blocks.year_days:
        yield from ((f"year {year}", True) for year in _years(found.first, found.last))
        return
    yield from ((f"month {month}", long) for month in _months(found.first, found.last))
    if long:
        yield from ((f"year {year}", False) for year in _years(found.first, found.last))
    else:
        # A day more on either side, for accounts of one night differ by a day.
        days = range((found.first - 1) // blocks.days, (found.last + 1) // blocks.days + 1)
        yield from ((f"days {bucket}", None) for bucket in days)


def _years(first: int, last: int) -> range:
    return range(datetime.date.fromordinal(first).year, datetime.date.fromordinal(last).year + 1)


def _months(first: int, last: int) -> Iterator[str]:
    one, other = datetime.date.fromordinal(first), datetime.date.fromordinal(last)
    for month in range(one.year * 12 + one.month - 1, other.year * 12 + other.month):
        yield f"{month // 12}-{month % 12 + 1:02}"
