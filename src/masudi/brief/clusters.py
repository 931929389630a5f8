"""Which casualty claims count the same people, so that a line can set their counts side by side."""

from __future__ import annotations

from collections.abc import Sequence

from masudi.brief.draft import Said
from masudi.brief.places import place_key
from masudi.domain import Claim, RelationKind

# What a claim is to another that counts the same people.
_SAME = frozenset({RelationKind.SAME_TOLL, RelationKind.REPLACES})


def clusters(said: Sequence[Said]) -> list[list[Said]]:
    """The claims, those together that count the same people: of one place and day, or of one toll as the report says.

    Within one report distinct claims are distinct things; so each report gives a cluster one claim, unless it says
    that two are the same toll.
    """
    found: list[list[Said]] = []
    # Only clusters of one place and day, or of one report, can fit; to ask all of them would take a square of time.
    at: dict[object, list[list[Said]]] = {}
    for one in said:
        keys = _keys(one)
        near = {id(cluster): cluster for key in keys for cluster in at.get(key, ())}
        fits = [cluster for cluster in near.values() if _same_toll(cluster, one) or _same_event(cluster, one)]
        best = min(fits, key=lambda cluster: min(_distance(one, other) for other in cluster), default=None)
        if best is None:
            best = []
            found.append(best)
        best.append(one)
        for key in keys:
            if not any(cluster is best for cluster in at.setdefault(key, [])):
                at[key].append(best)
    return found


def _keys(one: Said) -> list[object]:
    time = one.claim.time
    dates = (time.from_, time.to) if time and time.from_ else None
    return [one.number, *((place_key(place), dates) for place in one.claim.place if dates)]


def _same_toll(cluster: Sequence[Said], one: Said) -> bool:
    return any(
        other.number == one.number and any(r.kind in _SAME and r.to == b.id for r in a.relations)
        for other in cluster
        for a, b in ((one.claim, other.claim), (other.claim, one.claim))
    )


def _same_event(cluster: Sequence[Said], one: Said) -> bool:
    if any(other.number == one.number for other in cluster):
        return False
    return any(_same_place_day(other.claim, one.claim) for other in cluster)


def _same_place_day(one: Claim, other: Claim) -> bool:
    first, second = one.time, other.time
    if not (first and second and first.from_ and first.from_ == second.from_ and first.to == second.to):
        return False
    places = {place_key(place) for place in one.place} & {place_key(place) for place in other.place}
    return bool(places and _harms(one) & _harms(other))


def _harms(claim: Claim) -> set[tuple[str, bool]]:
    """What befell whom; fighters and others are never one count."""
    return {(toll.harm, toll.who == "combatants") for toll in claim.casualties}


def _distance(one: Said, other: Said) -> float:
    """How far apart two claims' largest counts are, as a ratio; the nearest are taken for the same."""
    a, b = (max((t.low or t.high or 1 for t in said.claim.casualties), default=1) for said in (one, other))
    return max(a, b) / max(1, min(a, b))
