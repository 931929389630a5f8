"""The pictures of a brief on a case: each incident once, where and when it is said to have been."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from masudi.brief.pictures import Event, Mapped, Spot, draw_map, draw_timeline
from masudi.brief.pictures.events import listed
from masudi.brief.values import Picture
from masudi.domain import Place, Status
from masudi.domain.case import Synthetic
from masudi.domain.incident import Incident
from masudi.domain.view import CaseView

# Classes of precision (data/placekinds.yaml) that may be drawn as a point; every other is an area.
PINNED = frozenset({"exact", "neighbourhood", "village", "city"})
# How far from its point an area of which the gazetteer does not say it may reach, in kilometres.
_REACH = 5.0


def pictures(view: CaseView) -> tuple[Picture, ...]:
    """The map and the timeline; neither where there is nothing to put on it."""
    incidents = [one.incident for one in view.incidents]
    made_up = view.synthetic in (Synthetic.MADE_UP, Synthetic.MIXED)
    mapped = draw_map(_spots(incidents), made_up=made_up)
    timeline = draw_timeline(_events(incidents), undated=sum(one.from_ is None for one in incidents))
    found = [Picture(drawing=mapped.drawing, caption=_caption(mapped, incidents))] if mapped else []
    if timeline:
        caption = "Incidents by kind and day. A number is how many began there; a line, how long one went on."
        found.append(Picture(drawing=timeline, caption=caption))
    return tuple(found)


def _spots(incidents: Sequence[Incident]) -> list[Spot]:
    """The places with a point, and how many incidents of each status are there."""
    places: dict[tuple[str, bool], Place] = {}
    counts: dict[tuple[str, bool], Counter[Status]] = {}
    for one in incidents:
        for key, place in {_key(place): place for place in one.places if place.lat is not None}.items():
            places.setdefault(key, place)
            counts.setdefault(key, Counter())[one.status] += 1
    return [
        Spot(
            name=place.name or place.text,
            lat=place.lat or 0.0,
            lon=place.lon or 0.0,
            radius_km=place.radius_km or _REACH,
            pinned=key[1],
            counts=dict(counts[key]),
        )
        for key, place in places.items()
        if place.lon is not None
    ]


def _key(place: Place) -> tuple[str, bool]:
    return place.gazetteer_id or place.name or place.text, place.precision in PINNED


def _events(incidents: Sequence[Incident]) -> list[Event]:
    return [
        Event(
            row=one.kinds[0].replace("_", " "),
            status=one.status,
            first=one.from_,
            last=max(one.from_, one.to or one.from_),
        )
        for one in incidents
        if one.from_ is not None
    ]


def _caption(mapped: Mapped, incidents: Sequence[Incident]) -> str:
    """What the map shows, and what it cannot."""
    said = ["Where incidents are said to have been; a sign grows with how many."]
    if mapped.unnamed:
        said.append(f"Without room for a name: {listed(mapped.unnamed)}.")
    if mapped.outside:
        said.append(f"Outside the map: {listed(mapped.outside)}.")
    if mapped.wide:
        said.append(f"Known only to be somewhere in a wide area: {listed(mapped.wide)}.")
    nowhere = sum(all(place.lat is None for place in one.places) for one in incidents)
    if nowhere:
        said.append(f"{nowhere:,} incident{'' if nowhere == 1 else 's'} without a point on any map.")
    return " ".join(said)
