"""A drawing on a page of a PDF, as lines and letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from masudi.draw.text import fit_for_faces, width_of
from masudi.draw.values import COLOURS, Circle, Drawing, Label, Path, Point, Shape, Tone

if TYPE_CHECKING:
    from fpdf import FPDF

# How far each copy of a label's letters lies off that makes its halo, in units of the sheet.
_HALO = 1.0


def draw_on(pdf: FPDF, drawing: Drawing, *, x: float, y: float, width: float, family: str) -> float:
    """Draw on the current page with its upper left corner at (x, y), `width` wide; gives its height. Lengths are the
    page's own; `family` is the face that labels are set in, with whatever the document falls back on.
    """
    scale = width / drawing.width
    pen = _Pen(pdf, x, y, scale, family)
    with pdf.local_context():
        for shape in drawing.shapes:
            pen.add(shape)
    return drawing.height * scale


class _Pen:
    def __init__(self, pdf: FPDF, x: float, y: float, scale: float, family: str) -> None:
        self.pdf, self.x, self.y, self.scale, self.family = pdf, x, y, scale, family

    def add(self, shape: Shape) -> None:
        if isinstance(shape, Path):
            self._path(shape)
        elif isinstance(shape, Circle):
            style = self._paint(shape.fill, shape.stroke, shape.width, shape.dash)
            self.pdf.circle(*self._at((shape.x, shape.y)), radius=shape.radius * self.scale, style=style)
        elif isinstance(shape, Label):
            self._label(shape)

    def _path(self, path: Path) -> None:
        style = self._paint(path.fill, path.stroke, path.width, path.dash)
        if path.fill is None or len(path.lines) == 1:
            for line in path.lines:
                points = self._all(line)
                if path.closed:
                    self.pdf.polygon(points, style=style)
                else:
                    self.pdf.polyline(points, style=style)
            return
        with self.pdf.new_path() as drawn:
            drawn.style.fill_color = "#{:02x}{:02x}{:02x}".format(*COLOURS[path.fill])
            drawn.style.intersection_rule = "evenodd"
            drawn.style.stroke_color = "#{:02x}{:02x}{:02x}".format(*COLOURS[path.stroke]) if path.stroke else None
            drawn.style.stroke_width = path.width * self.scale
            for line in path.lines:
                first, *rest = self._all(line)
                drawn.move_to(*first)
                for point in rest:
                    drawn.line_to(*point)
                drawn.close()

    def _paint(self, fill: Tone | None, stroke: Tone | None, width: float, dash: tuple[float, float] | None) -> str:
        if fill:
            self.pdf.set_fill_color(*COLOURS[fill])
        if stroke:
            self.pdf.set_draw_color(*COLOURS[stroke])
            self.pdf.set_line_width(width * self.scale)
            self.pdf.set_dash_pattern(*(length * self.scale for length in dash or (0, 0)))
        return ("D" if stroke else "") + ("F" if fill else "")

    def _label(self, label: Label) -> None:
        text = fit_for_faces(label.text)
        wide = width_of(label.text, label.size, bold=label.bold)
        left = label.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor] * wide
        # Sizes of letters are in points, whatever the page is measured in.
        self.pdf.set_font(self.family, "B" if label.bold else "", label.size * self.scale * self.pdf.k)
        self.pdf.c_margin = 0
        if label.halo:
            self.pdf.set_text_color(*COLOURS[label.halo])
            for right, down in ((-1, 0), (1, 0), (0, -1), (0, 1), (-0.7, -0.7), (0.7, -0.7), (-0.7, 0.7), (0.7, 0.7)):
                self._words(left + right * _HALO, label.y + down * _HALO, text)
        self.pdf.set_text_color(*COLOURS[label.tone])
        self._words(left, label.y, text)

    def _words(self, left: float, baseline: float, text: str) -> None:
        x, y = self._at((left, baseline))
        # A cell as high as nothing has its baseline at three tenths of the letters' size below its top.
        self.pdf.set_xy(x, y - 0.3 * self.pdf.font_size)
        self.pdf.cell(h=0, text=text)

    def _at(self, point: Point) -> Point:
        return self.x + point[0] * self.scale, self.y + point[1] * self.scale

    def _all(self, line: Sequence[Point]) -> list[Point]:
        return [self._at(point) for point in line]
