"""Chats that WhatsApp exported as text, from Android and from iPhones, in the ways in which they write days."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from masudi.domain.retrieval import Attachment
from masudi.sources.decode import decode
from masudi.sources.formats.chat import Message, documents, excerpt_document, is_excerpt
from masudi.sources.formats.format import Context, Format, Found, versions

_WHERE = "WhatsApp"
# Marks of direction stand about, and what is between time and AM may be any blank.
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DATE = r"(\d{1,4})([./-])(\d{1,2})[./-](\d{1,4})"
_TIME = r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?"
# What follows the time, where the clock has twelve hours: AM or PM, in one word or with stops, in any script.
_HALF = r"(?:\s?([^\W\d_]\.?\s?[^\W\d_]?\.?))?"
_STAMP = rf"{_DATE}[,،]?\s{{1,2}}(?:\w+\s)?{_TIME}{_HALF}"
_LINE = re.compile(rf"(?:\[{_STAMP}\]|{_STAMP}\s[-–])\s(?:([^:\n]{{1,100}}):\s)?(.*)", re.DOTALL)
_GROUPS = 8
_BEGINS = re.compile(rf"(?:\ufeff)?(?:\[{_STAMP}\]|{_STAMP}\s[-–])\s")
# A file: "<attached: NAME>" from iPhones, "NAME (file attached)" from Android; the words are in the phone's language.
_FILE = re.compile(
    r"<[^<>:]{1,40}:\s*([^<>/\\]{1,200}\.\w{1,5})>|^([^\s/\\()<>]{1,200}\.\w{1,5}) \([^()]{1,40}\)$", re.MULTILINE
)
# What was left out of the export: "<Media omitted>".
_OMITTED = re.compile(r"<[^<>]{1,40}>")
_AFTERNOON = ("p", "م")
_MORNING = ("a", "ص")


class _Line(NamedTuple):
    numbers: tuple[int, int, int]
    dotted: bool
    time: datetime.time
    sender: str | None
    text: str


def _read(data: bytes, context: Context) -> Iterator[Found]:
    if is_excerpt(data):
        yield excerpt_document(data, context)
        return
    text, _, warnings = decode(data, context.where)
    lines = list(_lines(text))
    order = _order(lines)
    if order is None:
        problem = "is of a chat whose days may be day/month or month/day, and nothing in it tells which"
        warnings = (*warnings, f"{problem}: its messages have no day; --published gives one to all")
    yield from documents(_messages(lines, order), context, warnings)


def _lines(text: str) -> Iterator[_Line]:
    """The messages; a line that does not begin with a time goes on with the message before it."""
    current: list[str] = []
    for line in itertools.chain(text.splitlines(), (None,)):
        if line is None or _LINE.match(_MARKS.sub("", line)):
            if current and (found := _LINE.match(_MARKS.sub("", "\n".join(current)))):
                yield from _line(found)
            current = []
        if line is not None:
            current.append(line)


def _line(found: re.Match[str]) -> Iterator[_Line]:
    groups = found.groups()
    one, mark, two, three, hour, minute, second, half = groups[:_GROUPS] if groups[0] else groups[_GROUPS : 2 * _GROUPS]
    try:
        time = datetime.time(_hour(int(hour), half), int(minute), int(second or 0))
    except ValueError:
        return
    yield _Line((int(one), int(two), int(three)), mark == ".", time, groups[-2], groups[-1])


def _hour(hour: int, half: str | None) -> int:
    first = (half or "").strip().casefold()[:1]
    if first in _AFTERNOON and hour < 12:
        return hour + 12
    return 0 if first in _MORNING and hour == 12 else hour


def _order(lines: Sequence[_Line]) -> str | None:
    """In which order day, month and year stand: "ymd", "dmy" or "mdy"; None where it cannot be told."""
    days = [line.numbers for line in lines]
    # No locale of CLDR's writes the month first between dots.
    orders = ["dmy"] if all(line.dotted for line in lines) else ["dmy", "mdy"]
    if days and all(first > 31 for first, _, _ in days):
        orders = ["ymd"]
    fitting = []
    for order in orders:
        dates = [_day(numbers, order) for numbers in days]
        known = [one for one in dates if one is not None]
        if len(known) == len(dates) and all(one <= other for one, other in itertools.pairwise(known)):
            fitting.append((order, known))
    if len(fitting) > 1 and fitting[0][1] == fitting[1][1]:
        return fitting[0][0]
    return fitting[0][0] if len(fitting) == 1 else None


def _day(numbers: tuple[int, int, int], order: str) -> datetime.date | None:
    parts = dict(zip(order, numbers, strict=True))
    year = parts["y"] + (2000 if parts["y"] < 100 else 0)
    try:
        return datetime.date(year, parts["m"], parts["d"])
    except ValueError:
        return None


def _messages(lines: Sequence[_Line], order: str | None) -> Iterator[Message]:
    """What people sent; what the program itself says has no sender."""
    for number, line in enumerate(lines, 1):
        if line.sender is None:
            continue
        day = _day(line.numbers, order) if order else None
        files = tuple(Attachment(name=one[1] or one[2]) for one in _FILE.finditer(line.text))
        text = _FILE.sub("", line.text)
        yield Message(
            id=str(number),
            where=_WHERE,
            text="" if _OMITTED.fullmatch(text.strip()) else text,
            at=datetime.datetime.combine(day, line.time) if day else None,
            sender=line.sender.strip(),
            attachments=files,
        )


def _fits(head: bytes) -> bool:
    """Whether the first line is one of a chat, whatever the name of the file."""
    first = head.split(b"\n", 1)[0].decode("utf-8", "replace")
    return _BEGINS.match(_MARKS.sub("", first)) is not None


FORMAT = Format(
    name="whatsapp",
    label="an export of WhatsApp",
    module=__name__,
    read=_read,
    version=versions(),
    part_suffix=".json",
    magic=_fits,
)
