"""The incidents of a case in columns, kept in memory beside the claims: counted, filtered and drawn like these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from masudi.domain import Place
from masudi.domain.case_incident import IncidentOutline
from masudi.web.asked import Asked, is_kind, spots_inside
from masudi.web.board import NO_DAY, STAGES, STATUSES, Board, Mask, Numbers, Rows, Spot, place_key, spot_of
from masudi.web.counting import Entry, Tally, in_order, pairs
from masudi.web.voices import columns


class IncidentBoard(Rows):
    """The incidents as they were linked last, each a row, in the order in which the case gives them.

    Columns beside those of all rows: `origins` is how many assert it; `contradicted`, `graded` and `made_up` (whether a
    claim of it is from a made-up report). `home` gives for each row of `board`, the claims, that of its incident, -1
    for none; kinds (`kind_rows`, `kind_ids`) and publishers are pairs.
    """

    def __init__(self, board: Board, found: Iterable[IncidentOutline]) -> None:
        self.board, self.reports = board, board.reports
        self.kinds, self.publishers = board.kinds, board.publishers
        self.parties, self.party_at = board.parties, board.party_at
        its = list(found)
        self.ids = tuple(one.id for one in its)
        self.row_of = {id_: row for row, id_ in enumerate(self.ids)}
        self.status = _numbers(STATUSES.index(one.status) for one in its)
        self.begins = _numbers(one.from_.toordinal() if one.from_ else NO_DAY for one in its)
        lasts = (one.to or one.from_ for one in its)
        self.ends = _numbers(last.toordinal() if last else NO_DAY for last in lasts)
        self.origins = _numbers(one.corroboration.origins for one in its)
        self.contradicted: Mask = np.array([bool(one.contradictions) for one in its], dtype=bool)
        self.graded: Mask = np.array([one.graded for one in its], dtype=bool)
        kinds = [(row, board.kind_number(kind)) for row, one in enumerate(its) for kind in one.kinds]
        self.kind_rows, self.kind_ids = columns([pair for pair in kinds if pair[1] >= 0])
        self._place([one.places for one in its])
        self.home = np.full(len(board), -1, dtype=np.int64)
        for row, one in enumerate(its):
            for claim in one.claims:
                if (at := board.row_of.get(claim)) is not None:
                    self.home[at] = row
        invented = np.array([one.synthetic for one in board.reports], dtype=bool)[board.report]
        self.made_up = self.having(self.home[invented & (self.home >= 0)])
        self.party_rows, self.party_ids = self._of_claims(board.party_rows, board.party_ids)
        self.publisher_rows, self.publisher_ids = self._of_claims(np.arange(len(board)), board.publisher)

    def _place(self, places: Iterable[Iterable[Place]]) -> None:
        spots: dict[str, Spot] = {}
        at: dict[str, int] = {}
        found: list[tuple[int, int]] = []
        for row, its in enumerate(places):
            for place in its:
                key = place_key(place)
                spots.setdefault(key, spot_of(place))
                found.append((row, at.setdefault(key, len(at))))
        self.spots, self.spot_at = tuple(spots.values()), at
        self.place_rows, self.place_ids = columns(list(dict.fromkeys(found)))

    def _of_claims(self, rows: Numbers, ids: Numbers) -> tuple[Numbers, Numbers]:
        """Pairs of claims with something as pairs of their incidents with it, each once."""
        homes = self.home[rows]
        inside = homes >= 0
        both = np.unique(np.stack([homes[inside], ids[inside]]), axis=1)
        return both[0], both[1]

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
        counts = pairs(self, mask, self.publisher_rows, self.publisher_ids, len(self.publishers))
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
            mask &= self.having(self.publisher_rows[self.publisher_ids == known])
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


def _numbers(values: Iterable[int]) -> Numbers:
    return np.array(list(values), dtype=np.int64)
