"""What a page shows of a claim: the card beside the text, and which pieces of the text it lights."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from masudi.domain import Claim, HedgeLevel, Span
from masudi.domain.text import one_line
from masudi.export.fields import filled_fields
from masudi.export.segments import Cuts
from masudi.export.wording import quoted
from masudi.export.words import Words

# How many characters of a sentence a card quotes on either side of the trigger: enough to see who does what, and no
# more than a few lines of a card.
QUOTE_SIDE = 90


class ItemView(msgspec.Struct, frozen=True, kw_only=True):
    """A field's words, where they stand in the text (an anchor), and what is known beyond them."""

    words: str
    anchor: str
    note: str | None = None
    value: str | None = None


class FieldView(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a claim: the role that its words play, and the words."""

    role: str
    label: str
    items: tuple[ItemView, ...]
    confidence: float | None = None


class LinkView(msgspec.Struct, frozen=True, kw_only=True):
    """Another claim of the same report, and what this one is to it."""

    relation: str
    number: int
    name: str
    anchor: str


class CardView(msgspec.Struct, frozen=True, kw_only=True):
    """One claim as a page shows it."""

    number: int
    anchor: str
    claim: Claim
    family: str
    definition: str | None
    name: str
    gloss: str | None
    hedge: str | None
    before: str
    trigger: str
    after: str
    evidence: tuple[ItemView, ...]
    fields: tuple[FieldView, ...]
    summary: tuple[str, ...]
    links: tuple[LinkView, ...]
    pieces: str
    """The pieces that each role lights: "actor:4-5 evidence:7-7"."""


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """Where on the page a claim stands: its report's number, its own (both from 1), its anchor, its neighbours."""

    report: int
    number: int
    anchor: str
    links: tuple[LinkView, ...] = ()


def card_view(claim: Claim, spot: Spot, cuts: Cuts, words: Words) -> CardView:
    """The card of a claim that stands at `spot` of a page."""
    first = claim.mentions[0]
    before, trigger, after = quoted(first, QUOTE_SIDE)
    kind = words.kinds.get(claim.kind)
    return CardView(
        number=spot.number,
        anchor=spot.anchor,
        claim=claim,
        family=words.family(claim.kind),
        definition=kind.definition if kind else None,
        name=words.claim(claim),
        gloss=words.gloss(claim.status),
        hedge=None if claim.hedge.level is HedgeLevel.NONE else words.hedge(claim.hedge.level),
        before=before,
        trigger=trigger,
        after=after,
        evidence=tuple(_item(mention, spot, cuts) for mention in claim.mentions),
        fields=tuple(_fields(claim, spot, cuts, words)),
        summary=tuple(summary_of(claim, words)),
        links=spot.links,
        pieces=_pieces(claim, cuts),
    )


def spans_by_role(claim: Claim) -> Iterator[tuple[str, Span]]:
    """Every span of the claim with the role that it plays."""
    for mention in claim.mentions:
        yield "sentence", mention.sentence
        yield "evidence", mention
    for role in ("actor", "target", "place", "means", "source"):
        for span in getattr(claim, role):
            yield role, span
    if claim.time:
        yield "time", claim.time
    for toll in claim.casualties:
        yield "toll", toll
        if toll.label and not toll.holds(toll.label):
            yield "toll", toll.label
    for span in claim.status_cue:
        yield "cue", span
    if claim.hedge.span:
        yield "hedge", claim.hedge.span
    for violation in claim.violations:
        yield "tag", violation.span


def _pieces(claim: Claim, cuts: Cuts) -> str:
    ranges = [(role, *cuts.pieces_of(span)) for role, span in spans_by_role(claim)]
    return " ".join(f"{role}:{first}-{last}" for role, first, last in dict.fromkeys(ranges))


def _item(span: Span, spot: Spot, cuts: Cuts, note: str | None = None, value: str | None = None) -> ItemView:
    anchor = f"r{spot.report}-{cuts.pieces_of(span)[0]}"
    return ItemView(words=one_line(span.text), anchor=anchor, note=note, value=value)


def _fields(claim: Claim, spot: Spot, cuts: Cuts, words: Words) -> Iterator[FieldView]:
    """The fields that the claim fills, in the order of the roles."""
    for field in filled_fields(claim, words):
        items = tuple(_item(one.span, spot, cuts, one.note, one.value) for one in field.items)
        yield FieldView(role=field.role.name, label=field.role.label, items=items, confidence=field.confidence)


def summary_of(claim: Claim, words: Words) -> Iterator[str]:
    """Who to whom, where, when and how many, in the report's words, for a card that is not open."""
    actor = ", ".join(one_line(one.text) for one in claim.actor)
    target = ", ".join(one_line(one.text) for one in claim.target)
    if actor or target:
        yield f"{actor} → {target}" if actor and target else actor or f"→ {target}"
    if claim.place:
        yield ", ".join(one_line(one.text) for one in claim.place)
    if claim.time:
        yield one_line(claim.time.text)
    yield from (words.toll(toll) for toll in claim.casualties)
