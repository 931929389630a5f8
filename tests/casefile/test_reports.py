"""What is put into a case comes out of it as it was, once, and with its versions."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from masudi.casefile import Case
from masudi.domain import Claim, Reading, Relation, RelationKind, Report, Toll, claim_id
from masudi.domain.case import Retrieval, Synthetic, case_claim_id, report_id
from masudi.errors import ReportError, UsageError

MakeReport = Callable[..., Report]
MakeClaim = Callable[..., Claim]
BY = Retrieval(collector="M. Sarw", retrieved=datetime.date(2031, 3, 9), extractor="text", extractor_version="1")
LATER = {"text": "Raiders stormed the mill.", "sha256_bytes": "ab" * 32}


def store(case: Case, report: Report, *claims: Claim, **more: Any) -> str:
    return case.store(Reading(report=report, claims=claims), b"raw bytes \0\xff", BY, reader="r1", **more).id


def test_a_report_comes_out_as_it_was(case: Case, make_report: MakeReport) -> None:
    report = make_report(language="en", encoding="cp1252", warnings=("is odd", "“quoted”"))
    id_ = store(case, report)
    found = case.report(id_)
    assert (found.id, found.report, found.retrieval, found.reader) == (id_, report, BY, "r1")
    assert case.original(id_) == b"raw bytes \0\xff"
    now = datetime.datetime.now(datetime.UTC)
    assert now - datetime.timedelta(minutes=5) < found.added <= now


def test_a_bare_report_comes_out_as_it_was(case: Case, make_report: MakeReport) -> None:
    report = make_report(path=None, title=None, source=None, url=None, published=None)
    assert case.report(store(case, report)).report == report


def test_claims_come_out_as_they_were_under_the_ids_of_the_case(
    case: Case, make_report: MakeReport, make_claim: MakeClaim, make_toll: Callable[..., Toll]
) -> None:
    report = make_report()
    toll = make_toll(report, "At least 12 civilians", who="civilians", low=12, high=10**30)
    first = make_claim(report, actor="Harran Brigades", place="Tell Sarw", time="Monday", source="Sarw Monitor")
    second = make_claim(report, kind="casualties", trigger="killed", casualties=(toll,))
    second = msgspec.structs.replace(second, relations=(Relation(kind=RelationKind.CAUSED_BY, to=first.id),))
    id_ = store(case, report, first, second)
    one, two = case.claims()
    assert one.claim == msgspec.structs.replace(first, id=case_claim_id(id_, first))
    assert two.claim.relations[0].to == one.claim.id
    assert two.claim.casualties == (toll,)
    assert (one.report_id, one.title, one.url, one.current) == (id_, report.title, report.url, True)
    assert [claim.id for claim in case.report(id_).claims] == [one.claim.id, two.claim.id]
    assert case.claim(one.claim.id) == one


def test_a_report_is_stored_once(case: Case, make_report: MakeReport, make_claim: MakeClaim) -> None:
    report = make_report()
    first = store(case, report, make_claim(report))
    moved = make_report(path="elsewhere/copy.txt")
    again = case.store(Reading(report=moved, claims=(make_claim(moved),)), b"raw", BY, reader="r1")
    assert (again.id, again.known) == (first, True)
    assert len(list(case.reports())) == 1
    assert len(list(case.claims())) == 1
    assert case.has(first)
    assert not case.has("0" * 16)


def test_the_words_of_a_wire_in_two_papers_are_two_reports_with_claims_of_their_own(
    case: Case, make_report: MakeReport, make_claim: MakeClaim
) -> None:
    for paper in ("Courier", "Gazette"):
        report = make_report(source=paper, url=None)
        store(case, report, make_claim(report))
    one, two = case.claims()
    assert one.claim.id != two.claim.id
    assert claim_id(one.claim.sha256_text, one.claim.kind, one.claim.mentions[0]) == claim_id(
        two.claim.sha256_text, two.claim.kind, two.claim.mentions[0]
    )
    assert [one.current, two.current] == [True, True]


def test_changed_words_at_a_known_url_are_a_new_version(
    case: Case, make_report: MakeReport, make_claim: MakeClaim
) -> None:
    old, new = make_report(), make_report(**LATER)
    first = store(case, old, make_claim(old))
    stored = case.store(Reading(report=new, claims=(make_claim(new),)), b"new", BY, reader="r1")
    assert stored.previous == first
    assert (case.report(first).next, case.report(stored.id).previous) == (stored.id, first)
    assert {one.id: one.current for one in case.reports()} == {first: False, stored.id: True}
    assert [one.report_id for one in case.claims()] == [stored.id]
    assert [(one.report_id, one.current) for one in case.claims(older=True)] == [(first, False), (stored.id, True)]
    assert case.claim(case.report(first).claims[0].id).current is False
    summary = case.summary()
    assert (summary.reports, summary.older_versions, summary.claims) == (1, 1, 1)
    assert store(case, old) == first
    assert case.report(stored.id).next is None


def test_a_file_without_url_whose_day_is_set_right_is_a_new_version(case: Case, make_report: MakeReport) -> None:
    first = store(case, make_report(url=None, published=None))
    second = store(case, make_report(url=None, published=datetime.date(2031, 3, 4)))
    assert case.report(second).previous == first
    assert case.report(store(case, make_report(url=None, source="Gazette"))).previous is None


def test_made_up_reports_and_real_ones_do_not_mix_unless_somebody_says_so(case: Case, make_report: MakeReport) -> None:
    real, made_up = make_report(), make_report(url=None, synthetic=True)
    store(case, real)
    with pytest.raises(ReportError, match=r"^sample.txt: is made up, and the case holds real reports"):
        store(case, made_up)
    assert case.summary().reports == 1
    store(case, made_up, mix=True, person="M. Sarw")
    assert case.settings().synthetic is Synthetic.MIXED
    last = list(case.decisions())[-1]
    assert (last.action, last.person, last.payload) == ("set", "M. Sarw", {"synthetic": "mixed"})
    store(case, make_report(source="Gazette", url=None, synthetic=True))
    assert case.summary().reports == 3


def test_a_case_of_made_up_reports_takes_no_real_one(case: Case, make_report: MakeReport) -> None:
    store(case, make_report(synthetic=True))
    with pytest.raises(ReportError, match="is real, and the case holds made-up reports"):
        store(case, make_report(url=None))


def test_failures_are_kept_until_the_report_is_stored(case: Case, make_report: MakeReport) -> None:
    case.fail(ReportError("b.txt", "is empty"))
    case.fail(ReportError("a.txt", "has no body", line=3))
    case.fail(ReportError("b.txt", "is still empty"))
    assert [(one.path, one.problem, one.line) for one in case.failures()] == [
        ("a.txt", "has no body", 3),
        ("b.txt", "is still empty", None),
    ]
    store(case, make_report(path="b.txt"))
    case.forget_failure("a.txt")
    assert case.failures() == []


def test_reports_are_listed_by_day_those_without_one_last(
    case: Case, make_report: MakeReport, make_claim: MakeClaim
) -> None:
    for name, day in (("none", None), ("late", datetime.date(2031, 5, 1)), ("early", datetime.date(2030, 1, 1))):
        report = make_report(name=name, url=None, source=name, published=day)
        store(case, report, *([make_claim(report)] if name == "late" else []))
    assert [(one.name, one.published, one.claims) for one in case.reports()] == [
        ("early", datetime.date(2030, 1, 1), 0),
        ("late", datetime.date(2031, 5, 1), 1),
        ("none", None, 0),
    ]


def test_ids_are_found_by_their_beginning(case: Case, make_report: MakeReport, make_claim: MakeClaim) -> None:
    report = make_report()
    id_ = store(case, report, make_claim(report))
    assert case.find(id_[:8].upper()) == case.report(id_)
    claim = next(case.claims())
    assert case.find(claim.claim.id[:8]) == claim
    for wrong, said in (("abc", "too short"), ("%%%%", "no report and no claim"), ("zzzz", "no report and no claim")):
        with pytest.raises(UsageError, match=said):
            case.find(wrong)
    for method in (case.report, case.claim, case.original):
        with pytest.raises(UsageError, match="there is no"):
            method("0" * 16)


def test_a_beginning_that_several_ids_have_is_refused(case: Case, make_report: MakeReport) -> None:
    ids: dict[str, int] = {}
    number = 0
    while max(ids.values(), default=0) < 2:
        number += 1
        begin = report_id(make_report(url=f"https://made.example/{number}"))[:4]
        ids[begin] = ids.get(begin, 0) + 1
    for one in range(1, number + 1):
        report = make_report(url=f"https://made.example/{one}")
        if report_id(report)[:4] == begin:
            store(case, report)
    with pytest.raises(UsageError, match="several ids begin with"):
        case.find(begin)


def test_text_that_no_index_could_hold_is_kept_all_the_same(case: Case, make_report: MakeReport) -> None:
    words = " ".join(f"w{number}x" for number in range(150_000))
    report = make_report(words, url="https://made.example/" + "u" * 20_000, title="t" * 20_000, path="p" * 5_000)
    id_ = store(case, report)
    case.fail(ReportError("q" * 5_000, "is too long"))
    assert case.report(id_).report == report
    assert [hit.report.id for hit in case.search("w77x") if hit.report] == [id_]


def test_what_the_reader_made_is_undone_where_a_claim_cannot_be_stored(
    case: Case, make_report: MakeReport, make_claim: MakeClaim
) -> None:
    report = make_report()
    twice = make_claim(report)
    with pytest.raises(Exception, match="refuses"):
        store(case, report, twice, twice)
    assert (case.summary().reports, list(case.reports()), case.search("mill")) == (0, [], [])
    assert case.settings().synthetic is None
