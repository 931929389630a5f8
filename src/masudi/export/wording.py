"""Numbers, dates and quotes as people can read them."""

from __future__ import annotations

import datetime

from masudi.domain import Mention, Time

_MONTHS = "January February March April May June July August September October November December"


def bounds_words(low: int | None, high: int | None) -> str:
    """A number known by its bounds, either of which may be open."""
    if low is None and high is None:
        return "no number given,"
    if low is None:
        return f"up to {high:,}"
    if high is None:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def day_words(day: datetime.date) -> str:
    """A day as "3 March 2031", in English whatever the machine's language."""
    return f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}"


def dates_words(time: Time) -> str | None:
    """The days that a time covers; None where the words give none."""
    first, last = time.from_, time.to
    if first and last:
        if first == last:
            return day_words(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day} to {day_words(last)}"
        return f"{day_words(first)} to {day_words(last)}"
    if first:
        return f"from {day_words(first)}"
    return f"until {day_words(last)}" if last else None


def quoted(mention: Mention, side: int) -> tuple[str, str, str]:
    """A mention's sentence in three: what stands before the trigger, the trigger, what stands after it.

    Either outer part is cut at a word where it is longer than `side` characters, with an ellipsis.
    """
    sentence = mention.sentence
    cut = max(mention.start - sentence.start, 0)
    before, after = sentence.text[:cut], sentence.text[cut + len(mention.text) :]
    if len(before) > side:
        before = "… " + (before[-side - 1 :].partition(" ")[2] or before[-side:])
    if len(after) > side:
        after = (after[: side + 1].rpartition(" ")[0] or after[:side]) + " …"
    return before.lstrip(), mention.text, after.rstrip()
