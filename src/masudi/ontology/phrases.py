"""Finding listed phrases among the words of a text: whole words, in any case, hyphens read as spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_WORD_OR_MARK = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")


class Word(NamedTuple):
    """A word, or a single mark between words: in lower case, with where it stands.

    `joined`: a hyphen ties it to the word before, as in "rebel-held"; the hyphen itself is no word.
    """

    text: str
    start: int
    end: int
    joined: bool = False

    @property
    def is_mark(self) -> bool:
        """Whether it is a punctuation mark or a symbol."""
        return not self.text[0].isalnum() and self.text[0] != "_"


def words_of(text: str, first: int = 0, last: int | None = None) -> list[Word]:
    """The words and marks of `text` that lie from `first` to `last`; a word that reaches over either is left out."""
    last = len(text) if last is None else min(last, len(text))
    while 0 < first < last and text[first - 1].isalnum() and text[first].isalnum():
        first += 1
    found: list[Word] = []
    joined = False
    for match in _WORD_OR_MARK.finditer(text, first):
        start, end = match.span()
        if end > last:
            break
        word = match.group().lower().replace("’", "'")
        tied = start > 0 and not text[start - 1].isspace()
        if word in "-‐‑" and tied and text[end : end + 1].isalnum():
            joined = True
            continue
        found.append(Word(word, start, end, joined))
        joined = False
    return found


class Phrases:
    """A list of phrases, to be found at a word or up to a word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        self._by_last: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(set(phrases), key=len, reverse=True):
            words = tuple(word.text for word in words_of(phrase))
            self._by_first.setdefault(words[0], []).append(words)
            self._by_last.setdefault(words[-1], []).append(words)

    def may_stand(self, texts: frozenset[str]) -> bool:
        """Whether words of these texts can hold any of the phrases: most cannot, which saves looking at each."""
        return not self._by_first.keys().isdisjoint(texts)

    def starting(self, words: Sequence[Word], at: int) -> int:
        """How many words the longest phrase has that starts with word `at`; 0 where none does."""
        return next((len(p) for p in self._by_first.get(words[at].text, ()) if _stands(p, words, at)), 0)

    def ending(self, words: Sequence[Word], at: int) -> int:
        """How many words the longest phrase has that ends with word `at`; 0 where none does."""
        found = self._by_last.get(words[at].text, ())
        return next((len(p) for p in found if _stands(p, words, at - len(p) + 1)), 0)

    def spans(self, words: Sequence[Word]) -> list[tuple[int, int]]:
        """The first and the last word of every phrase found, from left to right, none within another."""
        found, at = [], 0
        while at < len(words):
            length = self.starting(words, at) if words[at].text in self._by_first else 0
            if length:
                found.append((at, at + length - 1))
            at += length or 1
        return found


def _stands(phrase: tuple[str, ...], words: Sequence[Word], at: int) -> bool:
    return 0 <= at <= len(words) - len(phrase) and all(
        word.text == text for word, text in zip(words[at : at + len(phrase)], phrase, strict=True)
    )
