"""Names of places that no list knows: capitalised words, cut where a list of names has lost its commas."""

from __future__ import annotations

from masudi.resolve.place_lexicon import PlaceLexicon
from masudi.resolve.words import Words

# A sentence with more capitals than this share of its words is a headline, where a capital marks no name.
_HEADLINE = 0.6
# Fewer words than this are no headline but may be all names.
_HEADLINE_WORDS = 5


class NameReader:
    """Finds the capitalised names of one text; `taken` are words that belong to parties."""

    def __init__(self, words: Words, lexicon: PlaceLexicon, taken: frozenset[int]) -> None:
        self.words = words
        self.lexicon = lexicon
        self.taken = taken
        self._headline: dict[int, bool] = {}

    def end(self, at: int) -> int:
        """The word after the name that begins at word `at`; `at` itself where none begins there."""
        words, end, names, article = self.words, at, 0, False
        while end < len(words) and end not in self.taken:
            if end > at and (not words.joined[end] or words.owns[end - 1]):
                break
            article_here = self._is_particle(end)
            if not article_here and not (words.capital(end) and self._can_name(end, at)):
                break
            if names and self._begins_another(end, at, names, article, article_here):
                break
            names += not article_here
            article = article or (article_here and end > at) or (article_here and end == at)
            end += 1
        return end if names else at

    def _begins_another(self, end: int, at: int, names: int, article: bool, article_here: bool) -> bool:
        """Whether word `end` begins the next name of a list: "al-Shaar al-Ansari" are two, "Bustan al-Qasr" is one."""
        first = self.lexicon.single(self.words.folds[at])
        if article_here:
            return article or (names > 1 and not (first is not None and first.leading))
        if article:
            return not self._is_particle(end - 1)
        return False

    def arabic(self, at: int) -> bool:
        """Whether the name at word `at` begins as names of two words do ("al-Shaar", "Tal Rifaat")."""
        sense = self.lexicon.single(self.words.folds[at])
        return sense is not None and (sense.particle or sense.leading)

    def in_headline(self, at: int) -> bool:
        """Whether word `at` stands in a headline, where capitals say nothing."""
        sentence = self.words.sentences[at]
        if sentence not in self._headline:
            self._headline[sentence] = self._is_headline(at)
        return self._headline[sentence]

    def _is_headline(self, at: int) -> bool:
        words = self.words
        start = end = at
        while start > 0 and not words.first(start):
            start -= 1
        while end < len(words) and words.sentences[end] == words.sentences[at]:
            end += 1
        capitals = sum(map(words.capital, range(start, end)))
        return end - start >= _HEADLINE_WORDS and capitals > _HEADLINE * (end - start)

    def _is_particle(self, at: int) -> bool:
        sense = self.lexicon.single(self.words.folds[at])
        if sense is None or not sense.particle or at + 1 >= len(self.words):
            return False
        return self.words.joined[at + 1] and self.words.capital(at + 1) and at + 1 not in self.taken

    def _can_name(self, at: int, first: int) -> bool:
        fold = self.words.folds[at]
        sense = self.lexicon.single(fold) or self.lexicon.single(fold.removesuffix("s"))
        if sense is None:
            return True
        if sense.never or (at == first and sense.strong):
            return False
        # After an article even a noun is part of a name: "al-Wadi".
        return at == first or self._is_particle(at - 1) or not (sense.noun or sense.known)
