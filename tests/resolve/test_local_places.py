"""The packaged local gazetteers are whole, and a table with a fault is refused with file, line and field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from masudi.data import load_csv, packaged
from masudi.errors import KnowledgeError
from masudi.resolve.local_places import LocalPlaces, load_local_places, read_local_places
from masudi.resolve.place_checks import distance_km
from masudi.resolve.place_rules import Box, load_place_rules
from masudi.resolve.place_words import load_placewords
from masudi.resolve.sites import Site


@pytest.fixture(scope="module")
def places() -> LocalPlaces:
    return load_local_places()


def above(site: Site, places: LocalPlaces) -> Iterator[Site]:
    while site.within:
        site = places.sites[site.within]
        yield site


def in_area(places: LocalPlaces, area: str) -> list[Site]:
    return [site for site in places.sites.values() if site.area == area]


def numbers(words: str) -> Iterator[float]:
    """Every number of a quotation, and every degree-minute-second group as degrees."""
    for number in re.findall(r"\d+[.,]\d+", words):
        yield float(number.replace(",", "."))
    for degrees, minutes, seconds in re.findall(r"(\d{2})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2}(?:[.,]\d+)?)", words):
        yield int(degrees) + int(minutes) / 60 + float(seconds.replace(",", ".")) / 3600


def test_deir_ez_zor_has_sixty_sourced_places(places: LocalPlaces) -> None:
    assert sum(site.lat is not None for site in in_area(places, "Deir ez-Zor")) >= 60


def test_every_area_is_there(places: LocalPlaces) -> None:
    counts = Counter(site.area for site in places.sites.values() if site.lat is not None)
    areas = ["Aleppo", "Ar-Raqqah", "Idlib", "Hama", "Dimashq", "Rif-dimashq", "Homs", "Al-Hasakah", "Nineveh"]
    assert all(counts[area] >= 60 for area in areas)
    south_and_coast = ["Daraa", "Quneitra", "As-Suwayda", "Latakia", "Tartus"]
    assert all(counts[area] >= 50 for area in south_and_coast)
    iraq = {"Al Anbar": 100, "Salah ad Din": 50, "Kirkuk": 30, "Diyala": 30, "Baghdad": 15}
    assert all(counts[area] >= least for area, least in iraq.items())


def test_every_entry_lies_in_the_box_of_its_governorate(places: LocalPlaces) -> None:
    """Against boxes that are read here anew, with no margin beyond what a border post needs."""
    boxes = {row.value.id: row.value for row in load_csv(packaged("places/boxes.csv"), Box)}
    for site in places.sites.values():
        if site.lat is None or site.lon is None:
            continue
        for parent in above(site, places):
            if parent.id in boxes:
                assert boxes[parent.id].holds(site.lat, site.lon, 0.03), site.id


def test_every_governorate_and_syrian_district_has_a_box(places: LocalPlaces) -> None:
    boxes = load_place_rules().boxes
    wanted = {one.id for one in places.sites.values() if one.kind == "governorate"}
    wanted |= {one.id for one in places.sites.values() if one.kind == "district" and one.country == "SY"}
    assert wanted <= set(boxes)
    assert set(boxes) <= set(places.sites)


def test_coordinates_are_those_that_the_source_quotes(places: LocalPlaces) -> None:
    """But for records that are looked up by id, and points that were averaged, which say so."""
    checked = 0
    for site in places.sites.values():
        record, bar, quoted = (site.source or "").partition(" | ")
        if site.lat is None or site.lon is None or not bar or "mean of" in quoted or "computed" in quoted:
            assert site.lat is None or record.split(":")[0] in {
                *("geonames", "naturalearth", "ocha-neighbourhoods", "columbia-aleppo")
            }, site.id
            continue
        found = list(numbers(quoted))
        assert min(abs(number - site.lat) for number in found) < 2e-5, site.id
        assert min(abs(number - site.lon) for number in found) < 2e-5, site.id
        checked += 1
    assert checked > 1500


def test_a_point_that_was_averaged_is_no_better_than_a_city(places: LocalPlaces) -> None:
    averaged = [site for site in places.sites.values() if "mean of" in (site.source or "")]
    assert averaged
    assert {site.precision for site in averaged} == {"city"}


def test_a_geonames_id_is_the_id_of_the_record_that_it_cites(places: LocalPlaces) -> None:
    for site in places.sites.values():
        if (site.source or "").startswith("geonames:"):
            assert site.id == site.source


def test_no_settlement_stands_twice(places: LocalPlaces) -> None:
    """Two settlements of one name within 2 km of each other would be one."""
    settled = [site for site in places.sites.values() if site.kind in {"city", "town", "village"}]
    by_name: dict[str, list[Site]] = {}
    for site in settled:
        by_name.setdefault(site.name.casefold(), []).append(site)
    for namesakes in by_name.values():
        for at, one in enumerate(namesakes):
            for other in namesakes[:at]:
                if one.lat is not None and one.lon is not None and other.lat is not None and other.lon is not None:
                    assert distance_km(one.lat, one.lon, other.lat, other.lon) > 2, (one.id, other.id)


def test_well_known_places_keep_their_spellings(places: LocalPlaces) -> None:
    """Each town of placewords.yaml that a local gazetteer covers is found there by each of its spellings."""
    areas = {name: name for name in ("Aleppo", "Idlib", "Deir ez-Zor", "Hama", "Homs", "Nineveh")}
    areas |= {"Raqqa": "Ar-Raqqah", "Hasakah": "Al-Hasakah", "Rif Dimashq": "Rif-dimashq", "Damascus": "Dimashq"}
    by_name: dict[tuple[str, str | None], set[str]] = {}
    for site in places.sites.values():
        for name in (site.name, *site.names):
            by_name.setdefault((name.casefold(), site.area), set()).add(site.id)
    checked = 0
    for place in load_placewords().places:
        if place.within not in areas or place.kind not in {"city", "town", "village"}:
            continue
        area = areas[place.within]
        found = [by_name.get((name.casefold(), area), set()) for name in (place.name, *place.names)]
        if any(found):
            assert all(found), (place.name, place.names)
            assert set.intersection(*found), place.name
            checked += 1
    assert checked > 60


@pytest.mark.parametrize(
    ("site", "name"),
    [
        ("local:homs_hit", "Hit"),
        ("local:deir_ez_zor_baghuz_camp", "tent camp"),
        ("local:damascus_brigade_20", "Brigade 20"),
        ("local:daraa_brigade_52", "52nd Brigade"),
        ("local:anbar_al_karmah", "Karma"),
        ("geonames:95788", "Hit"),
        ("geonames:98697", "Riyadh"),
        ("geonames:173819", "الحراك"),
    ],
)
def test_everyday_words_count_only_in_context(places: LocalPlaces, site: str, name: str) -> None:
    assert name in places.common[site]


def test_what_no_source_confirms_has_no_coordinates(places: LocalPlaces) -> None:
    """No document places a "Brigade 134" near Deir ez-Zor."""
    names = {name for site in places.sites.values() if site.lat is not None for name in (site.name, *site.names)}
    assert not any("134" in name for name in names)
    assert places.sites["local:deir_ez_zor_city_cemetery"].precision == "within_parent"


HEADER = "id,name,names,kind,country,within,lat,lon,precision,common,source\n"
PROVINCE = "geonames:170792,Deir ez-Zor Governorate,,governorate,SY,,,,within_parent,,geonames:170792\n"
TOWN = "local:tell_sarw,Tell Sarw,تل سرو|Tal Sarw,town,SY,geonames:170792,35.3,40.1,city,,geonames:170794\n"
QUARTER = (
    "local:mills,Mills,,neighbourhood,SY,local:tell_sarw,35.31,40.12,neighbourhood,Mills,airportsdata:OS58 | Mills\n"
)
GOOD = HEADER + PROVINCE + TOWN + QUARTER


def read(tmp_path: Path, content: str) -> LocalPlaces:
    path = tmp_path / "area.csv"
    path.write_text(content, encoding="utf-8")
    return read_local_places([path], load_place_rules())


def test_a_sound_table_is_read(tmp_path: Path) -> None:
    places = read(tmp_path, GOOD)
    town = places.sites["local:tell_sarw"]
    assert town.names == ("تل سرو", "Tal Sarw")
    assert (town.lat, town.lon, town.area) == (35.3, 40.1, "Deir ez-Zor Governorate")
    assert places.sites["geonames:170792"].area is None
    assert places.common == {"local:mills": frozenset({"Mills"})}


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("local:mills,", "local:tell_sarw,", 4, "field 'id': 'local:tell_sarw' is already that of area.csv, line 3"),
        ("local:mills,", "Mills,", 4, "field 'id': 'Mills' is neither"),
        (",neighbourhood,SY", ",quarter,SY", 4, "field 'kind': 'quarter' is not known"),
        ("town,SY", "town,Syria", 3, "field 'country': 'Syria' is no code"),
        ("town,SY", "town,XX", 3, "field 'country': 'XX' is no code"),
        ("town,SY", "town,IQ", 3, "field 'within': Deir ez-Zor Governorate lies in another country (SY)"),
        ("SY,local:tell_sarw", "SY,local:tell_sar", 4, "field 'within': 'local:tell_sar' is no entry"),
        ("SY,geonames:170792", "SY,local:mills", 3, "field 'within': goes round in a circle"),
        ("SY,geonames:170792", "SY,local:tell_sarw", 3, "goes round in a circle"),
        ("35.3,40.1,", "95.3,40.1,", 3, "field 'lat': 95.3 is not between -90 and 90"),
        ("35.3,40.1,", "35.3,240.1,", 3, "field 'lon': 240.1 is not between"),
        ("35.3,40.1,", "nan,40.1,", 3, "field 'lat'"),
        ("35.3,40.1,", "inf,40.1,", 3, "field 'lat'"),
        ("35.3,40.1,", "40.1,35.3,", 3, "lies outside the box of Deir ez-Zor Governorate"),
        ("35.3,40.1,", "35.3,,", 3, "fields 'lat' and 'lon': one is empty"),
        ("35.3,40.1,city", ",,city", 3, "field 'precision' must be within_parent"),
        ("40.1,city", "40.1,within_parent", 3, "field 'precision' must be within_parent"),
        ("40.1,city", "40.1,roughly", 3, "field 'precision': 'roughly' is not known"),
        ("35.31,40.12,", "35.6,40.12,", 4, "is 33 km from Tell Sarw, more than the 12 km of a town"),
        (",Mills,airportsdata", ",Wells,airportsdata", 4, "field 'common': 'Wells' is none of the entry's names"),
        (",geonames:170794", ",", 3, "field 'source' is empty"),
        (",geonames:170794", ",hearsay", 3, "field 'source': 'hearsay' is not in sources.yaml"),
        (",geonames:170794", ",geonames:town", 3, "field 'source': 'town' is no record of geonames"),
        (",geonames:170794", ",geonames:", 3, "is no record of geonames"),
        (",geonames:170794", ",web:https://example.org/a | near it", 3, "web is no source for coordinates"),
        ("Tell Sarw,", "Tell \u202eSarw,", 3, "field 'name': has the control character U+202E"),
        ("Tell Sarw,", "?!,", 3, "'?!' holds no letter"),
        ("Tell Sarw,", "T" * 500 + ",", 3, "has more than 120 characters"),
    ],
)
def test_a_fault_is_refused_with_line_and_field(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert GOOD.count(old) >= 1
    with pytest.raises(KnowledgeError) as fault:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert words in fault.value.problem
    assert fault.value.line == line
    assert fault.value.path.endswith("area.csv")


def test_rules_are_sound() -> None:
    rules = load_place_rules()
    assert {"exact", "neighbourhood", "village", "city", "area", "within_parent"} == set(rules.precisions)
    assert {"SY", "IQ", "YE", "UA"} <= rules.countries
    assert not rules.sources["web"].coordinates
    for box in rules.boxes.values():
        assert box.south < box.north
        assert box.west < box.east
