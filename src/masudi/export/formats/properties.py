"""What GeoJSON, KML, HXL and Parquet tell of an event, under names of our own."""

from __future__ import annotations

from masudi.export.formats.cells import Cell
from masudi.export.formats.events import Event, mark_columns, marks, notes, party_name, sides, sources
from masudi.export.formats.fatalities import dead
from masudi.export.formats.model import columns

PROPERTIES = (
    *columns(
        incident="The incident’s id.",
        date_start="The first day; empty where no claim gives one.",
        date_end="The last day.",
        actors="Who acts.",
        targets="Who is acted on.",
        place="The place.",
        within="What it lies within, as far as the gazetteer says.",
        place_id="Its id in the gazetteer.",
        precision="How exactly the point is known, by the class of docs/gazetteers.md.",
        radius_km="How far from the point the place may be, in kilometres.",
        killed_low="The lowest count of dead that an origin gives; empty where nobody counts any.",
        killed_high="The highest; empty where an account sets no upper end.",
        sources="The reports that say it.",
        words="The words that say it.",
    ),
    *mark_columns(status="asserted."),
)


def properties(event: Event) -> dict[str, Cell]:
    """The properties of an event, in their order."""
    place, incident = event.place, event.incident
    actors, targets = sides(event)
    low, high = dead(event)
    found: dict[str, Cell] = {
        "incident": incident.id,
        "date_start": incident.from_,
        "date_end": incident.to,
        "actors": "; ".join(map(party_name, actors)) or None,
        "targets": "; ".join(map(party_name, targets)) or None,
        "place": (place.name or place.text) if place else None,
        "within": place.within if place else None,
        "place_id": place.gazetteer_id if place else None,
        "precision": place.precision if place else None,
        "radius_km": place.radius_km if place else None,
        "killed_low": low,
        "killed_high": high,
        "sources": sources(event),
        "words": notes(event),
        **marks(event),
    }
    return {one.name: found[one.name] for one in PROPERTIES}


def point(event: Event) -> tuple[float, float] | None:
    """Longitude and latitude of an event, in WGS 84 degrees; None where its place has no point."""
    place = event.place
    if place is None or place.lat is None or place.lon is None:
        return None
    return round(place.lon, 6), round(place.lat, 6)
