"""What is found in a report that nobody can read: the names in it that we know."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from masudi.domain.spans import Span
from masudi.domain.toponym import Toponym


class NamedActor(Span, frozen=True, kw_only=True):
    """A name of an actor in a report: its id in data/actors, and what it is called there."""

    actor_id: str
    name: str


class CountedName(msgspec.Struct, frozen=True, kw_only=True):
    """An actor or a place that a report names: its id and name, what it is, the report's words for it, how often."""

    id: str
    name: str
    note: str
    words: tuple[str, ...]
    count: int


class KnownNames(msgspec.Struct, frozen=True, kw_only=True):
    """The places and the actors that a report names, in the order of its text."""

    places: tuple[Toponym, ...] = ()
    actors: tuple[NamedActor, ...] = ()

    def counted(self) -> tuple[CountedName, ...]:
        """Each actor, then each place, once, those first that are named most."""
        actors = ((one.actor_id, one.name, "actor", one.text) for one in self.actors)
        places = ((one.gazetteer_id or one.text, one.name or one.text, _note(one), one.text) for one in self.places)
        return (*_counted(actors), *_counted(places))


def _note(place: Toponym) -> str:
    return ", ".join(one for one in (place.kind, place.country) if one)


def _counted(named: Iterable[tuple[str, str, str, str]]) -> list[CountedName]:
    found: dict[str, CountedName] = {}
    for id_, name, note, text in named:
        before = found.get(id_)
        words = before.words if before else ()
        words = words if text in words else (*words, text)
        found[id_] = CountedName(id=id_, name=name, note=note, words=words, count=before.count + 1 if before else 1)
    return sorted(found.values(), key=lambda one: -one.count)
