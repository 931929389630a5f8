"""Where an account comes from: the quoted source if there is one, else the publisher. One rule for whoever counts."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from masudi.domain.claim import Claim, Source
from masudi.domain.text import folded

_ARTICLES = frozenset({"a", "an", "the"})


def origins_of(claim: Claim, broad: Collection[str], *, publisher: str | None = None) -> tuple[str, ...]:
    """The origins of a claim, each once: two papers that quote one observatory are one origin, and so is its own site.

    Without a source it is the publisher, by its name, which an agency that a paper quotes may be, too; a report without
    a publisher is an origin of its own. `publisher` is given where the report prints another one's text. See
    `source_origin` for what a source goes by.
    """
    if claim.source:
        return tuple(dict.fromkeys(source_origin(one, claim, broad, publisher=publisher) for one in claim.source))
    own = publisher or claim.publisher
    return (name_key(own) if own else f"report {claim.sha256_text[:8]}",)


def source_origin(source: Source, claim: Claim, broad: Collection[str], *, publisher: str | None = None) -> str:
    """The origin that one source of a claim is.

    It goes by its actor, else by its entity unless that is one of many (`broad`: "monitors"), else by its words. Where
    these are the publisher's name (a paper that says "we"), it is the publisher.
    """
    if quotes_itself(source, claim, publisher=publisher):
        return name_key(source.text)
    if source.actor_id:
        return source.actor_id
    if source.entity and source.entity not in broad:
        return source.entity
    return name_key(source.text)


def quotes_itself(source: Source, claim: Claim, *, publisher: str | None = None) -> bool:
    """Whether a source of a claim is its own publisher, by its name."""
    own = publisher or claim.publisher
    return own is not None and name_key(source.text) == name_key(own)


@lru_cache(maxsize=4096)
def name_key(words: str) -> str:
    """What tells a name from others: as folded, and without its article."""
    first, _, rest = folded(words).partition(" ")
    return rest if rest and first in _ARTICLES else folded(words)
