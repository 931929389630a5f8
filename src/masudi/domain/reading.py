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

    def at_least(self, confidence: float) -> Reading:
        """The same reading with the claims of at least this confidence (0 to 1) and the relations among them.

        A claim whose confidence was not estimated stays.
        """
        kept = [one for one in self.claims if one.confidence.claim is None or one.confidence.claim >= confidence]
        ids = {one.id for one in kept}
        return Reading(report=self.report, claims=tuple(_among(one, ids) for one in kept))


def _among(claim: Claim, ids: set[str]) -> Claim:
    relations = tuple(relation for relation in claim.relations if relation.to in ids)
    return claim if relations == claim.relations else msgspec.structs.replace(claim, relations=relations)
