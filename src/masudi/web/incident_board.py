"""The incidents of a case in columns, kept in memory beside the claims: counted, filtered and drawn like these."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property
from itertools import compress

import numpy as np

from masudi.domain import Place
from masudi.domain.case_incident import IncidentOutline
from masudi.web.asked import Asked, is_kind, spots_inside
from masudi.web.board import NO_DAY, STAGES, STATUSES, Board, Mask, Numbers, Rows, place_key, spot_of
from masudi.web.counting import Entry, Tally, in_order, pairs
from masudi.web.voices import Pairs, columns, joined


class IncidentBoard(Rows):
    """The incidents as they were linked last, each a row, in the order in which the case gives them.

    Columns beside those of all rows: `origins` is how many assert it; `contradicted`, `graded` and `made_up` (whether a
    claim of it is from a made-up report). `home` gives for each row of `board`, the claims, that of its incident, -1
    for none; kinds (`kind_rows`, `kind_ids`) and publishers are pairs.
    """

    origins: Numbers
    contradicted: Mask
    graded: Mask

    def __init__(self, board: Board, found: Iterable[IncidentOutline]) -> None:
        self.ids = ()
        self.spots, self.spot_at = (), {}
        for name, empty in _columns(()).items():
            setattr(self, name, empty)
        self.kind_rows, self.kind_ids = columns([])
        self.place_rows, self.place_ids = columns([])
        self.home = np.zeros(0, dtype=np.int64)
        self._put(board, list(found))

    def updated(self, board: Board, gone: Iterable[str], found: Sequence[IncidentOutline]) -> IncidentBoard:
        """The incidents with `found` among them, without those (by their ids) that are `gone`; this one stays as it is.

        `board` has the claims as they are now, in rows that are theirs in the one before.
        """
        made = copy(self)
        for name in _DERIVED:
            made.__dict__.pop(name, None)
        gone = tuple(gone)
        if not gone and not found and len(board) == len(self.board):
            made.board, made.reports, made.parties, made.party_at = board, board.reports, board.parties, board.party_at
            return made
        made._drop(np.array(sorted(self.rows_of([*gone, *(one.id for one in found)]).values()), dtype=np.int64))
        made._put(board, found)
        return made

    def _drop(self, rows: Numbers) -> None:
        """Leave rows out; those behind them move up."""
        kept = ~self.having(rows)
        to = np.where(kept, np.cumsum(kept) - 1, -1)
        for name in _columns(()):
            setattr(self, name, getattr(self, name)[kept])
        self.ids = tuple(compress(self.ids, kept.tolist()))
        self._move(to)

    def _move(self, to: Numbers) -> None:
        """Rows have other numbers (-1: are gone)."""
        self.kind_rows, self.kind_ids = _moved((self.kind_rows, self.kind_ids), to)
        self.place_rows, self.place_ids = _moved((self.place_rows, self.place_ids), to)
        self.home = np.where(self.home >= 0, np.append(to, -1)[self.home], -1)

    def _put(self, board: Board, found: Sequence[IncidentOutline]) -> None:
        """Take incidents in, each where the order has it; `found` are in that order, and none of them is there."""
        self.board, self.reports = board, board.reports
        self.kinds, self.publishers = board.kinds, board.publishers
        self.parties, self.party_at = board.parties, board.party_at
        at = self._where(found)
        self._move(np.arange(len(self)) + np.searchsorted(at, np.arange(len(self)), side="right"))
        rows = at + np.arange(len(found))
        for name, values in _columns(found).items():
            setattr(self, name, np.insert(getattr(self, name), at, values))
        self.ids = _inserted(self.ids, at, [one.id for one in found])
        self.home = np.append(self.home, np.full(len(board) - len(self.home), -1, dtype=np.int64))
        for row, one in zip(rows.tolist(), found, strict=True):
            self.home[[board.row_of[claim] for claim in one.claims if claim in board.row_of]] = row
        kinds = [
            (row, board.kind_number(kind)) for row, one in zip(rows.tolist(), found, strict=True) for kind in one.kinds
        ]
        self.kind_rows, self.kind_ids = joined(
            (self.kind_rows, self.kind_ids), [pair for pair in kinds if pair[1] >= 0]
        )
        self._place(rows.tolist(), [one.places for one in found])

    def _where(self, found: Sequence[IncidentOutline]) -> Numbers:
        """Before which row each of some incidents comes: by days, those without one last, then by ids."""
        if not len(self):
            return np.zeros(len(found), dtype=np.int64)
        rows = range(len(self))
        return _numbers(bisect_left(rows, by_days(one), key=lambda row: self._order_of(row)) for one in found)

    def _order_of(self, row: int) -> tuple[bool, int, str]:
        day = int(self.begins[row])
        return day == NO_DAY, day, self.ids[row]

    def _place(self, rows: Sequence[int], places: Iterable[Iterable[Place]]) -> None:
        spots = {one.key: one for one in self.spots}
        at = dict(self.spot_at)
        found: list[tuple[int, int]] = []
        for row, its in zip(rows, places, strict=True):
            for place in its:
                key = place_key(place)
                spots.setdefault(key, spot_of(place))
                found.append((row, at.setdefault(key, len(at))))
        self.spots, self.spot_at = tuple(spots.values()), at
        self.place_rows, self.place_ids = joined((self.place_rows, self.place_ids), list(dict.fromkeys(found)))

    @cached_property
    def made_up(self) -> Mask:
        """The incidents with a claim from a made-up report."""
        invented = np.array([one.synthetic for one in self.reports], dtype=bool)[self.board.report]
        return self.having(self.home[invented & (self.home >= 0)])

    @cached_property
    def of_parties(self) -> Pairs:
        """Rows, and the numbers of the parties that their claims name."""
        return self._of_claims(self.board.party_rows, self.board.party_ids)

    @cached_property
    def of_publishers(self) -> Pairs:
        """Rows, and the numbers of the publishers of their claims."""
        return self._of_claims(np.arange(len(self.board)), self.board.publisher)

    @property
    def party_rows(self) -> Numbers:  # type: ignore[override]
        """As for all rows; worked out when it is first asked for."""
        return self.of_parties[0]

    @property
    def party_ids(self) -> Numbers:  # type: ignore[override]
        """As for all rows."""
        return self.of_parties[1]

    def _of_claims(self, rows: Numbers, ids: Numbers) -> Pairs:
        """Pairs of claims with something as pairs of their incidents with it, each once."""
        homes = self.home[rows]
        inside = homes >= 0
        # Both as one number: numpy sorts those many times faster than pairs.
        length = int(ids.max(initial=0)) + 1
        both = np.unique(homes[inside] * length + ids[inside])
        return both // length, both % length

    def rows_of(self, ids: Iterable[str]) -> dict[str, int]:
        """The rows of some incidents by their ids; ids that none has are passed over."""
        # Looked for rather than kept: of a hundred thousand it takes a tenth of what it takes to note where each is,
        # and with many decisions they are often in other rows.
        wanted = set(ids)
        return {id_: row for row, id_ in enumerate(self.ids) if id_ in wanted} if wanted else {}

    def of_claim(self, claim: str) -> str | None:
        """The id of the incident that a claim is of."""
        row = self.board.row_of.get(claim)
        home = -1 if row is None else int(self.home[row])
        return self.ids[home] if home >= 0 else None

    def in_stage(self, stage: int) -> Mask:
        """The incidents with a claim that is in this stage of review, by its number."""
        return self.having(self.home[(self.board.stage == stage) & (self.home >= 0)])

    def by_kind(self, mask: Mask) -> dict[str, Tally]:
        """The incidents of each kind that has any."""
        counts = pairs(self, mask, self.kind_rows, self.kind_ids, len(self.kinds))
        return {name: count for name, count in zip(self.kinds, counts, strict=True) if count.all}

    def by_publisher(self, mask: Mask) -> list[Entry]:
        """The incidents of which each publisher tells, the most first."""
        counts = pairs(self, mask, *self.of_publishers, len(self.publishers))
        named = zip(self.publishers, counts, strict=True)
        return in_order(Entry(key=name, name=name, count=count) for name, count in named if count.all and name)

    def by_stage(self, mask: Mask) -> tuple[int, ...]:
        """How many incidents have a claim in each stage of review, in the order of STAGES."""
        return tuple(int(np.count_nonzero(mask & self.in_stage(stage))) for stage in range(len(STAGES)))

    def passing(self, asked: Asked, families: Mapping[str, str], *, but: str = "") -> Mask:
        """Which incidents pass all filters, or all but the one named `but`; see `masudi.web.asked.passing`.

        An incident passes where one of its claims is in a stage of review, by a publisher, or names a party.
        `families` are those of kinds.
        """
        mask = self.all
        if asked.kind and but != "kind":
            numbers = [at for at, name in enumerate(self.kinds) if is_kind(name, asked, families)]
            mask &= self.having(self.kind_rows[np.isin(self.kind_ids, numbers)])
        if asked.status and but != "status":
            mask &= np.isin(self.status, [STATUSES.index(one) for one in asked.status])
        if asked.review and but != "review":
            mask &= np.logical_or.reduce([self.in_stage(STAGES.index(one)) for one in asked.review])
        if asked.actor and but != "actor":
            party = self.party_at.get(asked.actor)
            mask &= np.False_ if party is None else self.with_party(party)
        if asked.place and but != "place":
            spot = self.spot_at.get(asked.place)
            mask &= np.False_ if spot is None else self.with_place(spot)
        if asked.publisher and but != "publisher":
            known = self.publishers.index(asked.publisher) if asked.publisher in self.publishers else -1
            rows, ids = self.of_publishers
            mask &= self.having(rows[ids == known])
        if but != "period":
            mask &= self.within(asked.from_, asked.to)
        if asked.box and but != "box":
            mask &= self.with_spots(spots_inside(self.spots, asked.box))
        return mask & self.told(asked)

    def told(self, asked: Asked) -> Mask:
        """The incidents that as many origins assert as is asked for, and that are contradicted if that is."""
        mask = self.all
        if asked.origins:
            mask &= self.origins >= asked.origins
        if asked.contradicted:
            mask &= self.contradicted
        return mask


_DERIVED = ("made_up", "of_parties", "of_publishers")


def _columns(found: Sequence[IncidentOutline]) -> dict[str, Numbers | Mask]:
    lasts = (one.to or one.from_ for one in found)
    return {
        "status": _numbers(STATUSES.index(one.status) for one in found),
        "begins": _numbers(one.from_.toordinal() if one.from_ else NO_DAY for one in found),
        "ends": _numbers(last.toordinal() if last else NO_DAY for last in lasts),
        "origins": _numbers(one.corroboration.origins for one in found),
        "contradicted": np.array([bool(one.contradictions) for one in found], dtype=bool),
        "graded": np.array([one.graded for one in found], dtype=bool),
    }


def by_days(one: IncidentOutline) -> tuple[bool, int, str]:
    """What incidents are ordered by: their days, those without one last, then their ids."""
    return one.from_ is None, one.from_.toordinal() if one.from_ else NO_DAY, one.id


def _inserted(ids: tuple[str, ...], at: Numbers, more: Sequence[str]) -> tuple[str, ...]:
    found, last = list[str](), 0
    for place, id_ in zip(at.tolist(), more, strict=True):
        found += ids[last:place]
        found.append(id_)
        last = place
    return (*found, *ids[last:])


def _moved(pairs: Pairs, to: Numbers) -> Pairs:
    rows = to[pairs[0]]
    kept = rows >= 0
    return rows[kept], pairs[1][kept]


def _numbers(values: Iterable[int]) -> Numbers:
    return np.array(list(values), dtype=np.int64)
