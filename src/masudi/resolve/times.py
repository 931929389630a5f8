"""Times in a text: when, in the report's words and as the days that they cover.

Goes in: a text and the date that its publisher's header gives, if any. Comes out: one time for every date or word of
time, with its first and last day and how exact they are (`find_times`).
Words that count from the day of the report ("yesterday", "on Saturday") have days only where that day is known; a date
at the head of the text (`dateline`) wins over the header's, which archives often got wrong. What a phrase covers
follows the claims task: a month or a year spans its first to its last day, "since X" runs from X to the report's date,
"recently" has no days. The words stand in data/times.yaml.
"""

from __future__ import annotations

import datetime
import re
from contextlib import suppress

from masudi.domain import Span, Time, span_of
from masudi.resolve.time_dates import DateReader
from masudi.resolve.time_found import Found
from masudi.resolve.time_grammar import time_grammar
from masudi.resolve.time_reading import TimeReader
from masudi.resolve.time_words import load_times
from masudi.resolve.wording import lowered

__all__ = ["TimeMention", "dateline", "dateline_span", "find_times", "load_times", "reference_date"]

# A dateline stands at the head of the report, in characters; a full date further in dates what the report tells, but
# right behind an agency's name ("… says monitor ANP Friday 23 May 2031 A bomb …"), which follows on title and lead.
_HEAD, _BYLINE = 110, 260
# What stands before an agency's date without a year, and what right behind it ("ORVA, March 3 (Wire) -").
_AGENCY = re.compile(r"(?:.*\n)?\W*[A-Z][\w’'.-]*(?:[ ,/]+[A-Z][\w’'.-]*)*,\s+", re.DOTALL)
_DASH = re.compile(r"\.?\s*(?:\([A-Z]|(?:--|[-–—])\s)")


def dateline_span(text: str) -> Span | None:
    """Where the date of the report stands at the head of `text`; None where there is none."""
    found = _dateline(text, None)
    return found[0] if found is not None else None


def dateline(text: str, published: datetime.date | None = None) -> datetime.date | None:
    """The date at the head of `text`, None where there is none.

    A full one, or one without a year as agencies have it ("ORVA, March 3 (Wire) -"): that is of the year which brings
    it nearest to `published`, the header's date, and None without it.
    """
    found = _dateline(text, published)
    return found[1] if found is not None else None


def _dateline(text: str, published: datetime.date | None) -> tuple[Span, datetime.date | None] | None:
    grammar, head = time_grammar(), lowered(text[: _BYLINE + 20])
    reader = DateReader(head, None)
    for match in grammar.date.finditer(head):
        if match.start() > _BYLINE:
            break
        if match.start() > _HEAD and not (match["wday1"] and grammar.byline.search(text[: match.start()])):
            continue
        days = reader.dated(match)
        full = match["year0"] or match["year1"] or match["year2"] or match["year3"]
        dates = grammar.dateline_after.search(head[: match.start()]) or not grammar.no_dateline.search(
            head[: match.start()]
        )
        if full and days and days.first == days.last and dates:
            return span_of(text, *match.span()), _unclipped(match.group(), days.first, published)
        if not full and _AGENCY.fullmatch(text[: match.start()]) and _DASH.match(text[match.end() :]):
            return span_of(text, *match.span()), _nearest_year(head, match, published)
    return None


def _unclipped(words: str, date: datetime.date, published: datetime.date | None) -> datetime.date:
    """A date at the head that lost a digit where the text was cut ("5-04-2016" of 25 April) is the header's."""
    if published is None or not words[:1].isdigit() or words[1:2].isdigit():
        return date
    clipped = (published.year, published.month) == (date.year, date.month) and published.day % 10 == date.day
    return published if clipped else date


def _nearest_year(head: str, match: re.Match[str], published: datetime.date | None) -> datetime.date | None:
    if published is None:
        return None
    readings = []
    for year in (published.year - 1, published.year, published.year + 1):
        # The reader takes the latest year that is not after its day, or shortly after. The calendar has ends.
        with suppress(ValueError, OverflowError):
            days = DateReader(head, datetime.date(year, 12, 31)).dated(match)
            if days is not None and days.first == days.last:
                readings.append(days.first)
    return min(readings, key=lambda date: abs(date - published), default=None)


def reference_date(text: str, published: datetime.date | None) -> datetime.date | None:
    """The day from which the words of `text` count: its dateline, else the header's date, else None."""
    return dateline(text, published) or published


class TimeMention(Time, frozen=True, kw_only=True):
    """A time of a text, with the form of its words (a group of `masudi.resolve.time_grammar`).

    `weak` words ("now") seldom date what is told beside them.
    """

    form: str
    weak: bool = False

    def plain(self) -> Time:
        """The time alone, as a claim has it."""
        fields = {name: getattr(self, name) for name in Time.__struct_fields__}
        return Time(**fields)


def find_times(text: str, *, published: datetime.date | None) -> tuple[TimeMention, ...]:
    """The times of `text`, in its order. `published` is the header's date.

    They do not overlap, but for a "since" clause and the date that closes it: "since the truce broke down in May" is
    a time of what has gone on since, and "May" the time of the breakdown.
    """
    return tuple(_mention(text, found) for found in TimeReader(text, reference_date(text, published)).times())


def _mention(text: str, found: Found) -> TimeMention:
    first, last = found.days if found.days is not None else (None, None)
    return TimeMention(
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        from_=first,
        to=last,
        precision=found.precision if found.days is not None else None,
        form=found.form,
        weak=found.weak,
    )
