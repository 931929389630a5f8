"""The shape of data/partywords.yaml and data/people.yaml: the words that stand for parties."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from masudi.data import load_yaml, packaged

NominalClass = Literal[
    "rebels",
    "opposition",
    "coalition",
    "regime",
    "state",
    "jihadists",
    "militants",
    "terrorists",
    "fighters",
    "aircraft",
    "group",
    "gang",
    "forces",
    "enemy",
]

CueName = Literal[
    "state_role",
    "state_body",
    "state_hint",
    "country",
    "fighters",
    "rebels",
    "militants",
    "troops",
    "members",
    "collective",
    "company",
    "armed",
    "calling",
    "so_called",
    "copula",
    "fights",
    "head",
    "weak_head",
    "band",
    "irregular",
    "regular",
    "linking",
    "particle",
    "owner",
    "direction",
    "place_before",
    "place_before_the",
    "title",
    "never",
]


class Scene(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A war that a report can be about, and which actors (by name) stand behind its nominals; None where unknown.

    `parties`, `places` and the actors of the state's country show that a report is about it.
    """

    name: str
    state: str
    rebels: str | None
    kurds: str | None
    coalition: str | None
    parties: tuple[str, ...]
    places: tuple[str, ...]
    weight: float = 1.0


class Role(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nouns that make a party of a name ("Russian warplanes"); without `head` they only stand before such a noun."""

    name: str
    head: bool
    words: tuple[str, ...]


class Nominal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nouns that are a party without a name ("the regime"), and the class that says whose."""

    name: str
    of: NominalClass
    words: tuple[str, ...]
    last: bool = False
    alone: bool = False


class Pronoun(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Pronouns of one number."""

    name: str
    words: tuple[str, ...]
    possessive: tuple[str, ...]
    number: Literal["plural", "singular", "person"]


class Links(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words joined to a name that end the party with it, or make no party of it."""

    parted: tuple[str, ...]
    void_after: tuple[str, ...]
    void_before: tuple[str, ...]
    apart_from: tuple[str, ...]
    place_after: tuple[str, ...]


class Subjects(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shows that a party is the subject of its sentence: a verb after it, and nothing before that governs it."""

    verbs: tuple[str, ...]
    endings: tuple[str, ...]
    objects_after: tuple[str, ...]


class Cue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words by which a report introduces parties of its own; `name` says how they do it."""

    name: CueName
    words: tuple[str, ...]


class Unknown(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How parties that stand in no list are found: the endings of demonyms and other adjectives, and the cues.

    `endings` make a demonym of a country that the text names, `alone` are those that show one by themselves.
    """

    endings: tuple[str, ...]
    alone: tuple[str, ...]
    adjectives: tuple[str, ...]
    not_states: tuple[str, ...]
    cues: tuple[Cue, ...]


class PartyWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/partywords.yaml, as it stands."""

    scenes: tuple[Scene, ...]
    roles: tuple[Role, ...]
    nominals: tuple[Nominal, ...]
    deeds: tuple[str, ...]
    pronouns: tuple[Pronoun, ...]
    links: Links
    determiners: tuple[str, ...]
    joiners: tuple[str, ...]
    agents_after: tuple[str, ...]
    acting: tuple[str, ...]
    inside: tuple[str, ...]
    toward: tuple[str, ...]
    subjects: Subjects
    unknown: Unknown


class People(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A noun for people; `plural` where it is more than name + s. `counted_only`: only after a number.

    `serves`: after the noun for a state's forces it is one of them ("army engineers").
    """

    name: str
    entity: str
    plural: tuple[str, ...] = ()
    plural_only: bool = False
    counted_only: bool = False
    serves: bool = False


class PeopleWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/people.yaml, as it stands."""

    people: tuple[People, ...]
    before: tuple[str, ...]
    counting: tuple[str, ...]
    harms: tuple[str, ...]


@cache
def load_party_words() -> PartyWords:
    """data/partywords.yaml, read once; KnowledgeError, with the line, where it is not of that shape."""
    return load_yaml(packaged("partywords.yaml"), PartyWords)


@cache
def load_people() -> PeopleWords:
    """data/people.yaml, read once; KnowledgeError, with the line, where it is not of that shape."""
    return load_yaml(packaged("people.yaml"), PeopleWords)
