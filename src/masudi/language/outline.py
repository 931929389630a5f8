"""Splitting a text into sentences and tokens, keeping offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain.spans import Span, span_of

# Words keep inner hyphens and apostrophes ("rebel-held", "Assad’s"); numbers keep inner stops and commas ("1,200").
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|\w+(?:[-‐‑’'.&]\w+)*|[^\w\s]")
# A sentence may end at a stop with its closing quotes, or at a line break.
# A text without full stops is cut into stretches of at most this many characters: what is looked up in a sentence must
# stay near, and the time that a report takes must grow in step with its length.
_LONGEST = 2000
_NEXT = re.compile(r"\S")
_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s|$)|\n+")


class Token(msgspec.Struct, frozen=True):
    """A word or a punctuation mark: `form` lower-cased with straight apostrophes, `sentence` by its index."""

    start: int
    end: int
    form: str
    sentence: int


class Outline(msgspec.Struct, frozen=True):
    """A text with its sentences (spans without outer white space) and tokens, both in order."""

    text: str
    sentences: tuple[Span, ...]
    tokens: tuple[Token, ...]
    starts: tuple[int, ...]

    def token_at(self, offset: int) -> int:
        """The index of the token that covers or follows `offset` (the last token if none follows)."""
        at = bisect_right(self.starts, offset) - 1
        if at >= 0 and self.tokens[at].end > offset:
            return at
        return min(at + 1, len(self.tokens) - 1)

    def sentence_at(self, offset: int) -> Span:
        """The sentence that `offset` stands in."""
        return self.sentences[self.tokens[self.token_at(offset)].sentence]


class _SentenceWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    abbreviations: frozenset[str]


@cache
def _abbreviations() -> frozenset[str]:
    return load_yaml(packaged("sentences.yaml"), _SentenceWords).abbreviations


def outline(text: str) -> Outline:
    """The sentences and tokens of `text` (any string; an empty one has none)."""
    sentences = _sentences(text)
    tokens: list[Token] = []
    for number, sentence in enumerate(sentences):
        for match in _TOKEN.finditer(text, sentence.start, sentence.end):
            form = match.group().lower().replace("’", "'")
            tokens.append(Token(match.start(), match.end(), form, number))
    return Outline(text, sentences, tuple(tokens), tuple(token.start for token in tokens))


def _sentences(text: str) -> tuple[Span, ...]:
    found: list[Span] = []
    start = 0
    # Reports that are lower-cased throughout (MUC) have no capitals to tell where a sentence begins.
    caseless = text.islower()
    for match in _END.finditer(text):
        if "\n" not in match.group() and not _ends_here(text, match, caseless):
            continue
        _append(found, text, start, match.end())
        start = match.end()
    _append(found, text, start, len(text))
    return tuple(found)


def _append(found: list[Span], text: str, start: int, end: int) -> None:
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        _append_one(found, text, start, cut)
        start = cut
    _append_one(found, text, start, end)


def _append_one(found: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    # A stretch without any letter or digit (a lone dash or bullet) is no sentence, and would have no token to find.
    if start < end and _TOKEN.search(text, start, end):
        found.append(span_of(text, start, end))


def _ends_here(text: str, match: re.Match[str], caseless: bool) -> bool:
    """Whether a stop ends a sentence: not after an initial or an abbreviation, and not before a lower-case word."""
    if match.group()[0] != ".":
        return True
    word = re.search(r"[\w.]+$", text[max(0, match.start() - 20) : match.start()])
    last = word.group().lower() if word else ""
    if len(last) == 1 and last.isalpha() and text[match.start() - 1].isupper():
        return False
    if last in _abbreviations():
        return False
    following = _NEXT.search(text, match.end())
    return caseless or following is None or not following.group().islower()
