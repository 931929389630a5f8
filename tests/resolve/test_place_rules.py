"""The rules that gazetteers are held to: a fault in one of their own files is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from masudi.data import packaged
from masudi.errors import KnowledgeError
from masudi.resolve.place_checks import cited, distance_km
from masudi.resolve.place_rules import load_place_rules, read_place_rules


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in (*packaged("places").glob("*.yaml"), packaged("places/boxes.csv"), packaged("places/countries.csv")):
        shutil.copy(path, tmp_path)
    return tmp_path


def test_the_copied_files_are_sound(folder: Path) -> None:
    assert read_place_rules(folder).boxes == load_place_rules().boxes


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "kinds.yaml",
            "reach_km: null, precision: area",
            "reach_km: null, precision: roughly",
            "'roughly' is not known",
        ),
        ("kinds.yaml", "name: town,", "name: city,", "'city' stands twice"),
        ("kinds.yaml", "reach_km: 20,", "reach_km: far,", "line"),
        ("sources.yaml", "name: naturalearth", "name: geonames", "'geonames' stands twice"),
        ("sources.yaml", r"record: '\d+'", "record: '('", "record is no pattern"),
        ("sources.yaml", "coordinates: false", "coordinates: perhaps", "line"),
        ("boxes.csv", "33.4586,36.1971,33.5718", "33.6,36.1971,33.5718", "line 2: is no box"),
        ("boxes.csv", "33.4586,36.1971,33.5718", "-133.4,36.1971,33.5718", "line 2: is no box"),
        ("boxes.csv", "geonames:170062,", "geonames:167541,", "line 3: field 'id': 'geonames:167541' stands twice"),
        ("boxes.csv", "ocha-cod-ab:SY01\n", "hearsay\n", "line 2: field 'source': 'hearsay'"),
        ("boxes.csv", "33.4586", "", "line 2: field 'south' is empty"),
    ],
)
def test_a_fault_is_named(folder: Path, file: str, old: str, new: str, words: str) -> None:
    path = folder / file
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as fault:
        read_place_rules(folder)
    assert words in str(fault.value)
    assert fault.value.path == str(path)


@pytest.mark.parametrize("words", ["geonames:170794", "wikipedia-map-syria | 35.1, 40.2 … Halven", "unesco:5702 | N34"])
def test_a_citation_of_a_registered_source_is_sound(words: str) -> None:
    assert list(cited(words, load_place_rules())) == []


@pytest.mark.parametrize("words", ["", "geonames", "geonames:", "wikipedia-map-syria: | x", "rumour:1", "web:ftp://a"])
def test_a_citation_that_leads_nowhere_is_not(words: str) -> None:
    assert list(cited(words, load_place_rules()))


def test_every_box_cites_a_record() -> None:
    rules = load_place_rules()
    assert [problem for box in rules.boxes.values() for problem in cited(box.source, rules)] == []


def test_distances_are_those_of_the_globe() -> None:
    """A degree of latitude is 111.19 km on a sphere of 6371 km; Deir ez-Zor and Palmyra are some 190 km apart."""
    assert distance_km(35, 40, 36, 40) == pytest.approx(111.19, abs=0.01)
    assert distance_km(0, 179.5, 0, -179.5) == pytest.approx(111.19, abs=0.01)
    assert distance_km(35.33588, 40.14084, 34.56, 38.27) == pytest.approx(191, abs=3)
