"""What a case that is open does with bundles: all of it out, or all of it in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from masudi.casefile import bundling
from masudi.casefile.case_incidents import CaseIncidents
from masudi.domain.bundle import Record


class CaseBundles(CaseIncidents):
    """The part of `masudi.casefile.Case` that has to do with bundles."""

    def dump(self) -> Iterator[Record]:
        """All that the case holds, as records; see `masudi.domain.bundle`."""
        with self._reading() as connection:
            yield from bundling.dump(connection)

    def take_in(self, records: Iterable[Record]) -> None:
        """Become the case that the records hold, which this one has to be new and empty for: whole, or not at all."""
        with self._writing(durable=False) as connection:
            bundling.load(connection, records)
