"""Lists of words as regular expressions over a text in lower case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of `words` in lower case, the longest that fits; a blank matches any white space.

    The words are folded into a tree by their letters, so that the engine tries each beginning once: the lists are
    long and stand in expressions that are tried at every word of a report.
    """
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in {plain(word) for word in words}:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branch(tree)


def _branch(tree: dict[str, dict]) -> str:  # type: ignore[type-arg]
    """The tree below one beginning; a word may end here where it has an entry for the empty string."""
    ways = [_letter(letter) + _branch(tree[letter]) for letter in sorted(tree) if letter]
    if not ways:
        return ""
    if "" in tree:
        return f"(?:{'|'.join(ways)})?"
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _letter(letter: str) -> str:
    return r"\s+" if letter == " " else re.escape(letter)


def opening(phrases: Iterable[str]) -> str:
    """A look-ahead for a digit or the first word of any of `phrases`, at the beginning of a word.

    It stands before an expression whose matches all begin so, and spares the engine to try its many ways elsewhere.
    """
    first = any_of(re.split(r"[\s-]", plain(phrase))[0] for phrase in phrases if phrase)
    return rf"(?:(?<!\w)|(?<=[^\W\d])(?=\d))(?=\d|{first}\b)"


def plain(words: str) -> str:
    """`words` in lower case and with single blanks, as they stand in the data files."""
    return " ".join(words.lower().split())


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """`text` in lower case with every character at its place (a few letters would grow: those stay as they are).

    The last texts are kept, as times, counts, victims and tolls all ask for the same one.
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
