"""Who uses the workbench: keys that open it, sessions in the browser, and tokens that changes have to carry."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Callable, Iterable

import msgspec

from masudi.domain.user import Role, User
from masudi.pipeline import decide
from masudi.pipeline.decide import Signer

# What needs more than a reviewer, by the paths of routes: what holds for the whole case, and for everybody who works in
# it. Whatever else changes something needs a reviewer, and whatever shows something a reader.
OWNERS = frozenset({"/add", "/place/pin", "/place/unpin", "/incident/{id_}/grade"})
# What changes nothing but one's own session.
_ONES_OWN = frozenset({"/leave"})
_READING = frozenset({"GET", "HEAD", "OPTIONS"})

# A browser that forgets to close keeps its session for so long, in seconds: a working week.
LASTS = 5 * 24 * 3600
# Sessions held at once; the oldest goes where there are more.
MOST = 1000


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may use the workbench: the name under which decisions are kept, and what they may do.

    `signer` is their key, where it lies on this machine and nobody else works with it.
    """

    name: str
    role: Role = Role.OWNER
    signer: Signer | None = None

    @property
    def by(self) -> decide.Person:
        """As decisions have it."""
        return decide.Person(name=self.name, signer=self.signer)

    def may(self, role: Role) -> bool:
        """Whether this person may do what `role` may."""
        return self.role.covers(role)


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One browser of one person; `csrf` is what its forms carry, so that no other site can send them.

    `token` is that of a user of the case, who is out as soon as it is taken away.
    """

    person: Person
    csrf: str
    token: str | None = None


class Visitors:
    """Who may come in: `people`, each by a key of their own that is made anew at every start, and users of the case.

    `user_with` finds the user who has a token; None where nobody comes in that way.
    """

    def __init__(self, people: Iterable[Person], user_with: Callable[[str], User | None] | None = None) -> None:
        self.keys: dict[str, Person] = {secrets.token_urlsafe(24): person for person in people}
        self.users = user_with is not None
        self._user_with = user_with
        self._sessions: dict[str, Session] = {}
        self._lock = threading.Lock()

    def enter(self, key: str) -> str | None:
        """The id of a new session for whoever has this key or token; None where nobody has it."""
        # All are compared, in constant time each, so that how long it takes tells nothing.
        given = key.encode("utf-8", "surrogatepass")
        found = [person for known, person in self.keys.items() if hmac.compare_digest(known.encode(), given)]
        user = None if found else self._user(key)
        if not found and user is None:
            return None
        person = found[0] if user is None else _person(user)
        id_, csrf = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        with self._lock:
            self._sessions[id_] = Session(person=person, csrf=csrf, token=None if found else key)
            while len(self._sessions) > MOST:
                del self._sessions[next(iter(self._sessions))]
        return id_

    def _user(self, token: str) -> User | None:
        return self._user_with(token) if self._user_with is not None and token else None

    def session(self, id_: str | None) -> Session | None:
        """The session with this id; that of a user only as long as they have their token, and with their role now."""
        found = self._sessions.get(id_) if id_ else None
        if found is None or found.token is None:
            return found
        user = self._user(found.token)
        if user is None:
            self.leave(id_ or "")
            return None
        return msgspec.structs.replace(found, person=_person(user))

    def leave(self, id_: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(id_, None)


def needed(method: str, route: str) -> Role:
    """The role that a request takes, by its method and the path of its route."""
    if method in _READING or route in _ONES_OWN:
        return Role.READER
    return Role.OWNER if route in OWNERS else Role.REVIEWER


def _person(user: User) -> Person:
    return Person(name=user.name, role=user.role)


def sent_rightly(session: Session, token: str | None) -> bool:
    """Whether a change carries the session's token."""
    return token is not None and hmac.compare_digest(session.csrf.encode(), token.encode())
