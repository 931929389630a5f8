"""The actors that Masudi knows: looking them up, and the user's own files of them.

In: words, or a file in the shape of data/actors. Out: actors with their relations in both directions, and what was
stored or everything that is at fault. `masudi.resolve.actor_files` reads the store.
"""

from masudi.actors.lookup import Tie, list_actors, named_actors, ties_of
from masudi.actors.own import AddedActors, add_actors, own_names, remove_actors

__all__ = ["AddedActors", "Tie", "add_actors", "list_actors", "named_actors", "own_names", "remove_actors", "ties_of"]
