"""States that no list knows, found by how a report names their forces and bodies: "the Kelmaran army".

A demonym before a role that only a state has ("army", "government"), a country that owns one, or one that "of" joins
to it. Countries and demonyms are put together by the endings with which English makes one of the other.
"""

from __future__ import annotations

from collections.abc import Iterable

from masudi.resolve.actors import Actor
from masudi.resolve.proper_names import Name, ProperNames
from masudi.resolve.report_lexicon import ReportLexicon
from masudi.resolve.words import Words

# A country is at most so many letters longer than its demonym without the ending: "Torvenia", "Torven-ian".
_TAIL = 3
_STEM = 3


def new_states(words: Words, lexicon: ReportLexicon, names: ProperNames) -> tuple[Actor, ...]:
    """The states that the report introduces; their countries and demonyms are as written there."""
    return _StateFinder(words, lexicon, names).states()


class _StateFinder:
    def __init__(self, words: Words, lexicon: ReportLexicon, names: ProperNames) -> None:
        self.words = words
        self.lexicon = lexicon
        self.names = names
        self.cues = lexicon.cues
        # Each name as written, by its folded words, and each word that never is without a capital.
        self.written: dict[str, str] = {}
        for name in names.found:
            self.written.setdefault(" ".join(names.folds(name)), names.text(name))
        for at in range(len(words)):
            if words.folds[at] in names.always and not words.folds[at].isdigit():
                self.written.setdefault(words.folds[at], words.raw(at))
        self._demonyms: dict[str, str] = {}
        self._countries: dict[str, str] = {}
        self._maybe: dict[str, str] = {}
        self._joined: dict[str, str] = {}

    def states(self) -> tuple[Actor, ...]:
        for name in self.names.found:
            for at in range(name.start, name.end):
                self._look(name, at)
        self._confirm()
        self._pair_up()
        made = [self._actor(country, self._demonyms_of(fold)) for fold, country in self._countries.items()]
        paired = {demonym for fold in self._countries for demonym in self._demonyms_of(fold)}
        made += [self._actor(None, (fold,)) for fold in self._demonyms if fold not in paired]
        return tuple(made)

    def _look(self, name: Name, at: int) -> None:
        """Whether word `at` of `name` is a demonym with a state's role, or a country with a state's body."""
        words, cues, word = self.words, self.cues, self.words.folds[at]
        start = self._start(name, at)
        if start is None or word in cues.not_states or at in self.lexicon.named or cues.here(words, at, "country"):
            return
        fold, written = " ".join(words.folds[start : at + 1]), self._as_written(start, at + 1)
        if words.owns[at]:
            owner = word in self.names.persons or cues.here(words, at, "owner")
            if cues.at(words, at + 1, "state_body") and not owner:
                self._countries.setdefault(fold, written)
        elif self._of_country(start) and at + 1 == name.end:
            self._countries.setdefault(fold, written)
        elif cues.is_demonym(word) and not self._is_person(word):
            role = cues.at(words, at + 1, "state_role")
            if role and not self._is_place(word) and not self._is_named_so(at, role):
                self._demonyms.setdefault(fold, written)
            elif role or cues.at(words, at + 1, "state_hint"):
                self._maybe.setdefault(fold, written)
        elif self._is_place(word) and not self.names.is_known_place(at, at + 1):
            body = cues.at(words, at + 1, "state_body")
            if body and (not self.lexicon.joined(body) or self.lexicon.is_link(body)):
                self._joined.setdefault(fold, written)

    def _start(self, name: Name, at: int) -> int | None:
        """Where a state's name that ends with word `at` begins: a direction belongs to it ("South Kelmaran").

        None where other words of a name stand before it, but those that armies have ("Royal Kelmaran Army").
        """
        cues, start = self.cues, at
        if at > name.start and cues.here(self.words, at - 1, "direction") == at:
            start = at - 1
        before = range(name.start, start)
        return start if all(cues.here(self.words, word, "regular") > word for word in before) else None

    def _of_country(self, start: int) -> bool:
        before = start - 1 if self.names.follows(start, "the") else start
        return self.names.follows(before, "of") and self.cues.before(self.words, before - 1, "country") is not None

    def _is_place(self, word: str) -> bool:
        """Whether a word that ends like a demonym is a town's ("Harran police"): it stands bare where a place does."""
        return word in self.names.places

    def _is_named_so(self, at: int, end: int) -> bool:
        """Whether "Arakan Army" is a name for all that the text shows: it has the first word nowhere else."""
        words = self.words
        if not (self.cues.here(words, end - 1, "head") and words.capital(end - 1)):
            return False
        return not any(
            words.folds[other] == words.folds[at] and not self._capital_after(other) for other in range(len(words))
        )

    def _capital_after(self, at: int) -> bool:
        return self.lexicon.joined(at + 1) and self.words.capital(at + 1)

    def _is_person(self, word: str) -> bool:
        """Whether a word that ends like a demonym is a person's: "Hariri said", "President Hariri"."""
        if word in self.names.persons:
            return True
        names = (name for name in self.names.found if self.words.folds[name.end - 1] == word)
        return any(self.lexicon.is_acting(name.end) for name in names)

    def _confirm(self) -> None:
        """A demonym beside words that others have too ("Kelmaran police") counts if the text names its country.

        A country without any ending ("the Kelmara army") counts if there is no better: it could be a town.
        """
        for demonym, written in self._maybe.items():
            if any(self._derived(demonym, fold) for fold in self.written if fold in self.names.places):
                self._demonyms.setdefault(demonym, written)
        if not self._demonyms and not self._countries:
            self._countries.update(self._joined)

    def _pair_up(self) -> None:
        """The country of each demonym among the names of the text, and the demonym of each country."""
        for demonym in self._demonyms:
            countries = (fold for fold in self.written if fold not in self.cues.not_states)
            country = next((fold for fold in countries if self._derived(demonym, fold)), None)
            if country is not None:
                self._countries.setdefault(country, self.written[country])
        for country in self._countries:
            for fold, written in self.written.items():
                if self.cues.is_demonym(fold) and self._derived(fold, country):
                    self._demonyms.setdefault(fold, written)

    def _demonyms_of(self, country: str) -> tuple[str, ...]:
        return tuple(fold for fold in self._demonyms if self._derived(fold, country))

    def _derived(self, demonym: str, country: str) -> bool:
        """Whether `demonym` is `country` with an ending of demonyms in place of its last letters, if any."""
        if country.startswith(demonym):
            return False
        for ending in self.cues.endings:
            stem = demonym.removesuffix(ending)
            if stem != demonym and len(stem) >= _STEM and country.startswith(stem):
                return len(country) - len(stem) <= _TAIL
        return False

    def _actor(self, country: str | None, demonyms: Iterable[str]) -> Actor:
        adjectives = tuple(self._demonyms[fold] for fold in demonyms)
        name = country or adjectives[0]
        return Actor(
            name=name,
            label=country or f"{name} government",
            entity=f"other:{name}",
            kind="state",
            names=(country,) if country else (),
            demonyms=adjectives,
            source="",
        )

    def _as_written(self, start: int, end: int) -> str:
        return self.words.text[self.words.starts[start] : self.words.ends[end - 1]]
