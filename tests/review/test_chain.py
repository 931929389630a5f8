from __future__ import annotations

import datetime
import secrets
from pathlib import Path
from typing import Any

import msgspec
import pytest

from masudi.domain import Action
from masudi.domain.case import Decision
from masudi.review import START, Signer, erased, load_key, make_key, verify_chain

MORNING = datetime.datetime(2024, 3, 12, 9, 30, tzinfo=datetime.UTC)


def put(log: list[Decision], signer: Signer | None = None, **fields: Any) -> Decision:
    """Adds an entry as the case file does."""
    number = len(log) + 1
    given: dict[str, Any] = {
        "sequence": number,
        "at": MORNING + datetime.timedelta(minutes=number),
        "person": "Ada",
        "action": Action.CORRECT,
        "subject": f"{number:016x}",
        "payload": {"field": "kind", "value": "shelling"},
        "why": "the report says mortar",
        "salt": secrets.token_hex(16),
        "content_sha256": "",
        "previous": log[-1].hash if log else START,
        "hash": "",
        "public_key": signer.public_key if signer else None,
    }
    entry = Decision(**(given | fields))
    entry = msgspec.structs.replace(entry, content_sha256=entry.content)
    entry = msgspec.structs.replace(entry, hash=entry.digest)
    if signer:
        entry = msgspec.structs.replace(entry, signature=signer.sign(bytes.fromhex(entry.hash)))
    log.append(entry)
    return entry


def a_log(number: int, signer: Signer | None = None) -> list[Decision]:
    entries: list[Decision] = []
    if signer:
        put(entries, signer, action=Action.ENROL, subject="Ada", payload={"public_key": signer.public_key})
    while len(entries) < number:
        put(entries, signer)
    return entries


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return make_key(tmp_path / "ada.pem")


def faults(entries: list[Decision], head: str | None = None) -> list[tuple[int | None, str]]:
    return [(one.sequence, one.problem) for one in verify_chain(entries, head=head)]


def test_a_log_as_it_was_written_has_no_fault(signer: Signer) -> None:
    entries = a_log(5, signer)
    assert faults(entries, head=entries[2].hash) == []
    assert faults(entries, head=START) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"person": "Eve"}, "do not give its hash"),
        ({"at": MORNING}, "do not give its hash"),
        ({"action": Action.REJECT}, "do not give its hash"),
        ({"subject": "0"}, "do not give its hash"),
        ({"payload": {"field": "kind", "value": "airstrike"}}, "content was altered"),
        ({"why": "another reason"}, "content was altered"),
        ({"content_sha256": "0" * 64}, "do not give its hash"),
        ({"signature": None}, "signature was taken away"),
        ({"signature": "00" * 64}, "signature does not hold"),
        ({"signature": None, "public_key": None}, "not signed, though Ada had enrolled a key"),
        ({"public_key": "0" * 64}, "had not enrolled"),
        ({"salt": None, "payload": None, "why": None}, "no redaction in the log says so"),
    ],
)
def test_whatever_is_altered_is_named(signer: Signer, change: dict[str, Any], problem: str) -> None:
    entries = a_log(4, signer)
    entries[2] = msgspec.structs.replace(entries[2], **change)
    found = faults(entries)
    assert any(number == 3 and problem in words for number, words in found), found
    assert {number for number, _ in found} == {3}


def test_an_entry_that_is_taken_out_or_put_in_breaks_the_chain() -> None:
    entries = a_log(4)
    assert {number for number, _ in faults([*entries[:1], *entries[2:]])} >= {3}
    stranger = a_log(2)
    assert faults([*entries[:2], stranger[1], *entries[2:]]) != []


def test_the_end_cut_off_is_found_by_a_head_that_was_put_down_elsewhere() -> None:
    entries = a_log(4)
    assert faults(entries[:3]) == []
    assert [words for _, words in faults(entries[:3], head=entries[3].hash)] == [
        f"the head {entries[3].hash} is not in it: entries up to there were altered or cut off"
    ]


def test_content_can_be_erased_and_the_chain_holds() -> None:
    entries = a_log(3)
    put(entries, action=Action.REDACT, payload={"entries": [2]}, why="the family asked for it")
    entries[1] = erased(entries[1])
    assert entries[1].payload is None
    assert faults(entries) == []


def test_a_signature_of_somebody_whom_nobody_enrolled_is_named(signer: Signer) -> None:
    entries: list[Decision] = []
    put(entries, signer)
    assert [words for _, words in faults(entries)] == ["it is signed with a key that Ada had not enrolled"]


def test_a_key_is_read_back_and_signs_alike(tmp_path: Path) -> None:
    made = make_key(tmp_path / "keys" / "ada.pem", "open sesame")
    read = load_key(tmp_path / "keys" / "ada.pem", "open sesame")
    assert read.public_key == made.public_key
    assert read.sign(b"x") == made.sign(b"x")
