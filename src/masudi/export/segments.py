"""Cutting a text at every boundary of overlapping spans, so that each piece knows which spans cover it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy

import msgspec

from masudi.domain import Span


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text that no boundary cuts; `number` counts the covered pieces from 0, None where no span covers."""

    text: str
    number: int | None


class Cuts:
    """A text cut at its line ends and at the boundaries of `spans`; ValueError for a span outside the text.

    Pieces that at least one span covers are numbered in the text's order, and a span is a range of these numbers: what
    a page has to carry for a span stays two numbers, however many others it overlaps.
    """

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        for span in spans:
            if not 0 <= span.start < span.end <= len(text):
                raise ValueError(f"no span {span.start}-{span.end} in a text of {len(text)} characters")
        self.text = text
        self._lines = [match.span() for match in re.finditer(r"[^\n]*\n+|[^\n]+", text)]
        cuts = {0, len(text)} | {start for start, _ in self._lines}
        cuts.update(span.start for span in spans)
        cuts.update(span.end for span in spans)
        self._cuts = sorted(cuts)
        self._at = {offset: index for index, offset in enumerate(self._cuts)}
        self._numbers = self._number(spans)

    def with_text(self, text: str) -> Cuts:
        """The same cuts in another text of the same length, such as one in which names are covered."""
        if len(text) != len(self.text):
            raise ValueError(f"a text of {len(text)} characters in place of one of {len(self.text)}")
        made = copy(self)
        made.text = text
        return made

    def _number(self, spans: Sequence[Span]) -> list[int]:
        """For each cut, how many covered pieces begin before it."""
        opened = [0] * len(self._cuts)
        for span in spans:
            opened[self._at[span.start]] += 1
            opened[self._at[span.end]] -= 1
        numbers, covered, depth = [], 0, 0
        for change in opened:
            numbers.append(covered)
            depth += change
            covered += depth > 0
        return numbers

    def pieces_of(self, span: Span) -> tuple[int, int]:
        """The numbers of the first and the last piece of a span that was given at the start."""
        return self._numbers[self._at[span.start]], self._numbers[self._at[span.end]] - 1

    def lines(self) -> Iterator[tuple[Piece, ...]]:
        """The whole text line by line, each with the line ends that follow it, in pieces."""
        for start, end in self._lines:
            yield tuple(self._piece(index) for index in range(self._at[start], self._at[end]))

    def _piece(self, index: int) -> Piece:
        covered = self._numbers[index + 1] > self._numbers[index]
        return Piece(self.text[self._cuts[index] : self._cuts[index + 1]], self._numbers[index] if covered else None)
