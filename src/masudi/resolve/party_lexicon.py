"""Actors, and the words of partywords.yaml and people.yaml, compiled into one index: what a phrase of a text can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from masudi.resolve.actors import Actor
from masudi.resolve.cues import Cues
from masudi.resolve.party_words import NominalClass, PartyWords, People, PeopleWords, Scene
from masudi.resolve.words import PhraseIndex, Words, folded_words

NameForm = Literal["name", "country", "person", "capital", "demonym"]


class Naming:
    """One way in which a phrase names an actor; `spellings` are the only ones that count, where there are any.

    `generic`: others bear the name too, so that it counts only where the report is about a war of the actor.
    """

    __slots__ = ("actor", "form", "generic", "proper", "spellings")

    def __init__(self, actor: Actor, form: NameForm, phrase: str, *, exact: bool) -> None:
        self.actor = actor
        self.form: NameForm = form
        self.generic = phrase in actor.generic
        self.spellings: frozenset[str] = frozenset((phrase,)) if exact else frozenset()
        self.proper = phrase != phrase.lower()

    def fits(self, words: Words, start: int, end: int) -> bool:
        """Whether words `start` to `end` of the text, known to spell this name, are meant as a name."""
        if self.spellings:
            raw = words.text[words.starts[start] : words.ends[end - 1]]
            if raw.endswith("."):
                return True
            return raw.removesuffix("s") in self.spellings and not _shouting(words, start, end)
        return not self.proper or words.lowered or any(words.capital(i) for i in range(start, end))


def namings_of(actor: Actor) -> Iterator[tuple[Naming, str]]:
    """Every way in which data/actors says that `actor` is named, with the phrase."""
    country = set(actor.country or actor.names[:1]) if actor.kind == "state" else set()
    forms: tuple[tuple[NameForm, tuple[str, ...]], ...] = (
        ("name", actor.names),
        ("person", actor.persons),
        ("capital", actor.capitals),
        ("demonym", actor.demonyms),
    )
    for form, phrases in forms:
        for phrase in phrases:
            yield Naming(actor, "country" if phrase in country else form, phrase, exact=False), phrase
    for phrase in actor.exact:
        yield Naming(actor, "country" if phrase in country else "name", phrase, exact=True), phrase


def _shouting(words: Words, start: int, end: int) -> bool:
    """Among words in capitals, "IS" is no name."""
    near = (start - 1, end)
    return all(0 <= i < len(words) and words.shouted(i) for i in near)


class Sense:
    """All that one phrase can be in a text. Most are names and nothing else, which is what the class says of all."""

    nominal: NominalClass | None = None
    people: People | None = None
    pronoun: str | None = None
    plural = False
    possessive = False
    head = False
    inner = False
    before = False
    count = False
    deed = False
    parted = False
    void_after = False
    void_before = False
    apart_from = False
    place_after = False
    determiner = False
    joiner = False
    last = False
    alone = False
    acting = False
    agent_after = False
    inside = False
    toward = False
    verb = False
    governs = False
    harm = False

    def __init__(self) -> None:
        self.namings: list[Naming] = []

    @property
    def common(self) -> bool:
        """Whether the phrase means something without being a name."""
        return bool(self.nominal or self.people or self.pronoun or self.head or self.inner or self.before) or self.count


class PartyLexicon:
    """The index of phrases, and what the resolution of nominals needs: scenes, actors by name, ranks of classes."""

    def __init__(self, actors: Iterable[Actor], words: PartyWords, people: PeopleWords) -> None:
        self._senses: dict[tuple[str, ...], Sense] = {}
        self.cues = Cues(words.unknown)
        self.verb_endings = words.subjects.endings
        self.actors = {actor.name: actor for actor in actors}
        self.scenes = words.scenes
        self.scene_of: dict[str, Scene] = {scene.state: scene for scene in words.scenes}
        # What a group is called now, by each of its earlier names.
        self.later = {name: later for name in self.actors if (later := self._later(name)) != name}
        self.parties_of = {scene.name: self._parties(scene) for scene in self.scenes}
        self.coalitions = tuple(actor.name for actor in self.actors.values() if actor.coalition)
        # Who has a regular army and aircraft: states, and what goes under the label of one.
        self.regulars = frozenset(actor.entity for actor in self.actors.values() if actor.kind == "state")
        self.ranks: dict[NominalClass, int] = {}
        for nominal in words.nominals:
            self.ranks.setdefault(nominal.of, len(self.ranks))
        for actor in self.actors.values():
            self._put_actor(actor)
        self._put_roles(words)
        self._put_cues(words)
        self._put_people(people)
        self.index: PhraseIndex[Sense] = PhraseIndex(self._senses.items())

    def first(self, classes: Iterable[NominalClass]) -> NominalClass | None:
        """The class that a phrase takes: of those of its words, the one that stands first in the data."""
        return min(classes, key=self.ranks.__getitem__, default=None)

    def single(self, fold: str) -> Sense | None:
        """The sense of one word by itself."""
        return self._senses.get((fold,))

    def _sense(self, phrase: str) -> Sense:
        return self._senses.setdefault(folded_words(phrase), Sense())

    def _each(self, phrases: Iterable[str]) -> Iterator[Sense]:
        return map(self._sense, phrases)

    def _parties(self, scene: Scene) -> frozenset[str]:
        """Who takes part in a war: those that the scene names, and whoever belongs to its country, outlets aside."""
        country = self.actors[scene.state].iso
        own = (
            actor.name for actor in self.actors.values() if actor.kind != "media" and country and actor.iso == country
        )
        return frozenset(name for name in (scene.state, scene.rebels, *scene.parties, *own) if name)

    def _later(self, name: str) -> str:
        """The last name of a group: renamed, or merged into one that goes on under the same label."""
        seen = {name}
        while True:
            actor = self.actors[name]
            steps = (one.to for one in actor.relations if one.kind in ("renamed_to", "merged_into") and not one.until)
            following = next((to for to in steps if self.actors[to].entity == actor.entity and to not in seen), None)
            if following is None:
                return name
            seen.add(following)
            name = following

    def _put_actor(self, actor: Actor) -> None:
        for naming, phrase in namings_of(actor):
            self._sense(phrase).namings.append(naming)

    def _put_roles(self, words: PartyWords) -> None:
        for role in words.roles:
            for sense in self._each(role.words):
                sense.head = sense.head or role.head
                sense.inner = sense.inner or not role.head
        for nominal in words.nominals:
            for sense in self._each(nominal.words):
                if sense.nominal is None:
                    sense.nominal, sense.last, sense.alone = nominal.of, nominal.last, nominal.alone
        for pronoun in words.pronouns:
            for word in pronoun.words:
                sense = self._sense(word)
                sense.pronoun, sense.possessive = pronoun.number, word in pronoun.possessive

    def _put_cues(self, words: PartyWords) -> None:
        for attribute, phrases in (
            ("deed", words.deeds),
            ("parted", words.links.parted),
            ("void_after", words.links.void_after),
            ("void_before", words.links.void_before),
            ("apart_from", words.links.apart_from),
            ("place_after", words.links.place_after),
            ("determiner", words.determiners),
            ("joiner", words.joiners),
            ("acting", words.acting),
            ("agent_after", words.agents_after),
            ("inside", words.inside),
            ("toward", words.toward),
            ("verb", words.subjects.verbs),
            ("governs", words.subjects.objects_after),
        ):
            for sense in self._each(phrases):
                setattr(sense, attribute, True)

    def _put_people(self, people: PeopleWords) -> None:
        for noun in people.people:
            plurals = noun.plural or (noun.name + "s",)
            for form in (*plurals, noun.name) if not noun.plural_only else plurals:
                sense = self._sense(form)
                sense.people, sense.plural = noun, form in plurals
        for sense in self._each(people.before):
            sense.before = True
        for sense in self._each(people.counting):
            sense.count = True
        for sense in self._each(people.harms):
            sense.harm = True
