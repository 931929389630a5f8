"""What the words around two mentions of a kind say on whether they are one: input of the reader's head for pairs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from masudi.data import load_yaml, packaged
from masudi.language.pieces import DIGIT, NAMES, PUNCTUATION, Pieces

FEATURES = 27
# Words rarer than this say something of what is told.
_RARE, _BASE = 0.74, 0.7
# How many words around a mention are compared.
_NEAR = 8


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/reader/words.yaml."""

    pointing: frozenset[str]
    other: frozenset[str]
    new: frozenset[str]
    joining: frozenset[str]
    linking: frozenset[str]
    clauses: frozenset[str]
    agents: frozenset[str]
    joiners: frozenset[str]
    past: frozenset[str]
    scales: frozenset[str]
    leading: frozenset[str]
    trailing: frozenset[str]


@cache
def reader_words() -> Words:
    """The words that the reader goes by, checked."""
    return load_yaml(packaged("reader/words.yaml"), Words)


class Candidate(msgspec.Struct, frozen=True):
    """Words [first, behind) of a text that may be a mention of a kind (its number), and how likely they are.

    `told`: that a construction says so, too.
    """

    kind: int
    first: int
    behind: int
    score: float = 1.0
    told: bool = False


class _Sentence(msgspec.Struct, frozen=True):
    names: frozenset[str]
    numbers: frozenset[str]
    rare: dict[str, float]


class _Around(msgspec.Struct, frozen=True):
    """A mention with what is compared of it, worked out once."""

    candidate: Candidate
    number: int
    sentence: _Sentence
    head: str
    before: frozenset[str]
    near: dict[str, float]


class Pairs(msgspec.Struct, frozen=True, eq=False):
    """Pairs of mentions of one kind, as numbers (n each, the earlier in the text first); their features (n x 27)."""

    earlier: NDArray[np.int64]
    later: NDArray[np.int64]
    features: NDArray[np.float32]


def pairs_of(text: Pieces, candidates: Sequence[Candidate], kinds: int) -> Pairs:
    """The pairs among candidates of the first `kinds` kinds (those of events)."""
    sentences = _sentences(text)
    by_kind: dict[int, list[tuple[int, _Around]]] = {}
    for number, candidate in enumerate(candidates):
        if candidate.kind < kinds:
            by_kind.setdefault(candidate.kind, []).append((number, _around(text, candidate, sentences)))
    rows: list[tuple[int, int, list[float]]] = []
    for same in by_kind.values():
        same.sort(key=lambda one: (one[1].candidate.first, one[0]))
        # Where the network is unsure there are many candidates: what counts is how many mentions are to be expected.
        expected = sum(one.candidate.score for _, one in same)
        rows.extend(
            (number, other, _features(text, a, b, expected))
            for at, (number, a) in enumerate(same)
            for other, b in same[at + 1 :]
        )
    features = np.array([row[2] for row in rows], np.float32).reshape(-1, FEATURES)
    numbers = np.array([row[:2] for row in rows], np.int64).reshape(-1, 2)
    return Pairs(numbers[:, 0], numbers[:, 1], features)


def _sentences(text: Pieces) -> list[_Sentence]:
    base = int(text.sentence[0])
    names: list[set[str]] = [set() for _ in range(int(text.sentence[-1]) - base + 1)]
    numbers: list[set[str]] = [set() for _ in names]
    rare: list[dict[str, float]] = [{} for _ in names]
    for word, sentence, case, rarity in _rows(text, 0, len(text.low)):
        if case in NAMES:
            names[sentence - base].add(word)
        if case == DIGIT:
            numbers[sentence - base].add(word)
        if case != PUNCTUATION and rarity > _RARE:
            rare[sentence - base][word] = rarity - _BASE
    return [_Sentence(frozenset(a), frozenset(b), c) for a, b, c in zip(names, numbers, rare, strict=True)]


def _rows(text: Pieces, first: int, behind: int) -> zip[tuple[str, int, int, float]]:
    stretch = slice(first, behind)
    columns = (text.sentence[stretch].tolist(), text.case[stretch].tolist(), text.rarity[stretch].tolist())
    return zip(text.low[stretch], *columns, strict=True)


def _around(text: Pieces, candidate: Candidate, sentences: Sequence[_Sentence]) -> _Around:
    number = int(text.sentence[candidate.first])
    near = {
        word: rarity - _BASE
        for word, _, case, rarity in _rows(text, max(0, candidate.first - _NEAR), candidate.behind + _NEAR)
        if case != PUNCTUATION and rarity > _RARE
    }
    before = frozenset(text.low[max(0, candidate.first - 3) : candidate.first])
    return _Around(
        candidate, number, sentences[number - int(text.sentence[0])], text.low[candidate.behind - 1], before, near
    )


def _shared(one: dict[str, float], other: dict[str, float]) -> float:
    """The share of two bags' weight that they have in common."""
    common = sum(weight for word, weight in one.items() if word in other)
    total = sum(one.values()) + sum(other.values()) - common
    return common / total if total else 0.0


def _features(text: Pieces, a: _Around, b: _Around, same_kind: float) -> list[float]:
    words = reader_words()
    apart = b.number - a.number
    one, other = a.sentence, b.sentence
    gap = b.candidate.first - a.candidate.behind
    # Far mentions have many words between: those right behind the first one say what there is to say.
    between = frozenset(text.low[a.candidate.behind : min(b.candidate.first, a.candidate.behind + 100)])
    names = len(one.names & other.names)
    numbers = len(one.numbers & other.numbers)
    return [
        float(a.head == b.head),
        float(a.head[:4] == b.head[:4]),
        math.log1p(max(0, gap)) / 5,
        math.log1p(apart) / 3,
        float(apart == 0),
        float(apart == 1),
        min(names, 4) / 4,
        names / max(1, len(one.names | other.names)),
        len(other.names - one.names) / len(other.names) if other.names else 0.5,
        float(bool(other.names)),
        min(numbers, 3) / 3,
        float(bool(one.numbers and other.numbers) and not numbers),
        float(bool(one.numbers)),
        float(bool(other.numbers)),
        _shared(one.rare, other.rare),
        _shared(a.near, b.near),
        float(a.number <= 1),
        float(a.number == 0),
        float(bool(b.before & words.pointing)),
        float(bool(a.before & words.pointing)),
        float(bool(b.before & words.other)),
        float(bool(b.before & words.new)),
        float(a.head.endswith("s")),
        float(b.head.endswith("s")),
        float(gap <= 4 and bool(words.joining & between)),
        math.log1p(same_kind) / 3,
        float(bool(between & words.linking) and apart == 0),
    ]
