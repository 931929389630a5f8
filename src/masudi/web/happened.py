"""What happened at a place, by its incidents: how many of each status, the latest, and their tolls by origin."""

from __future__ import annotations

import datetime

import msgspec

from masudi.domain import Status
from masudi.domain.incident import Incident, TollRange
from masudi.export.incident_text import toll_words
from masudi.export.wording import bounds_words
from masudi.web import counting
from masudi.web.bench import Bench
from masudi.web.board import STATUSES, Mask
from masudi.web.incident_board import IncidentBoard

_LATEST = 12


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


def happened_at(bench: Bench, claims: Mask) -> Happened:
    """The incidents of some claims (a mask of the board): those that name a place."""
    board = bench.incidents
    # The board may have grown since the mask was made.
    homes = board.home[: len(claims)][claims]
    mask = board.having(homes[homes >= 0])
    asserted = board.status == STATUSES.index(Status.ASSERTED)
    return Happened(
        statuses=tuple(zip(STATUSES, counting.by_status(board, mask), strict=True)),
        asserted=_latest(bench, board, mask & asserted),
        others=_latest(bench, board, mask & ~asserted),
        waiting=bench.case.waiting(),
    )


def _latest(bench: Bench, board: IncidentBoard, mask: Mask) -> tuple[IncidentLine, ...]:
    """The latest incidents of a mask; those without a day only where there are too few with one."""
    ids = [board.ids[row] for row in board.latest_first(mask)[:_LATEST].tolist()]
    found = bench.case.incidents_named(ids)
    return tuple(_line(bench, found[id_].incident) for id_ in ids if id_ in found)


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
