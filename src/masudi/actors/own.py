"""Adding a file of actors to the user's own, and taking one out."""

from __future__ import annotations

from pathlib import Path

import msgspec

from masudi.data import load_yaml, own_folder, own_name, remove_own, write_whole
from masudi.errors import KnowledgeError, UsageError
from masudi.resolve.actor_checks import ReadFile, actor_faults
from masudi.resolve.actor_files import load_own_actors, load_packaged_actors
from masudi.resolve.actors import Actor, ActorsFile

_WHAT = "file of actors"


class AddedActors(msgspec.Struct, frozen=True, kw_only=True):
    """What came of adding a file: `actors` are stored unless there are `faults`, in it or in files that build on it."""

    name: str
    actors: tuple[Actor, ...]
    faults: tuple[KnowledgeError, ...]
    replaced: bool


def add_actors(path: Path, *, name: str | None = None, folder: Path | None = None) -> AddedActors:
    """Check the file of actors in `path` and store it under `name` (else the file's), in place of one of that name.

    Raises KnowledgeError where the file cannot be read or is not of the shape of data/actors, UsageError for a wrong
    name.
    """
    name = own_name(path, name, _WHAT)
    folder = own_folder("actors") if folder is None else folder
    target = folder / f"{name}.yaml"
    read = ReadFile(path, load_yaml(path, ActorsFile).actors)
    others = _others(folder, target)
    faults = tuple(actor_faults([*others, read], load_packaged_actors()))
    replaced = target.exists()
    if not faults:
        write_whole(target, path.read_bytes())
    return AddedActors(name=name, actors=read.actors, faults=faults, replaced=replaced)


def remove_actors(name: str, folder: Path | None = None) -> None:
    """Take a file of actors out; UsageError where there is none of that name, or another builds on it."""
    folder = own_folder("actors") if folder is None else folder
    target = folder / f"{name}.yaml"
    if target.exists():
        for fault in actor_faults(_others(folder, target), load_packaged_actors()):
            raise UsageError(f"{name} cannot be taken out, as another file builds on it: {fault}")
    remove_own(folder, name, ".yaml", _WHAT)


def _others(folder: Path, target: Path) -> list[ReadFile]:
    """The stored files but `target`, in their order."""
    paths = sorted(path for path in folder.glob("*.yaml") if path != target)
    return [ReadFile(path, load_yaml(path, ActorsFile).actors) for path in paths]


def own_names(folder: Path | None = None) -> frozenset[str]:
    """The ids of the user's own actors."""
    return frozenset(actor.name for actor in load_own_actors(folder))
