"""Adding reports to a case: each once, whole or not at all, whatever fails or ends the run."""

from __future__ import annotations

import datetime
import hashlib
import os
from pathlib import Path

import pytest

from masudi.casefile import Case
from masudi.data import packaged
from masudi.domain import Claim, Report
from masudi.domain.case import report_id
from masudi.errors import CaseError, KnowledgeError, ReportError
from masudi.pipeline import Added, Adding, add, read_many
from masudi.sources import Opening, find_reports, read_report
from tests.conftest import build_claim

SECOND = "Gunmen left the mill."


def coder(report: Report) -> tuple[Claim, ...]:
    """A stand-in: a claim for each capital letter; "Stumble" makes it fail."""
    if "Stumble" in report.text:
        raise IndexError("list index out of range")
    words = dict.fromkeys(word for word in report.text.split() if word[0].isupper())
    return tuple(build_claim(report, trigger=word) for word in words)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, url in (("a", "one"), ("b", "two"), ("c", "three")):
        head = f"source: Courier\nurl: https://made.example/{url}\npublished: 2031-03-04\n"
        text = f"{head}\nRaiders took Sarw, says {name}."
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def run(case: Case, *paths: Path | str, how: Adding | None = None) -> list[Added]:
    return list(add(find_reports(paths), case, how, coder=coder))


def outcomes(added: list[Added]) -> list[tuple[str, str]]:
    return [(Path(one.path).name, str(one.outcome)) for one in added]


def test_reports_are_added_with_their_bytes_and_where_they_came_from(case: Case, folder: Path) -> None:
    how = Adding(collector="M. Sarw", retrieved=datetime.date(2031, 3, 9), opening=Opening(source="Gazette"))
    added = run(case, folder, how=how)
    assert outcomes(added) == [("a.txt", "added"), ("b.txt", "added"), ("c.txt", "added")]
    assert [one.claims for one in added] == [2, 2, 2]
    first = case.report(added[0].id or "")
    assert first.report == read_report(folder / "a.txt")
    data = case.original(first.id)
    assert data == (folder / "a.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == first.report.sha256_bytes
    assert (first.retrieval.collector, first.retrieval.retrieved) == ("M. Sarw", datetime.date(2031, 3, 9))
    assert (first.retrieval.extractor, len(first.retrieval.extractor_version.split("."))) == ("text", 3)
    assert len(first.reader) == 64


def test_what_is_there_is_not_read_again(case: Case, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(case, folder)
    before = list(case.reports())
    (folder / "aa.txt").write_bytes((folder / "a.txt").read_bytes())
    (folder / "bb.txt").write_text("Raiders left Sarw.", encoding="utf-8")
    read: list[str] = []

    def noting(report: Report) -> tuple[Claim, ...]:
        read.append(report.name)
        return coder(report)

    again = list(add(find_reports(folder), case, coder=noting))
    assert outcomes(again) == [
        ("a.txt", "already there"),
        ("aa.txt", "already there"),
        ("b.txt", "already there"),
        ("bb.txt", "added"),
        ("c.txt", "already there"),
    ]
    assert read == ["bb"]
    assert [one for one in case.reports() if one.name != "bb"] == before


def test_a_copy_in_the_same_run_is_one_report(case: Case, folder: Path) -> None:
    (folder / "aa.txt").write_bytes((folder / "a.txt").read_bytes())
    assert [outcome for _, outcome in outcomes(run(case, folder))] == ["added", "already there", "added", "added"]
    assert case.summary().reports == 3


def test_a_changed_report_is_a_new_version(case: Case, folder: Path) -> None:
    first = run(case, folder)[0]
    path = folder / "a.txt"
    path.write_text(path.read_text("utf-8") + f" {SECOND}", encoding="utf-8")
    changed = run(case, folder)
    assert outcomes(changed)[0] == ("a.txt", "new version")
    assert (changed[0].previous, changed[0].claims) == (first.id, 3)
    assert case.report(first.id or "").next == changed[0].id
    assert [outcome for _, outcome in outcomes(run(case, folder))] == ["already there"] * 3


def test_what_fails_is_kept_and_tried_again(case: Case, folder: Path) -> None:
    (folder / "b.txt").write_text("Stumble here.", encoding="utf-8")
    (folder / "d.txt").write_text("title: a header\nand no end", encoding="utf-8")
    none = folder.parent / "none"
    none.mkdir()
    added = run(case, folder, none, folder / "gone.txt")
    assert [outcome for _, outcome in outcomes(added)] == ["added", "failed", "added", "failed", "failed", "failed"]
    assert [str(one.fault).split(": ", 1)[1][:16] for one in added if one.fault] == [
        "could not be cod",
        "neither a `key: ",
        "is a folder with",
        "is not there: ch",
    ]
    # A mistyped name is no report that failed.
    assert [(Path(one.path).name, one.line) for one in case.failures()] == [
        ("b.txt", None),
        ("d.txt", 2),
        ("none", None),
    ]
    (folder / "b.txt").write_text("Raiders came.", encoding="utf-8")
    (folder / "d.txt").write_bytes((folder / "a.txt").read_bytes())
    assert [outcome for _, outcome in outcomes(run(case, folder))] == [
        "already there",
        "added",
        "already there",
        "already there",
    ]
    assert [Path(one.path).name for one in case.failures()] == ["none"]


def test_made_up_and_real_reports_do_not_mix(case: Case, folder: Path) -> None:
    (folder / "b.txt").write_text("synthetic: yes\n\nRaiders came.", encoding="utf-8")
    added = run(case, folder)
    assert outcomes(added) == [("a.txt", "added"), ("b.txt", "failed"), ("c.txt", "added")]
    assert "use another case, or allow both with --mix" in str(added[1].fault)
    assert len(case.failures()) == 1
    assert outcomes(run(case, folder, how=Adding(mix=True, person="M. Sarw")))[1] == ("b.txt", "added")
    assert case.failures() == []


def test_stopping_early_keeps_what_was_handed_out(case: Case, folder: Path) -> None:
    adding = add(find_reports(folder), case, coder=coder)
    first = next(adding)
    adding.close()
    assert [one.id for one in case.reports()] == [first.id]
    assert [outcome for _, outcome in outcomes(run(case, folder))] == ["already there", "added", "added"]


def test_an_interrupt_while_storing_leaves_nothing_half(
    case: Case, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from masudi.casefile import shown

    with monkeypatch.context() as patch:

        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(shown, "insert_claims", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run(case, folder)
    assert (list(case.reports()), case.search("Sarw")) == ([], [])
    assert [outcome for _, outcome in outcomes(run(case, folder))] == ["added"] * 3


def test_a_case_that_fails_ends_the_run(case: Case, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise CaseError("x", "the disk is full")

    monkeypatch.setattr(Case, "store_all", full)
    with pytest.raises(CaseError, match="the disk is full"):
        run(case, folder)
    assert case.failures() == []


def test_a_fault_of_masudis_own_data_is_no_failure_of_a_report(case: Case, folder: Path) -> None:
    def broken(report: Report) -> tuple[Claim, ...]:
        raise KnowledgeError("kinds.yaml", "is damaged")

    with pytest.raises(KnowledgeError):
        list(add(find_reports(folder), case, coder=broken))
    assert case.failures() == []


def test_names_that_are_no_utf8_are_kept_readable(case: Case, folder: Path) -> None:
    for name, content in ((b"caf\xe9.txt", b"Raiders came."), (b"b\xe4d.txt", b"\0")):
        (folder / os.fsdecode(name)).write_bytes(content)
    added = dict(outcomes(run(case, folder)))
    assert added["caf\\udce9.txt"] == "added"
    assert [Path(one.path).name for one in case.failures()] == ["b\\udce4d.txt"]


def test_the_samples_are_stored_as_they_are_read(case: Case) -> None:
    samples = packaged("samples")
    added = list(add(find_reports(samples), case, Adding(threads=2)))
    read = [one for one in read_many(samples, threads=2) if not isinstance(one, ReportError)]
    assert [one.id for one in added] == [report_id(one.report) for one in read]
    for one, reading in zip(added, read, strict=True):
        stored = case.report(one.id or "")
        assert stored.report == reading.report
        assert [_words(claim) for claim in stored.claims] == [_words(claim) for claim in reading.claims]
    assert case.summary().claims == sum(len(one) for one in read)


def _words(claim: Claim) -> tuple[object, ...]:
    """What of a claim stays as it is in a case."""
    return claim.kind, claim.status, claim.mentions, claim.actor, claim.place, claim.time, claim.casualties
