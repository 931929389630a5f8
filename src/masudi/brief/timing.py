"""When, as a line says it: the report's words, or the day they stand for."""

from __future__ import annotations

import calendar
import datetime

from masudi.brief.draft import one_line
from masudi.brief.wording import Wording
from masudi.domain import Time


def when(time: Time | None, words: Wording) -> str:
    """ " on 3 March 2017", " since Wednesday (1 to 3 March 2017)", " (“24 hours”)"; "" where the claim has no time."""
    if time is None:
        return ""
    text = one_line(time.text)
    first, last = time.from_, time.to
    if first and last and first == last:
        return f" on {day(first, words)}"
    if first and last and _is_month(first, last):
        return f" in {words.months[first.month - 1]} {first.year}"
    if first and last and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f" in {first.year}"
    start = text.casefold().split()[0] if text.split() else ""
    dates = f" ({span(first, last, words)})" if first or last else ""
    if start in words.time_starts:
        return f" {start}{text[len(start) :]}{dates}"
    if start in words.weekdays:
        return f" on {text}{dates}"
    return dates or f" (“{text}”)"


def day(date: datetime.date, words: Wording) -> str:
    """A day as "3 March 2017"."""
    return f"{date.day} {words.months[date.month - 1]} {date.year}"


def span(first: datetime.date | None, last: datetime.date | None, words: Wording) -> str:
    """First and last day: "1 to 3 March 2017", "from 1 March 2017", "to 3 March 2017"."""
    if first and last:
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day} to {day(last, words)}" if first != last else day(first, words)
        return f"{day(first, words)} to {day(last, words)}"
    return f"from {day(first, words)}" if first else f"to {day(last, words)}" if last else ""


def days(time: Time | None) -> tuple[str, ...]:
    """What tells times apart: the dates where there are any, else the words; () where the claim has no time."""
    if time is None:
        return ()
    if time.from_ or time.to:
        return (str(time.from_), str(time.to))
    return (one_line(time.text).casefold(),)


def _is_month(first: datetime.date, last: datetime.date) -> bool:
    same = (first.year, first.month) == (last.year, last.month)
    return same and first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
