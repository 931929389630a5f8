"""The signs of statuses: filled for what is asserted, an open form of its own for every other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from masudi.brief.pictures.events import SAID, TONES
from masudi.domain import Status
from masudi.draw import Circle, Label, Path, Shape, Tone, width_of

# Half the width of the open signs, and the size of a legend's words.
_SMALL, _WORDS = 4.2, 10.5


def size(count: int, most: float = 12.0) -> float:
    """The radius of a sign for so many things: growing slowly, so that one of hundreds does not hide its town."""
    return min(most, 4.4 + 1.5 * math.log2(max(1, count)))


def sign(status: Status, x: float, y: float, radius: float = _SMALL) -> Iterator[Shape]:
    """The sign of one status around (x, y)."""
    tone = TONES[status]
    if status is Status.ASSERTED:
        yield Circle(x=x, y=y, radius=radius, fill=tone, stroke=Tone.PAPER, width=1.2)
    elif status is Status.POSSIBLE:
        yield Circle(x=x, y=y, radius=radius, fill=Tone.PAPER, stroke=tone, width=1.4, dash=(2.2, 1.6))
    elif status is Status.DENIED:
        for turn in (1, -1):
            line = ((x - radius, y - radius * turn), (x + radius, y + radius * turn))
            yield Path(lines=(line,), closed=False, stroke=Tone.PAPER, width=3.6)
        for turn in (1, -1):
            line = ((x - radius, y - radius * turn), (x + radius, y + radius * turn))
            yield Path(lines=(line,), closed=False, stroke=tone, width=1.8)
    elif status is Status.ATTEMPTED:
        corners = ((x, y - radius * 1.15), (x + radius * 1.1, y + radius * 0.85), (x - radius * 1.1, y + radius * 0.85))
        yield Path(lines=(corners,), fill=Tone.PAPER, stroke=tone, width=1.4)
    else:
        half = radius * 0.9
        square = ((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half))
        yield Path(lines=(square,), fill=Tone.PAPER, stroke=tone, width=1.4)


def signs(counts: Mapping[Status, int], x: float, y: float) -> Iterator[Shape]:
    """The signs of one place: what is asserted as large as it is often said, the others in a row beside it."""
    asserted = counts.get(Status.ASSERTED, 0)
    at = x
    if asserted:
        yield from sign(Status.ASSERTED, x, y, size(asserted))
        at = x + size(asserted) + _SMALL + 1.5
    for status in Status:
        if status is not Status.ASSERTED and counts.get(status):
            yield from sign(status, at, y)
            at += 2 * _SMALL + 2.5


def reach(counts: Mapping[Status, int]) -> tuple[float, float, float]:
    """How far the signs of a place reach to the left, to the right, and up and down."""
    asserted = counts.get(Status.ASSERTED, 0)
    others = sum(1 for status in Status if status is not Status.ASSERTED and counts.get(status))
    radius = size(asserted) if asserted else _SMALL
    row = others * (2 * _SMALL + 2.5)
    right = radius + row if asserted else max(_SMALL, row - _SMALL)
    return radius + 1, right + 1, radius + 1


def legend(statuses: list[Status], x: float, y: float, *, areas: bool = False) -> Iterator[Shape]:
    """The signs with their names, from (x, y) to the right; `areas` explains the ring of a coarse place as well."""
    for status in statuses:
        yield from sign(status, x + _SMALL, y - 3.6)
        x += 2 * _SMALL + 5
        yield Label(x=x, y=y, text=SAID[status], size=_WORDS)
        x += width_of(SAID[status], _WORDS) + 14
    if areas:
        yield Circle(x=x + 6, y=y - 3.6, radius=6, stroke=Tone.QUIET, width=1.1, dash=(3, 2))
        yield Label(x=x + 17, y=y, text="somewhere within", size=_WORDS)
