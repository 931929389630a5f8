"""`masudi actors` at the command line: what stands where, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from masudi.cli import main
from masudi.resolve.actor_files import load_actors

GOOD = """\
actors:
- name: harran_front
  label: Harran Front
  entity: opposition
  kind: armed_group
  names: [Harran Front, "Front\\e[2J of Harran"]
  source: Field notes
  relations:
  - {kind: backed_by, to: turkey, from: 2015, alleged: true, source: Field notes of 3 March}
  - {kind: renamed_to, to: ahrar_al_sham, from: 2016-02, source: Field notes of 3 March}
"""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MASUDI_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "groups.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def run(*args: str | Path) -> Result:
    load_actors.cache_clear()
    result = CliRunner().invoke(main, ["actors", *map(str, args)])
    load_actors.cache_clear()
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_file_is_added_listed_and_taken_out(file: Path) -> None:
    first, second = run("add", file), run("add", file)
    assert (first.exit_code, first.stdout, first.stderr) == (0, "added groups: 1 actor\n", "")
    assert second.stdout == "replaced groups: 1 actor\n"
    assert run("list", "harran").stdout == "harran_front: Harran Front (armed group, your own)\n"
    assert run("remove", "groups").stdout == "removed groups\n"
    assert run("list", "harran").stdout == "no such actors\n"


def test_the_packaged_actors_are_listed_by_id() -> None:
    lines = run("list").stdout.splitlines()
    assert len(lines) >= 200
    assert lines == sorted(lines, key=lambda line: line.partition(":")[0])
    assert run("list", "ahrar", "sham").stdout.startswith("ahrar_al_sham: Ahrar al-Sham (armed group, SY)\n")


def test_an_actor_is_shown_with_its_relations_in_both_directions(file: Path) -> None:
    run("add", file, "--name", "mine")
    shown = run("show", "Harran", "Front").stdout.splitlines()
    assert shown[0] == "Harran Front (harran_front)"
    assert "  kind: armed group; label of claims: opposition" in shown
    at = shown.index("  allegedly backed by: Turkey (turkey), from 2015")
    assert shown[at + 1] == "      Field notes of 3 March"
    assert "  renamed to: Ahrar al-Sham (ahrar_al_sham), 2016-02" in shown
    assert "  earlier called: Harran Front (harran_front), 2016-02" in run("show", "ahrar_al_sham").stdout.splitlines()
    codes = "  codes: PLOVER REB (armed opposition), ACLED 2 (rebel group)"
    assert codes in run("show", "ahrar_al_sham").stdout.splitlines()


def test_all_who_bear_a_name_are_shown(file: Path) -> None:
    file.write_text(GOOD.replace("[Harran Front,", "[Ahrar al-Sham,"), encoding="utf-8")
    run("add", file)
    shown = run("show", "ahrar al sham").stdout.split("\n\n")
    assert [one.splitlines()[0] for one in shown] == ["Harran Front (harran_front)", "Ahrar al-Sham (ahrar_al_sham)"]


def test_faults_stand_on_standard_error_by_line_and_nothing_is_added(file: Path, data: Path) -> None:
    file.write_text(GOOD.replace("to: turkey", "to: turkiye").replace("opposition", "rebels"), encoding="utf-8")
    result = run("add", file)
    assert (result.exit_code, result.stdout) == (1, "")
    first, second, last = result.stderr.splitlines()
    assert first.startswith(f"{file}, line 4: unknown entity 'rebels'")
    assert second == f"{file}, line 9: there is no actor 'turkiye'"
    assert last == f"{file}: nothing was added (2 faults)"
    assert not data.exists()


def test_what_a_file_says_does_not_steer_the_terminal(file: Path) -> None:
    run("add", file)
    for result in (run("show", "harran_front"), run("list", "harran"), run("show", "\x1b[2J")):
        assert "\x1b" not in result.output


@pytest.mark.parametrize(
    ("args", "words", "code"),
    [
        (["add", "nowhere.yaml"], "nowhere.yaml: cannot be read", 1),
        (["remove", "nowhere"], "there is no file of actors 'nowhere' of your own; there are: none", 2),
        (["show", "nobody", "known"], "there is no actor 'nobody known'", 2),
        (["show"], "Missing argument 'NAME...'", 2),
        (["add"], "Missing argument 'FILE'", 2),
    ],
)
def test_a_call_that_cannot_be_carried_out_says_why(args: list[str], words: str, code: int) -> None:
    result = run(*args)
    assert words in result.stderr
    assert result.exit_code == code
