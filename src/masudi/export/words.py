"""The words that a person reads for the names in a record: the ontology's labels, and roles.yaml beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Protocol

import msgspec

from masudi.data import load_yaml
from masudi.domain import Claim, Party, Place, RelationKind, Source, Status, Toll
from masudi.domain.text import one_line
from masudi.export.wording import bounds_words
from masudi.ontology import Family, Kind, Ontology, load_ontology


class Role(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What words of the report are to a claim, and the claim's field that holds them."""

    name: str
    label: str
    field: str


class Reverse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A relation seen from the claim that it points to."""

    name: str
    label: str


class RolesFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What roles.yaml holds."""

    roles: tuple[Role, ...]
    reverses: tuple[Reverse, ...]


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...


class Meant(_Named, Protocol):
    """A name with its label and what it means."""

    @property
    def meaning(self) -> str:
        """What the name means, in a sentence."""


class Words:
    """Labels by name. A name that no list holds is its own label, with blanks for underscores."""

    def __init__(self, ontology: Ontology, roles: RolesFile) -> None:
        labels = ontology.labels
        self.families: tuple[Family, ...] = ontology.families
        self.kinds: dict[str, Kind] = {kind.name: kind for kind in ontology.kinds}
        self.statuses: dict[str, Meant] = {term.name: term for term in labels.statuses}
        self.roles: tuple[Role, ...] = roles.roles
        self._roles = _by_name(roles.roles)
        self._reverses = _by_name(roles.reverses)
        self._hedges = _by_name(labels.hedges)
        self._positions = _by_name(labels.positions)
        self._relations = _by_name(labels.relations)
        self._harms = _by_name(labels.harms)
        self._counted = _by_name(labels.counted)
        self._scopes = _by_name(labels.scopes)
        self._entities = _by_name(labels.entities)
        self._tags = _by_name(ontology.violations.tags)
        self._other = labels.other.prefix

    def family(self, kind: str) -> str:
        """The name of a kind's family; empty for a kind that the ontology does not have."""
        known = self.kinds.get(kind)
        return known.family if known else ""

    def kind(self, name: str) -> str:
        """A kind in words, in lower case: "air strike"."""
        known = self.kinds.get(name)
        return (known.label if known else _spaced(name)).lower()

    def claim(self, claim: Claim) -> str:
        """What the claim is of, with its status in front wherever that is not asserted: "Possible execution"."""
        kind = self.kind(claim.kind)
        if claim.status is Status.ASSERTED:
            return kind[:1].upper() + kind[1:]
        return f"{self.status(claim.status)} {kind}"

    def status(self, status: Status) -> str:
        """A status in words: "Possible"."""
        return self.statuses[status].label if status in self.statuses else _spaced(status)

    def meaning(self, status: Status) -> str:
        """What a status means, in a sentence; empty where the ontology does not say."""
        return self.statuses[status].meaning if status in self.statuses else ""

    def gloss(self, status: Status) -> str | None:
        """What a status means, where it means that the thing is not reported as having happened; else None."""
        return None if status is Status.ASSERTED else self.meaning(status) or None

    def hedge(self, level: str) -> str:
        """A hedge in words, in lower case."""
        return _label(self._hedges, level).lower()

    def position(self, position: str) -> str:
        """The position of a source in words, in lower case."""
        return _label(self._positions, position).lower()

    def role(self, role: str) -> str:
        """A role in words."""
        return _label(self._roles, role)

    def relation(self, kind: RelationKind, *, back: bool = False) -> str:
        """A relation in words, in lower case; `back` as it is seen from the claim that it points to."""
        return _label(self._reverses if back else self._relations, kind).lower()

    def tag(self, tag: str) -> str:
        """A violation tag in words."""
        return _label(self._tags, tag)

    def entity(self, entity: str | None) -> str | None:
        """The coarse label of a party in words."""
        return _label(self._entities, entity.removeprefix(self._other)) if entity else None

    def harm(self, harm: str) -> str:
        """A harm in words, in lower case."""
        return _label(self._harms, harm).lower()

    def counted(self, who: str) -> str:
        """The people whom a toll counts, in lower case."""
        return _label(self._counted, who).lower()

    def toll(self, toll: Toll) -> str:
        """A toll as its number, harm and people: "at least 12 killed (civilians)", without people where not said."""
        who = "" if toll.who == "people" else f" ({_label(self._counted, toll.who).lower()})"
        return f"{bounds_words(toll.low, toll.high)} {_label(self._harms, toll.harm).lower()}{who}"

    def toll_note(self, toll: Toll, tolls: Sequence[Toll]) -> str | None:
        """What the words say of the people, whose label that is, and what the number is of and to others of `tolls`."""
        said = [one for one in (toll.sex, toll.age_group, toll.civil_status) if one]
        if toll.label:
            by = f" by {toll.labelled_by}" if toll.labelled_by else ""
            said.append(f"called “{one_line(toll.label.text)}”{by}")
        if toll.scope:
            said.append(_label(self._scopes, toll.scope).lower())
        if toll.part_of is not None:
            said.append(f"some of the {self.toll(tolls[toll.part_of])}")
        if toll.replaces is not None:
            said.append(f"in place of {self.toll(tolls[toll.replaces])}")
        return ", ".join(said) or None

    def party_note(self, party: Party) -> str | None:
        """Who the words stand for, where that says more than the words."""
        return _beyond(party.text, party.name, self.entity(party.entity))

    def source_note(self, source: Source) -> str | None:
        """In what position the source stands, and who it is, where that says more than the words."""
        position = self.position(source.position) if source.position else None
        return _beyond(source.text, position, self.entity(source.entity))


def place_note(place: Place) -> str | None:
    """What the gazetteer says of the place: name, what it lies within, what it is, and where, as exactly as known."""
    within = place.within if place.within != place.name else None
    where = None
    if place.precision == "within_parent":
        # The point is that of what it lies in, and stands for nothing that could be looked up on a map.
        where = "no point of its own"
    elif place.lat is not None and place.lon is not None:
        where = f"{place.lat:g}, {place.lon:g}"
        where += f" ± {place.radius_km:g} km" if place.radius_km is not None else ""
    return _beyond(place.text, place.name, within, _spaced(place.kind) if place.kind else None, where)


def _beyond(words: str, *said: str | None) -> str | None:
    """What is said beyond the words themselves, each thing once."""
    known = {one_line(words).casefold()}
    new: list[str] = []
    for one in said:
        if one and one.casefold() not in known:
            known.add(one.casefold())
            new.append(one)
    return ", ".join(new) or None


@cache
def words() -> Words:
    """The words of the packaged ontology, read once."""
    with as_file(files("masudi.export") / "roles.yaml") as path:
        return Words(load_ontology(), load_yaml(path, RolesFile))


def _by_name(entries: Iterable[_Named]) -> dict[str, str]:
    return {entry.name: entry.label for entry in entries}


def _label(among: dict[str, str], name: str) -> str:
    return among.get(name) or _spaced(name)


def _spaced(name: str) -> str:
    return name.replace("_", " ")
