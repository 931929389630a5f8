"""A place of a gazetteer, whichever it comes from."""

from __future__ import annotations

import msgspec


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A place that has an entry: WGS 84 degrees, or no point where no source gives one."""

    id: str  # "geonames:170794", "naturalearth:…", "local:deir_ez_zor_city_hawiqa", "user:…"
    name: str
    names: tuple[str, ...] = ()
    kind: str  # kind word (town, neighbourhood, base, river, country, area …)
    country: str | None = None  # ISO 3166-1 alpha-2
    area: str | None = None  # name of the first-order division
    within: str | None = None  # id of the site that it lies in, where known
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None  # exact, neighbourhood, village, city, area, within_parent
    population: int = 0
    source: str | None = None
