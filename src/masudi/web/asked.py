"""What a page is asked to show: the filters in its address, and which claims of a board pass them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import msgspec
import numpy as np
from fastapi import Query

from masudi.domain import Status
from masudi.errors import UsageError
from masudi.export.words import Words
from masudi.web.board import STAGES, STATUSES, Board, Mask, Spot, Stage

_LONGEST = 300

Of = Literal["incidents", "claims"]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The filters of a page; what is empty or None does not matter. Within one filter any value will do.

    `kind` are names of kinds or of families; `actor` and `place` keys of the board; `box` west, south, east, north.
    `origins` and `contradicted` are of incidents: how many origins at least assert it, and whether accounts of it
    cannot all be right; of claims those of such incidents pass. `of` says what is counted and drawn.
    """

    of: Of = "claims"

    kind: tuple[str, ...] = ()
    status: tuple[Status, ...] = ()
    actor: str | None = None
    place: str | None = None
    publisher: str | None = None
    review: tuple[Stage, ...] = ()
    from_: datetime.date | None = msgspec.field(default=None, name="from")
    to: datetime.date | None = None
    box: tuple[float, float, float, float] | None = None
    origins: int | None = None
    contradicted: bool = False

    def query(self, **changes: Any) -> str:
        """The filters as the query of an address, with some changed; empty where there are none, of incidents."""
        asked = msgspec.structs.replace(self, **changes)
        pairs: list[tuple[str, str]] = [("of", asked.of)] if asked.of != "incidents" else []
        pairs += [("kind", one) for one in asked.kind]
        pairs += [("status", one.value) for one in asked.status]
        pairs += [("review", one.value) for one in asked.review]
        for name, value in (("actor", asked.actor), ("place", asked.place), ("publisher", asked.publisher)):
            pairs += [(name, value)] if value else []
        pairs += [("from", asked.from_.isoformat())] if asked.from_ else []
        pairs += [("to", asked.to.isoformat())] if asked.to else []
        pairs += [("box", ",".join(f"{one:g}" for one in asked.box))] if asked.box else []
        pairs += [("origins", str(asked.origins))] if asked.origins else []
        pairs += [("contradicted", "true")] if asked.contradicted else []
        return urlencode(pairs)

    @property
    def anything(self) -> bool:
        """Whether nothing in particular is asked for."""
        return self == Asked(of=self.of)


Words_ = Annotated[str | None, Query(max_length=_LONGEST)]
Many = Annotated[list[str] | None, Query(max_length=100)]
Origins = Annotated[str, Query(pattern=r"^[0-9]{0,6}$")]


def asked_for(
    kind: Many = None,
    status: Many = None,
    actor: Words_ = None,
    place: Words_ = None,
    publisher: Words_ = None,
    review: Many = None,
    from_: Annotated[str | None, Query(alias="from", max_length=10)] = None,
    to: Annotated[str | None, Query(max_length=10)] = None,
    box: Words_ = None,
    of: Of = "incidents",
    origins: Origins = "",
    contradicted: bool = False,
) -> Asked:
    """The filters in the query of an address; UsageError where one cannot be read. Empty ones are none."""
    return Asked(
        kind=tuple(one for one in kind or () if one),
        status=tuple(status_of(one) for one in status or () if one),
        actor=actor or None,
        place=place or None,
        publisher=publisher or None,
        review=tuple(_stage(one) for one in review or () if one),
        from_=day_of(from_),
        to=day_of(to),
        box=box_of(box),
        of=of,
        origins=int(origins) if origins else None,
        contradicted=contradicted,
    )


def status_of(word: str) -> Status:
    """The status of that name; UsageError where there is none."""
    try:
        return Status(word)
    except ValueError:
        raise UsageError(f"there is no status {word!r}: it is one of {', '.join(STATUSES)}") from None


def _stage(word: str) -> Stage:
    try:
        return Stage(word)
    except ValueError:
        raise UsageError(f"nothing is called {word!r} in reviews: it is one of {', '.join(STAGES)}") from None


def day_of(words: str | None) -> datetime.date | None:
    """The day that is written so; None for nothing, UsageError for what is no day."""
    if not words:
        return None
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        raise UsageError(f"{words!r} is no day: write YYYY-MM-DD") from None


def box_of(words: str | None) -> tuple[float, float, float, float] | None:
    """The part of a map that is written so: west, south, east, north. None for nothing, UsageError for what is none."""
    if not words:
        return None
    try:
        west, south, east, north = (float(one) for one in words.split(","))
    except ValueError:
        raise UsageError(f"{words!r} is no part of a map: write west,south,east,north in degrees") from None
    # Not a number is in no order.
    if not (-90 <= south <= north <= 90 and -540 <= west <= east <= 540):
        raise UsageError(f"{words!r} is no part of a map: south before north, west before east, in degrees")
    return west, south, east, north


def passing(board: Board, asked: Asked, words: Words, *, but: str = "") -> Mask:
    """Which claims pass all filters, or all but the one named `but` (kind, status, review … period, box).

    Each list and drawing that offers a filter counts what passes the others, so that one sees what a choice would give.
    """
    mask = np.ones(len(board), dtype=bool)
    if asked.kind and but != "kind":
        families = {name: kind.family for name, kind in words.kinds.items()}
        numbers = [board.kind_number(name) for name in words.kinds if is_kind(name, asked, families)]
        mask &= np.isin(board.kind, numbers)
    if asked.status and but != "status":
        mask &= np.isin(board.status, [STATUSES.index(one) for one in asked.status])
    if asked.review and but != "review":
        mask &= np.isin(board.stage, [STAGES.index(one) for one in asked.review])
    elif but != "review":
        # What people rejected is nothing that the case says, and is shown where it is asked for.
        mask &= board.stage != STAGES.index(Stage.REJECTED)
    if asked.actor and but != "actor":
        party = board.party_at.get(asked.actor)
        mask &= np.False_ if party is None else board.with_party(party)
    if asked.place and but != "place":
        spot = board.spot_at.get(asked.place)
        mask &= np.False_ if spot is None else board.with_place(spot)
    if asked.publisher and but != "publisher":
        known = board.publishers.index(asked.publisher) if asked.publisher in board.publishers else -1
        mask &= board.publisher == known
    if but != "period":
        mask &= board.within(asked.from_, asked.to)
    if asked.box and but != "box":
        mask &= board.with_spots(spots_inside(board.spots, asked.box))
    return mask


def is_kind(name: str, asked: Asked, families: Mapping[str, str]) -> bool:
    """Whether a kind, or its family, is asked for."""
    return name in asked.kind or families.get(name) in asked.kind


def spots_inside(spots: Sequence[Spot], box: tuple[float, float, float, float]) -> list[int]:
    """The numbers of the places with a point inside a box, which may cross the date line."""
    west, south, east, north = box
    return [
        at
        for at, one in enumerate(spots)
        if one.lat is not None
        and one.lon is not None
        and south <= one.lat <= north
        and (one.lon - west) % 360 <= east - west
    ]
