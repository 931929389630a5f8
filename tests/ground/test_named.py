"""Places without an entry: joined by their names where that is safe, and never where it is not."""

from __future__ import annotations

import msgspec
import pytest

from masudi.domain import Claim
from masudi.domain.control import Standing
from masudi.ground import Controls, LedgerReader, areas_of, nameless, read_ledger, with_named
from tests.ground.maps import day, says


def nowhere(claim: Claim, name: str, words: str | None = None, report: str = "a") -> Claim:
    """A claim about a place that no gazetteer has: its name, and the words of the report that mean it."""
    text = words or name
    place = msgspec.structs.replace(claim.place[0], name=name, text=text, gazetteer_id=None)
    return msgspec.structs.replace(claim, id=f"{claim.id}/{name}/{report}", place=(place,), sha256_text=report)


TAKEN = says("capture", "qasr", "raiders", 3, by="Valley Courier")
HELD = says("control", "qasr", "raiders", 5, by="Ridge Post")


def ids(*claims: Claim, areas: dict[str, frozenset[str]] | None = None) -> list[str | None]:
    return [place.gazetteer_id for claim in with_named(claims, areas or {}) for place in claim.place]


def test_one_name_is_one_place_however_it_is_spelt() -> None:
    claims = with_named([nowhere(TAKEN, "Tell Sárw"), nowhere(HELD, "tell sarw".title(), "the Tell Sarw", "b")], {})
    control = Controls(read_ledger(claims, {})).at("name:tell sarw", day(6))
    assert (control.standing, control.holders, len(control.words)) == (Standing.HELD, ("raiders",), 2)
    assert control.name in ("Tell Sárw", "Tell Sarw")


def test_a_place_without_an_entry_of_which_nothing_else_is_said_keeps_its_words() -> None:
    reader, claims = LedgerReader({}), [nowhere(TAKEN, "Tell Sarw")]
    first, again = (reader.read(with_named(claims, {})).words["name:tell sarw"] for _ in range(2))
    assert first is again


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Old City", None),
        ("Central Market", None),
        ("village", None),
        ("south of Qasr", None),
        ("Qasr", "Qasr town of Sarw"),
        ("Qasr", "the pocket that"),
    ],
)
def test_what_is_no_name_of_one_place_gets_no_id(name: str, words: str | None) -> None:
    assert ids(nowhere(TAKEN, name, words)) == [None]


def test_a_place_is_of_the_region_that_its_report_speaks_of() -> None:
    areas = {"a": frozenset({"North"}), "b": frozenset({"South"}), "c": frozenset({"North", "South"})}
    claims = [nowhere(TAKEN, "Mill Hill", report=report) for report in "abcd"]
    assert ids(*claims, areas=areas) == ["name:north:mill hill", "name:south:mill hill", None, "name:mill hill"]


def test_a_name_that_a_gazetteer_has_elsewhere_in_the_case_is_left_alone() -> None:
    assert ids(nowhere(TAKEN, "Qasr"), says("control", "Qasr", "raiders", 5)) == [None, "local:Qasr"]


def test_the_end_of_a_bridge_is_a_part_of_it() -> None:
    (claim,) = with_named([nowhere(TAKEN, "Dalgo bridge", "eastern end of the Dalgo bridge")], {})
    (word,) = read_ledger([claim], {}).words["name:dalgo bridge"]
    assert word.part


def test_regions_are_the_finest_that_a_report_speaks_of() -> None:
    places: list[tuple[str, str, str | None, str | None]] = [
        ("a", "Torland", "country", None),
        ("a", "North", "governorate", "Torland"),
        ("a", "Qasr", "town", "North"),
        ("b", "Torland", "country", None),
    ]
    assert areas_of(places) == {"a": frozenset({"North"}), "b": frozenset({"Torland"})}


def test_only_reports_with_a_place_that_is_not_known_are_asked_about() -> None:
    assert nameless([nowhere(TAKEN, "Mill Hill", report="a"), HELD]) == {"a"}
