"""Times in a text: when, in the report's words and as the days that they cover.

Goes in: a text and the date that its publisher's header gives, if any. Comes out: one `Time` for every date or word of
time, with its first and last day and how exact they are (`find_times`), and which of them is an event's (`time_of`).
Words that count from the day of the report ("yesterday", "on Saturday") have days only where that day is known; a date
at the head of the text (`dateline`) wins over the header's, which archives often got wrong. What a phrase covers
follows the claims task: a month or a year spans its first to its last day, "since X" runs from X to the report's date,
"recently" has no days. The words stand in data/times.yaml.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Sequence

from masudi.domain import Mention, Span, Time, span_of
from masudi.resolve.time_grammar import time_grammar
from masudi.resolve.time_dates import DateReader
from masudi.resolve.time_found import Found
from masudi.resolve.time_reading import TimeReader
from masudi.resolve.time_words import load_times
from masudi.resolve.wording import lowered, plain

__all__ = ["dateline", "dateline_span", "find_times", "load_times", "reference_date", "time_of"]

# A dateline stands at the head of the report, in characters; a full date further in dates what the report tells.
_HEAD = 110
# How far from a trigger its time may stand, behind it and before it, in characters: on the training reports two of
# three times within these are the claim's, of those beyond one of four.
_BEHIND, _BEFORE = 200, 100
# How much further a time of the report's second mention of an event counts than one of its first.
_LATER_MENTION = 200
# How far before a time the verb stands that makes it the time of a statement ("a spokesman told reporters on Friday").
_REPORTING = 48


def dateline_span(text: str) -> Span | None:
    """Where the full date at the head of `text` stands; None where there is none."""
    found = _dateline(text)
    return found[0] if found is not None else None


def dateline(text: str) -> datetime.date | None:
    """The full date at the head of `text`, None where there is none."""
    found = _dateline(text)
    return found[1] if found is not None else None


def _dateline(text: str) -> tuple[Span, datetime.date] | None:
    grammar, head = time_grammar(), lowered(text[: _HEAD + 20])
    reader = DateReader(head, None)
    for match in grammar.date.finditer(head):
        if match.start() > _HEAD:
            break
        days = reader.dated(match)
        full = match["year0"] or match["year1"] or match["year2"] or match["year3"]
        if full and days and days.first == days.last and not grammar.no_dateline.search(head[: match.start()]):
            return span_of(text, *match.span()), days.first
    return None


def reference_date(text: str, published: datetime.date | None) -> datetime.date | None:
    """The day from which the words of `text` count: its dateline, else the header's date, else None."""
    return dateline(text) or published


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


def time_of(text: str, times: Sequence[Time], mentions: Sequence[Mention]) -> Time | None:
    """The time among `times` (of `text`) of the event that `mentions` tell, None where their sentences give none.

    It is the nearest dated one in the sentence of a mention, the first mention before the others. The dateline dates
    the report and no event, "now" hardly anything, and a time beside a verb of saying dates the statement.
    """
    head = dateline_span(text)
    costs: list[tuple[int, int, Time]] = []
    for number, mention in enumerate(mentions):
        first = bisect_left(times, mention.sentence.start, key=lambda time: time.start)
        for time in times[first : bisect_left(times, mention.sentence.end, lo=first, key=lambda time: time.start)]:
            if time.from_ is None or not mention.sentence.holds(time) or (head is not None and head.holds(time)):
                continue
            distance = _distance(time, mention)
            if distance is not None and not _dates_little(text, time):
                costs.append((distance + number * _LATER_MENTION, time.start, time))
    return min(costs, key=lambda cost: cost[:2])[2] if costs else None


def _distance(time: Time, trigger: Span) -> int | None:
    """How far a time stands from a trigger; None where it is too far, or a clause that holds the trigger."""
    if time.start >= trigger.end:
        gap = time.start - trigger.end
        return gap if gap <= _BEHIND else None
    gap = trigger.start - time.end
    return gap if 0 <= gap <= _BEFORE else None


def _dates_little(text: str, time: Time) -> bool:
    grammar = time_grammar()
    phrase = grammar.days.get(plain(time.text))
    if phrase is not None and phrase.weak:
        return True
    before = lowered(text[max(0, time.start - _REPORTING) : time.start])
    return grammar.said_on.search(before) is not None
