"""Who known actors are to ACLED and UCDP GED: types, interactions, sides and types of violence, by their codebooks.

The actors are real, what they do here is made up.
"""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import pytest

from masudi.casefile import open_case
from masudi.domain import DatePrecision, Party, Reading, Time, Toll, TollScope
from masudi.domain.case import Retrieval
from masudi.export.formats import exported, parties
from masudi.pipeline.relink import settle
from masudi.pipeline.view import published
from tests.conftest import build_claim, build_report, locate
from tests.export.formats.conftest import TODAY, open_policy

SYRIA, SAA = ("syrian_government", "syria"), ("syrian_government", "syrian_armed_forces")
MILITIA = ("syrian_government", "national_defence_forces_syria")
REBELS, AHRAR, SDF = ("opposition", None), ("opposition", "ahrar_al_sham"), ("sdf", "syrian_democratic_forces")
ISLAMIC_STATE = ("islamic_state", "islamic_state")
RUSSIA, COALITION, IRGC = ("russia", "russia"), ("us_coalition", "us_coalition"), ("iran", "irgc")
FATEMIYOUN = ("iran", "liwa_fatemiyoun")
CIVILIANS, AID, PRESS = ("civilians", None), ("aid_workers", None), ("media", None)
GUNMEN, SOMEBODY = ("other:unidentified armed group", None), ("other:Kelmaran Lancers", None)
Who = tuple[str, str | None]


def party(who: Who) -> Party:
    return Party(start=0, end=1, text="x", entity=who[0], actor_id=who[1])


@pytest.mark.parametrize(
    ("who", "type_"),
    [
        (SYRIA, "State forces"),
        (SAA, "State forces"),
        (("iraq", "iraq"), "State forces"),
        (MILITIA, "Political militia"),
        (FATEMIYOUN, "Political militia"),
        (GUNMEN, "Political militia"),
        (REBELS, "Rebel group"),
        (AHRAR, "Rebel group"),
        (SDF, "Rebel group"),
        (ISLAMIC_STATE, "Rebel group"),
        (RUSSIA, "External/Other forces"),
        (COALITION, "External/Other forces"),
        (("turkey", "turkey"), "External/Other forces"),
        (("israel", "israel"), "External/Other forces"),
        (IRGC, "External/Other forces"),
        (CIVILIANS, "Civilians"),
        (AID, "Civilians"),
        (PRESS, "Civilians"),
        (SOMEBODY, None),
    ],
)
def test_an_actors_type_is_acleds(who: Who, type_: str | None) -> None:
    assert parties.inter(party(who)) == type_


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (SAA, REBELS, "State forces-Rebel group"),
        # ACLED has one code for two types, whoever acts: 12, and no 21.
        (REBELS, SAA, "State forces-Rebel group"),
        (ISLAMIC_STATE, CIVILIANS, "Rebel group-Civilians"),
        (RUSSIA, REBELS, "Rebel group-External/Other forces"),
        (RUSSIA, CIVILIANS, "Civilians-External/Other forces"),
        (SDF, ISLAMIC_STATE, "Rebel group-Rebel group"),
        (GUNMEN, CIVILIANS, "Political militia-Civilians"),
        (RUSSIA, None, "External/Other forces only"),
        (SAA, SOMEBODY, None),
        (None, CIVILIANS, "Civilians only"),
        (None, None, None),
    ],
)
def test_interactions_are_in_acleds_order(one: Who | None, other: Who | None, expected: str | None) -> None:
    assert parties.interaction(one and party(one), other and party(other)) == expected


def told(tmp_path: Path, kind: str, actor: Who, target: Who, *tolls: tuple[str, str, int], name: str) -> dict[str, str]:
    """The one row of a format for one claim, of ONE on OTHER, with tolls: words, who, how many."""
    words = "; ".join(one for one, _, _ in tolls)
    text = f"On 4 March the first side struck the second side near Velmark: {words}."
    report = build_report(text, published=datetime.date(2024, 3, 6), synthetic=True, name="made-up")
    day = datetime.date(2024, 3, 4)
    claim = build_claim(
        report,
        kind=kind,
        trigger="struck",
        actor=[locate(text, "first side", Party, entity=actor[0], actor_id=actor[1])],
        target=[locate(text, "second side", Party, entity=target[0], actor_id=target[1])],
        time=locate(text, "4 March", Time, from_=day, to=day, precision=DatePrecision.DAY),
        casualties=tuple(
            locate(text, one, Toll, harm="killed", who=who, low=count, high=count, scope=TollScope.INCIDENT)
            for one, who, count in tolls
        ),
    )
    with open_case(tmp_path / "one.masudi", create=True, person="tests") as case:
        case.store(Reading(report=report, claims=(claim,)), text.encode(), Retrieval(), reader="tests")
        settle(case)
        data = exported(published(case, open_policy(), TODAY), name)[0].data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    return rows[0] if rows else {}


FIGHTERS, DEAD, CIVILIAN = (
    ("7 fighters dead", "combatants", 7),
    ("5 people dead", "people", 5),
    ("3 civilians dead", "civilians", 3),
)


@pytest.mark.parametrize(
    ("kind", "actor", "target", "type_", "side_a", "side_b"),
    [
        # State-based: side A is the government, whoever attacks.
        ("attack", SAA, REBELS, "1", "Syrian government", "Opposition"),
        ("attack", REBELS, SAA, "1", "Syrian government", "Opposition"),
        ("airstrike", RUSSIA, ISLAMIC_STATE, "1", "Russia", "Islamic State"),
        ("airstrike", COALITION, SAA, "1", "US and coalition", "Syrian government"),
        # Non-state.
        ("attack", ISLAMIC_STATE, SDF, "2", "Islamic State", "SDF and YPG"),
        ("shelling", AHRAR, ISLAMIC_STATE, "2", "Opposition", "Islamic State"),
        # One-sided: side A is who kills, side B is Civilians.
        ("attack", ISLAMIC_STATE, CIVILIANS, "3", "Islamic State", "Civilians"),
        ("attack", SAA, CIVILIANS, "3", "Syrian government", "Civilians"),
        ("execution", ISLAMIC_STATE, CIVILIANS, "3", "Islamic State", "Civilians"),
    ],
)
def test_type_of_violence_and_sides_are_those_of_ged(
    tmp_path: Path, kind: str, actor: Who, target: Who, type_: str, side_a: str, side_b: str
) -> None:
    row = told(tmp_path, kind, actor, target, DEAD, name="ged")
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == (type_, side_a, side_b)
    assert row["dyad_name"] == f"{side_a} - {side_b}"


@pytest.mark.parametrize(
    ("kind", "actor", "target"),
    [
        # That a strike kills civilians does not make them its aim.
        ("airstrike", RUSSIA, CIVILIANS),
        # Whether these fight as part of a state is not said.
        ("attack", FATEMIYOUN, REBELS),
        # An unidentified side is no organised one.
        ("execution", GUNMEN, CIVILIANS),
    ],
)
def test_what_the_sides_do_not_decide_is_no_event_of_ged(tmp_path: Path, kind: str, actor: Who, target: Who) -> None:
    assert told(tmp_path, kind, actor, target, DEAD, name="ged") == {}


@pytest.mark.parametrize(
    ("actor", "target", "tolls", "a", "b", "civilians", "unknown"),
    [
        # The dead fighters are those of the side that was attacked: of side B, and of side A where rebels attack.
        (SAA, REBELS, [FIGHTERS], "", "7", "", ""),
        (REBELS, SAA, [FIGHTERS], "7", "", "", ""),
        (SAA, REBELS, [FIGHTERS, CIVILIAN], "", "7", "3", ""),
        (ISLAMIC_STATE, CIVILIANS, [CIVILIAN], "", "", "3", ""),
        # Nobody says who they were.
        (SAA, REBELS, [DEAD], "", "", "", "5"),
    ],
)
def test_the_dead_stand_with_their_side(
    tmp_path: Path,
    actor: Who,
    target: Who,
    tolls: list[tuple[str, str, int]],
    a: str,
    b: str,
    civilians: str,
    unknown: str,
) -> None:
    row = told(tmp_path, "attack", actor, target, *tolls, name="ged")
    assert (row["deaths_a"], row["deaths_b"]) == (a, b)
    assert (row["deaths_civilians"], row["deaths_unknown"]) == (civilians, unknown)
    assert row["best"] == ""


def test_a_strike_of_an_external_force_on_civilians_in_acled(tmp_path: Path) -> None:
    row = told(tmp_path, "airstrike", RUSSIA, CIVILIANS, CIVILIAN, name="acled")
    assert (row["event_type"], row["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert (row["actor1"], row["inter1"]) == ("Russia", "External/Other forces")
    assert (row["actor2"], row["inter2"]) == ("Civilians", "Civilians")
    assert (row["interaction"], row["civilian_targeting"]) == ("Civilians-External/Other forces", "Civilian targeting")
    assert row["fatalities"] == "3"
