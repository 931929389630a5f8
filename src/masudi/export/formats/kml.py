"""KML 2.2 (OGC 07-147r2): one placemark an event, for Google Earth and other viewers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as Xml

from masudi.domain.view import Published
from masudi.export.formats.aside import aside
from masudi.export.formats.events import Event, events
from masudi.export.formats.manifest import about, lines
from masudi.export.formats.model import File, Format
from masudi.export.formats.properties import PROPERTIES, point, properties

_SPACE = "http://www.opengis.net/kml/2.2"
# Characters that XML 1.0 has no way to write.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(published: Published) -> Iterator[File]:
    """The events as placemarks in one document, and a table of all others."""
    found, others = events(published.view)
    root = Xml.Element("kml", xmlns=_SPACE)
    document = Xml.SubElement(root, "Document")
    _text(document, "name", "Events of a case")
    _text(document, "description", "\n".join(lines(about(published))))
    for event in found:
        _placemark(document, event)
    Xml.indent(root)
    data = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    yield File(ending="", data=data + b"\n")
    yield aside(others)


def _placemark(document: Xml.Element, event: Event) -> None:
    said = properties(event)
    mark = Xml.SubElement(document, "Placemark", id=f"incident-{event.incident.id}")
    name = " ".join(str(one) for one in (said["masudi_kinds"], said["place"]) if one)
    _text(mark, "name", f"{name} (MADE UP)" if event.synthetic else name)
    _text(mark, "description", str(said["words"] or ""))
    if event.incident.from_ and event.incident.to:
        span = Xml.SubElement(mark, "TimeSpan")
        _text(span, "begin", event.incident.from_.isoformat())
        _text(span, "end", event.incident.to.isoformat())
    extended = Xml.SubElement(mark, "ExtendedData")
    for column, value in said.items():
        if value is not None:
            data = Xml.SubElement(extended, "Data", name=column)
            _text(data, "value", str(value).lower() if isinstance(value, bool) else str(value))
    if (where := point(event)) is not None:
        _text(Xml.SubElement(mark, "Point"), "coordinates", f"{where[0]},{where[1]}")


def _text(parent: Xml.Element, name: str, words: str) -> None:
    Xml.SubElement(parent, name).text = _NO_XML.sub("�", words)


FORMAT = Format(
    name="kml",
    suffix=".kml",
    says="Events as placemarks for Google Earth and the like.",
    columns=PROPERTIES,
    write=write,
)
