"""Casualty claims as lines: what one claim says, or, for one place and day, the range of what several reports say.

A range names who says its ends. Counts of different reports are never added up, for they may count the same people.
"""

from __future__ import annotations

from collections.abc import Sequence

from masudi.brief.attribution import Voices, hedge_alone, hedged
from masudi.brief.counts import counts
from masudi.brief.draft import Draft, Said, one_line, plain, tidy
from masudi.brief.naming import Names, listed
from masudi.brief.places import place_key, place_phrases, where
from masudi.brief.quoting import evidence, quoted_clause
from masudi.brief.ranges import ranged
from masudi.brief.timing import when
from masudi.brief.values import Part, PartRole
from masudi.brief.wording import Wording
from masudi.domain import Claim, RelationKind, Status


class TollTeller:
    """Writes lines about casualties."""

    def __init__(self, names: Names, voices: Voices, words: Wording) -> None:
        self.names, self.voices, self.words = names, voices, words

    def line(self, cluster: Sequence[Said]) -> Draft:
        """The line about claims that count the same people."""
        several = len({self._figures(one) for one in cluster}) > 1
        parts = self._range(cluster) if several else self._sentence(cluster)
        return Draft(
            body=parts,
            evidence=tuple(dict.fromkeys(found for one in cluster for found in evidence(one))),
            status=Status.ASSERTED,
            origins=self.voices.origins(cluster),
        )

    def clusters(said: Sequence[Said]) -> list[list[Said]]:
    """The claims, those together that count the same people: one place and day, or said by the report itself to be.

    Within one report distinct claims are distinct things; so each report gives a cluster one claim, unless it says
    that two are the same toll.
    """
    found: list[list[Said]] = []
    for one in said:
        fits = [cluster for cluster in found if _same_toll(cluster, one) or _same_event(cluster, one)]
        best = min(fits, key=lambda cluster: min(_distance(one, other) for other in cluster), default=None)
        if best is None:
            found.append([one])
        else:
            best.append(one)
    return found


def _same_toll(cluster: Sequence[Said], one: Said) -> bool:
    return any(
        other.number == one.number and any(r.kind is RelationKind.SAME_TOLL and r.to == b.id for r in a.relations)
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
    harms = {(t.harm, t.who == "combatants") for t in one.casualties} & {
        (t.harm, t.who == "combatants") for t in other.casualties
    }
    return bool(places and harms)


def _distance(one: Said, other: Said) -> float:
    """How far apart two claims' largest counts are, as a ratio; the nearest are taken for the same."""
    a, b = (max((t.low or t.high or 1 for t in said.claim.casualties), default=1) for said in (one, other))
    return max(a, b) / max(1, min(a, b))


def of_fighters(claim: Claim) -> bool:
    """Whether all that the claim counts are fighters; who is not said to be one is never taken for one."""
    return bool(claim.casualties) and all(toll.who == "combatants" for toll in claim.casualties)
