"""What a case that is open keeps of what was worked out from all of it."""

from __future__ import annotations

from masudi.casefile import keeping
from masudi.casefile.case_open import CaseOpen
from masudi.casefile.engine import writing
from masudi.domain.case import canonical_hash


class CaseKept(CaseOpen):
    """The part of `masudi.casefile.Case` that has to do with what is kept."""

    def state(self) -> str:
        """Letters that are others after every change of the case and after every linking."""
        with self._reading() as connection:
            return keeping.state(connection)

    def recall(self, name: str, state: str, made_of: str) -> bytes | None:
        """What was kept under a name, if it was worked out in this state of the case, and of what else `made_of` says.

        None where there is nothing such: it has to be worked out, and may be kept.
        """
        with self._reading() as connection:
            return keeping.find(connection, name, canonical_hash([state, made_of]))

    def remember(self, name: str, state: str, made_of: str, body: bytes) -> None:
        """Keep what was worked out in a `state` of the case, in place of what is kept under the name.

        Nothing is kept where the case has changed since. To whoever looks at the case, this is no change of it.
        """
        with writing(self._engine, self.where, durable=False) as connection:
            # What was erased meanwhile must not come back.
            if keeping.state(connection) == state:
                keeping.keep(connection, name, canonical_hash([state, made_of]), body)
