"""What a picture is: shapes and words on a sheet, the first below, the last on top."""

from __future__ import annotations

from enum import StrEnum

import msgspec

Point = tuple[float, float]


class Tone(StrEnum):
    """What a colour is for; each backend has its own colours, and a page may have others in the dark."""

    PAPER = "paper"
    SEA = "sea"
    LAND = "land"
    RIVER = "river"
    BORDER = "border"
    RULE = "rule"
    INK = "ink"
    QUIET = "quiet"
    ASSERTED = "asserted"
    ATTEMPTED = "attempted"
    INTENDED = "intended"
    POSSIBLE = "possible"
    DENIED = "denied"


# Red, green, blue. Statuses are told apart by form first: these colours also differ in lightness, for whoever does not
# see red and green, and all words have a contrast of 4.5 or more on paper, land and sea.
COLOURS: dict[Tone, tuple[int, int, int]] = {
    Tone.PAPER: (255, 255, 255),
    Tone.SEA: (221, 230, 235),
    Tone.LAND: (247, 244, 238),
    Tone.RIVER: (160, 186, 202),
    Tone.BORDER: (140, 132, 122),
    Tone.RULE: (205, 200, 192),
    Tone.INK: (29, 28, 26),
    Tone.QUIET: (88, 83, 75),
    Tone.ASSERTED: (122, 36, 20),
    Tone.ATTEMPTED: (138, 90, 0),
    Tone.INTENDED: (98, 52, 132),
    Tone.POSSIBLE: (150, 78, 0),
    Tone.DENIED: (70, 78, 90),
}


class Shape(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Anything on a sheet. Lengths are in the sheet's units; y grows downwards."""


class Path(Shape, frozen=True, kw_only=True, tag=True):
    """Lines: filled as a whole (holes stay open) where `fill` is given, with a stroke where `stroke` is.

    `lines` are sequences of points; `closed` ones end where they begin. `dash` is the length of strokes and of gaps.
    """

    lines: tuple[tuple[Point, ...], ...]
    closed: bool = True
    fill: Tone | None = None
    stroke: Tone | None = None
    width: float = 1.0
    dash: tuple[float, float] | None = None


class Circle(Shape, frozen=True, kw_only=True, tag=True):
    """A circle around (x, y)."""

    x: float
    y: float
    radius: float
    fill: Tone | None = None
    stroke: Tone | None = None
    width: float = 1.0
    dash: tuple[float, float] | None = None


class Label(Shape, frozen=True, kw_only=True, tag=True):
    """Words whose baseline is at y; `anchor` says what of them is at x: "start" (the left end), "middle" or "end".

    `halo` is what lies around the letters, so that they can be read on lines.
    """

    x: float
    y: float
    text: str
    size: float = 11.0
    bold: bool = False
    anchor: str = "start"
    tone: Tone = Tone.INK
    halo: Tone | None = None


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """A picture: its sheet, its shapes, a title, and what it shows in words (`alt`), for whoever cannot see it."""

    name: str
    title: str
    alt: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
