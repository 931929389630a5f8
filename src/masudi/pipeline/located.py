"""A place that was found, as a toponym of a report."""

from __future__ import annotations

import msgspec

from masudi.domain import Report, Span, Toponym
from masudi.resolve import Located

_GEONAMES = "geonames:"


def toponym(report: Report, span: Span, one: Located | None) -> Toponym:
    """Words of a report that name a place, and the place; None where no gazetteer has it."""
    found = Toponym(
        start=span.start,
        end=span.end,
        text=span.text,
        report=report.name,
        path=report.path,
        sha256_text=report.sha256_text,
    )
    if one is None:
        return found
    number = (one.id or "").removeprefix(_GEONAMES)
    return msgspec.structs.replace(
        found,
        name=one.name,
        lat=one.lat,
        lon=one.lon,
        gazetteer_id=one.id,
        geonameid=int(number) if number != one.id else None,
        kind=one.kind,
        country=one.country,
        admin1=one.area,
        precision=one.precision,
        radius_km=one.radius_km,
        confidence=one.confidence,
    )
