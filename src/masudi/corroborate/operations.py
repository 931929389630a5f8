"""Incidents and analysis claims → operations: what belongs to one offensive, with who attributes what to whom.

Incidents of fighting over ground belong together where one party takes the field in both and they lie near each other
in time and place, or where a report ties them: as a feint and what it covered, or as a part of the whole.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from masudi.corroborate.gists import Site, apart_km, party_key, sites
from masudi.corroborate.origins import Accounts, Alignments, Print
from masudi.corroborate.rules import Rules, load_rules
from masudi.corroborate.rulings import connected
from masudi.corroborate.showing import unique
from masudi.domain import Claim, Party, RelationKind, Status
from masudi.domain.incident import Attributed, Feint, Incident, Operation

_TIES = frozenset({RelationKind.FEINT_FOR, RelationKind.PART_OF})
_REAL = frozenset({Status.ASSERTED, Status.ATTEMPTED})


class _Fight(NamedTuple):
    """An incident of fighting over ground: who attacks whom, where, and from which to which day."""

    incident: Incident
    attackers: frozenset[str]
    defenders: frozenset[str]
    sites: tuple[Site, ...]
    first: int | None
    last: int | None


def operations(
    incidents: Sequence[Incident],
    claims: Iterable[Claim],
    *,
    alignments: Alignments | None = None,
    reprints: Mapping[str, Print] | None = None,
    rules: Rules | None = None,
) -> tuple[Operation, ...]:
    """The operations of a case, by their first days: two fights or more, or one with analysis claims about it,
    and somebody who attacks.

    `claims` are all of the case, those of analysis included; incidents that are only planned, feared or denied make no
    operation.
    """
    rules = rules or load_rules()
    by_id = {claim.id: claim for claim in unique(claims)}
    fights = {one.id: fight for one in incidents if one.status in _REAL and (fight := _fight(one, by_id, rules))}
    home = {claim: one.id for one in incidents for claim in one.claims}
    parts = connected(fights, [*_near(list(fights.values()), rules), *_tied(by_id, home)])
    analysis = _analysis(parts, by_id, home, fights, rules)
    accounts = Accounts(rules, alignments or Alignments(), reprints or {})
    found = [
        _operation([fights[one] for one in sorted(part)], analysis[part], by_id, home, accounts, rules)
        for part in parts
        if (len(part) > 1 or analysis[part]) and any(fights[one].attackers for one in part)
    ]
    return tuple(sorted(found, key=lambda one: (str(one.from_ or "9999"), one.id)))


def _fight(incident: Incident, by_id: Mapping[str, Claim], rules: Rules) -> _Fight | None:
    attackers: set[str] = set()
    defenders: set[str] = set()
    its = [by_id[one] for one in incident.claims if one in by_id]
    fighting = [claim for claim in its if claim.kind in rules.attacker_in and claim.status in _REAL]
    if not fighting:
        return None
    for claim in fighting:
        named = {"actor": _named(claim.actor, rules), "target": _named(claim.target, rules)}
        role = rules.attacker_in[claim.kind]
        attackers |= named[role]
        defenders |= named["target" if role == "actor" else "actor"]
    first, last = (day.toordinal() if day else None for day in (incident.from_, incident.to))
    places = sites(incident.places, rules)
    return _Fight(incident, frozenset(attackers), frozenset(defenders - attackers), places, first, last)


def _named(parties: Iterable[Party], rules: Rules) -> set[str]:
    return {party_key(one, rules) for one in parties if one.entity} - rules.broad_entities


def _near(fights: Sequence[_Fight], rules: Rules) -> list[tuple[str, str]]:
    """The pairs of fights of one attacker that follow each other closely, in time and place."""
    by_attacker: dict[str, list[_Fight]] = defaultdict(list)
    for fight in fights:
        for attacker in fight.attackers:
            if fight.first is not None:
                by_attacker[attacker].append(fight)
    pairs = []
    for its in by_attacker.values():
        its.sort(key=lambda fight: (fight.first, fight.incident.id))
        for at, one in enumerate(its):
            for other in its[at + 1 :]:
                if (other.first or 0) - (one.first or 0) > rules.operations.days:
                    break
                if _close(one, other, rules):
                    pairs.append((one.incident.id, other.incident.id))
    return pairs


def _close(one: _Fight, other: _Fight, rules: Rules) -> bool:
    """Whether they lie near each other; where nobody knows how far apart, whether one report tells of both."""
    known = [(a, b) for a in one.sites for b in other.sites if a.point and b.point]
    if known:
        reach = rules.operations.km
        return any(apart_km(a.point, b.point) <= reach + a.radius + b.radius for a, b in known if a.point and b.point)
    named = any(a.names & b.names for a in one.sites for b in other.sites)
    return named or not set(one.incident.reports).isdisjoint(other.incident.reports)


def _tied(by_id: Mapping[str, Claim], home: Mapping[str, str]) -> list[tuple[str, str]]:
    """The pairs of incidents that a report ties."""
    return [
        (home[claim.id], home[relation.to])
        for claim in by_id.values()
        for relation in claim.relations
        if relation.kind in _TIES and claim.id in home and relation.to in home
    ]


def _analysis(
    parts: Sequence[frozenset[str]],
    by_id: Mapping[str, Claim],
    home: Mapping[str, str],
    fights: Mapping[str, _Fight],
    rules: Rules,
) -> dict[frozenset[str], list[Claim]]:
    """The analysis claims about each set of fights."""
    at = {one: part for part in parts for one in part}
    told: dict[str, Counter[frozenset[str]]] = defaultdict(Counter)
    for ident, incident in home.items():
        if incident in at and ident in by_id:
            told[by_id[ident].sha256_text][at[incident]] += 1
    tied = _tied_analysis(by_id, home)
    ops = rules.operations
    kinds = {*ops.aims, *ops.tactics, *ops.reasons, *ops.assessments}
    found: dict[frozenset[str], list[Claim]] = {part: [] for part in parts}
    for claim in by_id.values():
        if claim.kind not in kinds:
            continue
        linked = [at[incident] for incident in tied[claim.id] if incident in at]
        part = linked[0] if linked else _told_with(claim, told[claim.sha256_text], fights, rules)
        if part is not None:
            found[part].append(claim)
    return found


def _tied_analysis(by_id: Mapping[str, Claim], home: Mapping[str, str]) -> dict[str, list[str]]:
    """For each claim, the incidents to which relations, followed either way, tie it."""
    tied: dict[str, list[str]] = defaultdict(list)
    for claim in by_id.values():
        for relation in claim.relations:
            for one, other in ((claim.id, relation.to), (relation.to, claim.id)):
                if other in home:
                    tied[one].append(home[other])
    return tied


def _told_with(
    claim: Claim, told: Counter[frozenset[str]], fights: Mapping[str, _Fight], rules: Rules
) -> frozenset[str] | None:
    """The fights that the claim's report tells most of, if the claim's actor is a side in them."""
    actors = _named(claim.actor, rules)
    for part, _ in sorted(told.items(), key=lambda item: (-item[1], sorted(item[0]))):
        sides = {name for one in part for name in fights[one].attackers | fights[one].defenders}
        if actors & sides:
            return part
    return None


def _operation(
    fights: Sequence[_Fight],
    analysis: Sequence[Claim],
    by_id: Mapping[str, Claim],
    home: Mapping[str, str],
    accounts: Accounts,
    rules: Rules,
) -> Operation:
    incidents = sorted((fight.incident for fight in fights), key=lambda one: (str(one.from_ or "9999"), one.id))
    days = [day for one in incidents for day in (one.from_, one.to) if day]
    ops = rules.operations
    names = {kind: field for field in ("aims", "tactics", "reasons", "assessments") for kind in getattr(ops, field)}
    told: dict[str, list[Attributed]] = {field: [] for field in names.values()}
    for claim in sorted(analysis, key=lambda one: (str(one.published or ""), one.sha256_text, one.mentions[0].start)):
        for origin in accounts.keys(claim):
            actors = tuple(sorted(_named(claim.actor, rules)))
            told[names[claim.kind]].append(
                Attributed(claim=claim.id, kind=claim.kind, status=claim.status, actors=actors, origin=origin)
            )
    ids = [one.id for one in incidents]
    its = [by_id[claim] for one in incidents for claim in one.claims if claim in by_id]
    attackers = frozenset().union(*(fight.attackers for fight in fights))
    return Operation(
        id=hashlib.sha256(f"operation {min(ids)}".encode()).hexdigest()[:16],
        attackers=tuple(sorted(attackers)),
        defenders=tuple(sorted(frozenset().union(*(fight.defenders for fight in fights)) - attackers)),
        from_=min(days, default=None),
        to=max(days, default=None),
        incidents=tuple(ids),
        gains=tuple(one.id for one in incidents if one.status is Status.ASSERTED and set(one.kinds) & set(ops.gains)),
        cost=tuple(one.id for one in incidents if one.tolls),
        aims=tuple(told["aims"]),
        tactics=tuple(told["tactics"]),
        reasons=tuple(told["reasons"]),
        assessments=tuple(told["assessments"]),
        feints=_feints([*its, *analysis], by_id, home, fights, accounts, rules),
        origins=accounts.origins([*its, *analysis]),
    )


def _feints(
    claims: Iterable[Claim],
    by_id: Mapping[str, Claim],
    home: Mapping[str, str],
    fights: Sequence[_Fight],
    accounts: Accounts,
    rules: Rules,
) -> tuple[Feint, ...]:
    """The feints that reports tell of; accounts of the same feint and the same attack are one."""
    pairs: dict[tuple[str | None, str | None], list[Claim]] = defaultdict(list)
    for claim in claims:
        for relation in claim.relations:
            if relation.kind is RelationKind.FEINT_FOR:
                feint, covered = (_incident_of(by_id.get(one), home, fights, rules) for one in (claim.id, relation.to))
                # What covers itself was put together wrongly: where the feint was stays open.
                pairs[feint if feint != covered else None, covered].append(claim)
    return tuple(
        Feint(
            feint=feint,
            covered=covered,
            claims=tuple(dict.fromkeys(claim.id for claim in its)),
            origins=tuple(sorted({key for claim in its for key in accounts.keys(claim)})),
        )
        for (feint, covered), its in sorted(pairs.items(), key=lambda item: tuple(map(str, item[0])))
    )


def _incident_of(claim: Claim | None, home: Mapping[str, str], fights: Sequence[_Fight], rules: Rules) -> str | None:
    """The incident of a claim; for one of analysis ("the show at the gate was a feint"), the fight then and there."""
    if claim is None or claim.id in home:
        return home[claim.id] if claim else None
    places = sites(claim.place, rules)
    time = claim.time
    day = time.from_.toordinal() if time and time.from_ else None
    for fight in fights:
        here = any(a.names & b.names for a in places for b in fight.sites)
        then = day is None or fight.first is None or abs(day - fight.first) <= 1
        if here and then:
            return fight.incident.id
    return None
