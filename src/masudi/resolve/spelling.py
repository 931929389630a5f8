"""Spellings of a place's name that are the same name: keys by which a gazetteer is searched.

`folded` undoes what no writer means (case, accents, apostrophes, hyphens, ayn marks). `skeleton` also undoes what
transliterations differ in: articles, vowels within their class, doubled letters, q and k. Two names with one skeleton
are likely one name in Arabic, Kurdish, Turkish or Persian lands and nowhere else: callers use it only there.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain.text import unaccented

_MARKS = re.compile("[’‘ʼʻʿʾ`´'\u0640\u064b-\u0652]")
_INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_NO_WORD = re.compile(r"[\W_]+")
_ARABIC_LETTER = re.compile(r"[\u0600-\u06ff]")
# Fewer letters than these are in too many names.
_SHORTEST = 3


class Short(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word that stands for a longer one."""

    word: str
    means: str


class Letters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Letters that are written for another one."""

    letters: tuple[str, ...]
    means: str


class Sound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Letters of a transliteration and the sound that they stand for."""

    letters: str
    means: str


class SpellingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/spelling.yaml, as it stands."""

    short: tuple[Short, ...]
    arabic: tuple[Letters, ...]
    articles: tuple[str, ...]
    arabic_article: str
    sounds: tuple[Sound, ...]
    silent: tuple[str, ...]


class _Rules:
    """The file, compiled."""

    def __init__(self, words: SpellingWords) -> None:
        self.short = {one.word: one.means for one in words.short}
        self.arabic = str.maketrans({letter: one.means for one in words.arabic for letter in one.letters})
        self.arabic_article = words.arabic_article
        self.articles = frozenset(words.articles)
        # An article grown into the word: "ezzor", of which the first letter then stands twice, or "alraqqa".
        doubled = sorted({one[-1] for one in words.articles if len(one) == 2} - {"l"})
        self.grown = re.compile(rf"^[aeu](?=([{''.join(doubled)}])\1)")
        self.sounds = tuple((one.letters, one.means) for one in words.sounds)
        self.silent = re.compile(rf"(?<=a)[{''.join(words.silent)}]$")


@cache
def _rules() -> _Rules:
    return _Rules(load_yaml(packaged("spelling.yaml"), SpellingWords))


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name in lower case, without accents and marks, its words parted by single blanks ("u.s." is "us")."""
    plain = _MARKS.sub("", _INITIALS.sub("", name.casefold().replace("ı", "i").replace("ə", "a")))
    if not plain.isascii():
        plain = unaccented(plain).translate(_rules().arabic)
    words = _NO_WORD.sub(" ", plain).split()
    short = _rules().short
    last = len(words) - 1
    return " ".join(short.get(word, word) if at < last else word for at, word in enumerate(words))


@lru_cache(maxsize=4096)
def skeleton(name: str) -> str:
    """A name without what transliterations differ in; "" where too little would be left to tell it by.

    Names in Arabic letters lose their article and are else as `folded`.
    """
    rules = _rules()
    words = folded(name).split()
    if any(map(_ARABIC_LETTER.search, words)):
        return " ".join(word.removeprefix(rules.arabic_article) if len(word) > 4 else word for word in words)
    # A name of nothing but articles would be left with nothing.
    named = [word for word in words if word not in rules.articles] or words
    text = "".join(_skeleton_word(rules.grown.sub("", word), rules) for word in named)
    text = re.sub(r"(\w)\1+", r"\1", text)
    return text if len(text) >= _SHORTEST else ""


def _skeleton_word(word: str, rules: _Rules) -> str:
    for letters, sound in rules.sounds:
        word = word.replace(letters, sound)
    # A vowel with what follows it is one sound: "ay" and "ei", "aw" and "ou".
    word = re.sub(r"a*u[au]*", "u", word)
    word = re.sub(r"(\w)\1+", r"\1", word)
    return rules.silent.sub("", word)
