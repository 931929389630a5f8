"""Harm in words: which harm a trigger names, and where the words for harm stand in a sentence."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from masudi.resolve.victim_words import HarmWord, load_victims
from masudi.resolve.wording import any_of, plain


class HarmMention(NamedTuple):
    """A word for harm at its place."""

    start: int
    end: int
    word: HarmWord


@cache
def _harms() -> tuple[re.Pattern[str], dict[str, HarmWord]]:
    words = {word.name: word for word in load_victims().harms}
    return re.compile(rf"(?<![\w-]){any_of(words)}(?!\w)"), words


def harms_of(trigger: str) -> tuple[str, ...]:
    """The harms that the words of a trigger name, in their order, each once; none where they name no harm."""
    pattern, words = _harms()
    named = (words[plain(match.group())].harm for match in pattern.finditer(trigger.lower()))
    return tuple(dict.fromkeys(named))


def find_harms(low: str, start: int, end: int) -> tuple[HarmMention, ...]:
    """The words for harm between two offsets of a text in lower case."""
    pattern, words = _harms()
    return tuple(HarmMention(*m.span(), words[plain(m.group())]) for m in pattern.finditer(low, start, end))
