"""The gazetteer's building: names that are kept, and rows that are found again in what is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gazetteers import natural
from gazetteers.build import write
from gazetteers.names import load_names
from gazetteers.rows import Row, readable
from masudi.resolve.gazetteer import Form, Gazetteer


def row(name: str, **more: Any) -> Row:
    known: dict[str, Any] = {
        "name": name,
        "named": (name,),
        "others": (),
        "demonyms": (),
        "kind": "town",
        "country": "SY",
        "area": "Harran",
        "lat": 36.5,
        "lon": 40.25,
        "extent": 3,
        "population": 0,
        "source": "geonames",
        "ident": 7,
    }
    return Row(**{**known, **more})


def test_what_is_written_is_found_again(tmp_path: Path) -> None:
    country = row("Velmark", kind="country", country="VM", area=None, demonyms=("Velmarkian",), population=900, ident=1)
    town = row("Tell Sarw", others=("تل سرو", "Tal Saru"))
    write([town, country, row("Abroad", country="FR", ident=9)], tmp_path)
    gazetteer = Gazetteer(tmp_path)
    assert len(gazetteer) == 3
    assert [gazetteer.site(hit.row).id for hit in gazetteer.named("tell sarw")] == ["geonames:7"]
    assert [hit.form for hit in gazetteer.named("تل سرو")] == [Form.OTHER]
    assert [(hit.row, hit.form) for hit in gazetteer.named("Velmarkian")] == [(0, Form.DEMONYM)]
    site = gazetteer.site(gazetteer.named("Tell Sarw")[0].row)
    assert (site.kind, site.country, site.area, site.lat, site.lon) == ("town", "SY", "Harran", 36.5, 40.25)
    assert gazetteer.alike("Tel al-Saru") == [(2, Form.NAME)]
    assert gazetteer.alike("Abrod") == []
    assert gazetteer.named("Nowhere") == []
    assert gazetteer.middle("SY", "Harran") == (36.5, 40.25)
    assert gazetteer.middle("FR", None) is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Aleppo", True),
        ("حلب", True),
        ("Şanlıurfa", True),
        ("ALP", False),
        ("hlb", False),
        ("Алеппо", False),
        ("Al", False),
    ],
)
def test_names_in_other_scripts_and_codes_are_left_out(name: str, kept: bool) -> None:
    assert readable(name) is kept


def test_abbreviations_on_maps_are_written_out() -> None:
    assert natural._written_out("Lebanon Mts.") == "Lebanon Mountains"
    assert natural._written_out("RED SEA") == "Red Sea"
    assert natural._called("Euphrates", "river") == (("Euphrates", "Euphrates River"), ())
    assert natural._called("Syrian Desert", "desert") == (("Syrian Desert",), ("Syrian",))


def test_the_common_names_are_of_their_shape() -> None:
    names = load_names()
    codes = [one.code for one in (*names.countries, *names.divisions)]
    assert len(codes) == len(set(codes)) > 200
