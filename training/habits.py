"""How often which sort of party fills which role of which kind, in the reports that the reader learnt from."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from masudi.coding.decoding import ROLES, Habits
from masudi.coding.sides import load_sorts
from training.reports import Example, Gold

# So many parties are added to those of a kind, divided as those of all kinds are: few are seen of the rarer kinds.
_PRIOR = 8
# Added to shares, so that what was never seen has log odds within bounds.
_LEAST = 0.001


def habits(examples: Sequence[Example]) -> Habits:
    """The habits of parties by the annotated claims of some reports."""
    claims = [claim for example in examples for claim in example.claims]
    kinds = sorted({claim.kind for claim in claims})
    return Habits(
        {role: {kind: _filled(claims, role, kind) for kind in kinds} for role in ROLES},
        {role: _sorts(claims, role, kinds) for role in ("actor", "target")},
    )


def _filled(claims: Sequence[Gold], role: str, kind: str) -> float:
    filled = [bool(claim.roles[role]) for claim in claims if claim.kind == kind]
    share = (sum(filled) + 2) / (len(filled) + 4)
    return round(math.log(share / (1 - share)), 4)


def _sorts(claims: Sequence[Gold], role: str, kinds: Sequence[str]) -> dict[str, dict[str, float]]:
    seen: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
    for claim in claims:
        seen[claim.kind].update(load_sorts().of(filler.entity) for filler in claim.roles[role])
    everywhere = sum(seen.values(), Counter[str]())
    return {
        kind: {
            sort: round(_aptness(here[sort], here.total(), everywhere[sort] / everywhere.total()), 4)
            for sort in sorted(everywhere)
        }
        for kind, here in seen.items()
    }


def _aptness(seen: int, of: int, elsewhere: float) -> float:
    share = (seen + _PRIOR * elsewhere) / (of + _PRIOR)
    return math.log((share + _LEAST) / (elsewhere + _LEAST))
