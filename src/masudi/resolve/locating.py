"""From toponyms to points: which place each means, where it lies, and how exactly the words locate what is told of it.

Goes in: a text, its toponyms and an `Atlas`. Comes out, for each toponym, a `Located` value or None. A place of which
no source gives a point takes that of what it lies in, with the precision `within_parent`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from masudi.domain import Span
from masudi.resolve.atlas import Atlas
from masudi.resolve.place_features import kilometres
from masudi.resolve.place_kinds import load_place_kinds
from masudi.resolve.place_offsets import Offset, load_offset_reader, moved
from masudi.resolve.placing import Placed, place

# Above this many kilometres between two places, what lies between them is an area and no spot.
_FAR_APART = 50.0
_DEEPEST = 6


class Located(msgspec.Struct, frozen=True, kw_only=True):
    """A toponym's place: `lat` and `lon` in WGS 84 degrees, what is meant within `radius_km` of them.

    `id` is the gazetteer's entry, `area` the first-order division, `precision` a class of data/placekinds.yaml,
    `confidence` how likely the place is the one meant, from 0 to 1.
    """

    id: str
    name: str
    kind: str
    country: str | None
    area: str | None
    lat: float | None
    lon: float | None
    precision: str
    radius_km: float | None
    confidence: float


def resolve_places(
    text: str, toponyms: Sequence[Span], atlas: Atlas, *, context: Iterable[str] = ()
) -> list[Located | None]:
    """Where each of some toponyms of a text (sorted by start) lies; None where no gazetteer has the place.

    The words around a toponym count: "10 km north of Homs" is no longer in Homs. `context` as for `place`.
    """
    located = [
        _located(one, atlas) if one is not None else None for one in place(text, toponyms, atlas, context=context)
    ]
    reader = load_offset_reader()
    offsets = [
        reader.read(text, span.start, span.end) if one is not None else None
        for span, one in zip(toponyms, located, strict=True)
    ]
    for at, (one, offset) in enumerate(zip(list(located), offsets, strict=True)):
        if one is None or offset is None:
            continue
        if not offset.between:
            located[at] = _away(one, offset)
        elif at + 1 < len(toponyms) and reader.joins(text[toponyms[at].end : toponyms[at + 1].start]):
            other = located[at + 1]
            if other is not None:
                located[at], located[at + 1] = _between(one, other), _between(other, one)
    return located


def _located(placed: Placed, atlas: Atlas) -> Located:
    site, kinds = atlas.site(placed.row), load_place_kinds()
    precision = kinds.precision(site.kind, site.precision)
    row = _with_point(placed.row, atlas)
    holder = atlas.site(row) if row is not None else site
    # A place reaches as far as its entry says, and at least as far as its class of precision.
    radius = (
        max(atlas.extent(row), kinds.precision(holder.kind, holder.precision).radius_km) if row is not None else None
    )
    if row != placed.row:
        precision = kinds.precisions["within_parent"]
    return Located(
        id=site.id,
        name=site.name,
        kind=site.kind,
        country=site.country,
        area=site.area,
        lat=holder.lat,
        lon=holder.lon,
        precision=precision.name,
        radius_km=radius,
        confidence=placed.confidence,
    )


def _with_point(row: int, atlas: Atlas) -> int | None:
    """The row of the place, or of the nearest one around it that has a point."""
    for _ in range(_DEEPEST):
        site = atlas.site(row)
        if site.lat is not None:
            return row
        above = atlas.row_of(site.within) if site.within else None
        if above is None:
            return None
        row = above
    return None


def _away(one: Located, offset: Offset) -> Located:
    """A place told from another one: of its point and reach, and less exact."""
    lat, lon = one.lat, one.lon
    if offset.bearing is not None and lat is not None and lon is not None:
        lat, lon = moved(lat, lon, offset.km, offset.bearing)
    return msgspec.structs.replace(
        one,
        lat=lat,
        lon=lon,
        precision=_coarser(one.precision),
        radius_km=round((one.radius_km or 0) + offset.within_km, 1),
    )


def _coarser(precision: str, least: str = "near") -> str:
    """The less exact one of two classes."""
    order = load_place_kinds().order
    return max(precision, least, key=lambda name: order[name])


def _between(one: Located, other: Located) -> Located:
    """What lies between two places, as one of them has it."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return msgspec.structs.replace(one, precision=_coarser(one.precision))
    apart = _kilometres(one, other)
    return msgspec.structs.replace(
        one,
        lat=round((one.lat + other.lat) / 2, 5),
        lon=round((one.lon + other.lon) / 2, 5),
        precision=_coarser(one.precision, "near" if apart <= _FAR_APART else "area"),
        radius_km=round(apart / 2, 1),
    )


def _kilometres(one: Located, other: Located) -> float:
    here, there = (np.array([[place.lat], [place.lon]]) for place in (one, other))
    return float(kilometres(here[0], here[1], there[0], there[1])[0, 0])
