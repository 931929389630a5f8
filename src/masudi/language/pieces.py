"""A text as the encoder sees it: word pieces in overlapping windows, and the words that they make up."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from masudi.language.outline import Outline

Ints: TypeAlias = NDArray[np.int64]

# Pieces of a window without its two end marks: the encoder was trained on 384 in all. Neighbours share OVERLAP.
WINDOW, OVERLAP = 382, 64
# Letter cases; the encoder itself reads lower-cased pieces.
LOWER, TITLE, UPPER, MIXED, DIGIT, PUNCTUATION, OPENING = range(7)
CASES = 8
# The cases of names, and all in which a word has a capital.
NAMES = frozenset((TITLE, UPPER, MIXED))
CAPITALS = NAMES | {OPENING}
# The vocabulary is sorted by how often pieces occur, so that a piece's number tells how rare it is.
_VOCABULARY = 30522


class Pieces(msgspec.Struct, frozen=True, eq=False):
    """A text of n pieces and w words.

    `ids` (n): the pieces; `first` (w): each word's first piece; `spans` (w x 2): its characters; `sentence` (w): its
    sentence's number; `case` (w): its letter case; `rarity` (w): 0 for the commonest word to 1 for the rarest;
    `low`: the words, lower-cased. A section of a text has some of the words, and all pieces.
    """

    text: str
    ids: Ints
    first: Ints
    spans: Ints
    sentence: Ints
    case: Ints
    rarity: NDArray[np.float32]
    low: tuple[str, ...]

    def words(self, start: int, end: int) -> tuple[int, int]:
        """The words [first, behind the last) that overlap the characters start to end; at least one."""
        first = int(np.searchsorted(self.spans[:, 1], start, side="right"))
        behind = int(np.searchsorted(self.spans[:, 0], end, side="left"))
        return first, max(behind, first + 1)


def load_tokenizer(path: Path) -> Tokenizer:
    """A tokenizer file, freed of the truncation and padding that it may come with."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def split(outline: Outline, tokenizer: Tokenizer) -> Pieces:
    """The pieces and words of a text; there may be none (control characters have no piece)."""
    encoded = tokenizer.encode(outline.text, add_special_tokens=False)
    first: list[int] = []
    spans: list[list[int]] = []
    for number, (piece, (start, end)) in enumerate(zip(encoded.tokens, encoded.offsets, strict=True)):
        if piece.startswith("##") and spans and spans[-1][1] == start:
            spans[-1][1] = end
        else:
            first.append(number)
            spans.append([start, end])
    ids, firsts = np.array(encoded.ids, np.int64), np.array(first, np.int64)
    starts = [sentence.start for sentence in outline.sentences]
    sentence = [max(0, bisect_right(starts, start) - 1) for start, _ in spans]
    words = [outline.text[start:end] for start, end in spans]
    opening = [not number or sentence[number - 1] != sentence[number] for number in range(len(words))]
    return Pieces(
        text=outline.text,
        ids=ids,
        first=firsts,
        spans=np.array(spans, np.int64).reshape(-1, 2),
        sentence=np.array(sentence, np.int64),
        case=np.array([letter_case(*one) for one in zip(words, opening, strict=True)], np.int64),
        rarity=_rarity(ids, firsts),
        low=tuple(word.lower() for word in words),
    )


def _rarity(ids: Ints, first: Ints) -> NDArray[np.float32]:
    """A word is as rare as its rarest piece."""
    if not len(first):
        return np.zeros(0, np.float32)
    rarest = np.maximum.reduceat(ids, first)
    return np.asarray(np.log(rarest + 1) / math.log(_VOCABULARY), np.float32)


def letter_case(word: str, opening: bool) -> int:
    """A word's letter case; a capital that opens a sentence (`opening`) says little and is a case of its own."""
    if any(letter.isdigit() for letter in word):
        return DIGIT
    if not any(letter.isalpha() for letter in word):
        return PUNCTUATION
    if word.islower():
        return LOWER
    if len(word) > 1 and word.isupper():
        return UPPER
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return OPENING if opening else TITLE
    return MIXED


def windows(length: int) -> list[tuple[int, int]]:
    """Evenly sized windows [start, end) over `length` pieces, each sharing OVERLAP or more with its neighbour."""
    if length <= WINDOW:
        return [(0, length)]
    count = math.ceil((length - OVERLAP) / (WINDOW - OVERLAP))
    size = math.ceil((length + OVERLAP * (count - 1)) / count)
    starts = [min(number * (size - OVERLAP), length - size) for number in range(count)]
    return [(start, start + size) for start in starts]


def most_central(positions: Ints, spans: Sequence[tuple[int, int]]) -> Ints:
    """For each position (in order) the window in which it stands farthest from the edges."""
    starts, ends = np.array(spans, np.int64).T
    # Half-way between the start of the next window and the end of this one both are as far from an edge.
    limits = (ends[:-1] - 1 + starts[1:]) // 2
    return np.searchsorted(limits, positions, side="left").astype(np.int64)


def cases_of_pieces(text: Pieces) -> Ints:
    """Each piece's letter case + 1, as the encoder takes it (0 is for what is no word)."""
    return np.repeat(text.case, np.diff(np.append(text.first, len(text.ids)))) + 1
