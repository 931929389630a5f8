"""What violations.yaml holds: violation tags, and the words that they are found by.

A tag is what is reported, no legal finding.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words for doing something to somebody: before the thing (`verbs`, `nouns`), after it ("was" `participles`).

    `aimed`: what is the target of a claim of one of the `target_kinds` has suffered it.
    """

    name: str
    aimed: bool = False
    verbs: tuple[str, ...]
    participles: tuple[str, ...]
    nouns: tuple[str, ...]


class Harmed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Things or people, and the act that harms them."""

    act: str
    things: tuple[str, ...]


class Norm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the norm stands that a tag is about: information, no finding."""

    of: str
    ref: str


class Tag(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A violation tag: the kinds of claim that it attaches to, and the words that it rests on."""

    name: str
    label: str
    definition: str
    kinds: tuple[str, ...]
    reach: Literal["clause", "sentence"] = "clause"
    cues: tuple[str, ...] = ()
    harmed: tuple[Harmed, ...] = ()
    note: str | None = None
    norms: tuple[Norm, ...]


class ViolationsFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What violations.yaml holds."""

    notice: str
    window: int
    clause_ends: tuple[str, ...]
    apart: tuple[str, ...]
    joins: tuple[str, ...]
    nearby: tuple[str, ...]
    places: tuple[str, ...]
    verbs_between: tuple[str, ...]
    adjectives_in_ed: tuple[str, ...]
    determiners: tuple[str, ...]
    auxiliaries: tuple[str, ...]
    adverbs: tuple[str, ...]
    including: tuple[str, ...]
    counting: tuple[str, ...]
    not_after: tuple[str, ...]
    target_kinds: tuple[str, ...]
    acts: tuple[Act, ...]
    tags: tuple[Tag, ...]
