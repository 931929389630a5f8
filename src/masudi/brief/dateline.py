"""A date with which the text opens, where it contradicts the header's: "DAMASCUS, March 3 (Agency) -"."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from contextlib import suppress

from masudi.brief.wording import Wording
from masudi.domain import Span

# How far into the text a dateline may stand, in characters.
REACH = 90
# A report is often dated a day after its dateline.
SLACK = datetime.timedelta(days=1)


def contradicting_date(text: str, published: datetime.date | None, words: Wording) -> Span | None:
    """Where the text opens with a date more than a day from `published`; None where it does not, or nothing is known.

    A date that could be read day first or month first contradicts only if both readings do; one without a year is
    taken in the year that brings it nearest.
    """
    if published is None:
        return None
    for start, end, dates in _dates(text[: REACH + 30], published, words):
        if start <= REACH and _opens(text[:start], words):
            far = all(abs(date - published) > SLACK for date in dates)
            return Span(start=start, end=end, text=text[start:end]) if far and dates else None
    return None


def _dates(text: str, published: datetime.date, words: Wording) -> Iterator[tuple[int, int, list[datetime.date]]]:
    """The dates in `text`, in order: start, end, and the days that each may mean."""
    names = [*words.months, *words.doubts.short_months, "sept"]
    month = rf"(?P<month>{'|'.join(names)})\b\.?"
    days = "|".join([*words.weekdays, *(weekday[:3] for weekday in words.weekdays)])
    weekday = rf"(?:(?:{days})\b\.?,?\s+)?"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    patterns = [
        rf"\b{weekday}{day}(?:\s+of)?\s+{month},?(?:\s+(?P<year>(?:19|20)\d\d))?(?!\d)",
        rf"\b{weekday}{month}\s+{day}(?:,?\s*(?P<year>(?:19|20)\d\d))?(?!\d)",
        r"\b(?P<year>(?:19|20)\d\d)[-./](?P<numeric>\d{1,2})[-./](?P<day>\d{1,2})\b",
        r"\b(?P<first>\d{1,2})[-./](?P<second>\d{1,2})[-./](?P<year>(?:19|20)\d\d)\b",
    ]
    found = (match for pattern in patterns for match in re.finditer(pattern, text, re.IGNORECASE))
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        yield match.start(), match.end(), list(_readings(match, published, words))


def _readings(match: re.Match[str], published: datetime.date, words: Wording) -> Iterator[datetime.date]:
    fields = match.groupdict()
    if fields.get("first"):
        first, second = int(fields["first"]), int(fields["second"])
        pairs = [(second, first), (first, second)]
    elif fields.get("numeric"):
        pairs = [(int(fields["numeric"]), int(fields["day"]))]
    else:
        pairs = [(_month(fields["month"], words), int(fields["day"]))]
    years = [int(fields["year"])] if fields.get("year") else [published.year - 1, published.year, published.year + 1]
    for month, day in pairs:
        dates = []
        for year in years:
            with suppress(ValueError):
                dates.append(datetime.date(year, month, day))
        if dates:
            yield min(dates, key=lambda date: abs(date - published))


def _month(name: str, words: Wording) -> int:
    return words.doubts.short_months.index(name.casefold()[:3]) + 1


def _opens(before: str, words: Wording) -> bool:
    """Whether what stands before a date is a place, an agency or "last updated at", and no sentence that has begun."""
    tokens = re.findall(r"[\w’'-]+", before)
    if re.search(r"[.!?]\s|\n", before.strip()):
        return False
    if tokens and tokens[-1].casefold() in words.doubts.event_words:
        return False
    named = (token[0].isupper() or token[0].isdigit() for token in tokens)
    return all(is_ or t.casefold() in words.doubts.dateline_words for is_, t in zip(named, tokens, strict=True))
