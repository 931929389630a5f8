"""What is linked at scale is what a case of the same reports links, however it is cut; parts of it come into a case."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import Result

from masudi.casefile import open_case
from masudi.corroborate import blocks_of, gists_of
from masudi.corroborate.rules import load_rules
from masudi.data import packaged
from masudi.domain import Claim
from masudi.domain.incident import Incident
from masudi.scale import linking
from masudi.scale.windows import jobs_of
from tests.scale.conftest import Row, table

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged samples, read in four parts, with one of them printed again by another publisher two days later."""
    from click.testing import CliRunner

    from masudi.cli import main

    source = tmp_path_factory.mktemp("samples")
    for path in sorted(packaged("samples").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        (source / path.name).write_text(text, encoding="utf-8")
    header, _, body = text.partition("\n\n")
    lines = [line for line in header.split("\n") if not line.startswith(("source:", "published:", "url:"))]
    again = "\n".join([*lines, "source: Reprint Daily", "published: 2024-03-20"])
    (source / "zz.txt").write_text(f"{again}\n\nSOMEWHERE, 20 March. {body}", encoding="utf-8")
    out = source.parent / "claims"
    made = CliRunner().invoke(main, ["read", str(source), "--engine", "local", "--part", "3", "--output", str(out)])
    assert made.exit_code == 0, made.output
    return out


def incidents(out: Path) -> dict[str, Incident]:
    return {row["id"]: msgspec.json.decode(row["incident"], type=Incident) for row in table(out, "incidents")}


@pytest.mark.parametrize("claims", [40_000, 20])
def test_it_is_what_a_case_links(
    claims: int, read: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "CLAIMS", claims)
    run("link", read)
    run("add", "--from", read, "--case", tmp_path / "a.masudi")
    with open_case(str(tmp_path / "a.masudi")) as case:
        mine = {one.id: one for one in case.all_incidents()}

    assert len(mine) > 50
    assert any(len(one.reports) > 2 for one in mine.values())
    assert any(len(one.reports) > one.corroboration.reports for one in mine.values())  # the reprint counts once
    assert incidents(read) == mine


def test_the_table_says_what_the_incident_says(read: Path, run: Run) -> None:
    run("link", read)
    for row in table(read, "incidents"):
        one = msgspec.json.decode(row["incident"], type=Incident)
        assert row["date_from"] == one.from_
        assert row["month"] == (one.from_.strftime("%Y-%m") if one.from_ else "unknown")
        assert row["asserting_origins"] == one.corroboration.origins
        assert [toll["high"] for toll in row["tolls"]] == [toll.high for toll in one.tolls]
    assert not any((read / "_masudi" / "link").rglob("*.parquet"))


def test_two_that_share_a_block_are_compared_by_one_job(read: Path) -> None:
    rules = load_rules()
    claims = [msgspec.json.decode(row["claim"], type=Claim) for row in table(read, "claims")]
    gists = gists_of(claims, rules=rules)
    night = next(one for one in gists if one.first == one.last == datetime.date(2024, 3, 5).toordinal())
    borders = []
    for day in (datetime.date(2024, 2, 29), datetime.date(2024, 3, 1)):
        moved = msgspec.structs.replace(night, first=day.toordinal(), last=day.toordinal())
        borders.append((blocks_of(moved, rules), jobs_of(blocks_of(moved, rules), rules, 10_000)))
    (keys, jobs), (others, theirs) = borders
    assert jobs & theirs
    assert jobs != theirs
    for key in keys & others:
        assert jobs_of([key], rules, 10_000) <= jobs & theirs


def test_an_output_that_is_not_read_to_its_end(read: Path, run: Run, tmp_path: Path) -> None:
    assert "is no output" in run("link", tmp_path, code=2).output
    assert "is no output" in run("add", "--from", tmp_path, "--case", tmp_path / "a.masudi", code=2).output
    manifest = read / "_masudi" / "manifest.json"
    whole = manifest.read_bytes()
    try:
        manifest.write_bytes(whole.replace(b'"finished": true', b'"finished": false'))
        assert "is not read to its end" in run("link", read, code=2).output
        assert "is not read to its end" in run("add", "--from", read, "--case", tmp_path / "a.masudi", code=2).output
    finally:
        manifest.write_bytes(whole)


def added(run: Run, read: Path, case: Path, *conditions: str) -> list[str]:
    """The titles of the reports that come into a case under these conditions."""
    case.unlink(missing_ok=True)
    where = [word for one in conditions for word in ("--where", one)]
    run("add", "--from", read, *where, "--case", case)
    with open_case(str(case)) as opened:
        return sorted(str(one.title) for one in opened.reports())


def test_a_part_of_it_comes_into_a_case(read: Path, run: Run, tmp_path: Path) -> None:
    case = tmp_path / "a.masudi"
    reports = {row["id"]: row for row in table(read, "reports")}
    claims = table(read, "claims")
    early = datetime.date(2024, 3, 7)

    def titles(keep: Callable[[Row], bool]) -> list[str]:
        return sorted(str(row["title"]) for row in reports.values() if keep(row))

    assert added(run, read, case) == titles(lambda row: True)
    assert added(run, read, case, "published<2024-03-07") == titles(lambda row: row["published"] < early)
    assert added(run, read, case, "month=2024-02") == []
    raided = {row["report"] for row in claims if row["kind"] == "airstrike" and "Suleth" in row["places"]}
    assert 0 < len(raided) < len(reports)
    kept = added(run, read, case, "kind=airstrike", "places~sulet", "synthetic=yes")
    assert kept == titles(lambda row: row["id"] in raided)
    with open_case(str(case)) as opened:
        assert sum(one.claims for one in opened.reports()) == sum(row["report"] in raided for row in claims)
    assert run("verify", "--case", case).exit_code == 0
    assert "already there" in run("add", "--from", read, "--case", case).output


def test_reports_without_claims_come_along(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(
        '{"text": "The weather was fine.", "published": "2024-03-02", "synthetic": true}'
    )
    run("read", tmp_path / "in.jsonl", "--engine", "local", "--output", tmp_path / "out")
    assert "0 incidents" in run("link", tmp_path / "out").output
    assert "1 added; 0 claims" in run("add", "--from", tmp_path / "out", "--case", tmp_path / "a.masudi").output


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("airstrike", "is no condition"),
        ("colour=red", "there is no column 'colour'"),
        ("published>May", "'May' is not YYYY-MM-DD"),
        ("confidence>high", "'high' is not a number"),
        ("synthetic=perhaps", "is not yes or no"),
        ("published~2024", "~ is for words"),
        ("kind=x' OR 1=1 --", "0 added"),
    ],
)
def test_conditions_that_are_none(condition: str, said: str, read: Path, run: Run, tmp_path: Path) -> None:
    harmless = said == "0 added"
    result = run(
        "add", "--from", read, "--where", condition, "--case", tmp_path / "a.masudi", code=0 if harmless else 2
    )
    assert ("no reports" if harmless else said) in result.output


def test_reports_are_given_or_brought(read: Path, run: Run, tmp_path: Path) -> None:
    for args in ([], [str(read), "--from", read], [str(read), "--where", "kind=attack"]):
        assert "--from FOLDER" in run("add", *args, "--case", tmp_path / "a.masudi", code=2).output
