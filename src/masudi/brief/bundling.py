"""Which claims one line tells: equal ones, or all those of one incident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from masudi.brief.clusters import clusters
from masudi.brief.draft import Said
from masudi.brief.grouping import groups
from masudi.brief.naming import Names


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """Claims that one line tells: in the words of `lead`, borne out by `others`.

    `differing` are of the same thing and name another actor.
    """

    lead: Sequence[Said]
    others: Sequence[Said] = ()
    differing: Sequence[Said] = ()

    def __len__(self) -> int:
        return len(self.lead) + len(self.others) + len(self.differing)


class Bundling(Protocol):
    """Puts claims together, in the order in which the first of each is made."""

    def events(self, claims: Sequence[Said]) -> list[Bundle]:
        """Claims of events and states."""

    def tolls(self, claims: Sequence[Said]) -> list[list[Said]]:
        """Claims about casualties, those together that count the same people."""


class ByReports:
    """Of reports alone: those claims are one that have the same kind, status, actor, place and day."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def events(self, claims: Sequence[Said]) -> list[Bundle]:
        """As `Bundling`."""
        return [Bundle(lead=group) for group in groups(claims, self._names)]

    def tolls(self, claims: Sequence[Said]) -> list[list[Said]]:
        """As `Bundling`."""
        return clusters(claims)


class ByIncidents:
    """Of a case: one line an incident, and for claims of none as of reports."""

    def __init__(self, names: Names, home: Mapping[str, str]) -> None:
        """`home` is, by the id of a claim, the incident that it is of."""
        self._names, self._home, self._known = names, home, frozenset(home.values())

    def events(self, claims: Sequence[Said]) -> list[Bundle]:
        """As `Bundling`; claims of one incident that have another status are told in a line of their own."""
        found: dict[tuple[str, str], list[Said]] = {}
        for one in claims:
            key = (self._home.get(one.claim.id, f"no incident {one.claim.id}"), one.claim.status.value)
            found.setdefault(key, []).append(one)
        alone = [mine[0] for (home, _), mine in found.items() if home not in self._known]
        bundles = [self._bundle(mine) for (home, _), mine in found.items() if home in self._known]
        bundles += [Bundle(lead=group) for group in groups(alone, self._names)]
        order = {one.claim.id: at for at, one in enumerate(claims)}
        return sorted(bundles, key=lambda bundle: min(order[one.claim.id] for one in bundle.lead))

    def _bundle(self, claims: Sequence[Said]) -> Bundle:
        equal = groups(claims, self._names)
        lead = max(equal, key=lambda group: (_reports(group), _detail(group[0]), -equal.index(group)))
        actors = self._actors(lead)
        others: list[Said] = []
        differing: list[Said] = []
        for one in (one for group in equal if group is not lead for one in group):
            other = self._actors([one])
            (differing if actors and other and not actors & other else others).append(one)
        return Bundle(lead=lead, others=others, differing=differing)

    def _actors(self, claims: Sequence[Said]) -> set[str]:
        return {self._names.key(party) for one in claims for party in one.claim.actor}

    def tolls(self, claims: Sequence[Said]) -> list[list[Said]]:
        """As `Bundling`."""
        found: dict[str, list[Said]] = {}
        for one in claims:
            found.setdefault(self._home.get(one.claim.id, one.claim.id), []).append(one)
        return list(found.values())


def _reports(group: Sequence[Said]) -> int:
    return len({one.number for one in group})


def _detail(one: Said) -> int:
    """How much a claim says: the fullest is told."""
    claim = one.claim
    parts = (claim.actor, claim.target, claim.place, claim.means, claim.time, claim.casualties)
    return sum(map(bool, parts))
