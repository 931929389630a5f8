"""Calendar arithmetic: the first and the last day of what words of time stand for."""

from __future__ import annotations

import calendar
import datetime
from typing import NamedTuple

_DAY = datetime.timedelta(days=1)


class Days(NamedTuple):
    """A stretch of days, both ends counted."""

    first: datetime.date
    last: datetime.date


def day(year: int, month: int, of_month: int) -> datetime.date | None:
    """That date, None where the calendar has none."""
    try:
        return datetime.date(year, month, of_month)
    except ValueError:
        return None


def month(year: int, number: int) -> Days:
    """A whole month; `number` may run below 1 or above 12 into the years beside."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Days(datetime.date(year, number, 1), datetime.date(year, number, calendar.monthrange(year, number)[1]))


def months(year: int, first: int, last: int) -> Days:
    """From the first day of month `first` to the last of month `last`, in the next year where that lies before."""
    return Days(month(year, first).first, month(year, last if last >= first else last + 12).last)


def year(number: int) -> Days:
    """A whole year."""
    return Days(datetime.date(number, 1, 1), datetime.date(number, 12, 31))


def shifted(of: datetime.date, unit: str, by: int) -> datetime.date:
    """`of` moved by whole units, hours as the days in them; the day of the month is kept where it exists."""
    if unit == "decade":
        unit, by = "year", 10 * by
    if unit in ("month", "year"):
        target = month(of.year + (by if unit == "year" else 0), of.month + (by if unit == "month" else 0))
        return min(target.first.replace(day=1) + (of.day - 1) * _DAY, target.last)
    days = {"minute": 0, "hour": abs(by) // 24 * (1 if by > 0 else -1), "day": by, "week": 7 * by, "fortnight": 14 * by}
    return of + days[unit] * _DAY


def period(of: datetime.date, unit: str, offset: int) -> Days:
    """The week, weekend, month or year that `of` lies in, or one `offset` from it.

    Weeks begin on Monday; a report of a Sunday, though, means by "last week" the seven days before it and by
    "this week" the one that begins, as in four of five training reports of a Sunday. "The weekend" is the
    latest Saturday and Sunday that have begun.
    """
    if unit == "month":
        return month(of.year, of.month + offset)
    if unit == "year":
        return year(of.year + offset)
    if unit == "weekend":
        saturday = of - ((of.weekday() - 5) % 7) * _DAY + 7 * offset * _DAY
        return Days(saturday, saturday + _DAY)
    sunday = of.weekday() == 6 and offset < 0
    first = of + (7 * offset - (0 if sunday else of.weekday())) * _DAY
    return Days(first, first + 6 * _DAY)


def weekday(of: datetime.date, number: int, *, coming: bool = False) -> datetime.date:
    """The latest such weekday not after `of`; with `coming`, the first not before it."""
    if coming:
        return of + ((number - of.weekday()) % 7) * _DAY
    return of - ((of.weekday() - number) % 7) * _DAY
