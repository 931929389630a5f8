"""Expressions of time as they are found, and neighbours that are the two ends of one span."""

from __future__ import annotations

from typing import NamedTuple

from masudi.domain import DatePrecision
from masudi.resolve.calendar_days import Days
from masudi.resolve.time_grammar import time_grammar
from masudi.resolve.wording import plain


class Found(NamedTuple):
    """An expression of time in the text, its days where they are known, and how exact they are."""

    start: int
    end: int
    form: str
    days: Days | None
    precision: DatePrecision | None
    weak: bool = False


def joined(text: str, found: list[Found]) -> list[Found]:
    """Neighbours that are the two ends of one span ("from Monday to Wednesday", "Saturday and Sunday") made one."""
    grammar = time_grammar()
    together: list[Found] = []
    for item in found:
        before = together[-1] if together else None
        if before is not None and before.days is not None and item.days is not None:
            between, opened = text[before.end : item.start], text[max(0, before.start - 9) : before.start]
            ends = item.days.last >= before.days.first and any(
                by.fullmatch(between) and opening.search(opened) for opening, by in grammar.joints
            )
            next_day = plain(between) in grammar.words.conjunctions and (item.days.first - before.days.last).days == 1
            if before.form not in ("then", "since") and (ends or next_day):
                days = Days(before.days.first, item.days.last)
                together[-1] = before._replace(end=item.end, days=days, precision=DatePrecision.SPAN)
                continue
        together.append(item)
    return together
