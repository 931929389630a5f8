"""Fitting the weights of small models: Adam (Kingma and Ba 2015) on all data at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float64]


def descend(
    start: Weights, slope: Callable[[Weights], Weights], rates: Iterable[float], *, keep: float = 0.999
) -> Weights:
    """The weights after a step at each of the `rates` from `start`, down the `slope` of a loss.

    `keep` is what a step leaves of the average of the slope's squares.
    """
    weights, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step, rate in enumerate(rates, 1):
        down = slope(weights)
        mean, square = 0.9 * mean + 0.1 * down, keep * square + (1 - keep) * down**2
        weights = weights - rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - keep**step)) + 1e-8)
    return weights
