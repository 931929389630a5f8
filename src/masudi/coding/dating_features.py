"""What is known of each time that may be a claim's, as numbers."""

from __future__ import annotations

import datetime
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from masudi.data import load_yaml, packaged
from masudi.domain import DatePrecision, Span, Status, Time
from masudi.language import Outline

Rows = NDArray[np.float64]

# How many dated times before a claim's first mention and behind its last one are looked at, besides those in the
# sentences of its mentions and the report's first ones. The training reports have 96 of 100 claims' times among them.
_BEFORE, _BEHIND, _FIRST = 5, 2, 2
# How many words before a trigger tell its tense.
_TENSE = 4
# A time that begins within so many characters of its sentence opens it.
_OPENING = 12
_PRECISIONS = tuple(DatePrecision)
_STATUSES = tuple(Status)
_SPOTS = 5


class WordClass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that say the same of a time or a trigger."""

    name: str
    words: frozenset[str]


class DatingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/coder/dating.yaml."""

    tenses: tuple[WordClass, ...]
    leads: tuple[WordClass, ...]
    clauses: frozenset[str]


@cache
def dating_words() -> DatingWords:
    """The words of data/coder/dating.yaml, checked."""
    return load_yaml(packaged("coder/dating.yaml"), DatingWords)


class Undated(msgspec.Struct, frozen=True):
    """A claim that has no time yet: its kind, status and mentions, in order."""

    kind: str
    status: Status
    mentions: tuple[Span, ...]


class Candidates(NamedTuple):
    """Times that may be those of some claims.

    `times`: for each row, the time's number; `claims`: for each row, the claim's number, ascending; `rows`: rows x
    features; `none`: claims x features, from which it is told whether a claim has a time at all.
    """

    times: list[int]
    claims: list[int]
    rows: Rows
    none: Rows
