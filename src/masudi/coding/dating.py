"""Which time of a report is a claim's: a model of choice over the times that may be its, and none.

Every time that may be a claim's has a score, so has that it has none, and that it has one which the text's words do
not give; a claim's scores make probabilities (a conditional logit). Times of the same days count together. A claim
gets the likeliest days where they are likely enough beside none at all. `training.dating` fits the weights, which
are kept by name in data/coder/dating.json; to these scores a hidden layer adds what the encoder makes of the words of
the mention and of the time (`masudi.coding.dating_hidden`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec
import numpy as np

from masudi.coding.dating_features import (
    ALONE,
    CLAIM_NUMBERS,
    NUMBERS,
    SPOTS,
    Dates,
    Rows,
    Undated,
    claim_classes,
    classes,
)
from masudi.coding.dating_hidden import Hidden, read_hidden
from masudi.coding.dating_rows import Worded, dates_of
from masudi.data import packaged
from masudi.domain import Time
from masudi.errors import KnowledgeError
from masudi.language import Outline
from masudi.resolve.times import TimeMention


class DatingWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/coder/dating.json: weights by name.

    `rows`: of what is known of a time, by its spot; `none` and `other`: of what is known of a claim, for that it has
    no time and for that it has one that the text's words do not give. `least`: how likely days must be, as a multiple
    of the probability of none.
    """

    least: float
    rows: dict[str, dict[str, float]]
    none: dict[str, float]
    other: dict[str, float]


def row_names() -> tuple[str, ...]:
    """The names of a row's features: numbers, then a name for each that a class can have."""
    return (*NUMBERS, *(f"{kind} {name}" for kind, names in classes().items() for name in names))


def claim_names() -> tuple[str, ...]:
    """The names of a claim's features."""
    known = claim_classes()
    alone = (f"no time, {kind} {name}" for kind in ALONE for name in known[kind])
    return (*CLAIM_NUMBERS, *(f"{kind} {name}" for kind, names in known.items() for name in names), *alone)


class Dater:
    """The model with its weights as arrays; KnowledgeError where the weights are for other features."""

    def __init__(self, weights: DatingWeights, hidden: Hidden, path: str = "dating.json") -> None:
        if set(weights.rows) != set(SPOTS):
            raise KnowledgeError(path, f"`rows` must be by spot: {', '.join(SPOTS)}")
        names, own = row_names(), claim_names()
        self._least, self._hidden = weights.least, hidden
        self._rows = np.array([_ordered(weights.rows[spot], names, path) for spot in SPOTS])
        self._none = _ordered(weights.none, own, path)
        self._other = _ordered(weights.other, own, path)

    def date(
        self,
        lines: Outline,
        words: Worded,
        times: Sequence[TimeMention],
        reference: datetime.date | None,
        claims: Sequence[Undated],
    ) -> list[Time | None]:
        """The dated time of each claim, from the times of its text; `reference` is the report's day."""
        if not claims:
            return []
        return [time and time.plain() for time in self.chosen(dates_of(lines, words, times, reference, claims))]

    def chosen(self, dates: Dates, least: float | None = None) -> list[TimeMention | None]:
        """The time of each claim, None where it has none; `least` in place of that of the weights."""
        least = self._least if least is None else least
        likely, none = self.likelihoods(dates)
        found: list[TimeMention | None] = []
        ends = np.searchsorted(dates.claim, np.arange(len(none) + 1)).tolist()
        for number, sure in enumerate(none.tolist()):
            rows = slice(ends[number], ends[number + 1])
            best = _best([dates.times[at] for at in dates.time[rows].tolist()], likely[rows].tolist())
            found.append(best[0] if best is not None and best[1] >= least * sure else None)
        return found

    def likelihoods(self, dates: Dates) -> tuple[Rows, Rows]:
        """The probability of each row to be right, and that of each claim to have no time."""
        scores = (dates.numbers * self._rows[dates.spot, : len(NUMBERS)]).sum(1)
        at = len(NUMBERS)
        for name, names in classes().items():
            scores += self._rows[dates.spot, at + dates.kinds[name]]
            at += len(names)
        hidden = self._hidden.scores(dates)
        scores += hidden[0]
        none, other = (self._of_claims(dates, weights) for weights in (self._none, self._other))
        none, other = none + hidden[1], other + hidden[2]
        most = np.maximum(none, other)
        np.maximum.at(most, dates.claim, scores)
        rows, none, other = np.exp(scores - most[dates.claim]), np.exp(none - most), np.exp(other - most)
        total = none + other + np.bincount(dates.claim, rows, len(most))
        return rows / total[dates.claim], none / total

    def _of_claims(self, dates: Dates, weights: Rows) -> Rows:
        scores = np.asarray(dates.claim_numbers @ weights[: len(CLAIM_NUMBERS)], np.float64)
        at, alone = len(CLAIM_NUMBERS), dates.claim_numbers[:, CLAIM_NUMBERS.index("no time")]
        known = claim_classes()
        for name, names in known.items():
            scores += weights[at + dates.claim_kinds[name]]
            at += len(names)
        for name in ALONE:
            scores += alone * weights[at + dates.claim_kinds[name]]
            at += len(known[name])
        return scores


def _ordered(weights: Mapping[str, float], names: Iterable[str], path: str) -> Rows:
    order = list(names)
    if set(weights) != set(order):
        wrong = sorted(set(weights) ^ set(order))[0]
        raise KnowledgeError(path, f"has weights of other features than the program: {wrong!r}. Fit it anew.")
    return np.array([weights[name] for name in order])


def _best(times: Sequence[TimeMention], likely: Sequence[float]) -> tuple[TimeMention, float] | None:
    """The likeliest days with their probability, as the likeliest of the times that give them; None without times."""
    days: dict[tuple[datetime.date | None, datetime.date | None], float] = {}
    for time, one in zip(times, likely, strict=True):
        days[time.from_, time.to] = days.get((time.from_, time.to), 0.0) + one
    if not days:
        return None
    chosen, sure = max(days.items(), key=lambda item: item[1])
    same = [(one, time) for time, one in zip(times, likely, strict=True) if (time.from_, time.to) == chosen]
    return max(same, key=lambda pair: pair[0])[1], sure


def read_weights(path: Path) -> DatingWeights:
    """A file of weights; KnowledgeError where it does not have the shape."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=DatingWeights)
    except (OSError, msgspec.DecodeError) as fault:
        raise KnowledgeError(str(path), f"is no file of weights: {fault}") from None


@cache
def load_dater() -> Dater:
    """The packaged one, checked."""
    path = packaged("coder/dating.json")
    hidden = read_hidden(packaged("coder/dating.npz"), len(row_names()), len(claim_names()))
    return Dater(read_weights(path), hidden, str(path))
