"""What is worked out from a whole case is made once for each state of it, beside the pages where that takes long."""

from __future__ import annotations

import threading

import pytest

from masudi.errors import KnowledgeError
from masudi.web.kept import Kept


def test_a_value_is_made_anew_only_where_the_mark_changed() -> None:
    marks, made = ["a"], []

    def make() -> int:
        made.append(1)
        return len(made)

    kept = Kept(make, lambda: marks[-1])
    assert [kept.now(wait=True), kept.now(wait=True)] == [1, 1]
    marks.append("b")
    assert kept.now(wait=True) == 2
    assert kept.now(wait=False) == 2


def test_nobody_waits_for_what_takes_long() -> None:
    marks = ["a"]
    go, done = threading.Event(), threading.Event()

    def make() -> str:
        assert go.wait(10)
        done.set()
        return marks[-1]

    kept = Kept(make, lambda: marks[-1])
    assert kept.now(wait=False) is None
    assert kept.now(wait=False) is None
    go.set()
    assert done.wait(10)
    assert kept.now(wait=True) == "a"
    go.clear()
    marks.append("b")
    assert kept.now(wait=False) == "a", "what was known before, until the new is there"
    go.set()
    assert kept.now(wait=True) == "b"


def test_what_is_wrong_with_a_users_file_is_said_each_time() -> None:
    def make() -> str:
        raise KnowledgeError("mine.csv", "is damaged")

    kept = Kept(make, lambda: "a")
    for _ in range(2):
        with pytest.raises(KnowledgeError, match=r"mine\.csv"):
            kept.now(wait=True)


def test_what_takes_long_is_not_made_anew_all_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """While people decide, the case changes every second, and pages need the processor too."""
    marks, made = ["a"], threading.Semaphore(0)
    now = [1000.0]
    monkeypatch.setattr("masudi.web.kept.time.monotonic", lambda: now[0])

    def make() -> str:
        now[0] += 10
        made.release()
        return marks[-1]

    kept = Kept(make, lambda: marks[-1])
    assert kept.now(wait=True) == "a"
    assert made.acquire(timeout=10)
    marks.append("b")
    assert kept.now(wait=False) == "a"
    assert not made.acquire(timeout=0.2), "it rests"
    assert kept.now(wait=True) == "b", "unless somebody waits for it"
    assert made.acquire(timeout=10)
    marks.append("c")
    now[0] += 31
    kept.now(wait=False)
    assert made.acquire(timeout=10), "it has rested"
