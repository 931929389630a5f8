"""What reading a report yields."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from masudi.domain.claim import Claim
from masudi.domain.report import Report


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One report and its claims, in the order in which the report makes them."""

    report: Report
    claims: tuple[Claim, ...]

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)
