"""Which words may be mentions: peaks of the scores of events, stretches of those of analysis."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from masudi.language.network import Floats
from masudi.language.pairs import Candidate
from masudi.language.pieces import Ints

# Words below these probabilities are no candidates. What becomes of candidates is decided later: on forty training
# reports none that was less likely opened a claim.
_LEAST_EVENT, _LEAST_ANALYSIS = 0.12, 0.12
# A mention goes on while its words score at least this share of the best one.
_OF_PEAK = 0.4
# How much good first and last words count beside the overlap that is to be expected.
_EDGE = 0.15
# No analysis phrase is longer than this many words; longer stretches are cut.
_LONGEST = 80


def event_candidates(scores: Floats, sentence: Ints) -> list[Candidate]:
    """The peaks of each kind's scores (words x kinds) with the words around them that score nearly as much."""
    found: list[Candidate] = []
    for kind in range(scores.shape[1]):
        column = scores[:, kind]
        over = np.flatnonzero(column >= _LEAST_EVENT)
        for run in _runs(over, sentence):
            found.extend(_peaks(column, run[0], run[-1] + 1, kind))
    return found


def _runs(numbers: NDArray[np.intp], sentence: Ints) -> Iterator[list[int]]:
    """Runs of neighbouring words of one sentence."""
    run: list[int] = []
    for number in numbers.tolist():
        if run and (number != run[-1] + 1 or sentence[number] != sentence[run[-1]]):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _peaks(column: Floats, start: int, end: int, kind: int) -> Iterator[Candidate]:
    """The peaks within one run of words, the highest first; what only leads up to a peak is none of its own."""
    left = {at: float(column[at]) for at in range(start, end)}
    taken: list[tuple[int, int]] = []
    while left:
        at = max(left, key=lambda word: left[word])
        top = left[at]
        first, last = at, at
        while first - 1 in left and left[first - 1] >= _OF_PEAK * top:
            first -= 1
        while last + 1 in left and left[last + 1] >= _OF_PEAK * top:
            last += 1
        for word in range(first, last + 1):
            del left[word]
        if not any(last + 1 == other[0] or first == other[1] for other in taken):
            yield Candidate(kind, first, last + 1, top)
        taken.append((first, last + 1))


def stretches(inside: Floats, first: Floats, start: int, end: int, least: float) -> list[tuple[int, int]]:
    """Runs of words start to end that score at least `least`, gaps of two words bridged, cut where a span begins."""
    found: list[list[int]] = []
    for at in (np.flatnonzero(inside[start:end] >= least) + start).tolist():
        if found and at - found[-1][1] <= 2 and not (first[at] > 0.5 and at - found[-1][0] > 3):
            found[-1][1] = at + 1
        else:
            found.append([at, at + 1])
    return [(one[0], one[1]) for one in found]


def analysis_candidates(scores: Floats, sentence: Ints, kinds: Sequence[int]) -> list[Candidate]:
    """Phrases of the analysis kinds (words x kinds x 3) with these numbers, at most one for each stretch of a sentence.

    Within a stretch it is the span whose overlap with the true one is greatest to be expected, with good edges.
    """
    found: list[Candidate] = []
    bounds = [*np.flatnonzero(np.diff(sentence, prepend=-1)).tolist(), len(sentence)]
    for number, kind in enumerate(kinds):
        inside, first, last = scores[:, number].T
        if not (inside >= _LEAST_ANALYSIS).any():
            continue
        for start, end in pairwise(bounds):
            for one in stretches(inside, first, start, end, _LEAST_ANALYSIS):
                chosen = _best_span(inside, first, last, one)
                if chosen[1] - chosen[0] >= 2:
                    found.append(Candidate(kind, *chosen, _sureness(inside, first, last, chosen, (start, end))))
    return found


def _best_span(inside: Floats, first: Floats, last: Floats, stretch: tuple[int, int]) -> tuple[int, int]:
    start, end = stretch[0], min(stretch[1], stretch[0] + _LONGEST)
    total = np.concatenate([[0.0], np.cumsum(inside[start:end])])
    one, other = np.triu_indices(end - start)
    within = total[other + 1] - total[one]
    overlap = within / (other - one + 1 + total[-1] - within)
    best = int(np.argmax(overlap + _EDGE * (first[start + one] + last[start + other])))
    return start + int(one[best]), start + int(other[best]) + 1


def _sureness(inside: Floats, first: Floats, last: Floats, span: tuple[int, int], sentence: tuple[int, int]) -> float:
    start, end = span
    opening = first[max(sentence[0], start - 1) : min(sentence[1], start + 2)].max()
    closing = last[max(sentence[0], end - 2) : min(sentence[1], end + 1)].max()
    return 0.7 * float(inside[start:end].mean()) + 0.3 * math.sqrt(opening * closing)
