"""Dates with digits, months, seasons and years of one text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from masudi.domain import DatePrecision
from masudi.resolve import calendar_days
from masudi.resolve.calendar_days import Days
from masudi.resolve.time_found import Found
from masudi.resolve.time_grammar import time_grammar
from masudi.resolve.wording import lowered, plain

# How far before a date the words may stand that say that it is still to come.
_CUE_REACH = 48
# A day of this year that lies ahead by no more than this is taken as to come, not as of last year.
_SOON = datetime.timedelta(days=21)


class DateReader:
    """Reads the forms of `_date_forms` in `time_grammar`, and months, seasons and years, of one text.

    `reference` is the day of the report, None where nobody says.
    """

    def __init__(self, text: str, reference: datetime.date | None) -> None:
        self._text = text
        self._low = lowered(text)
        self._reference = reference
        self._grammar = time_grammar()
        self._years: dict[int, int] | None = None
        self.forms: dict[str, Callable[[re.Match[str]], Found | None]] = {
            "month_year": self._month_year,
            "month": self._month,
            "season": self._season,
            "year": self._year,
        }

    # Dates with digits.

    def date(self, match: re.Match[str]) -> Found | None:
        """A day, or days of one month, with digits."""
        if not self._meant(match):
            return None
        days = self.dated(match)
        precision = DatePrecision.DAY if days and days.first == days.last else DatePrecision.SPAN
        return Found(*match.span(), match.lastgroup or "", days, precision)

    def _meant(self, match: re.Match[str]) -> bool:
        """Whether a month's name with a number is a date: "may 12" in small letters, without a year, need not be."""
        index = {"day_month": "1", "month_day": "2"}.get(match.lastgroup or "")
        if index is None or match["year" + index] or match["wday" + index]:
            return True
        name = match["month" + index]
        written = self._text[match.start("month" + index)]
        return not (self._grammar.months[name].careful and written.islower())

    def dated(self, match: re.Match[str]) -> Days | None:
        """The days of a match of the grammar's date forms; None where the calendar has none or no year is known."""
        form = match.lastgroup
        if form == "iso":
            return _one(calendar_days.day(int(match["year0"]), int(match["month0"]), int(match["day0"])))
        if form == "numeric":
            year, month, day = int(match["year3"]), int(match["month3"]), int(match["day3"])
            return _one(calendar_days.day(year, month, day) or calendar_days.day(year, day, month))
        if form not in ("day_month", "month_day"):
            return None
        return self._days_of_month(match, "1" if form == "day_month" else "2")

    def _days_of_month(self, match: re.Match[str], index: str) -> Days | None:
        month = self._grammar.months[match["month" + index]].number
        first, weekday, said = int(match["day" + index]), match["wday" + index], match["year" + index]
        named = self._grammar.weekdays[weekday] if weekday else None
        year = int(said) if said else self._year_of(month, first, named, match)
        if year is None:
            return None
        start = calendar_days.day(year, month, first)
        end = calendar_days.day(year, month, int(match["end" + index])) if match["end" + index] else start
        return Days(start, end) if start and end and start <= end else _one(start)

    def _year_of(self, month: int, day: int, weekday: int | None, match: re.Match[str]) -> int | None:
        """The year of a date that names none: the latest that the report can mean, else one that its text names."""
        if self._reference is None:
            return self._named_year(month)
        to_come = self.to_come(match.start())
        fits = []
        for year in range(self._reference.year - 1, self._reference.year + 2):
            date = calendar_days.day(year, month, day)
            if date is None:
                continue
            if weekday is not None and date.weekday() == weekday and abs(date - self._reference).days < 300:
                return year
            if to_come and date >= self._reference:
                return year
            if date <= self._reference + _SOON:
                fits.append(year)
        return max(fits, default=None)

    def _named_year(self, month: int) -> int | None:
        """The year that the text itself gives to a month, first of all, or else to every date that has one."""
        if self._years is None:
            self._years = {}
            for match in self._grammar.date.finditer(self._low):
                for index in ("1", "2", "4"):
                    if match["month" + index] and match["year" + index]:
                        number = self._grammar.months[match["month" + index]].number
                        self._years.setdefault(number, int(match["year" + index]))
        years = set(self._years.values())
        return self._years.get(month, years.pop() if len(years) == 1 else None)

    # Months, seasons, years.

    def _month_year(self, match: re.Match[str]) -> Found:
        month = self._grammar.months[match["month4"]].number
        days = self.part_of_month(calendar_days.month(int(match["year4"]), month), match["part4"])
        return Found(*match.span(), "month", days, DatePrecision.SPAN if match["part4"] else DatePrecision.MONTH)

    def _month(self, match: re.Match[str]) -> Found | None:
        name = match["month6"]
        entry = self._grammar.months[name]
        if len(name) <= 3 and not entry.careful:
            return None
        if entry.careful and not match["part6"] and not match["way6"]:
            lead = self._low[max(0, match.start() - 12) : match.start()]
            if self._text[match.start("month6")].islower() or not self._grammar.month_lead.search(lead):
                return None
        precision = DatePrecision.SPAN if match["part6"] else DatePrecision.MONTH
        year = self._year_of_month(entry.number, match)
        if year is None:
            return Found(*match.span(), "month", None, None)
        days = self.part_of_month(calendar_days.month(year, entry.number), match["part6"])
        return Found(*match.span(), "month", days, precision)

    def _year_of_month(self, month: int, match: re.Match[str]) -> int | None:
        if self._reference is None:
            return self._named_year(month)
        if match["of6"]:
            return self._reference.year + self._grammar.periods[plain(match["of6"])].offset
        coming = match["way6"] is not None and plain(match["way6"]) in self._grammar.words.next
        if coming or (self.to_come(match.start()) and month > self._reference.month):
            return self._reference.year + (month < self._reference.month)
        past = match["way6"] is not None
        return self._reference.year - (month > self._reference.month or (past and month == self._reference.month))

    def part_of_month(self, whole: Days, part: str | None) -> Days:
        """A part of a month ("early", "the end of"), the whole where none is said."""
        if part is None:
            return whole
        first, last = self._grammar.parts[plain(part)].days
        return Days(whole.first.replace(day=first), whole.last if last == 0 else whole.first.replace(day=last))

    def part_of_year(self, whole: Days, part: str) -> Days:
        """A part of a year."""
        first, last = self._grammar.parts[plain(part)].months
        return calendar_days.months(whole.first.year, first, last)

    def _season(self, match: re.Match[str]) -> Found | None:
        """A season of a named year, the last or next one, or "in the spring"; alone it may be the weather."""
        lead = self._low[max(0, match.start() - 16) : match.start()]
        if not match["year7"] and not match["way7"] and not self._grammar.season_lead.search(lead):
            return None
        season = self._grammar.seasons[plain(match["season7"])]
        days = None
        if match["year7"]:
            days = calendar_days.months(int(match["year7"]), season.first, season.last)
        elif self._reference is not None:
            coming = match["way7"] is not None and plain(match["way7"]) in self._grammar.words.next
            options = [
                calendar_days.months(self._reference.year + shift, season.first, season.last)
                for shift in (-2, -1, 0, 1)
            ]
            ahead = [option for option in options if option.last >= self._reference]
            coming = coming or self.to_come(match.start())
            days = ahead[0] if coming else [o for o in options if o.last < self._reference][-1]
        return Found(*match.span(), "season", days, DatePrecision.SPAN)

    def _year(self, match: re.Match[str]) -> Found | None:
        year = int(match["year8"])
        if match["decade"]:
            days = Days(calendar_days.year(year).first, calendar_days.year(year + 9).last)
            return Found(*match.span(), "year", days, DatePrecision.SPAN)
        if match["until8"]:
            until = int(match["until8"]) + (year // 100 * 100 if len(match["until8"]) == 2 else 0)
            if until <= year:
                return None
            days = Days(calendar_days.year(year).first, calendar_days.year(until).last)
            return Found(*match.span(), "year", days, DatePrecision.SPAN)
        if match["part8"]:
            days = self.part_of_year(calendar_days.year(year), match["part8"])
            return Found(*match.span(), "year", days, DatePrecision.SPAN)
        return Found(*match.span(), "year", calendar_days.year(year), DatePrecision.YEAR)

    def to_come(self, at: int) -> bool:
        """Whether the words before an offset say that what is dated there is still to come."""
        return self._grammar.to_come.search(self._low[max(0, at - _CUE_REACH) : at]) is not None


def _one(date: datetime.date | None) -> Days | None:
    return Days(date, date) if date is not None else None
