"""Which candidates open a claim, which go on with one, and which are nothing.

A logistic model looks at what the network says of a candidate, at its links to surer candidates of its kind and at
its rivals of other kinds: it does the work of a threshold for each kind and of one for merging at once, and its
probability is the claim's confidence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from masudi.coding.decoding import STATUSES, Decoding, Logistic
from masudi.language.network import Floats
from masudi.language.pairs import Candidate, Words, reader_words
from masudi.language.phrases import PhraseKind
from masudi.language.pieces import CAPITALS, DIGIT, Ints, Pieces

Rows = NDArray[np.float64]

# A candidate that opens no claim joins one only if the network is this sure of it.
_LEAST_JOINING = 0.3
# What stands at most so many words away stands around a candidate.
_AROUND = 60
# Numbers of four digits in this range are years.
_FIRST_YEAR, _MODERN, _FUTURE = 1000, 1900, 2100


class Scored(msgspec.Struct, frozen=True, eq=False):
    """A text's candidates, the surest first, with their scores.

    `status`: candidates x 5, logits; `roles`: candidates x words x 5 x 2, probabilities; `link`: candidates x
    candidates, the probability of being one (0 for those of different kinds); `phrases`: words x 4 x 2, as
    `WordScores` has them.
    """

    text: Pieces
    candidates: tuple[Candidate, ...]
    status: Floats
    roles: Floats
    link: Floats
    phrases: Floats


def apply(model: Logistic, rows: Rows) -> Rows:
    """The probabilities that a logistic model gives rows of features."""
    mean, scale, weights = _arrays(model)
    values = (rows - mean) / scale @ weights[:-1] + weights[-1]
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -60, 60))), dtype=np.float64)


@lru_cache(maxsize=64)
def _arrays(model: Logistic) -> tuple[NDArray[np.float64], ...]:
    return np.array(model.mean), np.array(model.scale), np.array(model.weights)


def logits(probability: NDArray[Any]) -> Rows:
    """The log odds of probabilities, kept within bounds."""
    bounded = np.clip(probability.astype(np.float64), 1e-4, 1 - 1e-4)
    return np.asarray(np.log(bounded / (1 - bounded)), dtype=np.float64)


def opening(scored: Scored, events: int, kinds: int) -> Rows:
    """The features (candidates x features) from which it is told whether a candidate opens a claim."""
    count = len(scored.candidates)
    if not count:
        return np.zeros((0, 0))
    shifted = np.exp(scored.status - scored.status.max(1, keepdims=True))
    status = shifted / shifted.sum(1, keepdims=True)
    found = _columns(scored, events)
    linked = _linked(scored, status, found)
    tail = np.zeros((count, 2 * kinds))
    at = np.arange(count)
    tail[at, found.kind], tail[at, kinds + found.kind] = 1.0, linked[:, 0]
    parts = [_own(found), _rivals(found), linked[:, 1:], _before(scored, found), status[:, 1:], _words(scored, found)]
    parts.append(_report(scored, found))
    return np.concatenate([*parts, tail], axis=1)


class _Columns(NamedTuple):
    """Candidates column by column; `surer`: candidates x candidates, whether the other is a surer one of its kind."""

    first: Ints
    behind: Ints
    kind: Ints
    score: Rows
    told: NDArray[np.bool_]
    event: NDArray[np.bool_]
    surer: NDArray[np.bool_]


def _columns(scored: Scored, events: int) -> _Columns:
    found = scored.candidates
    first, behind, kind = np.array([(one.first, one.behind, one.kind) for one in found], np.int64).T
    surer = np.tril(kind[:, None] == kind[None], -1)
    score, told = np.array([one.score for one in found]), np.array([one.told for one in found])
    return _Columns(first, behind, kind, score, told, kind < events, surer)


def _stack(columns: Sequence[NDArray[Any]]) -> Rows:
    return np.stack(columns, 1).astype(np.float64)


def _own(found: _Columns) -> Rows:
    odds, size, plain = logits(found.score), np.log(found.behind - found.first), ~found.event
    return _stack(
        [odds, odds * plain, odds**2 / 4, size * plain / 2, size * found.event, np.exp(size) > 20.5, found.told]
    )


def _rivals(found: _Columns) -> Rows:
    """The surest other kind on the same words, and how many surer ones stand close by."""
    other = found.kind[:, None] != found.kind[None]
    together = (found.first[None] < found.behind[:, None]) & (found.first[:, None] < found.behind[None])
    alike = found.event[:, None] == found.event[None]
    most = np.where(other & together & alike, found.score[None], 0.0).max(1)
    near = np.abs(found.first[:, None] - found.first[None]) <= 4
    return _stack([most, most > found.score, np.tril(other & near, -1).sum(1) / 3])


def _linked(scored: Scored, status: Floats, found: _Columns) -> Rows:
    """How strongly an event's candidate is linked to surer ones of its kind; the first value is the strongest link."""
    surer = found.surer & found.event[:, None]
    sure = np.where(surer, scored.link * found.score[None], 0.0)
    most, many = sure.max(1), surer.sum(1)
    none = np.log(np.prod(1 - sure, 1) + 1e-3)
    mean = np.where(surer, scored.link, 0.0).sum(1) / np.maximum(many, 1)
    return _stack([most, logits(1 - most), none, mean, many > 0, (sure * (status @ status.T)).max(1)])


def _before(scored: Scored, found: _Columns) -> Rows:
    """How many surer ones of the kind there are, and how the nearest in meaning stands to this one."""
    text = scored.text
    count = found.surer.sum(1)
    many, any_before = np.log1p(count), count > 0
    sentence = text.sentence[found.first]
    here = (found.surer & (sentence[:, None] == sentence[None])).any(1) & found.event
    best = np.where(found.surer, scored.link, -1.0).argmax(1)
    heads = np.array([text.low[last - 1] for last in found.behind.tolist()])
    apart = np.log1p(np.abs(sentence[best] - sentence))
    columns = [heads[best] == heads, apart, found.first[best] < found.first]
    return _stack([many * found.event, many * ~found.event, here, *(column * any_before for column in columns)])


def _words(scored: Scored, found: _Columns) -> Rows:
    words: Words = reader_words()
    text = scored.text
    sentence = text.sentence[found.first]
    digits = np.concatenate([[0], np.cumsum(text.case == DIGIT)])
    last = len(text.low)
    numbers = digits[np.minimum(found.behind + 6, last)] - digits[np.maximum(found.first - 6, 0)]
    before = [frozenset(text.low[max(0, first - 3) : first]) for first in found.first.tolist()]
    heads = [text.low[behind - 1] for behind in found.behind.tolist()]
    told = [[bool(one & known) for one in before] for known in (words.pointing, words.other, words.new)]
    endings = [[head.endswith(ending) for head in heads] for ending in ("s", "ed", "ing")]
    return _stack(
        [
            found.event,
            sentence == 0,
            np.log1p(sentence) / 3,
            found.first / last,
            np.isin(text.case[found.first], list(CAPITALS)),
            text.rarity[found.first],
            *map(np.array, told),
            *map(np.array, endings),
            numbers > 0,
        ]
    )


def _report(scored: Scored, found: _Columns) -> Rows:
    """How much of the report, and of what stands around, tells of a conflict: parties, places, other candidates.

    Warlike words in a text on anything else stand alone.
    """
    words = len(scored.text.low)
    total = float(found.score.sum())
    near = np.abs(found.first[:, None] - found.first[None]) <= _AROUND
    around = np.where(near, found.score[None], 0.0).sum(1) - found.score
    masses = scored.phrases[:, [PhraseKind.PARTY, PhraseKind.PLACE], 0].sum(0) / words
    whole = [math.log1p(total), 50 * total / words, *(10 * masses).tolist(), math.log(words) / 5, _past(scored.text)]
    return np.column_stack([np.log1p(around), np.tile(np.array(whole), (len(around), 1))])


def _past(text: Pieces) -> float:
    """1 for a text that names a year before 1900, or a word like "century", and no later year."""
    years = {int(word) for word in text.low if len(word) == 4 and word.isascii() and word.isdigit()}
    old = any(_FIRST_YEAR <= year < _MODERN for year in years) or not reader_words().past.isdisjoint(text.low)
    return float(old and not any(_MODERN <= year < _FUTURE for year in years))


def group(scored: Scored, opens: NDArray[np.float64], decoding: Decoding) -> list[list[int]]:
    """Candidates grouped into claims, each group's first being the one that opened it.

    From the surest down: one over the floor opens a claim (an analysis phrase, unless it overlaps one that did);
    another joins the claim that it is linked to, or is dropped.
    """
    events = len(decoding.events)
    groups: list[list[int]] = []
    for number, candidate in enumerate(scored.candidates):
        if opens[number] >= (decoding.told if candidate.told else decoding.floor[candidate.kind >= events]):
            if candidate.kind < events or not _overlaps_analysis(scored, groups, candidate, events):
                groups.append([number])
        elif candidate.kind < events and candidate.score > _LEAST_JOINING:
            own = [
                (float(scored.link[number, one].mean()), -at)
                for at, one in enumerate(groups)
                if scored.candidates[one[0]].kind == candidate.kind
            ]
            if own and max(own)[0] >= decoding.join:
                groups[-max(own)[1]].append(number)
    return groups


def _overlaps_analysis(scored: Scored, groups: Sequence[Sequence[int]], candidate: Candidate, events: int) -> bool:
    others = (scored.candidates[one[0]] for one in groups)
    return any(
        other.kind >= events and other.first < candidate.behind and candidate.first < other.behind for other in others
    )


def status_of(scored: Scored, numbers: Sequence[int], decoding: Decoding) -> tuple[int, float]:
    """The status of a claim (its number) from those of its mentions, weighted by how sure they are; its probability.

    A judgement is told as a plain one unless it is surely hedged.
    """
    weight = np.array([scored.candidates[number].score for number in numbers])
    scores = weight @ scored.status[list(numbers)] / weight.sum() + np.array(decoding.status)
    odds = np.exp(scores - scores.max())
    likely = odds / odds.sum()
    best = int(likely.argmax())
    if scored.candidates[numbers[0]].kind >= len(decoding.events) and likely[best] < decoding.hedged:
        best = STATUSES.index("asserted")
    return best, float(likely[best])
