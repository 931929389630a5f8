"""Adding gazetteers: every format becomes sites, faults are named by line, and nothing is half stored."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from masudi.errors import KnowledgeError, UsageError
from masudi.gazetteer import Added, add_gazetteer, remove_gazetteer
from masudi.gazetteer.drafts import MOST_NAMES
from masudi.resolve.sites import Site
from masudi.resolve.user_places import load_user_gazetteers, load_user_places, load_user_sites

TABLE = """\
id,name,names,kind,country,within,lat,lon,precision,common,source
halven,Halven,Halfin|هلفين,village,SY,geonames:170793,35.4,40.1,,,Field notes of 3 March
tesk,Tesk Hill,,hill,SY,halven,35.41,40.12,area,Tesk Hill,Field notes of 3 March
mill,Old mill,,factory,SY,halven,,,,,Field notes of 3 March
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def add(tmp_path: Path, store: Path, content: str | bytes, name: str = "places.csv", **options: object) -> Added:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return add_gazetteer(path, folder=store, **options)  # type: ignore[arg-type]


def by_name(store: Path) -> dict[str, Site]:
    return {site.name: site for site in load_user_sites(store)}


def test_a_table_becomes_sites(tmp_path: Path, store: Path) -> None:
    added = add(tmp_path, store, TABLE)
    assert (added.name, added.format, added.faults, added.refused) == ("places", "csv", (), False)
    sites = by_name(store)
    assert sites["Halven"] == Site(
        id="user:places:halven",
        name="Halven",
        names=("Halfin", "هلفين"),
        kind="village",
        country="SY",
        area="Deir ez-Zor",
        within="geonames:170793",
        lat=35.4,
        lon=40.1,
        precision="village",
        source="Field notes of 3 March",
    )
    assert sites["Tesk Hill"].within == "user:places:halven"
    assert sites["Tesk Hill"].precision == "area"
    assert sites["Old mill"].precision == "within_parent"
    assert load_user_places(store).common == {"user:places:tesk": frozenset({"Tesk Hill"})}


def test_only_a_name_and_a_source_are_needed(tmp_path: Path, store: Path) -> None:
    add(tmp_path, store, "name,lat,lon\nHalven,35.4,40.1\nDalgo,,\n", source="A map", country="SY")
    sites = by_name(store)
    assert sites["Halven"].id.startswith("user:places:")
    assert (sites["Halven"].kind, sites["Halven"].country, sites["Halven"].source) == ("place", "SY", "A map")
    assert sites["Dalgo"].precision == "within_parent"


def test_adding_twice_changes_nothing(tmp_path: Path, store: Path) -> None:
    first = add(tmp_path, store, TABLE)
    before = (store / "places.json").read_bytes()
    second = add(tmp_path, store, TABLE)
    assert (first.replaced, second.replaced) == (False, True)
    assert (store / "places.json").read_bytes() == before
    assert [path.name for path in store.iterdir()] == ["places.json"]
    assert store.stat().st_mode & 0o077 == 0


def test_a_changed_file_replaces_what_was_there(tmp_path: Path, store: Path) -> None:
    add(tmp_path, store, TABLE)
    add(tmp_path, store, "\n".join(TABLE.splitlines()[:2]) + "\n")
    assert list(by_name(store)) == ["Halven"]


def test_an_id_of_a_packaged_entry_is_kept_so_that_it_is_replaced(tmp_path: Path, store: Path) -> None:
    row = "local:deir_ez_zor_city_hawiqa,Hawiqa,neighbourhood,SY,geonames:170794,35.34,40.14,Own survey\n"
    add(tmp_path, store, "id,name,kind,country,within,lat,lon,source\n" + row)
    assert [site.id for site in load_user_sites(store)] == ["local:deir_ez_zor_city_hawiqa"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("35.4,", "95.4,", 2, "field 'lat': 95.4 is not between"),
        ("35.4,", "north,", 2, "field 'lat' is 'north'"),
        ("35.4,40.1", "40.1,35.4", 2, "lies outside the box of Deir ez-Zor District"),
        ("tesk,", "halven,", 3, "field 'id': 'user:places:halven' is already that of places.csv, line 2"),
        (",hill,", ",mound,", 3, "field 'kind': 'mound' is not known"),
        ("SY,halven,35.41", "SY,halvn,35.41", 3, "'user:places:halvn' is no entry"),
        ("SY,halven,35.41", "SY,tesk,35.41", 3, "goes round in a circle"),
        ("SY,halven,35.41", "SY,halven,36.41", 3, "more than the 8 km of a village"),
        ("SY,halven,35.41", "XX,halven,35.41", 3, "field 'country': 'XX'"),
        ("Field notes of 3 March", "", 2, "field 'source' is empty"),
        ("area,Tesk Hill", "area,Hill", 3, "field 'common': 'Hill'"),
        ("halven,,,,,Field", "halven,,,exact,,Field", 4, "field 'precision' must be within_parent"),
        ("tesk,", "=cmd|' /C calc'!A1,", 3, "is no id"),
        ("Tesk Hill", "Tesk\x1b[31m Hill", 3, "has the control character U+001B"),
        ("Tesk Hill", "T" * 150_000, 3, "is no CSV"),
    ],
)
def test_a_fault_refuses_the_file_and_names_the_line(
    tmp_path: Path, store: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in TABLE
    try:
        added = add(tmp_path, store, TABLE.replace(old, new, 1))
    except KnowledgeError as fault:
        faults: tuple[KnowledgeError, ...] = (fault,)
    else:
        assert added.refused
        faults = added.faults
    assert any(words in fault.problem and fault.line == line for fault in faults), [str(fault) for fault in faults]
    assert not store.exists()


def test_all_faults_are_named_in_the_order_of_the_lines(tmp_path: Path, store: Path) -> None:
    added = add(tmp_path, store, TABLE.replace(",hill,", ",mound,").replace("35.4,", "95.4,"))
    assert [fault.line for fault in added.faults] == [2, 3, 4]
    assert added.faults[2].problem == "field 'within': 'user:places:halven' is at fault"


def test_faulty_rows_can_be_left_out_with_what_lies_within_them(tmp_path: Path, store: Path) -> None:
    added = add(
        tmp_path, store, TABLE.replace("35.4,", "95.4,") + "well,Well,,spring,SY,,35.4,40.1,,,Notes\n", skip_faulty=True
    )
    assert not added.refused
    assert list(by_name(store)) == ["Well"]
    assert [fault.line for fault in added.faults] == [2, 3, 4]


def test_a_refused_file_leaves_the_older_one_as_it_was(tmp_path: Path, store: Path) -> None:
    add(tmp_path, store, TABLE)
    before = (store / "places.json").read_bytes()
    assert add(tmp_path, store, TABLE.replace("35.4,", "95.4,")).refused
    assert (store / "places.json").read_bytes() == before


DUMP = (
    "170792\tDeir ez-Zor\tDeir ez-Zor\tDayr az Zawr\t35.07\t40.27\tA\tADM1\tSY\t\t07\t\t\t\t0\t\t\tA\t2020\n"
    "1\tHalven\tHalven\tHalfin,dyr hlfn,HLV,https://example.org/halven,هلفين\t35.4\t40.1\tP\tPPL\tSY\t\t07\t\t\t\t6000\t\t\tA\t2020\n"
    "2\tFar Well\tFar Well\t\t33.0\t36.0\tH\tWLL\tSY\t\t07\t\t\t\t0\t\t\tA\t2020\n"
    "3\tOld Zone\tOld Zone\t\t35.4\t40.1\tA\tADMF\tSY\t\t07\t\t\t\t0\t\t\tA\t2020\n"
)


def test_a_geonames_dump_becomes_sites(tmp_path: Path, store: Path) -> None:
    added = add(tmp_path, store, DUMP, "SY.txt")
    assert (added.format, added.name) == ("geonames", "sy")
    sites = by_name(store)
    halven = sites["Halven"]
    assert (halven.id, halven.source, halven.kind, halven.population) == ("geonames:1", "geonames:1", "town", 6000)
    assert halven.names == ("Halfin", "هلفين")
    assert (halven.within, halven.area) == ("geonames:170792", "Deir ez-Zor")
    assert sites["Deir ez-Zor"].kind == "governorate"
    assert "Old Zone" not in sites


def test_a_division_that_a_place_does_not_lie_in_is_not_believed(tmp_path: Path, store: Path) -> None:
    add(tmp_path, store, DUMP, "SY.txt")
    assert by_name(store)["Far Well"].within is None


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("\t35.4\t40.1\tP", "\t35.4\tP", 2, "has 18 columns"),
        ("35.4\t40.1\tP", "135.4\t40.1\tP", 2, "field 'lat': 135.4"),
        ("35.4\t40.1\tP", "x\t40.1\tP", 2, "is no number"),
        ("\t6000\t", "\tmany\t", 2, "is no number"),
        ("1\tHalven", "one\tHalven", 2, "is no geonameid"),
    ],
)
def test_faults_of_a_dump_are_named(tmp_path: Path, store: Path, old: str, new: str, line: int, words: str) -> None:
    added = add(tmp_path, store, DUMP.replace(old, new, 1), "SY.txt")
    assert added.refused
    assert any(words in fault.problem and fault.line == line for fault in added.faults), added.faults


def test_a_place_with_names_in_every_language_keeps_some(tmp_path: Path, store: Path) -> None:
    names = ",".join(f"Halven {letter}{other}" for letter in "ABCDEFGHIJ" for other in "abcdefghij")
    add(tmp_path, store, DUMP.replace("Halfin", names), "SY.txt")
    assert len(by_name(store)["Halven"].names) == MOST_NAMES


def test_a_dump_may_be_zipped_with_its_readme(tmp_path: Path, store: Path) -> None:
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "what the columns are")
        archive.writestr("SY.txt", DUMP)
    assert len(add_gazetteer(path, folder=store).sites) == 3


@pytest.mark.parametrize("members", [[], ["a.txt", "b.txt"], ["a.exe"]])
def test_an_archive_without_one_table_is_refused(tmp_path: Path, store: Path, members: list[str]) -> None:
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            archive.writestr(member, DUMP)
    with pytest.raises(KnowledgeError, match="tables, not one"):
        add_gazetteer(path, folder=store)


def test_an_archive_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("masudi.gazetteer.files._MAX_BYTES", 1000)
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("SY.txt", "x" * 100_000)
    with pytest.raises(KnowledgeError, match="unpacks to more than"):
        add_gazetteer(path, folder=store)


def test_a_broken_archive_is_refused(tmp_path: Path, store: Path) -> None:
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("SY.txt", DUMP)
    data = bytearray(path.read_bytes())
    data[60] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(KnowledgeError, match="cannot be unpacked"):
        add_gazetteer(path, folder=store)


OCHA = """\
ADM2_EN,ADM2_AR,ADM2_PCODE,ADM1_EN,ADM1_AR,ADM1_PCODE,ADM0_EN,ADM0_PCODE,Latitude,Longitude
Upper Osmer,أسمر,SY9901,Osmer,أسمر,SY99,Syrian Arab Republic,SY,35.4,40.1
Lower Osmer,,SY9902,Osmer,أسمر,SY99,Syrian Arab Republic,SY,,
Deir-ez-Zor,دير الزور,SY0901,Deir-ez-Zor,دير الزور,SY09,Syrian Arab Republic,SY,,
"""


def test_a_table_of_ocha_becomes_divisions_by_their_p_codes(tmp_path: Path, store: Path) -> None:
    added = add(tmp_path, store, OCHA + "\n,,,,,,,,,\n", "syr_adm2.csv")
    assert (added.format, added.faults) == ("ocha", ())
    sites = by_name(store)
    upper = sites["Upper Osmer"]
    assert (upper.id, upper.within) == ("user:syr_adm2:SY9901", "user:syr_adm2:SY99")
    assert (upper.lat, upper.kind, upper.country, upper.area) == (35.4, "district", "SY", "Osmer")
    assert upper.names == ("أسمر",)
    assert sites["Osmer"].kind == "governorate"
    assert sites["Osmer"].lat is None


def test_a_division_that_is_packaged_is_not_laid_over_by_one_without_coordinates(tmp_path: Path, store: Path) -> None:
    add(tmp_path, store, OCHA, "syr_adm2.csv")
    assert "Deir-ez-Zor" not in by_name(store)


def test_a_division_that_was_only_named_gets_its_coordinates_from_its_own_row(tmp_path: Path, store: Path) -> None:
    header, first, *_ = OCHA.splitlines()
    add(tmp_path, store, f"{header}\n{first}\n,,,Osmer,,SY99,Syrian Arab Republic,SY,35.5,40.2\n", "syr_adm2.csv")
    assert by_name(store)["Osmer"].lat == 35.5


def test_a_p_code_with_two_places_is_refused(tmp_path: Path, store: Path) -> None:
    added = add(tmp_path, store, OCHA + OCHA.splitlines()[1] + "\n", "syr_adm2.csv")
    (fault,) = added.faults
    assert fault.line == 5
    assert fault.problem == "P-code 'SY9901' already has coordinates in line 2"


def test_a_place_below_the_divisions_lies_in_the_lowest(tmp_path: Path, store: Path) -> None:
    content = "NAME_EN,NAME_AR,PCODE,ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE,LATITUDE,LONGITUDE\n"
    add(tmp_path, store, content + "Halven,هلفين,C12,Deir-ez-Zor,SY09,Deir-ez-Zor,SY0901,35.4,40.1\n", "pop.csv")
    (halven,) = load_user_sites(store)
    assert (halven.id, halven.within, halven.area) == ("user:pop:C12", "geonames:170793", "Deir ez-Zor")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("35.4,", "north,", 2, "is no number"),
        ("35.4,", "95.4,", 2, "field 'lat': 95.4"),
        ("Upper Osmer", "Upper\x07 Osmer", 2, "holds a control character"),
        ("SY9902,", "SY9902,x,", 3, "has 11 cells, the first line 10 columns"),
        ("SY9901,Osmer,أسمر,SY99,Syrian Arab Republic,SY", ",Osmer,أسمر,,Syrian Arab Republic,", 2, "has no P-code"),
    ],
)
def test_faults_of_a_table_of_ocha_are_named(
    tmp_path: Path, store: Path, old: str, new: str, line: int, words: str
) -> None:
    added = add(tmp_path, store, OCHA.replace(old, new, 1), "syr_adm2.csv")
    assert added.refused
    assert any(words in fault.problem and fault.line == line for fault in added.faults), added.faults


def test_features_become_sites_and_faults_name_their_number(tmp_path: Path, store: Path) -> None:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [40.1, 35.4]},
            "properties": {"name": "Halven"},
        },
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [40.1, 95.4]},
            "properties": {"name": "Dalgo"},
        },
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features})
    added = add(tmp_path, store, content, "places.geojson", source="A survey", skip_faulty=True)
    assert added.format == "geojson"
    assert list(by_name(store)) == ["Halven"]
    (fault,) = added.faults
    assert fault.problem.startswith("feature 2: field 'lat': 95.4")
    assert fault.line is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is no gazetteer that Masudi reads"),
        (b"just words\n", "is no gazetteer that Masudi reads"),
        (b"name,height\nHalven,3\n", "column 'height' is not known"),
        (b"lat,lon\n1,2\n", "column 'name' is missing"),
        (b"name,lat\nHalv\xe9n,1\n", "is no UTF-8 text"),
        (b"\x00\x01\x02", "is no gazetteer"),
    ],
)
def test_what_is_no_gazetteer_is_refused(tmp_path: Path, store: Path, content: bytes, words: str) -> None:
    with pytest.raises(KnowledgeError) as fault:
        add(tmp_path, store, content)
    assert words in fault.value.problem
    assert not store.exists()


def test_a_file_without_rows_adds_nothing(tmp_path: Path, store: Path) -> None:
    assert add(tmp_path, store, "name,source\n").refused
    assert not store.exists()


def test_a_missing_file_is_named(tmp_path: Path, store: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"none\.csv: cannot be read"):
        add_gazetteer(tmp_path / "none.csv", folder=store)


@pytest.mark.parametrize("name", ["", "../evil", "a/b", "A", "-x", "x" * 61, "a.json"])
def test_a_name_that_could_lead_elsewhere_is_refused(tmp_path: Path, store: Path, name: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(TABLE, encoding="utf-8")
    with pytest.raises(UsageError, match="is no name for a gazetteer"):
        add_gazetteer(path, name=name, folder=store)


def test_a_file_name_becomes_a_name(tmp_path: Path, store: Path) -> None:
    assert add(tmp_path, store, TABLE, "Übersicht (März) 2016.csv").name == "bersicht-m-rz-2016"
    assert add(tmp_path, store, TABLE, "قائمة.csv").name == "gazetteer"


def test_ids_of_two_gazetteers_do_not_meet(tmp_path: Path, store: Path) -> None:
    add(tmp_path, store, TABLE, "one.csv")
    add(tmp_path, store, TABLE, "two.csv")
    assert len(load_user_sites(store)) == 6
    assert [gazetteer.name for gazetteer in load_user_gazetteers(store)] == ["one", "two"]


def test_a_gazetteer_can_be_taken_out(tmp_path: Path, store: Path) -> None:
    add(tmp_path, store, TABLE)
    remove_gazetteer("places", store)
    assert load_user_sites(store) == ()
    with pytest.raises(UsageError, match="there is no gazetteer 'places' of your own; there are: none"):
        remove_gazetteer("places", store)


def test_taking_out_reaches_nothing_else(tmp_path: Path, store: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text("{}")
    store.mkdir()
    with pytest.raises(UsageError):
        remove_gazetteer("../other", store)
    assert other.exists()
