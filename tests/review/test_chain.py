from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from masudi.domain import Action, Decision, Entry
from masudi.review import START, Signer, erased, load_key, make_key, new_entry, verify_chain

MORNING = datetime.datetime(2024, 3, 12, 9, 30, tzinfo=datetime.UTC)


def decision(number: int, **fields: Any) -> Decision:
    made = Decision(
        action=Action.CORRECT,
        subject=f"claim:{number:016x}",
        person="Ada",
        time=MORNING + datetime.timedelta(minutes=number),
        payload={"field": "kind", "value": "shelling"},
        why="the report says mortar",
    )
    return msgspec.structs.replace(made, **fields)


def log(decisions: list[Decision], signer: Signer | None = None) -> list[Entry]:
    entries: list[Entry] = []
    for one in decisions:
        entries.append(new_entry(one, entries[-1] if entries else None, signer=signer))
    return entries


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return make_key(tmp_path / "ada.pem")


def faults(entries: list[Entry], signer: Signer | None = None, head: str | None = None) -> list[tuple[int | None, str]]:
    keys = {} if signer is None else {signer.fingerprint: signer.public}
    return [(one.sequence, one.problem) for one in verify_chain(entries, keys=keys, head=head)]


def test_a_log_as_it_was_written_has_no_fault(signer: Signer) -> None:
    entries = log([decision(n) for n in range(5)], signer)
    assert [one.sequence for one in entries] == [1, 2, 3, 4, 5]
    assert entries[0].previous == START
    assert faults(entries, signer, head=entries[2].hash) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"person": "Eve"}, "do not give its hash"),
        ({"time": MORNING}, "do not give its hash"),
        ({"action": Action.REJECT}, "do not give its hash"),
        ({"subject": "claim:0"}, "do not give its hash"),
        ({"payload": {"field": "kind", "value": "airstrike"}}, "content was altered"),
        ({"why": "another reason"}, "content was altered"),
        ({"digest": "0" * 64}, "do not give its hash"),
        ({"signature": None}, "signature was taken away"),
        ({"signature": "00" * 64}, "signature does not hold"),
        ({"key": "0" * 32}, "do not give its hash"),
        ({"nonce": None, "payload": None, "why": None}, "no redaction in the log says so"),
    ],
)
def test_whatever_is_altered_is_named(signer: Signer, change: dict[str, Any], problem: str) -> None:
    entries = log([decision(n) for n in range(4)], signer)
    entries[2] = msgspec.structs.replace(entries[2], **change)
    found = faults(entries, signer)
    assert any(number == 3 and problem in words for number, words in found), found
    assert {number for number, _ in found} <= {3, 4}


def test_an_entry_that_is_taken_out_or_put_in_breaks_the_chain() -> None:
    entries = log([decision(n) for n in range(4)])
    assert {number for number, _ in faults([*entries[:1], *entries[2:]])} >= {3}
    assert faults([*entries[:2], new_entry(decision(9), entries[1]), *entries[2:]]) != []


def test_the_end_cut_off_is_found_by_a_head_that_was_put_down_elsewhere() -> None:
    entries = log([decision(n) for n in range(4)])
    assert faults(entries[:3]) == []
    assert [words for _, words in faults(entries[:3], head=entries[3].hash)] == [
        f"the head {entries[3].hash} is not in it: entries up to there were altered or cut off"
    ]


def test_content_can_be_erased_and_the_chain_holds() -> None:
    entries = log([decision(n) for n in range(3)])
    redaction = decision(7, action=Action.REDACT, payload={"entries": [2]}, why="the family asked for it")
    entries.append(new_entry(redaction, entries[-1]))
    entries[1] = erased(entries[1])
    assert entries[1].erased
    assert entries[1].payload is None
    assert faults(entries) == []


def test_a_signature_of_somebody_whom_nobody_enrolled_is_named(signer: Signer, tmp_path: Path) -> None:
    other = make_key(tmp_path / "eve.pem")
    entries = log([decision(1)], other)
    assert "nobody enrolled" in faults(entries, signer)[0][1]


def test_the_same_decision_twice_has_two_digests() -> None:
    """Otherwise an erased answer of a few words could be guessed from its digest."""
    one, other = log([decision(1), decision(1)])
    assert one.digest != other.digest


def test_a_key_is_read_back_and_signs_alike(tmp_path: Path) -> None:
    made = make_key(tmp_path / "keys" / "ada.pem", "open sesame")
    read = load_key(tmp_path / "keys" / "ada.pem", "open sesame")
    assert read.fingerprint == made.fingerprint
    assert read.sign(b"x") == made.sign(b"x")
