"""A toponym: words of a report that name a place, and which place that is."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from masudi.domain.report import Report
from masudi.domain.spans import Span


class Toponym(Span, frozen=True, kw_only=True):
    """One name of a place where it stands in a report; what is known of the place is None where no gazetteer has it.

    `lat` and `lon` are WGS 84 degrees, `radius_km` how far from them may lie what is told of the place. `confidence` is
    how likely the place is the one meant, from 0 to 1.
    """

    report: str
    path: str | None
    sha256_text: str
    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    gazetteer_id: str | None = None
    geonameid: int | None = None
    kind: str | None = None
    country: str | None = None
    admin1: str | None = None
    precision: str | None = None
    radius_km: float | None = None
    confidence: float | None = None


class Toponyms(msgspec.Struct, frozen=True, kw_only=True):
    """One report and its toponyms, in the order of the text."""

    report: Report
    toponyms: tuple[Toponym, ...]

    def __iter__(self) -> Iterator[Toponym]:
        return iter(self.toponyms)
