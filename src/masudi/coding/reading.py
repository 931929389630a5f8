"""From texts to what the reader finds in them: mentions, status and fillers of each claim, not yet resolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from masudi.coding.constructions import Phrase
from masudi.coding.decoding import STATUSES, Decoding
from masudi.coding.emission import Scored, apply, group, opening, status_of
from masudi.coding.filling import Filler, fill, likely_claims
from masudi.coding.scoring import candidates_of, closer, score
from masudi.coding.sides import Sides
from masudi.domain import Span, Status, span_of
from masudi.language.network import Floats, Network
from masudi.language.pieces import Pieces
from masudi.resolve import PartyMention

# Longer reports are read in sections of at most this many words (and marks) that share about SHARED: what a mention is
# compared with stays near, and the time that a report takes grows in step with its length. The reports that the reader
# was trained on have at most half as many words as a section; what they tell twice they tell within SHARED words.
SECTION, SHARED = 1500, 300


class Told(msgspec.Struct, frozen=True):
    """A claim as the reader finds it: kind, mentions in order, status and fillers by role, with probabilities."""

    kind: str
    mentions: tuple[Span, ...]
    status: Status
    roles: dict[str, tuple[Filler, ...]]
    confidence: float
    status_confidence: float | None


def read_text(
    network: Network,
    decoding: Decoding,
    text: Pieces,
    states: Floats,
    phrases: Sequence[Phrase] = (),
    parties: Sequence[PartyMention] = (),
) -> list[Told]:
    """The claims of a text, in the order of their first mentions, from the states of its words (words x 384).

    `phrases` are those that constructions tell, `parties` those of the text.
    """
    found: list[list[Told]] = []
    sides = Sides(parties, decoding.habits)
    for section in sections(text):
        stretch = slice(section.first, section.behind)
        part = msgspec.structs.replace(
            text,
            first=text.first[stretch],
            spans=text.spans[stretch],
            sentence=text.sentence[stretch],
            case=text.case[stretch],
            rarity=text.rarity[stretch],
            low=text.low[stretch],
        )
        start, end = int(text.spans[section.own[0], 0]), int(text.spans[section.own[1] - 1, 1])
        told = _read(network, decoding, part, states[stretch], phrases, sides)
        found.append([one for one in told if start <= one.mentions[0].start < end])
    return sorted(seamless(found), key=lambda one: (one.mentions[0].start, one.mentions[0].end, one.kind))


class Section(msgspec.Struct, frozen=True):
    """Words [first, behind) of a text that are read together; claims that begin in `own` are this section's to tell."""

    first: int
    behind: int
    own: tuple[int, int]


def sections(text: Pieces) -> Iterator[Section]:
    """The sections of a text (with at least one word); they begin with sentences where these are short enough."""
    words = len(text.low)
    openings = np.flatnonzero(np.diff(text.sentence, prepend=-1))
    first = own = 0
    while words - first > SECTION:
        behind = first + SECTION
        following = int(openings[np.searchsorted(openings, behind - SHARED, side="right") - 1])
        following = following if following > own else behind - SHARED
        # Half of what both share is nearer to this section's middle, half to the next one's.
        middle = (following + behind) // 2
        yield Section(first, behind, (own, middle))
        first, own = following, middle
    yield Section(first, words, (own, words))


def _read(
    network: Network, decoding: Decoding, text: Pieces, states: Floats, phrases: Sequence[Phrase], sides: Sides
) -> Iterator[Told]:
    events, kinds = len(decoding.events), len(decoding.kinds)
    words = network.words(text, states)
    candidates = candidates_of(text, words, decoding.events, decoding.analysis, phrases)
    if not candidates:
        return
    scored = score(network, text, states, words, candidates, events)
    likely = apply(decoding.opens, opening(scored, events, kinds))
    claims = [(numbers, float(likely[numbers[0]])) for numbers in group(scored, likely, decoding)]
    told = {number for numbers, _ in claims for number in numbers}
    scored = closer(network, scored, states, sorted(told | likely_claims(scored)))
    for claim, fillers in zip(claims, fill(scored, claims, decoding, sides), strict=True):
        yield _told(scored, *claim, fillers, decoding)


def _told(
    scored: Scored, numbers: Sequence[int], sure: float, fillers: dict[str, tuple[Filler, ...]], decoding: Decoding
) -> Told:
    text = scored.text
    kind = decoding.kinds[scored.candidates[numbers[0]].kind]
    status, likely = status_of(scored, numbers, decoding)
    fixed = decoding.fixed.get(kind)
    spans = [
        (int(text.spans[one.first][0]), int(text.spans[one.behind - 1][1]))
        for one in (scored.candidates[number] for number in numbers)
    ]
    return Told(
        kind,
        tuple(span_of(text.text, *span) for span in sorted(spans)),
        Status(fixed or STATUSES[status]),
        fillers,
        round(sure, 4),
        None if fixed else round(likely, 4),
    )


def seamless(parts: Sequence[Sequence[Told]]) -> list[Told]:
    """The claims of a text's sections once: those of neighbours that share words of a mention are joined."""
    kept: list[Told] = []
    before: list[int] = []
    for part in parts:
        here: list[int] = []
        for told in part:
            same = next((at for at in before if _overlap(kept[at], told)), None)
            if same is None:
                here.append(len(kept))
                kept.append(told)
            else:
                kept[same] = _joined(kept[same], told)
                here.append(same)
        before = here
    return kept


def _overlap(one: Told, other: Told) -> bool:
    return one.kind == other.kind and any(a.overlaps(b) for a in one.mentions for b in other.mentions)


def _joined(one: Told, other: Told) -> Told:
    more = [mention for mention in other.mentions if not any(mention.overlaps(known) for known in one.mentions)]
    return msgspec.structs.replace(one, mentions=tuple(sorted([*one.mentions, *more], key=lambda span: span.start)))
