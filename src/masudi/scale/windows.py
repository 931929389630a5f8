"""Windows: stretches of time and things looked for, which are linked apart from each other, several to a job.

A window is a month (or year, for what lasts so long) and a group of kinds, or a deed or count without a place. Claims
that share a block share its window. A claim of the last night of a month has blocks in both.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from functools import lru_cache

from masudi.corroborate.blocks import what_of, when_of
from masudi.corroborate.rules import Rules


def jobs_of(keys: Iterable[str], rules: Rules, jobs: int) -> frozenset[int]:
    """Which of so many jobs compare the claims of some blocks (`masudi.corroborate.blocks_of`).

    Keys are with or without the last character. A job has many windows, for most of them are small.
    """
    return frozenset(_job(what_of(key), when_of(key), rules.blocks.days, jobs) for key in keys)


# Claims have some ten blocks each, in a few hundred stretches of time and for a few dozen things in all.
@lru_cache(maxsize=50_000)
def _job(what: str, when: str, days: int, jobs: int) -> int:
    """The job of a thing and of a block's time, which is a month, a year, or a number of stretches of so many days."""
    unit, _, number = when.partition(" ")
    if unit == "days":
        number = datetime.date.fromordinal(int(number) * days).strftime("%Y-%m")
    return int.from_bytes(hashlib.blake2b(f"{what}|{number}".encode(), digest_size=8).digest()) % jobs
