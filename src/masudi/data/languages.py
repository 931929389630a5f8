"""Languages: what they are called, which the reader reads, and how the language of a text is told (languages.yaml)."""

from __future__ import annotations

from functools import cache
from typing import Annotated

import msgspec

from masudi.data.load import load_yaml, packaged

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Language(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A language: its code, what it is called, and other codes and names of it."""

    code: str
    name: str
    also: tuple[str, ...] = ()


class LanguagesFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/languages.yaml, as it stands."""

    reads: tuple[str, ...]
    common: frozenset[str]
    common_code: str
    common_share: Share
    least: Share
    least_letters: int
    sure: Share
    sure_letters: int
    languages: tuple[Language, ...]


@cache
def load_languages() -> LanguagesFile:
    """What is known of languages, read once; KnowledgeError, with the line, where the file is not of that shape."""
    return load_yaml(packaged("languages.yaml"), LanguagesFile)


def language_named(words: str) -> Language | None:
    """The language with this code or name, in any case; None where we do not know it."""
    return _by_name().get(words.lower())


def language_name(code: str) -> str:
    """What a language is called in English; the code itself where we do not know it."""
    known = language_named(code)
    return known.name if known else code


@cache
def _by_name() -> dict[str, Language]:
    return {name.lower(): one for one in load_languages().languages for name in (*one.also, one.name, one.code)}
