"""Fragments read in this process, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from masudi.scale.marks import Done
from masudi.scale.plan import Fragment
from masudi.scale.reader import Reader, Task


def run(task: Task, fragments: Iterable[Fragment]) -> Iterator[Done]:
    """Read the fragments in their order, and say of each what it came to."""
    reader = Reader(task)
    for fragment in fragments:
        yield reader.read(fragment)
