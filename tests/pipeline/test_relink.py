"""Incidents of a case: linked report by report with the result of linking all at once; people's word survives."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from masudi.casefile import Case, linked, open_case
from masudi.casefile.tables import ORPHANED, UNLINKED, metadata
from masudi.corroborate import link_all
from masudi.domain import Claim, Party, Place, Reading, Status, Time, TollScope
from masudi.domain.case import Retrieval
from masudi.domain.case_incident import SoughtIncidents
from masudi.errors import UsageError
from masudi.pipeline import relink as relinking
from masudi.pipeline.add import Added, Outcome
from masudi.pipeline.decide import Person, accept, correct, pin_place, reject, undo
from masudi.pipeline.decide_incidents import grade, merge
from masudi.pipeline.incidents import incident, operations
from masudi.pipeline.relink import linked_along, relink, settle
from tests.conftest import build_claim, build_report, locate
from tests.corroborate.claims import make_claim, toll
from tests.pipeline.told import groups, held, only, store, strike

ADA = Person(name="Ada")


def reports(seed: int) -> list[list[Claim]]:
    """Reports on a few days of strikes in three places, with gaps and contradictions."""
    rng = random.Random(seed)
    made = []
    for number in range(24):
        day = f"2024-03-{rng.randint(1, 5):02}"
        given: dict[str, Any] = {
            "report": f"r{number}",
            "place": rng.choice(["Kelmar", "Osmerfeld", "Lestrin", None]),
            "day": rng.choice([day, day, None]),
            "published": day,
        }
        actor = rng.choice(["syrian_government", "opposition", None])
        kind = rng.choice(["airstrike", "shelling", "attack"])
        dead = make_claim("casualties", at=40, tolls=[toll(rng.randint(2, 9))], **given)
        made.append([make_claim(kind, at=0, actor=actor, **given), dead])
    return made


def at_once(case: Case) -> set[tuple[str, ...]]:
    """The groups that linking all claims of the case in one go makes."""
    claims = [msgspec.structs.replace(one.claim, sha256_text=one.report_id) for one in case.claims()]
    return {group.claims for group in link_all(claims).groups}


@pytest.mark.parametrize("seed", [1, 4])
def test_report_by_report_gives_what_linking_all_at_once_gives(case: Case, seed: int) -> None:
    for number, claims in enumerate(reports(seed)):
        store(case, *claims)
        if number % 5 != 2:
            settle(case)
    settle(case)
    whole = at_once(case)
    assert any(len(group) > 3 for group in whole)
    before = case.incidents()
    assert set(groups(case).values()) == whole
    assert settle(case) == 0
    # Linked anew, in one batch, everything is as it was, ids among it.
    assert sum(relink(case, everything=True)) == 24
    assert case.incidents() == before


def test_a_run_that_was_stopped_goes_on_where_it_stopped(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relinking, "_BATCH", 5)
    for claims in reports(2):
        store(case, *claims)
    assert case.waiting() == 24
    running = relink(case)
    assert [next(running), next(running)] == [5, 5]
    running.close()
    assert case.waiting() == 14
    before = case.incidents()
    with monkeypatch.context() as patch:
        patch.setattr(linked, "write", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            settle(case)
    assert (case.waiting(), case.incidents()) == (14, before)
    assert settle(case) == 14
    assert set(groups(case).values()) == at_once(case)


def spelt(name: str) -> Reading:
    """A report with a strike whose words are those of its text, as corrections ask for."""
    report = build_report(
        f"airstrike on the mill at Kelmar on 4 March, not at Lestrin, says {name}", name=name, url=None
    )
    place = locate(report.text, "Kelmar", Place, name="Kelmar", lat=35.44, lon=36.65, radius_km=2.0)
    day = datetime.date(2024, 3, 4)
    time = locate(report.text, "4 March", Time, from_=day, to=day)
    return Reading(
        report=report, claims=(build_claim(report, kind="airstrike", trigger="airstrike", place=[place], time=time),)
    )


def test_rejected_claims_leave_and_corrected_ones_are_linked_as_corrected(case: Case) -> None:
    for name in ("the mayor", "a driver", "witnesses"):
        read = spelt(name)
        case.store(read, read.report.text.encode(), Retrieval(), reader="r")
    settle(case)
    first = only(case)
    one, other, third = first.claims
    reject(case, one, ADA)
    assert only(case).claims == (other, third)
    assert (only(case).id, case.incident_of(one)) == (first.id, None)
    undo(case, 2, ADA)
    assert only(case) == first
    correct(case, third, "place", "Lestrin", ADA)
    assert (held(case, one), held(case, other)) == (first.id, first.id)
    assert held(case, third) != first.id
    assert set(groups(case).values()) == at_once(case)


def test_a_corrected_claim_alone_keeps_the_id_of_its_incident(case: Case) -> None:
    read = spelt("a driver")
    case.store(read, read.report.text.encode(), Retrieval(), reader="r")
    settle(case)
    before = only(case)
    correct(case, before.claims[0], "status", "possible", ADA)
    assert (only(case).id, only(case).status) == (before.id, Status.POSSIBLE)
    reject(case, before.claims[0], ADA)
    assert case.incidents() == []


TEXT = " ".join(f"word{number}" for number in range(80))


def test_reports_that_print_one_text_are_one_origin_and_one_report(case: Case) -> None:
    store(case, strike("a", published="2024-03-05", publisher="Wire"), text=TEXT)
    settle(case)
    store(case, strike("b", published="2024-03-06", publisher="Courier"), text=f"Headline\n\n{TEXT} end")
    settle(case)
    told = only(case).corroboration
    assert (told.origins, told.reports, len(only(case).claims)) == (1, 1, 2)
    assert [origin.name for origin in only(case).origins] == ["Wire"]
    # The copy turns out to be older than what was taken for the first print.
    store(case, strike("c", published="2024-03-04", publisher="Agency"), text=f"{TEXT} and so on")
    settle(case)
    assert [origin.name for origin in only(case).origins] == ["Agency"]


def test_without_the_first_print_the_other_one_is_an_origin_of_its_own(case: Case) -> None:
    first = store(case, strike("a", published="2024-03-05", publisher="Wire"), text=TEXT)
    store(case, strike("b", published="2024-03-06", publisher="Courier"), text=f"Headline\n\n{TEXT} end")
    settle(case)
    assert [origin.name for origin in only(case).origins] == ["Wire"]
    case.redact(first, "Ada", "asked for")
    settle(case)
    assert [origin.name for origin in only(case).origins] == ["Courier"]


def test_prints_of_one_text_stay_together_when_another_print_of_it_is_erased(case: Case) -> None:
    first = store(case, strike("a", published="2024-03-05", publisher="Wire"), text=TEXT)
    store(case, strike("b", published="2024-03-06", publisher="Courier"), text=f"Headline\n\n{TEXT} end")
    store(case, strike("c", published="2024-03-07", publisher="Agency"), text=f"{TEXT} and so on")
    settle(case)
    case.redact(first, "Ada", "asked for")
    settle(case)
    assert [origin.name for origin in only(case).origins] == ["Courier"]
    assert len(case.reprint_groups()) == 2
    assert sum(relink(case, everything=True)) == 2
    assert len(case.reprint_groups()) == 2


def test_who_accepts_a_claim_does_not_wait_for_its_report_to_be_linked(case: Case) -> None:
    store(case, strike("a"))
    settle(case)
    mark, claim = case.incidents_mark(), only(case).claims[0]
    accept(case, claim, ADA)
    assert case.incidents_mark() == mark
    rejection = reject(case, claim, ADA)
    assert case.incidents() == []
    undo(case, rejection.sequence, ADA)
    assert only(case).claims == (claim,)


def test_reports_are_linked_while_others_are_added(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relinking, "_ALONG", 2)
    outcomes = [Outcome.ADDED, Outcome.KNOWN, Outcome.VERSION, Outcome.FAILED, Outcome.ADDED]

    def adding() -> Iterator[Added]:
        for number, outcome in enumerate(outcomes):
            if outcome in (Outcome.ADDED, Outcome.VERSION):
                store(case, strike(str(number)))
            yield Added(path=str(number), outcome=outcome)

    waiting = [case.waiting() for _ in linked_along(adding(), case)]
    assert waiting == [1, 1, 2, 0, 1]


def test_what_waits_is_found_by_an_index(tmp_path: Path) -> None:
    with open_case(tmp_path / "c.masudi", create=True) as case, case.linking() as connection:
        for condition in (UNLINKED, ORPHANED):
            table = str(condition).split()[-1].partition(".")[0]
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN SELECT row FROM {table} WHERE {condition}").all()
            assert "INDEX" in plan[0][-1]


def test_a_new_version_takes_the_place_of_the_old_one(case: Case) -> None:
    url = "https://made.example/one"
    store(case, strike("a"), url=url)
    store(case, strike("b"))
    settle(case)
    assert len(only(case).claims) == 2
    store(case, strike("a2"), url=url)
    settle(case)
    assert [claim.claim.report for claim in case.incident_claims(only(case).id)] == ["a2", "b"]


def test_what_was_erased_stands_nowhere_in_what_linking_keeps(case_at: str, tmp_path: Path) -> None:
    with open_case(case_at) as case:
        secret = store(case, strike("a", sentence="airstrike kills Hadi Tareqson"))
        store(case, strike("b"))
        settle(case)
        case.redact(secret, "Ada", "asked for")
        assert case.waiting() == 1
        assert case.incidents() == []
        settle(case)
        assert len(only(case).claims) == 1
        with case.linking() as connection:
            kept = [tuple(row) for table in metadata.sorted_tables for row in connection.execute(table.select())]
    assert "tareqson" not in repr(kept).casefold()


def test_a_name_taken_out_goes_from_what_is_compared(case: Case) -> None:
    store(case, strike("a", sentence="airstrike kills Hadi Tareqson"))
    settle(case)
    case.redact_name("Hadi Tareqson", "Ada", "asked for")
    settle(case)
    with case.linking() as connection:
        kept = [tuple(row) for row in connection.execute(metadata.tables["gists"].select())]
    assert len(kept) == 1
    assert b"tareqson" not in kept[0][-1]


def dead(report: str, low: int, published: str, **more: Any) -> Claim:
    number = toll(low, **more.pop("toll", {}))
    return make_claim("casualties", report=report, published=published, tolls=[number, *more.pop("parts", ())], **more)


def test_no_tolls_are_ever_added(case: Case) -> None:
    hospital = {"source": "Lamp Street hospital", "publisher": "The Wire"}
    for report, low, day in (("a", 3, "2024-03-04"), ("b", 7, "2024-03-05")):
        store(case, dead(report, low, day, **hospital))
    children = toll(4, who="children", part_of=0)
    store(case, dead("c", 12, "2024-03-06", parts=(children,), **hospital))
    store(case, dead("d", 40, "2024-03-07", place="Torvesh province", toll={"scope": TollScope.CUMULATIVE}))
    settle(case)
    found = [(one.incident.tolls, one.incident) for one in case.incidents()]
    ranges = sorted((toll_.low, toll_.high) for tolls, _ in found for toll_ in tolls)
    # The toll of the province is told beside it, and is in no range.
    assert ranges == [(12, 12)]
    assert sorted(len(one.claims) for _, one in found) == [1, 3]
    [market] = [one for _, one in found if len(one.claims) == 3]
    [account] = market.tolls[0].accounts
    assert [figure.low for figure in account.earlier] == [3, 7]
    assert [(part.low, part.who) for part in account.parts] == [(4, "children")]
    assert market.contradictions == ()


@pytest.mark.parametrize("status", [Status.POSSIBLE, Status.DENIED, Status.INTENDED, Status.ATTEMPTED])
def test_what_is_not_said_to_have_happened_is_no_incident_that_happened(case: Case, status: Status) -> None:
    store(case, strike("a", status=status), dead("a", 9, "2024-03-05", at=40, status=status))
    settle(case)
    assert {one.incident.status for one in case.incidents()} == {status}
    assert case.incidents(SoughtIncidents(status=Status.ASSERTED)) == []
    assert [one.incident.tolls for one in case.incidents() if one.incident.tolls] == []
    assert {one.incident.corroboration.origins for one in case.incidents()} == {0}


def test_incidents_are_found_by_what_is_asked_for(case: Case) -> None:
    named: tuple[Party, ...] = (Party(start=0, end=1, text="Harran Brigades", entity="other:Harran"),)
    store(case, msgspec.structs.replace(strike("a", day="2024-03-04"), actor=named))
    store(case, strike("b", day="2024-03-04"))
    store(case, strike("c", place="Lestrin", day="2024-04-01"))
    store(case, make_claim("detention", report="d", place=None, day=None, published=None))
    settle(case)
    kelmar, lestrin, nowhere = (one.incident.id for one in case.incidents())

    def ids(**sought: Any) -> list[str]:
        asked = msgspec.convert(sought, SoughtIncidents)
        found = [one.incident.id for one in case.incidents(asked)]
        assert case.count_incidents(asked) == len(found)
        return found

    assert ids(kind="airstrike") == [kelmar, lestrin]
    assert ids(kind="detention") == [nowhere]
    assert ids(place="kelmar") == [kelmar]
    assert ids(actor="harran brigades") == [kelmar]
    assert ids(origins=2) == [kelmar]
    assert ids(**{"from": "2024-03-05"}) == [lestrin]
    assert ids(to="2024-03-05") == [kelmar]
    assert ids(contradicted=True) == []
    assert ids(contradicted=False, place="lestrin") == [lestrin]
    assert [one.incident.id for one in case.incidents(limit=1, offset=1)] == [lestrin]
    with pytest.raises(UsageError, match="no incident in"):
        case.find_incident("zz")


def test_links_of_an_incident_say_why(case: Case) -> None:
    ids = [store(case, strike(name)) for name in ("a", "b")]
    settle(case)
    found = incident(case, only(case).id)
    [link] = found.links
    assert "both on 2024-03-04" in [part.words for part in link.why]
    assert [claim.report_id for claim in found.claims] == sorted(ids)


def test_operations_of_a_case_are_those_of_its_incidents(case: Case) -> None:
    def fight(report: str, kind: str, place: str, day: str) -> Claim:
        return make_claim(kind, report=report, place=place, day=day, actor="islamic_state", target="syrian_government")

    store(case, fight("a", "attack", "Kelmar", "2024-03-04"))
    store(case, fight("b", "capture", "Osmerfeld", "2024-03-05"))
    settle(case)
    [found] = operations(case)
    assert found.attackers == ("islamic_state",)
    assert found.gains == (held(case, next(one.claim.id for one in case.claims() if one.claim.kind == "capture")),)


def test_a_pin_of_a_common_name_links_some_and_the_rest_waits(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relinking, "_AT_ONCE", 1)
    for report in ("a", "b", "c"):
        store(case, strike(report))
    settle(case)
    pin_place(case, "kelmar", ADA, point=(35.0, 40.0))
    assert case.waiting() == 2
    assert {place.lat for found in case.claims() for place in found.claim.place} == {35.0}
    settle(case)
    assert [place.lat for place in only(case).places] == [35.0]


def test_two_who_link_at_once_do_not_link_twice(case_at: str) -> None:
    with open_case(case_at) as one, open_case(case_at) as other:
        for claims in reports(3):
            store(one, *claims)
        done: Iterable[int] = [settle(one), settle(other)]
        assert list(done) == [24, 0]
        assert set(groups(other).values()) == at_once(one)


def test_outlines_are_the_incidents_in_short(case: Case) -> None:
    for claims in reports(1)[:8]:
        store(case, *claims)
    settle(case)
    grade(case, case.incidents()[0].incident.id, "airwars", ["fair"], ADA)
    for found, outline in zip(case.incidents(), case.incident_outlines(), strict=True):
        one = found.incident
        assert (outline.id, outline.kinds, outline.status, outline.claims) == (
            one.id,
            one.kinds,
            one.status,
            one.claims,
        )
        assert (outline.from_, outline.to, outline.places) == (one.from_, one.to, one.places)
        assert len(outline.contradictions) == len(one.contradictions)
        assert outline.graded == (found.grade is not None)
    ids = [one.incident.id for one in case.incidents()][:3]
    assert case.incidents_named([*ids, "nobody"]) == {id_: case.find_incident(id_) for id_ in ids}


def test_the_mark_of_incidents_changes_with_every_linking(case: Case) -> None:
    store(case, strike("a"))
    before = case.incidents_mark()
    settle(case)
    linked_once = case.incidents_mark()
    assert linked_once != before
    case.set("Ada", stale_days=9)
    assert settle(case) == 0
    assert case.incidents_mark() == linked_once
    store(case, strike("b", place="Lestrin"))
    settle(case)
    assert case.incidents_mark() != linked_once


def test_what_was_merged_away_has_the_merge_in_its_history(case: Case) -> None:
    store(case, strike("a"))
    store(case, strike("b", place="Lestrin"))
    settle(case)
    one, other = (found.incident.id for found in case.incidents())
    entry = merge(case, one, other, ADA)
    for id_ in (one, other):
        assert [each.sequence for each in case.incident_history(id_, ())] == [entry.sequence]
