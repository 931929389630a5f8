"""The packaged local gazetteers (data/places/*.csv): read once, checked as a whole, loaded whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from masudi.data import load_csv, packaged, show
from masudi.errors import KnowledgeError
from masudi.resolve.place_checks import faults_of, first_faults, nesting_faults, source_faults
from masudi.resolve.place_rules import PlaceRules, load_place_rules
from masudi.resolve.place_table import SiteEntry, SiteRow, entry_of
from masudi.resolve.sites import Site

# Tables of other shapes that lie beside the gazetteers.
_NOT_PLACES = frozenset({"boxes.csv", "countries.csv"})
_ID = re.compile(r"geonames:[1-9]\d*|local:[a-z0-9_]+")
_FIRST_ORDER = "governorate"


class LocalPlaces(msgspec.Struct, frozen=True, kw_only=True):
    """The sites by id, and of each site the spellings that count only where the report is about its surroundings.

    Such spellings are everyday words ("Hit"), first names ("Saad"), or numbers of units ("Brigade 20").
    """

    sites: Mapping[str, Site]
    common: Mapping[str, frozenset[str]]


@cache
def load_local_places() -> LocalPlaces:
    """The packaged gazetteers; KnowledgeError, with file, line and field, where an entry is at fault."""
    folder = packaged("places")
    paths = sorted(path for path in folder.glob("*.csv") if path.name not in _NOT_PLACES)
    return read_local_places(paths, load_place_rules())


def read_local_places(paths: Sequence[Path], rules: PlaceRules) -> LocalPlaces:
    """The gazetteers in the files `paths`, which may refer to each other.

    Raises KnowledgeError for the first thing that is wrong with any of them.
    """
    entries = [entry_of(row.value, str(path), row.line) for path in paths for row in load_csv(path, SiteRow)]
    for fault in _faults(entries, rules):
        raise fault
    by_id = {entry.site.id: entry.site for entry in entries}
    sites = {site.id: msgspec.structs.replace(site, area=area_of(site, by_id)) for site in by_id.values()}
    common = {entry.site.id: frozenset(entry.common) for entry in entries if entry.common}
    return LocalPlaces(sites=sites, common=common)


def _faults(entries: Sequence[SiteEntry], rules: PlaceRules) -> Iterator[KnowledgeError]:
    yield from first_faults(entries)
    for entry in entries:
        if not _ID.fullmatch(entry.site.id):
            problem = f"field 'id': {show(entry.site.id)} is neither geonames: and a number nor local: and words"
            yield KnowledgeError(entry.path, problem, line=entry.line)
        for problem in (*faults_of(entry, rules), *source_faults(entry.site, rules)):
            yield KnowledgeError(entry.path, problem, line=entry.line)
    yield from nesting_faults(entries, {entry.site.id: entry.site for entry in entries}, rules)


def area_of(site: Site, known: Mapping[str, Site]) -> str | None:
    """The name of the first-order division that a site lies in; None for the division itself, or where unknown."""
    above = known.get(site.within) if site.within else None
    while above is not None and above.kind != _FIRST_ORDER:
        above = known.get(above.within) if above.within else None
    return above.name if above is not None else None
