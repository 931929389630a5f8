"""Decisions on claims: what they change in a case, what of it can be taken back, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from masudi.casefile import Case, open_case
from masudi.domain import Claim, Place, Reading, Report, ReviewState, Status
from masudi.domain.case import CaseClaim, Retrieval, Sought
from masudi.errors import ConflictError, DecisionError
from masudi.pipeline import decide
from masudi.pipeline.decide import Person
from masudi.review import make_key, verify_chain

ADA, BEN = Person(name="Ada"), Person(name="Ben")
SECOND = "Raiders left Tell Sarw. The mill at Ez-Zar burned, and tell sarw with it."


@pytest.fixture
def report_id(
    case: Case, make_report: Callable[..., Report], make_claim: Callable[..., Claim], spot: Callable[..., Any]
) -> str:
    """A case with two reports; the first has an attack by the Harran Brigades and a toll."""
    report = make_report()
    place = spot(report.text, "Tell Sarw", Place, name="Tell Sarw", lat=1.0, lon=2.0, gazetteer_id="made:1")
    attack = make_claim(report, actor="Harran Brigades", place=[place], source="Sarw Monitor")
    killed = make_claim(report, kind="casualties", trigger="killed")
    other = make_report(SECOND, name="other", url="https://gazette.example/1", source="Gazette")
    left = make_claim(other, kind="withdrawal", trigger="left", actor="Raiders", place="Tell Sarw")
    burned = make_claim(other, kind="destruction", trigger="burned", place=[spot(SECOND, "tell sarw", Place)])
    by = Retrieval()
    case.store(Reading(report=other, claims=(left, burned)), b"other", by, reader="r")
    return case.store(Reading(report=report, claims=(attack, killed)), b"raw", by, reader="r").id


def only(case: Case, kind: str) -> CaseClaim:
    (found,) = case.claims(Sought(kind=kind))
    return found


def kinds(case: Case, sought: Sought | None = None) -> list[str]:
    return sorted(one.claim.kind for one in case.claims(sought))


def test_an_accepted_claim_says_who_accepted_it(case: Case, report_id: str) -> None:
    id_ = only(case, "attack").claim.id
    decide.accept(case, id_, ADA, why="the video shows it")
    decide.accept(case, id_, BEN)
    found = case.claim(id_)
    assert (found.state, found.people, found.agreed) == (ReviewState.ACCEPTED, ("Ada", "Ben"), 2)
    assert [one.why for one in case.history(id_)] == ["the video shows it", None]


def test_a_rejected_claim_leaves_lists_and_counts_and_comes_back(case: Case, report_id: str) -> None:
    id_ = only(case, "attack").claim.id
    entry = decide.reject(case, id_, ADA)
    assert "attack" not in kinds(case)
    assert case.summary().claims == 3
    assert {one.id: one.claims for one in case.reports()}[report_id] == 1
    assert [one.kind for one in case.report(report_id).claims] == ["casualties"]
    assert not any(hit.claim for hit in case.search("stormed"))
    assert kinds(case, Sought(state=ReviewState.REJECTED)) == ["attack"]
    assert [one.state for one in case.claims_of(report_id)] == ["rejected", "unreviewed"]
    decide.undo(case, entry.sequence, BEN)
    assert only(case, "attack").state is ReviewState.UNREVIEWED
    assert case.summary().claims == 4


def test_a_correction_changes_what_is_shown_searched_and_filtered_and_keeps_what_was_read(
    case: Case, report_id: str
) -> None:
    before = only(case, "attack").claim
    decide.correct(case, before.id, "kind", "capture", ADA)
    decide.correct(case, before.id, "place", "grain mill", ADA)
    entry = decide.correct(case, before.id, "status", "possible", ADA)
    found = only(case, "capture")
    assert (found.claim.id, found.claim.status, found.state) == (before.id, Status.POSSIBLE, ReviewState.CORRECTED)
    assert [one.text for one in found.claim.place] == ["grain mill"]
    assert case.as_read(before.id) == before
    assert kinds(case, Sought(status=Status.POSSIBLE)) == ["capture"]
    assert [hit.claim.claim.id for hit in case.search("", Sought(place="grain mill")) if hit.claim] == [before.id]
    assert before.id not in [hit.claim.claim.id for hit in case.search("", Sought(place="tell sarw")) if hit.claim]
    for one in range(entry.sequence - 2, entry.sequence + 1):
        decide.undo(case, one, ADA)
    assert only(case, "attack").claim == before
    assert [hit.claim.claim.id for hit in case.search("", Sought(actor="harran")) if hit.claim] == [before.id]


def test_a_correction_asks_the_others_anew(case: Case, report_id: str) -> None:
    id_ = only(case, "attack").claim.id
    decide.accept(case, id_, ADA)
    decide.correct(case, id_, "hedge", "alleged", BEN)
    assert (case.claim(id_).people, case.claim(id_).agreed) == (("Ada", "Ben"), 1)
    decide.accept(case, id_, ADA)
    assert (case.claim(id_).state, case.claim(id_).agreed) == (ReviewState.CORRECTED, 2)


def test_a_missed_claim_is_added_by_its_words(case: Case, report_id: str) -> None:
    fields = {
        "kind": "destruction",
        "mentions": "grain mill",
        "status": "denied",
        "actor": ["Harran Brigades"],
        "place": "Tell Sarw",
        "casualties": {"text": "12 civilians", "harm": "killed", "who": "civilians", "low": 12},
        "time": {"text": "Monday", "from": "2031-03-03", "to": "2031-03-03"},
    }
    entry = decide.add_claim(case, report_id, fields, ADA)
    found = case.claim(entry.subject)
    assert (found.state, found.people, found.by_person, found.report_id) == ("accepted", ("Ada",), True, report_id)
    claim = found.claim
    assert claim.mentions[0].sentence.text.startswith("Fighters of")
    # The words are those of another claim of the report, and the place is the same.
    assert (claim.place[0].gazetteer_id, claim.casualties[0].high) == ("made:1", None)
    assert claim.published is not None
    assert kinds(case, Sought(report=report_id)) == ["attack", "casualties", "destruction"]
    with pytest.raises(DecisionError, match="the case has this claim"):
        decide.add_claim(case, report_id, fields, BEN)
    decide.undo(case, entry.sequence, ADA)
    assert kinds(case, Sought(report=report_id)) == ["attack", "casualties"]
    assert case.claim(entry.subject).state is ReviewState.REJECTED
    decide.undo(case, entry.sequence + 1, ADA)
    assert case.claim(entry.subject) == found


def test_a_pinned_place_is_that_place_in_every_report_now_and_later(
    case: Case, report_id: str, make_report: Callable[..., Report], make_claim: Callable[..., Claim]
) -> None:
    entry = decide.pin_place(case, "tell sarw", ADA, point=(35.5, 40.25), name="Tall Sarw", radius_km=5)
    third = make_report("Shells fell on Tell Sarw.", name="third", url="https://third.example/")
    shelling = make_claim(third, kind="shelling", trigger="Shells", place="Tell Sarw")
    case.store(Reading(report=third, claims=(shelling,)), b"third", Retrieval(), reader="r")
    placed = {one.claim.kind: one.claim.place[0] for one in case.claims() if one.claim.place}
    assert placed.keys() == {"attack", "withdrawal", "destruction", "shelling"}
    assert {(one.name, one.lat, one.gazetteer_id, one.precision) for one in placed.values()} == {
        ("Tall Sarw", 35.5, None, "near")
    }
    assert len(case.search("", Sought(place="tall sarw"))) == 4
    assert only(case, "attack").state is ReviewState.UNREVIEWED
    decide.undo(case, entry.sequence, ADA)
    assert only(case, "attack").claim.place[0].gazetteer_id == "made:1"
    assert only(case, "withdrawal").claim.place[0].lat is None
    assert only(case, "shelling").claim.place[0].name is None


def test_a_pin_of_one_report_counts_more_there_and_nowhere_else(case: Case, report_id: str) -> None:
    decide.pin_place(case, "Tell Sarw", ADA, point=(1, 1), report_id=report_id)
    decide.pin_place(case, "Tell Sarw", ADA, point=(2, 2))
    assert only(case, "attack").claim.place[0].lat == 1
    assert only(case, "withdrawal").claim.place[0].lat == 2


def test_a_place_is_pinned_to_an_entry_of_a_gazetteer(case: Case, report_id: str) -> None:
    decide.pin_place(case, "Tell Sarw", ADA, gazetteer_id="geonames:170063")
    place = only(case, "attack").claim.place[0]
    assert (place.text, place.name, place.gazetteer_id, round(place.lat or 0)) == (
        "Tell Sarw",
        "Aleppo",
        "geonames:170063",
        36,
    )
    with pytest.raises(DecisionError, match="no gazetteer has the entry"):
        decide.pin_place(case, "Tell Sarw", ADA, gazetteer_id="geonames:99999999999")


def test_a_pinned_actor_is_that_party_also_as_a_source(case: Case, report_id: str) -> None:
    decide.pin_actor(case, "harran brigades", ADA, actor_id="islamic_state")
    decide.pin_actor(case, "Sarw Monitor", ADA, name="Monitor of Sarw")
    claim = only(case, "attack").claim
    assert (claim.actor[0].actor_id, claim.actor[0].entity) == ("islamic_state", "islamic_state")
    assert claim.source[0].entity == "other:Monitor of Sarw"
    with pytest.raises(DecisionError, match="no actor 'nobody'"):
        decide.pin_actor(case, "x", ADA, actor_id="nobody")


def test_what_is_said_of_one_claim_counts_more_than_a_pin_and_a_pin_fills_what_is_not_said(
    case: Case, report_id: str
) -> None:
    id_ = only(case, "withdrawal").claim.id
    decide.pin_actor(case, "Raiders", ADA, name="Raiders of Sarw")
    words = {"text": "Raiders", "entity": "other:Others", "name": "Others"}
    entry = decide.correct(case, id_, "actor", words, ADA)
    assert only(case, "withdrawal").claim.actor[0].name == "Others"
    decide.undo(case, entry.sequence, ADA)
    decide.correct(case, id_, "actor", {"text": "Raiders"}, ADA)
    assert only(case, "withdrawal").claim.actor[0].name == "Raiders of Sarw"


def test_two_people_who_decide_on_one_claim_are_told_of_each_other(case: Case, report_id: str) -> None:
    id_ = only(case, "attack").claim.id
    entry = decide.accept(case, id_, ADA, seen=0)
    head = case.head()
    with pytest.raises(ConflictError, match="Ada has decided on this since you looked"):
        decide.reject(case, id_, BEN, seen=0)
    assert case.head() == head
    assert decide.reject(case, id_, BEN, seen=entry.sequence).sequence == entry.sequence + 1


def test_signed_decisions_enrol_the_key_and_the_name_then_has_to_sign(
    case: Case, report_id: str, tmp_path: Path
) -> None:
    id_ = only(case, "attack").claim.id
    signed = Person(name="Ada", signer=make_key(tmp_path / "ada.pem"))
    decide.accept(case, id_, signed)
    decide.reject(case, id_, signed)
    assert [one.action for one in case.decisions()] == ["create", "enrol", "accept", "reject"]
    assert list(verify_chain(case.decisions())) == []
    with pytest.raises(DecisionError, match="Ada signs decisions in this case"):
        decide.accept(case, id_, ADA)
    decide.accept(case, id_, BEN)
    case.set("Ada", stale_days=3, signer=signed.signer)
    assert list(verify_chain(case.decisions())) == []


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("report", "x", "cannot be corrected"),
        ("kind", "picnic", "no kind 'picnic'"),
        ("status", "certain", "status cannot be that"),
        ("actor", "Nobody", "does not have the words 'Nobody'"),
        ("place", "Sarw", "stands 2 times in the report: give offsets (63-67, 83-87)"),
        ("actor", [[900, 910]], "no characters 900 to 910"),
        ("actor", {"start": 0, "end": 4, "text": "Firs"}, "not 'Firs'"),
        ("hedge", "hearsay", "hedge cannot be that"),
        ("actor", 7, "neither words of the report"),
        ("mentions", [], "needs a mention"),
    ],
)
def test_a_correction_that_does_not_fit_changes_nothing(
    case: Case, report_id: str, field: str, value: object, problem: str
) -> None:
    head = case.head()
    with pytest.raises(DecisionError) as fault:
        decide.correct(case, only(case, "attack").claim.id, field, value, ADA)
    assert problem in str(fault.value)
    assert case.head() == head


def test_what_cannot_be_undone_is_said(case: Case, report_id: str) -> None:
    id_ = only(case, "attack").claim.id
    entry = decide.accept(case, id_, ADA)
    again = decide.undo(case, entry.sequence, ADA)
    with pytest.raises(DecisionError, match=f"undone already, by decision {again.sequence}"):
        decide.undo(case, entry.sequence, ADA)
    decide.undo(case, again.sequence, ADA)
    assert case.claim(id_).state is ReviewState.ACCEPTED
    with pytest.raises(DecisionError, match="cannot be undone"):
        decide.undo(case, 1, ADA)


def test_of_many_who_decide_at_the_same_time_one_is_first(case_at: str, case: Case, report_id: str) -> None:
    id_ = only(case, "attack").claim.id

    def take(number: int) -> str:
        with open_case(case_at) as own:
            try:
                return decide.accept(own, id_, Person(name=f"P{number}"), seen=0).person
            except ConflictError as fault:
                return f"after {fault.person}"

    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(take, range(6)))
    (first,) = [one for one in told if not one.startswith("after")]
    assert told.count(f"after {first}") == 5
    assert case.claim(id_).people == (first,)
    assert list(verify_chain(case.decisions())) == []
