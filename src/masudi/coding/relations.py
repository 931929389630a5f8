"""What one claim is to another of the same report: feints, aims, reasons, causes, tolls (data/coder/relations.yaml)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, product

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain import Claim, Mention, Relation, RelationKind, Status
from masudi.language import Outline
from masudi.resolve.victims import newer_of


class RelationWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/coder/relations.yaml."""

    feints: frozenset[str]
    turns: frozenset[str]
    feint_kinds: frozenset[str]
    blows: frozenset[str]
    deeds: frozenset[str]
    strikes: frozenset[str]


@cache
def relation_words() -> RelationWords:
    """The words that relations go by, checked."""
    return load_yaml(packaged("coder/relations.yaml"), RelationWords)


def related(outline: Outline, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The same claims with their relations filled in."""
    found: dict[str, list[Relation]] = {claim.id: [] for claim in claims}
    for claim, kind, other in _pairs(outline, claims, _Index(claims)):
        relation = Relation(kind=kind, to=other.id)
        if claim.id != other.id and relation not in found[claim.id]:
            found[claim.id].append(relation)
    by_id = {claim.id: claim for claim in claims}
    return tuple(_with(claim, tuple(found[claim.id]), by_id) for claim in claims)


def _with(claim: Claim, relations: tuple[Relation, ...], by_id: dict[str, Claim]) -> Claim:
    """The claim with its relations; an aim, a feint or a toll without an actor has that of the deed it belongs to."""
    if not relations:
        return claim
    actor, confidence = claim.actor, claim.confidence
    if not actor and claim.kind in ("aim", "tactic", "casualties"):
        deed = by_id[relations[0].to]
        harmed = {party.entity for party in claim.target}
        beside = claim.kind != "casualties" or any(claim.mentions[0].sentence.holds(spot) for spot in deed.mentions)
        # A toll of another sentence may be the enemy's; and nobody deceives or kills himself.
        if beside and not harmed & {party.entity for party in deed.actor}:
            actor = deed.actor
            # It is no surer than that of the deed.
            sure = {field: value for field, value in deed.confidence.fields.items() if field == "actor"}
            confidence = msgspec.structs.replace(confidence, fields={**confidence.fields, **sure})
    return msgspec.structs.replace(claim, actor=actor, confidence=confidence, relations=relations)


class _Index:
    """The mentions of a report's claims in order, so that those near a place are found without going through all."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.mentions = sorted(
            ((mention, claim) for claim in claims for mention in claim.mentions), key=lambda pair: pair[0].start
        )

    def between(self, start: int, end: int, kinds: frozenset[str]) -> list[tuple[Mention, Claim]]:
        """The mentions of claims of some kinds that begin at `start` or later, and before `end`."""
        first = bisect_left(self.mentions, start, key=lambda pair: pair[0].start)
        last = bisect_left(self.mentions, end, lo=first, key=lambda pair: pair[0].start)
        return [(mention, claim) for mention, claim in self.mentions[first:last] if claim.kind in kinds]


def _pairs(outline: Outline, claims: Sequence[Claim], index: _Index) -> Iterator[tuple[Claim, RelationKind, Claim]]:
    words = relation_words()
    for claim in claims:
        if claim.kind in words.feint_kinds and is_feint(outline, claim):
            blow = _blow(outline, claim, index)
            if blow is not None:
                yield claim, RelationKind.FEINT_FOR, blow
        if claim.kind in ("aim", "reason"):
            deed = _before(outline, claim, index, words.deeds)
            if deed is not None:
                yield claim, RelationKind.AIM_OF if claim.kind == "aim" else RelationKind.REASON_FOR, deed
        if claim.kind == "casualties":
            strike = _beside(outline, claim, index, words.strikes)
            if strike is not None:
                yield claim, RelationKind.CAUSED_BY, strike
    yield from _replaced(outline.text, [claim for claim in claims if claim.kind == "casualties"])


def _replaced(text: str, claims: Sequence[Claim]) -> Iterator[tuple[Claim, RelationKind, Claim]]:
    """Tolls told one after the other of which one is said to be the newer number."""
    for first, second in pairwise(sorted(claims, key=lambda claim: claim.mentions[0].start)):
        for one, other in product(first.casualties, second.casualties):
            newer = newer_of(text, one, other)
            if newer is not None:
                yield (first, RelationKind.REPLACES, second) if newer is one else (second, RelationKind.REPLACES, first)
                break


def is_feint(outline: Outline, claim: Claim) -> bool:
    """Whether a tactic's words tell of something pretended."""
    first, last = _tokens(outline, claim)
    words = relation_words().feints
    return any(token.form in words for token in outline.tokens[first : last + 1])


def _tokens(outline: Outline, claim: Claim) -> tuple[int, int]:
    mention = claim.mentions[0]
    return outline.token_at(mention.start), outline.token_at(mention.end - 1)


def _blow(outline: Outline, feint: Claim, index: _Index) -> Claim | None:
    """Where the real blow fell: the first one after a word of turning, else the first one at another place.

    It is told within two sentences of the feint, without such a word in its own or the next.
    """
    words = relation_words()
    first, last = _tokens(outline, feint)
    sentence = outline.tokens[last].sentence
    ends = [outline.sentences[min(sentence + more, len(outline.sentences) - 1)].end for more in (1, 2)]
    turn = next(
        (
            token.start
            for token in outline.tokens[first + 1 :]
            if token.form in words.turns and token.sentence <= sentence + 2
        ),
        None,
    )
    if turn is not None:
        struck = [blow for _, blow in index.between(turn + 1, ends[1], words.blows)]
    else:
        own = {place.text.casefold() for place in feint.place}
        after = (blow for _, blow in index.between(feint.mentions[0].start + 1, ends[0], words.blows))
        struck = [blow for blow in after if any(place.text.casefold() not in own for place in blow.place)]
    return next((blow for blow in struck if blow.status in (Status.ASSERTED, Status.ATTEMPTED)), None)


def _before(outline: Outline, claim: Claim, index: _Index, kinds: frozenset[str]) -> Claim | None:
    """The claim of some kinds last told before this one, in its sentence or the one before; not a denied one."""
    first, _ = _tokens(outline, claim)
    earliest = outline.sentences[max(0, outline.tokens[first].sentence - 1)].start
    near = index.between(earliest, claim.mentions[0].start, kinds)
    return next((other for _, other in reversed(near) if other.status != Status.DENIED), None)


def _beside(outline: Outline, claim: Claim, index: _Index, kinds: frozenset[str]) -> Claim | None:
    """The strike nearest to a toll in its own sentence, else the one last told in the sentence before."""
    mention = claim.mentions[0]
    near = index.between(mention.sentence.start, mention.sentence.end, kinds)
    if near:
        return min(near, key=lambda pair: abs(pair[0].start - mention.start))[1]
    return _before(outline, claim, index, kinds)
