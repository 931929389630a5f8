"""Ranges of tolls: by origin, the latest of each, parts beneath, and nothing that may overlap ever added."""

from __future__ import annotations

from masudi.corroborate import Print, incidents
from masudi.domain import Claim
from masudi.domain.incident import Dispute, Incident, TollRange
from tests.corroborate.claims import make_claim, toll


def only(*claims: Claim) -> Incident:
    [found] = incidents(claims)
    return found


def killed(incident: Incident, *, fighters: bool = False) -> TollRange:
    [found] = [one for one in incident.tolls if one.harm == "killed" and one.fighters is fighters]
    return found


def dead(low: int, **more: str) -> Claim:
    return make_claim("casualties", tolls=[toll(low)], **more)  # type: ignore[arg-type]


def test_three_then_seven_then_twelve_of_one_origin_is_twelve() -> None:
    hospital = {"source": "Lamp Street hospital", "publisher": "The Wire"}
    incident = only(
        dead(3, report="a", published="2024-03-04", **hospital),
        dead(7, report="b", published="2024-03-05", **hospital),
        dead(12, report="c", published="2024-03-06", **hospital),
    )
    found = killed(incident)
    assert (found.low, found.high, found.open) == (12, 12, False)
    [account] = found.accounts
    assert [figure.low for figure in account.earlier] == [3, 7]
    assert incident.contradictions == ()


def test_three_seven_and_twelve_of_three_origins_is_a_range_and_a_contradiction() -> None:
    incident = only(
        dead(3, report="a", published="2024-03-04"),
        dead(7, report="b", published="2024-03-05"),
        dead(12, report="c", published="2024-03-06"),
    )
    found = killed(incident)
    assert (found.low, found.high) == (3, 12)
    [contradiction] = incident.contradictions
    assert contradiction.about is Dispute.TOLL
    assert [side.words for side in contradiction.sides] == ["3", "7", "12"]


def test_at_least_leaves_room_for_more() -> None:
    incident = only(
        make_claim("casualties", report="a", tolls=[toll(12, None, open=True)]),
        make_claim("casualties", report="b", tolls=[toll(15)]),
    )
    assert killed(incident).high == 15
    assert incident.contradictions == ()


def test_the_highest_account_may_be_open() -> None:
    incident = only(
        make_claim("casualties", report="a", tolls=[toll(20, None, open=True)]),
        make_claim("casualties", report="b", tolls=[toll(20)]),
    )
    assert killed(incident).open


def test_a_part_is_not_added_to_its_whole() -> None:
    tolls = [toll(12), toll(4, who="children", part_of=0), toll(5, who="women", part_of=0)]
    found = killed(only(make_claim("casualties", tolls=tolls)))
    assert (found.low, found.high) == (12, 12)
    assert [part.low for part in found.accounts[0].parts] == [4, 5]


def test_counts_beside_each_other_are_not_added() -> None:
    tolls = [toll(2, who="civilians"), toll(1, who="aid_workers")]
    [account] = killed(only(make_claim("casualties", tolls=tolls))).accounts
    assert (account.low, account.high) == (2, None)
    assert len(account.figures) == 2


def test_a_toll_of_the_province_does_not_enter_the_range() -> None:
    strike = make_claim("airstrike", report="a", at=0)
    dead_here = make_claim("casualties", report="a", at=30, tolls=[toll(7)])
    month = make_claim(
        "casualties",
        report="b",
        place="Torvesh province",
        day="2024-03-01",
        to="2024-03-31",
        tolls=[toll(140, scope="period")],
    )
    for incident in incidents([strike, dead_here, month]):
        if strike.id in incident.claims:
            assert month.id not in incident.claims
            assert killed(incident).high == 7


def test_a_long_toll_in_the_same_claim_stays_out() -> None:
    incident = only(make_claim("casualties", tolls=[toll(7), toll(140, scope="period")]))
    assert killed(incident).high == 7


def test_of_whom_four_children_later_does_not_replace_the_whole() -> None:
    paper = {"publisher": "The Wire"}
    incident = only(
        dead(12, report="a", published="2024-03-04", **paper),
        make_claim(
            "casualties", report="b", published="2024-03-05", tolls=[toll(4, who="children")], publisher="The Wire"
        ),
    )
    assert killed(incident).low == 12


def test_fighters_and_others_share_no_range() -> None:
    incident = only(
        make_claim("airstrike", report="a", tolls=[toll(5, who="combatants")]),
        make_claim("airstrike", report="b", tolls=[toll(5, who="civilians")]),
    )
    assert killed(incident).high == killed(incident, fighters=True).high == 5
    assert Dispute.WHOM in {one.about for one in incident.contradictions}


def test_a_reprint_is_no_second_account() -> None:
    first = dead(3, report="a", published="2024-03-04", publisher="Agency")
    copy = dead(3, report="b", published="2024-03-05", publisher="Daily")
    own = Print(first=first.sha256_text, publisher="Agency")
    [incident] = incidents([first, copy], reprints={first.sha256_text: own, copy.sha256_text: own})
    assert incident.corroboration.origins == 1
    assert incident.corroboration.reports == 1
    assert len(killed(incident).accounts) == 1
