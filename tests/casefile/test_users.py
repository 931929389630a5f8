"""Users of a case: tokens that are shown once and stored hashed, roles, and who is let in no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from masudi.casefile import Case
from masudi.domain.user import Role
from masudi.errors import UsageError


def test_a_token_finds_its_user(case: Case) -> None:
    token = case.add_user("  R.   Haddad ", Role.REVIEWER)
    other = case.add_user("L. Osei", Role.READER)
    found = case.user_with(token)
    assert found is not None
    assert (found.name, found.role) == ("R. Haddad", Role.REVIEWER)
    assert case.user_with(other) == case.users()[0]
    assert [one.name for one in case.users()] == ["L. Osei", "R. Haddad"]


@pytest.mark.parametrize("token", ["", "guessed", "' OR 1=1 --", "\ud800"])
def test_nobody_has_another_token(case: Case, token: str) -> None:
    case.add_user("R. Haddad", Role.OWNER)
    assert case.user_with(token) is None


def test_a_token_is_nowhere_in_the_file(case_at: str, case: Case) -> None:
    token = case.add_user("R. Haddad", Role.OWNER)
    if "://" not in case_at:
        stored = b"".join(path.read_bytes() for path in Path(case_at).parent.glob(f"{Path(case_at).name}*"))
        assert b"R. Haddad" in stored
        assert token.encode() not in stored
    assert token not in repr(case.users())


def test_a_user_who_is_removed_has_no_token(case: Case) -> None:
    token = case.add_user("R. Haddad", Role.OWNER)
    case.remove_user("R. Haddad")
    assert case.user_with(token) is None
    assert case.users() == []
    with pytest.raises(UsageError, match=r"there is no user 'R\. Haddad'"):
        case.remove_user("R. Haddad")
    assert case.add_user("R. Haddad", Role.OWNER) != token


@pytest.mark.parametrize("name", ["", "   ", "a\u202eb", "x" * 201, "a\x00b"])
def test_a_name_can_be_seen(case: Case, name: str) -> None:
    with pytest.raises(UsageError, match="needs a name"):
        case.add_user(name, Role.READER)


def test_two_users_have_two_names(case: Case) -> None:
    case.add_user("R. Haddad", Role.READER)
    with pytest.raises(UsageError, match="already"):
        case.add_user("r. haddad", Role.OWNER)


def test_roles_cover_those_below() -> None:
    assert [[one.covers(other) for other in Role] for one in Role] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
