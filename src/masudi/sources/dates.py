"""The day on which a report was published, from the words of a header line or an option."""

from __future__ import annotations

import datetime
import re

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d", re.ASCII)


def parse_date(words: str) -> datetime.date:
    """The day that `words` give: YYYY-MM-DD, or an ISO 8601 timestamp such as 2017-01-14T09:30:00Z.

    A timestamp yields the day that it shows, in its own time zone: that is the day under which the publisher printed
    the report. ValueError for anything else, because a date guessed from 03/04/2017 is worse than none.
    """
    words = words.strip()
    if _DAY.fullmatch(words):
        return datetime.date.fromisoformat(words)
    if _TIMESTAMP.match(words):
        return datetime.datetime.fromisoformat(words).date()
    raise ValueError("neither YYYY-MM-DD nor an ISO timestamp")
