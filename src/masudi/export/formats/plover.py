"""PLOVER's records: who did what to whom, where and when (PLOVER Manual 2.0; codes by data/crosswalk.yaml)."""

from __future__ import annotations

from masudi.export.formats import parties
from masudi.export.formats.cells import Cell
from masudi.export.formats.codebook import codebook
from masudi.export.formats.events import Event, mark_columns, marks, notes, sides, sources
from masudi.export.formats.fatalities import dead
from masudi.export.formats.model import columns

COLUMNS = (
    *columns(
        event_id="The incident’s id.",
        event_date="The first day of the incident; empty where no claim gives one.",
        event_type="One of PLOVER’s 16 types, by Masudi’s crosswalk.",
        event_mode="The mode, where the words decide it.",
        actor_name="Who acts.",
        actor_country="The country it belongs to (ISO 3166-1, two letters).",
        actor_sector="PLOVER’s sector.",
        recipient_name="Who is acted on.",
        recipient_country="As actor_country.",
        recipient_sector="As actor_sector.",
        placename="The place.",
        latitude="WGS 84 degrees; empty where the place has no point.",
        longitude="As latitude.",
        magnitude_dead_low="The lowest count of dead that an origin gives.",
        magnitude_dead_high="The highest; empty where an account sets no upper end.",
        sources="The reports that say it.",
        event_text="The words that say it.",
        masudi_note="What the crosswalk leaves open about the code.",
    ),
    *mark_columns(status="asserted or attempted."),
)


def _row(event: Event) -> dict[str, Cell]:
    code, place = event.code, event.place
    assert code is not None
    actors, targets = sides(event)
    actor, target = parties.first(actors), parties.first(targets)
    low, high = dead(event)
    return {
        "event_id": event.incident.id,
        "event_date": event.incident.from_,
        "event_type": code.code,
        "event_mode": code.mode,
        "actor_name": parties.name(actor),
        "actor_country": parties.country(actor) if actor else None,
        "actor_sector": parties.sector(actor) if actor else None,
        "recipient_name": parties.name(target),
        "recipient_country": parties.country(target) if target else None,
        "recipient_sector": parties.sector(target) if target else None,
        "placename": (place.name or place.text) if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "magnitude_dead_low": low,
        "magnitude_dead_high": high,
        "sources": sources(event),
        "event_text": notes(event),
        "masudi_note": code.note,
        **marks(event),
    }


FORMAT = codebook("plover", says="PLOVER records: actor, event type and mode, recipient.", columns=COLUMNS, row=_row)
