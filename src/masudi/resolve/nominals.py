"""Whom nominals and pronouns mean: "the regime", "militants", "the group", "they", resolved within one report.

A plain method: every mention goes into a history; a nominal takes the nearest earlier mention of its class, or what
the class means in the war that the report is about (the scene: the state that it names most). Bare "militants" and
"terrorists" stay unidentified unless the report has named an armed group near by: a name that an enemy gives is no
identification (bench guidelines).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from masudi.resolve.actor_words import Actor, NominalClass, Scene
from masudi.resolve.party_lexicon import PartyLexicon
from masudi.resolve.party_phrases import Phrase
from masudi.resolve.words import Words

UNIDENTIFIED = "other:unidentified armed group"

# How many sentences back a nominal looks. On the training reports bare "terrorists" are named rightly in 101 of 134
# cases when they may be a jihadist group named up to five sentences before, in 88 when they may be any armed group, in
# 81 when they always stay unidentified; "fighters" do best with any group, from nearer by.
_LONG, _SHORT = 5, 3


class Resolved(NamedTuple):
    """Who a phrase is: the label, the entry of the lexicon and the name in words, as far as known; `kind` of actor."""

    entity: str
    actor: Actor | None
    name: str | None
    kind: str


class _Past(NamedTuple):
    who: Resolved
    sentence: int
    pronoun: bool
    """A pronoun shows who a sentence is about, but names nobody."""


class Resolver:
    """Resolves the phrases of one text, in order."""

    def __init__(self, words: Words, lexicon: PartyLexicon, phrases: list[Phrase], seen: Mapping[str, int]) -> None:
        self.words = words
        self.lexicon = lexicon
        self.phrases = phrases
        self.seen = seen
        self.scene = scene_of(seen, lexicon)
        self.history: list[_Past] = []
        self._named = {phrase.actor.name for phrase in phrases if phrase.actor and phrase.form != "capital"}

    def resolve(self) -> list[tuple[Phrase, Resolved]]:
        """Each phrase that is a party, with who it is."""
        out = []
        for phrase in self.phrases:
            who = self._who(phrase)
            if who is None:
                continue
            out.append((phrase, who))
            self.history.append(_Past(who, self.words.sentences[phrase.start], phrase.form == "pronoun"))
        return out

    def _who(self, phrase: Phrase) -> Resolved | None:
        if phrase.people is not None:
            return Resolved(phrase.people.entity, None, phrase.people.name, "people")
        if phrase.pronoun is not None:
            return self._pronoun(phrase)
        if phrase.nominal is not None:
            return self._nominal(phrase, phrase.nominal)
        assert phrase.actor is not None
        if phrase.form in ("country", "capital") and not (phrase.acts or self._speaks(phrase)):
            return None
        return self._actor(phrase.actor)

    def _speaks(self, phrase: Phrase) -> bool:
        """Whether a bare country or capital is the state: not where the war is, and a capital only if that is named."""
        assert phrase.actor is not None
        state = phrase.actor.name
        return state != self.scene.state and (phrase.form == "country" or state in self._named)

    def _actor(self, actor: Actor) -> Resolved:
        if actor.varies_unless and self.scene.kurds and self._named.isdisjoint(actor.varies_unless):
            actor = self.lexicon.actors[self.scene.kurds]
        return Resolved(actor.entity, actor, actor.label, actor.kind)

    def _by_name(self, name: str | None) -> Resolved | None:
        return self._actor(self.lexicon.actors[name]) if name else None

    def _nominal(self, phrase: Phrase, nominal: NominalClass) -> Resolved | None:
        here = self.words.sentences[phrase.start]
        state = self._by_name(self.scene.state)
        match nominal:
            case "rebels":
                return self._rebels(phrase)
            case "regime" | "state":
                return state
            case "coalition":
                return self._coalition()
            case "jihadists":
                return self._nearest(here, _LONG, _is_jihadist) or self._most_named_jihadists() or _unidentified()
            case "militants":
                return self._nearest(here, _LONG, _is_jihadist) or _unidentified()
            case "fighters":
                return self._nearest(here, _SHORT, self._is_irregular) or _unidentified()
            case "group":
                return self._nearest(here, _SHORT, _is_organised) or self._only_group()
            case "enemy":
                return self._enemy(here)
            case "aircraft":
                return self._nearest(here, 1, self._is_regular) or state
            case "forces":
                return self._nearest(here, 1, _is_belligerent) or state

    def _rebels(self, phrase: Phrase) -> Resolved:
        scene = self.scene
        if phrase.actor is not None:
            scene = self.lexicon.scene_of.get(phrase.actor.name, scene)
        return self._by_name(scene.rebels) or (
            self._nearest(self.words.sentences[phrase.start], _LONG, self._is_irregular) or _unidentified()
        )

    def _coalition(self) -> Resolved | None:
        """The coalition that the report names; the scene's where it names none."""
        named = (name for name in self.lexicon.coalitions if name in self._named)
        return self._by_name(next(named, self.scene.coalition))

    def _most_named_jihadists(self) -> Resolved | None:
        """The jihadist group that the report names most, before or after."""
        actors = [actor for name in self.seen if (actor := self.lexicon.actors[name]).jihadist]
        return self._actor(max(actors, key=lambda actor: self.seen[actor.name])) if actors else None

    def _only_group(self) -> Resolved | None:
        """The armed group of the report, where it names but one: "the organization", however far back."""
        groups = {actor.name: actor for name in self.seen if _is_group(actor := self.lexicon.actors[name])}
        return self._actor(next(iter(groups.values()))) if len(groups) == 1 else None

    def _is_irregular(self, who: Resolved) -> bool:
        return who.kind == "armed_group" and not self._is_regular(who)

    def _is_regular(self, who: Resolved) -> bool:
        """Whether it has an army and aircraft: a state, or what goes under the label of one."""
        return who.entity in self.lexicon.regulars

    def _nearest(self, here: int, reach: int, fits: Callable[[Resolved], bool]) -> Resolved | None:
        """The party named last that `fits`, at most `reach` sentences back."""
        for past in reversed(self.history):
            if here - past.sentence > reach:
                return None
            if not past.pronoun and fits(past.who):
                return past.who
        return None

    def _enemy(self, here: int) -> Resolved | None:
        """The belligerent named last that is not the one named last but one's side: not the subject."""
        subject = self._subject(here, ("state", "armed_group"))
        return self._nearest(
            here,
            _LONG,
            lambda who: _is_belligerent(who) and (subject is None or who.entity != subject.entity),
        )

    def _subject(self, here: int, kinds: tuple[str, ...]) -> Resolved | None:
        """The first party of this sentence so far, else the first of the one before, of those kinds."""
        for sentence in (here, here - 1, here - 2):
            candidates = [past for past in self.history[-12:] if past.sentence == sentence and past.who.kind in kinds]
            if candidates:
                return candidates[0].who
        return None

    def _pronoun(self, phrase: Phrase) -> Resolved | None:
        assert phrase.pronoun is not None
        here = self.words.sentences[phrase.start]
        if phrase.pronoun.pronoun == "person":
            return None
        kinds: tuple[str, ...] = ("state", "armed_group", "international", "monitor", "aid")
        if phrase.pronoun.pronoun == "plural":
            kinds = (*kinds, "people")
        return self._subject(here, kinds)


def _is_jihadist(who: Resolved) -> bool:
    return who.actor is not None and who.actor.jihadist


def _is_group(actor: Actor) -> bool:
    return actor.kind == "armed_group"


def _is_belligerent(who: Resolved) -> bool:
    return who.kind in ("state", "armed_group")


def _is_organised(who: Resolved) -> bool:
    return who.kind in ("armed_group", "monitor", "aid", "international")


def _unidentified() -> Resolved:
    return Resolved(UNIDENTIFIED, None, None, "unidentified")


def scene_of(seen: Mapping[str, int], lexicon: PartyLexicon) -> Scene:
    """The war that a report is about: that whose state and rebels it names most (`seen`: actors and how often).

    The first scene of the data where it names none.
    """

    def naming(scene: Scene) -> float:
        return (seen.get(scene.state, 0) + seen.get(scene.rebels or "", 0)) * scene.weight

    return max(lexicon.scenes, key=naming)
