"""The timeline of a brief: one row a kind of thing, from the first day to the last."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence

from masudi.brief.pictures.events import TONES, Event, told
from masudi.brief.pictures.signs import legend, sign, size
from masudi.domain import Status
from masudi.draw import Drawing, Label, Path, Shape, Tone, width_of

_WIDTH, _ROW, _TOP, _STRIP = 720.0, 26.0, 26.0, 40.0
_WORDS = 11.0
# Rows beyond these are told as one; the rarest kinds go into it.
_MOST_ROWS = 16
_REST = "other kinds"
# Days that one column stands for, the fewest that leave a column so wide; a year is counted in columns of a month.
_STEPS = (1, 2, 4, 7, 14, 28, 56, 112, 224, 448)
_COLUMN = 15.0
# Things that took longer than this share of the whole are no sign in a column but a line along it.
_LONG = 0.12
# The share of things that may lie before the first day drawn, and how much shorter that must make the line.
_BACKGROUND, _MUCH_SHORTER = 0.2, 0.6


def draw_timeline(events: Sequence[Event], *, undated: int = 0) -> Drawing | None:
    """The timeline of these things; None where none of them has a day. `undated` others are counted below it.

    In each column the number stands for how many things began there; what is not asserted stands beside, never in it.
    """
    if not events:
        return None
    last = max(one.last for one in events)
    first = _start([one.first for one in events], last)
    earlier = sum(one.last < first for one in events)
    events = [one for one in events if one.last >= first]
    rows = _rows(events)
    names = list(dict.fromkeys(rows.values()))
    left = max(width_of(name, _WORDS) for name in names) + 12
    scale = _Scale(first, last, left)
    height = _TOP + _ROW * len(names)
    shapes = [*_ground(names, scale, height), *_marks(events, rows, names, scale), *_days(scale, height)]
    used = [status for status in Status if any(one.status is status for one in events)]
    shapes += legend(used, 2, height + 34)
    if undated or earlier:
        before = f"Before {first.day} {first:%b} {first.year}: {earlier:,}" if earlier else ""
        words = "   ".join([*([before] if before else []), *([f"Without a day: {undated:,}"] if undated else [])])
        shapes.append(Label(x=_WIDTH - 2, y=height + 34, text=words, size=10.5, anchor="end", tone=Tone.QUIET))
    return Drawing(
        name="timeline",
        title="When",
        alt=_alt(events, rows, names, (first, last), (earlier, undated)),
        width=_WIDTH,
        height=height + _STRIP,
        shapes=tuple(shapes),
    )


def _start(firsts: Sequence[datetime.date], last: datetime.date) -> datetime.date:
    """The first day to be drawn: a few things of long ago, told as background, must not press all others together."""
    ordered = sorted(firsts)
    first = ordered[0]
    for one in ordered[: int(len(ordered) * _BACKGROUND) + 1]:
        if (last - one).days < _MUCH_SHORTER * (last - first).days:
            first = one
    return first


def _rows(events: Sequence[Event]) -> dict[str, str]:
    """For each kind its row; the rows in the order of their first days."""
    count = Counter(one.row for one in events)
    often = {name for name, _ in sorted(count.items(), key=lambda item: (-item[1], item[0]))[:_MOST_ROWS]}
    if len(count) > _MOST_ROWS:
        often = set(sorted(often, key=lambda name: (-count[name], name))[: _MOST_ROWS - 1])
    started = {name: min(one.first for one in events if one.row == name) for name in count}
    order = sorted(often, key=lambda name: (started[name], name))
    return {name: name for name in order} | {name: _REST for name in sorted(count) if name not in often}


class _Scale:
    """Days on the sheet."""

    def __init__(self, first: datetime.date, last: datetime.date, left: float) -> None:
        self.first, self.last = first, last
        self.left, self.right = left, _WIDTH - 8.0
        self.days = (last - first).days + 1
        room = (self.right - self.left) / _COLUMN
        self.step = next((step for step in _STEPS if self.days / step <= room), -(-self.days // int(room)))
        self.columns = -(-self.days // self.step)
        self.wide = min((self.right - self.left) / self.columns, 60.0)

    def column(self, day: datetime.date) -> int:
        return (day - self.first).days // self.step

    def middle(self, column: int) -> float:
        return self.left + (column + 0.5) * self.wide

    def x(self, day: datetime.date) -> float:
        return self.left + (day - self.first).days / self.step * self.wide


def _ground(names: Sequence[str], scale: _Scale, height: float) -> Iterator[Shape]:
    end = scale.left + scale.columns * scale.wide
    yield Path(lines=(((0.0, 0.0), (_WIDTH, 0.0), (_WIDTH, height + _STRIP), (0.0, height + _STRIP)),), fill=Tone.PAPER)
    for at, name in enumerate(names):
        y = _TOP + _ROW * at
        yield Path(lines=(((0, y), (end, y)),), closed=False, stroke=Tone.RULE, width=0.6)
        yield Label(x=0, y=y + _ROW / 2 + 4, text=name, size=_WORDS)
    yield Path(lines=(((0, height), (end, height)),), closed=False, stroke=Tone.RULE, width=0.6)


def _marks(events: Sequence[Event], rows: dict[str, str], names: Sequence[str], scale: _Scale) -> Iterator[Shape]:
    long = max(2 * scale.step, int(_LONG * scale.days))
    found: dict[tuple[int, int], Counter[Status]] = {}
    for one in sorted(events, key=lambda event: (event.first, event.last, event.row, event.status)):
        row = names.index(rows[one.row])
        if one.first < scale.first:
            y = _TOP + _ROW * (row + 0.5)
            yield Path(lines=(((scale.left, y), (scale.x(one.last), y)),), closed=False, stroke=TONES[one.status])
            continue
        found.setdefault((row, scale.column(one.first)), Counter())[one.status] += 1
        if (one.last - one.first).days >= long and one.status is Status.ASSERTED:
            y = _TOP + _ROW * (row + 0.5)
            ends = (scale.middle(scale.column(one.first)), y), (scale.x(one.last), y)
            yield Path(lines=(ends,), closed=False, stroke=Tone.ASSERTED, width=2)
    for (row, column), count in sorted(found.items()):
        yield from _column(count, scale.middle(column), _TOP + _ROW * (row + 0.5))


def _column(count: Counter[Status], x: float, y: float) -> Iterator[Shape]:
    """What one column of one row has: its asserted things as one sign with their number, open signs of the others."""
    asserted = count[Status.ASSERTED]
    others = [status for status in Status if status is not Status.ASSERTED and count[status]]
    if asserted:
        at = y - 3.5 if others else y
        yield from sign(Status.ASSERTED, x, at, min(size(asserted), 7.5))
        if asserted > 1:
            yield Label(x=x, y=at + 2.9, text=str(asserted), size=8, bold=True, anchor="middle", tone=Tone.PAPER)
    for place, status in enumerate(others):
        off = (place - (len(others) - 1) / 2) * 7.5
        yield from sign(status, x + off, y + 7.5 if asserted else y, 2.9)


def _days(scale: _Scale, height: float) -> Iterator[Shape]:
    """The days above the rows, as many as there is room for, and a line down from each."""
    end = -100.0
    for column in range(scale.columns):
        day = scale.first + datetime.timedelta(days=column * scale.step)
        words = f"{day.day} {day:%b} {day.year}" if end < 0 else f"{day.day} {day:%b}"
        if end >= 0 and day.month == 1 and day.day <= scale.step:
            words += f" {day.year}"
        x = scale.left + column * scale.wide
        if x < end + 8 or x + width_of(words, 9.5) > _WIDTH:
            continue
        yield Path(lines=(((x, _TOP - 5), (x, height)),), closed=False, stroke=Tone.RULE, width=0.6)
        yield Label(x=x + 2, y=_TOP - 9, text=words, size=9.5, tone=Tone.QUIET)
        end = x + width_of(words, 9.5)


def _alt(
    events: Sequence[Event],
    rows: dict[str, str],
    names: Sequence[str],
    days: tuple[datetime.date, datetime.date],
    left_out: tuple[int, int],
) -> str:
    """What the timeline shows; `days` are its first and last, `left_out` what is before it and what has no day."""
    said = []
    for name in names:
        mine = [one for one in events if rows[one.row] == name]
        start, end = min(one.first for one in mine), max(one.last for one in mine)
        when = start.isoformat() if start == end else f"{start.isoformat()} to {end.isoformat()}"
        said.append(f"{name}, {when}: {told(Counter(one.status for one in mine))}")
    alt = f"Timeline from {days[0].isoformat()} to {days[1].isoformat()}. {'; '.join(said)}."
    earlier, undated = left_out
    alt += f" {earlier:,} of before that are not on it." if earlier else ""
    return alt + (f" {undated:,} without a day are not on it." if undated else "")
