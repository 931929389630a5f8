"""Weapons that are said not to have been used, places not to be held (data/coder/unused.yaml)."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain import Mention

_WORD = r"(?:[\w’'-]+\s)"


class UnusedWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/coder/unused.yaml, as it stands."""

    kinds: frozenset[str]
    before: tuple[str, ...]
    periods: tuple[str, ...]
    after: tuple[str, ...]
    used: tuple[str, ...]
    unheld: tuple[str, ...]
    held: tuple[str, ...]


class _Grammar:
    """The expressions, compiled."""

    def __init__(self, words: UnusedWords) -> None:
        def any_of(some: tuple[str, ...]) -> str:
            return "(?:" + "|".join(re.escape(one).replace(r"\ ", r"\s") for one in some) + ")"

        self.kinds = words.kinds
        self.before = re.compile(rf"\b{any_of(words.before)}\s{_WORD}{{0,2}}$", re.I)
        self.always = re.compile(rf"\b{any_of(words.periods)}\s(?:\w+\s){{0,3}}without\s{_WORD}{{0,2}}$", re.I)
        self.unheld = re.compile(rf"\b{any_of(words.unheld)}\s{_WORD}{{0,3}}{any_of(words.held)}$", re.I)
        self.after = re.compile(rf"\s{_WORD}{{0,3}}{any_of(words.after)}\s{any_of(words.used)}\b", re.I)


@cache
def _grammar() -> _Grammar:
    return _Grammar(load_yaml(packaged("coder/unused.yaml"), UnusedWords))


def is_unused(text: str, kind: str, mention: Mention) -> bool:
    """Whether a mention of a claim of a kind is a weapon of which its sentence says that it was not used."""
    grammar = _grammar()
    if kind not in grammar.kinds:
        return False
    left = text[mention.sentence.start : mention.start]
    if grammar.before.search(left):
        return grammar.always.search(left) is None
    return grammar.after.match(text, mention.end, mention.sentence.end) is not None


def is_unheld(text: str, kind: str, mention: Mention) -> bool:
    """Whether a mention of control says that the party does not have it."""
    said = text[mention.sentence.start : mention.end]
    return kind == "control" and _grammar().unheld.search(said) is not None
