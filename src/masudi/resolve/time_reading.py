"""One text's times, worked out against the day of the report."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from masudi.domain import DatePrecision
from masudi.resolve import calendar_days
from masudi.resolve.calendar_days import Days
from masudi.resolve.number_words import numbers
from masudi.resolve.time_dates import DateReader
from masudi.resolve.time_found import Found, joined
from masudi.resolve.time_grammar import time_grammar
from masudi.resolve.wording import lowered, plain

# "since the war between … broke out in 2011": how far a "since" may stand before its date, in characters. Measured
# on the training reports, where the longest is 72.
_SINCE_REACH = 80
# "Last Monday" of a report of a Monday or a Tuesday is the one before: days back at most.
_THIS_WEEKDAY = 1


class TimeReader:
    """Reads the times of one text; `reference` is the day of the report, None where nobody says."""

    def __init__(self, text: str, reference: datetime.date | None) -> None:
        self._text = text
        self._low = lowered(text)
        self._reference = reference
        self._grammar = time_grammar()
        self._dates = DateReader(text, reference)
        self._found: list[Found] = []
        self._last_given: Days | None = None
        self._read: dict[str, Callable[[re.Match[str]], Found | None]] = {
            **self._dates.forms,
            "then": self._since_then,
            "ago": self._ago,
            "past": self._past,
            "within": self._within,
            "nth": self._nth,
            "named": self._named,
            "weekday": self._weekday,
            "lasting": self._lasting,
            "moment": self._moment,
            "ordinal_day": self._ordinal_day,
            "undated": self._undated,
        }

    def times(self) -> tuple[Found, ...]:
        """All times, in order."""
        for match in self._grammar.time.finditer(self._low):
            form = match.lastgroup or ""
            try:
                found = self._read.get(form, self._dates.date)(match)
            except (ValueError, OverflowError):
                # The calendar has no such day ("9000 years ago"): words of time all the same.
                found = Found(*match.span(), form, None, None)
            if found is not None:
                self._keep(found)
        return tuple(joined(self._text, self._found))

    def forms(self) -> frozenset[str]:
        """The forms that an expression may have, besides those of dates with digits."""
        return frozenset((*self._read, "since"))

    def _keep(self, found: Found) -> None:
        """Adds an expression, and before it the "since" clause that it closes.

        "Since 2014" is one, not two, but of "since 2014, when rebels seized it" each has something to date.
        """
        since = self._since(found)
        kept = [found] if since is None else [since, found]
        bare = since is not None and self._low[since.start : found.start].strip() in self._grammar.words.since
        if since is not None and bare and not self._grammar.when.match(self._low, found.end):
            kept = [since]
        for item in kept:
            self._found.append(item)
            if item.days is not None and not item.weak and item.form not in ("moment", "lasting"):
                self._last_given = item.days

    # Words that count from the day of the report.

    def _weekday(self, match: re.Match[str]) -> Found:
        if self._reference is None:
            return Found(*match.span(), "weekday", None, None)
        way = plain(match["way5"]) if match["way5"] else None
        coming = way in self._grammar.words.next or self._dates.to_come(match.start())
        date = calendar_days.weekday(self._reference, self._grammar.weekdays[plain(match["wday5"])], coming=coming)
        if way in self._grammar.words.past and (self._reference - date).days <= _THIS_WEEKDAY:
            date = calendar_days.shifted(date, "week", -1)
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
            days = (
                self._dates.part_of_month(days, part)
                if period.unit == "month"
                else self._dates.part_of_year(days, part)
            )
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
        """A time counted back from the report's, or on or back from the one that the text gave last.

        "Nearly two weeks ago" names no day: of the training reports one in nine gives it one.
        """
        count, unit = self._count(match["ago_n"]), self._grammar.units[plain(match["ago_unit"])]
        way, words = plain(match["ago_way"]), self._grammar.words
        before = self._given()
        start = before.first if before is not None and before.first == before.last else None
        if way in words.ago or way in words.after:
            start = self._reference
        if start is None or count is None or (way in words.ago and self._about(match, "ago_n")):
            return Found(*match.span(), "ago", None, None)
        then = calendar_days.shifted(start, unit, count if way in words.later else -count)
        if unit not in ("month", "year", "decade"):
            exact = unit in ("minute", "hour", "day")
            return Found(*match.span(), "ago", Days(then, then), DatePrecision.DAY if exact else DatePrecision.WEEK)
        # "A year ago" is about that month, "three years ago" about that year.
        unit = "month" if unit == "month" or (unit == "year" and count == 1) else "year"
        return Found(*match.span(), "ago", calendar_days.period(then, unit, 0), DatePrecision(unit))

    def _about(self, match: re.Match[str], number: str) -> str:
        """The words that make the number of a match a rough one ("nearly", "more than")."""
        return " ".join(word for word in plain(match[number + "_about"] or "").split() if word != "the")

    def _undated(self, match: re.Match[str]) -> Found:
        return Found(*match.span(), match.lastgroup or "", None, None)

    def _past(self, match: re.Match[str]) -> Found:
        """One unit ("the past month") or so many; how many "the last days" are nobody says, but hours are of a day."""
        said, unit = match["past_n"], plain(match["past_unit"])
        name = self._grammar.units[unit]
        count = self._count(said) if said else (1 if unit == name else None)
        if name == "hour" and count is None and self._reference is not None:
            return Found(*match.span(), "past", Days(self._reference, self._reference), DatePrecision.DAY)
        return self._stretch(match, count, name)

    def _within(self, match: re.Match[str]) -> Found:
        return self._stretch(match, self._count(match["within_n"]), self._grammar.units[plain(match["within_unit"])])

    def _lasting(self, match: re.Match[str]) -> Found:
        """What has gone on for so long; a bound ("for more than two years") says no first day."""
        bound = self._about(match, "lasting_n") in self._grammar.words.bounding
        count = None if bound else self._count(match["lasting_n"])
        return self._stretch(match, count, self._grammar.units[plain(match["lasting_unit"])])

    def _nth(self, match: re.Match[str]) -> Found:
        """The nth day of something that goes on: from its first day to the report's."""
        words = plain(match["nth_n"])
        nth = self._grammar.ordinals.get(words) or int(re.sub(r"\D", "", words) or 0)
        return self._stretch(match, nth - 1 if nth > 1 else None, "day")

    def _stretch(self, match: re.Match[str], count: int | None, unit: str) -> Found:
        form = match.lastgroup or ""
        if self._reference is None or count is None:
            return Found(*match.span(), form, None, None)
        # "The past twelve hours" reach into the day before.
        count = max(count, 24) if unit == "hour" else count
        days = Days(calendar_days.shifted(self._reference, unit, -count), self._reference)
        return Found(*match.span(), form, days, DatePrecision.SPAN)

    def _count(self, words: str) -> int | None:
        if words in ("a", "an"):
            return 1
        low, high = numbers().value(words)
        return low if low == high else None

    # What counts from the time that the text gave last.

    def _given(self) -> Days | None:
        """The days of the time that the text gave last."""
        return self._last_given

    def _anchor(self) -> datetime.date | None:
        """The day that the text gave last, else the report's."""
        given = self._given()
        return given.first if given is not None and given.first == given.last else self._reference

    def _moment(self, match: re.Match[str]) -> Found:
        """An hour of the day that the text gave last ("at dawn", "the next morning"); a night has two days."""
        anchor, way = self._anchor(), match["moment_way"]
        if anchor is None:
            return Found(*match.span(), "moment", None, None)
        day = calendar_days.shifted(anchor, "day", self._grammar.moment_ways[plain(way)] if way else 0)
        if match["whole_night"]:
            first = day if day != self._reference else calendar_days.shifted(day, "day", -1)
            return Found(
                *match.span(), "moment", Days(first, calendar_days.shifted(first, "day", 1)), DatePrecision.SPAN
            )
        return Found(*match.span(), "moment", Days(day, day), DatePrecision.DAY)

    def _ordinal_day(self, match: re.Match[str]) -> Found | None:
        """ "The 26th": of the month that the text gave last, else the latest one before the report."""
        number, anchor = int(match["of_month"]), self._anchor()
        if anchor is None:
            return Found(*match.span(), "ordinal_day", None, None)
        given = self._given() is not None and anchor != self._reference
        months = (0, 1) if given else (0, -1)
        options = [calendar_days.month(anchor.year, anchor.month + shift).first for shift in months]
        days = [calendar_days.day(option.year, option.month, number) for option in options]
        fit = [day for day in days if day is not None and (self._reference is None or day <= self._reference)]
        if not fit:
            return None
        return Found(*match.span(), "ordinal_day", Days(fit[0], fit[0]), DatePrecision.DAY)

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
