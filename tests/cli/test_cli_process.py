"""The command line as a process: signals, pipes, terminals, full disks. The rooms are played by stand-ins."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.rooms import PROCESS, start


def test_claims_come_out_before_the_last_report_is_read(folder: Path) -> None:
    (folder / "z.txt").write_text("slow", encoding="utf-8")
    process = start("read", folder, "-f", "jsonl")
    try:
        assert process.stdout is not None
        first = [process.stdout.readline() for _ in range(6)]
        assert json.loads(first[-1])["report"] == "b"
        assert process.poll() is None
    finally:
        process.kill()
        process.communicate(timeout=60)


@pytest.mark.parametrize("format_", ["jsonl", "page"])
def test_ctrl_c_ends_quietly_and_leaves_the_output_as_it_was(folder: Path, tmp_path: Path, format_: str) -> None:
    (folder / "a0.txt").write_text("slow", encoding="utf-8")
    (tmp_path / "out").write_text("before", encoding="utf-8")
    process = start("read", folder, "-f", format_, "-o", tmp_path / "out")
    try:
        _wait_for(lambda: any(path.suffix == ".tmp" for path in tmp_path.iterdir()))
        time.sleep(0.3)  # from opening the draft to the middle of the slow report
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (130, b"", b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]
    assert (tmp_path / "out").read_text(encoding="utf-8") == "before"


def test_a_broken_pipe_ends_quietly(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number}.txt").write_text("word " * 200, encoding="utf-8")
    process = start("read", tmp_path, "-f", "jsonl", bufsize=0)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b"{")
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 141


@pytest.mark.parametrize("args", [["-f", "table"], ["-f", "page"], ["-f", "jsonl"]])
def test_a_pipe_that_nobody_reads_ends_quietly(folder: Path, args: list[str]) -> None:
    process = start("read", folder, *args)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 141


def test_head_takes_one_line_and_nobody_complains(folder: Path) -> None:
    script = f"{sys.executable} -c \"$PROCESS\" read '{folder}' -f jsonl | head -n 1"
    done = subprocess.run(
        script, shell=True, capture_output=True, env={**os.environ, "PROCESS": PROCESS}, timeout=60, check=True
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start("read", folder, "-f", "jsonl", stdout=full)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.startswith(b"Error: the result cannot be written: ")
    assert b"Traceback" not in err


def test_output_is_utf8_whatever_the_locale_says(folder: Path) -> None:
    process = start("read", folder, "-f", "jsonl", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    out, _ = process.communicate(timeout=60)
    assert "café" in out.decode()


def test_progress_is_shown_on_a_terminal_for_several_reports_only(folder: Path) -> None:
    assert "Reading" in _on_a_terminal("read", folder, "-f", "jsonl")
    assert _on_a_terminal("read", folder / "a.txt", "-f", "jsonl") == ""


def _on_a_terminal(*args: str | Path) -> str:
    """What arrives on a standard error that is a terminal."""
    terminal, end = pty.openpty()
    process = start(*args, stderr=end, env={**os.environ, "TERM": "xterm"})
    out, _ = process.communicate(timeout=60)
    os.close(end)
    assert process.returncode == 0
    assert all(json.loads(line) for line in out.splitlines())
    said = b""
    try:
        while chunk := os.read(terminal, 4096):
            said += chunk
    except OSError:
        pass  # the other end is closed and all is read
    finally:
        os.close(terminal)
    return said.decode()


def _wait_for(condition: object, seconds: float = 30) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
