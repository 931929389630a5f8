"""Readings made up for measuring: a seeded generator that varies places, actors, dates, numbers and words."""

from __future__ import annotations

import datetime
import hashlib
import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from masudi.domain import (
    Claim,
    Confidence,
    Hedge,
    HedgeLevel,
    Mention,
    Party,
    Place,
    Position,
    Reading,
    Report,
    Source,
    Span,
    Status,
    Time,
    Toll,
    claim_id,
)
from masudi.domain.case import Sought
from masudi.domain.case_incident import SoughtIncidents

# The seed of the readings of whose places and parties `question` and `incident_question` ask.
WORLD = 2
_SYLLABLES = [
    "ba",
    "dar",
    "el",
    "fan",
    "gor",
    "hal",
    "im",
    "jar",
    "kas",
    "lum",
    "mar",
    "nes",
    "or",
    "pul",
    "qas",
    "rim",
    "sor",
    "tal",
    "und",
    "ver",
    "wal",
    "yar",
    "zan",
]
_PARTIES = ["the army", "rebels", "government forces", "tribal fighters", "police", "gunmen"]
_FORCES = ["Brigade", "Front", "Guard", "Battalion", "Movement", "Column"]
_WEAPONS = ["mortars", "rockets", "barrel bombs", "artillery", "a car bomb", "drones", "tank fire", "machine guns"]
_SPEAKERS = ["activists", "the governor", "a military source", "a doctor", "residents", "the Relief Office"]
_THINGS = ["market", "water station", "school", "bridge", "gate", "silos", "clinic", "bakery", "mill", "court"]
# Kind, its trigger, and how often it comes for each time that the rarest does.
_KINDS = [
    ("shelling", "shelled", 6),
    ("attack", "attacked", 6),
    ("airstrike", "bombed", 4),
    ("casualties", "killed", 4),
    ("capture", "captured", 3),
    ("control", "hold", 2),
    ("displacement", "fled", 2),
    ("withdrawal", "withdrew", 1),
]
_STATUSES = [*[Status.ASSERTED] * 16, Status.POSSIBLE, Status.INTENDED, Status.ATTEMPTED, Status.DENIED]
_START = datetime.date(2031, 1, 1)
_DAYS = 1500


class _Site(NamedTuple):
    id: str
    name: str
    within: str
    lat: float
    lon: float


def _name(rng: random.Random, least: int = 2) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(least, 3))).capitalize()


class _World(NamedTuple):
    sites: list[_Site]
    groups: list[str]


def _world(rng: random.Random, number: int = 0) -> _World:
    """The places and groups of one war: a few are in most reports, and most are in few."""
    south, west = (number // 20 * 5) % 80, number % 20 * 10
    provinces = [_name(rng) for _ in range(12)]
    sites = [
        _Site(
            f"own:{number}-{place}" if number else f"own:{place}",
            f"{_name(rng)} {_name(rng, 1)}" if place % 3 else _name(rng),
            rng.choice(provinces),
            rng.uniform(33, 37) - south,
            rng.uniform(36, 45) - west,
        )
        for place in range(1500)
    ]
    groups = [f"{_name(rng)} {rng.choice(_FORCES)}" for _ in range(150)]
    return _World(sites, groups)


def _often(rng: random.Random, length: int) -> int:
    """A place in a list whose first entries come often (as Zipf has it of words, roughly)."""
    return min(int(length ** rng.random()) - 1, length - 1)


class _Writer:
    """Writes a text sentence by sentence and remembers where its words stand."""

    def __init__(self) -> None:
        self.text = ""

    def span(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return Span(start=start, end=len(self.text), text=words)


def readings(count: int, seed: int, *, wars: int = 1, world: int | None = None) -> Iterator[Reading]:
    """Up to `count` readings of 8 to 18 claims each, about 13; the same ones for the same seed.

    They tell of so many wars, each with places and parties of its own, in the same years: those of the seed `world`
    (None: of this seed).
    """
    rng = random.Random(seed)
    of_worlds = rng if world is None else random.Random(world)
    worlds = [_world(of_worlds, number) for number in range(wars)]
    for number in range(count):
        yield _reading(rng, seed, number, worlds[number % wars])


def _reading(rng: random.Random, seed: int, number: int, world: _World) -> Reading:
    published = _START + datetime.timedelta(days=rng.randrange(_DAYS))
    writer = _Writer()
    drafts = [_sentence(rng, writer, published, world) for _ in range(rng.randint(8, 18))]
    digest = hashlib.sha256(writer.text.encode()).hexdigest()
    report = Report(
        name=f"made{number}",
        path=f"made/{number}.txt",
        text=writer.text,
        sha256_bytes=hashlib.sha256(f"{number} {digest}".encode()).hexdigest(),
        sha256_text=digest,
        title=f"Report {number} from {rng.choice(world.sites).name}",
        source=f"{_SYLLABLES[number % 20].capitalize()} News",
        url=f"https://made.example/{seed}/{number}",
        published=published,
        synthetic=True,
    )
    return Reading(report=report, claims=tuple(draft(report) for draft in drafts))


def _sentence(
    rng: random.Random, writer: _Writer, published: datetime.date, world: _World
) -> Callable[[Report], Claim]:
    """Write a sentence; gives what makes the claim in it once the report is known."""
    kind, trigger, _ = rng.choices(_KINDS, weights=[often for *_, often in _KINDS])[0]
    site, group = world.sites[_often(rng, 1500)], world.groups[_often(rng, 150)]
    other = rng.choice(_PARTIES)
    day = published - datetime.timedelta(days=rng.choice([0, 1, 1, 2, 3, 7, 30]))
    low = rng.randint(1, 80)
    start = len(writer.text)
    actor = writer.span(group)
    # A made-up word here and there: else the texts, all of one pattern, would look like prints of each other.
    writer.span(f" fighters of {_name(rng)} ")
    mention = writer.span(trigger)
    writer.span(" ")
    target = writer.span(other)
    writer.span(f" near the {_name(rng)} {rng.choice(_THINGS)} in ")
    place = writer.span(site.name)
    writer.span(" on ")
    time = writer.span(f"{day.day} {day:%B}")
    writer.span(f" with {rng.choice(_WEAPONS)} and ")
    toll = writer.span(f"{low} people")
    writer.span(f" were hit at {_name(rng)}, ")
    source = writer.span(rng.choice(_SPEAKERS))
    writer.span(f" said of {_name(rng)}.")
    sentence = Span(start=start, end=len(writer.text), text=writer.text[start:])
    writer.span("\n\n" if rng.random() < 0.3 else " ")
    status, hedge, sure = rng.choice(_STATUSES), rng.choice(list(HedgeLevel)), rng.random()

    def claim(report: Report) -> Claim:
        return Claim(
            id=claim_id(report.sha256_text, kind, mention),
            report=report.name,
            path=report.path,
            sha256_bytes=report.sha256_bytes,
            sha256_text=report.sha256_text,
            publisher=report.source,
            published=report.published,
            synthetic=True,
            kind=kind,
            status=status,
            hedge=Hedge(level=hedge),
            mentions=(Mention(start=mention.start, end=mention.end, text=mention.text, sentence=sentence),),
            actor=(_party(actor, f"other:{group}"),),
            target=(_party(target, other.replace(" ", "_")),),
            place=(_place(place, site),),
            time=Time(start=time.start, end=time.end, text=time.text, from_=day, to=day),
            source=(Source(start=source.start, end=source.end, text=source.text, position=Position.WITNESS),),
            casualties=(_toll(toll, low),) if kind in ("casualties", "shelling") else (),
            confidence=Confidence(claim=sure),
        )

    return claim


def _party(span: Span, entity: str) -> Party:
    return Party(start=span.start, end=span.end, text=span.text, entity=entity)


def _place(span: Span, site: _Site) -> Place:
    return Place(
        start=span.start,
        end=span.end,
        text=span.text,
        name=site.name,
        within=site.within,
        lat=site.lat,
        lon=site.lon,
        gazetteer_id=site.id,
    )


def _toll(span: Span, low: int) -> Toll:
    return Toll(start=span.start, end=span.end, text=span.text, harm="killed", who="people", low=low, high=low)


def question(rng: random.Random) -> tuple[str, Sought]:
    """A search as people make them, in that world: words rare and frequent, phrases, beginnings, filters."""
    world = random.Random(WORLD)
    sites, groups = _world(world)
    site, group = sites[_often(rng, 1500)].name, groups[_often(rng, 150)]
    kind = rng.choice(_KINDS)[0]
    first = _START + datetime.timedelta(days=rng.randrange(_DAYS))
    last = first + datetime.timedelta(days=rng.choice([1, 7, 30, 365]))
    return rng.choice(
        [
            (rng.choice(_THINGS), Sought()),
            (site, Sought()),
            (f'"{group}"', Sought()),
            (f"{rng.choice(_THINGS)} {rng.choice(_SPEAKERS)}", Sought()),
            (f"{site[:4]}*", Sought()),
            (rng.choice(_THINGS), Sought(kind=kind)),
            ("", Sought(actor=group, kind=kind)),
            ("", Sought(place=site)),
            ("", Sought(place=site, actor=group, from_=first, to=last)),
            ("", Sought(kind=kind, status=Status.POSSIBLE)),
            ("", Sought(from_=first, to=last)),
            (rng.choice(_WEAPONS), Sought(from_=first, to=last)),
        ]
    )


def incident_question(rng: random.Random) -> SoughtIncidents:
    """Which incidents people ask for, in that world."""
    sites, groups = _world(random.Random(WORLD))
    site, group = sites[_often(rng, 1500)].name, groups[_often(rng, 150)]
    kind = rng.choice(_KINDS)[0]
    first = _START + datetime.timedelta(days=rng.randrange(_DAYS))
    last = first + datetime.timedelta(days=rng.choice([1, 7, 30, 365]))
    return rng.choice(
        [
            SoughtIncidents(),
            SoughtIncidents(kind=kind),
            SoughtIncidents(kind=kind, status=Status.POSSIBLE),
            SoughtIncidents(place=site),
            SoughtIncidents(actor=group),
            SoughtIncidents(actor=group, place=site),
            SoughtIncidents(place=site, from_=first, to=last),
            SoughtIncidents(from_=first, to=last),
            SoughtIncidents(contradicted=True),
            SoughtIncidents(origins=2, kind=kind),
        ]
    )
