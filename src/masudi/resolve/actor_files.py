"""Reading the actors: the packaged ones from their index, and the user's own laid over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import msgspec

from masudi.data import load_yaml, own_folder, packaged
from masudi.errors import KnowledgeError
from masudi.resolve.actors import Actor, ActorsFile

INDEX = "actors/index.msgpack"


def actor_files() -> list[Path]:
    """The packaged files of actors, in the order in which they are read."""
    return sorted(packaged("actors").glob("*.yaml"))


def read_actors(paths: Iterable[Path], below: Sequence[Actor] = ()) -> tuple[Actor, ...]:
    """The actors of files that may refer to each other, and to those of `below`, over which they are laid.

    Raises KnowledgeError, with file and line, for the first thing that is wrong with any of them.
    """
    from masudi.resolve.actor_checks import ReadFile, actor_faults

    files = [ReadFile(path, load_yaml(path, ActorsFile).actors) for path in paths]
    for fault in actor_faults(files, below):
        raise fault
    return tuple(actor for file in files for actor in file.actors)


@cache
def load_packaged_actors() -> tuple[Actor, ...]:
    """The packaged actors from the index that scripts/actors.py makes; reading YAML would take many times as long."""
    path = packaged(INDEX)
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=tuple[Actor, ...])
    except (OSError, msgspec.DecodeError) as fault:
        raise KnowledgeError(str(path), f"holds no actors, make it with python scripts/actors.py: {fault}") from fault


def load_own_actors(folder: Path | None = None) -> tuple[Actor, ...]:
    """The user's own actors, if any; KnowledgeError, with file and line, where something is wrong with one."""
    folder = own_folder("actors") if folder is None else folder
    paths = sorted(folder.glob("*.yaml"))
    return read_actors(paths, load_packaged_actors()) if paths else ()


@cache
def load_actors() -> tuple[Actor, ...]:
    """All actors, the user's own first: one of theirs takes the place of the packaged one of its name.

    Of two actors that bear a name, the one that stands first has it.
    """
    own = load_own_actors()
    replaced = {actor.name for actor in own}
    return (*own, *(actor for actor in load_packaged_actors() if actor.name not in replaced))
