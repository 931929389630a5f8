"""Who holds a place: changes, origins that differ, parts, dates that are not exact, hedges, and what is not used."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from masudi.domain import Claim, DatePrecision, HedgeLevel, Status
from masudi.domain.control import Control, Standing
from masudi.ground import Controls, read_ledger
from masudi.ground.ledger import NO_DATE, NO_PARTY, NO_PLACE, NOT_ITSELF
from tests.ground.maps import controls_of, day, says, site, sites_of

SITES = sites_of(
    site("valley", "district"),
    site("qasr", within="valley"),
    site("old_quarter", "neighbourhood", within="qasr"),
    site("mill_quarter", "neighbourhood", within="qasr"),
    site("sarw", within="valley"),
)


def at(controls: Controls, place: str, number: int) -> Control:
    return controls.at(f"local:{place}", day(number))


def told(controls: Controls, place: str, number: int) -> tuple[str, tuple[str, ...]]:
    control = at(controls, place, number)
    return control.standing.value, control.holders


def test_nobody_has_said_anything() -> None:
    controls = controls_of(SITES, says("control", "qasr", "islamic_state", 5))
    assert told(controls, "qasr", 4) == ("unknown", ())
    assert told(controls, "sarw", 5) == ("unknown", ())


def test_a_capture_ends_what_everybody_said_before() -> None:
    controls = controls_of(
        SITES,
        says("control", "qasr", "syrian_government", 1),
        says("control", "qasr", "syrian_government", 2, by="Ridge Post"),
        says("capture", "qasr", "islamic_state", 5, by="Ridge Post"),
    )
    assert told(controls, "qasr", 4) == ("held", ("syrian_government",))
    assert told(controls, "qasr", 5) == ("held", ("islamic_state",))
    assert at(controls, "qasr", 9).since == day(5)
    assert [(one.first, one.last) for one in controls.over("local:qasr")][:2] == [(day(1), day(4)), (day(5), day(65))]


def test_a_mere_statement_of_another_origin_is_disputed_and_of_the_same_origin_is_news() -> None:
    first = says("control", "qasr", "syrian_government", 1)
    assert told(controls_of(SITES, first, says("control", "qasr", "islamic_state", 3)), "qasr", 3) == (
        "held",
        ("islamic_state",),
    )
    other = controls_of(SITES, first, says("control", "qasr", "islamic_state", 3, by="Ridge Post"))
    assert told(other, "qasr", 3) == ("disputed", ())
    assert {word.origin for word in at(other, "qasr", 3).words} == {"valley courier", "ridge post"}


def test_two_papers_that_quote_one_source_are_one_origin() -> None:
    controls = controls_of(
        SITES,
        says("control", "qasr", "syrian_government", 1, by="Ridge Post", source="the Sarw Monitor"),
        says("control", "qasr", "islamic_state", 3, by="Valley Courier", source="Sarw Monitor"),
    )
    assert told(controls, "qasr", 3) == ("held", ("islamic_state",))


def test_captures_of_one_day_by_both_sides_are_disputed() -> None:
    controls = controls_of(
        SITES,
        says("capture", "qasr", "syrian_government", 3),
        says("capture", "qasr", "islamic_state", 3, by="Ridge Post"),
    )
    assert told(controls, "qasr", 3) == ("disputed", ())
    later = says("capture", "qasr", "syrian_government", 4, by="Ridge Post")
    settled = controls_of(
        SITES,
        says("capture", "qasr", "syrian_government", 3),
        says("capture", "qasr", "islamic_state", 3, by="Ridge Post"),
        later,
    )
    assert told(settled, "qasr", 4) == ("held", ("syrian_government",))


def test_a_repulsed_attack_says_that_the_defender_holds() -> None:
    controls = controls_of(SITES, says("repulsion", "qasr", "syrian_government", 3, target="islamic_state"))
    assert told(controls, "qasr", 3) == ("held", ("syrian_government",))


def test_a_withdrawal_leaves_the_holder_unknown() -> None:
    controls = controls_of(
        SITES,
        says("control", "qasr", "syrian_government", 1),
        says("withdrawal", "qasr", "syrian_government", 3, by="Ridge Post"),
    )
    assert told(controls, "qasr", 3) == ("unknown", ())
    assert at(controls, "qasr", 3).words[0].kind == "withdrawal"


def test_a_capture_by_nobody_named_says_who_lost_the_place() -> None:
    controls = controls_of(
        SITES,
        says("control", "qasr", "syrian_government", 1),
        says("capture", "qasr", None, 3, target="syrian_government"),
    )
    assert told(controls, "qasr", 3) == ("unknown", ())
    assert at(controls, "qasr", 3).lost == ("syrian_government",)


def test_an_advance_divides_and_takes_nothing() -> None:
    controls = controls_of(
        SITES, says("control", "qasr", "syrian_government", 1), says("advance", "qasr", "islamic_state", 3)
    )
    assert told(controls, "qasr", 3) == ("divided", ("syrian_government",))
    assert told(controls_of(SITES, says("advance", "qasr", "islamic_state", 3)), "qasr", 3) == ("divided", ())


def test_part_of_a_place_is_not_the_place() -> None:
    for words in ("most of Qasr", "half of the town of Qasr", "60 percent of Qasr", "Eastern Qasr"):
        controls = controls_of(SITES, says("control", "qasr", "islamic_state", 3, words=words))
        assert told(controls, "qasr", 3) == ("divided", ()), words
    for words in ("eastern town of Qasr", "town of Qasr", "Qasr"):
        controls = controls_of(SITES, says("control", "qasr", "islamic_state", 3, words=words))
        assert told(controls, "qasr", 3) == ("held", ("islamic_state",)), words


def test_a_quarter_is_not_the_town_and_the_town_holds_its_quarters() -> None:
    quarter = says("capture", "old_quarter", "islamic_state", 5, place_kind="neighbourhood")
    alone = controls_of(SITES, quarter)
    assert told(alone, "qasr", 5) == ("divided", ())
    assert told(alone, "mill_quarter", 5) == ("unknown", ())
    controls = controls_of(SITES, says("capture", "qasr", "syrian_government", 1, by="Ridge Post"), quarter)
    assert told(controls, "old_quarter", 4) == ("held", ("syrian_government",))
    assert told(controls, "old_quarter", 5) == ("held", ("islamic_state",))
    assert told(controls, "mill_quarter", 5) == ("held", ("syrian_government",))
    assert told(controls, "qasr", 5) == ("divided", ("syrian_government",))
    back = controls_of(SITES, quarter, says("capture", "qasr", "syrian_government", 8, by="Ridge Post"))
    assert told(back, "old_quarter", 8) == ("held", ("syrian_government",))
    assert told(back, "qasr", 8) == ("held", ("syrian_government",))


def test_a_loose_word_on_the_town_does_not_overrule_one_on_the_quarter() -> None:
    controls = controls_of(
        SITES,
        says("capture", "old_quarter", "islamic_state", 5, place_kind="neighbourhood"),
        says("control", "qasr", "syrian_government", 7, by="Ridge Post"),
    )
    assert told(controls, "old_quarter", 7) == ("held", ("islamic_state",))
    assert told(controls, "qasr", 7) == ("divided", ("syrian_government",))


def test_a_province_says_nothing_of_its_towns() -> None:
    controls = controls_of(SITES, says("capture", "valley", "islamic_state", 5, place_kind="district"))
    assert told(controls, "qasr", 5) == ("unknown", ())
    assert told(controls, "valley", 5) == ("held", ("islamic_state",))


def test_a_capture_dated_to_a_week_has_fuzzy_borders() -> None:
    controls = controls_of(
        SITES,
        says("control", "qasr", "syrian_government", 1),
        says("capture", "qasr", "islamic_state", (5, 11), precision=DatePrecision.WEEK),
    )
    assert told(controls, "qasr", 4) == ("held", ("syrian_government",))
    assert told(controls, "qasr", 8) == ("changing", ("syrian_government",))
    assert told(controls, "qasr", 11) == ("held", ("islamic_state",))
    control = at(controls, "qasr", 20)
    assert (control.since, control.surely_since) == (day(5), day(11))


def test_a_state_holds_from_its_first_day_to_its_last() -> None:
    controls = controls_of(
        SITES, says("control", "qasr", "islamic_state", (2, 40), precision=DatePrecision.SPAN), stale_after=5
    )
    assert told(controls, "qasr", 2) == ("held", ("islamic_state",))
    assert told(controls, "qasr", 45) == ("held", ("islamic_state",))
    assert told(controls, "qasr", 46) == ("stale", ("islamic_state",))
    assert at(controls, "qasr", 46).since == day(2)


def test_an_event_without_a_date_came_about_in_the_week_before_publication() -> None:
    controls = controls_of(SITES, says("capture", "qasr", "islamic_state", published=20))
    assert told(controls, "qasr", 12) == ("unknown", ())
    assert told(controls, "qasr", 14) == ("changing", ())
    assert told(controls, "qasr", 20) == ("held", ("islamic_state",))


def test_hedged_words_are_shown_and_decide_nothing() -> None:
    hedged = says("capture", "qasr", "islamic_state", 5, by="Ridge Post", hedge=HedgeLevel.ALLEGED)
    assert told(controls_of(SITES, hedged), "qasr", 5) == ("alleged", ())
    controls = controls_of(SITES, says("control", "qasr", "syrian_government", 1), hedged)
    assert told(controls, "qasr", 5) == ("held", ("syrian_government",))
    assert [word.hedged for word in at(controls, "qasr", 5).against] == [True]


def test_forces_of_one_side_do_not_contradict_each_other() -> None:
    controls = controls_of(
        SITES,
        says("capture", "qasr", "hezbollah", 3),
        says("capture", "qasr", "syrian_government", 3, by="Ridge Post"),
    )
    assert told(controls, "qasr", 3) == ("held", ("syrian_government",))


def test_what_is_not_used_is_counted_with_the_reason() -> None:
    nowhere = says("capture", "qasr", "islamic_state", 3, by="A")
    ledger = read_ledger(
        [
            _without_place(nowhere),
            says("capture", "qasr", "civilians", 3, by="B"),
            says("capture", "qasr", "islamic_state", by="C"),
            says("capture", "qasr", "islamic_state", 3, by="D", place_kind="district", words="countryside around Qasr"),
            says("capture", "qasr", "islamic_state", 3, by="E", status=Status.INTENDED),
            says("capture", "qasr", "other:unidentified armed group", 3, by="F"),
        ],
        SITES,
    )
    assert ledger.words == {}
    assert [(one.report[-1], one.reason) for one in ledger.unused] == [
        ("A", NO_PLACE),
        ("B", NO_PARTY),
        ("C", NO_DATE),
        ("D", NOT_ITSELF),
        ("F", NO_PARTY),
    ]


def _without_place(claim: Claim) -> Claim:
    import msgspec

    return msgspec.structs.replace(
        claim, place=tuple(msgspec.structs.replace(one, gazetteer_id=None) for one in claim.place)
    )


PLACES = {"qasr": "town", "old_quarter": "neighbourhood", "mill_quarter": "neighbourhood"}
CLAIMS = st.builds(
    lambda kind, place, party, first, length, by, hedge: says(
        kind,
        place,
        party,
        (first, first + length),
        by=by,
        precision=DatePrecision.SPAN,
        hedge=hedge,
        place_kind=PLACES[place],
    ),
    st.sampled_from(["capture", "control", "withdrawal", "repulsion", "advance"]),
    st.sampled_from(sorted(PLACES)),
    st.sampled_from(["islamic_state", "syrian_government", "sdf"]),
    st.integers(1, 25),
    st.sampled_from([0, 0, 3]),
    st.sampled_from(["Valley Courier", "Ridge Post"]),
    st.sampled_from([HedgeLevel.NONE, HedgeLevel.NONE, HedgeLevel.ALLEGED]),
)


@given(st.lists(CLAIMS, max_size=10, unique_by=lambda claim: claim.id), st.randoms())
@settings(max_examples=80, deadline=None)
def test_the_order_of_claims_does_not_matter(claims: list[Claim], shuffler: object) -> None:
    shuffled = list(claims)
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = controls_of(SITES, *claims, stale_after=9), controls_of(SITES, *shuffled, stale_after=9)
    for place in PLACES:
        assert one.over(f"local:{place}") == other.over(f"local:{place}")


@given(st.lists(CLAIMS, max_size=10, unique_by=lambda claim: claim.id))
@settings(max_examples=80, deadline=None)
def test_stretches_follow_each_other_and_holders_rest_on_firm_words(claims: list[Claim]) -> None:
    controls = controls_of(SITES, *claims, stale_after=9)
    for place in PLACES:
        told = controls.over(f"local:{place}")
        for one, following in itertools.pairwise(told):
            assert one.last is not None
            assert (following.first - one.last).days == 1
        for one in told:
            control = one.control
            firm = {party for word in control.words if not word.hedged for party in word.parties}
            assert set(control.holders) <= firm
            if control.standing is Standing.HELD:
                assert control.holders
                assert control.since is not None
                assert control.since <= one.first
