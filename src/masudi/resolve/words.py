"""Words of a text with their offsets, and an index that finds the longest known phrase at a word.

Parties and places are both found by one pass over these words. Spellings are compared folded: without case, accents,
apostrophes and the possessive's s, and with a hyphen worth a space, so that "Al-Nusra’s" is "al nusra".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, TypeVar

from masudi.domain.text import unaccented

V = TypeVar("V")

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|\d+(?:[.,]\d+)*(?![^\W\d_])|[^\W_]+(?:['’ʼ‘`´][^\W_]+)*")
_APOSTROPHES = "'’ʼ‘`´"
_JOIN = re.compile(r"['’]?(?:[^\S\n]*[-‐‑/]?[^\S\n]*|[^\S\n]*\n[^\S\n]*)\Z")
_STOP = re.compile(r"[.!?…]|\n\s*\n")
_PLAIN = re.compile(r"[A-Za-z -]*")
_PLAIN_GAPS = frozenset((" ", "-"))
# A text with fewer capitals than this share of its letters was lower-cased (the message-understanding reports);
# ordinary news has 3 to 8 %.
_LOWERED = 0.005


class Words:
    """The words of `text`: parallel lists over word numbers.

    `starts` and `ends` count code points, an end leaves out the possessive's apostrophe and s; `folds` are compared
    with data; `joined[i]` says that only a space, hyphen, slash or possessive stands between words i-1 and i;
    `sentences[i]` numbers the sentence; `owns[i]` that the word has a possessive with its apostrophe, `capitals[i]`
    that it begins with a capital. `lowered` is True where the whole text has lost its capitals.
    """

    __slots__ = ("capitals", "ends", "folds", "joined", "lowered", "owns", "sentences", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.folds: list[str] = []
        self.joined: list[bool] = []
        self.sentences: list[int] = []
        self.owns: list[bool] = []
        self.capitals: list[bool] = []
        self.lowered = _is_lowered(text)
        self._cut(text)

    def _cut(self, text: str) -> None:
        sentence, last = 0, 0
        for found in _WORD.finditer(text):
            start, end = found.span()
            raw = found.group()
            gap = text[last:start]
            joined = bool(self.starts) and (gap in _PLAIN_GAPS or _JOIN.match(gap) is not None)
            if not joined and self.starts and _STOP.search(gap):
                sentence += 1
            last = end
            owns = len(raw) > 2 and raw[-1] in "sS" and raw[-2] in _APOSTROPHES
            if owns:
                raw, end = raw[:-2], end - 2
            self.starts.append(start)
            self.ends.append(end)
            self.folds.append(fold(raw))
            self.joined.append(joined)
            self.sentences.append(sentence)
            self.owns.append(owns)
            self.capitals.append(raw[0].isupper())

    def __len__(self) -> int:
        return len(self.starts)

    def raw(self, i: int) -> str:
        """Word `i` as written."""
        return self.text[self.starts[i] : self.ends[i]]

    def hyphened(self, i: int) -> bool:
        """Whether a hyphen joins word `i` to the one before."""
        return i > 0 and self.text[self.starts[i] - 1] in "-‐‑" and self.joined[i]

    def capital(self, i: int) -> bool:
        """Whether word `i` begins with a capital."""
        return self.capitals[i]

    def shouted(self, i: int) -> bool:
        """Whether word `i` is two or more letters, all capitals."""
        return self.ends[i] - self.starts[i] > 1 and self.raw(i).isupper()

    def first(self, i: int) -> bool:
        """Whether word `i` begins a sentence."""
        return i == 0 or self.sentences[i] != self.sentences[i - 1]


def _is_lowered(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters > 0 and sum(map(str.isupper, text)) < _LOWERED * letters


@lru_cache(maxsize=4)
def words_of(text: str) -> Words:
    """The words of `text`; the last few texts are kept, as parties and places ask for the same one."""
    return Words(text)


def fold(word: str) -> str:
    """`word` as it is compared: lower case, without accents, apostrophes and full stops."""
    # The dotless i is a letter of its own, which decomposition leaves as it is.
    folded = word.lower() if word.isascii() else unaccented(word.casefold().replace("ı", "i"))
    return folded if folded.isalnum() else "".join(letter for letter in folded if letter.isalnum())


def folded_words(phrase: str) -> tuple[str, ...]:
    """A phrase of the data as the words that a text is searched for."""
    # Most phrases are plain, and are folded in half the time so.
    if _PLAIN.fullmatch(phrase):
        return tuple(phrase.lower().replace("-", " ").split())
    return tuple(Words(phrase).folds)


class PhraseIndex(Generic[V]):
    """Phrases as a tree of folded words; each carries a value."""

    __slots__ = ("_root",)

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], V]] = ()) -> None:
        self._root: dict[str, _Node[V]] = {}
        for folds, value in phrases:
            self.add(folds, value)

    def add(self, folds: tuple[str, ...], value: V) -> None:
        """Put in a phrase, given as folded words; a later value replaces an earlier one."""
        if not folds:
            return
        level = self._root
        node: _Node[V] | None = None
        for word in folds:
            node = level.get(word)
            if node is None:
                node = level[word] = _Node()
            level = node.after
        assert node is not None
        node.value = value

    def exact(self, folds: tuple[str, ...]) -> V | None:
        """The value of exactly this phrase."""
        level, node = self._root, None
        for word in folds:
            node = level.get(word)
            if node is None:
                return None
            level = node.after
        return node.value if node else None

    def matches(self, words: Words, i: int) -> list[tuple[int, V, bool]]:
        """The phrases that begin at word `i`, shortest first: the word after each, its value, and whether it is lost.

        A word may carry a lost possessive ("coalitions strikes" for "coalition’s strikes", "Syrias Qaeda affiliate").
        """
        folds, joined, count = words.folds, words.joined, len(words.starts)
        level, at = self._root, i
        found: list[tuple[int, V, bool]] = []
        while True:
            fold_ = folds[at]
            node = level.get(fold_)
            lost = False
            if (node is None or node.value is None) and len(fold_) > 2 and fold_[-1] == "s":
                bare = level.get(fold_[:-1])
                if bare is not None and bare.value is not None:
                    found.append((at + 1, bare.value, True))
                if node is None:
                    node, lost = bare, True
            if node is None:
                return found
            at += 1
            if node.value is not None and not lost:
                found.append((at, node.value, False))
            if at >= count or not joined[at] or not node.after:
                return found
            level = node.after


class _Node(Generic[V]):
    __slots__ = ("after", "value")

    def __init__(self) -> None:
        self.after: dict[str, _Node[V]] = {}
        self.value: V | None = None
