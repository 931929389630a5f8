"""Reading a table with the columns of our own gazetteers (docs/gazetteers.md); most of them may be missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from masudi.data import read_csv
from masudi.errors import KnowledgeError
from masudi.gazetteer.drafts import Draft, Fault
from masudi.resolve.place_table import listed


class OwnRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row: as in a packaged gazetteer, but only the name must be there."""

    id: str | None = None
    name: str
    names: str = ""
    kind: str = "place"
    country: str | None = None
    within: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    population: int = 0
    common: str = ""
    source: str | None = None


def read_own_table(path: Path, text: str) -> Iterator[Draft | Fault]:
    """The rows of a table; KnowledgeError where its columns are not ours."""
    for row in read_csv(path, OwnRow, text=text):
        if isinstance(row, KnowledgeError):
            yield Fault(row.line, row.problem)
            continue
        one = row.value
        name = " ".join(one.name.split())
        yield Draft(
            id=one.id,
            name=name,
            names=tuple(other for other in listed(one.names) if other != name),
            kind=one.kind,
            country=one.country,
            within=one.within,
            lat=one.lat,
            lon=one.lon,
            precision=one.precision,
            population=one.population,
            common=listed(one.common),
            source=one.source,
            line=row.line,
        )
