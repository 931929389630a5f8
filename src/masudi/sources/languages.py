"""The language of a report: as it says itself, else as its words tell; and whether the reader reads it.

py3langid (Lui and Baldwin 2012) tells languages by sequences of bytes, offline. What is likely English by its commonest
words is not put before it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from masudi.data.languages import Language, language_name, language_named, load_languages
from masudi.domain import Report

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# As much of a text as is looked at, in characters.
_SAMPLE = 10_000
_WORD = re.compile(r"[^\W\d_]+")
_LAST_LATIN_LETTER = "\u024f"
# Codes that say that a language is not known, or that there are several.
_NONE = frozenset(("und", "mul", "zxx", "mis", "unknown", "mixed"))


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """The language of a report.

    `code` is None where nobody can tell it, and the header's own word where we do not know that; `name` is for people.
    `told`: its header says so. `read`: the reader reads it, or may, as nobody can tell. `against` is what the header
    says where the words of a long text tell that it is wrong.
    """

    code: str | None
    name: str | None
    told: bool
    read: bool
    against: str | None = None


class Detected(msgspec.Struct, frozen=True, kw_only=True):
    """A language by the words of a text: its code, how likely it is, and of how many letters that is told."""

    code: str
    probability: float
    letters: int


def respoken(report: Report) -> Report:
    """The report with its language, and whether the reader reads it, as they are told now."""
    spoken = language_of(report.language, report.text)
    return msgspec.structs.replace(report, language=spoken.code, unread=not spoken.read)


def language_of(header: str | None, text: str) -> Spoken:
    """The language of a text: what its header says, else what its words tell; where these are sure, they win."""
    file, said = load_languages(), _of_header(header)
    found = detect(text)
    if said is not None:
        sure = found is not None and found.probability >= file.sure and found.letters >= file.sure_letters
        if found is None or found.code == said.code or not sure:
            return Spoken(code=said.code, name=said.name, told=True, read=said.code in file.reads)
    if found is None:
        return Spoken(code=None, name=None, told=False, read=True)
    read = found.code in file.reads
    against = said.name if said else None
    return Spoken(code=found.code, name=language_name(found.code), told=False, read=read, against=against)


def _of_header(header: str | None) -> Language | None:
    """The language that a header names; one that we do not know under its own word."""
    told = (header or "").strip()
    code = told.lower().replace("_", "-").partition("-")[0]
    if not code or code in _NONE:
        return None
    return language_named(told) or language_named(code) or Language(code=told, name=told)


def detect(text: str) -> Detected | None:
    """The language that a text is in by its words; None where it cannot be told from them."""
    file = load_languages()
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.lower())
    letters = sum(map(len, words))
    latin = sum(letter <= _LAST_LATIN_LETTER for word in words for letter in word)
    if not words or (2 * latin > letters and letters < file.least_letters):
        return None
    if sum(word in file.common for word in words) >= file.common_share * len(words):
        return Detected(code=file.common_code, probability=1.0, letters=letters)
    likely: dict[str, float] = {}
    for code, probability in _identifier().rank(sample):
        known = language_named(code)
        if known is not None:
            likely[known.code] = likely.get(known.code, 0.0) + probability
    best = max(likely, key=likely.__getitem__)
    return Detected(code=best, probability=likely[best], letters=letters) if likely[best] >= file.least else None


@cache
def _identifier() -> LanguageIdentifier:
    """The model that comes with py3langid, which takes some moments to load."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
