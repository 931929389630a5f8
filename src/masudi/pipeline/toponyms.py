"""From reports to their toponyms, each with the place that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from masudi.domain import Report, Span, Toponym, Toponyms
from masudi.errors import MasudiError, ReportError
from masudi.language import outline
from masudi.language.network import Network, load_network
from masudi.language.toponyms import find_toponyms
from masudi.pipeline.read import blamed, opened
from masudi.resolve import Located, load_atlas, resolve_places
from masudi.sources import Opening, Retrieved

_GEONAMES = "geonames:"


def read_toponyms(
    found: Iterable[str | Retrieved | ReportError], *, opening: Opening | None = None, threads: int = 1
) -> Iterator[Toponyms | ReportError]:
    """For each report that `masudi.sources.find_reports` found its toponyms, or the ReportError that says why not."""
    network: Network | None = None
    for one in opened(found, opening):
        if isinstance(one, ReportError):
            yield one
            continue
        report = one.report
        try:
            network = network or load_network(threads)
            yield Toponyms(report=report, toponyms=toponyms_of(report, network))
        except MasudiError:
            raise
        except Exception as fault:
            yield blamed(report.path or report.name, "could not be read for places", fault)


def toponyms_of(report: Report, network: Network) -> tuple[Toponym, ...]:
    """The toponyms of a report, in the order of its text."""
    text = report.text
    phrases = find_toponyms(network, outline(text))
    spans = [Span(start=one.start, end=one.end, text=text[one.start : one.end]) for one in phrases]
    located = resolve_places(text, spans, load_atlas())
    return tuple(_toponym(report, span, one) for span, one in zip(spans, located, strict=True))


def _toponym(report: Report, span: Span, one: Located | None) -> Toponym:
    toponym = Toponym(
        start=span.start,
        end=span.end,
        text=span.text,
        report=report.name,
        path=report.path,
        sha256_text=report.sha256_text,
    )
    if one is None:
        return toponym
    number = (one.id or "").removeprefix(_GEONAMES)
    return msgspec.structs.replace(
        toponym,
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
