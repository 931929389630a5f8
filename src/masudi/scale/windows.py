"""Windows of time: in which month (or year, for what lasts so long) the blocks of a claim lie.

Claims that share a block share its window, so that windows can be linked apart from each other. A claim of the last
night of a month has blocks in both.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from functools import lru_cache

from masudi.corroborate.blocks import what_of, when_of
from masudi.corroborate.rules import Rules


def windows_of(keys: Iterable[str], rules: Rules, cuts: int) -> frozenset[str]:
    """The windows of some blocks (`masudi.corroborate.blocks_of`, with or without the last character).

    A window is cut into `cuts` by what is looked for (a group of kinds, or a deed or count without a place), so that
    one of a busy month fits a worker's memory.
    """
    return frozenset(f"{_when(when_of(key), rules.blocks.days)}-{_cut(what_of(key), cuts)}" for key in keys)


# Claims have some ten blocks each, in a few hundred stretches of time and for a few dozen things in all.
@lru_cache(maxsize=10_000)
def _when(when: str, days: int) -> str:
    """The month or year of a block's time, whose stretches are of so many days."""
    what, _, number = when.partition(" ")
    if what == "days":
        return datetime.date.fromordinal(int(number) * days).strftime("%Y-%m")
    return number


@lru_cache(maxsize=10_000)
def _cut(what: str, cuts: int) -> int:
    return int.from_bytes(hashlib.blake2b(what.encode(), digest_size=8).digest()) % cuts
