"""What was erased is nowhere: not in tables, not in indexes, free pages, logs of the database or backups."""

from __future__ import annotations

import datetime
import sqlite3
from pathlib import Path

import psycopg
import pytest

from masudi.casefile import Case, migrate, open_case
from masudi.domain import Claim, Party, Reading, Report
from masudi.domain.case import Retrieval, case_claim_id
from masudi.errors import CaseError, ReportError, UsageError
from masudi.pipeline import decide
from masudi.pipeline.decide import Person
from masudi.pipeline.relink import settle
from masudi.pipeline.verify import verify
from masudi.review import verify_chain
from masudi.sources import report_from_bytes
from tests.conftest import build_claim, locate

ADA = Person(name="Ada")
# Invented, and in no other word of a case.
NAME = "Quisset Varlo"
HEADER = "title: Mill\nsource: Courier\nurl: https://courier.example/quisset\n\n"
DATA = f"{HEADER}{NAME} guarded the mill at Tell Sarw. Raiders seized\nQuisset\nVarlo there."
OTHER = "source: Gazette\n\nRaiders left Tell Sarw."


def read(data: str, name: str) -> tuple[Report, bytes]:
    return report_from_bytes(data.encode(), name=name, path=f"in/{name}.txt"), data.encode()


@pytest.fixture
def full(case: Case) -> Case:
    report, data = read(DATA, "one")
    target = locate(report.text, NAME, Party, name="quisset varlo")
    claims = (
        build_claim(report, kind="control", trigger="guarded", target=[target], place="Tell Sarw"),
        build_claim(report, kind="detention", trigger="seized", actor="Raiders", target="Quisset\nVarlo"),
    )
    case.store(Reading(report=report, claims=claims), data, Retrieval(collector="C. Oll"), reader="r")
    other, data = read(OTHER, "two")
    case.store(
        Reading(report=other, claims=(build_claim(other, kind="withdrawal", trigger="left"),)),
        data,
        Retrieval(),
        reader="r",
    )
    case.fail(ReportError("in/one.txt", f"{NAME} could not be read"))
    return case


def first(case: Case) -> str:
    return next(one.id for one in case.reports() if one.name == "one")


def control(case: Case) -> str:
    return next(one.claim.id for one in case.claims() if one.claim.kind == "control")


def decided(case: Case) -> None:
    """Decisions that say the name."""
    decide.accept(case, control(case), ADA, why=f"the mother of {NAME} says so")
    decide.correct(case, control(case), "actor", {"text": NAME, "name": NAME}, ADA)
    decide.pin_actor(case, NAME, ADA, name=NAME, report_id=first(case))


def traces(case: Case, words: str) -> list[str]:
    """Where words, in any case, are in what the database keeps: its files, or every row of every table."""
    folded = words.lower().encode()
    if "://" not in case.where:
        path = Path(case.where)
        return [one.name for one in path.parent.iterdir() if folded in one.read_bytes().lower()]
    found = []
    with psycopg.connect(case._engine.url.set(drivername="postgresql").render_as_string(hide_password=False)) as db:
        names = db.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            rows = db.execute(f'SELECT t::text FROM "{name}" t').fetchall()
            # Bytes are shown in hexadecimal digits.
            if any(one in row.lower() for (row,) in rows for one in (words.lower(), folded.hex())):
                found.append(name)
    return found


def everywhere(case: Case) -> list[str]:
    return [*traces(case, "quisset"), *traces(case, "varlo")]


@pytest.fixture
def opened(full: Case) -> Case:
    decided(full)
    assert traces(full, "varlo")
    return full


def test_a_report_is_erased_with_its_claims_and_what_was_decided_on_them(opened: Case) -> None:
    id_, head = first(opened), opened.head()
    report = opened.report(id_).report
    entry = opened.redact(id_, "Ada", "the family asked for it")
    assert opened.erasing()
    # On a disk, what is deleted is still there.
    assert bool(everywhere(opened)) == ("://" not in opened.where)
    opened.purge()
    assert everywhere(opened) == []
    assert not opened.erasing()
    assert [one.name for one in opened.reports()] == ["two"]
    assert [one.claim.kind for one in opened.claims()] == ["withdrawal"]
    assert (opened.failures(), opened.search("mill"), opened.search("guarded")) == ([], [], [])
    assert len(opened.search("raiders")) == 2
    last = list(opened.decisions())[-1]
    assert (last, last.person, last.why, last.subject) == (entry, "Ada", "the family asked for it", id_)
    assert last.payload is not None
    assert last.payload["sha256_bytes"] == report.sha256_bytes
    assert [one.payload for one in opened.decisions() if one.sequence in last.payload["entries"]] == [None] * 3
    assert list(verify_chain(opened.decisions(), head=head)) == []
    assert list(verify(opened, head=head)) == []


def test_an_erased_report_is_not_added_again(opened: Case) -> None:
    report, data = read(DATA, "one")
    opened.redact(first(opened), "Ada", "asked for")
    copy = read(DATA.replace("url: https://courier.example/quisset", "url: https://copy.example/"), "copy")[0]
    for one in (report, copy):
        assert opened.erased(one)
        with pytest.raises(ReportError, match="was erased from the case by Ada"):
            opened.store(Reading(report=one, claims=()), data, Retrieval(), reader="r")
    assert not opened.erased(read(OTHER, "two")[0])


def test_a_claim_is_erased_alone_and_no_reading_brings_it_back(opened: Case) -> None:
    id_ = control(opened)
    report = opened.report(first(opened)).report
    opened.redact(id_, "Ada", "a mistake that hurts")
    opened.purge()
    assert traces(opened, "mother of") == []
    with pytest.raises(UsageError, match="no claim"):
        opened.claim(id_)
    assert opened.search("guarded")[0].report is not None
    claim = build_claim(report, kind="control", trigger="guarded")
    assert case_claim_id(first(opened), claim) == id_
    opened.reread(Reading(report=report, claims=(claim,)), reader="s", person="Ada")
    assert [one.claim.kind for one in opened.claims()] == ["withdrawal"]
    assert list(verify(opened)) == []


def test_what_a_claim_was_in_other_readings_is_erased_with_it(opened: Case) -> None:
    report = opened.report(first(opened)).report
    later = build_claim(report, kind="control", trigger="guarded the mill")
    opened.reread(Reading(report=report, claims=(later,)), reader="s", person="Ada")
    opened.redact(case_claim_id(first(opened), later), "Ada", "asked for")
    opened.purge()
    assert traces(opened, "mother of") == []
    assert list(verify(opened)) == []


def test_a_name_is_taken_out_of_everything_and_every_offset_still_holds(opened: Case) -> None:
    opened.redact_name(NAME.lower(), "Ada", "asked for")
    opened.purge()
    assert traces(opened, "varlo") == []
    stored = opened.report(first(opened))
    assert stored.report.text.startswith("####### ##### guarded the mill")
    assert "#######\n#####" in stored.report.text
    assert b"####### ##### guarded" in opened.original(stored.id)
    targets = [claim.target[0].text for claim in stored.claims]
    assert targets == ["####### #####", "#######\n#####"]
    assert opened.claim(stored.claims[0].id).state == "corrected"
    assert list(verify(opened)) == []
    assert len(opened.search("guarded")) == 2
    with pytest.raises(UsageError, match="too short"):
        opened.redact_name("a b", "Ada", "asked for")


def test_a_victim_is_sensitive_from_the_start_and_its_name_can_be_erased(opened: Case) -> None:
    settle(opened)
    found = opened.victims()
    assert {one.name for one in found} == {NAME}
    assert all(one.sensitive for one in found)
    entry = opened.redact(found[0].id, "Ada", "asked for")
    opened.purge()
    assert entry.subject == found[0].id
    assert opened.victims() == []
    assert traces(opened, "varlo") == []
    assert list(verify(opened)) == []


def test_the_version_before_an_erased_one_is_the_current_one_again(case: Case) -> None:
    ids = []
    for number in range(3):
        report, data = read(f"url: https://a.example/\n\nRaiders left {number}.", f"v{number}")
        ids.append(case.store(Reading(report=report, claims=()), data, Retrieval(), reader="r").id)
    case.redact(ids[1], "Ada", "asked for")
    assert case.report(ids[2]).previous == ids[0]
    case.redact(ids[2], "Ada", "asked for")
    assert [(one.id, one.current) for one in case.reports()] == [(ids[0], True)]


def test_backups_of_this_case_are_removed_and_no_other_file(full: Case, tmp_path: Path) -> None:
    if "://" in full.where:
        pytest.skip("a database has no backups of ours")
    path = Path(full.where)
    migrate.back_up(path, "0001")
    users = path.with_name(path.name + ".backup-of-mine")
    users.write_text("something of the user's")
    with open_case(tmp_path / "other.masudi", create=True):
        pass
    foreign = migrate.back_up(tmp_path / "other.masudi", "0001").rename(path.with_name(path.name + ".backup-0002"))
    full.redact(first(full), "Ada", "asked for")
    assert full.purge() == [path.with_name(path.name + ".backup-0001")]
    assert everywhere(full) == []
    assert (users.exists(), foreign.exists()) == (True, True)


def test_free_pages_that_another_program_left_are_overwritten(full: Case) -> None:
    if "://" in full.where:
        pytest.skip("a server has no pages that others write")
    with sqlite3.connect(full.where) as other:
        other.execute("PRAGMA secure_delete = OFF")
        other.execute("CREATE TABLE left_over (words)")
        other.execute("INSERT INTO left_over VALUES (?)", ["grommel " * 5000])
        other.execute("DROP TABLE left_over")
    other.close()
    full._engine.dispose()
    assert traces(full, "grommel")
    full.purge()
    assert traces(full, "grommel") == []


def test_an_erasure_that_somebody_hinders_is_finished_later(full: Case) -> None:
    if "://" in full.where:
        pytest.skip("a server has a log of its own")
    full.redact(first(full), "Ada", "asked for")
    with open_case(full.where) as other:
        reading = other.unreviewed()
        next(reading)
        full._engine.dispose()
        with open_case(full.where, patience=0.1) as hasty, pytest.raises(CaseError, match="redact --finish"):
            hasty.purge()
        reading.close()
    assert "redact --finish" in next(one.problem for one in verify(full))
    full.purge()
    assert everywhere(full) == []


def test_reports_are_due_when_their_time_is_over(case: Case) -> None:
    day = datetime.date(2031, 3, 1)
    for name, collector in (("a", "M. Sarw"), ("b", None), ("c", "C. Oll")):
        report, data = read(f"Raiders left {name}.", name)
        by = Retrieval(collector=collector, retrieved=day)
        case.store(Reading(report=report, claims=()), data, by, reader="r")
    late = day + datetime.timedelta(days=30)
    assert case.due(late) == []
    case.set("Ada", retention_by_collector={"M. Sarw": 30, "C. Oll": None})
    assert [one.name for one in case.due(late)] == ["a"]
    assert case.due(late - datetime.timedelta(days=1)) == []
    case.set("Ada", retention_days=10)
    assert [one.name for one in case.due(late)] == ["a", "b"]


def test_what_is_not_there_cannot_be_erased(case: Case) -> None:
    for id_ in ("0" * 16, "victim:1", "victim:x"):
        with pytest.raises(UsageError, match="no report, claim or victim"):
            case.redact(id_, "Ada", "asked for")


def test_a_claim_of_a_wire_is_its_own(case: Case, make_claim: object) -> None:
    made: list[Claim] = []
    for paper in ("Courier", "Gazette"):
        report, data = read(f"source: {paper}\n\nRaiders left.", paper)
        made.append(build_claim(report, trigger="left"))
        case.store(Reading(report=report, claims=(made[-1],)), data, Retrieval(), reader="r")
    one, other = case.claims()
    case.redact(one.claim.id, "Ada", "asked for")
    assert [found.claim.id for found in case.claims()] == [other.claim.id]
