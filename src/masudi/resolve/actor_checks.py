"""Checks of files of actors that their schema cannot make: names, codes, dates, and relations across the files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from masudi.data import Fault, load_csv, located, packaged, show
from masudi.errors import KnowledgeError
from masudi.resolve.actors import Actor, ActorRelation, load_actor_codes
from masudi.resolve.links import Days, days
from masudi.resolve.place_rules import Country
from masudi.resolve.words import folded_words

_ID = re.compile(r"[a-z][a-z0-9_]*")
_OTHER = "other:"


class ReadFile(NamedTuple):
    """A file of actors, as it was read."""

    path: Path
    actors: tuple[Actor, ...]


class _Known(NamedTuple):
    """What entries may refer to."""

    actors: Mapping[str, Actor]
    countries: frozenset[str]
    sectors: frozenset[str]
    inters: frozenset[int]
    entities: frozenset[str]


def actor_faults(files: Sequence[ReadFile], below: Sequence[Actor] = ()) -> Iterator[KnowledgeError]:
    """Everything that is wrong in `files`, in their order, with file and line.

    `below` are the actors over which the files are laid: they may be referred to, and entries may replace them.
    """
    known = _known(files, below)
    ids: dict[str, Path] = {}
    names: dict[tuple[str, ...], Actor] = {}
    for file in files:
        faults: list[Fault] = []
        for at, actor in enumerate(file.actors):
            here = f"$.actors[{at}]"
            if actor.name in ids:
                faults.append((f"{here}.name", f"{show(actor.name)} stands twice: also in {ids[actor.name]}"))
                continue
            ids[actor.name] = file.path
            faults.extend(_own_faults(here, actor, known))
            faults.extend(_name_faults(here, actor, names))
            for number, relation in enumerate(actor.relations):
                faults.extend(_relation_faults(f"{here}.relations[{number}]", actor, relation, known))
        yield from located(file.path, faults)


def _known(files: Sequence[ReadFile], below: Sequence[Actor]) -> _Known:
    # Here, as the ontology is needed by nobody who only uses what was checked before.
    from masudi.ontology import load_ontology

    codes = load_actor_codes()
    return _Known(
        {actor.name: actor for actor in (*below, *(actor for file in files for actor in file.actors))},
        frozenset(row.value.code for row in load_csv(packaged("places/countries.csv"), Country)),
        frozenset(sector.code for sector in codes.sectors),
        frozenset(inter.code for inter in codes.inter),
        frozenset(entity.name for entity in load_ontology().labels.entities),
    )


def _own_faults(here: str, actor: Actor, known: _Known) -> Iterator[Fault]:
    if not _ID.fullmatch(actor.name):
        yield f"{here}.name", f"{show(actor.name)} is no id: use small letters, digits and _, a letter first"
    if not actor.label.strip():
        yield f"{here}.label", "label is empty: say how people read the actor"
    if not actor.source.strip():
        yield f"{here}.source", "source is empty: say where somebody else can look the actor up"
    name = actor.entity.removeprefix(_OTHER)
    other = name != actor.entity and name.strip() and not name.startswith(_OTHER)
    if not other and actor.entity not in known.entities:
        yield f"{here}.entity", f"unknown entity {show(actor.entity)}: known are {_listed(known.entities)}, other:NAME"
    if actor.iso is not None and actor.iso not in known.countries:
        yield f"{here}.iso", f"{show(actor.iso)} is no code of ISO 3166-1 (two capital letters, such as SY)"
    if actor.sector is not None and actor.sector not in known.sectors:
        yield f"{here}.sector", f"unknown sector {show(actor.sector)} of PLOVER: known are {_listed(known.sectors)}"
    if actor.inter is not None and actor.inter not in known.inters:
        yield f"{here}.inter", f"unknown inter code {actor.inter} of ACLED: known are 1 to {max(known.inters)}"
    for at, name in enumerate(actor.varies_unless):
        if name not in known.actors:
            yield f"{here}.varies_unless[{at}]", f"there is no actor {show(name)}"


def _listed(words: frozenset[str]) -> str:
    return ", ".join(sorted(words))


def _name_faults(here: str, actor: Actor, names: dict[tuple[str, ...], Actor]) -> Iterator[Fault]:
    """What is wrong with an actor's names; `names` are those seen before that count wherever they stand."""
    fields = ("names", "exact", "persons", "capitals", "demonyms")
    listed = {name for field in fields for name in getattr(actor, field)}
    if not listed:
        yield here, f"{show(actor.name)} has no names to be found by"
    for field, among in (("country", {*actor.names, *actor.exact}), ("generic", listed)):
        for at, name in enumerate(getattr(actor, field)):
            if name not in among:
                yield f"{here}.{field}[{at}]", f"{show(name)} is none of the names above"
    for field in fields:
        for at, name in enumerate(getattr(actor, field)):
            key = folded_words(name)
            if not key:
                yield f"{here}.{field}[{at}]", f"{show(name)} has no letters"
            if not key or name in actor.generic:
                continue
            # Spellings in capitals that count only as they stand are told apart by their letters.
            other = names.setdefault((name if field == "exact" else "", *key), actor)
            if other is not actor:
                problem = f"{show(name)} already names {show(other.name)}"
                yield f"{here}.{field}[{at}]", f"{problem}: leave it to one, or make it generic in both"


def _relation_faults(here: str, actor: Actor, relation: ActorRelation, known: _Known) -> Iterator[Fault]:
    if relation.to not in known.actors:
        yield f"{here}.to", f"there is no actor {show(relation.to)}"
    elif relation.to == actor.name:
        yield f"{here}.to", f"{show(actor.name)} stands in a relation to itself"
    elif relation.kind == "part_of" and actor.name in _above(relation.to, known.actors):
        yield f"{here}.to", f"{show(actor.name)} is part of {show(relation.to)}, which is part of it"
    if not relation.source.strip():
        yield f"{here}.source", "source is empty: say where somebody else can look the relation up"
    stretch: list[Days] = []
    for field, date in (("from", relation.since), ("until", relation.until)):
        if date is None:
            continue
        try:
            stretch.append(days(str(date)))
        except ValueError:
            yield f"{here}.{field}", f"{show(str(date))} is no date: write YYYY, YYYY-MM or YYYY-MM-DD"
    if len(stretch) == 2 and stretch[1].last < stretch[0].first:
        yield f"{here}.until", f"until {relation.until} lies before from {relation.since}"


def _above(name: str, actors: Mapping[str, Actor]) -> set[str]:
    """The actors that `name` is part of, directly or not, itself among them."""
    found: set[str] = set()
    open_ = [name]
    while open_:
        one = open_.pop()
        if one in found or one not in actors:
            continue
        found.add(one)
        open_.extend(relation.to for relation in actors[one].relations if relation.kind == "part_of")
    return found
