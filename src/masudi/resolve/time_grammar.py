"""What dates and times look like: the expressions built from data/times.yaml, and the values of their words."""

from __future__ import annotations

import re
from functools import cache

from masudi.resolve.number_words import numbers
from masudi.resolve.time_words import TimeWords, load_times
from masudi.resolve.wording import any_of, lowered, opening

_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:[012]?\d|3[01])"
_NTH = r"(?:st|nd|rd|th)?"
_TO = r"\s?(?:-|–|to|and|&)\s?"


class TimeGrammar:
    """The compiled expressions; what their words stand for is read from the tables of data/times.yaml.

    `time` matches one expression of time; the name of the group that spans it says which form it has. `date` matches
    only what names a day or a month of a year with digits.
    """

    def __init__(self, words: TimeWords) -> None:
        self.words = words
        self.months = {form: m for m in words.months for form in (m.name.lower(), *m.forms)}
        self.weekdays = {form: d.number for d in words.weekdays for form in (d.name.lower(), *d.forms, *d.short)}
        self.seasons = {s.name: s for s in words.seasons}
        self.parts = {p.name: p for p in words.parts}
        self.days = {d.name: d for d in words.days}
        self.periods = {p.name: p for p in words.periods}
        self.neighbours = {n.name: n for n in words.neighbours}
        self.units = {form: u.name for u in words.units for form in (u.name, *u.forms)}
        self.ordinals = {o.name: o.value for o in words.ordinals}
        dates = _date_forms(words)
        begin = opening(_openings(words))
        self.date = re.compile(f"{begin}(?:{'|'.join(dates)})")
        self.time = re.compile(f"{begin}(?:{'|'.join((*dates, *_other_forms(words)))})")
        self.since = re.compile(rf"\b{any_of(words.since)}\b")
        self.when = re.compile(rf",?\s+{any_of(words.when)}\b")
        self.month_lead = re.compile(rf"\b{any_of(words.month_leads)}[\s-]$")
        self.no_dateline = re.compile(rf"\b{any_of(words.no_dateline_after)}\s+(?:\w+day,?\s+)?$")
        self.dateline_after = re.compile(rf"\b{any_of(words.dateline_after)}\s+(?:\w+day,?\s+)?$")
        # Not of the text in lower case: an agency's name is told from a word by its capitals.
        self.byline = re.compile(rf"(?:^|\s)(?:{'|'.join(map(re.escape, words.agencies))})\s$")
        self.to_come = re.compile(rf"\b{any_of(words.future)}\b(?!.*\b{any_of(words.reporting)}\b)[^.!?;]*$", re.DOTALL)
        self.season_lead = re.compile(rf"\b{any_of(words.season_leads)}\s(?:the\s)?$")
        self.moment_ways = {way.name: way.offset for way in words.moment_ways}
        self.said_on = re.compile(rf"\b{any_of(words.reporting)}\s(?:\w+\s){{0,2}}?(?:{any_of(words.said_links)}\s)?$")
        self.joints = tuple(
            (re.compile(rf"\b{j.name}\s$" if j.name else ""), re.compile(rf"\s?{any_of(j.by)}\s?")) for j in words.spans
        )


def _openings(words: TimeWords) -> tuple[str, ...]:
    """What an expression of time can begin with, besides digits."""
    named = (words.months, words.weekdays, words.parts, words.seasons, words.days, words.periods, words.neighbours)
    names = (entry.name for group in (*named, words.ordinals) for entry in group)
    months = (form for entry in words.months for form in entry.forms)
    weekdays = (form for entry in words.weekdays for form in entry.forms)
    short = (form for entry in words.weekdays for form in entry.short)
    lists = (words.day_leads, words.past, words.next, words.about, words.during, words.lasting, words.since_then)
    return (
        *names,
        *months,
        *weekdays,
        *short,
        *(word for group in lists for word in group),
        *words.undated,
        *(way.name for way in words.moment_ways),
        *words.moment_leads,
        *numbers().openings,
        "in",
        "the",
    )


def _date_forms(words: TimeWords) -> tuple[str, ...]:
    """Dates with digits, each as one named group; group names are numbered by form, because a name stands once."""
    month = any_of(form for m in words.months for form in (m.name.lower(), *m.forms))
    weekday = any_of(form for d in words.weekdays for form in (d.name.lower(), *d.forms, *d.short))
    part = any_of(p.name for p in words.parts)

    def lead(index: int) -> str:
        return rf"(?<!\w)(?:(?P<wday{index}>{weekday})\.?,?\s+)?"

    day_month = (
        rf"{lead(1)}(?:the\s)?(?P<day1>{_DAY}){_NTH}(?:{_TO}(?P<end1>{_DAY}){_NTH})?\s?(?:of\s)?"
        rf"(?P<month1>{month})\b(?:\.?,?\s(?:of\s)?(?P<year1>{_YEAR})(?!\d))?"
    )
    month_day = (
        rf"{lead(2)}(?P<month2>{month})\b\.?\s?(?P<day2>{_DAY}){_NTH}(?:{_TO}(?P<end2>{_DAY}){_NTH})?"
        rf"(?:,?\s?(?P<year2>{_YEAR}))?(?!\d)(?!\s?[:%])"
    )
    return (
        rf"(?P<iso>(?<!\d)(?P<year0>{_YEAR})-(?P<month0>\d\d?)-(?P<day0>\d\d?)(?!\d))",
        rf"(?P<numeric>(?<![\d.])(?P<day3>\d\d?)(?P<mark>[./-])(?P<month3>\d\d?)(?P=mark)(?P<year3>{_YEAR})(?!\d))",
        rf"(?P<day_month>{day_month})",
        rf"(?P<month_day>{month_day})",
        rf"(?P<month_year>(?<!\w)(?:(?P<part4>{part})[\s-])?(?P<month4>{month})\b\.?,?\s(?:of\s)?(?P<year4>{_YEAR})(?!\d))",
    )


def _other_forms(words: TimeWords) -> tuple[str, ...]:
    month = any_of(form for m in words.months for form in (m.name.lower(), *m.forms))
    weekday = any_of(form for d in words.weekdays for form in (d.name, *d.forms))
    part = any_of(p.name for p in words.parts)
    past, coming = any_of(words.past), any_of(words.next)
    unit = any_of(form for u in words.units for form in (u.name, *u.forms))
    about, one_number = any_of(words.about), numbers().small

    def number(group: str) -> str:
        return rf"(?P<{group}_about>(?:{about}\s){{0,2}})(?P<{group}>{one_number}|an?)[\s-]"

    named = any_of(e.name for e in (*words.days, *words.periods, *words.neighbours))
    clock = "".join(rf"(?<!\b{word}\s)" for word in words.clock_before)
    ways = any_of((*words.ago, *words.after, *words.later, *words.before))
    of_year = any_of(p.name for p in words.periods if p.unit == "year" and not p.to_report)
    on_the = "(?:" + "|".join(rf"(?<=\b{lead}\s)" for lead in words.day_before) + ")"
    ordinal = rf"(?:{any_of(o.name for o in words.ordinals)}|\d+(?:st|nd|rd|th))"
    return (
        rf"(?P<then>\b{any_of(words.since_then)}\b)",
        rf"(?P<ago>\b{number('ago_n')}(?P<ago_unit>{unit})\s(?P<ago_way>{ways})\b)",
        rf"(?P<past>\b(?:{any_of(words.during)}\s(?:{any_of(words.about)}\s)?(?:the\s)?{past}|the\s{past}|{past}(?=\s\d))"
        rf"\s(?:{number('past_n')})?(?P<past_unit>{unit})\b)",
        rf"(?P<within>\bin\s(?:{about}\s)?(?P<within_n>{one_number})\s(?P<within_unit>{any_of(words.within_units)})\b)",
        rf"(?P<nth>\b(?P<nth_n>{ordinal})\s(?:{any_of(words.consecutive)}\s)?day\b)",
        rf"(?P<named>\b(?:(?P<part9>{part})\s)?(?P<name9>{named})\b)",
        rf"(?P<weekday>\b(?:{any_of(words.day_leads)}\s)?(?:(?P<way5>{past}|{coming})\s)?(?P<wday5>{weekday})\b"
        rf"(?:\s{any_of(words.day_parts)}\b)?)",
        rf"(?P<month>\b(?:(?P<part6>{part})[\s-]|(?P<way6>{past}|{coming})\s)?(?P<month6>{month})\b"
        rf"(?:\s(?:of\s)?(?P<of6>{of_year})\b)?)",
        rf"(?P<season>\b(?:(?P<way7>{past}|{coming})\s)?(?P<season7>{any_of(s.name for s in words.seasons)})\b"
        rf"(?:\s(?:of\s)?(?P<year7>{_YEAR})(?!\d))?)",
        rf"(?P<year>(?<![\w.,/:$£€#-]){clock}(?:(?P<part8>{part})[\s-])?(?:the\syear\s(?:of\s)?)?(?P<year8>{_YEAR})"
        rf"(?:(?P<decade>s)\b|[-–](?P<until8>{_YEAR}|\d\d)\b)?(?![\w%-]|[.,:]\d|\s?{any_of(words.clock_after)}|\s{any_of(words.counted_after)}\b))",
        rf"(?P<lasting>\b{any_of(words.lasting)}\s{number('lasting_n')}(?P<lasting_unit>{unit})\b)",
        rf"(?P<ordinal_day>{on_the}the\s(?P<of_month>{_DAY})(?:st|nd|rd|th)\b(?![\s-](?!{any_of(words.day_followers)}\b)\w))",
        _moment_form(words, dated=rf"(?:{weekday}|{month}|\d|{any_of(d.name for d in words.days)})"),
        rf"(?P<undated>\b{any_of(words.undated)}\b)",
    )


def _moment_form(words: TimeWords, dated: str) -> str:
    """An hour of a day that is named elsewhere: not before a date of its own ("at dawn on Friday")."""
    moment, day_part = any_of(words.moments), any_of(words.day_parts)
    lead, way = any_of(words.moment_leads), any_of(w.name for w in words.moment_ways)
    clock = r"\d{1,2}(?:[:.]\d\d)?\s?(?:a\.?m\b|p\.?m\b)\.?"
    return (
        rf"(?P<moment>\b(?:{lead}\s(?:{moment}|{clock})|(?P<whole_night>{any_of(words.whole_nights)})"
        rf"|{any_of(words.in_the)}\sthe\s{day_part}|(?P<moment_way>{way})\s(?:{moment}|{day_part}))(?!\w)"
        rf"(?!,?\s(?:on\s|of\s)?(?:the\s)?{dated}\b))"
    )


@cache
def time_grammar() -> TimeGrammar:
    """The grammar of data/times.yaml, compiled once."""
    return TimeGrammar(load_times())


def date_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where `text` has dates with digits in them, as start and end, in order."""
    return tuple(match.span() for match in time_grammar().date.finditer(lowered(text)))
