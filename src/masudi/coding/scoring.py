"""From texts to their scored candidates."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from masudi.coding.constructions import Phrase
from masudi.coding.emission import Scored
from masudi.language.candidates import analysis_candidates, event_candidates
from masudi.language.network import Floats, MentionScores, Network, WordScores
from masudi.language.pairs import Candidate, Pairs, pairs_of
from masudi.language.phrases import may_fill
from masudi.language.pieces import Pieces

# A section of a report has a tenth of this; a text made of nothing but such words must not take memory without bound.
_MOST = 400
# Log odds beyond this say nothing more.
_FARTHEST = 30.0


def candidates_of(
    text: Pieces,
    words: WordScores,
    events: Sequence[str],
    analysis: Sequence[str],
    phrases: Sequence[Phrase] = (),
) -> list[Candidate]:
    """A text's candidates of some kinds of events and of analysis, the surest first: at most `_MOST`.

    `phrases` are those that constructions tell.
    """
    first = len(events)
    spans = analysis_candidates(words.analysis, text.sentence, range(first, first + len(analysis)))
    told = [
        (first + analysis.index(phrase.kind), *text.words(phrase.start, phrase.end))
        for phrase in phrases
        if text.spans[0, 0] <= phrase.start and phrase.end <= text.spans[-1, 1]
    ]
    found = [*event_candidates(words.events, text.sentence), *_with_told(spans, told, words.analysis, first)]
    return sorted(found, key=lambda one: (-one.score, one.first, one.kind))[:_MOST]


def _with_told(
    found: Sequence[Candidate], told: Sequence[tuple[int, int, int]], scores: Floats, events: int
) -> list[Candidate]:
    """The network's candidates, marked where a construction tells the same, and those that only one tells."""
    marked = list(found)
    for kind, first, behind in told:
        same = [at for at, one in enumerate(marked) if one.kind == kind and one.first < behind and first < one.behind]
        for at in same:
            marked[at] = msgspec.structs.replace(marked[at], told=True)
        if not same:
            sure = float(scores[first:behind, kind - events, 0].mean())
            marked.append(Candidate(kind, first, behind, sure, True))
    return marked


def score(
    network: Network, text: Pieces, states: Floats, words: WordScores, candidates: Sequence[Candidate], events: int
) -> Scored:
    """The scores of some candidates of a text."""
    link = np.zeros((len(candidates), len(candidates)), np.float32)
    if not candidates:
        none = np.zeros((0, 5), np.float32), np.zeros((0, len(text.low), 5, 2), np.float32)
        return Scored(text, (), *none, link, words.phrases)
    pairs: Pairs = pairs_of(text, candidates, events)
    scores: MentionScores = network.mentions(text, states, candidates, pairs, may_fill(words.phrases))
    link[pairs.earlier, pairs.later] = link[pairs.later, pairs.earlier] = scores.same
    return Scored(text, tuple(candidates), scores.status, scores.roles, link, words.phrases)


def closer(network: Network, scored: Scored, states: Floats, numbers: Sequence[int]) -> Scored:
    """The same, the roles of the candidates with these numbers looked at closely: by what the words near them say."""
    chosen = may_fill(scored.phrases)
    if not len(numbers) or not len(chosen):
        return scored
    added = network.nearby(scored.text, states, [scored.candidates[number] for number in numbers], chosen)
    at = np.ix_(np.array(numbers, np.int64), chosen)
    roles = scored.roles.copy()
    odds = np.exp(np.clip(added, -_FARTHEST, _FARTHEST))
    roles[at] = roles[at] * odds / (1 - roles[at] + roles[at] * odds)
    return msgspec.structs.replace(scored, roles=roles)
