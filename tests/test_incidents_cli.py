"""The commands on incidents and operations, as they are installed, on the samples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commands import lines_of
from tests.commands import run_command as run

COMMANDS = ("incidents", "incident", "operations", "operation", "relink")


@pytest.fixture
def case(samples_copy: Path) -> Path:
    """A case with the samples, to be changed."""
    return samples_copy


def market(case: Path) -> dict[str, Any]:
    found = lines_of(run("incidents", "--case", case, "--min-origins", "4", "-f", "jsonl"))
    assert len(found) == 1
    incident: dict[str, Any] = found[0]["incident"]
    return incident


def test_the_market_of_the_samples_is_one_incident_with_a_range_and_no_sum(samples: Path) -> None:
    incident = market(samples)
    [killed] = [toll for toll in incident["tolls"] if toll["harm"] == "killed"]
    assert (killed["low"], killed["high"]) == (2, 12)
    told = run("incident", incident["id"][:8], "--why", "--case", samples).stdout
    assert "2 to 12 killed" in told
    assert "superseded 4 people" in told
    assert "contradiction: toll (killed)" in told
    assert "both on 2024-03-04" in told
    # Three, seven and twelve, or any two of them, are added nowhere.
    assert not {"10 killed", "15 killed", "19 killed", "22 killed"} & set(told.replace("  ", "\n").split("\n"))


def test_what_did_not_happen_is_marked_wherever_it_is_listed(samples: Path) -> None:
    found = lines_of(run("incidents", "--case", samples, "--limit", "500", "-f", "jsonl"))
    unreal = [one["incident"] for one in found if one["incident"]["status"] in ("possible", "denied", "intended")]
    assert len(unreal) > 10
    table = run("incidents", "--case", samples, "--limit", "500").stdout.splitlines()
    for incident in unreal:
        [row] = [line for line in table if line.startswith(incident["id"][:10])]
        assert incident["status"].upper() in row
        assert not incident["tolls"]
    asserted = lines_of(run("incidents", "--case", samples, "--status", "asserted", "--limit", "500", "-f", "jsonl"))
    assert not {one["id"] for one in unreal} & {one["incident"]["id"] for one in asserted}


def test_lists_are_filtered_and_empty_ones_say_so(samples: Path) -> None:
    dalgo = lines_of(run("incidents", "--place", "dalgo", "--kind", "detention", "--case", samples, "-f", "jsonl"))
    assert {kind for one in dalgo for kind in one["incident"]["kinds"]} == {"detention"}
    assert run("incidents", "--from", "2031-01-01", "--case", samples).stdout == "no such incidents\n"
    wrong = run("incidents", "--kind", "picnic", "--case", samples)
    assert (wrong.exit_code, "there is no kind 'picnic'" in wrong.stderr) == (2, True)
    assert "the first 1: --limit shows more" in run("incidents", "--limit", "1", "--case", samples).stdout


def test_people_split_grade_and_undo(case: Path) -> None:
    incident = market(case)
    split = run("decide", "split", incident["id"][:8], incident["claims"][0], "--why", "no", "--case", case)
    assert split.stdout == f"2  split  {incident['id']}  by Ada, not signed\n"
    assert incident["claims"][0] not in market(case)["claims"]
    graded = run("decide", "grade", incident["id"], "c", "3", "--scale", "admiralty", "--case", case)
    assert graded.exit_code == 0
    shown = run("incident", incident["id"], "--case", case).stdout
    assert "admiralty C 3, by Ada" in shown
    assert "because: no" in shown
    assert run("relink", "--all", "--case", case).stdout.startswith("10 reports linked; ")
    assert incident["claims"][0] not in market(case)["claims"]
    assert run("decide", "undo", "2", "--case", case).exit_code == 0
    assert market(case)["claims"] == incident["claims"]
    wrong = run("decide", "grade", incident["id"], "z", "--scale", "airwars", "--case", case)
    assert (wrong.exit_code, "Grade is one of confirmed" in wrong.stderr) == (1, True)


def test_people_merge_and_pin(case: Path) -> None:
    one, two = (
        one["incident"]["id"] for one in lines_of(run("incidents", "--limit", "2", "--case", case, "-f", "jsonl"))
    )
    claim = lines_of(run("incident", two, "--case", case, "-f", "jsonl"))[0]["incident"]["claims"][0]
    assert run("decide", "pin", one, claim, "--case", case).exit_code == 0
    assert claim in lines_of(run("incident", one, "--case", case, "-f", "jsonl"))[0]["incident"]["claims"]
    other = lines_of(run("incidents", "--limit", "2", "--case", case, "-f", "jsonl"))[1]["incident"]["id"]
    assert run("decide", "merge", one, other, "--case", case).exit_code == 0
    assert run("incident", other, "--case", case).exit_code == 2


def test_operations_are_listed_and_shown(samples: Path) -> None:
    found = lines_of(run("operations", "--case", samples, "-f", "jsonl"))
    assert len(found) >= 2
    told = run("operation", found[0]["id"][:8], "--case", samples).stdout
    assert "incidents" in told
    assert all(id_[:10] in told for id_ in found[0]["incidents"])
    assert found[0]["id"][:10] in run("operations", "--case", samples).stdout
    assert run("operation", "zzzz", "--case", samples).exit_code == 2
