"""Phrases that can fill a role, wherever they stand: parties, places, means; and toponyms."""

from __future__ import annotations

from enum import IntEnum

import msgspec
import numpy as np

from masudi.language.network import Floats
from masudi.language.pieces import Ints, Pieces

# A word belongs to a phrase from this probability on; a new phrase begins within a run of such words where a word is
# this likely a first one.
_INSIDE, _FIRST = 0.5, 0.5
# What is less likely a word of any phrase is not looked at as a role's filler: 43 % of the words of held-out reports
# are more likely, and 99 % of the true fillers have such a word.
_LEAST = 0.03


class PhraseKind(IntEnum):
    """What a phrase names, in the order of the network's outputs."""

    PARTY = 0
    PLACE = 1
    MEANS = 2
    TOPONYM = 3


class Phrase(msgspec.Struct, frozen=True):
    """Characters [start, end) of a text that name something, and how likely they do."""

    start: int
    end: int
    probability: float


def may_fill(scores: Floats) -> Ints:
    """The numbers of the words that may stand in a role's filler, from their scores (words x 4 x 2)."""
    return np.flatnonzero(scores[:, : PhraseKind.TOPONYM, 0].max(1) >= _LEAST).astype(np.int64)


def find_phrases(text: Pieces, scores: Floats, kind: PhraseKind) -> list[Phrase]:
    """The phrases of one kind in a text, from its words' scores (words x 4 x 2: inside, first word), in order."""
    inside, first = scores[:, kind, 0], scores[:, kind, 1]
    runs: list[list[int]] = []
    for at in np.flatnonzero(inside >= _INSIDE).tolist():
        same = runs and at == runs[-1][-1] + 1 and text.sentence[at] == text.sentence[at - 1]
        if same and first[at] < _FIRST:
            runs[-1].append(at)
        else:
            runs.append([at])
    return [Phrase(int(text.spans[run[0], 0]), int(text.spans[run[-1], 1]), float(inside[run].mean())) for run in runs]
