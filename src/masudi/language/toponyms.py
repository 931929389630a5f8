"""The toponyms of a text: what its words name as places, by the network's head for them."""

from __future__ import annotations

from masudi.language.network import Network
from masudi.language.outline import Outline
from masudi.language.phrases import Phrase, PhraseKind, find_phrases


def find_toponyms(network: Network, lines: Outline) -> list[Phrase]:
    """The toponyms of a text, in order; they do not overlap."""
    pieces = network.split(lines)
    if not pieces.low:
        return []
    scores = network.words(pieces, network.encode([pieces])[0]).phrases
    return find_phrases(pieces, scores, PhraseKind.TOPONYM)
