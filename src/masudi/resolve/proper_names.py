"""Proper names of a text: runs of capitalised words, and what the text shows of whether they are places or people.

A capital at the start of a sentence says nothing, unless the word has one elsewhere too; nor does one in a headline.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import NamedTuple

from masudi.resolve.cues import Cues
from masudi.resolve.place_lexicon import PlaceLexicon
from masudi.resolve.words import Words

# In a headline of so many words, at most this share of the longer ones has no capital.
_HEADLINE_WORDS, _LOWER, _LONG = 5, 0.1, 4
# A small word inside a name has at most so many letters, if a hyphen follows it: "Jaysh at-Ta'ifa".
_SHORT = 3


class Name(NamedTuple):
    """Words `start` to `end`, a run of capitalised words; `article` whether "the" stands before it."""

    start: int
    end: int
    article: bool


class ProperNames:
    """The capitalised names of one text."""

    def __init__(self, words: Words, cues: Cues, known: PlaceLexicon) -> None:
        self.words = words
        self.cues = cues
        self._known = known
        self._headlines = _headlines(words)

    @cached_property
    def found(self) -> tuple[Name, ...]:
        """All names, in order; none in a text that has lost its capitals."""
        if self.words.lowered:
            return ()
        found, at = [], 0
        while at < len(self.words):
            end = self.end(at) if self.words.capital(at) else at
            if end > at:
                # "al-Furqan Brigades": the particle before the first capital belongs to the name.
                start = at - 1 if self._after_particle(at) else at
                found.append(Name(start, end, self.follows(start, "the")))
            at = max(end, at + 1)
        return tuple(found)

    def _after_particle(self, at: int) -> bool:
        return self.words.hyphened(at) and self.cues.here(self.words, at - 1, "particle") == at

    def end(self, at: int) -> int:
        """The word after the name that begins at word `at`; `at` itself where none begins there."""
        words, end = self.words, at
        if not self._begins(at):
            return at
        while True:
            end += 1
            if end >= len(words) or not words.joined[end] or words.text[words.starts[end] - 1] == "/":
                return end
            if words.owns[end - 1] and not self.cues.here(words, end - 1, "owner"):
                return end
            if self._capital(end):
                continue
            particle = self._particle(end, at)
            if particle == end:
                return end
            end = particle

    def folds(self, name: Name) -> tuple[str, ...]:
        """The words of a name, folded."""
        return tuple(self.words.folds[name.start : name.end])

    def text(self, name: Name) -> str:
        """A name as written, without a possessive."""
        return self.words.text[self.words.starts[name.start] : self.words.ends[name.end - 1]]

    def follows(self, at: int, word: str) -> bool:
        """Whether `word` stands before word `at` and is joined to it."""
        return at > 0 and self.words.joined[at] and self.words.folds[at - 1] == word

    def headline(self, at: int) -> bool:
        """Whether word `at` stands in a headline."""
        return self.words.sentences[at] in self._headlines

    @cached_property
    def recurring(self) -> frozenset[str]:
        """Words with a capital where none is needed; or never without, and once with a possessive ("Velmark’s")."""
        words = self.words
        clear = {
            words.folds[at]
            for at in range(len(words))
            if words.capital(at) and not self._opens(at) and not self.headline(at)
        }
        counts = Counter(words.folds)
        return frozenset(clear | {fold for fold in self._owners() & self.always if counts[fold] > 1})

    @cached_property
    def always(self) -> frozenset[str]:
        """Words that the text has with a capital only."""
        words = self.words
        lower = {words.folds[at] for at in range(len(words)) if not words.capital(at)}
        return frozenset(words.folds) - lower

    def _owners(self) -> set[str]:
        return {self.words.folds[at] for at in range(len(self.words)) if self.words.owns[at]}

    @cached_property
    def places(self) -> frozenset[str]:
        """The last words of names that are places: known ones, and what stands where a place does ("in Torvesh")."""
        return frozenset(self.words.folds[name.end - 1] for name in self.found if self._placed(name))

    def is_known_place(self, start: int, end: int) -> bool:
        """Whether words `start` to `end` are the name of a place that the data knows."""
        matches = self._known.index.matches(self.words, start)
        return any(sense.known is not None and stop == end for stop, sense, _ in matches)

    def is_place_noun(self, at: int) -> bool:
        """Whether word `at` is a noun that makes a place of a name: "Free Army Street"."""
        sense = self._known.single(self.words.folds[at])
        return sense is not None and sense.noun is not None and sense.noun.kind != "unit"

    @cached_property
    def persons(self) -> frozenset[str]:
        """Words that are a person's: after a title, or the last of a longer name without article and group noun."""
        last = self.words.folds
        articled = {last[name.end - 1] for name in self.found if name.article}
        return frozenset(last[name.end - 1] for name in self.found if self.is_personal(name)) - articled

    def is_direction(self, at: int) -> bool:
        """Whether word `at` tells where something lies: "the Northwest"."""
        sense = self._known.single(self.words.folds[at])
        return sense is not None and sense.direction

    def _placed(self, name: Name) -> bool:
        if self.is_known_place(name.start, name.end):
            return True
        if name.article:
            return self.cues.before(self.words, name.start - 1, "place_before_the") is not None
        return self.cues.before(self.words, name.start, "place_before") is not None

    def is_personal(self, name: Name) -> bool:
        """Whether a name is a person's by what stands around and in it."""
        words, cues = self.words, self.cues
        if cues.before(words, name.start, "title") is not None:
            return True
        if name.end - name.start < 2 or name.article or cues.here(words, name.start, "direction"):
            return False
        if cues.at(words, name.end, "state_role") or cues.at(words, name.end, "fighters"):
            return False
        if cues.here(words, name.start, "title") > name.start:
            return True
        return not self._has_head(name.end - 1, name.end)

    def _ends_with_head(self, at: int) -> bool:
        """Whether the capitals from word `at` end with a group noun: "Lions of the Hills Brigade"."""
        words, end = self.words, at
        while end < len(words) and self._capital(end) and (end == at or words.joined[end]):
            end += 1
        return self.cues.has(words, end - 1, end, "head")

    def _has_head(self, start: int, end: int) -> bool:
        words, cues = self.words, self.cues
        return cues.has(words, start, end, "head") or cues.has(words, start, end, "weak_head")

    def _begins(self, at: int) -> bool:
        words = self.words
        if not self._capital(at) or self.headline(at):
            return False
        sense = self._known.single(words.folds[at])
        if sense is not None and sense.article:
            return False
        if not self._opens(at) or words.shouted(at) or words.folds[at] in self.recurring:
            return True
        if words.folds[at] in self.always and self._begins_state(at):
            return True
        # "Northern Covenant fighters": a direction with a capital after it belongs to a name.
        return self.is_direction(at) and at + 1 < len(words) and words.joined[at + 1] and self._capital(at + 1)

    def _begins_state(self, at: int) -> bool:
        """Whether word `at` is the name of a state by what stands after it: "Malian soldiers", "Velmark’s army"."""
        words, cues = self.words, self.cues
        if words.owns[at]:
            return bool(cues.at(words, at + 1, "state_body"))
        return cues.is_demonym(words.folds[at]) and bool(cues.at(words, at + 1, "state_role"))

    def _opens(self, at: int) -> bool:
        """Whether a capital at word `at` may be there because a sentence, heading or quotation begins."""
        words = self.words
        if words.first(at) or words.joined[at]:
            return words.first(at)
        gap = words.text[words.ends[at - 1] : words.starts[at]]
        # A dash with spaces stands after a dateline.
        return " - " in gap or any(not (sign.isspace() or sign.isalnum() or sign in ",()-") for sign in gap)

    def _capital(self, at: int) -> bool:
        return self.words.capital(at) and not self.words.folds[at].isdigit()

    def _particle(self, at: int, start: int) -> int:
        """The word after a particle inside a name ("al-", "for the"), if a capital follows it; `at` where none."""
        words = self.words
        joined = at + 1 < len(words) and words.joined[at + 1] and self._capital(at + 1)
        if joined and (
            self.cues.at(words, at, "particle") or (words.hyphened(at + 1) and len(words.folds[at]) <= _SHORT)
        ):
            return at + 1
        linked = self.cues.at(words, at, "linking")
        if not linked or linked >= len(words) or not words.joined[linked] or not self._capital(linked):
            return at
        if words.folds[at] == "and":
            return linked if any(fold in ("for", "of") for fold in words.folds[start:at]) else at
        if words.folds[linked - 1] == "of" and self._ends_with_head(linked):
            return linked
        return linked if self._has_head(start, at) and not self.cues.has(words, start, at, "members") else at


def _headlines(words: Words) -> frozenset[int]:
    """The sentences in which every word that matters has a capital."""
    capitals: dict[int, list[bool]] = {}
    for at in range(len(words)):
        sentence = capitals.setdefault(words.sentences[at], [])
        if len(words.folds[at]) >= _LONG and not words.folds[at].isdigit():
            sentence.append(words.capital(at))
    return frozenset(
        sentence
        for sentence, found in capitals.items()
        if len(found) >= _HEADLINE_WORDS and found.count(False) <= _LOWER * len(found)
    )
