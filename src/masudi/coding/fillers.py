"""Phrases that score for a role of a claim, as they stand in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from masudi.coding.decoding import ROLES
from masudi.coding.emission import Scored
from masudi.language.pairs import reader_words
from masudi.language.phrases import PhraseKind
from masudi.language.pieces import NAMES, PUNCTUATION, Ints, Pieces

# Phrases below this probability are not looked at; within a stretch, words that score less than this share of its best
# one are cut off its ends.
_LEAST, _OF_PEAK = 0.08, 0.35


class Found(msgspec.Struct, frozen=True, eq=False):
    """A phrase of one wording that scores for a role of a claim: its words, best and mean score over the mentions."""

    first: int
    behind: int
    mention: int
    best: float
    mean: float
    opening: float


# A phrase for one of these roles ends where a word is this unlikely to be of any party (a verb, "since"). On held-out
# reports 0.02 to 0.15 do the same; sources gain nothing by it, and places lose.
_NO_PARTY = 0.05
_OF_PARTIES = frozenset({"actor", "target"})

# A mark between digits: of such a number no part stands by itself.
_GROUPED = re.compile(r"\d[.,]\d")

# A word with its scores inside and as first word.
_Word = tuple[int, float, float]


Flags: TypeAlias = NDArray[np.bool_]
# The words that score enough for a role of a mention to be looked at, by mention and role.
Above: TypeAlias = "dict[tuple[int, int], list[_Word]]"


def above(scored: Scored) -> Above:
    """The words that score enough, in order, with their scores inside and as first word: worked out once for a text."""
    mention, word, role = np.nonzero(scored.roles[..., 0] >= _LEAST)
    scores = scored.roles[mention, word, role].tolist()
    found: Above = {}
    for at, (number, place, kind) in enumerate(zip(mention.tolist(), word.tolist(), role.tolist(), strict=True)):
        inside, first = scores[at]
        found.setdefault((number, kind), []).append((place, inside, first))
    return found


def foreign_of(scored: Scored) -> Flags:
    """The words that are of no party and join none: worked out once for a text."""
    joiners = reader_words().joiners
    joined = np.array([low in joiners for low in scored.text.low], np.bool_)
    foreign: Flags = (scored.phrases[:, PhraseKind.PARTY, 0] < _NO_PARTY) & ~joined
    foreign &= scored.text.case != PUNCTUATION
    return foreign


def find(scored: Scored, over: Above, foreign: Flags, numbers: Sequence[int], role: int) -> dict[str, Found]:
    """The phrases that may fill a role of the claim with these mentions, by wording (`foreign`: of `foreign_of`)."""
    text = scored.text
    ends = ROLES[role] in _OF_PARTIES
    found: dict[str, Found] = {}
    sums: dict[str, float] = {}
    for number in numbers:
        for stretch in _stretches(over.get((number, role), ()), text.sentence):
            one = _trimmed(scored, _own(stretch, foreign) if ends else stretch, number, role)
            wording = text.text[text.spans[one.first, 0] : text.spans[one.behind - 1, 1]].casefold()
            sums[wording] = sums.get(wording, 0.0) + one.best
            if wording not in found or one.best > found[wording].best:
                found[wording] = one
    return {wording: msgspec.structs.replace(one, mean=sums[wording] / len(numbers)) for wording, one in found.items()}


def _stretches(words: Iterable[_Word], sentence: Ints) -> list[list[_Word]]:
    """Runs of words within a sentence, gaps of two words bridged, cut where a phrase clearly begins."""
    found: list[list[_Word]] = []
    for word in words:
        if found:
            run = found[-1]
            near = word[0] - run[-1][0] <= 3 and sentence[word[0]] == sentence[run[-1][0]]
            if near and not (word[2] > 0.5 and word[0] - run[0][0] > 3):
                run.append(word)
                continue
        found.append([word])
    return found


def _own(stretch: list[_Word], foreign: Flags) -> list[_Word]:
    """The part of a stretch with its best word that runs over no foreign one; all of it if that one is foreign.

    "The government accuses foreign actors of arming rebels": of two parties, the one that scores.
    """
    best = max(stretch, key=lambda word: word[1])
    if foreign[best[0]]:
        return stretch

    def reaches(word: _Word) -> bool:
        low, high = sorted((word[0], best[0]))
        return not foreign[low : high + 1].any()

    return [word for word in stretch if reaches(word)]


def _trimmed(scored: Scored, stretch: Sequence[_Word], number: int, role: int) -> Found:
    """A stretch without the words at its ends that score little, or that no phrase begins or ends with."""
    words, low = reader_words(), scored.text.low
    top = max(inside for _, inside, _ in stretch)
    good = [word for word in stretch if word[1] >= _OF_PEAK * top]
    start, behind = good[0][0], good[-1][0] + 1
    while start < behind - 1 and low[start] in words.leading:
        start += 1
    while behind - 1 > start and low[behind - 1] in words.trailing:
        behind -= 1
    start, behind = _whole(scored.text, start, behind)
    inside, first = scored.roles[number, start, role].tolist()
    best = max((one for at, one, _ in good if start <= at < behind), default=inside)
    return Found(start, behind, number, best, 0.0, first)


def _whole(text: Pieces, start: int, behind: int) -> tuple[int, int]:
    """The words start to behind, and what belongs to the names and numbers that they begin or end with.

    "Osmer Valley" Monitor; 10, "000 people"; 64 "thousand people".
    """
    while start > 0 and (_name_goes_on(text, start) or _number_goes_on(text, start)):
        start -= 1
    while behind < len(text.low) and (_name_goes_on(text, behind) or _number_goes_on(text, behind)):
        behind += 1
    return start, behind


def _name_goes_on(text: Pieces, at: int) -> bool:
    """Whether word `at` and the one before it are of one name: capitalised, with no more than a blank between."""
    return (
        text.case[at - 1] in NAMES
        and text.case[at] in NAMES
        and text.sentence[at - 1] == text.sentence[at]
        and text.spans[at, 0] - text.spans[at - 1, 1] <= 1
    )


def _number_goes_on(text: Pieces, at: int) -> bool:
    """Whether word `at` and the one before it are of one number: "64 thousand"; marks between digits are words, too."""
    if text.low[at] in reader_words().scales and text.low[at - 1][-1:].isdigit():
        return True
    cut = int(text.spans[at, 0])
    if cut != text.spans[at - 1, 1]:
        return False
    return _GROUPED.search(text.text[max(0, cut - 2) : cut + 2]) is not None
