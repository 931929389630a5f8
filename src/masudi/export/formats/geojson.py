"""GeoJSON (RFC 7946): one feature an event; no geometry where the place has no point."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from masudi.domain.view import Published
from masudi.export.formats.aside import aside
from masudi.export.formats.events import events
from masudi.export.formats.manifest import about
from masudi.export.formats.model import File, Format
from masudi.export.formats.properties import PROPERTIES, point, properties
from masudi.export.jsonl import json_line


def write(published: Published) -> Iterator[File]:
    """The events as a collection of features, and a table of all others."""
    found, others = events(published.view)
    features = []
    for event in found:
        where = point(event)
        said = {name: _plain(value) for name, value in properties(event).items()}
        geometry = {"type": "Point", "coordinates": list(where)} if where else None
        features.append({"type": "Feature", "id": event.incident.id, "geometry": geometry, "properties": said})
    collection = {"type": "FeatureCollection", "masudi": about(published), "features": features}
    yield File(ending="", data=(json_line(collection) + "\n").encode("utf-8", "replace"))
    yield aside(others)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value


FORMAT = Format(
    name="geojson",
    suffix=".geojson",
    says="Events as points for maps.",
    columns=PROPERTIES,
    write=write,
)
