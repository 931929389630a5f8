"""The phrases that fill a claim's roles, as parties, places and sources that are told apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from masudi.coding.filling import Filler
from masudi.coding.mentions import Mentions, around, party_of, role_words
from masudi.coding.unnamed import meant
from masudi.domain import Party, Place, Position, Source, Span
from masudi.resolve import Located, PlaceMention, holds, inside_of, small

# Who tells of a thing without being a side of it.
_NEUTRAL = frozenset({None, "civilians", "monitors", "media", "aid_workers", "united_nations"})


def parties(mentions: Mentions, fillers: Sequence[Filler], *, role: str = "actor", kind: str = "") -> tuple[Party, ...]:
    """Actors or targets of a claim of a kind; one party that two phrases name is there once, in the likelier words.

    A phrase that joins several ("Syrian and Russian warplanes") is as many parties.
    """
    found: dict[object, Party] = {}
    for filler in fillers:
        for words in _parts(mentions, filler.span):
            party = as_party(mentions, words)
            party = party if party.entity else meant(mentions, party, role=role, kind=kind)
            found.setdefault((party.entity, party.name) if party.entity and party.name else party.text, party)
    return tuple(found.values())


def _parts(mentions: Mentions, span: Span) -> Iterator[Span]:
    """The words of each of the parties that "and", "or" or a comma joins in a phrase; else the phrase itself."""
    inside = [one for one in around(mentions.parties, span.start, span.end) if one.start >= span.start]
    start = span.start
    for before, after in pairwise(inside):
        gap = span.text[before.end - span.start : after.start - span.start]
        joined = role_words().begins(gap) or gap.strip() == ","
        if before.entity and after.entity and before.entity != after.entity and joined:
            yield _part(span, start, before.end)
            start = after.start
    yield _part(span, start, span.end)


def _part(span: Span, start: int, end: int) -> Span:
    return Span(start=start, end=end, text=span.text[start - span.start : end - span.start])


def as_party(mentions: Mentions, span: Span) -> Party:
    """A phrase with the party that it names, if it names one."""
    party = Party(start=span.start, end=span.end, text=span.text)
    known = party_of(mentions.parties, span)
    if known is None:
        return party
    return msgspec.structs.replace(party, entity=known.entity, actor_id=known.actor_id, name=known.name)


def places(mentions: Mentions, fillers: Sequence[Filler]) -> tuple[Place, ...]:
    """Places; one that no gazetteer has keeps its words, its name and what its noun says that it is.

    A phrase that lists several ("Harasta and Douma") is as many places.
    """
    return tuple(place for filler in fillers for place in _places(mentions, filler.span))


def _places(mentions: Mentions, span: Span) -> Iterator[Place]:
    first = bisect_left(mentions.places, span.start, key=lambda one: one.end - 1)
    inside = [number for number in range(first, len(mentions.places)) if mentions.places[number].start < span.end]
    if not inside:
        yield Place(start=span.start, end=span.end, text=span.text)
        return
    # "Syrian city of Hasakeh", "Syria near Homs": what only holds the next place is not what the phrase is headed by.
    while len(inside) > 1 and holds(mentions.located[inside[0]], mentions.located[inside[1]]):
        if role_words().joins(_gap(mentions, span, *inside[:2])):
            break
        del inside[0]
    # What begins the phrase or follows a joiner is a place of its own; what else follows tells where that is.
    groups = [[inside[0]]]
    for before, number in pairwise(inside):
        if role_words().joins(_gap(mentions, span, before, number)) and not holds(
            mentions.located[number], mentions.located[before]
        ):
            groups.append([number])
        else:
            groups[-1].append(number)
    for at, group in enumerate(groups):
        start = span.start if at == 0 else mentions.places[group[0]].start
        end = span.end if at == len(groups) - 1 else min(span.end, mentions.places[group[-1]].end)
        words = Span(start=start, end=end, text=span.text[start - span.start : end - span.start])
        yield _place(words, [(mentions.places[one], mentions.located[one]) for one in group])


def _gap(mentions: Mentions, span: Span, before: int, number: int) -> str:
    """The words of a phrase between two of its places."""
    return span.text[max(0, mentions.places[before].end - span.start) : mentions.places[number].start - span.start]


def _place(words: Span, told: Sequence[tuple[PlaceMention, Located | None]]) -> Place:
    """The place that a phrase is headed by; what else it names, the place lies in."""
    head, where = told[0]
    around_it = next((one for _, one in told[1:] if one is not None and small(one)), None)
    plain = Place(start=words.start, end=words.end, text=words.text, name=head.name, kind=head.kind)
    if where is None:
        return plain if around_it is None else _located(plain, inside_of(around_it), kind=head.kind)
    # The countryside of a town, a place near it or somewhere in it is no town.
    itself = where.id is not None and (head.core is None or head.core.text == head.text)
    return _located(plain, where, kind=where.kind if itself else head.kind)


def _located(place: Place, where: Located, *, kind: str | None) -> Place:
    return msgspec.structs.replace(
        place,
        name=place.name or where.name,
        within=where.within,
        lat=where.lat,
        lon=where.lon,
        gazetteer_id=where.id,
        kind=kind,
        precision=where.precision,
        radius_km=where.radius_km,
    )


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
