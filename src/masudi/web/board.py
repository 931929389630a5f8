"""The claims of a case in columns, kept in memory: what pages count, filter and draw, without a look at the database.

A hundred thousand claims take some 30 MB, and a mask over all of them a millisecond; their words stay in the database.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from copy import copy
from enum import StrEnum
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from masudi.domain import Claim, Party, Place, Status
from masudi.domain.case import ReportSummary
from masudi.domain.text import folded
from masudi.export.words import Words
from masudi.review import Review
from masudi.web.voices import Voices, apart, columns, joined, party_key

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]

STATUSES = tuple(Status)


class Stage(StrEnum):
    """How far people are with a claim, as a filter has it; half: one of the two people that it needs."""

    UNREVIEWED = "unreviewed"
    HALF = "half"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    CONFLICT = "conflict"


STAGES = tuple(Stage)
# Classes of precision (data/placekinds.yaml) of which a map may show a point as one; every other is an area.
PINNED = frozenset({"exact", "neighbourhood", "village", "city"})
NO_DAY = 0
# For places of this class only what they lie in is known.
_WITHIN = "within_parent"


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A place that claims name: `key` is its id in a gazetteer, or `name:` and the words where none has it.

    `pinned` says that a map may show it as a point; `radius_km` is how far from the point it may be.
    """

    key: str
    name: str
    within: str | None = None
    kind: str | None = None
    precision: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None

    @property
    def placed(self) -> bool:
        """Whether it has a point at all, be it that of an area."""
        return self.lat is not None and self.lon is not None

    @property
    def pinned(self) -> bool:
        """Whether the point is the place's own."""
        return self.placed and self.precision in PINNED


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """A party that claims name: `key` is its id among the actors, its entity, or `name:` and the words."""

    key: str
    name: str


class Doubled(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that needs two people and has had them: who they were, whether they differ, and, if so, what it says."""

    names: tuple[str, str]
    differ: bool
    said: str


def stage_of(review: Review) -> Stage:
    """The stage of a claim, from how all may find it."""
    if review.conflict:
        return Stage.CONFLICT
    if review.two and not review.done:
        return Stage.HALF if review.begun else Stage.UNREVIEWED
    return Stage(review.state.value)


class Rows:
    """What is counted, filtered and drawn, each a row.

    `status` numbers STATUSES, `begins` and `ends` are days as ordinals (NO_DAY: none).
    Pairs tell which rows have a place (`place_rows` and `place_ids`, numbers of `spots`) or a party (`party_rows`,
    `party_ids`, numbers of `parties`). `reports` are those of the case that are current.
    """

    ids: tuple[str, ...]
    reports: tuple[ReportSummary, ...]
    status: Numbers
    begins: Numbers
    ends: Numbers
    spots: tuple[Spot, ...]
    spot_at: Mapping[str, int]
    place_rows: Numbers
    place_ids: Numbers
    parties: tuple[Who, ...]
    party_at: Mapping[str, int]
    party_rows: Numbers
    party_ids: Numbers

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def all(self) -> Mask:
        """All rows."""
        return np.ones(len(self), dtype=bool)

    def with_place(self, spot: int) -> Mask:
        """The rows that have a place."""
        return self.having(self.place_rows[self.place_ids == spot])

    def with_spots(self, spots: list[int]) -> Mask:
        """The rows that have any of these places."""
        wanted = np.zeros(len(self.spots) + 1, dtype=bool)
        wanted[spots] = True
        return self.having(self.place_rows[wanted[self.place_ids]])

    def with_party(self, party: int) -> Mask:
        """The rows that have a party."""
        return self.having(self.party_rows[self.party_ids == party])

    def having(self, rows: Numbers) -> Mask:
        """These rows as a mask."""
        mask = np.zeros(len(self), dtype=bool)
        mask[rows] = True
        return mask

    def within(self, first: datetime.date | None, last: datetime.date | None) -> Mask:
        """The rows of some days, either of which may be open; those without a day only where both are."""
        mask = self.all
        if first:
            mask &= self.ends >= first.toordinal()
        if last:
            mask &= (self.begins <= last.toordinal()) & (self.begins != NO_DAY)
        return mask

    def latest_first(self, mask: Mask) -> Numbers:
        """The rows of a mask, the latest day first, those without a day last."""
        rows = np.flatnonzero(mask)
        begins = self.begins[rows]
        return rows[np.lexsort((rows, -begins, begins == NO_DAY))]


class Board(Rows):
    """The claims that stand of the reports that are current, each a row, in the order in which they were added.

    Columns beside those of all rows: `kind` and `publisher` number the lists `kinds` and `publishers`, `report` numbers
    `reports`, `stage` STAGES; `two`: whether a claim needs two people; `doubled`, by ids: what came of those that have
    had them. `actors` are the labels of known actors by id, `voices` say who says what, and who does what to whom, of
    the same rows.
    """

    def __init__(
        self,
        claims: Iterable[tuple[str, Review]],
        reports: Iterable[ReportSummary],
        words: Words,
        actors: Mapping[str, str],
        voices: Voices,
    ) -> None:
        self.voices, self.words, self.actors = voices, words, actors
        self.reports = tuple(one for one in reports if one.current)
        self.kinds = tuple(words.kinds)
        self._report_at = {one.id: at for at, one in enumerate(self.reports)}
        self._kind_at = {name: at for at, name in enumerate(self.kinds)}
        names = sorted({one.publisher or "" for one in self.reports})
        self.publishers = tuple(names)
        by = {name: at for at, name in enumerate(names)}
        self._publisher_of = [by[one.publisher or ""] for one in self.reports]
        self.ids, self.row_of, self.doubled = (), {}, {}
        self.spots, self.spot_at, self.parties, self.party_at = (), {}, (), {}
        for name in COLUMNS:
            setattr(self, name, np.zeros(0, dtype=np.float64 if name == "confidence" else np.int64))
        self.place_rows, self.place_ids = columns([])
        self.party_rows, self.party_ids = columns([])
        self._fill(claims)

    row_of: Mapping[str, int]
    doubled: Mapping[str, Doubled]
    kind: Numbers
    report: Numbers
    publisher: Numbers
    stage: Numbers
    two: Numbers
    confidence: NDArray[np.float64]

    def kind_number(self, name: str) -> int:
        """The number of a kind, -1 for one that the ontology does not have (any more)."""
        return self._kind_at.get(name, -1)

    def report_number(self, id_: str) -> int | None:
        """The number of a current report."""
        return self._report_at.get(id_)

    def publisher_of(self, report: int) -> int:
        """The number of the publisher of a report."""
        return self._publisher_of[report]

    def updated(self, claims: Iterable[tuple[str, Review]]) -> Board:
        """The board with some claims (each with the id of its report) as they are now; this one stays as it is.

        Claims that it does not have come at its end.
        """
        found = copy(self)
        found._fill(claims)
        return found

    def _fill(self, claims: Iterable[tuple[str, Review]]) -> None:
        filling = _Filling(self)
        for report, review in claims:
            filling.add(report, review)
        filling.done()


COLUMNS = ("kind", "status", "report", "publisher", "begins", "ends", "stage", "two", "confidence")


class _Filling:
    """Claims on their way into the rows of a board: it gets columns of its own, those that it had are not changed."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.ids: list[str] = []
        self.rows: list[int] = []
        self.columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        self.places: list[tuple[int, int]] = []
        self.parties: list[tuple[int, int]] = []
        self.spots = {one.key: one for one in board.spots}
        self.spot_at = dict(board.spot_at)
        self.whos = {one.key: one for one in board.parties}
        self.party_at = dict(board.party_at)
        self.doubled = dict(board.doubled)
        self.voices = board.voices.another()

    def add(self, report_id: str, review: Review) -> None:
        report = self.board.report_number(report_id)
        if report is None:
            return
        claim = review.claim
        row = self.board.row_of.get(claim.id)
        if row is None:
            row = len(self.board) + len(self.ids)
            self.ids.append(claim.id)
        self.rows.append(row)
        self.voices.add(row, claim)
        self._double(review)
        begins, ends = claim_days(claim)
        given = (
            self.board.kind_number(claim.kind),
            STATUSES.index(claim.status),
            report,
            self.board.publisher_of(report),
            begins,
            ends,
            STAGES.index(stage_of(review)),
            review.two is not None,
            np.nan if claim.confidence.claim is None else claim.confidence.claim,
        )
        for column, value in zip(self.columns.values(), given, strict=True):
            column.append(value)
        self.places += [(row, number) for number in dict.fromkeys(map(self._spot, claim.place))]
        self.parties += [(row, number) for number in dict.fromkeys(map(self._who, (*claim.actor, *claim.target)))]

    def _double(self, review: Review) -> None:
        self.doubled.pop(review.claim.id, None)
        if review.two is not None and len(review.answers) > 1:
            one, other = sorted(name for name, _ in review.answers[:2])
            said = self.board.words.claim(review.claim) if review.conflict else ""
            self.doubled[review.claim.id] = Doubled(names=(one, other), differ=review.conflict, said=said)

    def _spot(self, place: Place) -> int:
        key = place_key(place)
        number = self.spot_at.setdefault(key, len(self.spot_at))
        if key not in self.spots:
            self.spots[key] = spot_of(place)
        return number

    def _who(self, party: Party) -> int:
        key = party_key(party)
        number = self.party_at.setdefault(key, len(self.party_at))
        if key not in self.whos:
            self.whos[key] = Who(key=key, name=party_name(party, self.board.words, self.board.actors))
        return number

    def done(self) -> None:
        board, rows = self.board, np.array(self.rows, dtype=np.int64)
        self.voices.done(rows)
        board.voices, board.doubled = self.voices, self.doubled
        for name, values in self.columns.items():
            before = getattr(board, name)
            column = np.concatenate([before, np.zeros(len(self.ids), dtype=before.dtype)])
            column[rows] = values
            setattr(board, name, column)
        board.spots, board.spot_at = tuple(self.spots.values()), self.spot_at
        board.parties, board.party_at = tuple(self.whos.values()), self.party_at
        board.place_rows, board.place_ids = joined(apart((board.place_rows, board.place_ids), rows), self.places)
        board.party_rows, board.party_ids = joined(apart((board.party_rows, board.party_ids), rows), self.parties)
        if self.ids:
            board.row_of = {**board.row_of, **{id_: len(board.ids) + at for at, id_ in enumerate(self.ids)}}
            board.ids = (*board.ids, *self.ids)


def claim_days(claim: Claim) -> tuple[int, int]:
    """First and last day of a claim as ordinals; where only one is said, that one is taken for both."""
    if claim.time is None:
        return NO_DAY, NO_DAY
    first, last = claim.time.from_ or claim.time.to, claim.time.to or claim.time.from_
    return _ordinal(first), _ordinal(last)


def _ordinal(day: datetime.date | None) -> int:
    return NO_DAY if day is None else day.toordinal()


def place_key(place: Place) -> str:
    """What tells a place from others: its id in a gazetteer, else the words.

    A part of a place ("south of", "within") shares the id of the whole, and is another spot where it is less exact. Two
    places of one name that no gazetteer has are two where people put them at two points.
    """
    if place.gazetteer_id is None:
        return name_key(place.name or place.text, place.lat, place.lon)
    return place.gazetteer_id if place.precision in PINNED else f"{place.gazetteer_id}/{place.precision}"


def name_key(name: str, lat: float | None, lon: float | None) -> str:
    """What tells a place that no gazetteer has from others: its name, and where people put it."""
    key = f"name:{folded(name)}"
    return key if lat is None or lon is None else f"{key}@{lat:.5f},{lon:.5f}"


def is_unresolved(spot: Spot) -> bool:
    """Whether no gazetteer has the place and nobody has pinned it."""
    return spot.key.startswith("name:") and (not spot.placed or spot.precision == _WITHIN)


def spot_of(place: Place) -> Spot:
    """The place as a map and a list show it."""
    return Spot(
        key=place_key(place),
        name=place.name or " ".join(place.text.split()),
        within=place.within if place.within != place.name else None,
        kind=place.kind,
        precision=place.precision,
        lat=place.lat,
        lon=place.lon,
        radius_km=place.radius_km,
    )


def party_name(party: Party, words: Words, actors: Mapping[str, str]) -> str:
    """The name of a party for people; `actors` are the labels of the known ones by id."""
    known = actors.get(party.actor_id) if party.actor_id else None
    return known or words.entity(party.entity) or party.name or " ".join(party.text.split())
