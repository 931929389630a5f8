"""A result file is there whole or not at all, and never in place of a report."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from masudi.errors import UsageError
from masudi.pipeline import replacing


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_file_appears_when_all_is_written(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    with replacing(target) as out:
        out.write("café\n")
        assert not target.exists()
    assert target.read_bytes() == "café\n".encode()
    assert names(tmp_path) == ["out.jsonl"]


@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_run_that_breaks_off_leaves_what_was_there(tmp_path: Path, fault: type[BaseException]) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("before", encoding="utf-8")

    def run() -> None:
        with replacing(target) as out:
            out.write("half")
            raise fault

    with pytest.raises(fault):
        run()
    assert target.read_text(encoding="utf-8") == "before"
    assert names(tmp_path) == ["out.jsonl"]


def test_permissions_are_those_of_the_file_before_or_of_the_user(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.touch(mode=0o600)
    before = os.umask(0o027)
    try:
        for path in (old, new):
            with replacing(path) as out:
                out.write("x")
    finally:
        os.umask(before)
    assert (old.stat().st_mode & 0o777, new.stat().st_mode & 0o777) == (0o600, 0o640)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("real")
    with replacing(tmp_path / "link") as out:
        out.write("x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8") == "x"


def test_a_device_is_written_to_and_not_replaced() -> None:
    with replacing("/dev/null") as out:
        out.write("x")
    assert not Path("/dev/null").is_file()


def test_a_report_is_never_overwritten(tmp_path: Path) -> None:
    report = tmp_path / "in" / "a.txt"
    report.parent.mkdir()
    report.write_text("The gate.", encoding="utf-8")
    (tmp_path / "link").symlink_to(report)
    for output, inputs in [
        (report, [report]),
        (report, [tmp_path / "in"]),
        (tmp_path / "link", [tmp_path / "nowhere.txt", report]),
        (tmp_path / "in" / ".." / "in" / "a.txt", [report]),
    ]:
        with pytest.raises(UsageError, match="one of the reports"), replacing(output, inputs):
            pass
    assert report.read_text(encoding="utf-8") == "The gate."


def test_a_result_does_not_become_a_report(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="next time"), replacing(tmp_path / "table.txt", [tmp_path]):
        pass
    for output in (tmp_path / "table.out", tmp_path / ".table.txt"):
        with replacing(output, [tmp_path, "-"]) as out:
            out.write("x")
        assert output.exists()


def test_a_place_that_cannot_be_written_is_said_before_the_work(tmp_path: Path) -> None:
    for output, says in [(tmp_path, "is a folder"), (tmp_path / "no" / "out", "no folder")]:
        with pytest.raises(UsageError, match=says), replacing(output):
            raise AssertionError("began")


def test_a_refused_write_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(UsageError, match="Permission denied"), replacing(tmp_path / "out"):
        raise AssertionError("began")
