"""From reports to their toponyms, each with the place that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from masudi.domain import Report, Span, Toponym, Toponyms
from masudi.errors import MasudiError, ReportError
from masudi.language import outline
from masudi.language.network import Network, load_network
from masudi.language.toponyms import find_toponyms
from masudi.pipeline.known import names_in
from masudi.pipeline.located import toponym
from masudi.pipeline.read import blamed, opened
from masudi.resolve import load_atlas, resolve_places
from masudi.sources import Opening, Retrieved


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
            if report.unread:
                # The network has learnt English: of other languages, what is known is found by its spelling.
                yield Toponyms(report=report, toponyms=names_in(report).places)
                continue
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
    return tuple(toponym(report, span, one) for span, one in zip(spans, located, strict=True))
