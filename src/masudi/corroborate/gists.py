"""What of a claim, or of all that one report tells of one thing, is compared with others."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

import msgspec

from masudi.corroborate.rules import Rules
from masudi.domain import Claim, Mention, Party, Place, RelationKind, Source, Span, Status, TollScope
from masudi.domain.text import folded

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_EARTH_KM = 6371.0
# Words shorter than this tell two sentences apart no better than the common ones do.
_SHORT = 4
# Of the relations between claims of a report, those that make two claims one incident.
_TIES = frozenset({RelationKind.CAUSED_BY, RelationKind.SAME_TOLL, RelationKind.REPLACES})
# What a thing is told to be where its claims differ: what happened comes before what was tried, denied, planned and
# feared.
STATUSES = (Status.ASSERTED, Status.ATTEMPTED, Status.DENIED, Status.INTENDED, Status.POSSIBLE)


class Site(msgspec.Struct, frozen=True, array_like=True):
    """A place as names and as a point: `names` are its telling words, `areas` those of what it lies within.

    `radius` (km) is how far from the point it may be, `coarse` says that it is an area.
    """

    text: str
    name: str
    names: frozenset[str]
    areas: frozenset[str]
    point: tuple[float, float] | None
    radius: float
    gazetteer_id: str | None
    coarse: bool


class Count(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A count of people with one harm, fighters apart from others; -1 leaves a side open."""

    harm: str
    fighters: bool
    low: int
    high: int

    @property
    def size(self) -> int:
        """The count as one number, to be put in order."""
        return max(self.low if self.low > 0 else self.high, 0)

    @property
    def unstated(self) -> bool:
        """Whether people are only said to be harmed, in no number."""
        return self.high < 0 and self.low <= 1


class Gist(msgspec.Struct, frozen=True, array_like=True):
    """What one report tells of one thing, ready to be compared; a plain value that a store may keep.

    `id` is that of the first of its `claims`, in the order of the text. `first` and `last` are days (proleptic
    ordinals), also where only the report's date bounds them (`dated` False). `start` and `sentence` are where the first
    trigger and its sentence stand, `rank` how many claims and `deeds` how many but tolls the report makes before
    it. `tied` are claims that the report itself ties to it.
    """

    id: str
    report: str
    claims: tuple[str, ...]
    kinds: tuple[str, ...]
    status: Status
    published: datetime.date | None
    start: int
    sentence: int
    rank: int
    deeds: int
    is_toll: bool
    definite: bool
    first: int | None
    last: int | None
    dated: bool
    long_toll: bool | None
    sites: tuple[Site, ...]
    counts: tuple[Count, ...]
    triggers: frozenset[str]
    sources: frozenset[str]
    actors: frozenset[str]
    targets: frozenset[str]
    means: frozenset[str]
    words: frozenset[str]
    tied: frozenset[str]

    @property
    def days(self) -> int:
        """How many days its time covers; 0 where it has none."""
        return 0 if self.first is None or self.last is None else self.last - self.first + 1


def gist_of(claim: Claim, before: Sequence[Claim], rules: Rules) -> Gist:
    """The gist of one claim by itself; `before` are the claims that the report makes before it."""
    first, last, dated = days_told(claim, rules)
    mention = min(claim.mentions, key=lambda one: one.start)
    blames = claim.kind in rules.blame_kinds
    return Gist(
        id=claim.id,
        report=claim.sha256_text,
        claims=(claim.id,),
        kinds=(claim.kind,),
        status=claim.status,
        published=claim.published,
        start=mention.start,
        sentence=mention.sentence.start,
        rank=len(before),
        deeds=sum(one.kind not in rules.toll_kinds for one in before),
        is_toll=claim.kind in rules.toll_kinds,
        definite=_is_definite(mention, rules),
        first=first,
        last=last,
        dated=dated,
        long_toll=_long_toll(claim),
        sites=sites(claim.place, rules),
        counts=_counts(claim, rules),
        triggers=frozenset([folded(mention.text)]),
        sources=parties(claim.source, rules),
        # Who blames is no actor of the deed.
        actors=frozenset() if blames else parties(claim.actor, rules),
        targets=frozenset() if blames else parties(claim.target, rules),
        means=_stems(claim.means),
        words=_sentence_words(claim, rules),
        tied=frozenset(relation.to for relation in claim.relations if relation.kind in _TIES),
    )


def pooled(told: Sequence[Gist]) -> Gist:
    """The gist of what one report tells of one thing in several claims, in the order of the text.

    The finest place and the shortest time that one of them gives are its own.
    """
    if len(told) == 1:
        return told[0]
    first = told[0]
    placed = [one for one in told if one.sites]
    fine = [one for one in placed if not any(site.coarse for site in one.sites)]
    when = min((one for one in told if one.dated), key=lambda one: (one.days, one.first), default=first)
    scopes = [one.long_toll for one in told if one.long_toll is not None]
    return msgspec.structs.replace(
        first,
        claims=tuple(claim for one in told for claim in one.claims),
        kinds=tuple(sorted({kind for one in told for kind in one.kinds})),
        status=min((one.status for one in told), key=STATUSES.index),
        first=when.first,
        last=when.last,
        dated=when.dated,
        long_toll=all(scopes) if scopes else None,
        sites=tuple(dict.fromkeys(site for one in fine or placed for site in one.sites)),
        counts=tuple(sorted({count for one in told for count in one.counts})),
        triggers=frozenset().union(*(one.triggers for one in told)),
        sources=frozenset().union(*(one.sources for one in told)),
        actors=frozenset().union(*(one.actors for one in told)),
        targets=frozenset().union(*(one.targets for one in told)),
        means=frozenset().union(*(one.means for one in told)),
        words=frozenset().union(*(one.words for one in told)),
        tied=frozenset().union(*(one.tied for one in told)),
    )


def sites(places: Sequence[Place], rules: Rules) -> tuple[Site, ...]:
    """The places of a claim; areas only where nothing finer is given."""
    found = tuple(site(place, rules) for place in places)
    fine = tuple(one for one in found if not one.coarse)
    return fine or found


def site(place: Place, rules: Rules) -> Site:
    """One place made ready."""
    name = folded(place.name or place.text)
    area = folded(place.within or "")
    point = None if place.lat is None or place.lon is None else (place.lat, place.lon)
    radius = place.radius_km or 0.0
    # A gazetteer that knows what a place lies in knows where it lies, unless the place is an area.
    pointless = point is None and area in rules.country_words
    return Site(
        text=place.name or place.text,
        name=name,
        names=frozenset(name.split()) - rules.skipped or frozenset(name.split()),
        areas=frozenset(area.split()) - rules.skipped or frozenset(area.split()),
        point=point,
        radius=radius,
        gazetteer_id=place.gazetteer_id,
        coarse=radius > rules.blocks.coarse_km or place.kind in rules.areas or pointless or name in rules.country_words,
    )


def apart_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two points (latitude, longitude in degrees) on the globe, in km, by the haversine formula."""
    lat, lon, to_lat, to_lon = map(radians, (*one, *other))
    chord = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))


def parties(found: Iterable[Party | Source], rules: Rules) -> frozenset[str]:
    """Who is meant, by entity; where that is of a general kind or not known, by the words."""
    return frozenset(party_key(party, rules) for party in found if party.entity or party.text)


def party_key(party: Party | Source, rules: Rules) -> str:
    """Who is meant: the entity, or else the words (marked, so that no word is taken for an entity)."""
    if party.entity and party.entity not in rules.broad_entities:
        return party.entity
    return party.entity or f'"{folded(party.text)}"'


class Days(NamedTuple):
    """The days (proleptic ordinals) that a claim names; where it names none (`dated` False), what its report bounds."""

    first: int | None
    last: int | None
    dated: bool


def days_told(claim: Claim, rules: Rules) -> Days:
    """When a claim says that it was."""
    time = claim.time
    if time and (time.from_ or time.to):
        first, last = (time.from_ or time.to), (time.to or time.from_)
        if first and last:
            return Days(first.toordinal(), max(first, last).toordinal(), dated=True)
    if claim.published is None:
        return Days(None, None, dated=False)
    day = claim.published.toordinal()
    return Days(day - rules.blocks.undated_days, day, dated=False)


def _counts(claim: Claim, rules: Rules) -> tuple[Count, ...]:
    """The largest count of each harm that is no part of another."""
    found: dict[tuple[str, bool], Count] = {}
    for toll in claim.casualties:
        key = (toll.harm, toll.who in rules.tolls.fighters)
        low, high = (-1 if side is None else side for side in (toll.low, toll.high))
        count = Count(*key, low, high)
        if toll.part_of is None and (key not in found or count.size > found[key].size):
            found[key] = count
    return tuple(found[key] for key in sorted(found))


def _long_toll(claim: Claim) -> bool | None:
    """Whether what it counts is more than one incident; None where it counts nothing or does not say."""
    scopes = {toll.scope for toll in claim.casualties if toll.scope}
    return TollScope.INCIDENT not in scopes if scopes else None


def _is_definite(mention: Mention, rules: Rules) -> bool:
    """Whether the words speak of something known ("the attack"): the last two words before the trigger have it."""
    before = _WORD.findall(mention.sentence.text[: max(0, mention.start - mention.sentence.start)].casefold())[-2:]
    return any(word in rules.definite for word in before)


def _stems(spans: Iterable[Span]) -> frozenset[str]:
    words = (word for span in spans for word in folded(span.text).split() if len(word) >= _SHORT)
    return frozenset(word.removesuffix("s") for word in words)


def _sentence_words(claim: Claim, rules: Rules) -> frozenset[str]:
    return frozenset().union(*(_long_words(mention.sentence.text) for mention in claim.mentions)) - rules.common_words


@lru_cache(maxsize=1024)
def _long_words(sentence: str) -> frozenset[str]:
    """Its words, but for short ones; several claims are made of one sentence, and are looked at one after the other."""
    return frozenset(word for word in folded(sentence).split() if len(word) >= _SHORT)
