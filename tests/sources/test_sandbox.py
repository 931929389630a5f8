"""Parsers run apart: one that hangs, breaks down or eats memory costs its own file and no other."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from masudi.errors import ReportError
from masudi.sources import Limits, Opening
from masudi.sources.formats import Context, Document, Found, Problem
from masudi.sources.sandbox import read_apart
from tests.sources.misbehaving import FORMAT

# Seconds for a machine that has much else to do: none of what these texts do takes one.
LIMITS = Limits(seconds=60, memory=512 << 20)


def read(data: bytes, limits: Limits = LIMITS) -> list[Found]:
    return list(read_apart(FORMAT, data, Context(where="in/x.bad", name="x", opening=Opening(limits=limits))))


def still_reads() -> str:
    (document,) = read(b"fine")
    assert isinstance(document, Document)
    return document.text


def test_it_is_another_process_that_knows_nothing_of_this_ones_environment() -> None:
    first, again = still_reads(), still_reads()
    assert first == again
    assert not first.startswith(f"{os.getpid()} ")
    assert "HOME" not in first
    assert "PYTHONPATH" not in first


@pytest.mark.parametrize("data", [b"hang", b"sleep"])
def test_what_takes_too_long_is_ended(data: bytes) -> None:
    before = time.monotonic()
    with pytest.raises(ReportError, match=r"in/x.bad: takes longer than 1 seconds to read as a stand-in"):
        read(data, Limits(seconds=1))
    assert time.monotonic() - before < 10
    assert still_reads()


@pytest.mark.parametrize(("data", "why"), [(b"crash", "signal 11"), (b"leave", "exit code 3")])
def test_what_breaks_down_is_said(data: bytes, why: str) -> None:
    with pytest.raises(ReportError, match=rf"breaks? down \({why}\)"):
        read(data)
    assert still_reads()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"eat", "takes more than 512 MiB of memory"),
        (b"recurse", "nested too deeply"),
        (b"connect", "PermissionError"),
        (b"start", "PermissionError"),
        (b"write", "PermissionError"),
        (b"remove", "PermissionError"),
    ],
)
def test_what_a_parser_may_not_do_is_the_fault_of_its_file(data: bytes, why: str) -> None:
    before, problem = read(data)
    assert isinstance(before, Document)
    assert isinstance(problem, Problem)
    assert why in problem.problem
    assert not Path("/tmp/masudi-was-written-by-a-parser").exists()
    assert still_reads()


def test_a_process_that_was_forked_off_starts_one_of_its_own() -> None:
    mine = still_reads()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, still_reads().encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as said:
        theirs = said.read()
    os.waitpid(child, 0)
    assert theirs
    assert theirs.split()[0] != mine.split()[0]
    assert still_reads() == mine


def test_what_a_library_prints_does_not_get_between_the_answers() -> None:
    assert len(read(b"print")) == 2


def test_more_than_is_borne_is_refused() -> None:
    with pytest.raises(ReportError, match="holds more than 100 reports"):
        read(b"many", Limits(reports=100))
    with pytest.raises(ReportError, match="holds more than 2 MiB when it is unpacked"):
        read(b"large", Limits(unpacked=2 << 20))
    assert still_reads()
