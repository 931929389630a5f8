"""Cutting a text at overlapping spans: nothing of it is lost, and every span is found again as a range of pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masudi.domain import Span, span_of
from masudi.export.segments import Cuts, Piece

TEXTS = st.text(alphabet="ab \n.ج", min_size=1, max_size=40)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(TEXTS)
    spans = []
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(text) - 1))
        spans.append(span_of(text, start, draw(st.integers(start + 1, len(text)))))
    return text, spans


def pieces(cuts: Cuts) -> list[Piece]:
    return [piece for line in cuts.lines() for piece in line]


@given(texts_with_spans())
def test_the_pieces_are_the_text_and_each_span_is_its_pieces(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    cuts = Cuts(text, spans)
    all_pieces = pieces(cuts)
    assert "".join(piece.text for piece in all_pieces) == text
    numbered = [piece for piece in all_pieces if piece.number is not None]
    assert [piece.number for piece in numbered] == list(range(len(numbered)))
    for span in spans:
        first, last = cuts.pieces_of(span)
        assert "".join(piece.text for piece in numbered[first : last + 1]) == span.text


@given(texts_with_spans())
def test_what_no_span_covers_has_no_number(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    at = 0
    for piece in pieces(Cuts(text, spans)):
        covered = any(span.start <= at < span.end for span in spans)
        assert covered == (piece.number is not None)
        at += len(piece.text)


def test_a_piece_never_runs_over_a_line_end() -> None:
    text = "one two\nthree\n\nfour"
    cuts = Cuts(text, [span_of(text, 4, 12)])
    lines = ["".join(piece.text for piece in line) for line in cuts.lines()]
    assert lines == ["one two\n", "three\n\n", "four"]
    assert [piece.text for piece in pieces(cuts)] == ["one ", "two\n", "thre", "e\n\n", "four"]


def test_overlapping_spans_are_ranges_of_shared_pieces() -> None:
    text = "abcdef"
    one, other = span_of(text, 0, 4), span_of(text, 2, 6)
    cuts = Cuts(text, [one, other])
    assert cuts.pieces_of(one) == (0, 1)
    assert cuts.pieces_of(other) == (1, 2)


def test_an_empty_text_has_no_line() -> None:
    assert list(Cuts("", []).lines()) == []


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 9)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no span"):
        Cuts("abc", [Span(start=start, end=end, text="?")])
