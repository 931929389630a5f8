"""A drawing as SVG, PNG and in a PDF: the same picture, the same bytes, and no word of it acts."""

from __future__ import annotations

import io
import math
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
    corners_of,
    draw_on,
    face_file,
    fit_for_faces,
    thinned,
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


def test_a_line_without_what_cannot_be_seen_stays_where_it_was() -> None:
    wave = [(x / 10, 0.2 * math.sin(x) + (5 if 300 < x < 600 else 0)) for x in range(1000)]
    few = thinned(wave, 0.5)
    assert 4 <= len(few) < 20
    assert few[0] == wave[0]
    assert few[-1] == wave[-1]
    assert max(y for _, y in few) > 4
    assert thinned([(0.0, 0.0), (1.0, 5.0)], 9) == [(0.0, 0.0), (1.0, 5.0)]
    # A ring stays an area, however small it is.
    assert len(thinned([*SQUARE, SQUARE[0]], 500)) >= 4


@pytest.mark.parametrize("radius", [0.1, 5.0, 40.0, 300.0])
def test_a_circle_has_as_many_corners_as_it_needs(radius: float) -> None:
    corners = corners_of(radius, 0.4)
    assert radius * (1 - math.cos(math.pi / corners)) <= 0.4
    assert corners <= 100


@pytest.mark.parametrize("dash", [None, (60.0, 1.0)])
def test_a_ring_lies_where_it_should(dash: tuple[float, float] | None) -> None:
    made = to_png(drawing(Circle(x=50, y=50, radius=30, stroke=Tone.INK, width=4, dash=dash)))
    for x, y in ((80, 52), (50, 20), (29, 29)):
        assert dot(made, x, y) == COLOURS[Tone.INK]
    for x, y in ((50, 50), (85, 50), (50, 25)):
        assert dot(made, x, y) == COLOURS[Tone.PAPER]


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
