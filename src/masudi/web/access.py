"""Who uses the workbench: keys that open it, sessions in the browser, and tokens that changes have to carry."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Iterable

import msgspec

# A browser that forgets to close keeps its session for so long, in seconds: a working week.
LASTS = 5 * 24 * 3600
# Sessions held at once; the oldest goes where there are more.
MOST = 1000


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may use the workbench: the name under which decisions are kept."""

    name: str


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One browser of one person; `csrf` is what its forms carry, so that no other site can send them."""

    person: Person
    csrf: str


class Visitors:
    """The people who may come in, each by a key of their own that is made anew at every start, and their sessions."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.keys: dict[str, Person] = {secrets.token_urlsafe(24): person for person in people}
        self._sessions: dict[str, Session] = {}
        self._lock = threading.Lock()

    def enter(self, key: str) -> str | None:
        """The id of a new session for whoever has this key; None where nobody has it."""
        # All are compared, in constant time each, so that how long it takes tells nothing.
        found = [person for known, person in self.keys.items() if hmac.compare_digest(known.encode(), key.encode())]
        if not found:
            return None
        id_ = secrets.token_urlsafe(24)
        with self._lock:
            self._sessions[id_] = Session(person=found[0], csrf=secrets.token_urlsafe(24))
            while len(self._sessions) > MOST:
                del self._sessions[next(iter(self._sessions))]
        return id_

    def session(self, id_: str | None) -> Session | None:
        """The session with this id."""
        return self._sessions.get(id_) if id_ else None

    def leave(self, id_: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(id_, None)


def sent_rightly(session: Session, token: str | None) -> bool:
    """Whether a change carries the session's token."""
    return token is not None and hmac.compare_digest(session.csrf.encode(), token.encode())
