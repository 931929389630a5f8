"""Which claims one line tells: those of one kind, status, actor, place and day, of one report or of several."""

from __future__ import annotations

from collections.abc import Sequence

from masudi.brief.draft import Said, one_line
from masudi.brief.naming import Names
from masudi.brief.places import place_key
from masudi.brief.timing import days
from masudi.brief.wording import wording
from masudi.domain import Status

Key = tuple[object, ...]


def groups(said: Sequence[Said], names: Names) -> list[list[Said]]:
    """The claims in groups that one line can tell, in the order in which the first of each is made."""
    found: dict[Key, list[Said]] = {}
    for one in said:
        found.setdefault(_key(one, names), []).append(one)
    return [part for group in found.values() for part in _apart(group)]


def _key(one: Said, names: Names) -> Key:
    claim = one.claim
    actors = frozenset(names.key(party) for party in claim.actor)
    places = frozenset(place_key(place) for place in claim.place)
    targets: frozenset[str] = frozenset()
    if not places or claim.status is not Status.ASSERTED:
        targets = frozenset(one_line(party.text).casefold() for party in claim.target)
    kind = wording().kind(claim.kind)
    # Statements say different things though all else is one; only their day or place makes two the same.
    statement = (one.number, one.at) if kind and kind.quote and not (places and days(claim.time)) else ()
    thin = (one.number,) if not (actors or places or targets) else ()
    return (claim.kind, claim.status, actors, places, targets, _dates(one), statement, thin)


def _dates(one: Said) -> tuple[str, ...]:
    """The claim's days; words without dates tell times apart within one report alone."""
    time = one.claim.time
    if time is None or time.from_ or time.to:
        return days(time)
    return (str(one.number), *days(time))


def _apart(group: list[Said]) -> list[list[Said]]:
    """The group, less the claims that count people: within one report each of those counts its own."""
    first: list[Said] = []
    others: list[list[Said]] = []
    for one in group:
        if one.claim.casualties and any(o.number == one.number and o.claim.casualties for o in first):
            others.append([one])
        else:
            first.append(one)
    return [first, *others]
