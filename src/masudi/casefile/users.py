"""Who may use a case from other machines. Of their tokens only hashes are stored."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Iterator

from sqlalchemy import Connection, delete, insert, select

from masudi.casefile.case_incidents import CaseIncidents
from masudi.casefile.tables import users
from masudi.domain.user import Role, User
from masudi.errors import UsageError

_LONGEST = 200
# A token is as hard to guess as a key of 256 bits, so that a hash that is quick to compute gives nothing away.
_BYTES = 32


class CaseUsers(CaseIncidents):
    """The part of `masudi.casefile.Case` that has to do with users."""

    def add_user(self, name: str, role: Role) -> str:
        """Let somebody in; the answer is their token, which nobody can look up later. UsageError for a known name."""
        plain = " ".join(name.split())
        if not plain or len(plain) > _LONGEST or not plain.isprintable():
            raise UsageError(f"a user needs a name of 1 to {_LONGEST} letters that can be seen")
        token = secrets.token_urlsafe(_BYTES)
        with self._writing() as connection:
            if any(one.name.casefold() == plain.casefold() for one in _all(connection)):
                raise UsageError(f"there is a user {plain!r} already: remove them first, or take another name")
            row = {"name": plain, "role": role.value, "token_sha256": _hash(token), "made": _now()}
            connection.execute(insert(users), row)
        return token

    def remove_user(self, name: str) -> None:
        """Take somebody's token away; what they decided stays. UsageError where there is no such user."""
        plain = " ".join(name.split())
        with self._writing() as connection:
            if not connection.execute(delete(users).where(users.c.name == plain)).rowcount:
                raise UsageError(f"there is no user {plain!r} in {self.where}: `masudi user list` shows them")

    def users(self) -> list[User]:
        """Those who have a token, by name."""
        with self._reading() as connection:
            return list(_all(connection))

    def user_with(self, token: str) -> User | None:
        """Whose token this is."""
        with self._reading() as connection:
            # What is looked for is a hash: how long that takes tells nothing about the token.
            return next(_all(connection, _hash(token)), None)


def _all(connection: Connection, token_sha256: str | None = None) -> Iterator[User]:
    statement = select(users).order_by(users.c.name)
    if token_sha256 is not None:
        statement = statement.where(users.c.token_sha256 == token_sha256)
    for row in connection.execute(statement):
        yield User(name=row.name, role=Role(row.role), made=row.made)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
