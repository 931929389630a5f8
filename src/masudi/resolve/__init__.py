"""Who, where, when, how many: mentions in a text and what they stand for.

In: a text and a `Knowledge` value (`load_knowledge` reads the packaged one). Out: parties, places, times, victims and
counts, as frozen spans of the text with what is known of them. Nothing here knows a database.
"""

from masudi.resolve.knowledge import Knowledge, load_knowledge
from masudi.resolve.parties import PartyMention, find_parties
from masudi.resolve.toponyms import PlaceMention, find_places

__all__ = ["Knowledge", "PartyMention", "PlaceMention", "find_parties", "find_places", "load_knowledge"]
