"""The commands for decisions, keys, seal, verification and erasure, as they are installed."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import Result

from masudi.data import packaged
from tests.commands import lines_of, run_command

COMMANDS = ("decide", "review", "log", "key", "reread", "seal", "verify", "redact", "retention")


def run(*args: str | Path, **env: str) -> Result:
    return run_command(*args, env=env)


@pytest.fixture
def case(samples_copy: Path) -> Path:
    """A case with the samples, to be changed."""
    return samples_copy


def one(case: Path, *sought: str) -> str:
    id_: str = lines_of(run("search", *sought, "--case", case, "-f", "jsonl"))[0]["claim"]["claim"]["id"]
    return id_


def test_decisions_are_taken_listed_and_undone(case: Path) -> None:
    id_ = one(case, '"tesk hill"', "--kind", "capture")
    done = run("decide", "reject", id_[:10], "--why", "says the\x1b[31m map", "--case", case)
    assert (done.exit_code, done.stdout) == (0, f"2  reject  {id_}  by Ada, not signed\n")
    assert id_ not in run("search", '"tesk hill"', "--case", case, "-f", "jsonl").stdout
    assert "rejected by Ada" in run("show", id_, "--case", case).stdout
    assert run("decide", "undo", "2", "--case", case).exit_code == 0
    assert run("decide", "correct", id_, "status", "possible", "--person", "Ben", "--case", case).exit_code == 0
    assert "corrected by Ben" in run("show", id_, "--case", case).stdout
    shown = run("log", "--case", case).stdout
    assert "because: says the<U+001B>[31m map" in shown
    assert [entry["action"] for entry in lines_of(run("log", "--person", "Ben", "--case", case, "-f", "jsonl"))] == [
        "correct"
    ]
    assert len(lines_of(run("log", "--on", id_, "--case", case, "-f", "jsonl"))) == 3


def test_a_claim_is_added_and_words_are_pinned(case: Path) -> None:
    report = lines_of(run("search", '"tesk hill"', "--kind", "capture", "--case", case, "-f", "jsonl"))[0]
    id_ = report["claim"]["report_id"]
    mention = report["claim"]["claim"]["mentions"][0]
    offsets = f"@{mention['start']}-{mention['end']}"
    where = ("--case", case)
    added = run("decide", "add", id_, "--kind", "control", "--mention", offsets, "--place", "Tesk Hill", *where)
    if added.exit_code:  # the words may stand several times
        assert "give offsets" in added.stderr
        added = run("decide", "add", id_, "--kind", "control", "--mention", offsets, *where)
    assert added.exit_code == 0
    new = added.stdout.split()[2]
    assert "accepted by Ada, added by a person" in run("show", new, *where).stdout
    assert run("decide", "pin-place", "tesk hill", "--point", "35.3", "40.1", *where).exit_code == 0
    hits = lines_of(run("search", "--place", "tesk hill", *where, "-f", "jsonl"))
    assert {place["lat"] for hit in hits for place in hit["claim"]["claim"]["place"]} >= {35.3}
    assert run("decide", "pin-actor", "Brigade 142", "--name", "142nd", "--report", id_, *where).exit_code == 0


def test_what_waits_is_listed_with_who_has_to_look(case: Path) -> None:
    shown = run("review", "--limit", "500", "--case", case).stdout
    assert "needs two people (killings" in shown
    waiting = lines_of(run("review", "--case", case, "-f", "jsonl"))
    sure = [found["claim"]["claim"]["confidence"]["claim"] for found in waiting]
    assert sure == sorted(sure)
    some = lines_of(run("review", "--kind", "casualties", "--case", case, "-f", "jsonl"))
    killed = next(found["claim"]["claim"]["id"] for found in some if found["twice"])
    accepted = run("decide", "accept", killed, "--case", case)
    assert accepted.stdout.splitlines()[1].startswith("A second person has to look at it (killings")
    assert killed[:10] not in run("review", "--kind", "casualties", "--case", case).stdout
    other = run("review", "--kind", "casualties", "--limit", "500", "--person", "Ben", "--case", case).stdout
    assert "accepted by Ada; needs a second person" in other
    assert "nothing waits" in run("review", "--orphans", "--case", case).stdout


def test_keys_sign_seals_are_checked_and_alterations_named(case: Path, tmp_path: Path) -> None:
    keys = {"MASUDI_KEYS": str(tmp_path / "keys"), "MASUDI_PASSPHRASE": "open sesame"}
    made = run("key", "new", **keys)
    assert made.stdout.startswith("Ada: ")
    [key] = (tmp_path / "keys").iterdir()
    assert "ENCRYPTED" in key.read_text()
    assert run("key", "new", **keys).exit_code == 1
    assert run("key", "show", **keys).stdout == made.stdout.splitlines()[0] + "\n"
    assert "masudi key new" in run("key", "show", "--person", "Ben", **keys).stderr
    id_ = one(case, '"tesk hill"', "--kind", "capture")
    assert run("decide", "accept", id_, "--case", case, **keys).stdout.endswith("by Ada, signed\n")
    refused = run("decide", "reject", id_, "--case", case)
    assert "Ada signs decisions in this case" in refused.stderr
    seal = dict(line.split(None, 1) for line in run("seal", "--case", case).stdout.splitlines()[1:])
    assert seal["entries"] == "3"
    checked = run("verify", "--head", seal["head"], "--case", case)
    assert (checked.exit_code, "nothing was altered" in checked.stdout) == (0, True)
    assert "What this cannot see" in checked.stdout
    with sqlite3.connect(case) as connection:
        connection.execute("UPDATE decisions SET person = 'Ben' WHERE sequence = 3")
    connection.close()
    altered = run("verify", "--case", case)
    assert altered.exit_code == 1
    assert "decision 3: its fields do not give its hash" in altered.stdout


def test_reports_are_erased_by_id_by_name_and_when_they_are_due(case: Path) -> None:
    where = ("--case", case)
    report = lines_of(run("list", *where, "-f", "jsonl"))[0]["id"]
    assert "why?" in run("redact", report, *where).stderr
    assert "add --yes" in run("redact", report, "--why", "x", *where).stderr
    shutil.copy(case, f"{case}.backup-0001")
    done = run("redact", report, "--why", "asked for", "--yes", *where)
    assert (done.exit_code, "erased " + report in done.stdout) == (0, True)
    assert "removed the backup" in done.stderr
    assert run("list", *where).stdout.splitlines()[-1].startswith("9 reports")
    again = run("add", packaged("samples"), *where)
    assert again.stdout == "9 already there, 1 erased before; 0 claims\n"
    assert run("redact", "--name", "Tesk Hill", "--why", "x", "--yes", *where).exit_code == 0
    assert b"tesk hill" not in case.read_bytes().lower()
    assert run("verify", *where).exit_code == 0
    assert run("redact", "--due", *where).stdout == "nothing is due\n"
    assert run("retention", *where).stdout == "all: never erased\n"
    assert "is no number of days" in run("retention", "soon", *where).stderr
    set_ = run("retention", "30", "--collector", "R. Haddad", *where)
    assert set_.stdout == "all: never erased\nR. Haddad: erased after 30 days\n"
    with sqlite3.connect(case) as connection:
        connection.execute("UPDATE reports SET retrieved = '2001-01-01'")
    connection.close()
    assert len(run("redact", "--due", "--yes", *where).stdout.splitlines()) == 9
    assert run("list", *where).stdout.startswith("0 reports")
    assert run("redact", "--finish", *where).stdout == "the erasure is finished\n"
    assert run("redact", *where).exit_code == 2


def test_only_what_another_model_read_is_read_anew(case: Path) -> None:
    id_ = one(case, '"tesk hill"', "--kind", "capture")
    assert run("decide", "accept", id_, "--case", case).exit_code == 0
    assert run("reread", "--case", case).stdout == "0 read anew; 0 claims new or changed\n"
    with sqlite3.connect(case) as connection:
        connection.execute("UPDATE reports SET reader = 'another' WHERE name IN (SELECT name FROM reports LIMIT 3)")
    connection.close()
    assert run("reread", "--case", case).stdout == "3 read anew; 0 claims new or changed\n"
    assert run("verify", "--case", case).exit_code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("decide", "accept", "ffffffff"), "no report and no claim"),
        (("decide", "undo", "99"), "there is no decision 99"),
        (("review", "--kind", "picnic"), "there is no kind"),
        (("redact", "ffffffff", "--why", "x", "--yes"), "no report and no claim"),
        (("decide", "pin-place", "Tesk Hill"), "give one of the two"),
    ],
)
def test_what_cannot_be_done_is_said(samples: Path, args: tuple[str, ...], said: str) -> None:
    result = run(*args, "--case", samples)
    assert result.exit_code in (1, 2)
    assert said in result.stderr


def test_a_report_is_no_claim(samples: Path) -> None:
    report = lines_of(run("list", "--case", samples, "-f", "jsonl"))[0]["id"]
    assert "takes the id of a claim" in run("decide", "accept", report, "--case", samples).stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    assert f"\n    masudi {name}" in run(name, "--help").stdout
