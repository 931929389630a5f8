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

    def at_least(self, confidence: float, *, actor: float = 0.0) -> Reading:
        """The same reading with the claims of at least this confidence (0 to 1) and the relations among them.

        `actor`: actors that are less sure than this are left out. What was not estimated stays.
        """
        kept = [one for one in self.claims if one.confidence.claim is None or one.confidence.claim >= confidence]
        ids = {one.id for one in kept}
        return Reading(report=self.report, claims=tuple(_sure(_among(one, ids), actor) for one in kept))


def _sure(claim: Claim, actor: float) -> Claim:
    # Those who flee are the actor of their flight: nobody is accused by it.
    sure = claim.kind == "displacement" or claim.confidence.fields.get("actor", 1.0) >= actor
    return claim if sure or not claim.actor else msgspec.structs.replace(claim, actor=())


def _among(claim: Claim, ids: set[str]) -> Claim:
    relations = tuple(relation for relation in claim.relations if relation.to in ids)
    return claim if relations == claim.relations else msgspec.structs.replace(claim, relations=relations)
