"""Where something stands in a report's text."""

from __future__ import annotations

import msgspec


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a report's text.

    `start` and `end` count Unicode code points of the report's text, `end` is exclusive; `text` repeats the words,
    so that a record can be read, and checked, without the report at hand.
    """

    start: int
    end: int
    text: str

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end


def span_of(text: str, start: int, end: int) -> Span:
    """The span from `start` to `end` of `text`; ValueError where it is empty or outside."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no span {start}-{end} in a text of {len(text)} characters")
    return Span(start=start, end=end, text=text[start:end])
