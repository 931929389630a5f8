"""Reports that are stored together are stored as they would be one by one. On both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from masudi.casefile import Case, shown
from masudi.casefile.storing import Coming
from masudi.domain import Claim, Reading, Report
from masudi.domain.case import Retrieval, Stored
from masudi.errors import ReportError

MakeReport = Callable[..., Report]
MakeClaim = Callable[..., Claim]


def coming(report: Report, *claims: Claim) -> Coming:
    return Coming(reading=Reading(report=report, claims=claims), data=report.text.encode(), retrieval=Retrieval())


def told(case: Case, found: list[Stored | ReportError]) -> list[str]:
    """What became of each: how many claims it has and whose version it is, or why it is not there."""
    names = {one.id: one.name for one in case.reports()}
    return [
        str(one)
        if isinstance(one, ReportError)
        else f"{names[one.id]}{' known' * one.known}{f' after {names[one.previous]}' if one.previous else ''}"
        for one in found
    ]


def test_versions_of_one_url_follow_each_other(case: Case, make_report: MakeReport, make_claim: MakeClaim) -> None:
    one, other = make_report(name="one"), make_report(name="alone", url=None)
    new = make_report(name="new", text="Raiders stormed the mill.", sha256_bytes="ab" * 32)
    newest = make_report(name="newest", text="Raiders left the mill.", sha256_bytes="cd" * 32)
    found = case.store_all(
        [coming(one, make_claim(one)), coming(other, make_claim(other)), coming(new, make_claim(new)), coming(one)],
        reader="r",
    )
    assert told(case, found) == ["one", "alone", "new after one", "one known"]
    found = case.store_all([coming(newest), coming(new)], reader="r")
    assert told(case, found) == ["newest after new", "new known"]
    assert {one.name: (one.current, one.claims) for one in case.reports()} == {
        "one": (False, 1),
        "alone": (True, 1),
        "new": (False, 1),
        "newest": (True, 0),
    }
    assert {hit.claim.report_id for hit in case.search("", limit=9) if hit.claim} == {
        one.id for one in case.reports() if one.claims
    }
    assert case.original(next(one.id for one in case.reports() if one.name == "newest")) == newest.text.encode()


def test_what_may_not_come_in_keeps_nothing_else_out(
    case: Case, make_report: MakeReport, make_claim: MakeClaim
) -> None:
    gone = make_report(name="gone", url=None, source="Gazette")
    (stored,) = case.store_all([coming(gone)], reader="r")
    assert isinstance(stored, Stored)
    case.redact(stored.id, "M. Sarw", "asked for")
    made_up = make_report(name="made up", text="Raiders came.", url=None, sha256_bytes="ef" * 32, synthetic=True)
    last = make_report(name="last", text="Raiders left the mill.", url=None, sha256_bytes="cd" * 32)
    claim = make_claim(last, trigger="left")
    found = case.store_all([coming(gone), coming(made_up), coming(last, claim)], reader="r")
    assert [isinstance(each, ReportError) for each in found] == [True, True, False]
    assert "was erased from the case by M. Sarw" in str(found[0])
    assert "is made up, and the case holds real reports" in str(found[1])
    assert [each.name for each in case.reports()] == ["last"]
    assert case.store_all([], reader="r") == []
    # Its bytes and words are those of what was erased.
    (again,) = case.store_all([coming(make_report(name="one"))], reader="r")
    assert "was erased from the case by M. Sarw" in str(again)


def test_they_are_stored_all_or_none(
    case: Case, make_report: MakeReport, make_claim: MakeClaim, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = make_report(name="one"), make_report(name="other", url=None)
    with monkeypatch.context() as patch:

        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(shown, "insert_children", interrupted)
        with pytest.raises(KeyboardInterrupt):
            case.store_all([coming(one, make_claim(one)), coming(other, make_claim(other))], reader="r")
    assert (list(case.reports()), case.search("raiders")) == ([], [])
    assert told(case, case.store_all([coming(one), coming(other)], reader="r")) == ["one", "other"]


def test_what_failed_before_is_no_failure_any_more(case: Case, make_report: MakeReport) -> None:
    for path in ("a.txt", "b.txt", "c.txt"):
        case.fail(ReportError(path, "is empty"))
    reports = [
        make_report(path=path, url=None, text=f"Raiders left {path}.", sha256_bytes=path[0] * 64)
        for path in ("a.txt", "c.txt")
    ]
    case.store_all([coming(one) for one in reports], reader="r")
    assert [one.path for one in case.failures()] == ["b.txt"]
