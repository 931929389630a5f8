"""A drawing as SVG, PNG and in a PDF: the same picture, the same bytes, and no word of it acts."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from fpdf import FPDF
from PIL import Image

from masudi.draw import (
    COLOURS,
    Circle,
    Drawing,
    Label,
    Path,
    Shape,
    Tone,
    draw_on,
    face_file,
    fit_for_faces,
    to_png,
    to_svg,
    width_of,
)

SQUARE = ((10.0, 10.0), (90.0, 10.0), (90.0, 90.0), (10.0, 90.0))
HOLE = ((30.0, 30.0), (70.0, 30.0), (70.0, 70.0), (30.0, 70.0))


def drawing(*shapes: Shape, title: str = "Where", alt: str = "A map.") -> Drawing:
    return Drawing(name="map", title=title, alt=alt, width=100, height=100, shapes=shapes)


def dot(made: bytes, x: float, y: float) -> tuple[int, ...]:
    image = Image.open(io.BytesIO(made))
    found = image.getpixel((round(x * 2), round(y * 2)))
    assert isinstance(found, tuple)
    return found


def test_what_lies_in_a_hole_is_not_filled() -> None:
    made = to_png(drawing(Path(lines=(SQUARE, HOLE), fill=Tone.LAND)))
    assert dot(made, 20, 20) == COLOURS[Tone.LAND]
    assert dot(made, 50, 50) == COLOURS[Tone.PAPER]
    assert dot(made, 5, 5) == COLOURS[Tone.PAPER]


def test_a_dashed_line_has_gaps() -> None:
    line = Path(lines=(((0.0, 50.0), (100.0, 50.0)),), closed=False, stroke=Tone.INK, width=4, dash=(20, 20))
    made = to_png(drawing(line))
    assert dot(made, 10, 50) == COLOURS[Tone.INK]
    assert dot(made, 30, 50) == COLOURS[Tone.PAPER]


def test_the_same_drawing_gives_the_same_bytes() -> None:
    one = drawing(Circle(x=50, y=50, radius=20, fill=Tone.ASSERTED), Label(x=10, y=20, text="Osk", halo=Tone.LAND))
    assert to_png(one) == to_png(one)
    assert to_svg(one) == to_svg(one)


def test_the_svg_is_sound_and_its_words_are_words() -> None:
    evil = '<script>alert(1)</script> "&\u202e\u0007'
    made = to_svg(drawing(Label(x=10, y=20, text=evil), title=evil, alt=evil))
    root = ElementTree.fromstring(made)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names == {"svg", "title", "desc", "text"}
    assert "<script>" not in made
    assert not set("\u202e\u0007") & set(made)
    assert root.attrib["role"] == "img"


def test_letters_that_no_face_has_are_written_as_numbers() -> None:
    assert fit_for_faces("Osk 💣 أسك") == "Osk [U+1F4A3] أسك"
    assert fit_for_faces("a\ufe0fb") == "ab"


def test_arabic_letters_join_and_run_from_the_right() -> None:
    joined, apart = width_of("مرسك", 10), sum(width_of(char, 10) for char in "مرسك")
    assert joined < apart
    made = to_png(drawing(Label(x=10, y=50, text="مرسك Osk", size=16)))
    # What begins with Arabic begins at the right, so that both look alike.
    assert made == to_png(drawing(Label(x=10, y=50, text="Osk مرسك", size=16)))


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_a_drawing_stands_on_the_page_of_a_pdf(anchor: str) -> None:
    pdf = FPDF()
    for style, name in (("", "Regular"), ("B", "Bold")):
        pdf.add_font("Noto", style, face_file("NotoSans", name))
    pdf.add_page()
    one = drawing(
        Path(lines=(SQUARE, HOLE), fill=Tone.LAND, stroke=Tone.BORDER),
        Path(lines=(SQUARE,), closed=False, stroke=Tone.INK, dash=(2, 2)),
        Circle(x=50, y=50, radius=9, fill=Tone.ASSERTED),
        Label(x=50, y=50, text="Osk", anchor=anchor, halo=Tone.LAND),
    )
    assert draw_on(pdf, one, x=20, y=20, width=50, family="Noto") == 50
    assert len(pdf.output()) > 1000
