"""Who, where, when, how many: mentions in a text and what they stand for.

In: a text, and for parties and places a `Knowledge` value (`load_knowledge` reads the packaged one). Out: parties,
places, times, victims and counts, as frozen spans of the text with what is known of them. No database is known here.
"""

from masudi.resolve.atlas import Atlas, load_atlas
from masudi.resolve.counts import CountMention, find_counts
from masudi.resolve.knowledge import Knowledge, load_knowledge
from masudi.resolve.locating import Located, holds, inside_of, locate_mentions, resolve_places, small
from masudi.resolve.parties import PartyMention, find_parties, state_in
from masudi.resolve.times import find_times
from masudi.resolve.toponyms import PlaceMention, find_named, find_places
from masudi.resolve.victims import VictimPhrase, find_victims

__all__ = [
    "Atlas",
    "CountMention",
    "Knowledge",
    "Located",
    "PartyMention",
    "PlaceMention",
    "VictimPhrase",
    "find_counts",
    "find_named",
    "find_parties",
    "find_places",
    "find_times",
    "find_victims",
    "holds",
    "inside_of",
    "load_atlas",
    "load_knowledge",
    "locate_mentions",
    "resolve_places",
    "small",
    "state_in",
]
