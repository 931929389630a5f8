"""Where an account comes from: the quoted source if there is one, else the publisher."""

from __future__ import annotations

import re

from masudi.domain import Claim, Source

_LEADING = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


def origins_of(claim: Claim) -> tuple[str, ...]:
    """The origins of a claim, each once: two papers that quote one observatory are one origin.

    A source that is known goes by the id of its actor, any other by its words; a report without a publisher is an
    origin of its own.
    """
    if claim.source:
        return tuple(dict.fromkeys(_source(source) for source in claim.source))
    return (_plain(claim.publisher) if claim.publisher else f"report {claim.sha256_text[:8]}",)


def _source(source: Source) -> str:
    return source.actor_id or _plain(source.text)


def _plain(words: str) -> str:
    return _LEADING.sub("", " ".join(words.split())).casefold()
