"""A drawing as PNG, for documents that take no lines and letters."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw

from masudi.draw.text import glyphs
from masudi.draw.thinning import circle_of, corners_of
from masudi.draw.values import COLOURS, Circle, Drawing, Label, Path, Point, Shape, Tone

# Drawn so many times larger than it is written, and then made smaller, which makes edges smooth.
_FINER = 3
# How far the sides of a circle may lie off it, in dots of the larger drawing.
_OFF = 0.5


def to_png(drawing: Drawing, *, scale: float = 2.0) -> bytes:
    """The drawing as a PNG of `scale` dots for each unit of the sheet; the same bytes each time."""
    sheet = _Sheet(drawing, scale * _FINER)
    for shape in drawing.shapes:
        sheet.add(shape)
    small = sheet.image.resize(
        (round(drawing.width * scale), round(drawing.height * scale)), resample=Image.Resampling.BOX
    )
    out = io.BytesIO()
    small.save(out, format="PNG", optimize=True)
    return out.getvalue()


class _Sheet:
    def __init__(self, drawing: Drawing, scale: float) -> None:
        self.scale = scale
        size = (round(drawing.width * scale), round(drawing.height * scale))
        self.image = Image.new("RGB", size, COLOURS[Tone.PAPER])
        self.draw = ImageDraw.Draw(self.image)

    def add(self, shape: Shape) -> None:
        if isinstance(shape, Path):
            if shape.fill:
                self._fill(shape.lines, shape.fill)
            if shape.stroke:
                for line in shape.lines:
                    points = [*line, line[0]] if shape.closed else line
                    self._stroke(points, shape.stroke, shape.width, shape.dash)
        elif isinstance(shape, Circle):
            self._circle(shape)
        elif isinstance(shape, Label):
            self._label(shape)

    def _circle(self, circle: Circle) -> None:
        corners = corners_of(circle.radius * self.scale, _OFF)
        ring = circle_of(circle.x, circle.y, circle.radius, corners)
        if circle.fill:
            self._fill([ring[:-1]], circle.fill)
        if circle.stroke and circle.dash:
            # Its sides turn so little that nothing is missing where they meet, and joints take most of the time.
            self._stroke(ring, circle.stroke, circle.width, circle.dash, joint=None)
        elif circle.stroke:
            reach, thick = circle.radius * self.scale, self._thick(circle.width)
            x, y, out = circle.x * self.scale, circle.y * self.scale, reach + thick / 2
            box = (x - out, y - out, x + out, y + out)
            self.draw.ellipse(box, outline=COLOURS[circle.stroke], width=thick)

    def _thick(self, width: float) -> int:
        return max(1, round(width * self.scale))

    def _fill(self, lines: Iterable[Sequence[Point]], tone: Tone) -> None:
        scaled = [[(x * self.scale, y * self.scale) for x, y in line] for line in lines if len(line) > 2]
        if len(scaled) == 1:
            self.draw.polygon(scaled[0], fill=COLOURS[tone])
        elif scaled:
            self._fill_with_holes(scaled, tone)

    def _fill_with_holes(self, lines: Sequence[Sequence[Point]], tone: Tone) -> None:
        """What lies within an odd number of the lines is filled."""
        xs, ys = [x for line in lines for x, _ in line], [y for line in lines for _, y in line]
        left, top = math.floor(min(xs)), math.floor(min(ys))
        size = (math.ceil(max(xs)) - left + 1, math.ceil(max(ys)) - top + 1)
        mask = Image.new("1", size)
        for line in lines:
            one = Image.new("1", size)
            ImageDraw.Draw(one).polygon([(x - left, y - top) for x, y in line], fill=1)
            mask = ImageChops.logical_xor(mask, one)
        self.image.paste(COLOURS[tone], (left, top), mask)

    def _stroke(
        self,
        line: Sequence[Point],
        tone: Tone,
        width: float,
        dash: tuple[float, float] | None,
        joint: str | None = "curve",
    ) -> None:
        thick = self._thick(width)
        for part in _dashed(line, dash) if dash else [line]:
            points = [(x * self.scale, y * self.scale) for x, y in part]
            if len(points) > 1:
                self.draw.line(points, fill=COLOURS[tone], width=thick, joint=joint)

    def _label(self, label: Label) -> None:
        found = glyphs(label.text, bold=label.bold)
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor] * found.width * label.size
        lines = [
            [((label.x - shift + x * label.size), (label.y + y * label.size)) for x, y in line]
            for line in found.outlines
        ]
        if label.halo:
            for line in lines:
                self._stroke([*line, line[0]], label.halo, 3, None)
            for line in lines:
                self._fill([line], label.halo)
        if len(lines) == 1:
            self._fill(lines, label.tone)
        elif lines:
            scaled = [[(x * self.scale, y * self.scale) for x, y in line] for line in lines]
            self._fill_with_holes(scaled, label.tone)


def _dashed(line: Sequence[Point], dash: tuple[float, float]) -> list[list[Point]]:
    """The strokes of a dashed line."""
    strokes: list[list[Point]] = [[line[0]]]
    on, left = True, dash[0]
    for (x0, y0), (x1, y1) in pairwise(line):
        length = math.hypot(x1 - x0, y1 - y0)
        done = 0.0
        while length - done > left:
            done += left
            point = (x0 + (x1 - x0) * done / length, y0 + (y1 - y0) * done / length)
            if on:
                strokes[-1].append(point)
            else:
                strokes.append([point])
            on = not on
            left = dash[0] if on else dash[1]
        left -= length - done
        if on:
            strokes[-1].append((x1, y1))
    return strokes
