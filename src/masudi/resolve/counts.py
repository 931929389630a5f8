"""Counts in a text: how many, as the lowest and the highest number that the words allow.

Goes in: a text. Comes out: one `CountMention` for every number said in digits or words, with the words around it
that leave a side open ("at least", "up to"); a side that is open is None. Years, dates, clock times, money, shares,
ages, measures and numbers that belong to a name ("Brigade 137") are no counts. What vague words are worth ("dozens")
is the convention of the claims task and stands, with all other words, in data/counts.yaml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from masudi.domain import Span
from masudi.resolve.number_words import CountWords, load_counts, numbers
from masudi.resolve.time_grammar import date_spans
from masudi.resolve.wording import any_of, lowered, opening, plain

__all__ = ["CountMention", "find_counts", "load_counts"]

# How far around a number the words that make it something else may stand, in characters.
_REACH = 28


class CountMention(Span, frozen=True, kw_only=True):
    """A number in the report's words; `low` and `high` bound it, None where the words leave that side open."""

    low: int | None
    high: int | None


class _Grammar:
    """The compiled expressions of data/counts.yaml."""

    def __init__(self, words: CountWords) -> None:
        self.before = {b.name: b.side for b in words.bounds if not b.after}
        self.after = {b.name: b.side for b in words.bounds if b.after}
        self.count = re.compile(_count_pattern(words))
        self.not_before = re.compile(_before_pattern(words))
        self.not_after = re.compile(_after_pattern(words))
        self.one_before = re.compile(rf"\b{any_of(words.one_before)}\s$")
        self.one_after = re.compile(rf"\s{any_of(words.one_after)}\b")
        self.year_before = re.compile(rf"\b{any_of(words.years_before)}[\s-]$")


def _count_pattern(words: CountWords) -> str:
    """A number or a range of two, with the words before and after it that leave a side open.

    A range may be opened ("between 10 and 15"): then its own word joins the two, and both must be there.
    """
    number, number_begins = numbers().pattern, opening(numbers().openings)
    before = any_of(b.name for b in words.bounds if not b.after)
    after = any_of(b.name for b in words.bounds if b.after)
    approximate = any_of(words.approximate)
    openers = [(f"open{i}", opened) for i, opened in enumerate(words.opened_ranges)]
    opened = "|".join(rf"(?P<{group}>{entry.name})\s" for group, entry in openers)
    link = rf"(?:\s{any_of(words.ranges)}\s|\s?[-–]\s?)"
    for group, entry in openers:
        link = rf"(?({group})\s{entry.by}\s|{link})"
    both = "".join(rf"(?({group})(?(high)|(?!))|)" for group, _ in openers)
    names = (*(bound.name for bound in words.bounds), *(entry.name for entry in words.opened_ranges))
    begin = opening((*names, *words.approximate, *numbers().openings))
    return (
        rf"{begin}(?<![\w.,/:%-])(?:(?P<before>{before})\s+)?(?:{approximate}\s+){{0,2}}(?:{opened})?"
        rf"(?P<low>{number})(?:{link}(?P<high>{number}))?{both}(?!\w)(?:\s(?P<after>{after})\b(?!\s{number_begins}))?"
    )


def _before_pattern(words: CountWords) -> str:
    """What a number follows that is no count: a name that takes numbers, a currency, a word for age."""
    named = rf"\b{any_of(words.designators)}\.?[\s-]"
    return rf"(?:{named}|{any_of(words.money_before)}\s?|\b{any_of(words.ages_before)}\s?|[\[(#])$"


def _after_pattern(words: CountWords) -> str:
    """What follows a number that is no count: a unit, a currency, more digits, a hyphen that makes it an adjective."""
    units = rf"[\s-]?{any_of((*words.measures, *words.money_after))}(?![\w-])"
    hyphen = rf"-(?!{any_of(words.counting_hyphens)}\b)\w"
    return rf"(?:\s?[%\])]|(?:st|nd|rd|th)\b|[:/.,]\d|\s\d|{units}|{hyphen})"


@cache
def _grammar() -> _Grammar:
    return _Grammar(load_counts())


def find_counts(text: str) -> tuple[CountMention, ...]:
    """The counts of `text`, in its order; they do not overlap."""
    grammar = _grammar()
    low_text = lowered(text)
    dates = date_spans(low_text)
    found = []
    for match in grammar.count.finditer(low_text):
        bounds = _bounds(match, grammar)
        if bounds is not None and _counts_something(text, low_text, match, grammar, dates):
            low, high = bounds
            start, end = match.span()
            found.append(CountMention(start=start, end=end, text=text[start:end], low=low, high=high))
    return tuple(found)


def _bounds(match: re.Match[str], grammar: _Grammar) -> tuple[int | None, int | None] | None:
    """What the number's words allow; None where they are no number (zero, or a range that runs down)."""
    low, high = numbers().value(match["low"])
    if match["high"]:
        low_end, high = numbers().value(match["high"])
        if low is None or low_end is None or low_end <= low:
            return None
    if not low:
        return None
    for words, sides in ((match["before"], grammar.before), (match["after"], grammar.after)):
        side = sides[plain(words)] if words else None
        if side == "low":
            high = None
        elif side == "high":
            low, high = None, low if high is None else high
    return low, high


def _counts_something(
    text: str, low: str, match: re.Match[str], grammar: _Grammar, dates: tuple[tuple[int, int], ...]
) -> bool:
    """Whether what stands around a number leaves it a count."""
    start, end = match.start("low"), match.end()
    date = bisect_left(dates, (end, 0)) - 1
    if date >= 0 and start < dates[date][1]:
        return False
    left, right = low[max(0, start - _REACH) : start], low[end : end + _REACH]
    if grammar.not_before.search(left) or grammar.not_after.match(right):
        return False
    said = match["low"]
    if said == "one" and (grammar.one_before.search(left) or grammar.one_after.match(right)):
        return False
    if not match["before"] and not match["high"] and re.fullmatch(r"(?:19|20)\d\d", said):
        counted = re.match(r"\s[a-z]{3,}", text[end : end + _REACH])
        return counted is not None and not grammar.year_before.search(left)
    # "Omar, 36, said": a number set off by commas behind a name is an age.
    named = re.search(r"[A-Z]\w+,\s$", text[max(0, start - _REACH) : start])
    return not (said.isdecimal() and right.startswith(",") and named)
