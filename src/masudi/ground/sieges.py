"""What reports say of sieges and of the people shut in: kept as it is said, beside what is computed."""

from __future__ import annotations

from collections.abc import Iterator

from masudi.domain import Claim
from masudi.domain.origins import origins_of
from masudi.domain.pocket import PeopleSaid, SiegeSaid
from masudi.ground.dates import when
from masudi.ground.rules import ControlRules

SIEGES = frozenset({"siege", "relief"})
CUT = "cut"
"""What a claim is shown as whose sentence says that ground was cut in two."""
SHUT_IN = "besieged"
"""The harm of tolls that count people shut in."""


def sieges_said(claim: Claim, rules: ControlRules) -> Iterator[SiegeSaid]:
    """What a claim says of a siege, its relief or a cut, for each place that the gazetteer knows and each origin."""
    cut = (claim.kind in SIEGES or claim.kind in rules.by_kind) and rules.tells_cut(claim.mentions[0].sentence.text)
    days = when(claim, lasts=claim.kind == "siege") if cut or claim.kind in SIEGES else None
    if days is None:
        return
    entity = claim.source[0].entity if claim.source else None
    for place in dict.fromkeys(place.gazetteer_id for place in claim.place if place.gazetteer_id):
        for origin in origins_of(claim, rules.broad):
            yield SiegeSaid(
                claim=claim.id,
                report=claim.report,
                kind=CUT if cut else claim.kind,
                origin=origin,
                by=tuple(dict.fromkeys(party.entity or party.name or party.text for party in claim.actor)),
                place=place,
                words=claim.mentions[0].sentence.text,
                first=days.first,
                last=days.until,
                hedged=claim.hedge.level in rules.weak,
                definition=rules.definition(entity),
            )


def people_said(claim: Claim, rules: ControlRules) -> Iterator[PeopleSaid]:
    """The counts of people shut in that a claim gives, for each place that the gazetteer knows and each origin."""
    tolls = [toll for toll in claim.casualties if toll.harm == SHUT_IN and toll.part_of is None]
    days = when(claim, lasts=True) if tolls else None
    if days is None:
        return
    for place in dict.fromkeys(place.gazetteer_id for place in claim.place if place.gazetteer_id):
        for origin in origins_of(claim, rules.broad):
            for toll in tolls:
                yield PeopleSaid(
                    claim=claim.id,
                    report=claim.report,
                    origin=origin,
                    who=toll.who,
                    low=toll.low,
                    high=toll.high,
                    place=place,
                    words=toll.text,
                    first=days.first,
                    last=days.until,
                    hedged=claim.hedge.level in rules.weak,
                )
