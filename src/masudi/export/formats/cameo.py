"""CAMEO's records: date, source, target, code (CAMEO Codebook 1.1b3; codes by data/crosswalk.yaml)."""

from __future__ import annotations

from masudi.export.formats import parties
from masudi.export.formats.cells import Cell
from masudi.export.formats.codebook import codebook
from masudi.export.formats.events import Event, mark_columns, marks, notes, sides, sources
from masudi.export.formats.model import columns

COLUMNS = (
    *columns(
        event_id="The incident’s id.",
        date="The first day of the incident as YYYYMMDD; empty where no claim gives one.",
        source="Who acts.",
        source_country="The country it belongs to (ISO 3166-1, two letters).",
        target="Who is acted on.",
        target_country="As source_country.",
        code="CAMEO’s code, to be read as text: “0841” is not 841.",
        label="What the code means.",
        location="The place.",
        latitude="WGS 84 degrees; empty where the place has no point.",
        longitude="As latitude.",
        reports="The reports that say it.",
        text="The words that say it.",
        masudi_note="What the crosswalk leaves open about the code.",
    ),
    *mark_columns(status="asserted or attempted."),
)


def _row(event: Event) -> dict[str, Cell]:
    code, place, day = event.code, event.place, event.incident.from_
    assert code is not None
    actors, targets = sides(event)
    actor, target = parties.first(actors), parties.first(targets)
    return {
        "event_id": event.incident.id,
        "date": day.strftime("%Y%m%d") if day else None,
        "source": parties.name(actor),
        "source_country": parties.country(actor) if actor else None,
        "target": parties.name(target),
        "target_country": parties.country(target) if target else None,
        "code": code.code,
        "label": code.label,
        "location": (place.name or place.text) if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "reports": sources(event),
        "text": notes(event),
        "masudi_note": code.note,
        **marks(event),
    }


FORMAT = codebook("cameo", says="CAMEO records: date, source, target, code.", columns=COLUMNS, row=_row)
