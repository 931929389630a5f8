"""Words set in the packaged faces: how wide they are, and the outlines of their letters, right to left where needed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

import msgspec
import uharfbuzz as hb

from masudi.data import packaged

# A letter that no face has is written as its number, so that nothing disappears.
_FACES = ("NotoSans", "NotoNaskhArabic")


Outline = tuple[tuple[float, float], ...]


class Glyphs(msgspec.Struct, frozen=True):
    """The outlines of words, at size 1 from the origin on, y downwards; `width` is how far they reach."""

    outlines: tuple[Outline, ...]
    width: float


def face_file(family: str, style: str) -> str:
    """The path of a packaged face: ("NotoSans", "Bold")."""
    return str(packaged(f"fonts/{family}-{style}.ttf"))


@cache
def _face(family: str, style: str) -> hb.Font:
    return hb.Font(hb.Face(hb.Blob.from_file_path(face_file(family, style))))


@cache
def letters(family: str) -> frozenset[int]:
    """The code points of which a family has letters."""
    return frozenset(_face(family, "Regular").face.unicodes)


def fit_for_faces(text: str) -> str:
    """The text, with what no packaged face has a letter for written as [U+1F4A3]; marks without ink are left out."""
    if text.isascii():
        return text
    known = [letters(family) for family in _FACES]
    return "".join(_fit(char, known) for char in text)


def _fit(char: str, known: list[frozenset[int]]) -> str:
    code = ord(char)
    if any(code in one for one in known):
        return char
    # Joiners, variation selectors and the like show nothing by themselves.
    if unicodedata.category(char) in ("Cf", "Mn", "Me", "Cc"):
        return ""
    return f"[U+{code:04X}]"


@lru_cache(maxsize=4096)
def needs_shaping(text: str) -> bool:
    """Whether letters join, stack or run right to left: setting those takes much longer than placing Latin letters."""
    return not text.isascii() and any(
        unicodedata.combining(char)
        or unicodedata.bidirectional(char) in ("R", "AL", "AN")
        or unicodedata.category(char) in ("Mn", "Mc")
        for char in text
    )


def runs_back(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((one in ("R", "AL") for one in strong if one in ("L", "R", "AL")), False)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the words are, in the units of `size`."""
    return _width(text, bold) * size


@lru_cache(maxsize=4096)
def _width(text: str, bold: bool) -> float:
    """How wide the words are at size 1: as `glyphs` has it, without the outlines, which are most of the work."""
    x = 0.0
    for run, backwards in _runs(fit_for_faces(text)):
        for family, words in _by_face(run, backwards):
            scale = 1 / _face(family, "Bold" if bold else "Regular").face.upem
            for _, position in _shaped(family, words, backwards, bold):
                x += position.x_advance * scale
    return x


@lru_cache(maxsize=4096)
def glyphs(text: str, *, bold: bool = False) -> Glyphs:
    """The outlines of one line of words, in the order in which they are seen."""
    outlines: list[Outline] = []
    x = 0.0
    for run, backwards in _runs(fit_for_faces(text)):
        for family, words in _by_face(run, backwards):
            x = _set(family, words, backwards, bold, x, outlines)
    return Glyphs(tuple(outlines), x)


def _runs(text: str) -> list[tuple[str, bool]]:
    """The stretches of one direction, from left to right; whether each runs right to left (Unicode's annex 9)."""
    if not any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text):
        return [(text, False)]
    from fpdf.bidi import BidiParagraph

    characters = BidiParagraph(text).get_characters_with_embedding_level()
    levels = [
        (level, "".join(one.character for one in run))
        for level, run in groupby(characters, key=lambda one: int(one.embedding_level))
    ]
    # Rule L2: from the deepest level up, what stands at it or deeper is turned round.
    for deep in range(max(level for level, _ in levels), 0, -1):
        turned: list[tuple[int, str]] = []
        for inside, part in groupby(levels, key=lambda one: one[0] >= deep):
            run = list(part)
            turned += run[::-1] if inside else run
        levels = turned
    return [(words, level % 2 == 1) for level, words in levels]


def _by_face(run: str, backwards: bool) -> list[tuple[str, str]]:
    """The stretches of a run that one family has the letters of; from left to right as they are seen."""
    found: list[tuple[str, str]] = []
    for char in run:
        family = next((one for one in _FACES if ord(char) in letters(one)), _FACES[0])
        if found and found[-1][0] == family:
            found[-1] = (family, found[-1][1] + char)
        else:
            found.append((family, char))
    return found[::-1] if backwards else found


def _set(family: str, words: str, backwards: bool, bold: bool, x: float, outlines: list[Outline]) -> float:
    """Add the outlines of words that begin at `x`; gives where they end."""
    scale = 1 / _face(family, "Bold" if bold else "Regular").face.upem
    for info, position in _shaped(family, words, backwards, bold):
        for line in _outline(family, bold, info.codepoint):
            outlines.append(
                tuple((x + (a + position.x_offset) * scale, -(b + position.y_offset) * scale) for a, b in line)
            )
        x += position.x_advance * scale
    return x


def _shaped(family: str, words: str, backwards: bool, bold: bool) -> Iterator[tuple[Any, Any]]:
    """The letters of words and where each stands, from left to right."""
    buffer = hb.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if backwards else "ltr"
    hb.shape(_face(family, "Bold" if bold else "Regular"), buffer)
    return zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)


@lru_cache(maxsize=2048)
def _outline(family: str, bold: bool, glyph: int) -> tuple[Outline, ...]:
    """A letter's outlines in the face's units, curves as short straight lines."""
    pen = _Pen()
    functions = hb.DrawFuncs()
    functions.set_move_to_func(lambda x, y, pen: pen.move(x, y))
    functions.set_line_to_func(lambda x, y, pen: pen.line(x, y))
    functions.set_quadratic_to_func(lambda a, b, x, y, pen: pen.curve(a, b, x, y))
    functions.set_cubic_to_func(lambda a, b, c, d, x, y, pen: pen.cubic(a, b, c, d, x, y))
    functions.set_close_path_func(lambda _: None)
    _face(family, "Bold" if bold else "Regular").draw_glyph(glyph, functions, pen)
    return tuple(tuple(line) for line in pen.lines if len(line) > 2)


class _Pen:
    """Takes an outline down."""

    # Straight lines per curve; at the sizes of a map's labels more cannot be seen.
    STEPS = 6

    def __init__(self) -> None:
        self.lines: list[list[tuple[float, float]]] = []

    def move(self, x: float, y: float) -> None:
        self.lines.append([(x, y)])

    def line(self, x: float, y: float) -> None:
        self.lines[-1].append((x, y))

    def curve(self, a: float, b: float, x: float, y: float) -> None:
        x0, y0 = self.lines[-1][-1]
        for step in range(1, self.STEPS + 1):
            t = step / self.STEPS
            u = 1 - t
            self.line(u * u * x0 + 2 * u * t * a + t * t * x, u * u * y0 + 2 * u * t * b + t * t * y)

    def cubic(self, a: float, b: float, c: float, d: float, x: float, y: float) -> None:
        x0, y0 = self.lines[-1][-1]
        for step in range(1, self.STEPS + 1):
            t = step / self.STEPS
            u = 1 - t
            self.line(
                u**3 * x0 + 3 * u * u * t * a + 3 * u * t * t * c + t**3 * x,
                u**3 * y0 + 3 * u * u * t * b + 3 * u * t * t * d + t**3 * y,
            )
