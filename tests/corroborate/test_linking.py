"""Which claims of several reports are put together, and how a link explains itself."""

from __future__ import annotations

from math import exp

import msgspec
import pytest

from masudi.corroborate import blocks_of, explain_pair, gists_of, incidents, link, partners
from masudi.domain import Claim, Place, Relation, RelationKind, Status
from tests.corroborate.claims import make_claim, toll


def together(*claims: Claim) -> bool:
    return len(incidents(claims)) == 1


def test_one_strike_in_two_reports_is_one_incident() -> None:
    one = make_claim("airstrike", report="a", actor="syrian_government")
    other = make_claim("airstrike", report="b", actor="syrian_government")
    assert together(one, other)


@pytest.mark.parametrize(
    "changed",
    [{"day": "2024-03-06"}, {"place": "Lestrin"}, {"kind": "explosion"}, {"kind": "detention"}],
)
def test_another_day_place_or_deed_is_another_incident(changed: dict[str, str]) -> None:
    one = make_claim("airstrike", report="a")
    other = make_claim(changed.pop("kind", "airstrike"), report="b", **changed)  # type: ignore[arg-type]
    assert not together(one, other)


def test_blame_may_differ() -> None:
    one = make_claim("shelling", report="a", actor="syrian_government", tolls=())
    other = make_claim("shelling", report="b", actor="opposition")
    assert together(one, other)


def test_a_capture_by_another_party_is_another_capture() -> None:
    one = make_claim("capture", report="a", actor="syrian_government")
    other = make_claim("capture", report="b", actor="opposition")
    assert not together(one, other)


def test_a_strike_and_its_toll_in_one_report_are_one_thing() -> None:
    strike = make_claim("airstrike", report="a", at=0, sentence="Jets hit the market and killed seven.")
    dead = make_claim(
        "casualties", report="a", at=20, tolls=[toll(7)], sentence="Jets hit the market and killed seven."
    )
    dead = _in_sentence_of(strike, dead)
    assert together(strike, dead)


def test_what_a_report_ties_is_one_thing() -> None:
    strike = make_claim("airstrike", report="a", at=0)
    cause = Relation(kind=RelationKind.CAUSED_BY, to=strike.id)
    far = {"report": "a", "at": 2000, "place": None, "day": None, "tolls": [toll(7)]}
    assert len(gists_of([strike, make_claim("casualties", relations=[cause], **far)])) == 1  # type: ignore[arg-type]


def test_a_toll_of_a_year_is_no_part_of_one_strike() -> None:
    strike = make_claim("airstrike", report="a")
    year = make_claim("casualties", report="b", day="2023-03-05", to="2024-03-05", tolls=[toll(900, scope="period")])
    assert not together(strike, year)


def test_a_denial_belongs_to_what_it_denies() -> None:
    said = make_claim("airstrike", report="a", actor="syrian_government")
    denied = make_claim("airstrike", report="b", actor="syrian_government", status=Status.DENIED)
    [incident] = incidents([said, denied])
    assert incident.status is Status.ASSERTED


def test_a_feared_thing_is_no_incident_that_happened() -> None:
    [incident] = incidents([make_claim("execution", status=Status.POSSIBLE)])
    assert incident.status is Status.POSSIBLE
    assert incident.corroboration.origins == 0


def test_a_link_says_why_in_words() -> None:
    one, other = gists_of([make_claim("airstrike", report="a"), make_claim("airstrike", report="b")])
    [found] = link([one, other])
    why = {part.name: part for part in found.why}
    assert why["time"].words == "both on 2024-03-04"
    assert why["place"].words == "both at Kelmar"
    assert why["time"].weight > 0
    assert explain_pair(one, other) == found.why


def test_the_parts_make_the_score() -> None:
    [found] = link(gists_of([make_claim("airstrike", report="a"), make_claim("airstrike", report="b")]))
    odds = sum(part.weight for part in found.why)
    assert found.score == pytest.approx(1 / (1 + exp(-odds)), abs=1e-4)


def test_claims_far_apart_share_no_block() -> None:
    one, other = gists_of([make_claim("airstrike", report="a"), make_claim("airstrike", report="b", place="Lestrin")])
    assert not partners(blocks_of(one)) & blocks_of(other)


def test_claims_on_two_sides_of_a_border_of_cells_share_a_block() -> None:
    def at(lon: float, report: str) -> Claim:
        place = Place(start=0, end=1, text="X", name=f"X{report}", lat=35.4, lon=lon, radius_km=1)
        return msgspec.structs.replace(make_claim("airstrike", report=report), place=(place,))

    one, other = gists_of([at(36.74, "a"), at(36.76, "b")])
    assert partners(blocks_of(one)) & blocks_of(other)


def test_an_area_meets_what_lies_in_it_and_that_does_not_meet_its_like() -> None:
    def inside(name: str, lat: float, report: str) -> Claim:
        place = Place(start=0, end=1, text=name, name=name, within="Torvesh", lat=lat, lon=36.0, radius_km=1)
        return msgspec.structs.replace(make_claim("airstrike", report=report), place=(place,))

    area = make_claim("airstrike", report="c", place="Torvesh province")
    wide, *narrow = sorted(
        gists_of([inside("Ama", 33.0, "a"), inside("Bor", 35.0, "b"), area]), key=lambda gist: not gist.sites[0].coarse
    )
    assert all(partners(blocks_of(wide)) & blocks_of(one) for one in narrow)
    assert not partners(blocks_of(narrow[0])) & blocks_of(narrow[1])


def _in_sentence_of(first: Claim, later: Claim) -> Claim:
    mention = msgspec.structs.replace(later.mentions[0], sentence=first.mentions[0].sentence)
    return msgspec.structs.replace(later, mentions=(mention,))
