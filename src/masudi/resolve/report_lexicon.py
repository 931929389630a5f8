"""The lexicon of one report: the packaged one, the parties that only the report knows, and what is meant in it.

Names that others bear too (`generic` in data/actors) count only in a war of their actor, or where the report
names the actor otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from masudi.resolve.actors import Actor
from masudi.resolve.party_lexicon import Naming, PartyLexicon, Sense, namings_of
from masudi.resolve.words import PhraseIndex, Words, folded_words

Match = tuple[int, Sense, bool]


class ReportLexicon:
    """What each word of one text can begin; `meant` are the actors whose generic names count, at first none."""

    def __init__(self, words: Words, packaged: PartyLexicon) -> None:
        self.words = words
        self.packaged = packaged
        self.meant: frozenset[str] = frozenset()
        self.cues = packaged.cues
        self.actors: Mapping[str, Actor] = packaged.actors
        self._learnt: tuple[Actor, ...] = ()
        self._own: PhraseIndex[Sense] | None = None
        self._bare: frozenset[str] = frozenset()
        self._withheld: set[str] = set()
        self._memo: dict[int, list[Match]] = {}
        self._packaged: dict[int, list[Match]] = {}

    def mean(self, actors: frozenset[str]) -> None:
        """Let the generic names of `actors` count from now on."""
        self.meant = actors
        if not self._withheld.isdisjoint(actors):
            self._forget_names()

    def learn(self, actors: Iterable[Actor], short: Mapping[str, Iterable[str]]) -> None:
        """Put in actors that only the report knows; `short` are further names of one word, by the actor's name."""
        self._learnt = tuple(actors)
        if not self._learnt:
            return
        own: dict[tuple[str, ...], Sense] = {}
        bare: set[str] = set()
        known = dict(self.actors)
        for actor in self._learnt:
            known[actor.name] = actor
            namings = list(namings_of(actor))
            namings += [
                (Naming(actor, "name", word.capitalize(), exact=False), word) for word in short.get(actor.name, ())
            ]
            for naming, phrase in namings:
                folds = folded_words(phrase)
                own.setdefault(folds, Sense()).namings.append(naming)
                if len(folds) == 1 and actor.kind != "state" and not naming.spellings:
                    bare.update(folds)
        self.actors, self._own, self._bare = known, PhraseIndex(own.items()), frozenset(bare)
        self._memo.clear()
        self._forget_names()

    @property
    def own(self) -> tuple[Actor, ...]:
        """The actors that only the report knows."""
        return self._learnt

    def is_own(self, actor: Actor) -> bool:
        """Whether only the report knows `actor`."""
        return actor.name not in self.packaged.actors

    def matches(self, at: int) -> list[Match]:
        """The phrases that begin at word `at`, shortest first, the report's own after others of their length."""
        found = self._memo.get(at)
        if found is None:
            found = self._packaged_at(at)
            if self._own is not None:
                own = [match for match in self._own.matches(self.words, at) if self._stands(at, match[0])]
                if own:
                    found = sorted(found + own, key=lambda match: match[0])
            self._memo[at] = found
        return found

    def naming(self, at: int, match: Match) -> Naming | None:
        """The actor that the phrase `match` at word `at` names, if it names one."""
        end, sense, _ = match
        for naming in sense.namings:
            if naming.fits(self.words, at, end):
                if not naming.generic or naming.actor.name in self.meant:
                    return naming
                self._withheld.add(naming.actor.name)
        return None

    @cached_property
    def spans(self) -> tuple[tuple[int, int, Naming], ...]:
        """Every name of an actor in the text, the longest at each word: its words and whom it names."""
        found = []
        at = 0
        while at < len(self.words):
            end = at + 1
            for match in reversed(self.matches(at)):
                naming = self.naming(at, match) if match[1].namings else None
                if naming is not None:
                    end = match[0]
                    found.append((at, end, naming))
                    break
            at = end
        return tuple(found)

    @property
    def counted(self) -> Counter[str]:
        """How often each actor is named, also where it is no party ("in Syria")."""
        return Counter(naming.actor.name for _, _, naming in self.spans)

    @cached_property
    def named(self) -> frozenset[int]:
        """The words inside names of actors."""
        return frozenset(at for start, end, _ in self.spans for at in range(start, end))

    @cached_property
    def known(self) -> frozenset[int]:
        """The words inside names of actors that are more than a country's ("Nusra Front", no "Syrian")."""
        places = ("country", "demonym", "capital")
        spans = (span for span in self.spans if span[2].form not in places)
        return frozenset(at for start, end, _ in spans for at in range(start, end))

    def knows_as(self, name: str) -> bool:
        """Whether the packaged lexicon has an actor of this name, written so."""
        sense = self.packaged.index.exact(folded_words(name))
        return sense is not None and any(not naming.spellings or name in naming.spellings for naming in sense.namings)

    def is_role(self, at: int) -> bool:
        """Whether a noun that makes a party of a name is joined to what stands before word `at`."""
        return self.joined(at) and any(sense.head for _, sense, lost in self.matches(at) if not lost)

    def is_acting(self, at: int) -> bool:
        """Whether a verb of speaking or acting is."""
        return self.joined(at) and any(sense.acting for _, sense, lost in self.matches(at) if not lost)

    def goes_on(self, at: int) -> bool:
        """Whether a verb, preposition or conjunction is."""
        return self.joined(at) and self.is_link(at)

    def is_link(self, at: int) -> bool:
        """Whether word `at` is a verb, preposition or conjunction."""
        return self.is_verb(at) or self._is_connective(at)

    def is_verb(self, at: int) -> bool:
        """Whether word `at` is a finite verb, as far as its ending or the lexicon tells."""
        fold = self.words.folds[at]
        sense = self.single(fold)
        if sense is not None and (sense.verb or sense.acting):
            return True
        return sense is None and fold.endswith(self.packaged.verb_endings) and not self.words.capital(at)

    def is_determiner(self, at: int) -> bool:
        """Whether word `at` is an article or the like."""
        sense = self.single(self.words.folds[at])
        return sense is not None and sense.determiner

    def single(self, fold: str) -> Sense | None:
        """The packaged sense of one word by itself."""
        return self.packaged.single(fold)

    def _packaged_at(self, at: int) -> list[Match]:
        found = self._packaged.get(at)
        if found is None:
            found = self._packaged[at] = self.packaged.index.matches(self.words, at)
        return found

    def _forget_names(self) -> None:
        """Who is named was worked out from what was known then."""
        for worked_out in ("spans", "named", "known"):
            self.__dict__.pop(worked_out, None)

    def _is_connective(self, at: int) -> bool:
        sense = self.single(self.words.folds[at])
        return sense is not None and (
            sense.inside or sense.toward or sense.joiner or sense.agent_after or sense.governs
        )

    def joined(self, at: int) -> bool:
        """Whether word `at` is joined to the one before."""
        return at < len(self.words) and self.words.joined[at]

    def _stands(self, at: int, end: int) -> bool:
        """Whether words `at` to `end`, which spell a name of the report's own, are no part of a longer name."""
        words = self.words
        follows = self.joined(end) and words.capital(end) and not words.owns[end - 1]
        if follows and self._sense_of_place(end):
            return False
        if end - at > 1 or words.folds[at] not in self._bare:
            return True
        before = at > 0 and words.joined[at]
        if any(self.cues.here(words, at, cue) == end for cue in ("head", "weak_head")):
            return before and words.folds[at - 1] == "the" and not follows
        if before and words.capital(at - 1) and not self._introduces(at - 1):
            return False
        return not follows or self.is_role(end)

    def _introduces(self, at: int) -> bool:
        """Whether a capitalised word before a short name is no part of a longer one: "The", "Two", "Armed"."""
        sense = self.single(self.words.folds[at])
        if sense is None:
            return False
        return (
            sense.determiner
            or sense.count
            or sense.inner
            or sense.before
            or sense.governs
            or sense.inside
            or sense.joiner
        )

    def _sense_of_place(self, at: int) -> bool:
        return any(sense.place_after for _, sense, lost in self.matches(at) if not lost)
