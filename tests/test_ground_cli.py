"""`masudi control` and `masudi pockets`, as they are installed, on a small case that is made up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from tests.commands import lines_of, run_command

PLACES = """\
id,name,kind,within
osmer,Osmer Valley,district,
torvesh,Torvesh,town,osmer
airfield,Torvesh airfield,airport,osmer
tesk,Tesk Hill,hill,osmer
lestrin,Lestrin,town,
"""
LINKS = """\
kind,from,to,source
road,user:valley:torvesh,user:valley:tesk,made up
road,user:valley:tesk,user:valley:airfield,made up
road,user:valley:airfield,user:valley:lestrin,made up
"""
AREAS = """\
area,complete,note
user:valley:osmer,true,all roads of the valley
"""
REPORTS = {
    ("Torvesh Today", "2024-03-02"): "The Kelmaran army holds Torvesh, Torvesh airfield and Tesk Hill, its "
    "spokesman said on Saturday. The army also controls Lestrin.",
    ("Covenant Voice", "2024-03-06"): "The fighters of the Northern Covenant captured Tesk Hill on Tuesday 5 March "
    "2024. Their advance cut the pocket in two.",
    (
        "Lifeline\x1b[31m Bulletin",
        "2024-03-07",
    ): "The Kelmaran army controls Lestrin, the General Staff said. Rebels of the "
    "Northern Covenant captured the market on Wednesday. About 40,000 civilians are besieged in Torvesh, aid workers "
    "said.",
}


def run(*args: str | Path) -> Result:
    return run_command(*args, columns=200)


def told(result: Result) -> str:
    assert result.exit_code == 0, result.stderr
    return " ".join(result.stdout.split())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the case, and with the links; the places are in a gazetteer of the user's."""
    folder = tmp_path_factory.mktemp("valley")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MASUDI_DATA", str(folder / "data"))
        (folder / "in").mkdir()
        (folder / "valley.csv").write_text(PLACES)
        (folder / "links.csv").write_text(LINKS)
        (folder / "link_areas.csv").write_text(AREAS)
        for number, ((publisher, day), text) in enumerate(REPORTS.items()):
            head = f"source: {publisher}\nurl: https://made.example/{number}\npublished: {day}\nsynthetic: yes\n\n"
            (folder / "in" / f"{number}.txt").write_text(head + text)
        assert run("gazetteer", "add", folder / "valley.csv", "--source", "made up", "--country", "SY").exit_code == 0
        # The reader opens its places once a process.
        from masudi.resolve.atlas import load_atlas

        load_atlas.cache_clear()
        assert run("add", folder / "in", "--case", folder / "v.masudi").exit_code == 0
        yield folder
    load_atlas.cache_clear()


def test_control_on_a_day_shows_the_sentences_and_the_reports_behind_it(desk: Path) -> None:
    shown = told(run("control", "--on", "2024-03-07", "--case", desk / "v.masudi"))
    assert shown.startswith("MADE-UP REPORTS")
    assert "Tesk Hill: Northern Covenant since 2024-03-05" in shown
    assert "“The fighters of the Northern Covenant captured Tesk Hill on Tuesday 5 March 2024.” (report " in shown
    assert "Covenant Voice, 2024-03-06)" in shown
    assert "4 places of which a claim says something by 2024-03-07: 4 held" in shown
    assert "not used: 1 claim: no p" in shown
    records = lines_of(run("control", "--on", "2024-03-07", "--case", desk / "v.masudi", "-f", "jsonl"))
    assert [one["record"] for one in records] == ["control"] * 4 + ["basis"]
    for one in records[:-1]:
        assert {each["claim"] for each in one["evidence"]} == set(one["claims"])
    assert records[-1]["stale_after"] == 60


def test_a_place_is_told_from_its_first_word_on(desk: Path) -> None:
    shown = told(run("control", "--place", "tesk hill", "--case", desk / "v.masudi", "--stale-after", "20"))
    assert "from 2024-03-02 to 2024-03-04: Tesk Hill: Kelmaran" in shown
    assert "from 2024-03-05 to 2024-03-25: Tesk Hill: Northern Covenant since 2024-03-05" in shown
    assert "[stale: nobody has said so for a while]" in shown
    records = lines_of(run("control", "--place", "user:valley:tesk", "--case", desk / "v.masudi", "-f", "jsonl"))
    assert [one["record"] for one in records] == ["tenure", "tenure", "tenure", "basis"]
    one_day = told(run("control", "--place", "Torvesh", "--on", "2024-03-07", "--case", desk / "v.masudi"))
    assert "Tesk Hill:" not in one_day
    assert "reported, 2024-03-07: siege of Torvesh" in one_day


def test_pockets_say_what_is_computed_and_beside_it_what_is_reported(desk: Path) -> None:
    shown = told(run("pockets", "--on", "2024-03-07", "--case", desk / "v.masudi", "--links", desk))
    assert "Kelmaran in Osmer Valley, 2024-03-07: Torvesh encircled (computed) reported: siege of Torvesh" in shown
    assert "people shut in, reported: 40,000 to 40,000 civilians in Torvesh" in shown
    assert "a way leads out: Torvesh airfield – Lestrin" in shown
    records = lines_of(
        run("pockets", "--on", "2024-03-07", "--case", desk / "v.masudi", "--links", desk, "-f", "jsonl")
    )
    assert sorted(one["answer"] for one in records[:-1]) == ["encircled", "encircled", "open"]


def test_changes_say_what_split_the_pocket_and_what_is_reported_of_it(desk: Path) -> None:
    days = ("--from", "2024-03-01", "--to", "2024-03-07")
    shown = told(run("pockets", *days, "--area", "osmer valley", "--case", desk / "v.masudi", "--links", desk))
    assert (
        "2024-03-05: the pocket of Kelmaran was split in two: Torvesh airfield | Torvesh by what happened at" in shown
    )
    cut = "reported, 2024-03-05: a cut at Tesk Hill by Northern Covenant, says covenant voice: “Their advance cut the"
    assert shown.count(cut) == 1
    records = lines_of(run("pockets", *days, "--case", desk / "v.masudi", "--links", desk, "-f", "jsonl"))
    assert [one["record"] for one in records] == ["change", "change", "reported", "reported", "basis"]
    assert all(one["evidence"] for one in records[:-1])


def test_nothing_of_a_report_acts_on_the_terminal(desk: Path) -> None:
    for command in (("control", "--place", "Torvesh"), ("pockets", "--on", "2024-03-07", "--links", desk)):
        assert "\x1b" not in run(*command, "--case", desk / "v.masudi").stdout


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (("control",), "on which day, or of which place"),
        (("control", "--place", "Atlantis"), "no claim that counts tells of 'Atlantis'"),
        (("pockets",), "on which day, or between which"),
        (("pockets", "--from", "2024-03-01"), "on which day, or between which"),
        (("pockets", "--on", "2024-03-01", "--links", "."), "has no links.csv"),
        (("pockets", "--on", "2024-03-01", "--area", "Torvesh"), "is no area of which links are listed"),
    ],
)
def test_what_is_wrong_with_a_question_is_said(desk: Path, command: tuple[str, ...], problem: str) -> None:
    result = run(*command, "--case", desk / "v.masudi")
    assert result.exit_code == 2
    assert problem in " ".join(result.stderr.split())


def test_a_row_of_the_links_that_is_at_fault_is_named(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text(LINKS.replace("user:valley:tesk,made", "user:valley:nowhere,made"))
    (tmp_path / "link_areas.csv").write_text(AREAS)
    result = run("pockets", "--on", "2024-03-01", "--case", desk / "v.masudi", "--links", tmp_path)
    assert result.exit_code == 1
    assert "links.csv, line 2" in " ".join(result.stderr.split())
