"""From toponyms to points: which place each means, where it lies, and how exactly the words locate what is told of it.

Goes in: a text, its toponyms and an `Atlas`. Comes out, for each toponym, a `Located` value or None. A place of which
no source gives a point takes that of what it lies in, with the precision `within_parent`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from masudi.domain import Span
from masudi.resolve.atlas import Atlas
from masudi.resolve.gazetteer import Form
from masudi.resolve.place_checks import distance_km
from masudi.resolve.place_kinds import load_place_kinds
from masudi.resolve.place_layers import FIRST_ORDER
from masudi.resolve.place_offsets import Offset, load_offset_reader, moved
from masudi.resolve.placing import Placed, context_of, nations, place, remembered, says_in
from masudi.resolve.sites import Site
from masudi.resolve.spelling import folded
from masudi.resolve.toponyms import PlaceMention

# Above this many kilometres between two places, what lies between them is an area and no spot.
_FAR_APART = 50.0
_DEEPEST = 6
# A site of a town lies no further from its point.
_SITE_KM = 25.0
# How likely a site that no gazetteer has lies in the town in view (measured on the training reports).
_GUESSED = 0.85
_WIDEST = frozenset(("country", "region"))


class Located(msgspec.Struct, frozen=True, kw_only=True):
    """A toponym's place: `lat` and `lon` in WGS 84 degrees, what is meant within `radius_km` of them.

    `id` and `name` are the gazetteer's (None where only what the place lies in has an entry), `area` is the first-order
    division, `within` that, or for a first-order division the country, in words; `precision` is a class of
    data/placekinds.yaml, `confidence` how likely the place is the one meant, from 0 to 1.
    """

    id: str | None
    name: str | None
    kind: str
    country: str | None
    area: str | None
    within: str | None
    lat: float | None
    lon: float | None
    precision: str
    radius_km: float | None
    confidence: float


class Point(NamedTuple):
    """Where a place lies, and how far from there it may reach, in kilometres."""

    lat: float | None
    lon: float | None
    radius_km: float | None


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


def located_at(row: int, atlas: Atlas) -> Located:
    """The place of a row of an atlas, for somebody who knows that it is the one meant."""
    return _located(Placed(row, 1.0), atlas)


def _located(placed: Placed, atlas: Atlas) -> Located:
    site = atlas.site(placed.row)
    point, precision = point_of(placed.row, atlas)
    return Located(
        id=site.id,
        name=site.name,
        kind=site.kind,
        country=site.country,
        area=site.area,
        within=_within(site, atlas),
        lat=point.lat,
        lon=point.lon,
        precision=precision,
        radius_km=point.radius_km,
        confidence=placed.confidence,
    )


def point_of(row: int, atlas: Atlas) -> tuple[Point, str]:
    """The point of a place and its precision; where it has none, the point of what it lies in."""
    kinds = load_place_kinds()
    site = atlas.site(row)
    holder = _with_point(row, atlas)
    if holder is None:
        return Point(None, None, None), "within_parent"
    around_it = atlas.site(holder)
    least = kinds.precision(around_it.kind, around_it.precision)
    point = Point(around_it.lat, around_it.lon, max(atlas.extent(holder), least.radius_km))
    if holder == row:
        return point, least.name
    if around_it.kind in FIRST_ORDER:
        # What lies somewhere in a province lies where its people live rather than where its label stands.
        middle = atlas.middle(site.country, site.area)
        point = Point(*middle, point.radius_km) if middle else point
    return point, "within_parent"


def locate_mentions(
    text: str, mentions: Sequence[PlaceMention], parties: Iterable[Span], atlas: Atlas
) -> tuple[Located | None, ...]:
    """Where each of the places that `find_places` found lies; "the city" where the town that it points back to does."""
    named = [(number, asked) for number, one in enumerate(mentions) if (asked := _asked(one, atlas)) is not None]
    found = resolve_places(text, [core for _, core in named], atlas, context=context_of(parties))
    located: list[Located | None] = [None] * len(mentions)
    by_name: dict[str, Located] = {}
    for (number, core), one in zip(named, found, strict=True):
        located[number] = one
        name = mentions[number].name
        if one is not None and name is not None and mentions[number].core == core:
            by_name.setdefault(name, one)
    for number, mention in enumerate(mentions):
        if mention.core is None and mention.name is not None:
            located[number] = by_name.get(mention.name)
        if mention.holder is not None and mention.holder in by_name:
            located[number] = inside_of(by_name[mention.holder])
        located[number] = _capital(mention, located[number], atlas) or located[number]
    held = frozenset(
        number
        for number, (mention, following) in enumerate(pairwise(mentions))
        if located[number + 1] is not None and says_in(text[mention.end : following.start])
    )
    for number in held:
        located[number] = _held(mentions[number], located[number], located[number + 1])
    return tuple(_in_view(text, mentions, located, held))


def _held(mention: PlaceMention, where: Located | None, holder: Located | None) -> Located | None:
    """Where a place lies of which the words tell what it lies in: a site in no other town than that."""
    if holder is None or not small(holder):
        return where
    if where is None or (mention.kind in load_place_kinds().sites and _apart(where, holder) > _SITE_KM):
        return inside_of(holder)
    return where


def _in_view(
    text: str, mentions: Sequence[PlaceMention], located: Sequence[Located | None], held: frozenset[int]
) -> Iterator[Located | None]:
    """The places, and of a site that no gazetteer has ("the hospital", "eastern parts") the town that it lies in.

    That is the last one named before it, or behind it in its sentence. On the training reports seven of eight such
    sites lie there. Where the words say that they lie in something else ("areas in Syria"), no town is guessed.
    """
    kinds = load_place_kinds()
    view: Located | None = None
    for number, (mention, where) in enumerate(zip(mentions, located, strict=True)):
        if where is not None and where.id is not None and where.kind in kinds.towns:
            view = where
        named = mention.name is not None or mention.core is not None
        site = mention.kind in kinds.sites or (mention.kind in kinds.towns and not named)
        if where is not None or not site or number in held:
            yield where
            continue
        town = _behind(text, number, mentions, located) or view
        yield inside_of(town, _GUESSED) if town is not None else None


def _behind(
    text: str, number: int, mentions: Sequence[PlaceMention], located: Sequence[Located | None]
) -> Located | None:
    """The town that is named next behind a place in its sentence."""
    start = mentions[number].end
    stops = (text.find(mark, start) for mark in (". ", "! ", "? ", "\n"))
    end = min((at for at in stops if at >= 0), default=len(text))
    for other, where in zip(mentions[number + 1 :], located[number + 1 :], strict=True):
        if other.start >= end:
            return None
        if where is not None and where.id is not None and where.kind in load_place_kinds().towns:
            return where
    return None


def _apart(one: Located, other: Located) -> float:
    """How far two places lie from one another, in kilometres; 0 where that is not known."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0
    return distance_km(one.lat, one.lon, other.lat, other.lon)


def _capital(mention: PlaceMention, where: Located | None, atlas: Atlas) -> Located | None:
    """The capital where a country's is meant: "the Syrian capital", "the capital of Yemen"."""
    words = folded(mention.text).split()
    if load_place_kinds().capital.isdisjoint(words) or (where is not None and where.kind != "country"):
        return None
    told = {where.country} if where else {atlas.site(row).country for word in words for row in nations(word, atlas)}
    row = atlas.capital(told.pop()) if len(told) == 1 else None
    return _located(Placed(row, where.confidence if where else 1.0), atlas) if row is not None else None


def holds(holder: Located | None, inner: Located | None) -> bool:
    """Whether one place is the country or first-order division that another lies in ("Aleppo, Syria")."""
    if holder is None or inner is None or holder.id == inner.id or holder.country != inner.country:
        return False
    if holder.kind in FIRST_ORDER:
        return holder.area == inner.area and inner.kind not in FIRST_ORDER
    return holder.kind == "country" and inner.kind not in _WIDEST


def small(holder: Located) -> bool:
    """Whether the point of a place says something of what lies somewhere in it."""
    return holder.kind not in _WIDEST


def inside_of(holder: Located, sure: float = 1.0) -> Located:
    """Where a place lies of which only what it lies in is known: somewhere there, and without an entry of its own.

    `sure` is how likely it lies there at all.
    """
    within = holder.name if holder.kind not in _WIDEST else holder.within
    confidence = round(holder.confidence * sure, 4)
    return msgspec.structs.replace(
        holder, id=None, name=None, precision="within_parent", within=within, confidence=confidence
    )


def _asked(mention: PlaceMention, atlas: Atlas) -> Span | None:
    """What a gazetteer is asked for: the name with the noun that tells what it is, or alone where that is unknown."""
    if mention.bare is None:
        # A local gazetteer may know "the cemetery area" of the town that the report is about.
        common = any(one.form is Form.COMMON for one in remembered(mention.text, atlas))
        return Span(start=mention.start, end=mention.end, text=mention.text) if common else None
    return mention.core if mention.core and remembered(mention.core.text, atlas) else mention.bare


def _within(site: Site, atlas: Atlas) -> str | None:
    if site.kind in _WIDEST or site.country is None:
        return None
    return site.area if site.area is not None and site.kind not in FIRST_ORDER else atlas.country_name(site.country)


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
    apart = distance_km(one.lat, one.lon, other.lat, other.lon)
    return msgspec.structs.replace(
        one,
        lat=round((one.lat + other.lat) / 2, 5),
        lon=round((one.lon + other.lon) / 2, 5),
        precision=_coarser(one.precision, "near" if apart <= _FAR_APART else "area"),
        radius_km=round(apart / 2, 1),
    )
