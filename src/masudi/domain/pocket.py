"""Pockets: places that one party holds and that are linked, whether a way leads out, and what reports say of them."""

from __future__ import annotations

import datetime
from enum import StrEnum

import msgspec


class WayOut(StrEnum):
    """Whether a way leads, on the ground, to the party's own or to neutral ground outside the area. Computed."""

    OPEN = "open"
    ENCIRCLED = "encircled"
    CANNOT_TELL = "cannot_tell"


class Lacking(StrEnum):
    """What is not known: whether all links of an area are listed, who holds a place, a link, or where a link ends."""

    AREA = "area"
    CONTROL = "control"
    LINK = "link"
    END = "end"


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not known, in words; `places` are the ids of the places that it is about."""

    lacking: Lacking
    places: tuple[str, ...]
    says: str


class Supply(msgspec.Struct, frozen=True, kw_only=True):
    """A way by air into a pocket, which does not change that it is encircled on the ground.

    `sure` is False where the dates of the link are too coarse, or where the holder of its end is not known.
    """

    kind: str
    place: str
    sure: bool
    source: str


class SiegeSaid(msgspec.Struct, frozen=True, kw_only=True):
    """What one report says of a siege, of its end, or of a cut; never merged with what is computed.

    `kind` is that of the claim (siege, relief), or "cut" where the words say that ground was cut in two or a way cut.
    `by` are the parties said to besiege. `words` are the report's own, `definition` what its origin means by them,
    None where we know of none. `place` is what the report names.
    """

    claim: str
    report: str
    kind: str
    origin: str
    by: tuple[str, ...]
    place: str
    words: str
    first: datetime.date
    last: datetime.date
    hedged: bool
    definition: str | None = None


class PeopleSaid(msgspec.Struct, frozen=True, kw_only=True):
    """How many people one report says are shut in; `low` and `high` as in a toll, `place` is what the report names."""

    claim: str
    report: str
    origin: str
    who: str
    low: int | None
    high: int | None
    place: str
    words: str
    first: datetime.date
    last: datetime.date
    hedged: bool


class Pocket(msgspec.Struct, frozen=True, kw_only=True):
    """Places of one area that one side holds on a day, linked to each other.

    `exit` is the way out, place by place, where one is open. `missing` says what would have to be known where the
    answer is "cannot tell". `perhaps_with` are places of other pockets of the side that may be linked to this one, and
    `perhaps_why` what is not known on the way there.
    `claims` are behind the control of its places.
    """

    area: str
    day: datetime.date
    side: str
    places: tuple[str, ...]
    answer: WayOut
    exit: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    perhaps_with: tuple[str, ...] = ()
    perhaps_why: tuple[Missing, ...] = ()
    air: tuple[Supply, ...] = ()
    sieges: tuple[SiegeSaid, ...] = ()
    people: tuple[PeopleSaid, ...] = ()
    claims: tuple[str, ...] = ()


class PocketEvent(StrEnum):
    """What a change did to pockets."""

    OPENED = "opened"
    CLOSED = "closed"
    SPLIT = "split"
    JOINED = "joined"


class PocketChange(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to a side's pockets between the day before and `day`.

    `before` and `after` are the places of the pockets concerned. `certain` is False where it depends on something that
    is not known, which `missing` names. `places` changed hands or standing that day, `claims` say so, and `links` are
    the ways that opened or ended.
    """

    area: str
    day: datetime.date
    side: str
    event: PocketEvent
    before: tuple[tuple[str, ...], ...]
    after: tuple[tuple[str, ...], ...]
    certain: bool
    places: tuple[str, ...]
    claims: tuple[str, ...]
    links: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
