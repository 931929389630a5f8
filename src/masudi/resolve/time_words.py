"""Words of time: data/times.yaml, read once."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from masudi.data import load_yaml, packaged


class _Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str


class Month(_Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A month, 1 to 12; `careful` where its name is an everyday word as well."""

    number: int
    forms: tuple[str, ...] = ()
    careful: bool = False


class Weekday(_Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A weekday, from Monday, 0; `short` forms count only beside a day and a month."""

    number: int
    forms: tuple[str, ...] = ()
    short: tuple[str, ...] = ()


class Season(_Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Months from `first` to `last`, both counted; `last` below `first` lies in the next year."""

    first: int
    last: int


class Part(_Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a month, in days (0: its last), and of a year, in months; `since` is where "since mid-…" begins."""

    days: tuple[int, int]
    months: tuple[int, int]
    since: int | None = None


class DayPhrase(_Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A phrase for days counted from the report's date; `weak` ones ("now") often date nothing."""

    days: tuple[int, int]
    weak: bool = False


class Period(_Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A phrase for a whole week, weekend, month or year, counted from the report's; `to_report` ends it there."""

    unit: Literal["week", "weekend", "month", "year"]
    offset: int
    to_report: bool = False


class Unit(_Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit of time and its other forms."""

    forms: tuple[str, ...] = ()


class Joint(_Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How two dates are joined to one span: `name` before the first ("" for nothing), `by` between them."""

    by: tuple[str, ...]


class Ordinal(_Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word for a place in a row."""

    value: int


class Neighbour(_Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A phrase for a day or month counted from the date that the text gave last."""

    offset: int
    unit: Literal["day", "week", "month", "year"] = "day"


class MomentWay(_Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word before an hour of a day, and how many days that is from the day that the text gave last."""

    offset: int


class TimeWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/times.yaml, as it stands."""

    months: tuple[Month, ...]
    weekdays: tuple[Weekday, ...]
    seasons: tuple[Season, ...]
    parts: tuple[Part, ...]
    day_parts: tuple[str, ...]
    day_leads: tuple[str, ...]
    days: tuple[DayPhrase, ...]
    periods: tuple[Period, ...]
    undated: tuple[str, ...]
    units: tuple[Unit, ...]
    past: tuple[str, ...]
    next: tuple[str, ...]
    ago: tuple[str, ...]
    after: tuple[str, ...]
    later: tuple[str, ...]
    before: tuple[str, ...]
    within_units: tuple[str, ...]
    clock_before: tuple[str, ...]
    clock_after: tuple[str, ...]
    counted_after: tuple[str, ...]
    about: tuple[str, ...]
    bounding: tuple[str, ...]
    season_leads: tuple[str, ...]
    moments: tuple[str, ...]
    moment_leads: tuple[str, ...]
    moment_ways: tuple[MomentWay, ...]
    in_the: tuple[str, ...]
    whole_nights: tuple[str, ...]
    day_before: tuple[str, ...]
    day_followers: tuple[str, ...]
    during: tuple[str, ...]
    lasting: tuple[str, ...]
    since: tuple[str, ...]
    since_then: tuple[str, ...]
    when: tuple[str, ...]
    spans: tuple[Joint, ...]
    conjunctions: tuple[str, ...]
    month_leads: tuple[str, ...]
    no_dateline_after: tuple[str, ...]
    dateline_after: tuple[str, ...]
    agencies: tuple[str, ...]
    future: tuple[str, ...]
    reporting: tuple[str, ...]
    said_links: tuple[str, ...]
    ordinals: tuple[Ordinal, ...]
    consecutive: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    begun: tuple[str, ...]
    until: tuple[str, ...]
    exclusive: tuple[str, ...]
    coming: tuple[str, ...]


@cache
def load_times() -> TimeWords:
    """data/times.yaml, read once; KnowledgeError, with the line, where it is not of that shape."""
    return load_yaml(packaged("times.yaml"), TimeWords)
