"""Words for comparing and for showing: what every room does alike with text that is not its own.

Two foldings stay apart from `folded`, because they mean something else: `masudi.resolve` folds by its data what
transliterations and abbreviations differ in, and `masudi.casefile.words` folds as full-text indexes have their words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Names and sentences up to so many characters come again and again: what they are folded to is kept for a while.
_SHORT = 500

# Format characters that belong to a script's spelling; every other one is invisible, or reorders what a reader sees.
_SPELLING = frozenset("\u200c\u200d\u200e\u200f\u061c") | frozenset(map(chr, range(0x600, 0x606)))


def unaccented(text: str) -> str:
    """The text with letters that are drawn otherwise, or have accents, as the plain letters that they stand for."""
    if text.isascii():
        return text
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def folded(text: str) -> str:
    """Words without capitals, accents, marks and possessive, one blank apart: spellings of one name come out alike.

    A text of marks alone stays, one blank apart.
    """
    return _folded(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    found = _WORD.findall(unaccented(text).casefold())
    return " ".join(word.replace("’", "'").removesuffix("'s") for word in found) or " ".join(text.split())


_folded = lru_cache(maxsize=4096)(_fold)


def visible(text: str) -> str:
    """The text with every character that could act on a terminal, hide, or reorder what follows made visible.

    Escape sequences, other control characters and directional overrides come out as their code, such as <U+202E>.
    Line ends and tabs come out as spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(one) for one in text)


def _visible(char: str) -> str:
    if char in "\n\t\r ":
        return " "
    if acts(char):
        return f"<U+{ord(char):04X}>"
    return char


def acts(char: str) -> bool:
    """Whether the character is there to act on a display, not to be read: a control, an override, a lone surrogate."""
    if char in _SPELLING:
        return False
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def counted(number: int, noun: str) -> str:
    """A number with its noun, whose plural ends in s: "1 place", "2 places"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
