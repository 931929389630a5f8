"""The columns of a gazetteer's table, and the entry that a row becomes."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from masudi.resolve.sites import Site


class SiteRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row as it stands: `names` and `common` are lists with | between."""

    id: str
    name: str
    names: str = ""
    kind: str
    country: str
    within: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str
    population: int = 0
    common: str = ""
    source: str


class SiteEntry(NamedTuple):
    """A site, the spellings of it that count only in context, and the file and line that it comes from."""

    site: Site
    common: tuple[str, ...]
    path: str
    line: int


def listed(cell: str) -> tuple[str, ...]:
    """The names of a cell, with | between; each once, in order."""
    return tuple(dict.fromkeys(filter(None, (" ".join(part.split()) for part in cell.split("|"))))) if cell else ()


def entry_of(row: SiteRow, path: str, line: int) -> SiteEntry:
    """The entry of a row; `area` is still open."""
    site = Site(
        id=row.id,
        name=row.name,
        names=tuple(name for name in listed(row.names) if name != row.name),
        kind=row.kind,
        country=row.country,
        within=row.within,
        lat=row.lat,
        lon=row.lon,
        precision=row.precision,
        population=row.population,
        source=row.source,
    )
    return SiteEntry(site, listed(row.common), path, line)
