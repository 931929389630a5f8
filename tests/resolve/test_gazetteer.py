"""The gazetteer that the package carries: names in many forms, fast; and smaller ones laid over it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from masudi.errors import KnowledgeError
from masudi.resolve.atlas import Atlas, load_atlas
from masudi.resolve.gazetteer import Form, Gazetteer, key, keys, load_gazetteer
from masudi.resolve.local_places import LocalPlaces, load_local_places
from masudi.resolve.place_layers import layer_of, load_local_layer
from masudi.resolve.sites import Site


@pytest.mark.parametrize(
    ("name", "kind", "country", "ident"),
    [
        ("Deir ez-Zor", "town", "SY", "geonames:170794"),
        ("دير الزور", "town", "SY", "geonames:170794"),
        ("دير الزور", "province", "SY", "geonames:170792"),
        ("Britain", "country", "GB", "geonames:2635167"),
        ("Ivory Coast", "country", "CI", "geonames:2287781"),
        ("U.S.", "country", "US", "geonames:6252001"),
        ("Texas", "province", "US", "geonames:4736286"),
        ("Rapides Parish", "district", "US", "geonames:4338356"),
        ("Washington", "capital", "US", "geonames:4140963"),
    ],
)
def test_a_place_is_found_by_its_name(name: str, kind: str, country: str, ident: str) -> None:
    gazetteer = load_gazetteer()
    found = [gazetteer.site(hit.row) for hit in gazetteer.named(name)]
    assert (kind, country, ident) in [(site.kind, site.country, site.id) for site in found]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Euphrates River", "river"),
        ("Mediterranean", "sea"),
        ("Syrian Desert", "desert"),
        ("Taurus Mountains", "mountain"),
        ("Middle East", "region"),
        ("Darfur", "region"),
    ],
)
def test_rivers_seas_and_regions_are_there(name: str, kind: str) -> None:
    gazetteer = load_gazetteer()
    assert kind in [gazetteer.kind(hit.row) for hit in gazetteer.named(name)]


def test_a_demonym_is_told_from_a_name() -> None:
    gazetteer = load_gazetteer()
    forms = {gazetteer.site(hit.row).country: hit.form for hit in gazetteer.named("Iraqi")}
    assert forms["IQ"] is Form.DEMONYM


def test_only_transliterated_names_have_others_alike() -> None:
    gazetteer = load_gazetteer()
    assert "geonames:170794" in [gazetteer.site(hit.row).id for hit in gazetteer.alike("Der az-Zawr")]
    assert not any(gazetteer.site(hit.row).country == "FR" for hit in gazetteer.alike("Niss"))


def test_keys_of_many_are_the_keys_of_each() -> None:
    letters = np.zeros((2, 6), np.uint8)
    letters[0, :4] = list(b"homs")
    letters[1] = list(b"aleppo")
    assert keys(letters, np.array([4, 6])).tolist() == [key("homs"), key("aleppo")]


def test_points_lie_on_the_earth_and_the_most_peopled_come_first() -> None:
    gazetteer = load_gazetteer()
    columns = gazetteer.columns(np.arange(len(gazetteer)))
    assert np.abs(columns.lat).max() <= 90
    assert np.abs(columns.lon).max() <= 180
    assert (np.diff(columns.population) <= 0).all()
    assert len(gazetteer) > 250_000


def test_a_folder_without_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="holds no gazetteer"):
        Gazetteer(tmp_path)


VELM = Site(id="local:velm", name="Velmqarsiya", kind="village", country="SY", area="Homs", lat=34.5, lon=37.0)
USERS = Site(id="user:velm", name="Velmqarsiya", kind="village", country="SY", area="Homs", lat=34.51, lon=37.01)


def atlas_of(*layers: list[Site], common: dict[str, frozenset[str]] | None = None) -> Atlas:
    world = load_gazetteer()
    places = [LocalPlaces(sites={site.id: site for site in sites}, common=common or {}) for sites in layers]
    return Atlas(world, *(layer_of(one, world) for one in places))


def test_a_layer_adds_places_and_the_later_one_wins() -> None:
    one = atlas_of([VELM])
    assert [one.site(hit.row).id for hit in one.named("Velmqarsiya")] == ["local:velm"]
    both = atlas_of([VELM], [USERS])
    assert [both.site(hit.row).id for hit in both.named("Velmqarsiya")] == ["user:velm"]


def test_a_layer_hides_the_worlds_entry_of_the_same_place() -> None:
    world = next(site for site in map(load_gazetteer().site, _rows("Manbij")) if site.kind == "town")
    mine = Site(
        id="local:manbij", name="Manbij", kind="city", country="SY", area="Aleppo", lat=world.lat, lon=world.lon
    )
    atlas = atlas_of([mine])
    found = [atlas.site(hit.row).id for hit in atlas.named("Manbij")]
    assert "local:manbij" in found
    assert world.id not in found
    assert atlas.kind(atlas.row_of("local:manbij") or 0) == "city"


def test_a_site_without_a_point_stays_without_one() -> None:
    nowhere = Site(id="local:base", name="Brigade 9999", kind="base", country="SY", area="Homs")
    atlas = atlas_of([nowhere])
    row = atlas.named("Brigade 9999")[0].row
    assert np.isnan(atlas.columns(np.array([row])).lat[0])
    assert atlas.site(row).lat is None


def test_the_packaged_atlas_is_opened_once() -> None:
    assert load_atlas() is load_atlas()


def _rows(name: str) -> list[int]:
    return [hit.row for hit in load_gazetteer().named(name)]


def test_an_everyday_word_is_told_from_a_name() -> None:
    atlas = atlas_of([VELM], common={VELM.id: frozenset({"Velmqarsiya", "Market"})})
    for name in ("Velmqarsiya", "Market"):
        assert Form.COMMON in [hit.form for hit in atlas.named(name) if hit.row >= len(atlas.world)]


def test_the_packaged_layer_is_that_of_the_tables() -> None:
    """Else: python -m gazetteers.local."""
    assert load_local_layer() == layer_of(load_local_places(), load_gazetteer())


def test_a_layer_fills_what_its_entry_lacks_from_the_worlds() -> None:
    district = Site(
        id="geonames:170793", name="Deir ez-Zor District", kind="district", country="SY", area="Deir ez-Zor"
    )
    atlas = atlas_of([district])
    found = atlas.site(atlas.row_of("geonames:170793") or 0)
    assert found.lat == pytest.approx(35.3, abs=0.3)
    assert found.population > 0
