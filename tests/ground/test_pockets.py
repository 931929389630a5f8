"""Three invented maps: a plain one, one with a road missing from the data, one relieved by air."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masudi.domain import Claim, DatePrecision
from masudi.domain.pocket import Lacking, Pocket, PocketEvent, WayOut
from masudi.ground import Controls, people_range, pocket_changes, pockets_on
from masudi.resolve.links import Links
from tests.ground.maps import controls_of, day, link, links_of, says, site, sites_of

ARMY, RAIDERS = "syrian_government", "islamic_state"

# The plain map: Qasr and its airfield, joined by a road over the cemetery hill; one road out to Farway, one to Ostan.
PLAIN = sites_of(
    site("valley", "district"),
    site("qasr", within="valley"),
    site("airfield", "airport", within="valley"),
    site("hill", "cemetery", within="valley"),
    site("ford", "bridge", within="valley"),
    site("mill", "village", within="valley"),
    site("farway"),
    site("ostan"),
)
ROADS = (
    link("qasr", "airfield", via="hill"),
    link("qasr", "farway", via="ford"),
    link("airfield", "ostan"),
    link("mill", "qasr"),
)
HOLD = (
    says("control", "qasr", ARMY, 1),
    says("control", "airfield", ARMY, 1, place_kind="airport"),
    says("control", "hill", ARMY, 1, place_kind="cemetery"),
    says("control", "farway", RAIDERS, 1),
    says("control", "ostan", RAIDERS, 1),
    says("control", "mill", RAIDERS, 1, place_kind="village"),
)
CUT = says("capture", "hill", RAIDERS, 16, by="Ridge Post", place_kind="cemetery")


def plain(*claims: Claim) -> Controls:
    return controls_of(PLAIN, *HOLD, *claims)


def of(controls: Controls, links: Links, number: int, side: str = ARMY) -> list[Pocket]:
    return [one for one in pockets_on(controls, links, day(number)) if one.side == side]


def names(pockets: list[Pocket]) -> list[list[str]]:
    return [[place.removeprefix("local:") for place in one.places] for one in pockets]


def test_a_pocket_without_a_way_out_is_encircled() -> None:
    pockets = of(plain(), links_of(*ROADS), 10)
    assert names(pockets) == [["airfield", "hill", "qasr"]]
    assert pockets[0].answer is WayOut.ENCIRCLED
    assert pockets[0].missing == ()
    assert len(pockets[0].claims) == 3


def test_a_capture_cuts_it_in_two_and_a_recapture_joins_it() -> None:
    controls = plain(CUT, says("capture", "hill", ARMY, 20, by="Ridge Post", place_kind="cemetery"))
    links = links_of(*ROADS)
    assert names(of(controls, links, 16)) == [["airfield"], ["qasr"]]
    changes = [one for one in pocket_changes(controls, links, day(2), day(30)) if one.side == ARMY]
    assert [(one.event, one.day, one.certain) for one in changes] == [
        (PocketEvent.SPLIT, day(16), True),
        (PocketEvent.JOINED, day(20), True),
    ]
    assert changes[0].claims == (CUT.id,)
    assert changes[0].places == ("local:hill",)
    assert changes[0].after == (("local:airfield",), ("local:qasr",))


def test_a_town_outside_that_falls_opens_a_way_and_its_loss_closes_it() -> None:
    relief = says("capture", "farway", ARMY, 12, by="Ridge Post")
    loss = says("capture", "farway", RAIDERS, 25, by="Ridge Post")
    controls, links = plain(relief, loss), links_of(*ROADS)
    (pocket,) = of(controls, links, 12)
    assert pocket.answer is WayOut.OPEN
    assert pocket.exit == ("local:qasr", "local:ford", "local:farway")
    changes = [one for one in pocket_changes(controls, links, day(2), day(30)) if one.side == ARMY]
    assert [(one.event, one.claims) for one in changes] == [
        (PocketEvent.OPENED, (relief.id,)),
        (PocketEvent.CLOSED, (loss.id,)),
    ]


def test_neutral_ground_outside_is_a_way_out() -> None:
    controls = plain(says("capture", "ostan", "united_nations", 12, by="Ridge Post"))
    assert of(controls, links_of(*ROADS), 12)[0].answer is WayOut.OPEN


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        (says("withdrawal", "farway", RAIDERS, 9, by="Ridge Post"), "nobody says so"),
        (says("control", "farway", ARMY, 9, by="Ridge Post"), "origins differ"),
        (says("advance", "farway", ARMY, 9, by="Ridge Post"), "different parts"),
        (says("capture", "farway", ARMY, (8, 14), by="Ridge Post", precision=DatePrecision.WEEK), "in these days"),
    ],
)
def test_a_way_over_ground_of_unknown_holder_is_unknown(claim: Claim, why: str) -> None:
    (pocket,) = of(plain(claim), links_of(*ROADS), 10)
    assert pocket.answer is WayOut.CANNOT_TELL
    assert [(one.lacking, one.places) for one in pocket.missing] == [(Lacking.CONTROL, ("local:farway",))]
    assert why in pocket.missing[0].says


def test_a_stale_holder_bars_nobody() -> None:
    fresh = [
        says("control", name, ARMY, 70, place_kind=kind)
        for name, kind in (("qasr", "town"), ("airfield", "airport"), ("hill", "cemetery"))
    ]
    (pocket,) = of(plain(*fresh, says("control", "ostan", RAIDERS, 70)), links_of(*ROADS), 70)
    assert pocket.answer is WayOut.CANNOT_TELL
    assert {one.places for one in pocket.missing} == {("local:farway",)}
    assert "for a while" in pocket.missing[0].says


def test_only_within_complete_areas_can_it_be_told() -> None:
    links = links_of(*ROADS, complete=False, note="the track from Mill to Ostan is missing")
    controls = plain(CUT)
    for pocket in pockets_on(controls, links, day(16)):
        assert pocket.answer is WayOut.CANNOT_TELL
        assert "the track from Mill to Ostan is missing" in pocket.missing[0].says
    (change,) = (one for one in pocket_changes(controls, links, day(2), day(30)) if one.side == ARMY)
    assert change.event is PocketEvent.SPLIT
    assert not change.certain
    assert change.missing[0].lacking is Lacking.AREA


def test_a_split_over_ground_that_nobody_was_said_to_hold_is_not_certain() -> None:
    controls = controls_of(PLAIN, *(one for one in HOLD if "hill" not in one.id), CUT)
    links = links_of(*ROADS)
    before = of(controls, links, 10)
    assert names(before) == [["airfield"], ["qasr"]]
    assert before[0].perhaps_with == ("local:qasr",)
    assert before[0].perhaps_why[0].places == ("local:hill",)
    (change,) = (one for one in pocket_changes(controls, links, day(2), day(30)) if one.side == ARMY)
    assert (change.event, change.certain, change.claims) == (PocketEvent.SPLIT, False, (CUT.id,))
    assert change.missing[0].places == ("local:hill",)


def test_a_bridge_that_is_destroyed_closes_a_way() -> None:
    roads = (*ROADS[:1], link("qasr", "farway", kind="bridge", via="ford", until="2031-03-14"), *ROADS[2:])
    controls = plain(says("capture", "farway", ARMY, 2, by="Ridge Post"))
    changes = [one for one in pocket_changes(controls, links_of(*roads), day(4), day(30)) if one.side == ARMY]
    assert [(one.event, one.day, one.claims) for one in changes] == [(PocketEvent.CLOSED, day(15), ())]
    assert changes[0].links == ("bridge from Qasr to Farway over Ford",)


def test_a_link_whose_end_is_dated_to_a_month_is_named() -> None:
    roads = (*ROADS[:1], link("qasr", "farway", via="ford", until="2031-03"), *ROADS[2:])
    controls = plain(says("capture", "farway", ARMY, 2, by="Ridge Post"))
    (pocket,) = of(controls, links_of(*roads), 10)
    assert pocket.answer is WayOut.CANNOT_TELL
    assert [one.lacking for one in pocket.missing] == [Lacking.LINK]
    assert "dates are too coarse" in pocket.missing[0].says


# The second map: a hamlet and a road that reports tell of, and no link is listed for.
GAPS = sites_of(*PLAIN.values(), site("hamlet", "village", within="valley"), site("salt_road", "road", within="valley"))


def test_a_place_of_which_no_link_is_listed_cannot_be_told() -> None:
    controls = controls_of(GAPS, *HOLD, says("capture", "hamlet", ARMY, 5, place_kind="village"))
    hamlet, main = of(controls, links_of(*ROADS), 10)[1], of(controls, links_of(*ROADS), 10)[0]
    assert hamlet.places == ("local:hamlet",)
    assert hamlet.answer is WayOut.CANNOT_TELL
    assert "how Hamlet is linked" in hamlet.missing[0].says
    assert main.answer is WayOut.ENCIRCLED


def test_a_road_that_reports_tell_of_and_no_link_goes_over_is_named() -> None:
    controls = controls_of(GAPS, *HOLD, says("capture", "salt_road", ARMY, 5, place_kind="road"))
    answers = {one.places: one for one in of(controls, links_of(*ROADS), 10)}
    main = answers[("local:airfield", "local:hill", "local:qasr")]
    assert main.answer is WayOut.CANNOT_TELL
    assert [(one.lacking, one.places) for one in main.missing] == [(Lacking.LINK, ("local:salt_road",))]
    assert "where Salt Road leads" in main.missing[0].says


def test_where_a_town_is_divided_it_matters_where_a_road_ends() -> None:
    sites = sites_of(*PLAIN.values(), site("upper", "neighbourhood", within="qasr"))
    controls = controls_of(
        sites,
        *(one for one in HOLD if "qasr" not in one.id),
        says("capture", "upper", ARMY, 2, place_kind="neighbourhood"),
        says("control", "qasr", RAIDERS, 2, words="most of Qasr"),
        says("capture", "farway", ARMY, 2, by="Ridge Post"),
    )
    pocket = next(one for one in of(controls, links_of(*ROADS), 10) if "local:upper" in one.places)
    assert pocket.answer is WayOut.CANNOT_TELL
    assert Lacking.END in {one.lacking for one in pocket.missing}
    assert any("in which part of Qasr the road from" in one.says for one in pocket.missing)


# The third map: Qasr is supplied by air.
def test_a_pocket_that_is_supplied_by_air_is_encircled_on_the_ground() -> None:
    sites = sites_of(*PLAIN.values(), site("fields", "drop_zone", within="valley"))
    roads = (
        *ROADS,
        link(None, "airfield", kind="air", until="2031-03-16"),
        link(None, "fields", kind="drop_zone", since="2031-03-05"),
        link("fields", "qasr"),
    )
    controls = controls_of(sites, *HOLD, CUT)
    (whole,) = of(controls, links_of(*roads), 10)
    assert whole.answer is WayOut.ENCIRCLED
    assert [(one.kind, one.place, one.sure) for one in whole.air] == [
        ("air", "local:airfield", True),
        ("drop_zone", "local:fields", True),
    ]
    airfield, town = of(controls, links_of(*roads), 17)
    assert (airfield.answer, airfield.air) == (WayOut.ENCIRCLED, ())
    assert [one.kind for one in town.air] == ["drop_zone"]
    lost = controls_of(sites, *HOLD, says("capture", "fields", RAIDERS, 6, place_kind="drop_zone"))
    assert [one.kind for one in of(lost, links_of(*roads), 10)[0].air] == ["air"]


def test_sieges_and_people_are_what_reports_say_beside_the_answer() -> None:
    controls = plain(
        says("siege", "qasr", RAIDERS, (1, 20), precision=DatePrecision.SPAN, toll=(90_000, 110_000)),
        says("siege", "qasr", RAIDERS, 9, by="Ridge Post", toll=(200_000, None)),
        says("relief", "qasr", ARMY, 15, by="Army News"),
        says("siege", "mill", ARMY, 9),
    )
    (pocket,) = of(controls, links_of(*ROADS), 10)
    assert pocket.answer is WayOut.ENCIRCLED
    assert [(one.kind, one.origin, one.by) for one in pocket.sieges] == [
        ("siege", "valley courier", (RAIDERS,)),
        ("siege", "ridge post", (RAIDERS,)),
    ]
    assert people_range(pocket) == {"ridge post": (200_000, None), "valley courier": (90_000, 110_000)}
    (later,) = of(controls, links_of(*ROADS), 16)
    assert (later.answer, [one.kind for one in later.sieges]) == (WayOut.ENCIRCLED, ["siege", "siege", "relief"])


@given(st.permutations([*HOLD, CUT, says("capture", "ford", ARMY, 9, place_kind="bridge")]), st.permutations(ROADS))
@settings(max_examples=25, deadline=None)
def test_neither_the_order_of_claims_nor_of_links_matters(claims: list[Claim], roads: list) -> None:  # type: ignore[type-arg]
    expected = pockets_on(plain(CUT, says("capture", "ford", ARMY, 9, place_kind="bridge")), links_of(*ROADS), day(16))
    assert pockets_on(controls_of(PLAIN, *claims), links_of(*roads), day(16)) == expected


@given(st.sets(st.sampled_from(ROADS)), st.sampled_from(ROADS))
@settings(max_examples=25, deadline=None)
def test_one_more_road_never_encircles(some: set, more: object) -> None:  # type: ignore[type-arg]
    """Where a way is open it stays open, and what was linked stays linked, when a road is added."""
    controls = plain(says("capture", "farway", ARMY, 2, by="Ridge Post"))
    fewer = of(controls, links_of(*sorted(some, key=str)), 10)
    added = of(controls, links_of(*sorted({*some, more}, key=str)), 10)
    for pocket in fewer:
        (around,) = (one for one in added if set(pocket.places) <= set(one.places))
        assert pocket.answer is not WayOut.OPEN or around.answer is WayOut.OPEN
