"""What a claim says of its own fields holds together, on all the sample reports."""

from __future__ import annotations

from masudi.data import packaged
from masudi.domain import Reading
from masudi.pipeline import read_many


def test_no_words_are_both_actor_and_target_and_only_what_is_filled_has_a_confidence() -> None:
    readings = [one for one in read_many(packaged("samples")) if isinstance(one, Reading)]
    claims = [claim for reading in readings for claim in reading.claims]
    assert len(claims) > 100
    for claim in claims:
        assert not any(actor.overlaps(target) for actor in claim.actor for target in claim.target)
        filled = {role for role in ("actor", "target", "place", "means", "source") if getattr(claim, role)}
        assert set(claim.confidence.fields) - {"status"} == filled, claim
