"""What stands before a phrase in its report: its article, the words that make it a part, its preposition.

Claims hold phrases without their articles ("Syrian army"); a sentence needs them again, and whether a hill was
captured or something on it is told by the word before "hill".
"""

from __future__ import annotations

import re

import msgspec

from masudi.brief.draft import one_line, stands
from masudi.brief.wording import Wording
from masudi.domain import Report, Span

# Characters before a phrase in which its preposition can stand: "in large parts of the eastern countryside of".
_REACH = 80


def is_plural(text: str, words: Wording) -> bool:
    """Whether a phrase takes "were"."""
    head = text.split(" (")[0].casefold().split(" of ")[0]
    if " and " in head or any(head.endswith(word) for word in words.plural_words):
        return True
    if any(head.endswith(word) for word in words.singular_words) or head.endswith(("ss", "’s", "'s")):
        return False
    return head.endswith("s")


def in_sentence(report: Report, span: Span, words: Wording) -> str:
    """The span's words as they stand within a sentence: a capital that only a sentence's start gave them is dropped."""
    text = one_line(span.text)
    before = report.text[: span.start].rstrip(' “"(')
    starts = stands(report, span) and (not before or before[-1] in ".!?:;\n")
    first, _, rest = text.partition(" ")
    starts = starts and not rest[:1].isupper()
    if not (starts and first[:1].isupper()):
        return text
    low = first.casefold()
    known = low in words.common or re.search(rf"(?<![\w-]){re.escape(low)}(?![\w-])", report.text)
    return low + text[len(first) :] if known else text


class LeadIn(msgspec.Struct, frozen=True, kw_only=True):
    """What stands before a phrase: "in" (before), "large parts of " (part), "the" (article)."""

    article: str = ""
    part: str = ""
    before: str | None = None


class _Walker:
    """Reads the words before a phrase from right to left."""

    def __init__(self, tokens: list[str], words: Wording) -> None:
        self.tokens, self.words, self.at = tokens, words, len(tokens)

    def peek(self, back: int = 1) -> str:
        return self.tokens[self.at - back].casefold() if self.at >= back else ""

    def determiner(self, *, over_adjective: bool) -> str:
        """The determiner that stands here, stepped over; one adjective between may be skipped.

        Before a name, where no adjective is looked for, "that" and "its" are none ("said that Daesh …").
        """
        if self.peek() in (self.words.determiners if over_adjective else self.words.kept_determiners):
            self.at -= 1
            return self.tokens[self.at].casefold()
        skips = over_adjective and self.peek(2) in self.words.determiners and self.peek().isalpha()
        if skips and self.peek() not in (*self.words.place_words, *self.words.way_words, "of", "and", "or"):
            self.at -= 2
            return self.tokens[self.at].casefold()
        return ""

    def part(self) -> str:
        """The words of a part of a whole ("large parts of "), stepped over; names of what a place is are skipped."""
        if self.peek() != "of":
            return ""
        if self.peek(2) in self.words.apposed:
            self.at -= 2
            self.determiner(over_adjective=True)
            return ""
        if self.peek(2) not in self.words.partitives:
            return ""
        end = self.at
        self.at -= 2
        while self.peek() in self.words.partitive_adjectives:
            self.at -= 1
        return " ".join(self.tokens[self.at : end]) + " "

    def before(self) -> str | None:
        """The preposition that stands here."""
        one = self.peek()
        return one if one in self.words.place_words or one in self.words.way_words else None


def lead_in(report: Report, span: Span, words: Wording) -> LeadIn:
    """What stands before the span in its report; nothing where the span is not where it says."""
    if not stands(report, span):
        return LeadIn()
    tokens = _tokens(report.text[max(0, span.start - _REACH) : span.start])
    walker = _Walker(tokens, words)
    article = walker.determiner(over_adjective=span.text[:1].islower())
    part = walker.part()
    walker.determiner(over_adjective=True)
    if article and article not in words.kept_determiners:
        article = "the"
    if article in ("a", "an") and is_plural(span.text, words):
        article = ""
    return LeadIn(article=article, part=part, before=walker.before())


def _tokens(text: str) -> list[str]:
    """The last words of `text`, from the last mark on that ends a clause."""
    tail = re.split(r"[.!?;:,()\n\[\]]", text)[-1]
    return re.findall(r"[\w’'-]+", tail)


def follows(report: Report, first: Span, second: Span) -> bool:
    """Whether `second` only goes on with a list that `first` stands in: "in Aleppo, Homs and Idlib"."""
    if not stands(report, first) or not stands(report, second) or second.start < first.end:
        return False
    return bool(re.fullmatch(r"[\s,]*(?:(?:and|or|&)\s+)?(?:the\s+)?", report.text[first.end : second.start]))
