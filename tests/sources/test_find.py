"""Paths lead to reports: in order, once each, and as they are asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from masudi.errors import ReportError
from masudi.sources import find_reports


def write(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("The gate.", encoding="utf-8")


def below(folder: Path, *given: Path) -> list[str]:
    return [str(Path(str(found)).relative_to(folder)) for found in find_reports(given or [folder])]


def test_a_folder_gives_its_text_files_in_order(tmp_path: Path) -> None:
    names = ["b.txt", "a.txt", "C.TXT", "a/z.txt", "b/c/d.txt", "notes.md", ".hidden.txt", ".git/x.txt", "b/.x/y.txt"]
    write(*(tmp_path / name for name in names))
    assert below(tmp_path) == ["C.TXT", "a/z.txt", "a.txt", "b/c/d.txt", "b.txt"]


def test_a_folder_gives_files_of_every_format(tmp_path: Path) -> None:
    known = ["a.PDF", "b.html", "c.docx", "d.eml", "e.warc.gz", "f.wacz", "g.csv", "h.jsonl", "i.parquet", "j.zip"]
    others = ["k.jpg", "l.json", "m.gz", "n.py", "o"]
    write(*(tmp_path / name for name in [*known, *others, "tg/result.json", "tg/photos/p.jpg"]))
    assert below(tmp_path) == [*known, "tg/result.json"]


def test_what_a_browser_saves_beside_a_page_is_no_report(tmp_path: Path) -> None:
    names = ["page.html", "page_files/frame.html", "page_files/ads.txt", "other_files/a.txt"]
    write(*(tmp_path / name for name in names))
    assert below(tmp_path) == ["other_files/a.txt", "page.html"]


def test_one_path_alone_will_do(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    assert list(find_reports(tmp_path)) == list(find_reports(str(tmp_path))) == [str(tmp_path / "a.txt")]


def test_named_files_come_in_the_order_given_whatever_their_name(tmp_path: Path) -> None:
    given = [str(tmp_path / "z.md"), "-", str(tmp_path / "not-there.txt"), str(tmp_path / "a.txt")]
    write(tmp_path / "z.md", tmp_path / "a.txt")
    assert list(find_reports(given)) == given


def test_paths_stay_as_the_user_gave_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in" / "a.txt")
    monkeypatch.chdir(tmp_path)
    assert list(find_reports("in")) == ["in/a.txt"]
    assert list(find_reports("./in/")) == ["./in/a.txt"]
    assert list(find_reports(Path("-"))) == ["./-"]


def test_a_file_reached_twice_comes_once(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", tmp_path / "b.txt")
    (tmp_path / "link.txt").symlink_to("a.txt")
    assert below(tmp_path, tmp_path / "b.txt", tmp_path, tmp_path / "a.txt", tmp_path) == ["b.txt", "a.txt"]
    assert list(find_reports(["-", "-"])) == ["-"]


def test_two_files_of_one_stem_are_two_reports(tmp_path: Path) -> None:
    write(tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt")
    assert below(tmp_path) == ["x/a.txt", "y/a.txt"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    (tmp_path / "in" / "self").symlink_to("self")
    (tmp_path / "in" / "ring.txt").symlink_to("ring.txt")
    assert below(tmp_path) == ["in/a.txt", "in/ring.txt"]


def test_a_linked_folder_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "a.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "far").symlink_to(tmp_path / "elsewhere")
    assert below(tmp_path, tmp_path / "in") == ["in/far/a.txt"]


def test_a_broken_link_is_left_for_reading_to_explain(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("gone")
    assert below(tmp_path) == ["a.txt"]


def test_a_folder_without_reports_is_said(tmp_path: Path) -> None:
    write(tmp_path / "in" / "notes.md", tmp_path / "b.txt")
    fault, path = find_reports([tmp_path / "in", tmp_path / "b.txt"])
    assert isinstance(fault, ReportError)
    assert ".txt" in str(fault)
    assert path == str(tmp_path / "b.txt")


def test_a_folder_that_cannot_be_listed_is_said_and_the_rest_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt", tmp_path / "locked" / "b.txt", tmp_path / "z.txt")
    scandir = os.scandir

    def guarded(path: str) -> object:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    first, fault, last = find_reports(tmp_path)
    assert (first, last) == (str(tmp_path / "a.txt"), str(tmp_path / "z.txt"))
    assert isinstance(fault, ReportError)
    assert "locked: may not be read" in str(fault)


def test_a_pipe_in_a_folder_does_not_hang_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path / "z.txt")
    fault, path = find_reports(tmp_path)
    assert isinstance(fault, ReportError)
    assert "no ordinary file" in str(fault)
    assert path == str(tmp_path / "z.txt")


def test_ten_thousand_files_come_one_by_one(tmp_path: Path) -> None:
    for number in range(10_000):
        os.close(os.open(tmp_path / f"{number:05}.txt", os.O_CREAT))
    found = find_reports([tmp_path, *(f"more-{number}" for number in range(3))])
    assert isinstance(found, Iterator)
    assert next(found) == str(tmp_path / "00000.txt")
    assert len(list(found)) == 10_002


def test_paths_are_asked_for_lazily(tmp_path: Path) -> None:
    def given() -> Iterator[str]:
        yield str(tmp_path / "a.txt")
        raise AssertionError("asked too early")

    assert next(find_reports(given())) == str(tmp_path / "a.txt")
