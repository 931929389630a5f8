"""Checks of entries of gazetteers: what each says for itself, and how it fits what it lies within."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from masudi.data import show
from masudi.errors import KnowledgeError
from masudi.resolve.place_rules import PlaceRules
from masudi.resolve.place_table import SiteEntry
from masudi.resolve.sites import Site

_MAX_NAME = 120
_MAX_NAMES = 80
_MAX_SOURCE = 600
# Crossings and border villages may stand a little outside a generalised boundary, in degrees.
_MARGIN = 0.03
_EARTH_KM = 6371.0


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The great-circle distance between two points given in degrees (haversine formula)."""
    south, north = math.radians(lat), math.radians(other_lat)
    turn = math.radians(other_lon - lon)
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin(turn / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(half, 1.0)))


def faults_of(entry: SiteEntry, rules: PlaceRules) -> Iterator[str]:
    """What is wrong with an entry by itself, each as words that name the field and say what to do."""
    site = entry.site
    yield from _name_faults(site)
    if site.kind not in rules.kinds:
        yield f"field 'kind': {show(site.kind)} is not known; there are: {', '.join(rules.kinds)}"
    if site.country is not None and site.country not in rules.countries:
        yield f"field 'country': {show(site.country)} is no code of ISO 3166-1 (two capital letters, such as SY)"
    yield from _coordinate_faults(site, rules)
    if unknown := [name for name in entry.common if name not in (site.name, *site.names)]:
        yield f"field 'common': {show(unknown[0])} is none of the entry's names"
    if not site.source:
        yield "field 'source' is empty: say where this place can be looked up"
    elif len(site.source) > _MAX_SOURCE:
        yield f"field 'source' has more than {_MAX_SOURCE} characters: quote less"


def _name_faults(site: Site) -> Iterator[str]:
    for name in (site.name, *site.names):
        if len(name) > _MAX_NAME:
            yield f"field 'names': {show(name)} has more than {_MAX_NAME} characters"
        elif not any(mark.isalnum() for mark in name):
            yield f"field 'names': {show(name)} holds no letter"
    if len(site.names) > _MAX_NAMES:
        yield f"field 'names' has more than {_MAX_NAMES} names"


def _coordinate_faults(site: Site, rules: PlaceRules) -> Iterator[str]:
    if (site.lat is None) != (site.lon is None):
        yield "fields 'lat' and 'lon': one is empty; give both or neither"
    if site.lat is not None and not -90 <= site.lat <= 90:
        yield f"field 'lat': {site.lat} is not between -90 and 90 degrees"
    if site.lon is not None and not -180 <= site.lon <= 180:
        yield f"field 'lon': {site.lon} is not between -180 and 180 degrees"
    if site.precision not in rules.precisions:
        yield f"field 'precision': {show(site.precision or '')} is not known; there are: {', '.join(rules.precisions)}"
    elif (site.precision == "within_parent") != (site.lat is None):
        yield "field 'precision' must be within_parent where there are no coordinates, and only there"


def source_faults(site: Site, rules: PlaceRules) -> Iterator[str]:
    """What is wrong with the source of a packaged entry: it must be registered, and good for coordinates it has."""
    yield from cited(site.source or "", rules)
    source = rules.sources.get((site.source or "").partition(":")[0].partition(" ")[0])
    if source is not None and site.lat is not None and not source.coordinates:
        yield f"field 'source': {source.name} is no source for coordinates; leave them empty or cite another"


def cited(words: str, rules: PlaceRules) -> Iterator[str]:
    """What is wrong with a citation, "name:record | quoted words", by the sources that are registered."""
    name, colon, record = words.partition(" | ")[0].partition(":")
    source = rules.sources.get(name)
    if source is None:
        yield f"field 'source': {show(name)} is not in sources.yaml"
    elif not rules.records[name].fullmatch(record) or bool(colon) != bool(record):
        yield f"field 'source': {show(record)} is no record of {name} (pattern {source.record})"


def first_faults(entries: Sequence[SiteEntry]) -> Iterator[KnowledgeError]:
    """Ids that stand twice."""
    seen: dict[str, SiteEntry] = {}
    for entry in entries:
        before = seen.setdefault(entry.site.id, entry)
        if before is not entry:
            where = f"{Path(before.path).name}, line {before.line}"
            yield KnowledgeError(
                entry.path, f"field 'id': {show(entry.site.id)} is already that of {where}", line=entry.line
            )


def nesting_faults(
    entries: Sequence[SiteEntry], known: Mapping[str, Site], rules: PlaceRules
) -> Iterator[KnowledgeError]:
    """What is wrong with `within`: something unknown, a cycle, another country, or too far away.

    `known` holds every site that may be lain within, those of `entries` among them.
    """
    for entry in entries:
        if problem := nesting_problem(entry.site, known) or distance_problem(entry.site, known, rules):
            yield KnowledgeError(entry.path, f"field 'within': {problem}", line=entry.line)


def nesting_problem(site: Site, known: Mapping[str, Site]) -> str | None:
    """What makes it impossible that a site lies within what it names; None where nothing does."""
    above, path = site.within, [site.id]
    while above is not None:
        parent = known.get(above)
        if parent is None:
            return f"{show(above)} is no entry" if len(path) == 1 else None
        if above in path:
            return f"goes round in a circle: {' in '.join([*path, above])}"
        if parent.country != site.country and None not in (parent.country, site.country):
            return f"{parent.name} lies in another country ({parent.country}) than the entry ({site.country})"
        path.append(above)
        above = parent.within
    return None


def distance_problem(site: Site, known: Mapping[str, Site], rules: PlaceRules) -> str | None:
    """Which of the sites above a site (no cycle among them) is too far from its coordinates; None where none is."""
    above = site.within
    while above is not None and (parent := known.get(above)) is not None:
        if problem := _too_far(site, parent, rules):
            return problem
        above = parent.within
    return None


def _too_far(site: Site, parent: Site, rules: PlaceRules) -> str | None:
    if site.lat is None or site.lon is None:
        return None
    if box := rules.boxes.get(parent.id):
        if box.holds(site.lat, site.lon, _MARGIN):
            return None
        return f"{site.lat}, {site.lon} lies outside the box of {parent.name}; check the coordinates"
    kind = rules.kinds.get(parent.kind)
    if kind is None or kind.reach_km is None or parent.lat is None or parent.lon is None:
        return None
    away = distance_km(site.lat, site.lon, parent.lat, parent.lon)
    if away <= kind.reach_km:
        return None
    return f"is {away:.0f} km from {parent.name}, more than the {kind.reach_km:g} km of a {kind.name}"
