"""Claims of one incident → what it shows: status, time, places, what is agreed, tolls, contradictions, origins."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from masudi.corroborate.comparing import place_answer
from masudi.corroborate.contradictions import contradictions
from masudi.corroborate.gists import STATUSES, days_told, party_key, site, sites
from masudi.corroborate.origins import Accounts, Alignments, Print, corroboration
from masudi.corroborate.rules import Rules, load_rules
from masudi.corroborate.tolls import toll_ranges
from masudi.domain import Claim, Party, Place, Status
from masudi.domain.incident import Fact, Grouping, Incident, Ruling, RulingKind, StatusCount
from masudi.domain.text import folded

_AT = frozenset({"same", "near", "inside", "same_area", "unknown"})


def show(
    grouping: Grouping,
    claims: Iterable[Claim],
    *,
    alignments: Alignments | None = None,
    reprints: Mapping[str, Print] | None = None,
    rulings: Sequence[Ruling] = (),
    rules: Rules | None = None,
) -> Incident:
    """What the claims of one incident add up to.

    `claims` are those of the grouping (others are left aside). `alignments` say on which side publishers and parties
    stand, `reprints` which reports print another's text, by the SHA-256 of their text.
    """
    rules = rules or load_rules()
    prints = reprints or {}
    held = frozenset(grouping.claims)
    its = sorted(unique(one for one in claims if one.id in held), key=_order)
    accounts = Accounts(rules, alignments or Alignments(), prints)
    asserted = [claim for claim in its if claim.status is Status.ASSERTED]
    told = asserted or its
    origins = accounts.origins(its)
    tolls = toll_ranges(its, accounts, rules.tolls)
    first, last = _period(told, rules)
    places = _places(told, rules)
    return Incident(
        id=grouping.id,
        kinds=_by_count(claim.kind for claim in told),
        status=min((claim.status for claim in its), key=STATUSES.index),
        statuses=tuple(_statuses(its, accounts)),
        from_=first,
        to=last,
        places=places,
        claims=tuple(claim.id for claim in its),
        reports=tuple(dict.fromkeys(claim.sha256_text for claim in its)),
        facts=tuple(_agreed(asserted, places, accounts, rules)),
        tolls=tolls,
        contradictions=contradictions(its, tolls, accounts, rules),
        origins=origins,
        corroboration=corroboration(origins, asserted, prints),
        pinned=any(ruling.kind is RulingKind.PIN and ruling.incident == grouping.id for ruling in rulings),
    )


def unique(claims: Iterable[Claim]) -> list[Claim]:
    """The claims, one for each id: reports with the very same text make the same claims; the first print counts."""
    found: dict[str, Claim] = {}
    for claim in sorted(claims, key=_order):
        found.setdefault(claim.id, claim)
    return list(found.values())


def _order(claim: Claim) -> tuple[datetime.date, str, str, int, str]:
    published = claim.published or datetime.date.max
    return published, claim.publisher or "", claim.report, claim.mentions[0].start, claim.id


def _by_count(values: Iterable[str]) -> tuple[str, ...]:
    """The values, the most frequent first, then by name."""
    return tuple(name for name, _ in sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))


def _statuses(claims: Sequence[Claim], accounts: Accounts) -> Iterator[StatusCount]:
    for status in STATUSES:
        its = [claim for claim in claims if claim.status is status]
        if its:
            origins = {key for claim in its for key in accounts.keys(claim)}
            yield StatusCount(status=status, claims=len(its), origins=len(origins))


def _period(claims: Sequence[Claim], rules: Rules) -> tuple[datetime.date | None, datetime.date | None]:
    """The days that claims of one day name, else the shortest time that a claim gives."""
    found = (days_told(claim, rules) for claim in claims)
    dated = [(one.first, one.last) for one in found if one.dated and one.first is not None and one.last is not None]
    if not dated:
        return None, None
    shortest = min(last - first for first, last in dated)
    chosen = [(first, last) for first, last in dated if last - first == shortest]
    first, last = min(first for first, _ in chosen), max(last for _, last in chosen)
    return datetime.date.fromordinal(first), datetime.date.fromordinal(last)


def _places(claims: Sequence[Claim], rules: Rules) -> tuple[Place, ...]:
    """The distinct places, areas only where nothing finer is given; those that most claims name first."""
    named: dict[str, list[Place]] = {}
    for claim in claims:
        for place in claim.place:
            named.setdefault(place.gazetteer_id or folded(place.name or place.text), []).append(place)
    fine = {key: its for key, its in named.items() if not all(site(place, rules).coarse for place in its)}
    ordered = sorted((fine or named).items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(its[0] for _, its in ordered)


def _agreed(claims: Sequence[Claim], places: Sequence[Place], accounts: Accounts, rules: Rules) -> Iterator[Fact]:
    """Fields of which the claims that give them all say the same; `places` are theirs."""
    yield from _shared("kind", claims, lambda claim: {claim.kind}, accounts)
    yield from _shared("day", claims, lambda claim: _one_day(claim, rules), accounts)
    yield from _one_place(claims, places, accounts, rules)
    yield from _shared("actor", claims, lambda claim: _keys(claim.actor, rules), accounts)
    yield from _shared("target", claims, lambda claim: _keys(claim.target, rules), accounts)
    yield from _shared("means", claims, lambda claim: {folded(span.text) for span in claim.means}, accounts)


def _shared(
    field: str, claims: Sequence[Claim], values: Callable[[Claim], set[str]], accounts: Accounts
) -> Iterator[Fact]:
    given = [(claim, found) for claim in claims if (found := values(claim))]
    if given:
        for value in sorted(set.intersection(*(found for _, found in given))):
            yield _fact(field, value, [claim for claim, _ in given], accounts)


def _one_day(claim: Claim, rules: Rules) -> set[str]:
    first, last, dated = days_told(claim, rules)
    return {datetime.date.fromordinal(first).isoformat()} if dated and first is not None and first == last else set()


def _keys(parties: Iterable[Party], rules: Rules) -> set[str]:
    return {party_key(party, rules) for party in parties if party.entity}


def _one_place(claims: Sequence[Claim], places: Sequence[Place], accounts: Accounts, rules: Rules) -> Iterator[Fact]:
    """The place that most claims name, where all others may lie at it."""
    given = [claim for claim in claims if claim.place]
    if not given:
        return
    only = (site(places[0], rules),)
    if all(place_answer(only, sites(claim.place, rules), rules)[0] in _AT for claim in given):
        yield _fact("place", places[0].name or places[0].text, given, accounts)


def _fact(field: str, value: str, claims: Sequence[Claim], accounts: Accounts) -> Fact:
    origins = {key for claim in claims for key in accounts.keys(claim)}
    ids = tuple(claim.id for claim in claims)
    return Fact(field=field, value=value, claims=ids, origins=tuple(sorted(origins)))
