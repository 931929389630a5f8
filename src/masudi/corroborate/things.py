"""Claims of one report → gists: which of them tell the same thing, and what they tell of it together.

A report names a place and a day once and goes on to tell who was killed by what; so what its claims say of one thing is
put together before it is compared with what other reports say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from masudi.corroborate.comparing import barred, compare
from masudi.corroborate.gists import Gist, gist_of, pooled
from masudi.corroborate.joining import Group, join
from masudi.corroborate.rules import Rules, load_rules
from masudi.corroborate.rulings import Rulings
from masudi.corroborate.scoring import chance
from masudi.domain import Claim
from masudi.domain.incident import Ruling


def gists_of(claims: Iterable[Claim], rulings: Sequence[Ruling] = (), rules: Rules | None = None) -> tuple[Gist, ...]:
    """What reports tell of each thing, in order of ids; all claims of a report have to be there.

    Claims of kinds that are in no incident (analysis, control) are left aside. `rulings` are people's word on which
    claims belong together.
    """
    rules = rules or load_rules()
    reports: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.kind in rules.groups_of:
            reports[claim.sha256_text].append(claim)
    found = [gist for its in reports.values() for gist in _told(its, rulings, rules)]
    return tuple(sorted(found, key=lambda gist: gist.id))


def _told(claims: Sequence[Claim], rulings: Sequence[Ruling], rules: Rules) -> list[Gist]:
    """What one report tells."""
    ordered = sorted(claims, key=lambda claim: (min(mention.start for mention in claim.mentions), claim.id))
    bare = [gist_of(claim, ordered[:at], rules) for at, claim in enumerate(ordered)]
    groups = things(bare, Rulings(rulings, [claim.id for claim in ordered]), rules)
    return [pooled([gist for gist in bare if gist.id in group]) for group in groups]


def things(bare: Sequence[Gist], word: Rulings, rules: Rules) -> list[Group]:
    """Which claims of one report (each a gist by itself) tell the same thing."""
    by_id = {gist.id: gist for gist in bare}
    ids = sorted(by_id)
    # Each is of one kind, and of most pairs the kinds alone say that they are two things.
    kinds = {gist.id: gist.kinds[0] for gist in bare}
    scores = {}
    for at, one in enumerate(ids):
        kin = rules.kin[kinds[one]]
        for other in ids[at + 1 :]:
            if kinds[other] not in kin:
                continue
            answers = compare(by_id[one], by_id[other], rules)
            if answers is not None and (score := chance(answers, rules)) >= rules.floor:
                scores[one, other] = score

    def forbidden(group: Group, other: Group) -> bool:
        return word.apart(group, other) or any(barred(by_id[a], by_id[b], rules) for a in group for b in other)

    return join(map(tuple, word.joined()), scores, rules.threshold.within, forbidden)
