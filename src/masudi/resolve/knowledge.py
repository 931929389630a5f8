"""What the resolvers know: the data files on actors, people, places, times and counts, read and compiled once."""

from __future__ import annotations

from functools import cache

import msgspec

from masudi.resolve.actor_files import load_actors
from masudi.resolve.actors import Actor
from masudi.resolve.number_words import CountWords, load_counts
from masudi.resolve.party_lexicon import PartyLexicon
from masudi.resolve.party_words import PartyWords, PeopleWords, load_party_words, load_people
from masudi.resolve.place_lexicon import PlaceLexicon
from masudi.resolve.place_words import PlaceWords, load_placewords
from masudi.resolve.time_words import TimeWords, load_times


class Knowledge(msgspec.Struct, frozen=True, kw_only=True):
    """The data files as they stand, and the indexes of phrases compiled from them."""

    actors: tuple[Actor, ...]
    words: PartyWords
    people: PeopleWords
    placewords: PlaceWords
    times: TimeWords
    counts: CountWords
    parties: PartyLexicon
    places: PlaceLexicon


@cache
def load_knowledge() -> Knowledge:
    """The packaged knowledge, read once; KnowledgeError, with file and line, where a data file is at fault."""
    actors, words, people, placewords = load_actors(), load_party_words(), load_people(), load_placewords()
    return Knowledge(
        actors=actors,
        words=words,
        people=people,
        placewords=placewords,
        times=load_times(),
        counts=load_counts(),
        parties=PartyLexicon(actors, words, people),
        places=PlaceLexicon(placewords),
    )
