"""What else the words of a time may mean: other days than `find_times` gives them.

"March 2011" is a month, but of "the war that began in March 2011" it is only the first; "Friday" is the last one, but
"the troops are to leave on Friday" means the next. Words alone cannot tell: these are offered beside the times of a
text to whoever chooses among them by what is told (`masudi.coding.dating`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise

import msgspec

from masudi.domain import DatePrecision
from masudi.resolve import calendar_days
from masudi.resolve.calendar_days import Days
from masudi.resolve.time_grammar import time_grammar
from masudi.resolve.times import TimeMention
from masudi.resolve.wording import any_of, lowered

# The forms of readings, beside those of the grammar.
READINGS = ("begun", "until", "coming", "together")
# How far before a time the words may stand that make it a beginning, and how far from one another two times of one
# stretch, in characters. On the training reports more finds hardly any.
_BEGUN, _APART = 60, 60
# A month that comes lies at most so many days ahead; later ones are named with their year.
_AHEAD = datetime.timedelta(days=250)
_DAY = datetime.timedelta(days=1)
# Times that are stretches of their own already, or count from another.
_NO_BEGINNING = frozenset({"since", "lasting", "past", "within", "nth", "then", "undated", "moment", "ago"})
_REPEATED = frozenset({"weekday", "month", "season", "day_month", "month_day"})


class _Words:
    """The compiled words of data/times.yaml that readings go by."""

    def __init__(self) -> None:
        words = time_grammar().words
        self.begun = re.compile(rf"\b{any_of(words.begun)}\b[^.;!?]*$")
        self.until = re.compile(rf"\b(?P<word>{any_of(words.until)})\s(?:\w+\s){{0,2}}?$")
        self.coming = re.compile(rf"\b{any_of(words.coming)}\b")
        self.exclusive = frozenset(words.exclusive)
        self.year = re.compile(r"(?:19|20)\d\d")


@cache
def _words() -> _Words:
    return _Words()


def other_readings(text: str, times: Sequence[TimeMention], reference: datetime.date | None) -> tuple[TimeMention, ...]:
    """The other readings of some times of `text`, in order of their starts; none without the day of the report.

    Each has the words of its time (of two times together: from the first to the last), and one of `READINGS` as form.
    """
    if reference is None:
        return ()
    found: list[TimeMention] = []
    for time in times:
        if time.from_ is None or time.to is None or time.weak:
            continue
        for name, read in _READERS.items():
            days = read(text, time, reference)
            if days is not None and days.first <= days.last and days != (time.from_, time.to):
                found.append(_as(time, name, days))
    found += _together(text, times)
    return tuple(sorted(found, key=lambda one: one.start))


def _as(time: TimeMention, form: str, days: Days) -> TimeMention:
    precision = DatePrecision.DAY if days.first == days.last else DatePrecision.SPAN
    return msgspec.structs.replace(time, from_=days.first, to=days.last, precision=precision, form=form)


def _begun(text: str, time: TimeMention, reference: datetime.date) -> Days | None:
    """From a time on until the report, where the words before it tell of a beginning."""
    first = _first(time)
    if time.form in _NO_BEGINNING or first >= reference:
        return None
    before = lowered(text)[max(0, time.start - _BEGUN) : time.start]
    return Days(first, reference) if _words().begun.search(before) else None


def _until(text: str, time: TimeMention, reference: datetime.date) -> Days | None:
    """From the report until a time that is to come ("by autumn", "before 11 August")."""
    match = _words().until.search(lowered(text)[max(0, time.start - _BEGUN) : time.start])
    ahead = _ahead(time, reference)
    if match is None or ahead is None:
        return None
    exclusive = match["word"] in _words().exclusive and ahead.first != ahead.last and ahead.first > reference
    return Days(reference, ahead.first - _DAY if exclusive else ahead.last)


def _coming(text: str, time: TimeMention, reference: datetime.date) -> Days | None:
    """The next such day, month or season, where the sentence tells of what is to come."""
    ahead = _ahead(time, reference)
    if ahead is None or ahead == (time.from_, time.to):
        return None
    return ahead if _words().coming.search(lowered(_sentence(text, time))) else None


def _ahead(time: TimeMention, reference: datetime.date) -> Days | None:
    """The days of a time where they end after the report's, else those of the next such time; None without one."""
    days = Days(_first(time), time.to or _first(time))
    if days.last > reference:
        return days
    if time.form not in _REPEATED or _words().year.search(time.text):
        return None
    if time.form == "weekday":
        moved = Days(*(day + 7 * _DAY for day in days))
        return moved if moved.first >= reference else None
    moved = Days(*(calendar_days.shifted(day, "year", 1) for day in days))
    return moved if reference < moved.last and moved.first - reference <= _AHEAD else None


def _first(time: TimeMention) -> datetime.date:
    assert time.from_ is not None
    return time.from_


def _sentence(text: str, time: TimeMention) -> str:
    """The sentence of a time, as far as stops tell it."""
    start = max((text.rfind(mark, 0, time.start) for mark in (". ", "! ", "? ", "\n")), default=-1) + 1
    ends = [at for mark in (". ", "! ", "? ", "\n") if (at := text.find(mark, time.end)) >= 0]
    return text[start : min(ends, default=len(text))]


def _together(text: str, times: Sequence[TimeMention]) -> Iterator[TimeMention]:
    """Two days that are told one after the other with "and" ("on Monday and again on Wednesday"), as one stretch."""
    dated = [time for time in times if time.from_ is not None and time.form not in _NO_BEGINNING and not time.weak]
    for one, other in pairwise(dated):
        between = text[one.end : other.start]
        if len(between) > _APART or re.search(r"[.;!?]", between) or " and " not in f" {between} ":
            continue
        if other.to is not None and _first(one) < _first(other):
            words = msgspec.structs.replace(one, end=other.end, text=text[one.start : other.end])
            yield _as(words, "together", Days(_first(one), other.to))


_READERS: dict[str, Callable[[str, TimeMention, datetime.date], Days | None]] = {
    "begun": _begun,
    "until": _until,
    "coming": _coming,
}
