"""Lines with no more points than can be seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from masudi.draw.values import Point

# A circle has at least so many corners, however small it is.
_LEAST_CORNERS = 12


def thinned(line: Sequence[Point], off: float) -> list[Point]:
    """The line with fewer points, none of those left out further off than `off` (Douglas and Peucker, 1973).

    Of a closed line at least four points are kept, so that it stays an area.
    """
    if len(line) < 3:
        return list(line)
    points = np.array(line)
    keep = {0, len(line) - 1}
    if line[0] == line[-1] and len(line) > 4:
        keep.add(int(np.hypot(*(points - points[0]).T).argmax()))
    parts = list(pairwise(sorted(keep)))
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        start, along = points[first], points[last] - points[first]
        between = points[first + 1 : last] - start
        length = float(np.hypot(*along))
        away = np.abs(along[0] * between[:, 1] - along[1] * between[:, 0]) / length if length else np.hypot(*between.T)
        at = int(away.argmax())
        if away[at] > off:
            keep.add(first + 1 + at)
            parts += [(first, first + 1 + at), (first + 1 + at, last)]
    if line[0] == line[-1] and len(keep) < 4:
        keep |= {len(line) // 3, 2 * len(line) // 3}
    return [line[at] for at in sorted(keep)]


def corners_of(radius: float, off: float) -> int:
    """How many corners a circle needs whose sides are to lie no further off than `off`."""
    if radius <= off:
        return _LEAST_CORNERS
    return max(_LEAST_CORNERS, math.ceil(math.pi / math.acos(1 - off / radius)))
