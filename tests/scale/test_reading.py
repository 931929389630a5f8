"""A dataset of reports is read into a dataset of claims, the same ones however it is cut and by whoever reads it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import Result

import masudi
from masudi.domain import Claim
from masudi.scale import marks
from masudi.scale.folder import Folder
from masudi.scale.marks import Begun, Marks
from masudi.scale.plan import Fragment, Kind, cut
from tests.scale.conftest import Row, table, without_paths

Run = Callable[..., Result]
Write = Callable[..., Path]


def test_what_is_read_is_what_the_library_reads(reports: list[Row], write: Write, run: Run, tmp_path: Path) -> None:
    source, out = write(reports, "in.parquet"), tmp_path / "out"
    result = run("read", source, "--engine", "local", "--output", out)

    found = table(out, "claims")
    assert f"{len(found)} claims of 6 reports" in result.output
    mine = []
    for row in reports:
        day = row["published"] and datetime.date.fromisoformat(row["published"])
        mine += [(one.kind, one.status, one.mentions, one.place) for one in masudi.read(row["text"], published=day)]
    theirs = [msgspec.json.decode(row["claim"], type=Claim) for row in found]
    assert len(mine) > 10
    assert sorted(map(str, mine)) == sorted(str((one.kind, one.status, one.mentions, one.place)) for one in theirs)


@pytest.mark.parametrize("name", ["in.jsonl", "in.csv", "deep/folder/in.parquet"])
def test_every_kind_of_file_gives_the_same(
    name: str, reports: list[Row], write: Write, run: Run, tmp_path: Path
) -> None:
    run("read", write(reports, "one.parquet"), "--engine", "local", "--output", tmp_path / "one")
    run("read", write(reports, name), "--engine", "local", "--part", 1, "--output", tmp_path / "other")

    for what in ("claims", "reports"):
        assert without_paths(table(tmp_path / "one", what)) == without_paths(table(tmp_path / "other", what))


def test_a_folder_of_text_reports(run: Run, tmp_path: Path, reports: list[Row]) -> None:
    for at, row in enumerate(reports):
        lines = [f"{name}: {row[name]}" for name in ("title", "source", "url", "published") if row[name]]
        body = "\n".join([*lines, "synthetic: yes", "", row["text"]])
        (tmp_path / "in" / str(at % 2)).mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / str(at % 2) / f"r{at}.txt").write_text(body, encoding="utf-8")
    run("read", tmp_path / "in", "--engine", "local", "--part", 4, "--output", tmp_path / "out")

    found = table(tmp_path / "out", "reports")
    assert sorted(row["title"] for row in found) == [f"Report {at}" for at in range(6)]
    assert all(row["extractor"] == "text" and row["bytes"].startswith(b"title: ") for row in found)
    assert {row["month"] for row in found} == {"2021-03", "2021-04", "2022-01", "unknown"}


def test_columns_can_be_named(reports: list[Row], write: Write, run: Run, tmp_path: Path) -> None:
    renamed = [{"Text (en)": row["text"], "Day": row["published"]} for row in reports]
    source = write(renamed, "in.jsonl")
    run("read", source, "--engine", "local", "--columns", "text=Text (en),published=Day", "--output", tmp_path / "out")
    assert {row["month"] for row in table(tmp_path / "out", "reports")} == {"2021-03", "2021-04", "2022-01", "unknown"}

    result = run("read", source, "--engine", "local", "--output", tmp_path / "other", code=2)
    assert "Text (en), Day" in result.output
    assert "name it with --columns text=COLUMN" in result.output
    result = run("read", source, "--engine", "local", "--columns", "text=body", "--output", tmp_path / "o", code=2)
    assert "no column 'body'" in result.output
    result = run("read", source, "--engine", "local", "--columns", "body=Day", "--output", tmp_path / "o", code=2)
    assert "'body=Day' is no column" in result.output


def test_what_cannot_be_read_is_among_the_failures(write: Write, run: Run, tmp_path: Path, reports: list[Row]) -> None:
    write(reports[:2], "in/a.jsonl")
    (tmp_path / "in" / "b.jsonl").write_text(
        '{"text": "  "}\nno json\n["a"]\n{"text": 5}\n'
        '{"text": "Rebels shelled Sarw.", "published": "May"}\n{"title": "x"}\n'
    )
    result = run("read", tmp_path / "in", "--engine", "local", "--output", tmp_path / "out", code=1)

    assert "4 could not be read" in result.output
    problems = " / ".join(row["problem"] for row in table(tmp_path / "out", "failures"))
    for part in ("has no text", "is no JSON", "no JSON object"):
        assert part in problems
    assert all("b.jsonl#" in row["path"] for row in table(tmp_path / "out", "failures"))
    read = table(tmp_path / "out", "reports")
    assert len(read) == 4
    assert [row["warnings"] for row in read if row["warnings"]] == [
        ["has the day 'May', which is not read: write YYYY-MM-DD"]
    ]


def test_no_secret_stands_in_the_manifest(write: Write, run: Run, tmp_path: Path, reports: list[Row]) -> None:
    source = write(reports[:1], "in.parquet")
    run("read", source, "--engine", "local", "--salt", "open sesame", "--output", tmp_path / "out")
    assert "sesame" not in (tmp_path / "out" / "_masudi" / "manifest.json").read_text()


def test_a_broken_file_among_whole_ones(write: Write, run: Run, tmp_path: Path, reports: list[Row]) -> None:
    write(reports, "in/a.parquet")
    (tmp_path / "in" / "b.parquet").write_bytes(b"PAR1 and nothing more")
    pq.write_table(pa.table({"body": ["Rebels shelled Sarw."]}), tmp_path / "in" / "c.parquet")
    result = run("read", tmp_path / "in", "--engine", "local", "--output", tmp_path / "out", code=1)

    assert "6 reports; 2 could not be read" in result.output
    found = {row["path"].rpartition("/")[2]: row["problem"] for row in table(tmp_path / "out", "failures")}
    assert "cannot be read" in found["b.parquet"]
    assert "has no text" in found["c.parquet#0.0"]


def test_an_output_that_is_something_else(write: Write, run: Run, tmp_path: Path, reports: list[Row]) -> None:
    source, out = write(reports, "in.parquet"), tmp_path / "out"
    out.mkdir()
    (out / "thesis.docx").write_bytes(b"mine")
    assert "holds something else already" in run("read", source, "--engine", "local", "--output", out, code=2).output
    assert [path.name for path in out.iterdir()] == ["thesis.docx"]

    run("read", source, "--engine", "local", "--output", tmp_path / "good")
    other = write(reports, "other.parquet")
    result = run("read", other, "--engine", "local", "--output", tmp_path / "good", code=2)
    assert "was begun from" in result.output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["missing.parquet", "--engine", "local", "--output", "out"], "is not there"),
        (["in.parquet", "--engine", "local"], "name it with --output"),
        (["in.parquet", "in.parquet", "--engine", "local", "--output", "out"], "reads one dataset"),
        (["in.parquet", "--workers", "2"], "name an --engine"),
        (["in.parquet", "--engine", "local", "--workers", "2", "--output", "out"], "are for --engine ray"),
        (["in.parquet", "--engine", "local", "--columns", "text", "--output", "out"], "is no column: write"),
    ],
)
def test_calls_that_are_wrong(
    args: list[str],
    said: str,
    write: Write,
    run: Run,
    reports: list[Row],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(reports, "in.parquet")
    monkeypatch.chdir(tmp_path)
    assert said in run("read", *args, code=2).output


def test_kinds_of_files_are_not_mixed(write: Write, run: Run, tmp_path: Path, reports: list[Row]) -> None:
    write(reports, "in/a.parquet")
    write(reports, "in/a.jsonl")
    result = run("read", tmp_path / "in", "--engine", "local", "--output", tmp_path / "out", code=2)
    assert "mixes jsonl and parquet" in result.output


def test_it_goes_on_where_it_stopped(write: Write, run: Run, tmp_path: Path, reports: list[Row]) -> None:
    source, out = write(reports, "in.parquet", groups=2), tmp_path / "out"
    run("read", source, "--engine", "local", "--output", out)
    before = {what: table(out, what) for what in ("claims", "reports")}
    done = sorted((out / "_masudi" / "done").iterdir())
    assert len(done) == 3
    done[0].unlink()
    kept = done[1].stat().st_mtime_ns
    result = run("read", source, "--engine", "local", "--output", out)

    assert "2 of 3 parts are done already" in result.output
    assert done[1].stat().st_mtime_ns == kept
    assert {what: table(out, what) for what in ("claims", "reports")} == before


def test_a_damaged_mark_is_named(write: Write, run: Run, tmp_path: Path, reports: list[Row]) -> None:
    source, out = write(reports, "in.parquet", groups=2), tmp_path / "out"
    run("read", source, "--engine", "local", "--output", out)
    before = table(out, "claims")
    mark = sorted((out / "_masudi" / "done").iterdir())[0]
    mark.write_bytes(b"\xff")
    result = run("read", source, "--engine", "local", "--output", out, code=2)
    assert f"_masudi/done/{mark.name} is damaged" in result.output
    mark.unlink()
    assert "2 of 3 parts are done already" in run("read", source, "--engine", "local", "--output", out).output
    assert table(out, "claims") == before

    begun = Marks(Folder(str(out)))
    (out / "_masudi" / "begun" / "cut.json").write_bytes(b"{")
    assert begun.begin("cut").times == 2


def test_files_that_come_later_are_read_as_well(write: Write, run: Run, tmp_path: Path, reports: list[Row]) -> None:
    write(reports[:2], "in/a.jsonl")
    run("read", tmp_path / "in", "--engine", "local", "--output", tmp_path / "out")
    write(reports[2:], "in/b.jsonl")
    result = run("read", tmp_path / "in", "--engine", "local", "--output", tmp_path / "out")
    assert "of 6 reports" in result.output

    write(reports[:1], "in/a.jsonl")
    result = run("read", tmp_path / "in", "--engine", "local", "--output", tmp_path / "out", code=2)
    assert "was begun when a.jsonl held something else" in result.output


def test_lines_are_cut_at_the_ends_of_records(tmp_path: Path) -> None:
    records = [f'"{"x" * n}\n, ""y"" {n}",2\n' for n in range(40)]
    text = "text,b\n" + "".join(records)
    (tmp_path / "a.csv").write_text(text)
    ends = {len("text,b\n" + "".join(records[:at])) for at in range(41)}
    found = [one for one in cut(Folder(str(tmp_path)), size=100) if isinstance(one, Fragment)]
    assert len(found) > 5
    assert {one.behind for one in found} <= ends
    assert [one.first for one in found] == [0, *(one.behind for one in found[:-1])]
    assert found[-1].behind == len(text)

    (tmp_path / "a.csv").unlink()
    lines = [json.dumps({"text": "x" * n}) + "\n" for n in range(40)]
    (tmp_path / "a.jsonl").write_text("".join(lines))
    ends = {len("".join(lines[:at])) for at in range(41)}
    found = [one for one in cut(Folder(str(tmp_path)), size=100) if isinstance(one, Fragment)]
    assert len(found) > 5
    assert {one.behind for one in found} <= ends
    assert [one.first for one in found] == [0, *(one.behind for one in found[:-1])]


def test_a_report_that_ends_its_worker_is_given_up(tmp_path: Path) -> None:
    fragment = Fragment(kind=Kind.TEXT, names=("a.txt",))
    kept = Marks(Folder(str(tmp_path)))
    assert kept.begin(fragment.key) == Begun()
    for death in range(1, marks.DEADLY + 1):
        begun = kept.begin(fragment.key)
        assert begun.deaths.get(3, 0) == death - 1
        kept.note(fragment.key, msgspec.structs.replace(begun, at=3))
    last = kept.begin(fragment.key)
    assert last.deadly(3)
    assert not last.deadly(2)
