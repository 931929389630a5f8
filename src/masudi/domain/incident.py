"""An incident: what claims of several reports are about, with who says what of it; and the operation it belongs to.

Nothing here says what is true. An incident keeps every claim, counts the origins of the accounts, shows what they agree
on, ranges of tolls by origin, and contradictions with the claims on each side. Claims are named by their ids.
"""

from __future__ import annotations

import datetime
from enum import StrEnum

import msgspec

from masudi.domain.claim import Place, Status


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the answer to why two claims may be of one incident.

    `name` is what was compared (kind, time, place, actor …), `answer` how it came out, `weight` what that adds to the
    log-odds, `words` say it to people.
    """

    name: str
    answer: str
    weight: float
    words: str


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Two claims and how likely they are of one incident: `score` from 0 to 1. `one` sorts before `other`."""

    one: str
    other: str
    score: float
    why: tuple[Part, ...] = ()


class RulingKind(StrEnum):
    """What a person decided about claims: of one incident, of different ones, or of this one."""

    TOGETHER = "together"
    APART = "apart"
    PIN = "pin"


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """A person's word on which claims belong together; it wins over every score.

    together: `claims` are of one incident. apart: no claim of `claims` is of one incident with one of `others`.
    pin: `claims` are of the incident with the id `incident`.
    """

    kind: RulingKind
    claims: tuple[str, ...]
    others: tuple[str, ...] = ()
    incident: str | None = None


class Grouping(msgspec.Struct, frozen=True, kw_only=True):
    """An incident's id and the ids of its claims, sorted: what is remembered of it between two runs."""

    id: str
    claims: tuple[str, ...]


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where an account comes from: the quoted source if there is one, else the publisher (of the first print).

    `key` tells origins apart, `name` is for people. `quoted` says whether some report quotes it. `camp` is the side it
    stands on, None where none is known. `claims` are its claims about the incident, `against_interest` those of them in
    which it asserts what its own camp would rather not have said.
    """

    key: str
    name: str
    quoted: bool
    camp: str | None = None
    claims: tuple[str, ...]
    against_interest: tuple[str, ...] = ()


class Corroboration(msgspec.Struct, frozen=True, kw_only=True):
    """How many independent accounts assert that it happened; never one score of truth.

    `origins` counts distinct origins that assert it, `reports` the reports after reprints are taken together, `camps`
    names the sides among the origins (those without a camp are counted in `unaligned`), `against_interest` says whether
    one of them speaks against its own camp.
    """

    origins: int
    reports: int
    camps: tuple[str, ...] = ()
    unaligned: int = 0
    against_interest: bool = False


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One count as one claim gives it: `toll` is its place (from 0) in the claim's tolls; None leaves a side open."""

    claim: str
    toll: int
    who: str
    low: int | None
    high: int | None


class TollAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What one origin counts now: `figures` beside each other (not added), `parts` of them, and what it said before."""

    origin: str
    low: int | None
    high: int | None
    figures: tuple[Figure, ...]
    parts: tuple[Figure, ...] = ()
    earlier: tuple[Figure, ...] = ()


class TollRange(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of one harm in one incident, from the lowest to the highest that any origin holds to now.

    `fighters` tells counts of combatants from all others, which never share a range. `low` and `high` are None where
    nobody gives that side; `open` says that the highest account sets no upper end ("at least 12").
    """

    harm: str
    fighters: bool
    low: int | None
    high: int | None
    open: bool
    accounts: tuple[TollAccount, ...]


class Dispute(StrEnum):
    """What a contradiction is about."""

    HAPPENED = "happened"
    WHO = "who"
    WHOM = "whom"
    TOLL = "toll"


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a contradiction: what it says (`value` for programs, `words` for people), its claims and origins."""

    value: str
    words: str
    claims: tuple[str, ...]
    origins: tuple[str, ...]


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """Accounts that cannot both hold; `of` says of what: a kind (happened), a harm (toll, whom), else None."""

    about: Dispute
    of: str | None = None
    sides: tuple[Side, ...]


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """What no account of the incident speaks against: a field, its value, and the claims and origins that say it."""

    field: str
    value: str
    claims: tuple[str, ...]
    origins: tuple[str, ...]


class StatusCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many claims, of how many origins, give the incident this status."""

    status: Status
    claims: int
    origins: int


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that claims are about.

    `status` is asserted only where a claim asserts it: what is only feared, planned or denied stays that; `statuses`
    count all. `from_` and `to` are the days that its best dated claims agree on or span, None where no claim has one.
    `facts`, `tolls`, `corroboration` speak of asserted claims alone. `pinned`: a person fixed its id to a claim.
    """

    id: str
    kinds: tuple[str, ...]
    status: Status
    statuses: tuple[StatusCount, ...]
    from_: datetime.date | None = msgspec.field(default=None, name="from")
    to: datetime.date | None = None
    places: tuple[Place, ...] = ()
    claims: tuple[str, ...]
    reports: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    tolls: tuple[TollRange, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    origins: tuple[Origin, ...] = ()
    corroboration: Corroboration
    pinned: bool = False


class Attributed(msgspec.Struct, frozen=True, kw_only=True):
    """An analysis claim of an operation, whose it is (`actors`, as entities) and which origin says so."""

    claim: str
    kind: str
    status: Status
    actors: tuple[str, ...]
    origin: str


class Feint(msgspec.Struct, frozen=True, kw_only=True):
    """A feint and the attack that it covered, as incidents; `covered` is None where no incident of it is known."""

    feint: str | None
    covered: str | None
    claims: tuple[str, ...]
    origins: tuple[str, ...]


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents and analysis claims of one offensive, each with who attributes it.

    `gains` are incidents in which the attacker takes or reaches a place, `cost` the incidents with tolls, whose counts
    are never added. Analysis claims stand in the order of their reports.
    """

    id: str
    attackers: tuple[str, ...]
    defenders: tuple[str, ...]
    from_: datetime.date | None = msgspec.field(default=None, name="from")
    to: datetime.date | None = None
    incidents: tuple[str, ...]
    gains: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    aims: tuple[Attributed, ...] = ()
    tactics: tuple[Attributed, ...] = ()
    reasons: tuple[Attributed, ...] = ()
    assessments: tuple[Attributed, ...] = ()
    feints: tuple[Feint, ...] = ()
    origins: tuple[Origin, ...] = ()
