"""Whom nominals and pronouns mean: "the regime", "militants", "the group", "they", resolved within one report.

A plain method: every mention goes into a history; a nominal takes the nearest earlier mention of its class, or who is
in view in the report (`masudi.resolve.views`); "the army" of a report that names no state stays without a name. Bare
"militants" and "terrorists" stay unidentified unless the report has named an armed group near by: a name that an enemy
gives is no identification (bench guidelines).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import zip_longest
from typing import NamedTuple

from masudi.resolve.actors import Actor
from masudi.resolve.party_phrases import Phrase
from masudi.resolve.party_words import NominalClass
from masudi.resolve.report_lexicon import ReportLexicon
from masudi.resolve.subjects import is_subject
from masudi.resolve.views import View
from masudi.resolve.words import Words, folded_words

UNIDENTIFIED = "other:unidentified armed group"
REBELS = "other:rebels"
OPPOSITION = "other:opposition"
KURDS = "other:Kurdish forces"

# How many sentences back a nominal looks. On the training reports bare "terrorists" are named rightly in 101 of 134
# cases when they may be a jihadist group named up to five sentences before, in 88 when they may be any armed group, in
# 81 when they always stay unidentified; "fighters" do best with any group, from nearer by.
_LONG, _SHORT = 5, 3
# How nouns for several fighters end.
_PLURALS = ("s", "men")
# "The army of neighbouring Kor": so many words after "of" may hold a name.
_AHEAD = 3
# Nominals that can be the people of whoever is named after them.
_PEOPLE = frozenset(("rebels", "jihadists", "militants", "terrorists", "fighters", "forces", "state", "aircraft"))
# A pronoun looks for its party among so many mentions, no farther back than two sentences.
_RECENT = 12


class Resolved(NamedTuple):
    """Who a phrase is: the label, the entry of the lexicon and the name in words, as far as known; `kind` of actor."""

    entity: str | None
    actor: Actor | None
    name: str | None
    kind: str


class _Past(NamedTuple):
    who: Resolved
    sentence: int
    pronoun: bool
    """A pronoun shows who a sentence is about, but names nobody."""
    subject: bool
    plural: bool


class Resolver:
    """Resolves the phrases of one text, in order."""

    def __init__(self, words: Words, lexicon: ReportLexicon, phrases: list[Phrase], view: View) -> None:
        self.words = words
        self.lexicon = lexicon
        self.phrases = phrases
        self.seen = lexicon.counted
        self.view = view
        self.history: list[_Past] = []
        self._named = {phrase.actor.name for phrase in phrases if phrase.actor and phrase.form != "capital"}

    def resolve(self) -> list[tuple[Phrase, Resolved]]:
        """Each phrase that is a party, with who it is."""
        out = []
        for phrase, following in zip_longest(self.phrases, self.phrases[1:]):
            who = self._named_after(phrase, following) or self._who(phrase)
            if who is None:
                continue
            out.append((phrase, who))
            subject = is_subject(self.words, self.lexicon, phrase.start, phrase.end)
            here = self.words.sentences[phrase.start]
            self.history.append(_Past(who, here, phrase.form == "pronoun", subject, self._is_plural(phrase)))
        return out

    def _named_after(self, phrase: Phrase, following: Phrase | None) -> Resolved | None:
        """Whose people a nominal means that the report itself names after it: "fighters of the Northern Covenant"."""
        if phrase.nominal == "coalition" and following is not None and following.nominal in _PEOPLE:
            # "An alliance of rebels" is no coalition of states.
            return self._who(following) if self._only_of(phrase.end, following.start) else None
        if phrase.nominal not in _PEOPLE or following is None or following.actor is None or following.nominal:
            return None
        if following.form not in ("name", "demonym") or not self._only_of(phrase.end, following.start):
            return None
        who = self._actor(following.actor)
        return who if _is_belligerent(who) else None

    def _only_of(self, start: int, end: int) -> bool:
        """Whether words `start` to `end` are "of", "of the" or "of the so-called"."""
        words = self.words
        if start >= end or words.folds[start] != "of" or not all(words.joined[start : end + 1]):
            return False
        doubted = self.lexicon.cues.before(words, end, "so_called")
        return words.folds[start + 1 : doubted or end] in ([], ["the"])

    def _of_another(self, phrase: Phrase) -> bool:
        """Whether "the army" may be another's: "Somali police", or, outside the known wars, with "of" and a name."""
        words, at = self.words, phrase.end
        if self._after_demonym(phrase.start):
            return True
        if self.view.scene is not None or at >= len(words) or not words.joined[at] or words.folds[at] != "of":
            return False
        ahead = range(at + 1, min(at + 1 + _AHEAD, len(words)))
        name = next((there for there in ahead if words.joined[there] and words.capital(there)), None)
        state = self.view.state
        own = {word for phrase in (*state.names, *state.demonyms) for word in folded_words(phrase)} if state else set()
        return name is not None and own.isdisjoint(words.folds[at : name + _AHEAD])

    def _after_demonym(self, at: int) -> bool:
        """Whether a word that looks like a demonym, but nobody's who is known, stands before word `at`."""
        words = self.words
        if at == 0 or not words.joined[at] or not words.capital(at - 1) or words.lowered:
            return False
        before = words.folds[at - 1]
        return self.lexicon.single(before) is None and self.lexicon.cues.is_demonym(before)

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
        at_home = self.view.state is not None and state == self.view.state.name
        return not at_home and (phrase.form == "country" or state in self._named)

    def _actor(self, actor: Actor) -> Resolved:
        if actor.varies_unless and self._named.isdisjoint(actor.varies_unless):
            scene = self.view.scene
            if scene is None or scene.kurds is None:
                return Resolved(KURDS, actor, actor.label, actor.kind)
            actor = self.lexicon.actors[scene.kurds]
        return Resolved(actor.entity, actor, actor.label, actor.kind)

    def _by_name(self, name: str | None) -> Resolved | None:
        return self._actor(self.lexicon.actors[name]) if name else None

    def _state(self) -> Resolved:
        """The state in view; a state without a name where there is none."""
        return self._actor(self.view.state) if self.view.state else _unnamed_state()

    def _nominal(self, phrase: Phrase, nominal: NominalClass) -> Resolved | None:
        here = self.words.sentences[phrase.start]
        match nominal:
            case "rebels" | "opposition":
                return self._rebels(phrase, nominal)
            case "regime" | "state":
                if phrase.actor is not None:
                    return self._actor(phrase.actor)
                return _unnamed_state() if self._of_another(phrase) else self._state()
            case "coalition":
                return self._coalition()
            case "jihadists":
                return self._nearest(here, _LONG, _is_jihadist) or self._most_named_jihadists() or _unidentified()
            case "militants":
                return self._nearest(here, _LONG, _is_jihadist) or _unidentified()
            case "terrorists":
                return self._nearest(here, _LONG, self._is_known_jihadist) or _unidentified()
            case "fighters":
                return self._nearest(here, _SHORT, self._is_irregular) or self._only_fighters() or _unidentified()
            case "group":
                return self._nearest(here, _SHORT, _is_organised) or self._only_group()
            case "gang":
                return self._nearest(here, _LONG, self._is_irregular) or self._only_group()
            case "enemy":
                return self._enemy(here)
            case "aircraft":
                return self._nearest(here, 1, self._is_regular) or self._state()
            case "forces":
                return self._nearest(here, 1, _is_belligerent) or self._state()

    def _rebels(self, phrase: Phrase, nominal: NominalClass) -> Resolved:
        """The rebels of the scene, or of the state that is named with them; else those that the report names."""
        scenes = self.lexicon.packaged.scene_of
        scene = scenes.get(phrase.actor.name, self.view.scene) if phrase.actor else self.view.scene
        if scene is not None:
            here = self.words.sentences[phrase.start]
            return self._by_name(scene.rebels) or self._nearest(here, _LONG, self._is_irregular) or _unidentified()
        if nominal == "opposition":
            return Resolved(OPPOSITION, None, None, "people")
        return self._only_fighters() or Resolved(REBELS, None, None, "armed_group")

    def _only_fighters(self) -> Resolved | None:
        """The irregular group that a report outside the known wars names, where it names but one."""
        if self.view.scene is not None or self.view.rebels is None:
            return None
        return self._actor(self.view.rebels)

    def _coalition(self) -> Resolved | None:
        """The coalition that the report names, one of its war before others; the war's where it names none."""
        scene = self.view.scene
        own = {scene.coalition, *self.lexicon.packaged.parties_of[scene.name]} if scene else set()
        named = [name for name in self.lexicon.packaged.coalitions if name in self._named]
        named.sort(key=lambda name: name not in own)
        return self._by_name(named[0] if named else scene.coalition if scene else None)

    def _most_named_jihadists(self) -> Resolved | None:
        """The jihadist group that the report names most, before or after."""
        actors = [actor for name in self.seen if (actor := self.lexicon.actors[name]).jihadist]
        sides: Counter[str] = Counter()
        for actor in actors:
            sides[actor.entity] += self.seen[actor.name]
        return self._actor(max(actors, key=lambda one: (sides[one.entity], self.seen[one.name]))) if actors else None

    def _only_group(self) -> Resolved | None:
        """The armed group of the report, where it names but one: "the organization", however far back."""
        later = self.lexicon.packaged.later
        names = (later.get(name, name) for name in self.seen if _is_group(self.lexicon.actors[name]))
        groups = {name: self.lexicon.actors[name] for name in names}
        return self._actor(next(iter(groups.values()))) if len(groups) == 1 else None

    def _is_known_jihadist(self, who: Resolved) -> bool:
        """Whether it is a jihadist group for most who write so, not only for a report that calls it terrorist."""
        return _is_jihadist(who) and who.actor is not None and not self.lexicon.is_own(who.actor)

    def _is_irregular(self, who: Resolved) -> bool:
        return who.kind == "armed_group" and not self._is_regular(who)

    def _is_regular(self, who: Resolved) -> bool:
        """Whether it has an army and aircraft: a state, or what goes under the label of one."""
        return who.kind == "state" or who.entity in self.lexicon.packaged.regulars

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

    def _subject(
        self, here: int, kinds: tuple[str, ...], *, possessive: bool = False, singular: bool = False
    ) -> Resolved | None:
        """Whom a pronoun in sentence `here` means: the subject of the sentence so far, or of the one before.

        Where neither has one, the first party of the sentence so far, else of the two before. A possessive ("their
        families") belongs to what its own sentence names, before it looks back.
        """
        recent = [past for past in self.history[-_RECENT:] if past.who.kind in kinds and not (singular and past.plural)]
        own = [past for past in recent if past.sentence == here]
        before = [past for past in recent if past.sentence == here - 1]
        earlier = [past for past in recent if past.sentence == here - 2]
        subjects, subjects_before = ([past for past in some if past.subject] for some in (own, before))
        order = (subjects, own, subjects_before) if possessive else (subjects, subjects_before, own)
        found = next((some for some in (*order, before, earlier) if some), None)
        return found[0].who if found else None

    def _pronoun(self, phrase: Phrase) -> Resolved | None:
        assert phrase.pronoun is not None
        here = self.words.sentences[phrase.start]
        if phrase.pronoun.pronoun == "person":
            return None
        kinds: tuple[str, ...] = ("state", "armed_group", "international", "monitor", "aid")
        possessive, plural = phrase.pronoun.possessive, phrase.pronoun.pronoun == "plural"
        if plural and possessive and self._owns_people(phrase.end):
            kinds = ("people",) if self._people_before(phrase.start) else kinds
        return self._subject(here, (*kinds, "people") if plural else kinds, possessive=possessive, singular=not plural)

    def _people_before(self, at: int) -> bool:
        """Whether a possessive at word `at` can be of people told of before: "12 men from their homes".

        Not in "rebels and their families"; and of the sentence before only where it begins its own.
        """
        words = self.words
        before = self.lexicon.single(words.folds[at - 1]) if at else None
        if before is not None and before.joiner and words.joined[at]:
            return False
        where = words.sentences[at] - words.first(at)
        return any(past.sentence == where and past.who.kind == "people" for past in self.history[-_RECENT:])

    def _is_plural(self, phrase: Phrase) -> bool:
        """Whether a phrase ends with a noun for several fighters, which no "it" means: "militants", "HLF fighters"."""
        last = phrase.end - 1
        fighters = self.lexicon.cues.here(self.words, last, "fighters") == phrase.end
        return fighters and self.words.folds[last].endswith(_PLURALS)

    def _owns_people(self, at: int) -> bool:
        """Whether a noun for civilians follows ("their families")."""
        sense = self.lexicon.single(self.words.folds[at]) if at < len(self.words) else None
        return sense is not None and sense.people is not None and sense.people.entity == "civilians"


def _is_jihadist(who: Resolved) -> bool:
    return who.actor is not None and who.actor.jihadist


def _is_group(actor: Actor) -> bool:
    return actor.kind == "armed_group"


def _is_belligerent(who: Resolved) -> bool:
    return who.kind in ("state", "armed_group")


def _is_organised(who: Resolved) -> bool:
    return who.kind in ("armed_group", "monitor", "aid", "international")


def _unnamed_state() -> Resolved:
    return Resolved(None, None, None, "state")


def _unidentified() -> Resolved:
    return Resolved(UNIDENTIFIED, None, None, "unidentified")
