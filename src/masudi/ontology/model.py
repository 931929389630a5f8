"""What kinds.yaml and labels.yaml hold."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class Family(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group of kinds, with what people read for it and what its kinds have in common."""

    name: str
    label: str
    meaning: str


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of claim: `definition` says what it is, `apart` what separates it from its neighbours."""

    name: str
    family: str
    label: str
    definition: str
    apart: str


class KindsFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What kinds.yaml holds, in the order in which it is shown."""

    families: tuple[Family, ...]
    kinds: tuple[Kind, ...]


class Term(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One name of a closed list: what people read for it and what it means."""

    name: str
    label: str
    meaning: str


class Entity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A coarse label of actors and targets: whom it covers, and its class among the codebooks' kinds of actors."""

    name: str
    label: str
    actor_class: str = msgspec.field(name="class")
    covers: str


class KnownName(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A party without a label of its own whose class is known."""

    name: str
    actor_class: str = msgspec.field(name="class")


class OtherRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a party is labelled that no entity covers: `prefix` and its name."""

    prefix: str
    actor_class: str = msgspec.field(name="class")
    meaning: str
    known: tuple[KnownName, ...] = ()


class Labels(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What labels.yaml holds: the closed lists of a record beside its kind."""

    fields: tuple[Term, ...]
    toll_fields: tuple[Term, ...]
    statuses: tuple[Term, ...]
    hedges: tuple[Term, ...]
    positions: tuple[Term, ...]
    precisions: tuple[Term, ...]
    relations: tuple[Term, ...]
    scopes: tuple[Term, ...]
    harms: tuple[Term, ...]
    counted: tuple[Term, ...]
    actor_classes: tuple[Term, ...]
    entities: tuple[Entity, ...]
    other: OtherRule

    def lists(self) -> Iterator[tuple[str, tuple[Term, ...]]]:
        """Every list of terms, with its name in the file."""
        for field in msgspec.structs.fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple) and value and isinstance(value[0], Term):
                yield field.name, value

    def actor_class(self, entity: str | None) -> str:
        """The class of the party labelled `entity`; "unknown" for None and for a label that is not in the file."""
        if entity is None:
            return "unknown"
        if entity.startswith(self.other.prefix):
            name = entity.removeprefix(self.other.prefix).strip().casefold()
            known = (one.actor_class for one in self.other.known if one.name.casefold() == name)
            return next(known, self.other.actor_class)
        return next((one.actor_class for one in self.entities if one.name == entity), "unknown")
