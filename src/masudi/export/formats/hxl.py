"""HXL (Humanitarian Exchange Language 1.1): a table with a row of hashtags, P-codes where the gazetteer has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from masudi.domain.view import Published
from masudi.export.formats.aside import aside
from masudi.export.formats.cells import Cell, table
from masudi.export.formats.events import Event, events
from masudi.export.formats.model import Column, File, Format, columns
from masudi.export.formats.properties import PROPERTIES, point, properties
from masudi.export.formats.rules import load_rules

COLUMNS = (
    *PROPERTIES,
    *columns(
        pcode="The P-code of the place, where the gazetteer was read from a list with such codes.",
        lat="WGS 84 degrees; empty where the place has no point.",
        lon="As lat.",
    ),
)
# HXL 1.1, "Hashtag and attribute dictionary".
TAGS = {
    "incident": "#event+id",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "actors": "#org+actor",
    "targets": "#org+target",
    "place": "#loc+name",
    "within": "#adm+name",
    "place_id": "#loc+id",
    "precision": "#geo+precision",
    "radius_km": "#geo+radius_km",
    "killed_low": "#affected+killed+min",
    "killed_high": "#affected+killed+max",
    "sources": "#meta+source",
    "words": "#description",
    "masudi_kinds": "#event+type",
    "masudi_status": "#status",
    "masudi_origins": "#meta+origins",
    "masudi_reports": "#meta+reports",
    "masudi_contradicted": "#meta+contradicted",
    "masudi_reviewed": "#meta+reviewed",
    "masudi_made_up": "#meta+synthetic",
    "pcode": "#loc+code",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
}


def write(published: Published) -> Iterator[File]:
    """The events, and a table of all others."""
    found, others = events(published.view)
    names = [one.name for one in COLUMNS]
    yield File(ending="", data=table(names, map(_row, found), tags=[TAGS[name] for name in names]))
    yield aside(others)


def _row(event: Event) -> dict[str, Cell]:
    where = point(event)
    code = re.search(rf"(?:^|:)({load_rules().pcode})$", (event.place and event.place.gazetteer_id) or "")
    return {
        **properties(event),
        "pcode": code.group(1) if code else None,
        "lat": where[1] if where else None,
        "lon": where[0] if where else None,
    }


def documented() -> tuple[Column, ...]:
    """The columns, each with its hashtag."""
    return tuple(Column(name=one.name, meaning=f"{TAGS[one.name]}: {one.meaning}") for one in COLUMNS)


FORMAT = Format(
    name="hxl",
    suffix=".csv",
    says="Events in a table with HXL hashtags, for humanitarian exchange.",
    columns=documented(),
    write=write,
)
