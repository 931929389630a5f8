"""Fits the model of dates: the options of annotated claims as matrices, and stochastic gradient descent over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from masudi.coding.dating import DatingWeights, claim_names, row_names
from masudi.coding.dating_features import ALONE, CLAIM_NUMBERS, NUMBERS, SPOTS, Dates, claim_classes, classes
from masudi.coding.dating_hidden import Hidden

Matrix = NDArray[np.float32]
Numbers = NDArray[np.int64]
Days = tuple[str, str]
Weights = dict[str, Matrix]

# Units of the hidden layer, rounds over all reports, reports of a step, the first rate (it falls to nothing as a
# cosine), the share of states and units that a step leaves out, and how strongly weights are drawn to zero: chosen on
# the held-out reports, where 48 to 128 units and 12 to 24 rounds do the same within a point.
_UNITS, _ROUNDS, _BATCH, _RATE, _DROP = 64, 12, 24, 3e-3, 0.3
_PULL = {"mention": 1e-2, "time": 1e-2, "wide": 2e-3, "known": 1e-3, "out": 1e-3}
# What a step leaves of the averages of slopes, of their squares and of the weights that are kept.
_SLOPES, _SQUARES, _KEPT = 0.9, 0.999, 0.995


class Dated(NamedTuple):
    """A report's claims with the times that may be theirs; `days`: the days of each claim, None without any."""

    name: str
    dates: Dates
    days: list[Days | None]


class Choices(NamedTuple):
    """The options of a report's claims as matrices.

    Of each claim first that it has no time, then that it has one which the words do not give, then its rows. `wide`,
    `known`: options x features, of the scores by name and of the hidden layer; `claim`: the claim of each option;
    `mention`, `time`: the numbers of their states (time -1 for none); `right`: whether the annotators say so.
    """

    wide: Matrix
    known: Matrix
    claim: Numbers
    mention: Numbers
    time: Numbers
    right: NDArray[np.bool_]
    mention_states: Matrix
    time_states: Matrix


def choices(report: Dated) -> Choices:
    """The options of all claims of a report."""
    dates, count = report.dates, len(report.days)
    rows = np.arange(len(dates.claim)) + 2 * (dates.claim + 1)
    opens = np.searchsorted(dates.claim, np.arange(count)) + 2 * np.arange(count)
    size = len(rows) + 2 * count
    mention, time = np.zeros(size, np.int64), np.full(size, -1)
    mention[rows], time[rows] = dates.mention, dates.time
    mention[opens] = mention[opens + 1] = dates.first
    row, own = _row_features(dates), _claim_features(dates)
    wide = np.zeros((size, len(SPOTS) * row.shape[1] + 2 * own.shape[1]), np.float32)
    for spot in range(len(SPOTS)):
        here = dates.spot == spot
        wide[rows[here], spot * row.shape[1] : (spot + 1) * row.shape[1]] = row[here]
    known = np.zeros((size, sum(_widths().values())), np.float32)
    spots = np.eye(len(SPOTS), dtype=np.float32)[dates.spot]
    known[rows, : -own.shape[1] - 2] = np.concatenate([row, spots, dates.claim_numbers[dates.claim]], 1)
    for option in range(2):
        first = len(SPOTS) * row.shape[1] + option * own.shape[1]
        wide[opens + option, first : first + own.shape[1]] = own
        known[opens + option, -own.shape[1] - 2 : -2] = own
        known[opens + option, option - 2] = 1
    claim = np.repeat(np.arange(count), 2 + np.bincount(dates.claim, minlength=count))
    right = np.concatenate(list(_right(report)))
    return Choices(wide, known, claim, mention, time, right, dates.mention_states, dates.time_states)


def _widths() -> dict[str, int]:
    """How many features of the hidden layer each part of its weights is for, in their order."""
    row, claim = len(row_names()), len(claim_names())
    return {"row": row, "spot": len(SPOTS), "beside": len(CLAIM_NUMBERS), "claim": claim, "option": 2}


def _right(report: Dated) -> Iterator[NDArray[np.bool_]]:
    dates = report.dates
    known = [(str(time.from_), str(time.to)) for time in dates.times]
    for number, days in enumerate(report.days):
        hit = np.array([known[at] == days for at in dates.time[dates.claim == number].tolist()], np.bool_)
        yield np.concatenate([[days is None, days is not None and not hit.any()], hit])


def _row_features(dates: Dates) -> Matrix:
    eyes = [np.eye(len(names), dtype=np.float32)[dates.kinds[name]] for name, names in classes().items()]
    assert dates.numbers.shape[1] == len(NUMBERS)
    return np.concatenate([dates.numbers.astype(np.float32), *eyes], 1)


def _claim_features(dates: Dates) -> Matrix:
    numbers = dates.claim_numbers.astype(np.float32)
    eyes = {
        name: np.eye(len(names), dtype=np.float32)[dates.claim_kinds[name]] for name, names in claim_classes().items()
    }
    alone = numbers[:, CLAIM_NUMBERS.index("no time"), None]
    return np.concatenate([numbers, *eyes.values(), *(alone * eyes[name] for name in ALONE)], 1)


def joined(parts: Sequence[Choices]) -> Choices:
    """The options of several reports as those of one."""
    claims = np.cumsum([0, *(int(part.claim[-1]) + 1 for part in parts)])
    mentions = np.cumsum([0, *(len(part.mention_states) for part in parts)])
    times = np.cumsum([0, *(len(part.time_states) for part in parts)])
    shifted = [
        part._replace(
            claim=part.claim + claims[at],
            mention=part.mention + mentions[at],
            time=np.where(part.time < 0, -1, part.time + times[at]),
        )
        for at, part in enumerate(parts)
    ]
    return Choices(*(np.concatenate(column) for column in zip(*shifted, strict=True)))


def scores(options: Choices, weights: Weights) -> Matrix:
    """The score of each option."""
    return _forward(options, weights, None)[0]


class _Passed(NamedTuple):
    """What the way back needs of the way there."""

    options: Choices
    sums: Matrix
    units: Matrix
    left: Matrix


def _forward(options: Choices, weights: Weights, random: np.random.Generator | None) -> tuple[Matrix, _Passed]:
    """The scores of options; with `random` some states and units are left out."""
    if random is not None:
        options = options._replace(
            mention_states=options.mention_states * _left(options.mention_states.shape, random),
            time_states=options.time_states * _left(options.time_states.shape, random),
        )
    dated = options.time >= 0
    sums = options.known @ weights["known"] + (options.mention_states @ weights["mention"])[options.mention]
    sums[dated] += (options.time_states @ weights["time"])[options.time[dated]]
    left = np.ones_like(sums) if random is None else _left(sums.shape, random)
    units = np.maximum(sums, 0) * left
    return units @ weights["out"] + options.wide @ weights["wide"], _Passed(options, sums, units, left)


def _left(shape: tuple[int, ...], random: np.random.Generator) -> Matrix:
    kept = random.random(shape, np.float32) > _DROP
    return np.asarray(kept / np.float32(1 - _DROP), np.float32)


def _backward(slope: Matrix, weights: Weights, passed: _Passed) -> Weights:
    """The slope of the loss by weights, from that by scores."""
    options = passed.options
    down = slope[:, None] * weights["out"] * (passed.sums > 0) * passed.left
    mentions = np.zeros((len(options.mention_states), down.shape[1]), np.float32)
    times = np.zeros((len(options.time_states), down.shape[1]), np.float32)
    dated = options.time >= 0
    np.add.at(mentions, options.mention, down)
    np.add.at(times, options.time[dated], down[dated])
    return {
        "wide": options.wide.T @ slope,
        "known": options.known.T @ down,
        "mention": options.mention_states.T @ mentions,
        "time": options.time_states.T @ times,
        "out": passed.units.T @ slope,
    }


def likelihoods(values: Matrix, claim: Numbers) -> Matrix:
    """The probability of each option among those of its claim."""
    most = np.full(int(claim[-1]) + 1, -np.inf, np.float32)
    np.maximum.at(most, claim, values)
    odds = np.exp(values - most[claim])
    return np.asarray(odds / np.bincount(claim, odds)[claim], np.float32)


def _slope(options: Choices, values: Matrix) -> Matrix:
    """The slope, by scores, of how unlikely the right options of the claims are."""
    likely, right = likelihoods(values, options.claim), options.right
    sure = np.bincount(options.claim, likely * right)
    wanted = np.where(right, likely / np.maximum(sure[options.claim], 1e-9), 0.0)
    return np.asarray((likely - wanted) / len(sure), np.float32)


def fit(reports: Sequence[Choices], seed: int = 0) -> Weights:
    """Weights under which the right options of the claims are likeliest (Adam over a few reports at a time)."""
    random = np.random.default_rng(seed)
    weights = _beginning(reports[0], random)
    slopes, squares = ({name: np.zeros_like(value) for name, value in weights.items()} for _ in range(2))
    kept = {name: value.copy() for name, value in weights.items()}
    batches = [joined(reports[at : at + _BATCH]) for at in range(0, len(reports), _BATCH)]
    steps = _ROUNDS * len(batches)
    order = [number for _ in range(_ROUNDS) for number in random.permutation(len(batches)).tolist()]
    for step, number in enumerate(order, 1):
        values, passed = _forward(batches[number], weights, random)
        rate = _RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
        for name, slope in _backward(_slope(batches[number], values), weights, passed).items():
            slopes[name] = _SLOPES * slopes[name] + (1 - _SLOPES) * slope
            squares[name] = _SQUARES * squares[name] + (1 - _SQUARES) * slope**2
            mean, square = slopes[name] / (1 - _SLOPES**step), squares[name] / (1 - _SQUARES**step)
            weights[name] = weights[name] - rate * (mean / (np.sqrt(square) + 1e-8) + _PULL[name] * weights[name])
            weights[name] = weights[name].astype(np.float32)
            kept[name] = _KEPT * kept[name] + (1 - _KEPT) * weights[name]
    return {name: value.astype(np.float32) for name, value in kept.items()}


def _beginning(report: Choices, random: np.random.Generator) -> Weights:
    def some(size: tuple[int, ...], spread: float) -> Matrix:
        return random.normal(0, spread, size).astype(np.float32)

    states = report.mention_states.shape[1]
    return {
        "wide": np.zeros(report.wide.shape[1], np.float32),
        "known": some((report.known.shape[1], _UNITS), 0.1),
        "mention": some((states, _UNITS), 0.03),
        "time": some((states, _UNITS), 0.03),
        "out": some((_UNITS,), 0.1),
    }


def named(weights: Weights, least: float) -> tuple[DatingWeights, Hidden]:
    """Weights as the program has them: those of the scores by name, rounded, and the hidden layer."""
    names, own = row_names(), claim_names()
    values = [round(value, 4) for value in weights["wide"].tolist()]
    rows = {spot: dict(zip(names, values[at * len(names) :], strict=False)) for at, spot in enumerate(SPOTS)}
    rest = values[len(SPOTS) * len(names) :]
    none, other = dict(zip(own, rest[: len(own)], strict=True)), dict(zip(own, rest[len(own) :], strict=True))
    parts = dict(zip(_widths(), np.split(weights["known"], np.cumsum(list(_widths().values()))[:-1]), strict=True))
    hidden = Hidden(mention=weights["mention"], time=weights["time"], out=weights["out"], **parts)
    return DatingWeights(least, rows, none, other), hidden
