"""The fields that a claim fills, in words: each with what the report says and what is known beyond that."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from masudi.domain import Claim, Span
from masudi.export.wording import dates_words
from masudi.export.words import Role, Words, place_note

# Stands beside every violation tag, wherever one is shown.
TAG_NOTE = "reported, no legal finding"


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """Words of the report that fill a field, what they come to (a number, a tag), and a note on them."""

    span: Span
    note: str | None = None
    value: str | None = None


class FilledField(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a claim: the role of the words in it, and how sure the reader is of the field."""

    role: Role
    items: tuple[Filled, ...]
    confidence: float | None = None


def filled_fields(claim: Claim, words: Words) -> Iterator[FilledField]:
    """The fields that the claim fills, evidence aside, in the order of the roles."""
    tolls = claim.casualties
    items: dict[str, list[Filled]] = {
        "actor": [Filled(span=one, note=words.party_note(one)) for one in claim.actor],
        "target": [Filled(span=one, note=words.party_note(one)) for one in claim.target],
        "place": [Filled(span=one, note=place_note(one)) for one in claim.place],
        "time": [Filled(span=claim.time, note=dates_words(claim.time))] if claim.time else [],
        "means": [Filled(span=one) for one in claim.means],
        "toll": [Filled(span=one, note=words.toll_note(one, tolls), value=words.toll(one)) for one in tolls],
        "source": [Filled(span=one, note=words.source_note(one)) for one in claim.source],
        "cue": [Filled(span=one) for one in claim.status_cue],
        "hedge": [Filled(span=claim.hedge.span, note=words.hedge(claim.hedge.level))] if claim.hedge.span else [],
        "tag": [Filled(span=one.span, note=TAG_NOTE, value=words.tag(one.tag)) for one in claim.violations],
    }
    for role in words.roles:
        if items.get(role.name):
            sure = claim.confidence.fields.get(role.field)
            yield FilledField(role=role, items=tuple(items[role.name]), confidence=sure)
