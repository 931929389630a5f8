"""Which place a name means: by what stands beside it, what else the report names, and never by the spelling alone."""

from __future__ import annotations

import re
import time

import pytest

from masudi.domain import Span
from masudi.resolve.atlas import Atlas, load_atlas
from masudi.resolve.gazetteer import load_gazetteer
from masudi.resolve.local_places import LocalPlaces
from masudi.resolve.place_candidates import Match, candidates, word_apart
from masudi.resolve.place_layers import layer_of
from masudi.resolve.placing import place
from masudi.resolve.sites import Site


def placed(text: str, atlas: Atlas | None = None, context: tuple[str, ...] = ()) -> dict[str, str]:
    """Where the words in brackets lie, as "kind, division, country"."""
    atlas = atlas or load_atlas()
    plain, spans = "", []
    for before, name in re.findall(r"([^\[\]]*)(?:\[([^\]]*)\])?", text):
        plain += before
        if name:
            spans.append(Span(start=len(plain), end=len(plain) + len(name), text=name))
            plain += name
    found = {}
    for span, one in zip(spans, place(plain, spans, atlas, context=context), strict=True):
        site = atlas.site(one.row) if one else None
        found[span.text] = f"{site.kind}, {site.area}, {site.country}" if site else "nowhere"
    return found


@pytest.mark.parametrize(
    ("text", "name", "where"),
    [
        ("A fire in [Paris] killed two.", "Paris", "capital, Ile-de-France, FR"),
        ("A fire in [Paris], Texas, killed two.", "Paris", "town, Texas, US"),
        ("A fire in [Paris] in [Texas] killed two.", "Paris", "town, Texas, US"),
        ("From [Dallas] and [Sherman], [Texas], crews drove to [Paris].", "Paris", "town, Texas, US"),
        ("Rebels left [Tripoli] for [Misrata] in [Libya].", "Tripoli", "capital, Tripoli, LY"),
        ("Clashes in [Tripoli] and [Beirut] in [Lebanon].", "Tripoli", "town, Liban-Nord, LB"),
        ("Troops left [Homs province].", "Homs province", "governorate, Homs, SY"),
        ("Shells fell on the [city of Homs].", "city of Homs", "city, Homs, SY"),
        ("[Iraqis] fled to [Jordan].", "Iraqis", "country, None, IQ"),
        ("Ships in the [Red Sea] off [Yemen] were hit.", "Red Sea", "sea, None, None"),
        ("They crossed the [Euphrates River] in [Syria].", "Euphrates River", "river, None, None"),
    ],
)
def test_the_report_says_which_of_its_name(text: str, name: str, where: str) -> None:
    assert placed(text)[name] == where


@pytest.mark.parametrize("name", ["Deir al-Zour", "Deir Ezzor", "Dayr az-Zawr", "دير الزور"])
def test_spellings_lead_to_one_place(name: str) -> None:
    assert placed(f"Planes struck [{name}] and [Raqqa] in [Syria].")[name].endswith("Deir ez-Zor, SY")


def test_a_spelling_that_only_resembles_needs_its_country_in_view() -> None:
    assert placed("Shells fell on [Ghoutha] near [Lyon] in [France].")["Ghoutha"] == "nowhere"
    assert placed("The army left [Damscus], [Homs] and [Aleppo] in [Syria].")["Damscus"].endswith("SY")
    assert placed("Crowds filled [Damscus] and [Lyon] in [France].")["Damscus"] == "nowhere"


def test_parties_tell_the_country_in_view() -> None:
    assert placed("The army left [Tripoli].", context=("Lebanese", "Hezbollah", "Lebanese"))["Tripoli"].endswith("LB")


def test_words_without_a_capital_are_no_names() -> None:
    assert placed("Shells [hit] the [city] of [Raqqa].") | {"Raqqa": ""} == {
        "hit": "nowhere",
        "city": "nowhere",
        "Raqqa": "",
    }


def test_a_name_that_no_gazetteer_has_is_nowhere() -> None:
    assert placed("They took [Qarsiyanabad] from the army.") == {"Qarsiyanabad": "nowhere"}
    assert placed("Nobody was there.") == {}


def test_a_local_place_is_chosen_where_its_country_is_in_view() -> None:
    village = Site(id="local:paris", name="Paris", kind="village", country="SY", area="Aleppo", lat=36.4, lon=37.2)
    world = load_gazetteer()
    atlas = Atlas(world, layer_of(LocalPlaces(sites={village.id: village}, common={}), world))
    near = placed("Shells fell on [Paris], [Manbij] and [Al-Bab] north of [Aleppo] in [Syria].", atlas)
    assert near["Paris"] == "village, Aleppo, SY"
    assert placed("The minister flew to [Paris], [Lyon] and [Marseille] in [France].", atlas)["Paris"].endswith("FR")


def test_kind_words_and_directions_are_told_from_the_name() -> None:
    assert word_apart("Rapides Parish").core == "rapides"
    assert word_apart("city of Homs").core == "homs"
    assert word_apart("northern Syria")[::2] == ("northern syria", "syria")
    assert word_apart("Homs countryside").core == "homs"
    assert word_apart("Tel Brak").core == "tel brak"


def test_a_long_name_may_have_one_letter_wrong() -> None:
    atlas = load_atlas()
    assert {one.match for one in candidates("Damscus", atlas)} == {Match.TYPO}
    assert not any(one.match is Match.TYPO for one in candidates("Homs", atlas))
    assert candidates("Hxms", atlas) == []


def test_in_a_report_on_unknown_places_the_one_known_name_is_another_place() -> None:
    unknown = placed("They held [Torvesh], [Imreth], [Halvenat] and the [Brickfields] against [Suleth].")
    assert set(unknown.values()) == {"nowhere"}


def test_a_long_text_is_placed_in_stretches() -> None:
    text = "Homs, Hama, Springfield, Paris. " * 400
    spans = [Span(start=found.start(), end=found.end(), text=found.group()) for found in re.finditer(r"\w+", text)]
    started = time.perf_counter()
    found = place(text, spans, load_atlas(), context=("Syrian", "Syrian"))
    assert time.perf_counter() - started < 5
    assert len(found) == len(spans)
    assert found[0] is not None
    assert {one.row if one else None for one in found[::4]} == {found[0].row}


def test_what_only_resembles_a_name_is_not_meant_where_its_country_has_the_very_name() -> None:
    text = "Shells fell on [Madaya]. Buses left [Idlib] and [Maarrat Misrin] in [Syria]."
    assert placed(text)["Madaya"] == "town, Rif-dimashq, SY"


def test_an_everyday_word_is_a_name_where_others_of_the_report_lie() -> None:
    assert placed("Buses left [Fua] and [Kefraya] for [Aleppo].")["Fua"] == "town, Idlib, SY"
