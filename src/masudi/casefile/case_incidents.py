"""What a case that is open does with incidents."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

from masudi.casefile import incidents, linking, reprinting, settings, victims
from masudi.casefile.case_open import CaseOpen
from masudi.casefile.engine import writing
from masudi.domain.case import CaseClaim, Decision
from masudi.domain.case_incident import CaseIncident, IncidentOutline, SoughtIncidents
from masudi.domain.incident import Incident, Link
from masudi.domain.victim import NamedVictim
from masudi.errors import UsageError


class CaseIncidents(CaseOpen):
    """The part of `masudi.casefile.Case` that has to do with incidents."""

    def linking(self) -> AbstractContextManager[linking.Transaction]:
        """A transaction for `masudi.pipeline.relink`, which is the only one that changes incidents."""
        # No claim changes by it: what was worked out from the claims still stands.
        return writing(self._engine, self.where, durable=False)

    def let_all_wait(self) -> None:
        """All reports are to be linked anew; incidents stand until they are."""
        with self._writing() as connection:
            reprinting.forget_all(connection)
            linking.begin_anew(connection)

    def waiting(self) -> int:
        """How many reports wait to be linked: incidents do not have their claims as they are now."""
        with self._reading() as connection:
            return linking.count_waiting(connection)

    def incidents(
        self, sought: SoughtIncidents | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[CaseIncident]:
        """The incidents that are `sought`, by their days, those without one last."""
        with self._reading() as connection:
            return incidents.chosen(connection, sought or SoughtIncidents(), limit, offset)

    def count_incidents(self, sought: SoughtIncidents | None = None) -> int:
        """How many incidents are `sought`."""
        with self._reading() as connection:
            return incidents.count(connection, sought or SoughtIncidents())

    def find_incident(self, prefix: str) -> CaseIncident:
        """The incident whose id begins so; UsageError where there is none, or more than one."""
        with self._reading() as connection:
            ids = incidents.ids(connection, prefix.strip())
            found = incidents.load(connection, ids[0]) if len(ids) == 1 else None
        if len(ids) > 1:
            raise UsageError(f"several incidents begin with {prefix!r}: give more of it")
        if found is None:
            raise UsageError(f"no incident in {self.where} has an id that begins with {prefix!r}")
        return found

    def incidents_named(self, ids: Sequence[str]) -> dict[str, CaseIncident]:
        """The incidents with these ids, by id; ids that none has are passed over."""
        with self._reading() as connection:
            return incidents.named(connection, ids)

    def incident_of(self, id_: str) -> str | None:
        """The id of the incident that the claim with this id is of."""
        with self._reading() as connection:
            return incidents.of_claim(connection, id_)

    def incident_claims(self, id_: str) -> list[CaseClaim]:
        """The claims of the incident with this id, in the order in which they were published."""
        with self._reading() as connection:
            return incidents.claims_in(connection, id_)

    def incident_links(self, id_: str) -> tuple[list[Link], dict[str, bytes]]:
        """The links between the gists of an incident, the strongest first, and these gists by their ids."""
        with self._reading() as connection:
            return incidents.links_in(connection, id_)

    def incident_history(self, id_: str, claims: Iterable[str]) -> list[Decision]:
        """What people decided about an incident, and about where its claims belong; also what was undone."""
        with self._reading() as connection:
            return incidents.history(connection, id_, claims)

    def incidents_mark(self) -> str:
        """Random letters that are others after every linking; what was worked out under the same mark still holds.

        What people say of incidents without their being linked anew, a grade, changes `Case.mark`.
        """
        with self._reading() as connection:
            return settings.mark(connection, settings.LINKED)

    def all_incidents(self) -> list[Incident]:
        """All incidents, for what looks at all of them."""
        with self._reading() as connection:
            return list(incidents.every(connection))

    def incident_outlines(self) -> Iterator[IncidentOutline]:
        """All incidents in outline, by their days, those without one last."""
        with self._reading() as connection:
            yield from incidents.outlines(connection)

    def incidents_outlined(self, ids: Iterable[str]) -> list[IncidentOutline]:
        """Those of some incidents, by their ids, that there are, in outline and in no order."""
        with self._reading() as connection:
            return list(incidents.outlined(connection, ids))

    def incidents_made_since(self, moment: datetime.datetime | None) -> dict[str, datetime.datetime]:
        """By their ids, when each of the incidents was made that linking made, or made anew, after a moment."""
        with self._reading() as connection:
            return incidents.made_since(connection, moment)

    def incidents_made(self) -> datetime.datetime | None:
        """When the incident was made that linking made last; None where there is none."""
        with self._reading() as connection:
            return incidents.made(connection)

    def victims(self, ids: Iterable[str] | None = None) -> list[NamedVictim]:
        """The persons whom claims name as harmed, by name; some of them by their ids ("victim:3")."""
        with self._reading() as connection:
            return list(victims.listed(connection, ids))

    def prints(self, texts: Iterable[str] | None = None) -> dict[str, reprinting.Printed]:
        """For the texts (hashes) that several reports print, or those of `texts` that do, the first print."""
        with self._reading() as connection:
            return reprinting.printed(connection, None if texts is None else set(texts))

    def reprint_groups(self) -> Mapping[str, str]:
        """For each report (its id) that prints a text that others print, the id of the group."""
        with self._reading() as connection:
            return reprinting.groups(connection)
