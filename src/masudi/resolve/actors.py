"""Who acts: the shape of data/actors/*.yaml, which data/actors/README.md explains field by field."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from masudi.data import load_yaml, packaged

ActorKind = Literal["state", "armed_group", "international", "monitor", "aid", "media", "people"]
ActorRelationKind = Literal["part_of", "renamed_to", "merged_into", "split_from", "allied_with", "backed_by"]


class ActorRelation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How an actor stands to another; dates as YYYY, YYYY-MM or YYYY-MM-DD, None where no source gives one.

    `alleged`: some say so, and the actors concerned or others deny it.
    """

    kind: ActorRelationKind
    to: str
    since: int | str | None = msgspec.field(name="from", default=None)
    until: int | str | None = None
    alleged: bool = False
    source: str


class Actor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One party: its id, its label, every spelling that names it or stands for it, its codes and relations.

    `iso` is the country it belongs to (ISO 3166-1, two letters), `sector` PLOVER's, `inter` ACLED's type of actor.
    """

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
    iso: str | None = None
    sector: str | None = None
    inter: int | None = None
    relations: tuple[ActorRelation, ...] = ()


class ActorsFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of actors, as it stands."""

    actors: tuple[Actor, ...]


class Sector(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sector of PLOVER."""

    code: str
    label: str


class Inter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A type of actor of ACLED."""

    code: int
    label: str


class RelationTerm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of relation in words, and in those of the actor that it is to; `once`: it happens on a day."""

    name: ActorRelationKind
    label: str
    reverse: str
    once: bool = False


class Alignment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a publisher can be beside an actor's own voice."""

    name: str
    label: str


class ActorCodes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/actorcodes.yaml, as it stands."""

    sectors: tuple[Sector, ...]
    inter: tuple[Inter, ...]
    relations: tuple[RelationTerm, ...]
    alignments: tuple[Alignment, ...]


@cache
def load_actor_codes() -> ActorCodes:
    """The codes, read once; KnowledgeError, with the line, where the file is not of that shape."""
    return load_yaml(packaged("actorcodes.yaml"), ActorCodes)
