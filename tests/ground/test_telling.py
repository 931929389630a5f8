"""Control and pockets as text and as records: who, since when, how sure, and nothing that acts on a terminal."""

from __future__ import annotations

import json

import msgspec

from masudi.ground import pocket_changes, pockets_on
from masudi.ground.telling import (
    change_line,
    change_record,
    control_lines,
    control_record,
    pocket_lines,
    pocket_record,
    tenure_lines,
    tenure_record,
)
from tests.ground.maps import controls_of, day, link, links_of, says, site, sites_of

SITES = sites_of(
    site("valley", "district"), site("qasr", within="valley"), site("sarw", within="valley"), site("farway")
)
CLAIMS = (
    says("control", ["qasr", "sarw"], "syrian_government", 1),
    says("control", "farway", "islamic_state", 1),
    says("siege", "qasr", "islamic_state", 2, by="Post\x1b[31m", toll=(5000, None)),
    says("capture", "sarw", "islamic_state", 9, by="Ridge Post"),
)
LINKS = links_of(link("qasr", "sarw"), link("sarw", "farway"), link(None, "qasr", kind="air"))


def test_control_says_who_since_when_and_by_whom() -> None:
    controls = controls_of(SITES, *CLAIMS)
    head, evidence = control_lines(controls.at("local:sarw", day(9)), label=str.upper)
    assert head == "Sarw: ISLAMIC_STATE since 2031-03-09, last said for 2031-03-09"
    assert "2031-03-09: taken by ISLAMIC_STATE, by RIDGE POST (claim capture/sarw" in evidence
    record = json.loads(json.dumps(control_record(controls.at("local:sarw", day(9)))))
    assert (record["standing"], record["holders"], record["since"]) == ("held", ["islamic_state"], "2031-03-09")
    assert record["claims"] == [CLAIMS[3].id]


def test_a_history_is_told_from_day_to_day() -> None:
    told = controls_of(SITES, *CLAIMS).over("local:sarw")
    lines = [line for line in tenure_lines(told) if not line.startswith(" ")]
    assert lines[0].startswith("from 2031-03-01 to 2031-03-08: Sarw: syrian_government since 2031-03-01")
    assert lines[1].startswith("from 2031-03-09 to 2031-05-08: Sarw: islamic_state")
    assert "[stale: nobody has said so for a while]" in lines[2]
    assert tenure_record(told[0])["last"] == "2031-03-08"


def test_a_pocket_says_both_that_it_is_encircled_and_that_it_is_supplied_by_air() -> None:
    controls = controls_of(SITES, *CLAIMS)
    (pocket,) = (one for one in pockets_on(controls, LINKS, day(5)) if one.side == "syrian_government")
    text = "\n".join(pocket_lines(pocket, controls.ledger))
    assert "encircled (computed) on the ground; supplied by air" in text
    assert "reported: siege of Qasr by islamic_state, says post 31m (no definition given)" in text
    assert "people shut in, reported: 5,000 to ? civilians in Qasr" in text
    assert "\x1b" not in text
    record = json.loads(msgspec.json.encode(pocket_record(pocket)))
    assert record["answer"] == "encircled"
    assert list(record["people_by_origin"].values()) == [[5000, None]]


def test_a_change_says_what_it_did_and_by_which_claim() -> None:
    claims = (*CLAIMS[:2], says("capture", "farway", "syrian_government", 6, by="Ridge Post"))
    controls = controls_of(SITES, *claims)
    (change,) = (one for one in pocket_changes(controls, LINKS, day(2), day(8)) if one.side == "syrian_government")
    line = change_line(change, controls.ledger)
    assert line.startswith(
        "2031-03-06: the pocket of syrian_government was opened: Qasr, Sarw by what happened at Farway"
    )
    assert claims[2].id in line
    assert change_record(change)["certain"] is True
