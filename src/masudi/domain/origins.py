"""Where an account comes from: the quoted source if there is one, else the publisher. One rule for whoever counts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from masudi.domain.claim import Claim, Source

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ARTICLES = frozenset({"a", "an", "the"})


def origins_of(claim: Claim, broad: Collection[str], *, publisher: str | None = None) -> tuple[str, ...]:
    """The origins of a claim, each once: two papers that quote one observatory are one origin, and so is its own site.

    A source goes by its actor, else by its entity unless that is one of many (`broad`: "monitors"), else by its words;
    a publisher goes by its name, so that an agency that a paper quotes is the agency itself. A report without a
    publisher is an origin of its own. `publisher` is given where the report prints another one's text.
    """
    if claim.source:
        return tuple(dict.fromkeys(_source(source, broad) for source in claim.source))
    own = publisher or claim.publisher
    return (folded(own) if own else f"report {claim.sha256_text[:8]}",)


def _source(source: Source, broad: Collection[str]) -> str:
    if source.actor_id:
        return source.actor_id
    if source.entity and source.entity not in broad:
        return source.entity
    return folded(source.text)


def folded(words: str) -> str:
    """A name without capitals, accents, marks and article, one blank apart: spellings of one name come out alike."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", words) if not unicodedata.combining(one))
    found = [word.removesuffix("'s") for word in _WORD.findall(plain.replace("’", "'").casefold())]
    return " ".join(found[1:] if len(found) > 1 and found[0] in _ARTICLES else found) or " ".join(words.split())
