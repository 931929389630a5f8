"""Reading anew: decisions go over, those without a claim wait, and what people added stays."""

from __future__ import annotations

import msgspec
import pytest

from masudi.casefile import Case
from masudi.domain import Claim, Reading, Relation, RelationKind, Report, ReviewState
from masudi.domain.case import Reread, Retrieval, Sought, case_claim_id
from masudi.errors import DecisionError, ReportError
from masudi.pipeline import decide
from masudi.pipeline.add import reader_hash
from masudi.pipeline.decide import Person
from masudi.pipeline.reread import outdated, reread
from masudi.review import verify_chain
from tests.conftest import build_claim, build_report

ADA, BEN = Person(name="Ada"), Person(name="Ben")
REPORT = build_report()


def made(*triggers: str, kind: str = "attack") -> tuple[Claim, ...]:
    return tuple(build_claim(REPORT, kind=kind, trigger=one) for one in triggers)


def again(case: Case, *claims: Claim) -> Reread:
    """Read the report of the case anew, and find these claims."""
    ids = [one.id for one in case.reports()]
    (done,) = reread(case, ids, BEN, coder=lambda _: claims)
    assert isinstance(done, Reread)
    return done


def id_of(claim: Claim) -> str:
    (report,) = (one.id for one in CASES[-1].reports())
    return case_claim_id(report, claim)


CASES: list[Case] = []


@pytest.fixture(autouse=True)
def stored(case: Case) -> None:
    """A report with the claims "stormed" and "killed", as another reader had read it."""
    CASES[:] = [case]
    case.store(Reading(report=REPORT, claims=made("stormed", "killed")), b"raw", Retrieval(), reader="former")


def standing(case: Case) -> list[str]:
    return sorted(one.claim.mentions[0].text for one in case.claims())


STORMED, KILLED = made("stormed", "killed")
(LONGER,) = made("stormed the grain mill")


def test_only_what_another_reader_read_is_read_anew(case: Case) -> None:
    assert len(outdated(case)) == 1
    done = again(case, STORMED, KILLED)
    assert (done.new, done.carried, done.orphans) == (0, 0, 0)
    assert outdated(case) == []
    assert next(iter(case.reports())).claims == 2


def test_undecided_claims_go_and_new_ones_come(case: Case) -> None:
    done = again(case, *made("stormed", "Monday"))
    assert (done.claims, done.new, done.orphans) == (2, 1, 0)
    assert standing(case) == ["Monday", "stormed"]
    assert case.claim(id_of(KILLED)).retired is not None
    assert [one.subject for one in case.decisions()] == [case.id()]


def test_a_claim_that_is_read_otherwise_keeps_its_decisions(case: Case) -> None:
    decide.correct(case, id_of(STORMED), "kind", "capture", ADA)
    other = build_claim(REPORT, trigger="stormed", actor="Harran Brigades")
    again(case, other, KILLED)
    (found,) = case.claims(Sought(kind="capture"))
    assert (found.state, found.people, found.claim.actor[0].text) == ("corrected", ("Ada",), "Harran Brigades")
    assert case.as_read(id_of(STORMED)).kind == "attack"


def test_decisions_go_over_to_the_claim_that_has_the_words_and_on_from_there(case: Case) -> None:
    first = decide.reject(case, id_of(STORMED), ADA)
    done = again(case, LONGER, KILLED)
    assert (done.new, done.carried, done.orphans) == (1, 1, 0)
    moved = case.claim(id_of(LONGER))
    assert (moved.state, moved.people) == (ReviewState.REJECTED, ("Ada",))
    assert standing(case) == ["killed"]
    assert [one.action for one in case.history(id_of(LONGER))] == ["reject", "carry"]
    with pytest.raises(DecisionError, match=f"claim {id_of(LONGER)} took its place"):
        decide.accept(case, id_of(STORMED), BEN)
    decide.undo(case, first.sequence, BEN)
    assert standing(case) == ["killed", "stormed the grain mill"]
    decide.accept(case, id_of(LONGER), BEN)
    again(case, STORMED, KILLED)
    back = case.claim(id_of(STORMED))
    assert (back.state, back.people, back.retired) == (ReviewState.ACCEPTED, ("Ben",), None)
    assert list(verify_chain(case.decisions())) == []


def test_a_decision_without_a_claim_waits_until_somebody_places_it(case: Case) -> None:
    decide.accept(case, id_of(KILLED), ADA)
    assert again(case, STORMED).orphans == 1
    (waiting,) = case.orphans()
    assert (waiting.claim.id, waiting.state, waiting.orphan) == (id_of(KILLED), "accepted", True)
    assert standing(case) == ["stormed"]
    again(case, STORMED)
    assert [one.claim.id for one in case.orphans()] == [id_of(KILLED)]
    kept = decide.accept(case, id_of(KILLED), BEN)
    assert (list(case.orphans()), standing(case)) == ([], ["killed", "stormed"])
    again(case, STORMED)
    assert standing(case) == ["killed", "stormed"]
    again(case, STORMED, KILLED)
    assert standing(case) == ["killed", "stormed"]
    decide.undo(case, kept.sequence, BEN)
    assert [one.claim.id for one in case.orphans()] == [id_of(KILLED)]
    decide.reject(case, id_of(KILLED), BEN)
    assert (list(case.orphans()), standing(case)) == ([], ["stormed"])


def test_a_waiting_decision_goes_to_a_later_reading_that_has_the_claim(case: Case) -> None:
    decide.correct(case, id_of(STORMED), "status", "possible", ADA)
    assert again(case, KILLED).orphans == 1
    assert again(case, LONGER, KILLED).carried == 1
    assert list(case.orphans()) == []
    assert case.claim(id_of(LONGER)).claim.status == "possible"
    again(case, KILLED)
    again(case, STORMED, KILLED)
    assert case.claim(id_of(STORMED)).claim.status == "possible"
    assert list(case.orphans()) == []


def test_what_was_undone_leaves_no_orphan(case: Case) -> None:
    entry = decide.accept(case, id_of(KILLED), ADA)
    decide.undo(case, entry.sequence, ADA)
    assert again(case, STORMED).orphans == 0
    assert list(case.orphans()) == []


def test_added_claims_stay_and_are_not_doubled(case: Case) -> None:
    (report,) = (one.id for one in case.reports())
    added = decide.add_claim(case, report, {"kind": "destruction", "mentions": "grain mill"}, ADA).subject
    again(case, STORMED)
    assert standing(case) == ["grain mill", "stormed"]
    (near,) = made("mill at", kind="destruction")
    cause = Relation(kind=RelationKind.CAUSED_BY, to=near.id)
    again(case, msgspec.structs.replace(STORMED, relations=(cause,)), near)
    assert standing(case) == ["grain mill", "stormed"]
    assert case.claim(id_of(STORMED)).claim.relations[0].to == added
    assert case.claim(added).state is ReviewState.ACCEPTED


def test_pins_hold_for_what_is_read_anew(case: Case) -> None:
    decide.pin_place(case, "Tell Sarw", ADA, point=(1, 2))
    again(case, build_claim(REPORT, trigger="stormed", place="Tell Sarw"))
    assert next(case.claims()).claim.place[0].lat == 1


def test_what_cannot_be_read_stays_as_it_was_and_the_rest_goes_on(case: Case) -> None:
    other = build_report("Raiders stormed on.", name="other", url="https://other.example/")
    case.store(Reading(report=other, claims=(build_claim(other),)), b"other", Retrieval(), reader="former")

    def coder(report: Report) -> tuple[Claim, ...]:
        if report.name == "sample":
            raise IndexError("boom")
        return ()

    done = list(reread(case, outdated(case), BEN, coder=coder))
    assert [type(one) for one in done] == [ReportError, Reread]
    assert standing(case) == ["killed", "stormed"]
    assert len(outdated(case)) == 1
    assert [case.report(one.id).reader == reader_hash() for one in case.reports()] == [False, True]
