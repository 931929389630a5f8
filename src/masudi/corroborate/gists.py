"""A claim made ready to be compared: what it says as days, points and sets of names."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Sequence
from math import asin, cos, radians, sin, sqrt

import msgspec

from masudi.corroborate.rules import Rules
from masudi.domain import Claim, Party, Place, RelationKind, Source, Span, Status, TollScope

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_EARTH_KM = 6371.0
# Words shorter than this tell two sentences apart no better than the common ones do.
_SHORT = 4


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


class Count(msgspec.Struct, frozen=True, array_like=True):
    """The largest count of people with one harm, fighters apart from others; None leaves a side open."""

    harm: str
    fighters: bool
    low: int | None
    high: int | None

    @property
    def size(self) -> int:
        """The count as one number, to be put in order."""
        return self.low or self.high or 0

    @property
    def unstated(self) -> bool:
        """Whether people are only said to be harmed, in no number."""
        return self.high is None and (self.low or 1) <= 1


class Gist(msgspec.Struct, frozen=True, array_like=True):
    """What of a claim is compared with others: a plain value that a store may keep.

    `thing` is the claim's own id or that of the first claim of the same report that tells the same thing. `first` and
    `last` are days (proleptic ordinals), also where only the report's date bounds them (`dated` False). `start` is where
    its trigger stands, `sentence` where its sentence does. Sites and days may be those of the same thing in its report.
    """

    id: str
    report: str
    thing: str
    kind: str
    status: Status
    published: datetime.date | None
    start: int
    sentence: int
    first: int | None
    last: int | None
    dated: bool
    sites: tuple[Site, ...]
    actors: frozenset[str]
    targets: frozenset[str]
    counts: tuple[Count, ...]
    long_toll: bool | None
    means: frozenset[str]
    words: frozenset[str]
    tied: frozenset[str]

    @property
    def days(self) -> int:
        """How many days its time covers; 0 where it has none."""
        return 0 if self.first is None or self.last is None else self.last - self.first + 1


def bare_gist(claim: Claim, rules: Rules) -> Gist:
    """The gist of a claim taken by itself."""
    first, last, dated = _days(claim, rules)
    mention = min(claim.mentions, key=lambda one: one.start)
    return Gist(
        id=claim.id,
        report=claim.sha256_text,
        thing=claim.id,
        kind=claim.kind,
        status=claim.status,
        published=claim.published,
        start=mention.start,
        sentence=mention.sentence.start,
        first=first,
        last=last,
        dated=dated,
        sites=sites(claim.place, rules),
        actors=parties(claim.actor, rules),
        targets=parties(claim.target, rules),
        counts=_counts(claim, rules),
        long_toll=_long_toll(claim),
        means=_stems(claim.means),
        words=_sentence_words(claim, rules),
        tied=frozenset(relation.to for relation in claim.relations if relation.kind in _TIES),
    )


# Of the relations between claims of a report, those that make two claims one incident.
_TIES = frozenset({RelationKind.CAUSED_BY, RelationKind.SAME_TOLL, RelationKind.REPLACES})


def folded(text: str) -> str:
    """Words without marks, accents and capitals, one blank apart: two spellings of one name come out alike."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(plain.casefold()))


def sites(places: Sequence[Place], rules: Rules) -> tuple[Site, ...]:
    """The places of a claim; areas only where nothing finer is given."""
    found = tuple(site(place, rules) for place in places)
    fine = tuple(one for one in found if not one.coarse)
    return fine or found


def site(place: Place, rules: Rules) -> Site:
    """One place made ready."""
    name = folded(place.name or place.text)
    names = frozenset(name.split()) - rules.skipped or frozenset(name.split())
    area = folded(place.within or "")
    point = None if place.lat is None or place.lon is None else (place.lat, place.lon)
    radius = place.radius_km or 0.0
    # A gazetteer that knows what a place lies in knows where it lies, unless the place is an area.
    pointless = point is None and area in rules.country_words
    return Site(
        text=place.name or place.text,
        name=name,
        names=names,
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
    return frozenset(party_key(party, rules) for party in found)


def party_key(party: Party | Source, rules: Rules) -> str:
    """Who is meant: the entity, or else the words (marked, so that no word is taken for an entity)."""
    if party.entity and party.entity not in rules.broad_entities:
        return party.entity
    return party.entity or f'"{folded(party.text)}"'


def _days(claim: Claim, rules: Rules) -> tuple[int | None, int | None, bool]:
    time = claim.time
    if time and (time.from_ or time.to):
        first, last = (time.from_ or time.to), (time.to or time.from_)
        if first and last:
            return first.toordinal(), max(first, last).toordinal(), True
    if claim.published is None:
        return None, None, False
    day = claim.published.toordinal()
    return day - rules.blocks.undated_days, day, False


def _counts(claim: Claim, rules: Rules) -> tuple[Count, ...]:
    found: dict[tuple[str, bool], Count] = {}
    for toll in claim.casualties:
        key = (toll.harm, toll.who in rules.tolls.fighters)
        count = Count(*key, toll.low, toll.high)
        if toll.part_of is None and (key not in found or count.size > found[key].size):
            found[key] = count
    return tuple(found[key] for key in sorted(found))


def _long_toll(claim: Claim) -> bool | None:
    """Whether what it counts is more than one incident; None where it counts nothing or does not say."""
    scopes = {toll.scope for toll in claim.casualties if toll.scope}
    return TollScope.INCIDENT not in scopes if scopes else None


def _stems(spans: Iterable[Span]) -> frozenset[str]:
    words = (word for span in spans for word in folded(span.text).split() if len(word) >= _SHORT)
    return frozenset(word.removesuffix("s") for word in words)


def _sentence_words(claim: Claim, rules: Rules) -> frozenset[str]:
    words = {word for mention in claim.mentions for word in folded(mention.sentence.text).split()}
    return frozenset(word for word in words if len(word) >= _SHORT) - rules.common_words
