"""UCDP GED's shape: one row an event that killed (UCDP GED Codebook 24.1; codes by data/crosswalk.yaml)."""

from __future__ import annotations

from masudi.domain import Party
from masudi.export.formats import parties
from masudi.export.formats.cells import Cell
from masudi.export.formats.codebook import codebook
from masudi.export.formats.events import Event, mark_columns, marks, notes, sides, sources, span_code
from masudi.export.formats.fatalities import best, bounds, deaths
from masudi.export.formats.model import columns
from masudi.export.formats.rules import load_precisions
from masudi.ontology import load_ontology

COLUMNS = (
    *columns(
        id="The incident’s id.",
        year="The year of its first day.",
        type_of_violence="1 state-based, 2 non-state, 3 one-sided; by Masudi’s crosswalk.",
        conflict_name="The two sides.",
        dyad_name="The two sides.",
        side_a="The government in type 1, the perpetrator in type 3.",
        side_b="The other side; “Civilians” in type 3.",
        number_of_sources="How many reports tell it, reprints taken together.",
        source_article="The reports: publisher, day, URL.",
        source_original="Who is quoted, and publishers who tell it themselves.",
        where_prec="1 exact, 2 within about 25 km, 3 second-order division, 4 first-order, 5 area or line, 6 country.",
        where_coordinates="The place.",
        where_description="The place in the report’s words, and what it lies within.",
        latitude="WGS 84 degrees; empty where the place has no point.",
        longitude="As latitude.",
        event_clarity="1 one day and one place are given, 2 otherwise.",
        date_prec="1 one day, 2 two to six days, 3 a week, 4 a month, 5 longer; empty without a date.",
        date_start="The first day.",
        date_end="The last day.",
        deaths_a="Dead of side A: a number only where all accounts give the same exact one.",
        deaths_b="Dead of side B, likewise.",
        deaths_civilians="Dead who are called civilians, likewise.",
        deaths_unknown="Dead of whom nobody says who they were, likewise.",
        best="Empty, unless a person has set the number by correcting or adding a claim.",
        low="The lowest number of dead that an origin gives, at least 1. Nothing is added.",
        high="The highest; empty where an account sets no upper end.",
        masudi_note="What the crosswalk leaves open about the code.",
        masudi_notes="The words that say it.",
    ),
    *mark_columns(status="asserted."),
)


def _row(event: Event) -> dict[str, Cell]:
    code, place, incident = event.code, event.place, event.incident
    assert code is not None
    precision = load_precisions().get(place.precision or "") if place else None
    side_a, side_b = _sides(event)
    low, high = bounds(event)
    both = " - ".join(one for one in (side_a, side_b) if one)
    exact = event.days == 1 and place is not None and place.lat is not None
    return {
        "id": incident.id,
        "year": incident.from_.year if incident.from_ else None,
        "type_of_violence": int(code.code) if code.code else None,
        "conflict_name": both,
        "dyad_name": both,
        "side_a": side_a,
        "side_b": side_b,
        "number_of_sources": incident.corroboration.reports,
        "source_article": sources(event),
        "source_original": "; ".join(one.name for one in incident.origins),
        "where_prec": precision.ged if precision else None,
        "where_coordinates": (place.name or place.text) if place else None,
        "where_description": ", ".join(one for one in (place.text, place.within) if one) if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "event_clarity": 1 if exact else 2,
        "date_prec": span_code(event, "ged"),
        "date_start": incident.from_,
        "date_end": incident.to,
        "best": best(event),
        "low": low,
        "high": high,
        "masudi_note": code.note,
        "masudi_notes": notes(event),
        **deaths(event, side_a, side_b),
        **marks(event),
    }


def _sides(event: Event) -> tuple[str | None, str | None]:
    actors, targets = sides(event)
    one, other = parties.first(actors), parties.first(targets)
    assert event.code is not None
    if event.code.code == "3":
        return parties.name(one), "Civilians"
    if event.code.code == "1" and _is_state(other) and not _is_state(one):
        one, other = other, one
    return parties.name(one), parties.name(other)


def _is_state(party: Party | None) -> bool:
    return party is not None and load_ontology().labels.actor_class(party.entity) in ("state", "foreign_state")


FORMAT = codebook("ged", says="Events with deaths in the columns of UCDP GED.", columns=COLUMNS, row=_row)
