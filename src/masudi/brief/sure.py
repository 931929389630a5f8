"""What a reader is sure enough of to stand in a brief, which is read as it stands."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from masudi.brief.wording import wording
from masudi.domain import Claim, Reading

# Claims are told from this confidence on: what is more likely right than wrong.
LEAST = 0.5
# And an actor is named from this one on: of those in held-out reports 84 % are right, of all others 50 %.
_LEAST_ACTOR = 0.75


def sure(readings: Iterable[Reading], least: float | None = None) -> list[Reading]:
    """The readings with the claims of at least the confidence `least` (0 to 1; LEAST if None), and sure actors alone.

    What has no confidence was not estimated, and stays.
    """
    cut = (reading.at_least(LEAST if least is None else least) for reading in readings)
    return [
        msgspec.structs.replace(reading, claims=tuple(named_surely(claim) for claim in reading.claims))
        for reading in cut
    ]


def named_surely(claim: Claim) -> Claim:
    """The claim without its actors where the reader is not sure enough of them; they do the claim's deed by name."""
    words = wording().kind(claim.kind)
    befallen = words is not None and words.befalls_actor
    if befallen or claim.confidence.fields.get("actor", 1.0) >= _LEAST_ACTOR:
        return claim
    return msgspec.structs.replace(claim, actor=())
