"""One text's times, worked out against the day of the report."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import NamedTuple

from masudi.domain import DatePrecision, Time
from masudi.resolve import calendar_days
from masudi.resolve.calendar_days import Days
from masudi.resolve.number_words import numbers
from masudi.resolve.time_grammar import time_grammar
from masudi.resolve.wording import lowered, plain

# "since the war between … broke out in 2011": how far a "since" may stand before its date, in characters. Measured
# on the training reports, where the longest is 72.
_SINCE_REACH = 80
# How far before a date the words may stand that say that it is still to come.
_CUE_REACH = 48
# A day of this year that lies ahead by no more than this is taken as to come, not as of last year.
_SOON = datetime.timedelta(days=21)


class Found(NamedTuple):
    """An expression of time in the text, its days where they are known, and how exact they are."""

    start: int
    end: int
    form: str
    days: Days | None
    precision: DatePrecision | None
    weak: bool = False


class TimeReader:
    """Reads the times of one text; `reference` is the day of the report, None where nobody says."""

    def __init__(self, text: str, reference: datetime.date | None) -> None:
        self._text = text
        self._low = lowered(text)
        self._reference = reference
        self._grammar = time_grammar()
        self._found: list[Found] = []
        self._last_given: Days | None = None
        self._years: dict[int, int] | None = None
        self._read: dict[str, Callable[[re.Match[str]], Found | None]] = {
            "month_year": self._month_year,
            "then": self._since_then,
            "ago": self._ago,
            "past": self._past,
            "within": self._within,
            "nth": self._nth,
            "named": self._named,
            "weekday": self._weekday,
            "month": self._month,
            "season": self._season,
            "year": self._year,
            "lasting": self._undated,
            "undated": self._undated,
        }

    def times(self) -> tuple[Time, ...]:
        """All times, in order."""
        for match in self._grammar.time.finditer(self._low):
            form = match.lastgroup or ""
            try:
                found = self._read.get(form, self._date)(match)
            except (ValueError, OverflowError):
                # The calendar has no such day ("9000 years ago"): words of time all the same.
                found = Found(*match.span(), form, None, None)
            if found is not None:
                self._keep(found)
        return tuple(self._time(found) for found in _joined(self._text, self._found))

    def _keep(self, found: Found) -> None:
        """Adds an expression, and before it the "since" clause that it closes; "since 2014" is one, not two."""
        since = self._since(found)
        kept = [found] if since is None else [since, found]
        if since is not None and self._low[since.start : found.start].strip() in self._grammar.words.since:
            kept = [since]
        for item in kept:
            self._found.append(item)
            if item.days is not None and not item.weak:
                self._last_given = item.days

    def _time(self, found: Found) -> Time:
        first, last = found.days if found.days is not None else (None, None)
        return Time(
            start=found.start,
            end=found.end,
            text=self._text[found.start : found.end],
            from_=first,
            to=last,
            precision=found.precision if found.days is not None else None,
        )

    # Dates with digits.

    def _date(self, match: re.Match[str]) -> Found | None:
        """A day, or days of one month."""
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
            return self._named_years().get(month)
        to_come = self._to_come(match.start())
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

    def _named_years(self) -> dict[int, int]:
        """The years that the text itself gives to months, the first for each."""
        if self._years is None:
            self._years = {}
            for match in self._grammar.date.finditer(self._low):
                for index in ("1", "2", "4"):
                    if match["month" + index] and match["year" + index]:
                        month = self._grammar.months[match["month" + index]].number
                        self._years.setdefault(month, int(match["year" + index]))
        return self._years

    # Months, seasons, years.

    def _month_year(self, match: re.Match[str]) -> Found:
        month = self._grammar.months[match["month4"]].number
        days = self._part_of_month(calendar_days.month(int(match["year4"]), month), match["part4"])
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
        days = self._part_of_month(calendar_days.month(year, entry.number), match["part6"])
        return Found(*match.span(), "month", days, precision)

    def _year_of_month(self, month: int, match: re.Match[str]) -> int | None:
        if self._reference is None:
            return self._named_years().get(month)
        coming = match["way6"] is not None and plain(match["way6"]) in self._grammar.words.next
        if coming or (self._to_come(match.start()) and month > self._reference.month):
            return self._reference.year + (month < self._reference.month)
        past = match["way6"] is not None
        return self._reference.year - (month > self._reference.month or (past and month == self._reference.month))

    def _part_of_month(self, whole: Days, part: str | None) -> Days:
        if part is None:
            return whole
        first, last = self._grammar.parts[plain(part)].days
        return Days(whole.first.replace(day=first), whole.last if last == 0 else whole.first.replace(day=last))

    def _part_of_year(self, whole: Days, part: str) -> Days:
        first, last = self._grammar.parts[plain(part)].months
        return calendar_days.months(whole.first.year, first, last)

    def _season(self, match: re.Match[str]) -> Found | None:
        """A season of a named year, or the last or next one; alone it may be the weather."""
        if not match["year7"] and not match["way7"]:
            return None
        season = self._grammar.seasons[plain(match["season7"])]
        days = None
        if match["year7"]:
            days = calendar_days.months(int(match["year7"]), season.first, season.last)
        elif self._reference is not None:
            coming = plain(match["way7"]) in self._grammar.words.next
            options = [
                calendar_days.months(self._reference.year + shift, season.first, season.last)
                for shift in (-2, -1, 0, 1)
            ]
            ahead = [option for option in options if option.last >= self._reference]
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
            days = self._part_of_year(calendar_days.year(year), match["part8"])
            return Found(*match.span(), "year", days, DatePrecision.SPAN)
        return Found(*match.span(), "year", calendar_days.year(year), DatePrecision.YEAR)

    # Words that count from the day of the report.

    def _weekday(self, match: re.Match[str]) -> Found:
        if self._reference is None:
            return Found(*match.span(), "weekday", None, None)
        coming = match["way5"] is not None and plain(match["way5"]) in self._grammar.words.next
        number = self._grammar.weekdays[plain(match["wday5"])]
        date = calendar_days.weekday(self._reference, number, coming=coming or self._to_come(match.start()))
        return Found(*match.span(), "weekday", Days(date, date), DatePrecision.DAY)

    def _named(self, match: re.Match[str]) -> Found | None:
        name = plain(match["name9"])
        if name in self._grammar.neighbours:
            return self._neighbour(match, name)
        entry = self._grammar.days.get(name)
        if self._reference is None:
            return Found(*match.span(), "named", None, None, weak=entry is not None and entry.weak)
        if entry is not None:
            first, last = (calendar_days.shifted(self._reference, "day", by) for by in entry.days)
            precision = DatePrecision.DAY if first == last else DatePrecision.SPAN
            return Found(*match.span(), "named", Days(first, last), precision, weak=entry.weak)
        period = self._grammar.periods[name]
        days = calendar_days.period(self._reference, period.unit, period.offset)
        if period.to_report:
            return Found(*match.span(), "named", Days(days.first, self._reference), DatePrecision.SPAN)
        if match["part9"] and period.unit in ("month", "year"):
            part = match["part9"]
            days = self._part_of_month(days, part) if period.unit == "month" else self._part_of_year(days, part)
            return Found(*match.span(), "named", days, DatePrecision.SPAN)
        precision = DatePrecision.SPAN if period.unit == "weekend" else DatePrecision(period.unit)
        return Found(*match.span(), "named", days, precision)

    def _neighbour(self, match: re.Match[str], name: str) -> Found:
        """A day, month or year counted from the time that the text gave last."""
        entry = self._grammar.neighbours[name]
        before = self._given()
        days = None
        if before is not None and (entry.unit != "day" or before.first == before.last):
            moved = calendar_days.shifted(before.first, entry.unit, entry.offset)
            days = Days(moved, moved) if entry.unit == "day" else calendar_days.period(moved, entry.unit, 0)
        return Found(*match.span(), "named", days, DatePrecision(entry.unit))

    def _ago(self, match: re.Match[str]) -> Found:
        """A time counted back from the report's, or on or back from the one that the text gave last."""
        count, unit = self._count(match["ago_n"]), self._grammar.units[plain(match["ago_unit"])]
        way, words = plain(match["ago_way"]), self._grammar.words
        before = self._given() if way not in words.ago else None
        start = before.first if before is not None and before.first == before.last else None
        if way in words.ago or (way in words.after and start is None):
            start = self._reference
        if start is None or count is None:
            return Found(*match.span(), "ago", None, None)
        then = calendar_days.shifted(start, unit, count if way in words.later else -count)
        if unit in ("hour", "day"):
            return Found(*match.span(), "ago", Days(then, then), DatePrecision.DAY)
        # "A year ago" is about that month, "three years ago" about that year.
        unit = "month" if unit == "year" and count == 1 else unit
        return Found(*match.span(), "ago", calendar_days.period(then, unit, 0), DatePrecision(unit))

    def _undated(self, match: re.Match[str]) -> Found:
        return Found(*match.span(), match.lastgroup or "", None, None)

    def _past(self, match: re.Match[str]) -> Found:
        """One unit ("the past month") or so many; how many "the last days" are nobody says."""
        said, unit = match["past_n"], plain(match["past_unit"])
        name = self._grammar.units[unit]
        count = self._count(said) if said else (1 if unit == name else None)
        return self._stretch(match, count, name)

    def _within(self, match: re.Match[str]) -> Found:
        return self._stretch(match, self._count(match["within_n"]), self._grammar.units[plain(match["within_unit"])])

    def _nth(self, match: re.Match[str]) -> Found:
        """The nth day of something that goes on: from its first day to the report's."""
        words = plain(match["nth_n"])
        nth = self._grammar.ordinals.get(words) or int(re.sub(r"\D", "", words) or 0)
        return self._stretch(match, nth - 1 if nth > 1 else None, "day")

    def _stretch(self, match: re.Match[str], count: int | None, unit: str) -> Found:
        form = match.lastgroup or ""
        if self._reference is None or count is None:
            return Found(*match.span(), form, None, None)
        days = Days(calendar_days.shifted(self._reference, unit, -count), self._reference)
        return Found(*match.span(), form, days, DatePrecision.SPAN)

    def _count(self, words: str) -> int | None:
        if words in ("a", "an"):
            return 1
        low, high = numbers().value(words)
        return low if low == high else None

    # What stands around.

    def _given(self) -> Days | None:
        """The days of the time that the text gave last."""
        return self._last_given

    def _to_come(self, at: int) -> bool:
        return self._grammar.to_come.search(self._low[max(0, at - _CUE_REACH) : at]) is not None

    def _since_then(self, match: re.Match[str]) -> Found:
        before = self._given()
        if before is None or self._reference is None or before.first > self._reference:
            return Found(*match.span(), "then", None, None)
        return Found(*match.span(), "then", Days(before.first, self._reference), DatePrecision.SPAN)

    def _since(self, found: Found) -> Found | None:
        """The "since" clause that `found` closes, running to the report's date; None where there is none."""
        if found.form in ("then", "undated", "lasting"):
            return None
        floor = max(self._found[-1].end if self._found else 0, found.start - _SINCE_REACH)
        between = self._low[floor : found.start]
        last = max(self._grammar.since.finditer(between), key=lambda since: since.start(), default=None)
        if last is None or re.search(r"[.;!?]\s", between[last.end() :]):
            return None
        start = floor + last.start()
        if found.days is None or self._reference is None or found.days.first > self._reference:
            return found._replace(start=start, form="since", days=None)
        first, words = found.days.first, plain(self._low[found.start : found.end])
        part = next((part for name, part in self._grammar.parts.items() if words.startswith(name)), None)
        if part is not None and part.since is not None and found.form == "month":
            first = first.replace(day=part.since)
        days = Days(first, self._reference)
        return found._replace(start=start, form="since", days=days, precision=DatePrecision.SPAN)


def _one(date: datetime.date | None) -> Days | None:
    return Days(date, date) if date is not None else None


def _joined(text: str, found: list[Found]) -> list[Found]:
    """Neighbours that are the two ends of one span ("from Monday to Wednesday", "Saturday and Sunday") made one."""
    grammar = time_grammar()
    joined: list[Found] = []
    for item in found:
        before = joined[-1] if joined else None
        if before is not None and before.days is not None and item.days is not None:
            between, opened = text[before.end : item.start], text[max(0, before.start - 9) : before.start]
            ends = item.days.last >= before.days.first and any(
                by.fullmatch(between) and opening.search(opened) for opening, by in grammar.joints
            )
            next_day = plain(between) in grammar.words.conjunctions and (item.days.first - before.days.last).days == 1
            if before.form not in ("then", "since") and (ends or next_day):
                days = Days(before.days.first, item.days.last)
                joined[-1] = before._replace(end=item.end, days=days, precision=DatePrecision.SPAN)
                continue
        joined.append(item)
    return joined
