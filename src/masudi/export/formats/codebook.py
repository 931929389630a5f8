"""What the tables of all codebooks have in common: the events with a code of the codebook, and all others aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from masudi.domain.view import Published
from masudi.export.formats.aside import aside
from masudi.export.formats.cells import Cell, table
from masudi.export.formats.events import Event, events
from masudi.export.formats.model import Column, File, Format


def codebook(name: str, *, says: str, columns: tuple[Column, ...], row: Callable[[Event], dict[str, Cell]]) -> Format:
    """The format in the shape of the codebook that data/crosswalk.yaml calls `name`; `row` is one event in it."""

    def write(published: Published) -> Iterator[File]:
        found, others = events(published.view, name)
        yield File(ending="", data=table([one.name for one in columns], map(row, found)))
        yield aside(others)

    return Format(name=name, suffix=".csv", says=says, columns=columns, write=write)
