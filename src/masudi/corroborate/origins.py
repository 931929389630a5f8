"""Whose account a claim is (the quoted source, else the publisher; reprints share theirs), and on which side it stands.

Corroboration counts distinct origins. It is never one score of truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import msgspec

from masudi.corroborate.gists import folded
from masudi.corroborate.rules import Rules
from masudi.domain import Claim, Party, Source, Status
from masudi.domain.incident import Corroboration, Origin


class Alignments(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """On which side publishers and parties stand: camps by publisher's name, and by an actor's id or entity.

    A party that is not named here is its own camp by its entity, unless corroborate.yaml says that such stand on none.
    """

    publishers: Mapping[str, str] = {}
    actors: Mapping[str, str] = {}

    @cached_property
    def folded(self) -> Mapping[str, str]:
        """The camps of publishers by their names without capitals and accents."""
        return {folded(name): camp for name, camp in self.publishers.items()}


class Print(msgspec.Struct, frozen=True, kw_only=True):
    """For a report that prints the text of another: the SHA-256 of the first print's text, and who published that."""

    first: str
    publisher: str | None = None


class Accounts:
    """Finds the origin and the camp of claims."""

    def __init__(self, rules: Rules, alignments: Alignments, reprints: Mapping[str, Print]) -> None:
        """`reprints`: by the SHA-256 of a report's text, whose text it prints."""
        self._rules, self._actors, self._reprints = rules, alignments.actors, reprints
        self._publishers = alignments.folded

    def keys(self, claim: Claim) -> tuple[str, ...]:
        """The origins of a claim, as keys: several where it quotes several."""
        quoted = dict.fromkeys(self._source_key(source, claim) for source in claim.source)
        return tuple(quoted) or (self._publisher_key(claim),)

    def origins(self, claims: Iterable[Claim]) -> tuple[Origin, ...]:
        """The origins of some claims, in the order of their keys, each with its claims."""
        said: dict[str, list[Claim]] = {}
        names: dict[str, str] = {}
        camps: dict[str, str | None] = {}
        for claim in claims:
            for key, name, camp in self._of(claim):
                if not said.setdefault(key, []) or said[key][-1] is not claim:
                    said[key].append(claim)
                names[key] = min(names.get(key, name), name)
                camps[key] = camps.get(key) or camp
        return tuple(
            Origin(
                key=key,
                name=names[key],
                quoted=not key.startswith("publisher "),
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

    def _of(self, claim: Claim) -> Iterable[tuple[str, str, str | None]]:
        if not claim.source:
            publisher = self._publisher(claim)
            yield self._publisher_key(claim), publisher, self._publishers.get(folded(publisher))
        for source in claim.source:
            key = self._source_key(source, claim)
            own = key.startswith("publisher ")
            name = self._publisher(claim) if own else " ".join(source.text.split())
            yield key, name, self._publishers.get(folded(name)) or self.camp_of(source)

    def _source_key(self, source: Source, claim: Claim) -> str:
        words = folded(source.text)
        if words == folded(self._publisher(claim)):
            return self._publisher_key(claim)
        if source.actor_id:
            return f"actor {source.actor_id}"
        if source.entity and source.entity not in self._rules.broad_entities:
            return f"entity {source.entity}"
        return f"words {words}"

    def _publisher(self, claim: Claim) -> str:
        first = self._reprints.get(claim.sha256_text)
        return (first.publisher if first else None) or claim.publisher or claim.report

    def _publisher_key(self, claim: Claim) -> str:
        return f"publisher {folded(self._publisher(claim))}"

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
