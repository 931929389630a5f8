"""Looking places up by name in all gazetteers that are at hand, for whoever pins one."""

from __future__ import annotations

import msgspec

from masudi.resolve import load_atlas
from masudi.resolve.locating import located_at

_MOST = 12


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A place of a gazetteer: where it is (WGS 84 degrees), what kind of place, and what it lies in."""

    id: str
    name: str
    kind: str
    within: str | None
    country: str | None
    lat: float
    lon: float


def candidates(name: str) -> tuple[Candidate, ...]:
    """At most a dozen places with a point that are called so, then those that are only spelt alike."""
    atlas = load_atlas()
    rows = dict.fromkeys(hit.row for hit in (*atlas.named(name), *atlas.alike(name)))
    found = []
    for row in rows:
        site = located_at(row, atlas)
        if site.id is None or site.lat is None or site.lon is None:
            continue
        found.append(
            Candidate(
                id=site.id,
                name=site.name or name,
                kind=site.kind.replace("_", " "),
                within=site.within if site.within != site.name else None,
                country=atlas.country_name(site.country) if site.country else None,
                lat=site.lat,
                lon=site.lon,
            )
        )
        if len(found) == _MOST:
            break
    return tuple(found)
