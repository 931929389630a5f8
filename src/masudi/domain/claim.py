"""A claim: one distinct thing that one report says, each field with the characters that say it.

The definition of every field is in docs/formats.md. `kind`, toll labels, violation tags and place kinds are names from
the ontology (data, see `masudi.ontology`); the enumerations here are those that code decides on.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Sequence
from enum import StrEnum

import msgspec

from masudi.domain.spans import Span


class Status(StrEnum):
    """Whether the report has the thing happen: asserted, attempted, intended, possible or denied."""

    ASSERTED = "asserted"
    ATTEMPTED = "attempted"
    INTENDED = "intended"
    POSSIBLE = "possible"
    DENIED = "denied"


class HedgeLevel(StrEnum):
    """How firmly the words commit to the claim; stands beside the status, never instead of it."""

    NONE = "none"
    REPORTED = "reported"
    ALLEGED = "alleged"
    SUSPECTED = "suspected"
    DISPUTED = "disputed"


class Position(StrEnum):
    """In what position a quoted source stands to what it tells."""

    WITNESS = "witness"
    MEDICAL = "medical"
    MONITOR = "monitor"
    OFFICIAL = "official"
    ACTOR = "actor"
    ADVERSARY = "adversary"
    MEDIA = "media"


class DatePrecision(StrEnum):
    """How exact a time is, from the words that give it."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    SPAN = "span"


class TollScope(StrEnum):
    """What a toll counts: the people of one incident, of a stretch of time, or of all until then."""

    INCIDENT = "incident"
    PERIOD = "period"
    CUMULATIVE = "cumulative"


class RelationKind(StrEnum):
    """What one claim is to another claim of the same report."""

    FEINT_FOR = "feint_for"
    AIM_OF = "aim_of"
    REASON_FOR = "reason_for"
    PART_OF = "part_of"
    CAUSED_BY = "caused_by"
    SAME_TOLL = "same_toll"
    REPLACES = "replaces"


class Hedge(msgspec.Struct, frozen=True, kw_only=True):
    """How firmly the words commit, and the words that say so (None where the level is none)."""

    level: HedgeLevel = HedgeLevel.NONE
    span: Span | None = None


class Mention(Span, frozen=True, kw_only=True):
    """The trigger: the shortest words that name the thing; `sentence` is where they stand."""

    sentence: Span


class Party(Span, frozen=True, kw_only=True):
    """An actor or a target, in the report's words.

    `entity` is the coarse label of the benchmark (`islamic_state`, `civilians`, `other:NAME`), `actor_id` an entry
    of data/actors; None where not known. `name` is who a pronoun or a nominal stands for, in words.
    """

    entity: str | None = None
    actor_id: str | None = None
    name: str | None = None


class Place(Span, frozen=True, kw_only=True):
    """Where, in the report's words; the rest is filled by the gazetteer and is None where it has no answer.

    `lat` and `lon` are WGS 84 degrees, `radius_km` how far from them the place may be.
    """

    name: str | None = None
    within: str | None = None
    lat: float | None = None
    lon: float | None = None
    gazetteer_id: str | None = None
    kind: str | None = None
    precision: str | None = None
    radius_km: float | None = None


class Source(Span, frozen=True, kw_only=True):
    """Whom the report quotes for the claim, and in what position to it."""

    entity: str | None = None
    actor_id: str | None = None
    position: Position | None = None


class Time(Span, frozen=True, kw_only=True):
    """When, in the report's words, and as the first and last day that they cover (None: the words do not say)."""

    from_: datetime.date | None = msgspec.field(default=None, name="from")
    to: datetime.date | None = None
    precision: DatePrecision | None = None


class Toll(Span, frozen=True, kw_only=True):
    """A count of people harmed, in the report's words.

    `low` and `high` bound the number, None where the words leave a side open. `sex`, `age_group` and `civil_status`
    are as the words give them; `label` are the words that say what the people were, `labelled_by` who uses them (a
    quoted source's words, else the publisher). What is not said stays None: it is unknown, never "combatant".
    `scope` is what the number is of, None where nothing says. `part_of` and `replaces` are places (from 0) in the
    claim's tolls: of the toll whose people these are some of, and of the earlier toll that this one corrects.
    """

    harm: str
    who: str
    low: int | None
    high: int | None
    sex: str | None = None
    age_group: str | None = None
    civil_status: str | None = None
    label: Span | None = None
    labelled_by: str | None = None
    scope: TollScope | None = None
    part_of: int | None = None
    replaces: int | None = None


def kept_tolls(tolls: Sequence[Toll], keep: Callable[[Toll], bool]) -> tuple[Toll, ...]:
    """Those of a claim's tolls that are to be kept, their places among each other put right.

    A part whose whole is left out is a part of none, and what replaced a toll that is left out replaces none.
    """
    places = {at: place for place, at in enumerate(at for at, toll in enumerate(tolls) if keep(toll))}

    def moved(place: int | None) -> int | None:
        return None if place is None else places.get(place)

    return tuple(
        msgspec.structs.replace(tolls[at], part_of=moved(tolls[at].part_of), replaces=moved(tolls[at].replaces))
        for at in places
    )


class Violation(msgspec.Struct, frozen=True, kw_only=True):
    """A tag of data/violations.yaml: what is reported, no legal finding; `span` are the words that it rests on."""

    tag: str
    span: Span


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """What this claim is to the claim `to` (its id) of the same report."""

    kind: RelationKind
    to: str


class Confidence(msgspec.Struct, frozen=True, kw_only=True):
    """How sure the reader is, 0 to 1: of the claim, and of each field by name; None or absent where not estimated."""

    claim: float | None = None
    fields: dict[str, float] = {}


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One distinct thing that one report says, however often it says it."""

    id: str
    report: str
    path: str | None
    sha256_bytes: str
    sha256_text: str
    publisher: str | None = None
    published: datetime.date | None = None
    synthetic: bool = False
    kind: str
    status: Status
    status_cue: tuple[Span, ...] = ()
    hedge: Hedge = Hedge()
    mentions: tuple[Mention, ...]
    actor: tuple[Party, ...] = ()
    target: tuple[Party, ...] = ()
    place: tuple[Place, ...] = ()
    means: tuple[Span, ...] = ()
    source: tuple[Source, ...] = ()
    time: Time | None = None
    casualties: tuple[Toll, ...] = ()
    violations: tuple[Violation, ...] = ()
    relations: tuple[Relation, ...] = ()
    confidence: Confidence = Confidence()


def claim_id(sha256_text: str, kind: str, first: Span) -> str:
    """The claim's id: 16 hexadecimal digits of the SHA-256 of text hash, kind and the first mention's span."""
    key = f"{sha256_text}:{kind}:{first.start}-{first.end}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]
