"""Lines, areas and circles with no more points than can be seen."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
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


def thinned_areas(rings: Iterable[Sequence[Point]], off: float, least: float) -> Iterator[list[Point]]:
    """Rings as `thinned`, without those that are smaller than `least` both ways."""
    for ring in rings:
        line = thinned(ring, off)
        if max(max(axis) - min(axis) for axis in zip(*line, strict=True)) >= least:
            yield line


def circle_of(x: float, y: float, radius: float, corners: int) -> list[Point]:
    """A circle as a closed line of so many corners."""
    turn = 2 * math.pi / corners
    line = [(x + radius * math.cos(turn * at), y + radius * math.sin(turn * at)) for at in range(corners)]
    return [*line, line[0]]


def corners_of(radius: float, off: float) -> int:
    """How many corners a circle needs whose sides are to lie no further off than `off`."""
    if radius <= off:
        return _LEAST_CORNERS
    return max(_LEAST_CORNERS, math.ceil(math.pi / math.acos(1 - off / radius)))
