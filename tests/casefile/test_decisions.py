"""The log of decisions grows at its end, and whatever is changed in it shows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import msgspec
import pytest

from masudi.casefile import Case
from masudi.domain.case import Decision, Synthetic
from masudi.domain.control import STALE_AFTER
from masudi.errors import UsageError


def broken(entries: Iterator[Decision] | list[Decision]) -> list[int]:
    """The numbers of entries that do not fit what is before them, or their own hash."""
    previous, found = "0" * 64, []
    for number, one in enumerate(entries, 1):
        if (one.sequence, one.previous, one.hash, one.content_sha256) != (number, previous, one.digest, one.content):
            found.append(number)
        previous = one.hash
    return found


def test_entries_follow_one_another(case: Case) -> None:
    first = case.head()
    entry = case.decide("M. Sarw", "reject", "ab" * 8, {"wie": "Größe", "n": [1, None]}, why="kein Beleg")
    assert (entry.previous, entry.hash) == (first, case.head())
    case.decide("M. Sarw", "accept", "cd" * 8)
    entries = list(case.decisions())
    assert [one.action for one in entries] == ["create", "reject", "accept"]
    assert entries[1] == entry
    assert entries[0].subject == case.summary().id
    assert broken(entries) == []
    assert list(case.decisions("ab" * 8)) == [entry]
    assert case.summary().decisions == 3


@pytest.mark.parametrize(
    "change",
    [
        {"person": "somebody else"},
        {"action": "accept"},
        {"subject": "ef" * 8},
        {"at": datetime.datetime(2031, 1, 1, tzinfo=datetime.UTC)},
        {"payload": {"n": 2}},
        {"why": "better so"},
        {"salt": "00"},
        {"sequence": 7},
        {"previous": "1" * 64},
        {"content_sha256": "1" * 64},
        {"hash": "1" * 64},
    ],
)
def test_a_changed_entry_shows(case: Case, change: dict[str, object]) -> None:
    for number in range(3):
        case.decide("M. Sarw", "reject", "ab" * 8, {"n": number}, why="so")
    entries = list(case.decisions())
    entries[2] = msgspec.structs.replace(entries[2], **change)
    assert 3 in broken(entries)
    del entries[2]
    assert broken(entries)


def test_erased_words_leave_the_chain_whole(case: Case) -> None:
    case.decide("M. Sarw", "correct", "ab" * 8, {"name": "somebody"}, why="asked to")
    case.decide("M. Sarw", "accept", "ab" * 8)
    entries = list(case.decisions())
    entries[1] = msgspec.structs.replace(entries[1], payload=None, why=None, salt=None)
    previous = "0" * 64
    for one in entries:
        assert (one.previous, one.hash) == (previous, one.digest)
        previous = one.hash


def test_settings_are_changed_by_decisions(case: Case) -> None:
    assert case.settings().stale_days == STALE_AFTER
    case.set("M. Sarw", stale_days=10, why="a fast front")
    assert case.settings().stale_days == 10
    last = list(case.decisions())[-1]
    assert (last.action, last.payload, last.why) == ("set", {"stale_days": 10}, "a fast front")
    case.set("M. Sarw", synthetic=Synthetic.MIXED)
    assert (case.settings().stale_days, case.settings().synthetic) == (10, Synthetic.MIXED)
    with pytest.raises(UsageError, match="cannot be so"):
        case.set("M. Sarw", stale_days="soon")
    assert case.summary().decisions == 3
