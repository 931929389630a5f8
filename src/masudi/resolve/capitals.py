"""The capitalised words of a text, told apart: what is explained, what is an ordinary word, what may be a name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import NamedTuple

from masudi.resolve.knowledge import Knowledge
from masudi.resolve.name_lexicon import load_name_lexicon
from masudi.resolve.party_words import CueName
from masudi.resolve.proper_names import ProperNames
from masudi.resolve.words import Words

# Nouns that make a group, an office or a title of a name, and are none by themselves: "Brigade 142", "Dr".
_NOUNS: tuple[CueName, ...] = ("head", "weak_head", "title", "state_body", "state_role", "members", "fighters")
_VOWELS = frozenset("aeiouy")
# Longer words in capitals are words.
_ACRONYM = 6
# Where no capital is needed, a shorter word is no name: "St", "Mr".
_SHORTEST = 3


class Run(NamedTuple):
    """Words `start` to `end`, capitals beside each other; `article` whether "the" stands before them."""

    start: int
    end: int
    article: bool


class Capitals:
    """The capitalised words of one text. `explained` are the words of its places, parties and publishers."""

    def __init__(self, words: Words, names: ProperNames, knowledge: Knowledge, explained: Collection[int]) -> None:
        self.words, self.names = words, names
        self.lexicon = load_name_lexicon()
        self._cues = knowledge.parties.cues
        self._explained = {*explained, *self._public()}
        self._small = frozenset(words.folds[at] for at in range(len(words)) if not words.capital(at))

    def runs(self) -> tuple[Run, ...]:
        """The runs that may name a person, in order: of the proper names those that nothing explains, and what else
        has a capital where every word has one, or a sentence begins, and is no ordinary word.
        """
        found: list[Run] = []
        taken: set[int] = set()
        body = -1
        for one in self.names.found:
            run = self._widened(one.start, one.end)
            taken.update(range(run.start, run.end))
            if self._is_body(run, body):
                body = run.end
            elif self._may_name(run):
                found.append(run)
        found += [run for run in self._others(taken) if not self._is_body(run, -1)]
        return tuple(sorted(found))

    def alone(self) -> Iterator[Run]:
        """Capitals that stand by themselves."""
        words = self.words
        for at in range(len(words)):
            if words.capital(at) and not self._beside(at - 1, at) and not self._beside(at + 1, at + 1):
                yield Run(at, at + 1, self.names.follows(at, "the"))

    def telling(self, run: Run) -> tuple[int, ...]:
        """The words of a run that nothing explains."""
        return tuple(at for at in range(run.start, run.end) if not self.is_explained(at))

    def is_explained(self, at: int) -> bool:
        """Whether a word belongs to a place, a party, an outlet, a people, or is a noun that says what somebody is."""
        return at in self._explained or self.is_noun(at)

    def is_noun(self, at: int) -> bool:
        """Whether a word with a capital is a day, a month, an office, a noun for a place or for a group, a letter."""
        words = self.words
        return (
            words.folds[at] in self.lexicon.calendar
            or words.folds[at] in self.lexicon.never
            or words.ends[at] - words.starts[at] == 1
            or self.names.is_place_noun(at)
            or self.names.is_direction(at)
            or self._is_acronym(at)
            or any(self._cues.here(words, at, cue) > at for cue in _NOUNS)
        )

    def is_name(self, at: int) -> bool:
        """Whether a word with a capital is no ordinary one, and nothing explains it."""
        return self.words.capital(at) and not self.is_explained(at) and not self._is_ordinary(at)

    def _is_ordinary(self, at: int) -> bool:
        return self.lexicon.is_ordinary(self.words.folds[at])

    def _public(self) -> Iterator[int]:
        """The words of public names. After "al-" a people is a family: "al-Iraqi"."""
        words = self.words
        for at in range(len(words)):
            if words.capital(at) and not (words.hyphened(at) and self._cues.here(words, at - 1, "particle") == at):
                yield from range(at, self.lexicon.known_at(words, at))

    def _is_acronym(self, at: int) -> bool:
        words = self.words
        raw = words.raw(at).replace(".", "")
        if not words.shouted(at) or len(raw) > _ACRONYM:
            return False
        if words.folds[at] in self.lexicon.acronyms or _VOWELS.isdisjoint(words.folds[at]):
            return True
        before, after = words.text[: words.starts[at]][-1:], words.text[words.ends[at] :][:1]
        return before == "(" and after == ")"

    def _may_name(self, run: Run) -> bool:
        """Whether somebody may be called so. An ordinary word is a name only where nothing else gives it a capital."""
        telling = self.telling(run)
        if not telling or any(map(self.is_name, telling)):
            return bool(telling)
        return not run.article and not self._opens(run.start)

    def _opens(self, at: int) -> bool:
        """Whether a capital may be there because a sentence, a heading or what follows a dateline begins."""
        words = self.words
        if at == 0 or words.first(at) or self.names.headline(at) or words.folds[at - 1].isdigit():
            return True
        gap = words.text[words.ends[at - 1] : words.starts[at]]
        return not words.joined[at] and any(not sign.isspace() and sign != "," for sign in gap)

    def _is_body(self, run: Run, body: int) -> bool:
        """Whether a run is a body, a law or an outlet by its first or last word, or belongs to one that ends at `body`.

        With a title in it, it is somebody of one.
        """
        words = self.words
        if any(self._cues.here(words, at, "title") for at in range(run.start, run.end)):
            return False
        telling = self.telling(run)
        named = any(map(self.is_name, telling))
        if run.end - run.start > 1 and words.folds[run.end - 1] in self.lexicon.heads:
            return True
        if self._is_first(run.start) and (run.end - run.start > 1 or not named):
            return True
        linked = 0 < body < run.start and all(
            words.folds[at] in self.lexicon.linking and words.joined[at + 1] for at in range(body, run.start)
        )
        return linked and not named

    def _widened(self, start: int, end: int) -> Run:
        """A name with the words of it that begin its sentence, where a capital says nothing; without nouns before."""
        while start > 0 and self.words.joined[start] and self._stands_out(start - 1):
            start -= 1
        # "On Monday Mr NAME": what says nothing of a name is no part of it.
        named = any(map(self.is_name, range(start, end)))
        while named and self.is_noun(start) and not self._is_first(start):
            start += 1
        return Run(start, end, self.names.follows(start, "the"))

    def _is_first(self, at: int) -> bool:
        return self.words.folds[at] in self.lexicon.firsts

    def _others(self, taken: Collection[int]) -> Iterator[Run]:
        """Runs of words that stand out, where a capital says nothing by itself."""
        at = 0
        while at < len(self.words):
            end = at
            while end < len(self.words) and end not in taken and self._stands_out(end):
                if end > at and not self.words.joined[end]:
                    break
                end += 1
            if end > at:
                yield Run(at, end, article=False)
            at = max(end, at + 1)

    def _stands_out(self, at: int) -> bool:
        """Whether a capital is on no ordinary word, and on none that the text writes small elsewhere."""
        words = self.words
        return len(words.folds[at]) >= _SHORTEST and words.folds[at] not in self._small and self.is_name(at)

    def _beside(self, at: int, joint: int) -> bool:
        words = self.words
        return 0 <= at < len(words) and 0 <= joint < len(words) and words.joined[joint] and words.capital(at)

    @cached_property
    def offices(self) -> tuple[int, ...]:
        """By word the one after an office, title or speaker that begins there; the word itself for none."""
        return tuple(self._office(at) for at in range(len(self.words)))

    def _office(self, at: int) -> int:
        words, lexicon = self.words, self.lexicon
        end = lexicon.office(words, at)
        if end == at and (words.capital(at) or self._owned(at)):
            end = lexicon.title(words, at)
        if end == at and words.folds[at] in lexicon.speakers and self._owned(at):
            end = at + 1
        return end

    def _owned(self, at: int) -> bool:
        """Whether a state, a place, a party or a public body stands right before word `at`."""
        if at == 0 or not self.words.joined[at]:
            return False
        if at - 1 in self._explained:
            return True
        return any(self.lexicon.body(self.words, start) == at for start in range(max(0, at - 3), at))
