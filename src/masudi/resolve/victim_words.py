"""Words for people harmed and for the harm: data/victims.yaml, read once."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from masudi.data import load_yaml, packaged

Who = Literal["civilians", "children", "women", "combatants", "aid_workers", "journalists", "people"]
Harm = Literal["killed", "injured", "detained", "displaced", "missing", "besieged"]
Frame = Literal["object", "either", "subject", "noun", "none"]


class Noun(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word for people, in the singular; `plural` is the name with an s where it is None, none where it is "".

    `many` marks words that mean several without a plural, `needs_number` those that are victims only where counted.
    `describes`: before another word it says of what kind that is ("police station").
    `inherits`: "modifier" takes the class of the words before the noun, "before" that of the victims told before.
    """

    name: str
    who: Who
    plural: str | None = None
    many: bool = False
    needs_number: bool = False
    describes: bool = False
    inherits: Literal["modifier", "before"] | None = msgspec.field(default=None, name="as")
    sex: str | None = None
    age_group: str | None = None
    civil_status: str | None = None

    def forms(self) -> tuple[tuple[str, bool], ...]:
        """Each form, and whether it means several."""
        plural = self.name + "s" if self.plural is None else self.plural
        return ((self.name, self.many), *(((plural, True),) if plural else ()))


class Modifier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word before a noun that says more of the people."""

    name: str
    who: Who | None = None
    sex: str | None = None
    age_group: str | None = None
    civil_status: str | None = None


class HarmWord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word that names a harm; `frame` is where its victims stand, `weak` that it names one only in such a place."""

    name: str
    harm: Harm
    frame: Frame
    weak: bool = False


class VictimWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/victims.yaml, as it stands."""

    nouns: tuple[Noun, ...]
    modifiers: tuple[Modifier, ...]
    stops: tuple[str, ...]
    inner: tuple[str, ...]
    articles: tuple[str, ...]
    parts_before: tuple[str, ...]
    parts_after: tuple[str, ...]
    part_links: tuple[str, ...]
    part_inner: tuple[str, ...]
    mostly: tuple[str, ...]
    conjunctions: tuple[str, ...]
    joins: tuple[str, ...]
    harms: tuple[HarmWord, ...]
    passives: tuple[str, ...]
    between: tuple[str, ...]
    object_links: tuple[str, ...]
    singular_passives: tuple[str, ...]
    clause_words: tuple[str, ...]
    links: tuple[str, ...]
    stated_links: tuple[str, ...]
    stated_by: tuple[str, ...]
    announced: tuple[str, ...]
    among: tuple[str, ...]
    counted_at: tuple[str, ...]
    still_open: tuple[str, ...]
    kin: tuple[str, ...]
    speech: tuple[str, ...]
    cumulative: tuple[str, ...]
    period: tuple[str, ...]
    newer: tuple[str, ...]
    older: tuple[str, ...]


@cache
def load_victims() -> VictimWords:
    """data/victims.yaml, read once; KnowledgeError, with the line, where it is not of that shape."""
    return load_yaml(packaged("victims.yaml"), VictimWords)
