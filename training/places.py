"""Texts with toponyms of which the points are known: TR-News and LGL, and the training reports' gold coordinates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from masudi.domain import Span, span_of
from masudi.resolve import find_parties, find_places, load_knowledge
from masudi.resolve.placing import context_of
from training.reports import bench_reports
from training.toponyms import articles, training_half

# A point counts as right within so many km (100 miles), as in the literature on geoparsing.
RIGHT_KM = 161.0
# And in the claims benchmark.
CLOSE_KM = 25.0


class Gold(NamedTuple):
    """A toponym [start, end) with its point and GeoNames id, as far as they are known."""

    start: int
    end: int
    lat: float | None
    lon: float | None
    ident: str | None

    @property
    def right_km(self) -> float:
        """How far off a guess may be: a report's place is one to find on a map."""
        return CLOSE_KM if self.ident is None else RIGHT_KM


class Document(NamedTuple):
    """A text and its toponyms, sorted by start; `context` as `masudi.resolve.placing.place` takes it."""

    name: str
    text: str
    gold: tuple[Gold, ...]
    context: tuple[str, ...] = ()

    def spans(self) -> list[Span]:
        """The toponyms as spans."""
        return [span_of(self.text, one.start, one.end) for one in self.gold]


def geoparsed(corpora: Path, corpus: str, *, training: bool) -> Iterator[Document]:
    """The half of "TR-News" or "LGL" that is for training, or the one that only measures."""
    for name, text, toponyms in articles(corpora, corpus):
        if training_half(name) is training:
            found = {_gold(*toponym) for toponym in toponyms}
            by_start = {gold.start: gold for gold in sorted(found, key=lambda gold: gold.end)}
            yield Document(name, text, tuple(by_start[start] for start in sorted(by_start)))


def _gold(start: int, end: int, toponym: ElementTree.Element) -> Gold:
    tag = toponym.find("gaztag")
    if tag is None or not tag.findtext("lat"):
        return Gold(start, end, None, None, None)
    number = tag.get("geonameid")
    return Gold(start, end, float(tag.findtext("lat", "0")), float(tag.findtext("lon", "0")), f"geonames:{number}")


def training_reports(train: Path) -> list[Document]:
    """The training reports, with all places that Masudi finds in them; those of gold claims have their coordinates."""
    knowledge = load_knowledge()
    found = []
    for report in bench_reports(train):
        gold = [place for claim in report.claims for place in claim.get("place") or [] if place.get("lat") is not None]
        if not gold:
            continue
        parties = find_parties(report.text, knowledge=knowledge)
        cores = [one.core for one in find_places(report.text, knowledge=knowledge, parties=parties) if one.core]
        known = {}
        for place in gold:
            start, end = place["span"]
            core = next((one for one in cores if start <= one.start < end), None)
            if core:
                known[core.start] = place["lat"], place["lon"]
        toponyms = tuple(Gold(one.start, one.end, *known.get(one.start, (None, None)), None) for one in cores)
        found.append(Document(report.name, report.text, toponyms, context_of(parties)))
    return found
