"""What tolls count: of one incident, of a stretch of time or of all until then; and which toll corrects another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import msgspec

from masudi.domain import DatePrecision, Span, Time, Toll, TollScope
from masudi.resolve.victim_words import load_victims
from masudi.resolve.wording import any_of, lowered

# How far from a toll the words may stand that say what it counts or that it is a new one, in characters.
_REACH, _NEWER = 120, 60
# A time of at most so many days is that of an incident ("overnight").
_INCIDENT_DAYS = 2


class _Grammar:
    """The compiled expressions of data/victims.yaml that type tolls."""

    def __init__(self) -> None:
        words = load_victims()
        self.cumulative = re.compile(rf"\b{any_of(words.cumulative)}\b")
        self.period = re.compile(rf"\b{any_of(words.period)}\b")
        # No other number stands between.
        self.newer, self.older = (
            re.compile(rf"\b{any_of(names)}\s(?:[^\W\d]+\s){{0,3}}$") for names in (words.newer, words.older)
        )


@cache
def _grammar() -> _Grammar:
    return _Grammar()


def scope_of(text: str, sentence: Span, toll: Toll, time: Time | None, *, caused: bool) -> TollScope | None:
    """What a toll counts, by the words around it in its sentence, its claim's time, and whether one deed caused it.

    None where neither says anything.
    """
    grammar = _grammar()
    around = lowered(text)[max(sentence.start, toll.start - _REACH) : min(sentence.end, toll.end + _REACH)]
    running = time is not None and time.from_ is not None and grammar.cumulative.match(lowered(time.text)) is not None
    if running or grammar.cumulative.search(around):
        return TollScope.CUMULATIVE
    if grammar.period.search(around) or (time is not None and _is_long(time)):
        return TollScope.PERIOD
    if caused or (time is not None and time.from_ is not None):
        return TollScope.INCIDENT
    return None


def _is_long(time: Time) -> bool:
    if time.from_ is None or time.to is None:
        return False
    return time.precision != DatePrecision.DAY and (time.to - time.from_).days >= _INCIDENT_DAYS


def with_replaced(text: str, tolls: Sequence[Toll]) -> tuple[Toll, ...]:
    """The tolls of a claim; one that is said to be the new number replaces the one before it of the same people."""
    order = sorted(range(len(tolls)), key=lambda at: tolls[at].start)
    replaced: dict[int, int] = {}
    for first, second in pairwise(order):
        newer = newer_of(text, tolls[first], tolls[second])
        if newer is not None:
            replaced[second if newer is tolls[second] else first] = first if newer is tolls[second] else second
    return tuple(msgspec.structs.replace(toll, replaces=replaced.get(at)) for at, toll in enumerate(tolls))


def newer_of(text: str, first: Toll, second: Toll) -> Toll | None:
    """Which of two tolls, in the order of the text, is said to be the newer number of the same people; None if none."""
    if not _rivals(first, second):
        return None
    grammar = _grammar()
    before = [lowered(text)[max(0, toll.start - _NEWER) : toll.start] for toll in (first, second)]
    if grammar.newer.search(before[1]) or grammar.older.search(before[0]):
        return second
    if grammar.newer.search(before[0]) or grammar.older.search(before[1]):
        return first
    return None


def _rivals(one: Toll, other: Toll) -> bool:
    """Whether two tolls are different numbers for what may be the same people."""
    same = one.who == other.who or "people" in (one.who, other.who)
    parts = one.part_of is not None or other.part_of is not None
    return one.harm == other.harm and same and not parts and (one.low, one.high) != (other.low, other.high)
