"""The phrases that fill a claim's roles, as parties, places and sources that are told apart."""

from __future__ import annotations

from collections.abc import Sequence

from masudi.coding.filling import Filler
from masudi.coding.mentions import Mentions, around, role_words
from masudi.domain import Party, Place, Position, Source, Span
from masudi.resolve import PartyMention, PlaceMention

# Who tells of a thing without being a side of it.
_NEUTRAL = frozenset({None, "civilians", "monitors", "media", "aid_workers", "united_nations"})


def parties(mentions: Mentions, fillers: Sequence[Filler]) -> tuple[Party, ...]:
    """Actors or targets; one party that two phrases name is there once, in the likelier words."""
    found: dict[object, Party] = {}
    for filler in fillers:
        party = as_party(mentions, filler.span)
        found.setdefault((party.entity, party.name) if party.entity and party.name else party.text, party)
    return tuple(found.values())


def as_party(mentions: Mentions, span: Span) -> Party:
    """A phrase with the party that it names, if it names one."""
    known = _best(around(mentions.parties, span.start, span.end), span)
    if known is None:
        return Party(start=span.start, end=span.end, text=span.text)
    return Party(
        start=span.start,
        end=span.end,
        text=span.text,
        entity=known.entity,
        actor_id=known.actor_id,
        name=known.name,
    )


def places(mentions: Mentions, fillers: Sequence[Filler]) -> tuple[Place, ...]:
    """Places; what the gazetteer is to fill stays open."""
    return tuple(_place(mentions, filler.span) for filler in fillers)


def _place(mentions: Mentions, span: Span) -> Place:
    inside: list[PlaceMention] = around(mentions.places, span.start, span.end)
    known = max(inside, key=lambda place: _shared(place, span), default=None)
    name, kind = (known.name, known.kind) if known is not None else (None, None)
    return Place(start=span.start, end=span.end, text=span.text, name=name, kind=kind)


def _best(known: Sequence[PartyMention], span: Span) -> PartyMention | None:
    """The party mention that shares most with a phrase; of those within it the first, which the phrase is headed by."""
    return max(known, key=lambda party: (_shared(party, span), -party.start), default=None)


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def sources(
    mentions: Mentions, fillers: Sequence[Filler], actor: Sequence[Party], target: Sequence[Party]
) -> tuple[Source, ...]:
    """Who says so, and in what position to it: a party that tells of its own deeds, or of its enemy's, stands so."""
    return tuple(_source(mentions, filler.span, actor, target) for filler in fillers)


def _source(mentions: Mentions, span: Span, actor: Sequence[Party], target: Sequence[Party]) -> Source:
    party = as_party(mentions, span)
    position = role_words().position_of(span.text)
    if party.entity not in _NEUTRAL and any(one.entity == party.entity for one in actor):
        position = Position.ACTOR
    elif party.entity not in _NEUTRAL and any(one.entity == party.entity for one in target):
        position = Position.ADVERSARY
    elif party.entity == "monitors":
        position = Position.MONITOR
    elif party.entity == "media":
        position = Position.MEDIA
    return Source(
        start=span.start,
        end=span.end,
        text=span.text,
        entity=party.entity,
        actor_id=party.actor_id,
        position=position,
    )
