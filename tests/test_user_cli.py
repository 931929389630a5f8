"""The commands for users of a case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from masudi.casefile import open_case
from masudi.cli import main


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["user", *args])


@pytest.fixture
def where(tmp_path: Path) -> str:
    with open_case(tmp_path / "c.masudi", create=True):
        return str(tmp_path / "c.masudi")


def test_a_token_is_shown_once(where: str) -> None:
    done = run("add", "R. Haddad", "--role", "reviewer", "--case", where)
    assert done.exit_code == 0, done.output
    token, told = done.stdout.splitlines()
    assert "not shown again" in told
    with open_case(where) as case:
        found = case.user_with(token)
    assert found is not None
    assert found.name == "R. Haddad"
    listed = run("list", "--case", where)
    assert listed.stdout.startswith("reviewer  R. Haddad  since ")
    assert token not in listed.output
    (line,) = run("list", "--case", where, "-f", "jsonl").stdout.splitlines()
    assert json.loads(line)["role"] == "reviewer"


def test_a_user_is_removed(where: str) -> None:
    token = run("add", "A", "--role", "owner", "--case", where).stdout.split()[0]
    assert "A has no token any more" in run("remove", "A", "--case", where).stdout
    with open_case(where) as case:
        assert case.user_with(token) is None
    assert "no users" in run("list", "--case", where).stdout
    gone = run("remove", "A", "--case", where)
    assert gone.exit_code == 2
    assert "masudi user list" in gone.stderr


def test_a_role_is_one_of_three(where: str) -> None:
    done = run("add", "A", "--role", "admin", "--case", where)
    assert done.exit_code == 2
    assert "'reader', 'reviewer', 'owner'" in done.stderr
