"""Who acts: the entries of data/actors/*.yaml."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from masudi.data import load_yaml, packaged

ActorKind = Literal["state", "armed_group", "international", "monitor", "aid", "media", "people"]


class Actor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One party: its id, its label, and every spelling that names it or stands for it."""

    name: str
    label: str
    entity: str
    kind: ActorKind
    names: tuple[str, ...]
    source: str
    exact: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    jihadist: bool = False
    coalition: bool = False
    abroad: bool = False
    varies_unless: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()


class ActorsFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of actors, as it stands."""

    actors: tuple[Actor, ...]


@cache
def load_actors() -> tuple[Actor, ...]:
    """The packaged actors, read once; KnowledgeError, with the line, where a file is not of that shape."""
    paths = sorted(packaged("actors").glob("*.yaml"))
    return tuple(actor for path in paths for actor in load_yaml(path, ActorsFile).actors)
