"""What happened at a place, by its incidents: how many of each status, the latest, and their tolls by origin."""

from __future__ import annotations

import datetime

import msgspec

from masudi.domain import Status
from masudi.domain.case_incident import SoughtIncidents
from masudi.domain.incident import Incident, TollRange
from masudi.export.incident_text import toll_words
from masudi.export.wording import bounds_words
from masudi.web.bench import Bench

_LATEST = 12
_FIRST_DAY = datetime.date(1, 1, 1)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What one origin counts, in words."""

    origin: str
    words: str


class TollLine(msgspec.Struct, frozen=True, kw_only=True):
    """The range of one harm in one incident, and what each origin counts. Ranges are never added up."""

    words: str
    accounts: tuple[Account, ...]


class IncidentLine(msgspec.Struct, frozen=True, kw_only=True):
    """An incident in a list: `what` it is of, its days, how many origins assert it."""

    id: str
    what: str
    status: Status
    first: datetime.date | None
    last: datetime.date | None
    origins: int
    contradicted: bool
    tolls: tuple[TollLine, ...]


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """The incidents of a place by status, the latest that are asserted, and the latest of any other status.

    `waiting` is how many reports of the case are not linked yet.
    """

    statuses: tuple[tuple[Status, int], ...]
    asserted: tuple[IncidentLine, ...]
    others: tuple[IncidentLine, ...]
    waiting: int

    @property
    def total(self) -> int:
        """All incidents of the place, of any status."""
        return sum(count for _, count in self.statuses)


def happened_at(bench: Bench, place: str) -> Happened:
    """The incidents of a place, by its id in a gazetteer or its name."""
    counts = {one: bench.case.count_incidents(SoughtIncidents(place=place, status=one)) for one in Status}
    others = [line for one in Status if one is not Status.ASSERTED for line in _latest(bench, place, one, counts[one])]
    others.sort(key=lambda line: line.first or _FIRST_DAY, reverse=True)
    return Happened(
        statuses=tuple(counts.items()),
        asserted=_latest(bench, place, Status.ASSERTED, counts[Status.ASSERTED]),
        others=tuple(others[:_LATEST]),
        waiting=bench.case.waiting(),
    )


def _latest(bench: Bench, place: str, status: Status, count: int) -> tuple[IncidentLine, ...]:
    """The latest incidents of a status; those without a day only where there are too few with one."""
    if not count:
        return ()
    sought = SoughtIncidents(place=place, status=status)
    offset = 0
    if count > _LATEST:
        dated = bench.case.count_incidents(SoughtIncidents(place=place, status=status, from_=_FIRST_DAY))
        offset = max(0, dated - _LATEST)
    found = bench.case.incidents(sought, limit=_LATEST, offset=offset)
    lines = [_line(bench, one.incident) for one in found]
    return tuple(sorted(lines, key=lambda line: line.first or _FIRST_DAY, reverse=True))


def _line(bench: Bench, one: Incident) -> IncidentLine:
    names = {origin.key: origin.name for origin in one.origins}
    kinds = ", ".join(map(bench.words.kind, one.kinds))
    return IncidentLine(
        id=one.id,
        what=kinds[:1].upper() + kinds[1:],
        status=one.status,
        first=one.from_,
        last=one.to,
        origins=one.corroboration.origins,
        contradicted=bool(one.contradictions),
        tolls=tuple(_toll(toll, names) for toll in one.tolls),
    )


def _toll(toll: TollRange, names: dict[str, str]) -> TollLine:
    return TollLine(
        words=toll_words(toll),
        accounts=tuple(
            Account(origin=names.get(one.origin, one.origin), words=bounds_words(one.low, one.high).rstrip(","))
            for one in toll.accounts
        ),
    )
