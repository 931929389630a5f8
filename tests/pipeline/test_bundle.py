"""A whole case goes to another team without loss, and nothing in a bundle is believed."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from sqlalchemy import select

from masudi.casefile import open_case
from masudi.casefile.tables import metadata
from masudi.domain import Reading, Report
from masudi.domain.bundle import BundleArrival, BundleClaim, BundleFeed, BundleItem, BundleReport, BundleVictim
from masudi.domain.feeds import Arrival
from masudi.domain.report import Way
from masudi.domain.retrieval import Attachment, Container, Retrieval
from masudi.domain.user import Role
from masudi.errors import CaseError, ReportError, UsageError
from masudi.pipeline.bundle import bundled, import_bundle, unbundled
from masudi.pipeline.decide import Person, accept, correct, pin_place, reject
from masudi.pipeline.decide_incidents import merge
from masudi.pipeline.decide_victims import same_person
from masudi.pipeline.relink import settle
from masudi.pipeline.verify import verify
from tests.conftest import build_claim, build_report

if TYPE_CHECKING:
    from masudi.casefile import Case

# What is made anew when a case is put together: numbers of rows, what linking compares with, moments of that.
MADE_ANEW = {"gists", "blocks", "links", "signatures", "bands", "kept", "alembic_version"}
ROWS = {"row", "report", "claim", "incident", "gist", "made", "linked", "feed"}
# What of a case stays with its team: who may come in, and what its pseudonyms are keyed by.
STAYS = {"users"}
STAYS_OF_META = {"mark", "since", "linked", "secret"}


AT = datetime.datetime(2024, 3, 7, 9, 30, tzinfo=datetime.UTC)


def told(case: Case) -> None:
    """Reports in two versions, claims accepted, corrected, rejected and pinned, incidents merged, and the rest."""
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
    _with_victims(case, who)
    _with_ways_in(case)
    _with_feeds(case)
    case.fail(ReportError("a.csv#row 3", "has no text"))
    case.set(who.name, why="nobody is near any more", policy="a" * 64)
    case.add_user("L. Osei", Role.REVIEWER)
    case.secret()
    settle(case)


def _with_victims(case: Case, who: Person) -> None:
    """One person under two spellings, and another one."""
    for number, name in enumerate(["Rami Doran", "Ramy Doran", "Ester Vall"]):
        text = f"Report {number}. Raiders detained {name} in Tell Sarw."
        data = f"synthetic: yes\n\n{text}".encode()
        digest = hashlib.sha256(data).hexdigest()
        report = build_report(text, name=f"v{number}", url=None, synthetic=True, sha256_bytes=digest)
        claim = build_claim(report, kind="detention", trigger="detained", target=name)
        case.store(Reading(report=report, claims=(claim,)), data, Retrieval(), reader="r")
    settle(case)
    ids = {one.name: one.id for one in case.victims()}
    same_person(case, [ids["Rami Doran"], ids["Ramy Doran"]], who, why="their brother says so")


def _with_ways_in(case: Case) -> None:
    """A report with all that can be said of how it came, in a language that nobody reads."""
    text = "Les pillards ont pris le moulin."
    report = build_report(text, name="w", url="https://made.example/fr", synthetic=True, language="fr", unread=True)
    report = msgspec.structs.replace(report, ways=(Way(start=0, page=2, paragraph=3, anchor="p3"),), warnings=("w",))
    came = Retrieval(
        collector="K. Nour",
        retrieved=datetime.date(2024, 3, 7),
        at=AT,
        extractor="html",
        extractor_version="html 1",
        media_type="text/html",
        headers=(("date", "Thu, 07 Mar 2024"),),
        within=(Container(name="a.zip", format="zip", size=10, sha256="b" * 64),),
        part="row 3",
        columns=(("text", "body"),),
        attachments=(Attachment(name="a.jpg", media_type="image/jpeg", size=3, sha256="c" * 64), Attachment(name="b")),
    )
    case.store(Reading(report=report, claims=()), text.encode(), came, reader="r")


def _with_feeds(case: Case) -> None:
    """A feed whose items wait, have arrived, failed and are done; and one that was given up."""
    for url in ("https://made.example/feed", "https://made.example/gone"):
        case.follow(url)
        [feed] = [one for one in case.feeds() if one.url == url]
        told = msgspec.structs.replace(feed, title="Sarw Monitor", etag='"x"', modified="then", checked=AT)
        case.feed_read(told, [(f"{url}/{number}", datetime.date(2024, 3, number)) for number in range(1, 5)])
    url = "https://made.example/feed"
    case.put_off(f"{url}/1", AT, 2)
    case.arrived(Arrival(url=f"{url}/2", final=f"{url}/2b", headers=(("etag", "y"),), data=b"<p>\xff", at=AT))
    case.finish_item(f"{url}/3", failed=True)
    case.finish_item(f"{url}/4")
    case.feed_fault(url, "answers 503", AT)
    case.finish_item("https://made.example/gone/1")
    case.unfollow("https://made.example/gone")


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
            if table.name in MADE_ANEW | STAYS:
                continue
            columns = [one for one in table.c if one.name not in ROWS]
            rows = [tuple(map(str, row)) for row in connection.execute(select(*columns))] if columns else []
            found[table.name] = sorted(row for row in rows if row[0] not in STAYS_OF_META)
    return found


def test_the_case_has_something_in_every_table(full: Case) -> None:
    """So that no table and no column seems carried because nothing is in it."""
    empty = {"case_actors", "case_places", "tolls", "reprints"}
    with full._reading() as connection:
        for table in metadata.sorted_tables:
            if table.name not in MADE_ANEW | empty:
                assert connection.execute(select(table)).first() is not None, table.name
        for name in ("reports", "feeds", "feed_items", "arrivals", "victims"):
            for column in metadata.tables[name].c:
                assert connection.execute(select(column).where(column.is_not(None))).first(), (name, column.name)


def test_what_is_imported_is_the_case_table_by_table(full: Case, tmp_path: Path) -> None:
    path = tmp_path / "case.jsonl"
    path.write_bytes(b"".join(bundled(full)))
    done = import_bundle(path, str(tmp_path / "new.masudi"), person="another")
    assert done.head == full.head()
    with open_case(tmp_path / "new.masudi") as case:
        assert content(case) == content(full)
        assert _persons(case) == _persons(full)
        assert _came(case) == _came(full)
        assert (case.feeds(), case.arrivals(), case.users()) == (full.feeds(), full.arrivals(), [])
        assert case.secret() != full.secret()
        assert list(verify(case, head=full.head())) == []
        assert b"".join(bundled(case)) == path.read_bytes()
        assert [one.incident.id for one in case.incidents()] == [one.incident.id for one in full.incidents()]
        assert case.waiting() == 0
        assert case.search("mill")
    assert sorted(one.name for one in tmp_path.glob(".masudi-*")) == []


def _persons(case: Case) -> list[tuple[str, int | None]]:
    return [(one.name, one.person) for one in case.victims()]


def _came(case: Case) -> list[tuple[Retrieval, Report]]:
    return [(kept.retrieval, kept.report) for one in case.reports() if (kept := case.report(one.id))]


def test_every_table_is_carried_or_made_anew(full: Case) -> None:
    """Whoever adds a table, or a column of reports and claims, says here what a bundle does with it."""
    carried = {
        *("meta", "reports", "originals", "failures", "claims", "claim_texts", "victims", "decisions"),
        *("incidents", "incident_texts", "feeds", "feed_items", "arrivals"),
    }
    follows = {"claim_parties", "claim_places", "tolls", "incident_kinds", "incident_claims", "reprints"}
    unused = {"case_actors", "case_places"}
    known = carried | follows | unused | MADE_ANEW | STAYS
    assert {table.name for table in metadata.sorted_tables} <= known
    of_reports = {*BundleReport.__struct_fields__, "row", "lineage", "linked"} - {"data"}
    assert {one.name for one in metadata.tables["reports"].c} == of_reports
    of_claims = {*BundleClaim.__struct_fields__, "row", "id", "kind", "status", "hedge", "confidence", "begins", "ends"}
    assert {one.name for one in metadata.tables["claims"].c} == of_claims - {"read", "stands"}
    for table, record in (("feeds", BundleFeed), ("feed_items", BundleItem), ("arrivals", BundleArrival)):
        its = {one.name for one in metadata.tables[table].c} - {"row"}
        assert its - set(record.__struct_fields__) <= {"key"}
    of_victims = {*BundleVictim.__struct_fields__, "row", "person"}
    assert {one.name for one in metadata.tables["victims"].c} == of_victims


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


def _twice(kind: str) -> Callable[[list[dict[str, Any]]], None]:
    def change(lines: list[dict[str, Any]]) -> None:
        at = next(at for at, one in enumerate(lines) if one["record"] == kind)
        lines.insert(at, lines[at])

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
        (_set("case", settings={"synthetic": "made_up", "policy": "b" * 64}), "setting policy"),
        (_set("feed", url="https://elsewhere.example/"), "before it has it"),
        (_set("feed", url="file:///etc/passwd"), "no record"),
        (_set("item", url="https://elsewhere.example/"), "address of the item"),
        (_set("arrival", item="d" * 64), "waits for none"),
        (_twice("item"), "twice"),
        (_twice("feed"), "twice"),
        (_twice("arrival"), "waits for none"),
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
