"""Small counts of people withheld, with what would give them away: by subtraction, nothing is left to be found.

The method is complementary suppression, as in statistical disclosure control: where a small cell goes, so many others
go that it cannot be worked out from what stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from masudi.domain import Claim, Toll, kept_tolls
from masudi.publish.policy import Counts

# From the most general to those that are some of them: of one incident and harm, one alone of these stays.
_GENERAL = ("people", "civilians", "combatants")


def withheld_tolls(claims: Iterable[Claim], home: Mapping[str, str], rules: Counts) -> dict[str, tuple[Toll, ...]]:
    """By the id of each claim the tolls that may go.

    `home` says of which incident a claim is. Where any count of an incident is withheld, of the same harm only counts
    of one class stay there: all people, where any account counts them; else all civilians, or all fighters.
    """
    told: dict[tuple[str, str], list[Toll]] = defaultdict(list)
    claims = list(claims)
    for claim in claims:
        for toll in claim.casualties:
            told[home.get(claim.id, claim.id), toll.harm].append(toll)
    staying = {key: _staying(tolls, rules) for key, tolls in told.items()}
    left = {}
    for claim in claims:
        where = home.get(claim.id, claim.id)
        stay = {toll: _stays(toll, staying[where, toll.harm], rules) for toll in claim.casualties}
        left[claim.id] = kept_tolls(claim.casualties, stay.__getitem__)
    return left


def _staying(tolls: list[Toll], rules: Counts) -> str | None:
    """The one class that stays where a count is small; "" for all."""
    if not any(_small(one, rules) for one in tolls):
        return ""
    whole = {one.who for one in tolls if _is_whole(one) and not _small(one, rules)}
    return next((one for one in _GENERAL if one in whole), None)


def _stays(toll: Toll, staying: str | None, rules: Counts) -> bool:
    if staying == "":
        return True
    return staying is not None and toll.who == staying and _is_whole(toll) and not _small(toll, rules)


def _is_whole(toll: Toll) -> bool:
    return toll.who in _GENERAL and not (toll.sex or toll.age_group or toll.civil_status) and toll.part_of is None


def _small(toll: Toll, rules: Counts) -> bool:
    of_them = toll.who in rules.who or toll.age_group in rules.age_groups or toll.harm in rules.harms
    number = toll.high if toll.high is not None else toll.low
    return of_them and (number is None or number < rules.smallest)
