"""ACLED's shape: one row an event (ACLED Codebook, edition of October 2024; codes by data/crosswalk.yaml)."""

from __future__ import annotations

from masudi.export.formats import parties
from masudi.export.formats.cells import Cell
from masudi.export.formats.codebook import codebook
from masudi.export.formats.events import Event, mark_columns, marks, notes, sides, sources, span_code
from masudi.export.formats.fatalities import acled_fatalities, dead
from masudi.export.formats.model import columns
from masudi.export.formats.rules import load_precisions, load_rules
from masudi.ontology import load_ontology

COLUMNS = (
    *columns(
        event_id_cnty="The incident's id.",
        event_date="The first day of the incident; empty where no claim gives one.",
        year="The year of that day.",
        time_precision="1 one day, 2 within a week, 3 within a month or longer; empty without a date.",
        disorder_type="The type of disorder that ACLED counts the event type to.",
        event_type="The event type, by Masudi's crosswalk.",
        sub_event_type="The sub-event type, by the same.",
        actor1="Who acts, as most claims have it.",
        assoc_actor_1="Others who act with it.",
        inter1="The type of the actor in words; empty where the lists do not know it.",
        actor2="Who is acted on.",
        assoc_actor_2="Others who are.",
        inter2="The type of that actor.",
        interaction="Both types in ACLED’s order, or one with “only”; empty where a type is not known.",
        civilian_targeting="“Civilian targeting” where the target are civilians.",
        admin1="What the place lies within, as far as the gazetteer says: a division, or a country.",
        location="The place.",
        latitude="WGS 84 degrees; empty where the place has no point.",
        longitude="As latitude.",
        geo_precision="1 the place itself, 2 near it or a part of a division, 3 a larger area.",
        source="The reports that say it.",
        notes="The words that say it.",
        fatalities="The dead by ACLED’s conventions: the lowest count of an origin; a vague word has a fixed value.",
        timestamp="Empty: the same case gives the same file.",
        masudi_fatalities_low="The lowest count that the words give.",
        masudi_fatalities_high="The highest; empty where an account sets no upper end.",
        masudi_note="What the crosswalk leaves open about the code.",
    ),
    *mark_columns(status="asserted or attempted."),
)


def _row(event: Event) -> dict[str, Cell]:
    rules = load_rules().acled
    code, place, day = event.code, event.place, event.incident.from_
    assert code is not None
    precision = load_precisions().get(place.precision or "") if place else None
    low, high = dead(event)
    return {
        "event_id_cnty": event.incident.id,
        "event_date": day,
        "year": day.year if day else None,
        "time_precision": span_code(event, "acled"),
        "disorder_type": next((one.disorder for one in rules.disorder if one.type == code.code), None),
        "event_type": code.code,
        "sub_event_type": code.sub,
        "admin1": place.within if place else None,
        "location": (place.name or place.text) if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "geo_precision": precision.acled if precision else None,
        "source": sources(event),
        "notes": notes(event),
        "fatalities": acled_fatalities(event),
        "masudi_fatalities_low": low,
        "masudi_fatalities_high": high,
        "masudi_note": code.note,
        **_sides(event),
        **marks(event),
    }


def _sides(event: Event) -> dict[str, Cell]:
    actors, targets = sides(event)
    one, other = parties.first(actors), parties.first(targets)
    inter1, inter2 = (parties.inter(each) if each else None for each in (one, other))
    civilians = other is not None and load_ontology().labels.actor_class(other.entity) == "civilians"
    return {
        "actor1": parties.name(one),
        "assoc_actor_1": parties.others(actors),
        "inter1": inter1,
        "actor2": parties.name(other),
        "assoc_actor_2": parties.others(targets),
        "inter2": inter2,
        "interaction": parties.interaction(one, other),
        "civilian_targeting": "Civilian targeting" if civilians else None,
    }


FORMAT = codebook(
    "acled", says="Events in ACLED’s columns, by the crosswalk to its codebook.", columns=COLUMNS, row=_row
)
