"""All that may fill a role, found once for a text and looked up by place."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal, TypeVar

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain import Position, Span
from masudi.language import Outline
from masudi.resolve import (
    Located,
    PartyMention,
    PlaceMention,
    find_named,
    find_parties,
    find_places,
    load_atlas,
    load_knowledge,
    locate_mentions,
)
from masudi.resolve.nominals import UNIDENTIFIED
from masudi.resolve.times import TimeMention, find_times
from masudi.resolve.victims import VictimPhrase, find_victims

S = TypeVar("S", bound=Span)
# How a party is named that another's words say they are of.
_OWNERS = frozenset({"name", "demonym", "country"})
# What joins words to one ("Turkish-backed").
_HYPHENS = frozenset("-\u2010\u2011")


class Speakers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns for people who tell something, and in what position they stand to it."""

    position: Position
    words: frozenset[str]


class KindHarms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which harms a kind counts."""

    kind: str
    harms: frozenset[Literal["killed", "injured", "detained", "displaced", "missing", "besieged"]]


class RoleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/coder/roles.yaml."""

    undated: frozenset[str]
    armed: frozenset[str]
    tolls: tuple[KindHarms, ...]
    speakers: tuple[Speakers, ...]
    joiners: frozenset[str]
    beside_joiners: frozenset[str]
    wide: frozenset[str]
    belonging: frozenset[str]
    struck_kinds: frozenset[str]
    civil_things: frozenset[str]
    apart: frozenset[str]

    def joins(self, gap: str) -> bool:
        """Whether the words between two names make a list of them; a list that has lost its commas has none."""
        words = gap.lower().replace(",", " ").split()
        return self.begins(gap) or all(word in self.beside_joiners for word in words)

    def begins(self, gap: str) -> bool:
        """Whether the words between two names begin with one such as "and"."""
        words = gap.lower().replace(",", " ").split()
        return words[:1] != [] and words[0] in self.joiners

    def belongs_by(self, gap: str) -> bool:
        """Whether the words between two parties say that the first is of the second ("loyal to the")."""
        words = gap.lower().split()
        return bool(words) and all(word in self.belonging for word in words)

    def position_of(self, words: str) -> Position | None:
        """The position of a speaker, by the last of the words that names one."""
        for word in reversed(re.findall(r"\w+", words.lower())):
            for speakers in self.speakers:
                if word in speakers.words:
                    return speakers.position
        return None

    def harms_of(self, kind: str) -> frozenset[str]:
        """The harms that a claim of a kind counts (none for most)."""
        return next((frozenset(entry.harms) for entry in self.tolls if entry.kind == kind), frozenset())


class Mentions(msgspec.Struct, frozen=True):
    """The parties, places, times and victims of a text, each in order; `located` says where each of the places lies."""

    parties: tuple[PartyMention, ...]
    places: tuple[PlaceMention, ...]
    located: tuple[Located | None, ...]
    times: tuple[TimeMention, ...]
    victims: tuple[VictimPhrase, ...]


@cache
def role_words() -> RoleWords:
    """The words of data/coder/roles.yaml, checked."""
    return load_yaml(packaged("coder/roles.yaml"), RoleWords)


def find_mentions(
    outline: Outline,
    published: datetime.date | None,
    where: Iterable[Span] = (),
    parties: tuple[PartyMention, ...] | None = None,
) -> Mentions:
    """All that may fill a role of a text's claims; `where` are phrases that tell a claim's place, by the reader.

    `parties` are those of the text, where they were found before.
    """
    knowledge = load_knowledge()
    if parties is None:
        parties = find_parties(outline.text, knowledge=knowledge)
    places = find_places(outline.text, knowledge=knowledge, parties=parties)
    places = find_named(outline.text, where, places, knowledge=knowledge)
    return Mentions(
        parties,
        places,
        locate_mentions(outline.text, places, parties, load_atlas()),
        find_times(outline.text, published=published),
        find_victims(outline.text),
    )


def inside(mentions: Sequence[S], start: int, end: int) -> list[S]:
    """Those of some mentions, sorted by start, that lie within a stretch of text."""
    first = bisect_left(mentions, start, key=lambda mention: mention.start)
    last = bisect_right(mentions, end, key=lambda mention: mention.start)
    return [mention for mention in mentions[first:last] if mention.end <= end]


def around(mentions: Sequence[S], start: int, end: int) -> list[S]:
    """Those of some mentions, sorted by start and not overlapping, that share a character with a stretch of text."""
    first = max(0, bisect_right(mentions, start, key=lambda mention: mention.start) - 1)
    last = bisect_left(mentions, end, key=lambda mention: mention.start)
    return [mention for mention in mentions[first:last] if mention.start < end and start < mention.end]


def party_of(parties: Sequence[PartyMention], span: Span) -> PartyMention | None:
    """The party that a phrase names: the one that shares most with it, of those that share as much the first.

    An identified one that the phrase begins with is its head, and whom words part from it is not meant ("fighters of
    the Front battling the army of Kelmara"), except where they say whose it is ("forces loyal to Kelmara"). Who is only
    joined to what follows with a hyphen is not meant ("Turkish-backed rebels"), nor a longer name in which the phrase
    is joined so ("government" of "anti-government protests").
    """
    known = [one for one in around(parties, span.start, span.end) if not _is_joined_part(one, span)]
    heads = [one for one in known if span.text[one.end - span.start :][:1] not in _HYPHENS or one is known[-1]]
    most = max(heads, key=lambda one: (min(one.end, span.end) - max(one.start, span.start), -one.start), default=None)
    begins = next((at for at, one in enumerate(heads) if one.start >= span.start and one.form != "people"), None)
    if most is None or begins is None:
        return most
    first = heads[begins]
    for owner in heads[begins + 1 : begins + 2]:
        between = span.text[first.end - span.start : owner.start - span.start]
        if first.form == "nominal" and owner.form in _OWNERS and owner.entity and role_words().belongs_by(between):
            return owner
    return most if first.entity in (None, UNIDENTIFIED) or most.start - first.end <= 1 else first


def _is_joined_part(party: PartyMention, span: Span) -> bool:
    """Whether a phrase is a part of a party's longer name that hyphens join to the rest."""
    before = party.text[: max(0, span.start - party.start)][-1:]
    behind = party.text[max(0, span.end - party.start) :][:2]
    # Not in names: of "al-Assad" any part is he.
    return (before in _HYPHENS and span.text[0].islower()) or (behind[:1] in _HYPHENS and behind[1:].islower())
