"""What tells words with a capital from private persons' names, compiled from data/privatenames.yaml and its like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from masudi.data import load_csv, load_yaml, packaged
from masudi.resolve.actor_files import load_actors
from masudi.resolve.party_lexicon import namings_of
from masudi.resolve.place_words import load_placewords
from masudi.resolve.publishers import load_publishers
from masudi.resolve.time_words import load_times
from masudi.resolve.words import PhraseIndex, Words, fold, folded_words

# A verb has so many letters before "-ing": "King" and "Ming" are names.
_STEM = 4
# Forms of actors' names that count whatever else a text is about.
_PUBLIC = ("country", "capital", "demonym", "person")


class NameWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/privatenames.yaml, as it stands; the file says what each list is."""

    never: tuple[str, ...]
    peoples: tuple[str, ...]
    things: tuple[str, ...]
    acronyms: tuple[str, ...]
    heads: tuple[str, ...]
    firsts: tuple[str, ...]
    linking: tuple[str, ...]
    offices: tuple[str, ...]
    titles: tuple[str, ...]
    speakers: tuple[str, ...]
    bodies: tuple[str, ...]
    modifiers: tuple[str, ...]
    placing: tuple[str, ...]
    within: tuple[str, ...]


class _Ordinary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of data/ordinarywords.csv: a word that is mostly written small."""

    word: str


class NameLexicon:
    """The words and phrases, asked one by one."""

    def __init__(self, words: NameWords) -> None:
        self.never = _folds(words.never)
        self.heads = _folds(words.heads)
        self.firsts = _folds(words.firsts)
        self.linking = _folds(words.linking)
        self.speakers = _folds(words.speakers)
        self.modifiers = _folds(words.modifiers)
        self.placing = _folds(words.placing)
        self.acronyms = _folds(words.acronyms)
        self.ordinary = _folds(row.value.word for row in load_csv(packaged("ordinarywords.csv"), _Ordinary))
        self.calendar = _calendar()
        self._offices = _index(words.offices)
        self._titles = _index(words.titles)
        self._bodies = _index(words.bodies)
        self._within = _index(words.within)
        self._known = _index((*words.peoples, *words.things, *_actors(), *_places(), *_publishers()))

    def known_at(self, words: Words, at: int) -> int:
        """The word after the longest public name that begins at word `at`; `at` where none does.

        "Syrias" is one too: a possessive that has lost its apostrophe, or a plural.
        """
        return max((end for end, _, _ in self._known.matches(words, at)), default=at)

    def office(self, words: Words, at: int) -> int:
        """The word after an office at word `at`; `at` where there is none."""
        return _end(self._offices, words, at)

    def title(self, words: Words, at: int) -> int:
        """The word after a title at word `at`; `at` where there is none."""
        return _end(self._titles, words, at)

    def body(self, words: Words, at: int) -> int:
        """The word after a body for which somebody may speak, at word `at`; `at` where there is none."""
        return _end(self._bodies, words, at)

    def is_within(self, words: Words, at: int) -> bool:
        """Whether words right before word `at` make a place of what follows, which owns nothing."""
        if at == 0 or not words.joined[at]:
            return False
        return any(_end(self._within, words, start) == at for start in range(max(0, at - 2), at))

    def is_ordinary(self, word: str) -> bool:
        """Whether a folded word is mostly written small."""
        if word in self.ordinary or (word.endswith("s") and word[:-1] in self.ordinary):
            return True
        stem = word.removesuffix("ing")
        return len(stem) >= _STEM and stem != word and (stem in self.ordinary or stem + "e" in self.ordinary)


def _folds(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _index(phrases: Iterable[str]) -> PhraseIndex[bool]:
    return PhraseIndex((folds, True) for one in phrases if (folds := folded_words(one)))


def _end(index: PhraseIndex[bool], words: Words, at: int) -> int:
    return max((end for end, _, lost in index.matches(words, at) if not lost), default=at)


def _actors() -> Iterator[str]:
    """The names of states and peoples, and those of public figures that count wherever they stand."""
    for actor in load_actors():
        for naming, phrase in namings_of(actor):
            if naming.form in _PUBLIC and not naming.spellings and not naming.generic:
                yield phrase


def _places() -> Iterator[str]:
    for place in load_placewords().places:
        yield from (place.name, *place.names)


def _publishers() -> Iterator[str]:
    """Names of outlets, but those of one word, which may be somebody's too ("Manar")."""
    for one in load_publishers().by_id.values():
        yield from (name for name in (one.label, *one.names) if len(folded_words(name)) > 1)


def _calendar() -> frozenset[str]:
    times = load_times()
    days = (form for one in times.weekdays for form in (one.name, *one.forms, *one.short))
    return frozenset(map(fold, (*days, *(form for one in times.months for form in (one.name, *one.forms)))))


@cache
def load_name_lexicon() -> NameLexicon:
    """The packaged lexicon, compiled once; KnowledgeError, with file and line, where a data file is at fault."""
    return NameLexicon(load_yaml(packaged("privatenames.yaml"), NameWords))
