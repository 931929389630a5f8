"""Looking actors up by what they are called, and how each stands to others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from masudi.resolve.actors import Actor, ActorRelation, load_actor_codes
from masudi.resolve.words import folded_words


class Tie(NamedTuple):
    """How an actor stands to another, in words; `relation` may be an entry of either. `once`: it happened on a day."""

    words: str
    once: bool
    other: Actor
    relation: ActorRelation


def list_actors(words: str, actors: Sequence[Actor]) -> list[Actor]:
    """The actors with all of `words` in one of their names, label or id; every actor where there are no words."""
    wanted = folded_words(words)
    return [actor for actor in actors if any(_holds(name, wanted) for name in _called(actor))]


def named_actors(name: str, actors: Sequence[Actor]) -> list[Actor]:
    """The actor with that id, else those that are called so."""
    by_id = [actor for actor in actors if actor.name == name]
    wanted = folded_words(name)
    return by_id or [actor for actor in actors if wanted and wanted in map(folded_words, _called(actor))]


def ties_of(actor: Actor, actors: Sequence[Actor]) -> list[Tie]:
    """The relations of an actor in both directions, those with dates in their order, the others after them."""
    terms = {term.name: term for term in load_actor_codes().relations}
    by_name = {one.name: one for one in actors}
    ties = [Tie(terms[one.kind].label, terms[one.kind].once, by_name[one.to], one) for one in actor.relations]
    for other in actors:
        ties.extend(
            Tie(terms[one.kind].reverse, terms[one.kind].once, other, one)
            for one in other.relations
            if one.to == actor.name
        )
    return sorted(ties, key=lambda tie: str(tie.relation.since or tie.relation.until or "9999"))


def _called(actor: Actor) -> Iterator[str]:
    yield from (actor.label, actor.name, *actor.names, *actor.exact, *actor.persons, *actor.capitals, *actor.demonyms)


def _holds(name: str, wanted: tuple[str, ...]) -> bool:
    # An id holds its words as a name does.
    return set(wanted) <= set(folded_words(name.replace("_", " ")))
