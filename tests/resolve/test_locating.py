"""Points: of places, of what is told from a place, and of places of which no source gives a point."""

from __future__ import annotations

import re

import pytest

from masudi.domain import Span
from masudi.resolve import find_parties, find_places, load_knowledge
from masudi.resolve.atlas import Atlas, load_atlas
from masudi.resolve.gazetteer import load_gazetteer
from masudi.resolve.local_places import LocalPlaces
from masudi.resolve.locating import Located, locate_mentions, resolve_places
from masudi.resolve.place_kinds import load_place_kinds
from masudi.resolve.place_layers import layer_of
from masudi.resolve.place_offsets import moved
from masudi.resolve.sites import Site

HOMS = 34.72, 36.73


def located(text: str, atlas: Atlas | None = None) -> list[Located | None]:
    """Where the words in brackets lie; the text goes on with a sentence that is about Syria."""
    text += " The [Syrian] army left [Damascus] and [Hama]."
    plain, spans = "", []
    for before, name in re.findall(r"([^\[\]]*)(?:\[([^\]]*)\])?", text):
        plain += before
        if name:
            spans.append(Span(start=len(plain), end=len(plain) + len(name), text=name))
            plain += name
    return resolve_places(plain, spans, atlas or load_atlas())


def first(text: str) -> Located:
    found = located(text)[0]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "precision", "least", "most"),
    [
        ("Shells fell on [Homs].", "city", 5, 15),
        ("Shells fell near [Homs].", "near", 15, 25),
        ("Shells fell north of [Homs].", "near", 15, 25),
        ("Shells fell in the western countryside of [Homs].", "near", 25, 45),
        ("Shells fell in [Homs]'s northern countryside.", "near", 25, 45),
        ("Shells fell 50 km from [Homs].", "near", 50, 70),
        ("Shells fell in [Homs province].", "province", 50, 200),
        ("There was war in [Syria].", "country", 200, 500),
    ],
)
def test_precision_and_radius_follow_the_words(text: str, precision: str, least: float, most: float) -> None:
    found = first(text)
    assert found.precision == precision
    assert found.radius_km is not None
    assert least <= found.radius_km <= most
    if precision in ("city", "near"):
        assert found.lat == pytest.approx(HOMS[0], abs=0.05)


def test_a_distance_and_a_direction_move_the_point() -> None:
    assert first("A convoy was hit 50 km east of the city of [Homs].").lon == pytest.approx(HOMS[1] + 0.55, abs=0.05)
    assert first("A convoy was hit 20 miles north of [Homs].").lat == pytest.approx(HOMS[0] + 0.29, abs=0.05)
    assert first("The 50 km to [Homs] were closed.").lat == pytest.approx(HOMS[0], abs=0.05)


def test_between_two_places_lies_the_middle() -> None:
    one, other, *_ = located("A convoy was hit between [Homs] and [Palmyra].")
    assert one is not None
    assert other is not None
    assert (one.lat, one.lon) == (other.lat, other.lon)
    assert one.lon == pytest.approx(37.5, abs=0.1)
    assert one.precision == "area"
    assert 50 <= (one.radius_km or 0) <= 90


def test_without_a_point_it_takes_that_of_what_it_lies_in() -> None:
    town = Site(id="local:town", name="Qarsiyanat", kind="town", country="SY", area="Homs", lat=34.5, lon=37.0)
    base = Site(id="local:base", name="Brigade 9999", kind="base", country="SY", area="Homs", within="local:town")
    lost = Site(id="local:lost", name="Tal Nowherat", kind="hill", country="SY", area="Homs")
    places = LocalPlaces(sites={one.id: one for one in (town, base, lost)}, common={})
    atlas = Atlas(load_gazetteer(), layer_of(places, load_gazetteer()))
    base_at, lost_at, *_ = located("They took [Brigade 9999] and [Tal Nowherat].", atlas)
    assert base_at is not None
    assert (base_at.lat, base_at.lon, base_at.precision) == (34.5, 37.0, "within_parent")
    assert lost_at is not None
    assert (lost_at.lat, lost_at.lon, lost_at.radius_km) == (None, None, None)


def test_moving_keeps_to_the_globe() -> None:
    assert moved(0, 179.9, 111.2, 90) == pytest.approx((0, -179.1), abs=0.01)


def test_precisions_are_ordered_and_have_codes() -> None:
    kinds = load_place_kinds()
    assert kinds.order["city"] < kinds.order["near"] < kinds.order["province"] < kinds.order["country"]
    assert {one.ged for one in kinds.precisions.values()} <= set(range(1, 8))
    assert {one.acled for one in kinds.precisions.values()} <= {1, 2, 3}


def where(text: str) -> dict[str, Located | None]:
    knowledge = load_knowledge()
    parties = find_parties(text, knowledge=knowledge)
    mentions = find_places(text, knowledge=knowledge, parties=parties)
    found = locate_mentions(text, mentions, parties, load_atlas())
    return {mention.text: one for mention, one in zip(mentions, found, strict=True)}


def test_the_capital_of_a_country_is_a_town() -> None:
    found = where("Shells fell in the Syrian capital and near the capital of Yemen. They left the provincial capital.")
    assert {text: one.name if one else None for text, one in found.items()} == {
        "Syrian capital": "Damascus",
        "capital of Yemen": "Sanaa",
        "provincial capital": None,
    }


def test_a_name_with_words_that_the_gazetteer_does_not_know_is_asked_for_alone() -> None:
    found = where("Clashes went on in the border town of Manbij and in Homs in Syria.")
    assert next(one for text, one in found.items() if "Manbij" in text) is not None


def test_everyday_words_are_a_place_where_the_report_is_about_its_area() -> None:
    here = where("Fighters held the regiment 137 and the cemetery area in Deir Ezzor. Deir Ezzor is in Syria.")
    base, cemetery = here["regiment 137"], here["cemetery area"]
    assert base is not None
    assert base.id == "local:deir_ez_zor_brigade_137_base"
    assert cemetery is not None
    assert cemetery.precision == "within_parent"
    elsewhere = where("Fighters held the regiment 137 and the cemetery area in Lyon. Lyon is in France.")
    assert not any(one and one.id and one.id.startswith("local:") for one in elsewhere.values())


def test_a_site_that_no_gazetteer_has_lies_in_the_town_in_view() -> None:
    found = where("Shells fell on Homs. A rocket hit the hospital. Jets struck Hama and the market.")
    hospital, market = (found[words] for words in ("hospital", "market"))
    assert hospital is not None
    assert market is not None
    assert hospital.lat == pytest.approx(HOMS[0], abs=0.05)
    assert (hospital.within, hospital.precision, hospital.id) == ("Homs", "within_parent", None)
    assert market.within == "Hama"
    homs = found["Homs"]
    assert homs is not None
    assert hospital.confidence < homs.confidence


def test_a_site_without_a_town_in_view_stays_unplaced() -> None:
    assert where("A rocket hit the hospital.")["hospital"] is None
    assert where("Shells fell on Homs. Rebel-held areas in Syria were hit.")["Rebel-held areas"] is None


def test_a_site_lies_in_the_town_that_its_phrase_names() -> None:
    found = where("Shells fell on Aleppo. Jets struck al-Kallaseh neighborhood in Damascus.")[
        "al-Kallaseh neighborhood"
    ]
    assert found is not None
    assert found.lat == pytest.approx(33.51, abs=0.05)
    assert found.id is None


def test_a_camp_or_base_is_the_one_that_was_named() -> None:
    found = where("Families left the town of Hawl in Syria for Al-Hol camp. Tents burnt in the camp.")
    camp = found["camp"]
    assert camp is not None
    assert camp.id == "local:hasakah_al_hol_camp"
    assert where("Families left Homs in Syria. Tents burnt in the camp.")["camp"] is None


@pytest.mark.parametrize("words", ["Deir Ezzor air base", "Deir ez-Zor military airfield", "Deir Ezzor airport"])
def test_a_site_is_known_by_other_words_for_what_it_is(words: str) -> None:
    found = where(f"Troops hold Deir Ezzor in Syria. Shells fell on {words}.")[words]
    assert found is not None
    assert found.id == "local:deir_ez_zor_airport"
