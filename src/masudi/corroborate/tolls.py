"""What the accounts of one incident count, as ranges by origin. Nothing that may overlap is ever added.

Only tolls of the incident itself count. A later toll of an origin supersedes its earlier one; parts of a toll ("of whom
four children") stand beneath it.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from masudi.corroborate.origins import Accounts
from masudi.corroborate.rules import TollRules
from masudi.domain import Claim, RelationKind, Status, Toll, TollScope
from masudi.domain.incident import Figure, TollAccount, TollRange


class _Told(NamedTuple):
    """One toll of one claim."""

    claim: Claim
    at: int
    toll: Toll

    @property
    def figure(self) -> Figure:
        return Figure(claim=self.claim.id, toll=self.at, who=self.toll.who, low=self.toll.low, high=self.toll.high)

    @property
    def size(self) -> int:
        return self.toll.low or self.toll.high or 0


def toll_ranges(claims: Sequence[Claim], accounts: Accounts, rules: TollRules) -> tuple[TollRange, ...]:
    """The ranges of what asserted claims of one incident count, by harm, fighters apart; in that order."""
    told: dict[tuple[str, bool], dict[str, list[_Told]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        if claim.status is Status.ASSERTED:
            for at, toll in enumerate(claim.casualties):
                if toll.scope is TollScope.INCIDENT:
                    for origin in accounts.keys(claim):
                        key = (toll.harm, _whole(claim, toll).who in rules.fighters)
                        told[key][origin].append(_Told(claim, at, toll))
    return tuple(
        _range(harm, fighters, [_account(origin, its, rules) for origin, its in sorted(by_origin.items())])
        for (harm, fighters), by_origin in sorted(told.items())
    )


def _whole(claim: Claim, toll: Toll) -> Toll:
    """The toll of which this one counts some: fighters among the dead are told with all the dead."""
    seen = 0
    while toll.part_of is not None and toll.part_of < len(claim.casualties) and seen < len(claim.casualties):
        toll, seen = claim.casualties[toll.part_of], seen + 1
    return toll


def _range(harm: str, fighters: bool, accounts: list[TollAccount]) -> TollRange:
    lows = [account.low for account in accounts if account.low is not None]
    ends = [end for account in accounts for end in (account.high, account.low) if end is not None]
    high = max(ends, default=None)
    return TollRange(
        harm=harm,
        fighters=fighters,
        low=min(lows, default=None),
        high=high,
        open=any(account.high is None and account.low == high for account in accounts),
        accounts=tuple(accounts),
    )


def _account(origin: str, told: Iterable[_Told], rules: TollRules) -> TollAccount:
    """What one origin counts now, and what it counted before."""
    ordered = sorted(
        told, key=lambda one: (_day(one.claim), one.claim.sha256_text, one.claim.mentions[0].start, one.at)
    )
    wholes = [one for one in ordered if one.toll.part_of is None]
    current = _current(wholes, rules) if wholes else []
    day = max((_day(one.claim) for one in current), default=datetime.date.min)
    parts = [one for one in ordered if one.toll.part_of is not None and _day(one.claim) >= day]
    low, high = _bounds(current or parts)
    return TollAccount(
        origin=origin,
        low=low,
        high=high if current else None,
        figures=_figures(current),
        parts=_figures(parts),
        earlier=_figures(one for one in wholes if one.figure not in _figures(current)),
    )


def _current(wholes: list[_Told], rules: TollRules) -> list[_Told]:
    """The latest count of an origin, with those of the same claim that stand beside it ("two patients and a nurse")."""
    replaced = _replaced(wholes)
    standing = [one for one in wholes if (one.claim.id, one.at) not in replaced] or wholes
    general = [one for one in standing if one.toll.who not in rules.some_of] or standing
    latest = max(_day(one.claim) for one in general)
    # On one day nothing says which came last; tolls grow, so that the largest is taken for the last.
    newest = max((one for one in general if _day(one.claim) == latest), key=lambda one: one.size)
    return [one for one in standing if one.claim is newest.claim]


def _replaced(wholes: Iterable[_Told]) -> set[tuple[str, int]]:
    """The tolls that a report itself says to be out of date."""
    told = list(wholes)
    gone = {relation.to for one in told for relation in one.claim.relations if relation.kind is RelationKind.REPLACES}
    old = {(one.claim.id, one.toll.replaces) for one in told if one.toll.replaces is not None}
    return old | {(one.claim.id, one.at) for one in told if one.claim.id in gone}


def _bounds(current: Sequence[_Told]) -> tuple[int | None, int | None]:
    """The bounds of counts side by side: at least the largest, and no upper end where several may add up."""
    lows = [one.toll.low for one in current if one.toll.low is not None]
    low = max(lows, default=None)
    return low, current[0].toll.high if len(current) == 1 else None


def _figures(told: Iterable[_Told]) -> tuple[Figure, ...]:
    return tuple(dict.fromkeys(one.figure for one in told))


def _day(claim: Claim) -> datetime.date:
    return claim.published or datetime.date.min
