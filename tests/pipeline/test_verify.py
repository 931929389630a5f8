"""Whatever is altered in a case behind its back is found and named."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, text, update

from masudi.casefile import Case
from masudi.casefile.tables import claim_texts, claims, originals
from masudi.domain import Reading
from masudi.domain.case import Retrieval
from masudi.pipeline import decide
from masudi.pipeline.decide import Person
from masudi.pipeline.verify import verify
from masudi.review import make_key
from masudi.sources import report_from_bytes
from tests.conftest import build_claim

DATA = b"source: Courier\n\nRaiders stormed the mill at Tell Sarw. They left."


@pytest.fixture
def id_(case: Case, tmp_path: Path) -> str:
    """A case with a report of two claims, one of which was corrected by somebody who signs."""
    report = report_from_bytes(DATA, name="one")
    read = (build_claim(report, actor="Raiders"), build_claim(report, kind="withdrawal", trigger="left"))
    case.store(Reading(report=report, claims=read), DATA, Retrieval(), reader="r")
    ada = Person(name="Ada", signer=make_key(tmp_path / "ada.pem"))
    attack = next(case.claims()).claim.id
    decide.correct(case, attack, "place", "Tell Sarw", ada, why="it says so")
    decide.pin_place(case, "mill", ada, point=(1, 2))
    decide.accept(case, attack, Person(name="Ben"))
    return attack


def found(case: Case, head: str | None = None) -> list[str]:
    return sorted({one.what.split()[0] + ": " + one.problem for one in verify(case, head=head)})


def test_a_case_as_it_should_be_has_no_findings(case: Case, id_: str) -> None:
    assert found(case, case.head()) == []
    assert found(case, next(case.decisions()).hash) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE reports SET text = replace(text, 'mill', 'hill')", "report: its text is not that of its SHA-256"),
        ("UPDATE reports SET url = 'https://x.example/'", "report: its id is not that of its bytes"),
        ("UPDATE reports SET publisher = 'Gazette'", "report: its source is not what its file says"),
        ("UPDATE claims SET status = 'denied'", "claim: what is searched is not what it says (status)"),
        ("UPDATE claim_texts SET places = ''", "claim: what is searched is not what it says (places)"),
        ("UPDATE claims SET state = 'rejected'", "claim: its state is not what the decisions"),
        ("UPDATE claims SET people = '[]'", "claim: those who decided on it are not those in the log"),
        ("UPDATE decisions SET person = 'Cem' WHERE sequence = 4", "decision: its fields do not give its hash"),
        ("UPDATE decisions SET why = 'x' WHERE sequence = 3", "decision: its content was altered"),
        ("UPDATE decisions SET payload = NULL, why = NULL WHERE sequence = 3", "no redaction in the log says so"),
        ("UPDATE decisions SET signature = NULL WHERE sequence = 3", "decision: its signature was taken away"),
        ("DELETE FROM decisions WHERE sequence = 5", "those who decided on it are not those in the log"),
        ("DELETE FROM claims WHERE kind = 'attack'", "claim: decision 3 is on it, and it is gone"),
        ("DELETE FROM reports", "claim: decision 3 is on it, and it is gone"),
    ],
)
def test_what_is_altered_is_named(case: Case, id_: str, statement: str, expected: str) -> None:
    with case._writing() as connection:
        connection.execute(text(statement))
    assert any(expected in one for one in found(case))


def test_an_altered_file_is_named(case: Case, id_: str) -> None:
    with case._writing() as connection:
        connection.execute(update(originals).values(data=DATA.replace(b"mill", b"hill")))
    assert found(case) == [
        "report: its bytes are not those of their SHA-256",
        "report: its text is not what is read from its bytes",
    ]


@pytest.mark.parametrize("column", ["body", "read_body"])
def test_an_altered_claim_is_named(case: Case, id_: str, column: str) -> None:
    with case._writing() as connection:
        where = claim_texts.c.claim == select(claims.c.row).where(claims.c.id == id_).scalar_subquery()
        content = json.loads(connection.execute(select(claim_texts.c[column]).where(where)).scalar_one())
        content["actor"][0] |= {"start": 8, "end": 15, "text": "Raiders"}
        connection.execute(update(claim_texts).where(where).values({column: json.dumps(content)}))
    assert f"claim {id_}" in {one.what for one in verify(case)}
    assert "claim: characters 8 to 15 of the report are 'stormed', not 'Raiders'" in found(case)


def test_a_head_that_was_kept_elsewhere_shows_what_was_cut_off(case: Case, id_: str) -> None:
    head = case.head()
    with case._writing() as connection:
        connection.execute(text("DELETE FROM decisions WHERE sequence = 5"))
        connection.execute(update(claims).where(claims.c.id == id_).values(people='["Ada"]', agreed=1))
    assert found(case) == []
    assert any("is not in it" in one for one in found(case, head))


def test_a_claim_that_was_retired_is_checked_too(case: Case, id_: str) -> None:
    (report,) = case.reports()
    read = case.report(report.id).report
    moved = build_claim(read, trigger="stormed the mill")
    case.reread(Reading(report=read, claims=(moved,)), reader="s", person="Ben")
    assert found(case) == []
    with case._writing() as connection:
        old = select(claims.c.row).where(claims.c.retired.is_not(None))
        connection.execute(update(claim_texts).where(claim_texts.c.claim.in_(old)).values(sentences="x"))
    assert found(case) == ["claim: what is searched is not what it says (sentences)"]


def test_a_bare_report_is_found_as_it_was(case: Case) -> None:
    report = msgspec.structs.replace(report_from_bytes(b"Raiders left.", name="x"), source="Told", url=None)
    case.store(Reading(report=report, claims=()), b"Raiders left.", Retrieval(), reader="r")
    assert found(case) == []
