"""Each format is read back by a tool that the field uses, and holds what the case says and no more."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import fastkml
import geopandas
import msgspec
import pandas
import pyarrow.parquet
import pyogrio
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from masudi.casefile import open_case
from masudi.cli import main
from masudi.domain import Toll
from masudi.domain.case import Retrieval
from masudi.domain.case_incident import CaseIncident
from masudi.domain.view import Published
from masudi.export.formats import FORMATS, exported
from masudi.export.formats.aside import COLUMNS
from masudi.export.formats.cells import table, text_cell
from masudi.export.formats.fatalities import acled_value
from masudi.ontology import load_ontology
from masudi.pipeline.decide import Person, correct
from masudi.pipeline.relink import settle
from masudi.pipeline.view import published
from tests.export.formats.conftest import TEXT, TODAY, URL, open_policy, reading

OF_EVENTS = [name for name in FORMATS if name != "bundle"]
TABLES = ["acled", "ged", "plover", "cameo", "hxl"]
# RFC 7946, as far as a collection of points goes.
GEOJSON: dict[str, Any] = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "geometry": {
                        "oneOf": [
                            {"type": "null"},
                            {
                                "type": "object",
                                "required": ["type", "coordinates"],
                                "properties": {
                                    "type": {"const": "Point"},
                                    "coordinates": {
                                        "type": "array",
                                        "prefixItems": [
                                            {"type": "number", "minimum": -180, "maximum": 180},
                                            {"type": "number", "minimum": -90, "maximum": 90},
                                        ],
                                        "minItems": 2,
                                        "maxItems": 2,
                                    },
                                },
                            },
                        ]
                    },
                    "properties": {"type": "object"},
                },
            },
        },
    },
}


def main_file(leaving: Published, name: str) -> bytes:
    return exported(leaving, name)[0].data


def frame(leaving: Published, name: str, **how: Any) -> Any:
    return pandas.read_csv(io.BytesIO(main_file(leaving, name)), dtype=str, keep_default_na=False, **how)


def rows(leaving: Published, name: str) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = frame(leaving, name).to_dict("records")
    return kept


def test_acled_has_the_events_with_its_codes_and_its_own_count_of_the_dead(leaving: Published) -> None:
    attack, shelling, tried = sorted(rows(leaving, "acled"), key=lambda row: row["event_date"] or "9999")
    assert (attack["event_date"], attack["year"], attack["time_precision"]) == ("2024-03-04", "2024", "1")
    assert (attack["event_type"], attack["sub_event_type"]) == ("Battles", "Armed clash")
    assert attack["disorder_type"] == "Political violence"
    assert (attack["actor1"], attack["inter1"]) == ("Opposition", "Rebel group")
    assert (attack["actor2"], attack["inter2"]) == ("Syrian government", "State forces")
    assert attack["interaction"] == "State forces-Rebel group"
    # ACLED counts dozens as 12; what the words allow stands beside it.
    assert (attack["fatalities"], attack["masudi_fatalities_low"], attack["masudi_fatalities_high"]) == ("12", "24", "")
    assert (float(attack["latitude"]), float(attack["longitude"]), attack["geo_precision"]) == (35.25, -40.5, "1")
    assert (shelling["fatalities"], shelling["masudi_fatalities_high"]) == ("4", "7")
    assert (tried["masudi_status"], tried["event_type"]) == ("attempted", "Battles")


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("tens of soldiers", 10),
        ("dozens of soldiers", 12),
        ("hundreds of people", 100),
        ("hundreds of thousands of people", 100_000),
        ("tens of thousands", 10_000),
        ("several people", 3),
        ("some 40 people", 40),
        ("people", 40),
    ],
)
def test_acled_has_a_value_for_words_that_are_no_number(words: str, count: int) -> None:
    assert (
        acled_value(Toll(start=0, end=len(words), text=words, harm="killed", who="people", low=40, high=None)) == count
    )


@pytest.mark.parametrize(
    ("name", "low"), [("acled", "masudi_fatalities_low"), ("plover", "magnitude_dead_low"), ("hxl", "killed_low")]
)
def test_wounded_alone_are_no_dead(leaving: Published, name: str, low: str) -> None:
    def wounded(found: CaseIncident) -> CaseIncident:
        tolls = tuple(msgspec.structs.replace(one, harm="injured") for one in found.incident.tolls)
        return msgspec.structs.replace(found, incident=msgspec.structs.replace(found.incident, tolls=tolls))

    assert any(row[low] for row in rows(leaving, name) if not row[low].startswith("#"))
    view = msgspec.structs.replace(leaving.view, incidents=tuple(map(wounded, leaving.view.incidents)))
    told = rows(msgspec.structs.replace(leaving, view=view), name)
    assert {row[low] for row in told if not row[low].startswith("#")} == {""}


def test_ged_has_a_row_for_each_event_that_killed(leaving: Published) -> None:
    attack, shelling = sorted(rows(leaving, "ged"), key=lambda row: row["date_start"])
    assert attack["type_of_violence"] == "1"
    assert (attack["side_a"], attack["side_b"]) == ("Syrian government", "Opposition")
    assert (attack["low"], attack["high"], attack["best"]) == ("24", "", "")
    assert (attack["deaths_a"], attack["deaths_b"], attack["deaths_civilians"]) == ("", "", "")
    assert (attack["event_clarity"], attack["date_prec"], attack["where_prec"]) == ("1", "1", "1")
    assert (shelling["low"], shelling["high"]) == ("4", "7")


def test_ged_has_a_best_number_only_where_a_person_set_it(tmp_path: Path) -> None:
    with open_case(tmp_path / "best.masudi", create=True, person="tests") as case:
        read = reading()
        case.store(read, TEXT.encode(), Retrieval(), reader="tests")
        settle(case)
        attack = next(one for one in case.claims() if one.claim.kind == "attack")
        tolls = [msgspec.to_builtins(one) | {"low": 30, "high": 30} for one in attack.claim.casualties]
        correct(case, attack.claim.id, "casualties", tolls, Person(name="R. Haddad"))
        row = rows(published(case, open_policy(), TODAY), "ged")[0]
    assert (row["best"], row["low"], row["high"], row["deaths_a"]) == ("30", "30", "30", "30")


def test_plover_and_cameo_have_the_codes_of_the_crosswalk(leaving: Published) -> None:
    books = {one.name: {entry.code for entry in one.vocabulary} for one in load_ontology().crosswalk.codebooks}
    plover, cameo = rows(leaving, "plover"), rows(leaving, "cameo")
    assert {row["event_type"] for row in plover} <= books["plover"]
    assert {row["code"] for row in cameo} <= books["cameo"]
    assert {(row["event_type"], row["event_mode"]) for row in plover} >= {("ASSAULT", "heavy-weapons")}
    assert {row["code"] for row in cameo} >= {"190", "194"}
    assert {row["date"] for row in cameo} >= {"20240304"}
    assert plover[0]["recipient_country"] == "SY"


@pytest.mark.parametrize("name", OF_EVENTS)
def test_what_is_feared_denied_or_only_alleged_is_no_event(leaving: Published, name: str) -> None:
    files = exported(leaving, name)
    events, others = files[0].data, files[1]
    assert others.ending == ".not-events.csv"
    for words in ("massacre the people", "allegedly executed", "no strike on Imreth", "Dalgo", "Tesk", "Imreth"):
        assert words.encode() not in events, words
    aside = pandas.read_csv(io.BytesIO(others.data), dtype=str, keep_default_na=False)
    why = dict(zip(aside["place"], aside["why"], strict=True))
    assert why["Dalgo"] == "only possible"
    assert why["Imreth"] == "only denied"
    assert why["Tesk"] == "only alleged, suspected or disputed"
    assert set(aside["masudi_status"]) >= {"possible", "denied"}


def test_geojson_is_read_by_geopandas_and_is_what_the_standard_says(leaving: Published, tmp_path: Path) -> None:
    data = main_file(leaving, "geojson")
    Draft202012Validator(GEOJSON).validate(json.loads(data))
    path = tmp_path / "events.geojson"
    path.write_bytes(data)
    read = geopandas.read_file(path)
    assert len(read) == 2
    assert sorted((point.x, point.y) for point in read.geometry) == [(-40.5, 35.25), (-40.5, 35.3)]
    assert "💥" in "".join(read["words"])
    assert pyogrio.read_info(path)["geometry_type"] == "Point"
    assert json.loads(data)["masudi"]["seal"] == leaving.view.head


def test_kml_is_read_by_fastkml(leaving: Published) -> None:
    document: Any = fastkml.KML.parse(io.BytesIO(main_file(leaving, "kml"))).features[0]
    marks = list(document.features)
    assert len(marks) == 2
    assert sorted((mark.geometry.x, mark.geometry.y) for mark in marks) == [(-40.5, 35.25), (-40.5, 35.3)]
    assert all("MADE UP" in mark.name for mark in marks)
    assert leaving.view.head in document.description
    said = {one.name: one.value for one in marks[0].extended_data.elements}
    assert said["masudi_status"] == "asserted"
    assert "دير السرو" in " ".join(mark.description for mark in marks)


def test_hxl_has_a_row_of_hashtags_and_p_codes(leaving: Published) -> None:
    lines = list(csv.reader(io.StringIO(main_file(leaving, "hxl").decode())))
    assert all(tag.startswith("#") for tag in lines[1])
    assert len(lines[0]) == len(lines[1])
    assert len(set(lines[1])) == len(lines[1])
    read = frame(leaving, "hxl", skiprows=[1])
    assert set(read["pcode"]) == {"SY070001", ""}
    assert set(read["killed_low"]) == {"24", "4"}


def test_parquet_is_typed_and_says_of_itself_what_it_is(leaving: Published, tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    path.write_bytes(main_file(leaving, "parquet"))
    read = pandas.read_parquet(path)
    assert list(read["killed_low"]) == [24, 4]
    assert read["masudi_made_up"].dtype == bool
    said = json.loads(pyarrow.parquet.read_schema(path).metadata[b"masudi"])
    assert (said["seal"], said["made_up"]) == (leaving.view.head, True)


def test_parquet_without_pyarrow_says_what_to_install(leaving: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    from masudi.errors import UsageError
    from masudi.export.formats import parquet

    monkeypatch.setattr(parquet, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"masudi\[tables\]"):
        list(parquet.write(leaving))


def test_the_bundle_has_everything_in_one_document(leaving: Published) -> None:
    whole = json.loads(main_file(leaving, "bundle"))
    assert whole["masudi"]["made_up"] is True
    assert len(whole["claims"]) == 6
    assert {one["incident"]["status"] for one in whole["incidents"]} == {"asserted", "possible", "denied", "attempted"}
    assert "private" not in whole


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_is_a_formula_and_every_cell_survives(leaving: Published, name: str) -> None:
    data = main_file(leaving, name)
    for line in csv.reader(io.StringIO(data.decode())):
        for cell in line:
            assert not cell.startswith(("=", "@", "\t", "\r", "+")), cell
            if cell.startswith("-"):
                float(cell)
    assert "'@Sarw Courier" in data.decode()
    assert "💥" in data.decode()
    assert "دير السرو" in data.decode()
    assert URL in data.decode()


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "＝1", "|calc", "%0a=1"])
def test_what_a_spreadsheet_would_compute_stands_behind_an_apostrophe(words: str) -> None:
    cell = next(csv.reader(io.StringIO(table(["a"], [{"a": words}]).decode().split("\n", 1)[1])))[0]
    assert cell.startswith("'")
    assert text_cell("quiet") == "quiet"


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_export_says_of_which_case_and_is_the_same_each_time(leaving: Published, name: str) -> None:
    files, again = exported(leaving, name), exported(leaving, name)
    assert files == again
    manifest = json.loads(files[-1].data)
    assert files[-1].ending == ".manifest.json"
    assert (manifest["seal"], manifest["made_up"], manifest["format"]) == (leaving.view.head, True, name)
    assert set(manifest["columns"]) == {one.name for one in FORMATS[name].columns}
    if name in TABLES:
        header = next(csv.reader(io.StringIO(files[0].data.decode())))
        assert header == list(manifest["columns"])


DEV = """\
title: What the Covenant wants at Torvesh
source: Ridge and River
published: 2024-03-12
synthetic: yes

The Northern Covenant attacked the village of Halven on 4 March 2024 to draw the army away from the airfield. The \
Covenant captured Tesk Hill and the grain store on Tuesday. Shells killed 12 civilians in the market of Torvesh on \
5 March 2024, doctors said. Residents fear that the Covenant will massacre the families in the Upper Gardens if it \
takes the town. Aid workers warned of a possible execution of prisoners. The army denied that its jets had bombed \
Suleth. The group plans to capture the airport.
"""


def test_a_report_on_an_offensive_has_no_massacre_among_its_events(tmp_path: Path) -> None:
    """The whole way: read, added, exported by the commands."""
    (tmp_path / "report.txt").write_text(DEV)
    case, out = tmp_path / "case.masudi", tmp_path / "events.csv"
    assert run("add", tmp_path / "report.txt", "--case", case).exit_code == 0
    for name in ("acled", "ged", "plover", "cameo", "geojson"):
        done = run("export", "--format", name, "--output", out, "--case", case)
        assert done.exit_code == 0, done.stderr
        events = out.read_text()
        for words in ("massacre", "possible execution", "Upper Gardens", "plans to", "Suleth"):
            assert words not in events, (name, words)
        others = (tmp_path / "events.not-events.csv").read_text()
        assert "Upper Gardens" in others or "massacre" in others
        assert "possible" in others
    assert "Halven" in events


def run(*args: object) -> Any:
    return CliRunner(env={"MASUDI_CASE": None}).invoke(main, [str(arg) for arg in args])


def test_the_document_tells_every_column() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "exports.md").read_text(encoding="utf-8")
    for name, format_ in FORMATS.items():
        section = text.split(f"\n### {name}\n")[1].split("\n### ")[0]
        rows = [(one.name, one.meaning) for one in format_.columns]
        assert [line for line in section.splitlines() if line.startswith("| `")] == [
            f"| `{column}` | {meaning} |" for column, meaning in rows
        ]
    for one in COLUMNS:
        assert f"| `{one.name}` | {one.meaning} |" in text
