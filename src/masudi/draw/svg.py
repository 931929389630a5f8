"""A drawing as SVG."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from masudi.draw.text import fit_for_faces
from masudi.draw.values import COLOURS, Circle, Drawing, Label, Path, Shape, Tone


def to_svg(drawing: Drawing) -> str:
    """The drawing as an SVG element that stands by itself or in a page: no script, no style, nothing from outside.

    Each shape has its tone as a class ("f-" for what fills it, "s-" for its line), so that a page may give it other
    colours than those that it carries.
    """
    name = drawing.name
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" '
        f'width="{_n(drawing.width)}" height="{_n(drawing.height)}" role="img" '
        f'aria-labelledby={quoteattr(f"{name}-title {name}-alt")} font-family="Noto Sans, system-ui, sans-serif">'
    )
    title = f"<title id={quoteattr(f'{name}-title')}>{escape(_clean(drawing.title))}</title>"
    alt = f"<desc id={quoteattr(f'{name}-alt')}>{escape(_clean(drawing.alt))}</desc>"
    return "\n".join([head, title, alt, *(_shape(one) for one in drawing.shapes), "</svg>"])


def _shape(shape: Shape) -> str:
    if isinstance(shape, Path):
        rule = ' fill-rule="evenodd"' if len(shape.lines) > 1 else ""
        return f'<path d="{_d(shape)}"{_paint(shape.fill, shape.stroke, shape.width, shape.dash)}{rule}/>'
    if isinstance(shape, Circle):
        paint = _paint(shape.fill, shape.stroke, shape.width, shape.dash)
        return f'<circle cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.radius)}"{paint}/>'
    if isinstance(shape, Label):
        return _label(shape)
    raise TypeError(f"no such shape: {type(shape).__name__}")


def _label(label: Label) -> str:
    weight = ' font-weight="700"' if label.bold else ""
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    place = f'x="{_n(label.x)}" y="{_n(label.y)}" font-size="{_n(label.size)}"{weight}{anchor}'
    words = escape(_clean(label.text))
    ink = f'class="f-{label.tone.value}" fill="{_colour(label.tone)}"'
    if label.halo is None:
        return f"<text {place} {ink}>{words}</text>"
    halo = (
        f'class="f-{label.halo.value} s-{label.halo.value}" fill="{_colour(label.halo)}" '
        f'stroke="{_colour(label.halo)}" stroke-width="3" stroke-linejoin="round"'
    )
    return f'<text {place} {halo} aria-hidden="true">{words}</text><text {place} {ink}>{words}</text>'


def _paint(fill: Tone | None, stroke: Tone | None, width: float, dash: tuple[float, float] | None) -> str:
    classes = [*([f"f-{fill.value}"] if fill else []), *([f"s-{stroke.value}"] if stroke else [])]
    said = f' class="{" ".join(classes)}"' if classes else ""
    said += f' fill="{_colour(fill)}"' if fill else ' fill="none"'
    if stroke:
        said += f' stroke="{_colour(stroke)}" stroke-width="{_n(width)}"'
        said += f' stroke-dasharray="{_n(dash[0])} {_n(dash[1])}"' if dash else ""
    return said


def _d(path: Path) -> str:
    end = "Z" if path.closed else ""
    return "".join("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in line) + end for line in path.lines)


def _colour(tone: Tone) -> str:
    return "#{:02x}{:02x}{:02x}".format(*COLOURS[tone])


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _clean(text: str) -> str:
    """What XML cannot hold, and marks that turn the direction of what follows, are left out."""
    return "".join(char for char in fit_for_faces(text) if char.isprintable() or char == " ")
