"""Claims of one report → gists: which of them tell the same thing, and what they leave to the rest of it.

A report names a place and a day once and goes on to tell who was killed by what. A claim without a place or a time takes
these from the other claims about the same thing; where none of them says, from the thing told before it in the report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from masudi.corroborate.comparing import barred, compare
from masudi.corroborate.gists import Gist, Site, bare_gist
from masudi.corroborate.joining import Group, join
from masudi.corroborate.rules import Rules, load_rules
from masudi.corroborate.scoring import chance
from masudi.domain import Claim


def gists_of(claims: Iterable[Claim], rules: Rules | None = None) -> tuple[Gist, ...]:
    """The gists of claims of any reports, in order of ids; all claims of a report have to be there.

    Claims of kinds that are in no incident (analysis, control) have none.
    """
    rules = rules or load_rules()
    reports: dict[str, list[Gist]] = defaultdict(list)
    for claim in claims:
        if claim.kind in rules.groups_of:
            reports[claim.sha256_text].append(bare_gist(claim, rules))
    found = [gist for its in reports.values() for gist in _in_context(its, rules)]
    return tuple(sorted(found, key=lambda gist: gist.id))


def _in_context(bare: Sequence[Gist], rules: Rules) -> list[Gist]:
    """The gists of one report, told in the order of the text, each with its thing and what that lends it."""
    by_id = {gist.id: gist for gist in sorted(bare, key=lambda gist: (gist.start, gist.id))}
    filled: list[Gist] = []
    for group in things(list(by_id.values()), rules):
        members = [one for ident, one in by_id.items() if ident in group]
        sites = _sites(members)
        days = _days(members)
        filled.extend(_filled(one, members[0].id, sites, days) for one in members)
    return filled


def things(bare: Sequence[Gist], rules: Rules) -> list[Group]:
    """Which claims of one report tell the same thing."""
    by_id = {gist.id: gist for gist in bare}
    ids = sorted(by_id)
    scores = {}
    for at, one in enumerate(ids):
        for other in ids[at + 1 :]:
            answers = compare(by_id[one], by_id[other], rules)
            if answers is not None and (score := chance(answers, rules)) >= rules.floor:
                scores[one, other] = score

    def forbidden(group: Group, other: Group) -> bool:
        return any(barred(by_id[a], by_id[b], rules) for a in group for b in other)

    return join(([one] for one in ids), scores, rules.threshold, forbidden)


def _sites(members: Sequence[Gist]) -> tuple[Site, ...]:
    """The places of the member that gives the finest, the first in the text of these."""
    given = [one for one in members if one.sites]
    fine = [one for one in given if not any(site.coarse for site in one.sites)]
    return (fine or given)[0].sites if given else ()


def _days(members: Sequence[Gist]) -> tuple[int | None, int | None] | None:
    """The shortest time that a member gives."""
    dated = [one for one in members if one.dated]
    shortest = min(dated, key=lambda one: (one.days, one.first), default=None)
    return (shortest.first, shortest.last) if shortest else None


def _filled(one: Gist, thing: str, sites: tuple[Site, ...], days: tuple[int | None, int | None] | None) -> Gist:
    first, last, dated = one.first, one.last, one.dated
    if not dated and days:
        first, last, dated = *days, True
    return msgspec.structs.replace(one, thing=thing, sites=one.sites or sites, first=first, last=last, dated=dated)
