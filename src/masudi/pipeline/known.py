"""The names that we know in a report that the reader cannot read."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from masudi.domain import Report
from masudi.domain.case import StoredReport
from masudi.domain.known import KnownNames
from masudi.pipeline.located import toponym
from masudi.resolve.atlas import load_atlas
from masudi.resolve.known_names import known_actors, known_places

# As much of a text as is looked at, in characters: of a longer one, a book, the beginning.
_MOST = 100_000


@lru_cache(maxsize=32)
def names_in(report: Report) -> KnownNames:
    """The actors and places that a report names, by their known spellings, in whatever language it is."""
    text = report.text[:_MOST]
    actors = known_actors(text)
    places = known_places(text, load_atlas(), taken=actors)
    return KnownNames(places=tuple(toponym(report, span, located) for span, located in places), actors=actors)


def with_names(stored: StoredReport) -> StoredReport:
    """The report with the names in it, where the reader could not read it."""
    return msgspec.structs.replace(stored, names=names_in(stored.report)) if stored.report.unread else stored
