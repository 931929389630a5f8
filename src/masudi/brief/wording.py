"""The brief's own words, from data/brief.yaml: everything that stands around the words of the reports."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Literal

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain import HedgeLevel, Position, Status

Role = Literal["target", "place"]


class SectionWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section of the brief: its heading, and a note that holds for each of its lines."""

    name: str
    heading: str
    note: str | None = None


class Verb(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a claim with such a trigger is told. `{}` in a form is where the object goes, else it goes behind."""

    past: str
    base: str
    done: str
    alone: str
    alone_base: str
    noun: str
    stems: tuple[str, ...] = ()
    object: tuple[Role, ...] | None = None
    armed: tuple[str, str, str] | None = None
    target_as: str | None = None
    place_as: str | None = None
    mass: bool = False
    plural: bool = False

    def of_several(self) -> Verb:
        """The verb for several things of its kind: "launched assaults" for "launched an assault"."""
        one, many = self.indefinite, f"{self.noun}s"
        forms = {
            name: getattr(self, name).replace(one, many) for name in ("past", "base", "done", "alone", "alone_base")
        }
        return msgspec.structs.replace(self, noun=many, plural=True, **forms)

    def with_means(self) -> Verb:
        """The verb where the means are told behind it, and its forms need not name any."""
        if self.armed is None:
            return self
        past, base, done = self.armed
        return msgspec.structs.replace(self, past=past, base=base, done=done)

    @property
    def indefinite(self) -> str:
        """The noun with the article that it takes: "an attack", "shelling"."""
        if self.mass or self.plural:
            return self.noun
        return f"{'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"


class KindWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a kind of claim is told; the comment in the data file says what each field does."""

    name: str
    section: str
    label: str | None = None
    object: tuple[Role, ...] = ()
    whole: bool = False
    target_as: str | None = None
    place_as: str | None = None
    any_place_as: bool = False
    quote: bool = False
    arms: bool = False
    befalls_actor: bool = False
    denied: str | None = None
    denied_bare: str | None = None
    verbs: tuple[Verb, ...] = ()

    @property
    def is_analysis(self) -> bool:
        """Whether the claim is told by quoting its phrase."""
        return not self.verbs

    def verb(self, triggers: list[str]) -> Verb:
        """The verb that fits all of these triggers, else the kind's general one; of several things where they are."""
        found = {self._one(trigger) for trigger in triggers}
        verb = found.pop() if len(found) == 1 else self._one("")
        many = all(trigger.casefold().split()[-1:] == [f"{verb.noun.split()[-1]}s"] for trigger in triggers)
        return verb.of_several() if many and not verb.mass and not verb.plural else verb

    def _one(self, trigger: str) -> Verb:
        words = [*trigger.casefold().replace("-", " ").split(), trigger.casefold()]
        for verb in self.verbs:
            if any(word.startswith(stem) for word in words for stem in verb.stems):
                return verb
        return next(verb for verb in self.verbs if not verb.stems)


class StatusWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a status that is not plainly asserted stands in a sentence."""

    name: Status
    active: str
    passive: str
    bare: str
    words: tuple[str, ...] = ()
    own: bool = False


class HedgeWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands before a hedged sentence, and behind one that only some of its claims hedge."""

    name: HedgeLevel
    lead: str
    note: str
    implied: tuple[str, ...] = ()


class EntityWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A coarse label of parties; `words` make a phrase say by itself that it means this one."""

    name: str
    label: str
    words: tuple[str, ...]
    people: bool = False


class BareWord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word of a report, and how the brief says it on its own."""

    name: str
    as_: str = msgspec.field(name="as")


class SaidWith(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said where the report has one of these words."""

    say: str
    words: tuple[str, ...]


class PeopleWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What people harmed are called, one and several."""

    name: str
    one: str
    many: str


class HarmWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A harm as a participle and as a label; `stems` begin the triggers that mean it."""

    name: str
    done: str
    noun: str
    stems: tuple[str, ...] = ()


class PositionWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What sources in a position are called."""

    name: Position
    one: str


class DoubtWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the second look goes by; the comments in the data file say what each list does."""

    numbered: tuple[str, ...]
    series: tuple[str, ...]
    counted: tuple[str, ...]
    inflections: tuple[str, ...]
    same_spelling: tuple[tuple[str, ...], ...]
    families: tuple[tuple[str, ...], ...]
    articles: tuple[str, ...]
    harm: tuple[str, ...]
    part_openers: tuple[str, ...]
    open_bounds: tuple[str, ...]
    units: tuple[str, ...]
    numbers: tuple[str, ...]
    dateline_words: tuple[str, ...]
    event_words: tuple[str, ...]
    short_months: tuple[str, ...]


class Wording(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """All of data/brief.yaml."""

    sections: tuple[SectionWords, ...]
    kinds: tuple[KindWords, ...]
    statuses: tuple[StatusWords, ...]
    denial_limits: tuple[SaidWith, ...]
    hedges: tuple[HedgeWords, ...]
    entities: tuple[EntityWords, ...]
    anaphors: tuple[str, ...]
    bare: tuple[BareWord, ...]
    the_names: tuple[str, ...]
    determiners: tuple[str, ...]
    kept_determiners: tuple[str, ...]
    partitives: tuple[str, ...]
    partitive_adjectives: tuple[str, ...]
    apposed: tuple[str, ...]
    apposed_kept: tuple[str, ...]
    place_words: tuple[str, ...]
    way_words: tuple[str, ...]
    place_before: tuple[SaidWith, ...]
    common: tuple[str, ...]
    plural_words: tuple[str, ...]
    singular_words: tuple[str, ...]
    people: tuple[PeopleWords, ...]
    parts: tuple[str, ...]
    neutral_labels: tuple[str, ...]
    harms: tuple[HarmWords, ...]
    unclear_harm: tuple[str, ...]
    vague: tuple[BareWord, ...]
    positions: tuple[PositionWords, ...]
    time_starts: tuple[str, ...]
    relative_days: tuple[str, ...]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    joints: tuple[str, ...]
    doubts: DoubtWords

    def kind(self, name: str) -> KindWords | None:
        """The words for a kind; None for a kind that the file does not know."""
        return next((kind for kind in self.kinds if kind.name == name), None)

    def status(self, status: Status, cues: list[tuple[str, bool]]) -> StatusWords | None:
        """The words for a status; None for an asserted claim.

        `cues` are words of the report, each with whether the actor stands before it and so may be whose will it is.
        """
        entries = [entry for entry in self.statuses if entry.name is status]
        for entry in entries:
            fitting = [cue.casefold() for cue, own in cues if own or not entry.own]
            if any(_starts_word(cue, word) for cue in fitting for word in entry.words):
                return entry
        return next((entry for entry in entries if not entry.words), None)

    def is_event(self, kind: str) -> bool:
        """Whether claims of the kind are told in sentences; those of other kinds, and unknown ones, are quoted."""
        known = self.kind(kind)
        return known is not None and not known.is_analysis

    def harm(self, name: str) -> HarmWords:
        """The words for a harm; a harm that the file does not know is said as it is."""
        return next((harm for harm in self.harms if harm.name == name), HarmWords(name=name, done=name, noun=name))

    def entity(self, name: str | None) -> EntityWords | None:
        """The words for a coarse label, None where it is `other:NAME` or none."""
        return self._entities.get(name) if name else None

    @cached_property
    def _entities(self) -> Mapping[str, EntityWords]:
        return {entity.name: entity for entity in reversed(self.entities)}


def _starts_word(text: str, stem: str) -> bool:
    at = text.find(stem)
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum():
            return True
        at = text.find(stem, at + 1)
    return False


@cache
def wording() -> Wording:
    """The brief's words, read once. KnowledgeError, with file and line, where the file does not have its shape."""
    return load_yaml(packaged("brief.yaml"), Wording)
