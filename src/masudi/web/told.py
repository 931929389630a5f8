"""A case as people on other machines see it: what the publishing policy lets go, and what follows from that alone.

Pages are made of it as of any case, so that whatever they count or work out is of what may leave.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import msgspec

from masudi.casefile import Case
from masudi.domain import Action, Claim, ReviewState
from masudi.domain.case import CaseClaim, CaseSummary, Decision, ReportSummary, Sought
from masudi.domain.case_incident import CaseIncident, IncidentOutline, SoughtIncidents
from masudi.domain.incident import Incident, Link
from masudi.errors import UsageError
from masudi.pipeline.leaving import Held

_ON_CLAIMS = frozenset({Action.ACCEPT, Action.REJECT, Action.CORRECT, Action.ADD, Action.UNDO, Action.CARRY})


class ToldCase:
    """Stands for a `Case`: reads leave out what is withheld, everything else goes to the case itself.

    Methods are those of `Case`, where each is described. What is not listed here is of no claim, or passes the `Shield`
    on its way out. A claim that was added after `held` was worked out is left out too.
    """

    def __init__(self, case: Case, held: Held) -> None:
        self._case, self._held = case, held
        self._claims, self._reports = held.told.claims, held.told.reports
        self._incidents: Mapping[str, CaseIncident] = held.told.incidents

    def __getattr__(self, name: str) -> Any:
        return getattr(self._case, name)

    # Claims and reports

    def _those(self, found: Iterable[CaseClaim]) -> Iterator[CaseClaim]:
        return (one for one in found if one.claim.id in self._claims)

    def claims(self, sought: Sought | None = None, *, older: bool = False) -> Iterator[CaseClaim]:
        """See `Case.claims`."""
        return self._those(self._case.claims(sought, older=older))

    def claim(self, id_: str) -> CaseClaim:
        """See `Case.claim`."""
        if id_ not in self._claims:
            raise UsageError(f"there is no claim {id_} here")
        return self._case.claim(id_)

    def find(self, prefix: str) -> object:
        """See `Case.find`."""
        found = self._case.find(prefix)
        if isinstance(found, CaseClaim):
            return self.claim(found.claim.id)
        if found.id not in self._reports:
            raise UsageError(f"no report and no claim here has an id that begins with {prefix!r}")
        return found

    def with_ids(self, ids: Iterable[str]) -> Iterator[CaseClaim]:
        """See `Case.with_ids`."""
        return self._case.with_ids([one for one in ids if one in self._claims])

    def claims_of(self, report_id: str) -> list[CaseClaim]:
        """See `Case.claims_of`."""
        return list(self._those(self._case.claims_of(report_id)))

    def orphans(self) -> Iterator[CaseClaim]:
        """See `Case.orphans`."""
        return self._those(self._case.orphans())

    def counting(
        self, kinds: Collection[str], harm: str, least: float, *, decided: Iterable[str] | None = None
    ) -> Iterator[tuple[str, Claim | None]]:
        """See `Case.counting`."""
        found = self._case.counting(kinds, harm, least, decided=decided)
        return (one for one in found if one[0] in self._claims)

    def rejected(self, kinds: Collection[str], harm: str) -> int:
        """See `Case.rejected`."""
        rejected = (one.claim for one in self.claims(Sought(state=ReviewState.REJECTED)))
        return sum(one.kind in kinds or any(toll.harm == harm for toll in one.casualties) for one in rejected)

    def reports(self) -> Iterator[ReportSummary]:
        """See `Case.reports`."""
        counts = Counter(one.report_id for one in self.claims())
        for one in self._case.reports():
            if one.id in self._reports:
                yield msgspec.structs.replace(one, claims=counts[one.id])

    def reprint_groups(self) -> Mapping[str, str]:
        """See `Case.reprint_groups`."""
        return {one: group for one, group in self._case.reprint_groups().items() if one in self._reports}

    def summary(self) -> CaseSummary:
        """See `Case.summary`."""
        reports = list(self.reports())
        current = [one for one in reports if one.current]
        return msgspec.structs.replace(
            self._case.summary(),
            reports=len(current),
            older_versions=len(reports) - len(current),
            claims=sum(one.claims for one in current),
        )

    def decisions(self, subject: str | None = None, *, after: int = 0) -> Iterator[Decision]:
        """See `Case.decisions`."""
        for one in self._case.decisions(subject, after=after):
            if one.action not in _ON_CLAIMS or one.subject in self._claims:
                yield one

    # What was worked out from the whole case tells of what is withheld, and what is worked out here is of the rest.

    def recall(self, *_: str) -> None:
        """See `Case.recall`."""

    def remember(self, *_: object) -> None:
        """See `Case.remember`."""

    # Incidents

    def all_incidents(self) -> list[Incident]:
        """See `Case.all_incidents`."""
        return [one.incident for one in self._incidents.values()]

    def incidents(
        self, sought: SoughtIncidents | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[CaseIncident]:
        """See `Case.incidents`."""
        found = [self._incidents[one.incident.id] for one in self._case.incidents(sought) if self._has(one)]
        found = [one for one in found if sought is None or _fits(one, sought)]
        return found[offset : None if limit is None else offset + limit]

    def _has(self, found: CaseIncident) -> bool:
        return found.incident.id in self._incidents

    def count_incidents(self, sought: SoughtIncidents | None = None) -> int:
        """See `Case.count_incidents`."""
        return len(self.incidents(sought))

    def find_incident(self, prefix: str) -> CaseIncident:
        """See `Case.find_incident`."""
        found = self._case.find_incident(prefix)
        if not self._has(found):
            raise UsageError(f"no incident here has an id that begins with {prefix!r}")
        return self._incidents[found.incident.id]

    def incidents_named(self, ids: Sequence[str]) -> dict[str, CaseIncident]:
        """See `Case.incidents_named`."""
        return {one: self._incidents[one] for one in ids if one in self._incidents}

    def incident_of(self, id_: str) -> str | None:
        """See `Case.incident_of`."""
        found = self._case.incident_of(id_) if id_ in self._claims else None
        return found if found in self._incidents else None

    def incident_claims(self, id_: str) -> list[CaseClaim]:
        """See `Case.incident_claims`."""
        return list(self._those(self._case.incident_claims(id_)))

    def incident_links(self, id_: str) -> tuple[list[Link], dict[str, bytes]]:
        """See `Case.incident_links`."""
        links, bodies = self._case.incident_links(id_)
        return [one for one in links if {one.one, one.other} <= self._claims], bodies

    def incidents_outlined(self, ids: Iterable[str]) -> list[IncidentOutline]:
        """See `Case.incidents_outlined`."""
        return [_outline(self._incidents[one]) for one in ids if one in self._incidents]

    def incidents_made_since(self, moment: datetime.datetime | None) -> dict[str, datetime.datetime]:
        """See `Case.incidents_made_since`."""
        found = self._case.incidents_made_since(moment)
        return {one: made for one, made in found.items() if one in self._incidents}

    def rejections(self) -> int:
        """See `Case.rejections`."""
        return sum(1 for _ in self.claims(Sought(state=ReviewState.REJECTED)))

    def incident_outlines(self, **asked: Any) -> Iterator[IncidentOutline]:
        """See `Case.incident_outlines`."""
        for one in self._case.incident_outlines(**asked):
            if one.id in self._incidents:
                yield _outline(self._incidents[one.id])


def told_case(case: Case, held: Held) -> Case:
    """The case without what is withheld, for whatever reads one."""
    return cast(Case, ToldCase(case, held))


def _fits(found: CaseIncident, sought: SoughtIncidents) -> bool:
    """Whether what is left of an incident is still what was sought, as far as that may have changed."""
    one = found.incident
    places = {name for place in one.places for name in (place.gazetteer_id, place.name, place.text)}
    return (
        (sought.status is None or one.status is sought.status)
        and (sought.kind is None or sought.kind in one.kinds)
        and (sought.origins is None or one.corroboration.origins >= sought.origins)
        and (sought.contradicted is None or bool(one.contradictions) is sought.contradicted)
        and (sought.place is None or sought.place in places)
        and (sought.from_ is None or (one.to or one.from_) is not None)
    )


def _outline(found: CaseIncident) -> IncidentOutline:
    one = found.incident
    return IncidentOutline(
        id=one.id,
        kinds=one.kinds,
        status=one.status,
        from_=one.from_,
        to=one.to,
        places=one.places,
        claims=one.claims,
        contradictions=tuple(msgspec.Raw(msgspec.json.encode(each)) for each in one.contradictions),
        corroboration=one.corroboration,
        graded=found.grade is not None,
    )
