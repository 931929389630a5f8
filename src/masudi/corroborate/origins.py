"""Whose account a claim is (the quoted source, else the publisher; reprints share theirs), and on which side it stands.

Corroboration counts distinct origins. It is never one score of truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec

from masudi.corroborate.rules import Rules
from masudi.domain import Claim, Party, Source, Status
from masudi.domain.incident import Corroboration, Origin
from masudi.domain.origins import name_key, origins_of, quotes_itself, source_origin
from masudi.domain.text import one_line


class Alignments(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """On which side publishers and parties stand: camps by publisher's name, and by an actor's id or entity.

    A party that is not named here is its own camp by its entity, unless corroborate.yaml says that such stand on none.
    """

    publishers: Mapping[str, str] = {}
    actors: Mapping[str, str] = {}

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """The camps of publishers by their names without capitals, accents and article."""
        return {name_key(name): camp for name, camp in self.publishers.items()}


class Print(msgspec.Struct, frozen=True, kw_only=True):
    """For a report that prints the text of another: the SHA-256 of the first print's text, and who published that."""

    first: str
    publisher: str | None = None


class _Voice(NamedTuple):
    """Somebody who says a claim: `quoted` in it, or the publisher itself."""

    key: str
    name: str
    camp: str | None
    quoted: bool


class Accounts:
    """Finds the origin and the camp of claims."""

    def __init__(self, rules: Rules, alignments: Alignments, reprints: Mapping[str, Print]) -> None:
        """`reprints`: by the SHA-256 of a report's text, whose text it prints."""
        self._rules, self._actors, self._reprints = rules, alignments.actors, reprints
        self._publishers = alignments.by_name
        self._keys: dict[str, tuple[str, ...]] = {}

    def keys(self, claim: Claim) -> tuple[str, ...]:
        """The origins of a claim, as keys: several where it quotes several."""
        if (known := self._keys.get(claim.id)) is None:
            known = origins_of(claim, self._rules.broad_entities, publisher=self._first_publisher(claim))
            self._keys[claim.id] = known
        return known

    def origins(self, claims: Iterable[Claim]) -> tuple[Origin, ...]:
        """The origins of some claims, in the order of their keys, each with its claims."""
        said: dict[str, list[Claim]] = {}
        names: dict[str, str] = {}
        camps: dict[str, str | None] = {}
        quoted: set[str] = set()
        for claim in claims:
            for voice in self._voices(claim):
                key = voice.key
                if not said.setdefault(key, []) or said[key][-1] is not claim:
                    said[key].append(claim)
                names[key] = min(names.get(key, voice.name), voice.name)
                camps[key] = camps.get(key) or voice.camp
                quoted.update({key} if voice.quoted else ())
        return tuple(
            Origin(
                key=key,
                name=names[key],
                quoted=key in quoted,
                camp=camps[key],
                claims=tuple(claim.id for claim in said[key]),
                against_interest=tuple(claim.id for claim in said[key] if self._against(claim, camps[key])),
            )
            for key in sorted(said)
        )

    def camp_of(self, party: Party | Source) -> str | None:
        """The side of a party; None for those that stand on none, and for those that are not known."""
        for name in (party.actor_id, party.entity):
            if name and name in self._actors:
                return self._actors[name]
        return party.entity if party.entity and party.entity not in self._rules.no_camp else None

    def _voices(self, claim: Claim) -> Iterable[_Voice]:
        """Who says the claim: whom it quotes, else who published it first."""
        publisher = self._first_publisher(claim)
        own = publisher or claim.publisher or claim.report
        camp = self._publishers.get(name_key(own))
        if not claim.source:
            [key] = self.keys(claim)
            yield _Voice(key, own, camp, quoted=False)
        for source in claim.source:
            key = source_origin(source, claim, self._rules.broad_entities, publisher=publisher)
            if quotes_itself(source, claim, publisher=publisher):
                yield _Voice(key, own, camp or self.camp_of(source), quoted=False)
            else:
                name = one_line(source.text)
                side = self._publishers.get(name_key(name)) or self.camp_of(source)
                yield _Voice(key, name, side, quoted=True)

    def _first_publisher(self, claim: Claim) -> str | None:
        """Who published the text first, where the report prints another's."""
        first = self._reprints.get(claim.sha256_text)
        return first.publisher if first else None

    def _against(self, claim: Claim, camp: str | None) -> bool:
        """Whether its own camp would rather not have this said."""
        if camp is None or claim.status is not Status.ASSERTED:
            return False
        harmed = {name for party in claim.target for name in (party.entity,) if name}
        harmed |= {toll.who for toll in claim.casualties}
        for interest in self._rules.against_interest:
            own = claim.actor if interest.own == "actor" else claim.target
            admits = claim.kind in interest.kinds and any(self.camp_of(party) == camp for party in own)
            if admits and (not interest.harmed or harmed & set(interest.harmed)):
                return True
        return False


def corroboration(origins: Sequence[Origin], claims: Sequence[Claim], reprints: Mapping[str, Print]) -> Corroboration:
    """How many independent accounts there are among the origins, going by these claims, which assert it."""
    ids = {claim.id for claim in claims}
    asserting = [origin for origin in origins if not ids.isdisjoint(origin.claims)]
    reports = {claim.sha256_text for claim in claims}
    texts = {reprints[report].first if report in reprints else report for report in reports}
    return Corroboration(
        origins=len(asserting),
        reports=len(texts),
        camps=tuple(sorted({origin.camp for origin in asserting if origin.camp})),
        unaligned=sum(origin.camp is None for origin in asserting),
        against_interest=any(not ids.isdisjoint(origin.against_interest) for origin in asserting),
    )
