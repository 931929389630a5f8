"""Links between places (data/links.csv): what one can move along, from when to when, for judging who is cut off."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from masudi.data import Row, load_csv, packaged, show
from masudi.errors import KnowledgeError
from masudi.resolve.place_checks import cited
from masudi.resolve.place_layers import load_local_layer
from masudi.resolve.place_rules import PlaceRules, load_place_rules
from masudi.resolve.sites import Site

LinkKind = Literal["road", "bridge", "river_crossing", "air", "drop_zone"]
# Such a link comes from outside, wherever that is, and so may have no first end.
_FROM_OUTSIDE = frozenset({"air", "drop_zone"})
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Days(msgspec.Struct, frozen=True, kw_only=True):
    """A date as exactly as the source gives it: a day, or the first and last day of its month or year."""

    first: datetime.date
    last: datetime.date


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A way between two places, in both directions.

    `start` is None for what comes from the air. `via` is the bridge, crossing or town that it goes over. `since` None:
    it was there before the sources begin. `until` None: no source says that it ended.
    """

    kind: LinkKind
    start: str | None
    end: str
    via: str | None
    since: Days | None
    until: Days | None
    source: str
    note: str | None

    def open_on(self, day: datetime.date) -> bool | None:
        """Whether it could be used on `day`, as far as the sources say; None where the dates are too coarse to tell."""
        if (self.since and day < self.since.first) or (self.until and day > self.until.last):
            return False
        if (self.since and day < self.since.last) or (self.until and day > self.until.first):
            return None
        return True


class LinkArea(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether all links of an area are listed: only then can "nothing leads out" be concluded."""

    area: str
    complete: bool
    note: str


class Links(msgspec.Struct, frozen=True, kw_only=True):
    """The links, and the areas by the id of their site."""

    links: tuple[Link, ...]
    areas: Mapping[str, LinkArea]


class _LinkRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: LinkKind
    start: str | None = msgspec.field(name="from", default=None)
    end: str = msgspec.field(name="to")
    via: str | None = None
    since: str | None = None
    until: str | None = None
    source: str
    note: str | None = None


@cache
def load_links() -> Links:
    """The packaged links; KnowledgeError, with file, line and field, where a row is at fault."""
    # The layer holds the same sites as the tables, and opens at once.
    sites = {site.id: site for site in load_local_layer().sites}
    return read_links(packaged("links.csv"), packaged("link_areas.csv"), sites, load_place_rules())


def read_links(path: Path, areas_path: Path, sites: Mapping[str, Site], rules: PlaceRules | None = None) -> Links:
    """The links in `path` between places of `sites`, and the areas in `areas_path`; KnowledgeError at a fault.

    With `rules` a source has to be one that is registered (sources.yaml); without, it may be in any words.
    """
    rows = load_csv(path, _LinkRow)
    for fault in _faults(rows, path, sites, rules):
        raise fault
    areas = load_csv(areas_path, LinkArea)
    for at, row in enumerate(areas):
        if row.value.area not in sites:
            raise KnowledgeError(str(areas_path), f"field 'area': {show(row.value.area)} is no entry", line=row.line)
        if row.value.area in {before.value.area for before in areas[:at]}:
            raise KnowledgeError(str(areas_path), f"field 'area': {show(row.value.area)} stands twice", line=row.line)
    return Links(links=tuple(_link(row.value) for row in rows), areas={row.value.area: row.value for row in areas})


def _link(row: _LinkRow) -> Link:
    return Link(
        kind=row.kind,
        start=row.start,
        end=row.end,
        via=row.via,
        since=days(row.since) if row.since else None,
        until=days(row.until) if row.until else None,
        source=row.source,
        note=row.note,
    )


def days(words: str) -> Days:
    """The days that a date covers: YYYY, YYYY-MM or YYYY-MM-DD; ValueError where it is none of these."""
    found = _DATE.fullmatch(words)
    if not found:
        raise ValueError(words)
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if month is None:
        return Days(first=datetime.date(year, 1, 1), last=datetime.date(year, 12, 31))
    first = datetime.date(year, month, day or 1)
    return Days(first=first, last=first if day else first.replace(day=calendar.monthrange(year, month)[1]))


def _faults(
    rows: Sequence[Row[_LinkRow]], path: Path, sites: Mapping[str, Site], rules: PlaceRules | None
) -> Iterator[KnowledgeError]:
    seen: dict[tuple[str | None, ...], int] = {}
    for line, row in rows:
        for problem in _row_faults(row, sites, rules):
            yield KnowledgeError(str(path), problem, line=line)
        key = (row.kind, row.start, row.end, row.via, row.since, row.until)
        if (before := seen.setdefault(key, line)) != line:
            yield KnowledgeError(str(path), f"says the same as line {before}", line=line)


def _row_faults(row: _LinkRow, sites: Mapping[str, Site], rules: PlaceRules | None) -> Iterator[str]:
    for field, site in (("from", row.start), ("to", row.end), ("via", row.via)):
        if site is not None and site not in sites:
            yield f"field {field!r}: {show(site)} is no entry of the gazetteers"
    if row.start is None and row.kind not in _FROM_OUTSIDE:
        yield f"field 'from' is empty, which only {' and '.join(sorted(_FROM_OUTSIDE))} allow"
    if row.start == row.end:
        yield "fields 'from' and 'to' are the same place"
    dates: list[Days | None] = []
    for field, words in (("since", row.since), ("until", row.until)):
        try:
            dates.append(days(words) if words else None)
        except ValueError:
            yield f"field {field!r}: {show(words or '')} is no date: write YYYY-MM-DD, YYYY-MM or YYYY"
    if len(dates) == 2 and dates[0] and dates[1] and dates[0].first > dates[1].last:
        yield "field 'until' lies before 'since'"
    if rules is not None:
        yield from cited(row.source, rules)
    elif not row.source.strip():
        yield "field 'source' is empty: say where the link is known from"
