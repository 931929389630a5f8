"""A whole case goes to another team without loss, and nothing in a bundle is believed."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from masudi.casefile import open_case
from masudi.casefile.tables import metadata
from masudi.domain import Reading
from masudi.domain.bundle import BundleClaim, BundleReport
from masudi.domain.case import Retrieval
from masudi.errors import CaseError, UsageError
from masudi.pipeline.bundle import bundled, import_bundle, unbundled
from masudi.pipeline.decide import Person, accept, correct, pin_place, reject
from masudi.pipeline.decide_incidents import merge
from masudi.pipeline.relink import settle
from masudi.pipeline.verify import verify
from tests.conftest import build_claim, build_report

if TYPE_CHECKING:
    from masudi.casefile import Case

# What is made anew when a case is put together: numbers of rows, what linking compares with, moments of that.
MADE_ANEW = {"gists", "blocks", "links", "signatures", "bands", "alembic_version"}
ROWS = {"row", "report", "claim", "incident", "gist", "made", "linked"}


def told(case: Case) -> None:
    """Reports in two versions, claims accepted, corrected, rejected and pinned, incidents merged, a failure."""
    who = Person(name="R. Haddad")
    for number, words in enumerate(["stormed the mill", "stormed the old mill", "shelled the mill"]):
        text = f"Raiders {words} at Tell Sarw on Monday, the Sarw Monitor said. دير السرو 💥"
        url = f"https://made.example/{min(number, 1)}"
        data = f"synthetic: yes\nurl: {url}\n\n{text}".encode()
        digest = hashlib.sha256(data).hexdigest()
        report = build_report(text, name=f"r{number}", url=url, synthetic=True, sha256_bytes=digest)
        kind = "shelling" if number == 2 else "attack"
        trigger = "shelled" if number == 2 else "stormed"
        claims = (
            build_claim(report, kind=kind, trigger=trigger, actor="Raiders", place="Tell Sarw"),
            build_claim(report, kind="accusation", trigger="said"),
        )
        case.store(Reading(report=report, claims=claims), data, Retrieval(collector="K. Nour"), reader="r")
    settle(case)
    claims_ = [one.claim for one in case.claims() if one.claim.kind != "accusation"]
    accept(case, claims_[0].id, who, why="seen on video")
    correct(case, claims_[0].id, "status", "attempted", who)
    reject(case, next(one.claim.id for one in case.claims() if one.claim.kind == "accusation"), who)
    pin_place(case, "Tell Sarw", who, point=(35.0, 40.0), name="Tell Sarw")
    groups = [one.incident.id for one in case.incidents()]
    if len(groups) > 1:
        merge(case, groups[0], groups[1], who, why="one and the same")
    settle(case)


@pytest.fixture
def full(case: Case) -> Case:
    told(case)
    return case


def lines_of(case: Case) -> list[dict[str, Any]]:
    return [json.loads(line) for line in bundled(case)]


def written(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_bytes(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
    return path


def content(case: Case) -> dict[str, list[Any]]:
    """All rows of all tables, but for what is made anew."""
    found: dict[str, list[Any]] = {}
    with case._reading() as connection:
        for table in metadata.sorted_tables:
            if table.name in MADE_ANEW:
                continue
            columns = [one for one in table.c if one.name not in ROWS]
            rows = [tuple(map(str, row)) for row in connection.execute(select(*columns))] if columns else []
            found[table.name] = sorted(row for row in rows if row[0] != "mark")
    return found


def test_what_is_imported_is_the_case_table_by_table(full: Case, tmp_path: Path) -> None:
    path = tmp_path / "case.jsonl"
    path.write_bytes(b"".join(bundled(full)))
    done = import_bundle(path, str(tmp_path / "new.masudi"), person="another")
    assert done.head == full.head()
    with open_case(tmp_path / "new.masudi") as case:
        assert content(case) == content(full)
        assert list(verify(case, head=full.head())) == []
        assert b"".join(bundled(case)) == path.read_bytes()
        assert [one.incident.id for one in case.incidents()] == [one.incident.id for one in full.incidents()]
        assert case.waiting() == 0
        assert case.search("mill")
    assert sorted(one.name for one in tmp_path.glob(".masudi-*")) == []


def test_every_table_is_carried_or_made_anew(full: Case) -> None:
    """Whoever adds a table, or a column of reports and claims, says here what a bundle does with it."""
    carried = {
        *("meta", "reports", "originals", "failures", "claims", "claim_texts", "victims", "decisions"),
        *("incidents", "incident_texts"),
    }
    follows = {"claim_parties", "claim_places", "tolls", "incident_kinds", "incident_claims", "reprints"}
    unused = {"case_actors", "case_places"}
    known = carried | follows | unused | MADE_ANEW
    assert {table.name for table in metadata.sorted_tables} <= known
    of_reports = {*BundleReport.__struct_fields__, "row", "lineage", "linked"} - {"data"}
    assert {one.name for one in metadata.tables["reports"].c} == of_reports
    of_claims = {*BundleClaim.__struct_fields__, "row", "id", "kind", "status", "hedge", "confidence", "begins", "ends"}
    assert {one.name for one in metadata.tables["claims"].c} == of_claims - {"read", "stands"}


def test_a_bundle_goes_into_postgresql(full: Case, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue("postgresql")
    server.run("CREATE DATABASE taken_in TEMPLATE template0 ENCODING 'UTF8'")
    path = tmp_path / "case.jsonl"
    path.write_bytes(b"".join(bundled(full)))
    try:
        import_bundle(path, server.address("taken_in"), person="another")
        with open_case(server.address("taken_in")) as case:
            assert content(case) == content(full)
            with pytest.raises(UsageError, match="new case"):
                case.take_in(unbundled(io.BytesIO(path.read_bytes())))
    finally:
        server.run("DROP DATABASE taken_in WITH (FORCE)")


def _set(kind: str, **fields: Any) -> Callable[[list[dict[str, Any]]], None]:
    def change(lines: list[dict[str, Any]]) -> None:
        next(one for one in lines if one["record"] == kind).update(fields)

    return change


def _in_claim(lines: list[dict[str, Any]]) -> None:
    claim = next(one for one in lines if one["record"] == "claim" and one["state"] == "unreviewed")
    (claim["stands"] or claim["read"])["status"] = "denied"
    claim["read"]["status"] = "denied"
    claim["read"]["mentions"][0]["text"] = "invented"


def _state(lines: list[dict[str, Any]]) -> None:
    claim = next(one for one in lines if one["record"] == "claim" and one["state"] == "unreviewed")
    claim.update(state="accepted", people=["R. Haddad"], agreed=1)


def _decision(lines: list[dict[str, Any]]) -> None:
    entry = next(one for one in lines if one["record"] == "decision" and one["action"] == "accept")
    entry["why"] = "never seen"


def _without_last_decision(lines: list[dict[str, Any]]) -> None:
    last = max(at for at, one in enumerate(lines) if one["record"] == "decision")
    del lines[last]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_set("report", text="other words"), "text is not that of its SHA-256"),
        (_set("report", data="b3RoZXI="), "bytes are not those of their SHA-256"),
        (_set("report", id="0" * 16), "before it has it|its id is not"),
        (_set("report", publisher="Somebody Else"), "id is not that of its bytes"),
        (_set("report", synthetic=False), "real"),
        (_in_claim, "characters"),
        (_state, "decisions in the log|not those in the log"),
        (_decision, "content was altered"),
        (_without_last_decision, "its head says|not in it"),
        (_set("case", head="1" * 64), "the head 1111"),
        (_set("case", settings={"least": 0.1}), "setting least"),
        (_set("case", case="ffff"), "id of the case"),
        (_set("case", claims=99), "its head says 99"),
    ],
)
def test_whatever_is_altered_is_found_and_nothing_is_imported(
    tmp_path: Path, change: Callable[[list[dict[str, Any]]], None], says: str
) -> None:
    with open_case(tmp_path / "one.masudi", create=True, person="tests") as case:
        told(case)
        lines = lines_of(case)
    change(lines)
    path = written(tmp_path / "case.jsonl", lines)
    with pytest.raises((CaseError, UsageError), match=says):
        import_bundle(path, str(tmp_path / "new.masudi"), person="another")
    assert not (tmp_path / "new.masudi").exists()
    assert list(tmp_path.glob(".masudi-*")) == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "no record"),
        (b"[" * 100_000, "no record"),
        (b'{"record":"decision"}\n', "no record"),
        (b'{"record":"sql","x":1}\n', "no record"),
        (b"\xff\xfe\n", "no record"),
        (b'{"record":"failure","path":"/etc/passwd","problem":"x","at":"2024-01-01T00:00:00Z"}\n', "head"),
        (b'{"record":"report","id":"../../../etc/pa"}\n', "no record"),
    ],
)
def test_what_is_no_bundle_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "case.jsonl"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=says):
        import_bundle(path, str(tmp_path / "new.masudi"), person="another")
    assert not (tmp_path / "new.masudi").exists()


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[list[bytes]]:
    with open_case(tmp_path / "one.masudi", create=True, person="tests") as case:
        told(case)
        yield list(bundled(case))


def test_lines_records_and_bytes_are_limited(lines: list[bytes]) -> None:
    data = b"".join(lines)
    assert len(list(unbundled(io.BytesIO(data)))) == len(lines)
    longest = max(map(len, lines))
    for limits in ({"max_line": longest - 1}, {"max_bytes": len(data) - 1}, {"max_records": len(lines) - 1}):
        with pytest.raises(UsageError, match="beyond what a bundle may hold"):
            list(unbundled(io.BytesIO(data), **limits))


def test_what_is_nested_too_deep_is_refused(lines: list[bytes]) -> None:
    entry = json.loads(lines[1])
    entry["payload"] = {}
    inner = entry["payload"]
    for _ in range(40):
        inner["a"] = {}
        inner = inner["a"]
    with pytest.raises(UsageError, match="nested too deep"):
        list(unbundled(io.BytesIO(lines[0] + json.dumps(entry).encode())))


def test_a_bundle_of_another_version_is_refused(lines: list[bytes]) -> None:
    head = json.loads(lines[0]) | {"version": 99}
    with pytest.raises(UsageError, match="version 99"):
        list(unbundled(io.BytesIO(json.dumps(head).encode())))


def test_a_case_that_is_there_is_not_written_over(lines: list[bytes], tmp_path: Path) -> None:
    path = tmp_path / "case.jsonl"
    path.write_bytes(b"".join(lines))
    before = (tmp_path / "one.masudi").read_bytes()
    with pytest.raises(UsageError, match="there already"):
        import_bundle(path, str(tmp_path / "one.masudi"), person="another")
    assert (tmp_path / "one.masudi").read_bytes() == before


def test_a_path_in_a_bundle_is_kept_and_never_opened(lines: list[bytes], tmp_path: Path) -> None:
    trap = tmp_path / "trap.txt"
    trap.write_text("untouched")
    records = [json.loads(line) for line in lines]
    for one in records:
        if one["record"] == "report":
            one["path"] = str(trap)
    path = written(tmp_path / "case.jsonl", records)
    import_bundle(path, str(tmp_path / "new.masudi"), person="another")
    with open_case(tmp_path / "new.masudi") as case:
        assert {one.path for one in case.reports()} == {str(trap)}
    assert trap.read_text() == "untouched"
