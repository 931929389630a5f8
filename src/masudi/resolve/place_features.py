"""What speaks for each place that the toponyms of a report can be, as numbers that a linear ranker weighs.

All toponyms of a report with one folded wording are one name: one sense a report. Features of the first stage look at
each place by itself and at what stands beside the name ("Paris, Texas"); those of the second also at where the other
names of the report probably lie. After Lieberman et al. 2010 (what is near in the text is near on the map), CLAVIN (the
countries and divisions in view) and Mordecai 3 (kind words, the share of others in a country).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from masudi.resolve.atlas import Atlas
from masudi.resolve.gazetteer import Floats, Form, Ints
from masudi.resolve.place_candidates import Candidate, Match

FIRST = (
    "people", "most_people", "country", "region", "province", "district", "town", "capital", "natural", "local",
    "other_name", "other_name_of_town", "demonym", "common", "alike", "typo", "kind_fits", "kind_differs", "whole",
    "seat", "comma", "in", "area_named", "country_named",
)  # fmt: skip
SECOND = (*FIRST, "same_country", "same_area", "near", "very_near", "beside", "beside_area")
SURE = (*SECOND, "mass", "alone", "none")

# The groups of kinds that features ask for; a local entry of another kind is none of them.
_GROUPS = (
    ("country",),
    ("region",),
    ("province", "governorate"),
    ("district", "subdistrict"),
    ("town", "city", "village", "neighbourhood", "capital"),
    ("capital",),
    ("river", "lake", "sea", "desert", "mountain", "island", "land"),
)
_COUNTRY, _REGION, _PROVINCE, _DISTRICT, _TOWN, _NATURAL = 0, 1, 2, 3, 4, 6
_AREAS = 1 << 16
# What a place says of where others are falls off with the distance (km) so fast.
_NEAR, _VERY_NEAR = 150.0, 30.0
# Where less than this share of what other names weigh lies in a country, a spelling that only resembles a name of a
# place there is no sign of that place.
_IN_VIEW = 0.1
# A place less likely than this says nothing of where others are.
_LEAST = 0.02


class Name(NamedTuple):
    """One wording of a report's toponyms: the places that it can be, and what was seen beside any of its mentions.

    `comma` and `inside` are rows of what may hold it ("Paris, Texas", "Paris in Texas"); `beside` the numbers of the
    names next to it in the text; `mentions` how often it stands there.
    """

    candidates: Sequence[Candidate]
    comma: frozenset[int]
    inside: frozenset[int]
    beside: frozenset[int]
    mentions: int


class Table:
    """The candidates of all names of a report, one after the other; `group` numbers their names.

    `kinds` says of each which of _GROUPS it is in; `area` and `country` number the different divisions and countries
    of the report's candidates, `in_area` and `in_country` tell those that have one.
    """

    def __init__(self, names: Sequence[Name], atlas: Atlas) -> None:
        self.names = names
        self.atlas = atlas
        facts = np.array(
            [(one.row, one.form, one.match, one.fits, one.whole) for name in names for one in name.candidates], np.int64
        ).reshape(-1, 5)
        self.rows, self.form, self.match, self.fits, self.whole = facts.T
        self.group: Ints = np.repeat(np.arange(len(names)), [len(name.candidates) for name in names])
        self.columns = atlas.columns(self.rows)
        self.kinds: NDArray[np.bool_] = atlas.grouped(_GROUPS)[:, self.columns.kind]
        areas = np.where(self.columns.area > 0, self.columns.country * _AREAS + self.columns.area, 0)
        self.in_area, self.in_country = areas > 0, self.columns.country > 0
        self.areas, self.area = np.unique(areas, return_inverse=True)
        self.countries, self.country = np.unique(self.columns.country, return_inverse=True)
        self.settled = ~(self.kinds[_COUNTRY] | self.kinds[_REGION] | self.kinds[_PROVINCE]) & ~np.isnan(
            self.columns.lat
        )
        self.neighbours = np.zeros((len(names), len(names)))
        for number, name in enumerate(names):
            self.neighbours[number, list(name.beside)] = 1

    def masses(self, scores: Floats) -> Floats:
        """Probabilities from scores: a name's candidates add up to one, or are all 0 where all are ruled out."""
        peaks = np.full(len(self.names), -1e9)
        np.maximum.at(peaks, self.group, scores)
        weights = np.exp(scores - peaks[self.group])
        total = np.maximum(np.bincount(self.group, weights, len(self.names)), 1e-12)
        found: Floats = weights / total[self.group]
        return found

    def spread(self, weights: Floats, numbers: Ints, count: int) -> Floats:
        """What each name's candidates weigh in each country or division (names x `count`)."""
        flat: Floats = np.bincount(self.group * count + numbers, weights, len(self.names) * count).astype(np.float64)
        return flat.reshape(len(self.names), count)


def first_features(table: Table) -> Floats:
    """FIRST of every candidate (candidates x features)."""
    # Nobody lives in a river: one of 1,000 km is as well known as a town of a million.
    size = np.where(table.kinds[_NATURAL], table.columns.extent * 1000, table.columns.population)
    people = np.log10(size + 1) / 7
    most = np.zeros(len(table.names))
    np.maximum.at(most, table.group, people)
    other = table.form == Form.OTHER
    same = table.match == Match.SAME
    return np.column_stack(
        [
            people,
            people - most[table.group],
            *table.kinds,
            table.rows >= len(table.atlas.world),
            other,
            other * table.kinds[_TOWN] * people,
            table.form == Form.DEMONYM,
            table.form == Form.COMMON,
            table.match == Match.ALIKE,
            table.match == Match.TYPO,
            table.fits > 0,
            table.fits < 0,
            table.whole,
            _seated(table),
            _held(
                table,
                [frozenset() if wide else name.comma for wide, name in zip(_wide(table), table.names, strict=True)],
            ),
            _held(table, [name.inside for name in table.names]),
            table.in_area & _elsewhere(table, table.kinds[_PROVINCE] & same, table.area, len(table.areas)),
            table.in_country & _elsewhere(table, table.kinds[_COUNTRY] & same, table.country, len(table.countries)),
        ]
    ).astype(np.float64)


def _wide(table: Table) -> list[bool]:
    """Which names a country or a division has: "Sudan, Egypt" is a list, and no Sudan in Egypt."""
    wide = (table.kinds[_COUNTRY] | table.kinds[_PROVINCE]) & (table.form == Form.NAME) & (table.match == Match.SAME)
    return [bool(count) for count in np.bincount(table.group, wide, len(table.names))]


def _seated(table: Table) -> NDArray[np.bool_]:
    """Which candidates are divisions with a town of their name in them, which a bare name rather means."""
    towns = table.spread(table.kinds[_TOWN].astype(float), table.area, len(table.areas)) > 0
    divisions = (table.kinds[_PROVINCE] | table.kinds[_DISTRICT]) & (table.fits <= 0)
    found: NDArray[np.bool_] = divisions & table.in_area & towns[table.group, table.area]
    return found


def _held(table: Table, holders: Sequence[frozenset[int]]) -> Floats:
    """Which candidates lie in what a mention of their name says holds them."""
    held = np.zeros(len(table.rows))
    for number, rows in enumerate(holders):
        if not rows:
            continue
        mine = np.flatnonzero(table.group == number)
        for row in sorted(rows):
            country, area = table.atlas.lies(row)
            inside = table.columns.country[mine] == country
            if table.atlas.kind(row) != "country":
                inside &= table.columns.area[mine] == area
            held[mine[inside & (table.rows[mine] != row)]] = 1
    return held


def _elsewhere(table: Table, naming: NDArray[np.bool_], numbers: Ints, count: int) -> NDArray[np.bool_]:
    """Which candidates lie in a division or country that another name of the report names (`naming` candidates do)."""
    named = table.spread(naming.astype(float), numbers, count) > 0
    found: NDArray[np.bool_] = named.sum(0)[numbers] > named[table.group, numbers]
    return found


def second_features(table: Table, first: Floats, mass: Floats) -> Floats:
    """SECOND of every candidate (candidates x features); `mass` are the probabilities as far as they are known."""
    often = np.array([1 + np.log(name.mentions) for name in table.names])
    countries = table.spread(mass, table.country, len(table.countries))
    areas = table.spread(mass, table.area, len(table.areas))
    near, very_near, beside = _nearness(table, mass)
    next_to = (table.neighbours / np.maximum(1, table.neighbours.sum(1))[:, None]) @ areas
    return np.column_stack(
        [
            first,
            table.in_country * _share(countries, often)[table.group, table.country],
            table.in_area * _share(areas, often)[table.group, table.area],
            near,
            very_near,
            beside,
            table.in_area * next_to[table.group, table.area],
        ]
    )


def believable(table: Table, mass: Floats) -> NDArray[np.bool_]:
    """Which candidates have the name as it is written, or one that resembles it in a country in view."""
    same = table.match == Match.SAME
    countries = table.spread(mass * same, table.country, len(table.countries))
    known = np.bincount(table.group, same, len(table.names)) > 0
    others = (countries.sum(0) - countries) / np.maximum(known.sum() - known, 1)[:, None]
    # Where a place of a country has the very name, another one there that only resembles it is not meant.
    here = table.spread(same.astype(float), table.country, len(table.countries)) > 0
    named = table.in_country & here[table.group, table.country]
    found: NDArray[np.bool_] = same | ((others[table.group, table.country] >= _IN_VIEW) & ~named)
    # An everyday word is a name where the report is about the area in which the place lies.
    left = mass * found
    left = left / np.maximum(np.bincount(table.group, left, len(table.names)), 1e-9)[table.group]
    areas = table.spread(left * same * (table.form != Form.COMMON), table.area, len(table.areas))
    there = (areas.sum(0) - areas)[table.group, table.area] / np.maximum(known.sum() - known, 1)[table.group]
    found &= (table.form != Form.COMMON) | (table.in_area & (there >= _IN_VIEW))
    return found


def sure_features(table: Table, chosen: Ints, second: Floats, mass: Floats) -> Floats:
    """SURE of the chosen candidates: what speaks for each, by itself and beside the others of its name.

    `alone`: where nothing else of the report lies in its country, the share of the other names that are unknown, the
    more the fewer people live there. In a report on places that no gazetteer has, the village that is known is another.
    """
    known = np.bincount(table.group, table.match == Match.SAME, len(table.names)) > 0
    unknown = (~known).sum() / max(1, len(known) - 1)
    alone = (second[chosen, SECOND.index("same_country")] < _LEAST) * (1 - second[chosen, SECOND.index("people")])
    ones = np.ones(len(chosen))
    return np.column_stack([second[chosen], mass[chosen], alone * unknown, ones])


def _share(spread: Floats, often: Floats) -> Floats:
    """Of what the other names of a report weigh, the share in each country or division, seen from each name."""
    weighed = spread * often[:, None]
    others = weighed.sum(0) - weighed
    share: Floats = others / np.maximum(often.sum() - often, 1e-9)[:, None]
    return share


def _nearness(table: Table, mass: Floats) -> tuple[Floats, Floats, Floats]:
    """How near other names of the report lie, on two scales, and how near those that stand beside in the text."""
    count = len(table.rows)
    likely = np.flatnonzero((mass >= _LEAST) & table.settled)
    if not len(likely):
        return np.zeros(count), np.zeros(count), np.zeros(count)
    columns = table.columns
    distance = kilometres(columns.lat, columns.lon, columns.lat[likely], columns.lon[likely])
    other = table.group[:, None] != table.group[likely]
    weight = np.where(other, mass[likely], 0.0)
    near = weight * np.exp(distance * (-1 / _NEAR))
    very = weight * np.exp(distance * (-1 / _VERY_NEAR))
    beside = table.neighbours[table.group[:, None], table.group[likely]] * near
    return np.log1p(near.sum(1)), np.log1p(very.sum(1)), np.log1p(beside.sum(1))


def kilometres(lat: Floats, lon: Floats, lat2: Floats, lon2: Floats) -> Floats:
    """Great-circle distances of every point of one list to every one of another; no point is far from everything."""
    here, there = _vectors(lat, lon), _vectors(lat2, lon2)
    chord = np.clip(2 - 2 * (here @ there.T), 0, 4)
    found: Floats = 12742 * np.arcsin(np.sqrt(chord) / 2)
    return np.where(np.isnan(found), 20000.0, found)


def _vectors(lat: Floats, lon: Floats) -> Floats:
    north, east = np.radians(lat), np.radians(lon)
    flat = np.cos(north)
    return np.column_stack([flat * np.cos(east), flat * np.sin(east), np.sin(north)])
