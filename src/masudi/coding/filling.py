"""Which phrases fill the roles of a claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from masudi.coding.decoding import ROLES, Decoding
from masudi.coding.emission import Rows, Scored, apply, logits
from masudi.coding.fillers import Found, above, find, foreign_of
from masudi.coding.sides import Sides, Told
from masudi.domain import Span, span_of
from masudi.language.pairs import reader_words
from masudi.language.phrases import PhraseKind
from masudi.language.pieces import CAPITALS, PUNCTUATION, Ints, Pieces
from masudi.resolve import PartyMention

# Which phrases (`masudi.language.phrases`) fill which role.
_OTHER_PHRASES = {"place": PhraseKind.PLACE, "means": PhraseKind.MEANS}
_PHRASES = np.array([_OTHER_PHRASES.get(role, PhraseKind.PARTY) for role in ROLES])
# A candidate below this is likely no claim of its own.
_SURE = 0.3
_ACTOR = ROLES.index("actor")
# The roles of parties that a claim has once each, in whatever words.
_SIDES = frozenset({"actor", "target"})
# How many phrases fill a role at most (nine of ten roles in the training reports have one).
MOST = {"actor": 3, "target": 3, "place": 3, "means": 2, "source": 2}


class Filler(msgspec.Struct, frozen=True):
    """A phrase that may fill a role, where it stands and how likely it fills it."""

    span: Span
    probability: float


# The fillers of a claim by role.
Roles: TypeAlias = Mapping[str, tuple[Filler, ...]]


def likelihood(fillers: Sequence[Filler]) -> float:
    """How likely some fillers of a role fill it, in the mean."""
    return sum(filler.probability for filler in fillers) / len(fillers)


class Table(msgspec.Struct, frozen=True, eq=False):
    """Phrases of some claims with the features from which it is told whether they fill their roles.

    `found`: by claim and role; `rows`: phrases x features, in that order; `bounds`: where those of a claim and role
    begin and end.
    """

    found: tuple[tuple[tuple[Found, ...], ...], ...]
    rows: Rows
    bounds: tuple[tuple[slice, ...], ...]


def table(scored: Scored, claims: Sequence[tuple[Sequence[int], float]], sides: Sides, kinds: Sequence[str]) -> Table:
    """The phrases that may fill the roles of claims, each given by its mentions and its own probability.

    `kinds` are those that the candidates' numbers stand for.
    """
    over, foreign, deeds = above(scored), foreign_of(scored), _Deeds(scored)
    found: list[tuple[tuple[Found, ...], ...]] = []
    bounds: list[tuple[slice, ...]] = []
    raw: list[_Raw] = []
    whose: list[Told] = []
    for numbers, sure in claims:
        phrases = [find(scored, over, foreign, numbers, role) for role in range(len(ROLES))]
        parts = []
        for role, here in enumerate(phrases):
            first = len(raw)
            nearer = [deeds.nearer(one, numbers) for one in here.values()]
            raw += _raw(here, _rivals(phrases, role), nearer, sure, role)
            parts.append(slice(first, len(raw)))
        found.append(tuple(tuple(here.values()) for here in phrases))
        bounds.append(tuple(parts))
        whose += sides.told(scored.text, kinds[scored.candidates[numbers[0]].kind], phrases)
    columns = _Raw(*np.array(raw, np.float64).reshape(-1, len(_Raw._fields)).T)
    rows = np.column_stack([_rows(scored, columns), sides.rows(whose)])
    return Table(tuple(found), rows, tuple(bounds))


class _Raw(NamedTuple):
    """What `_rows` works the features of a phrase out from; of many phrases, an array each.

    `other` is the best score of the other phrases for the role, `rival` that of the same wording for another role,
    `nearer` that of the phrase as actor of a nearer deed.
    """

    first: Any
    behind: Any
    mention: Any
    best: Any
    mean: Any
    opening: Any
    sure: Any
    place: Any
    other: Any
    rival: Any
    role: Any
    nearer: Any


def _raw(
    found: dict[str, Found], rivals: dict[str, float], nearer: Sequence[float], sure: float, role: int
) -> list[_Raw]:
    """What is known of each phrase that may fill a role of a claim with the probability `sure`."""
    ranked = sorted((one.best for one in found.values()), reverse=True)
    rows: list[_Raw] = []
    for (wording, one), near in zip(found.items(), nearer, strict=True):
        place = ranked.index(one.best)
        other = ranked[0] if place else (ranked[1] if len(ranked) > 1 else 0.0)
        spot = one.first, one.behind, one.mention
        rival = rivals.get(wording, 0.0)
        rows.append(_Raw(*spot, one.best, one.mean, one.opening, sure, place, other, rival, role, near))
    return rows


def likely_claims(scored: Scored) -> set[int]:
    """The numbers of the candidates of a text that are likely claims of their own."""
    return {number for number, one in enumerate(scored.candidates) if one.score >= _SURE}


class _Deeds:
    """The likely claims of a text, by sentence."""

    def __init__(self, scored: Scored) -> None:
        self._roles = scored.roles
        self._sentence = scored.text.sentence.tolist()
        self._first = [one.first for one in scored.candidates]
        self._sure: dict[int, list[int]] = {}
        for number in sorted(likely_claims(scored)):
            self._sure.setdefault(self._sentence[self._first[number]], []).append(number)

    def nearer(self, one: Found, numbers: Sequence[int]) -> float:
        """How much a phrase scores as the actor of another claim's mention that stands nearer to it in its sentence.

        `numbers` are the mentions of the phrase's own claim. "An airstrike hit a hospital as rebels claimed a bridge":
        the rebels are the actor of what they claimed.
        """
        others = self._sure.get(self._sentence[one.first])
        if not others:
            return 0.0
        own = min(abs(self._first[number] - one.first) for number in numbers)
        nearer = [at for at in others if at not in numbers and abs(self._first[at] - one.first) < own]
        return float(self._roles[nearer, one.first : one.behind, _ACTOR, 0].max()) if nearer else 0.0


def _rows(scored: Scored, raw: _Raw) -> Rows:
    """The features of phrases (phrases x features)."""
    text = scored.text
    at, last = raw.first.astype(int), raw.behind.astype(int) - 1
    starts = np.array([candidate.first for candidate in scored.candidates], np.int64)[raw.mention.astype(int)]
    apart = np.abs(text.sentence[at] - text.sentence[starts])
    odds, kind = logits(raw.best), _PHRASES[raw.role.astype(int)]
    return np.column_stack(
        [
            odds,
            odds**2 / 4,
            logits(raw.mean),
            logits(raw.sure),
            logits(raw.opening),
            raw.place == 0,
            np.minimum(raw.place, 4) / 4,
            logits(raw.other),
            apart == 0,
            np.log1p(apart),
            at < starts,
            np.log1p(np.abs(at - starts)) / 3,
            logits(raw.rival),
            raw.rival > raw.best,
            np.log(raw.behind - raw.first),
            np.isin(text.case[at], list(CAPITALS)),
            logits(scored.phrases[at, kind, 0]),
            logits(scored.phrases[last, kind, 0]),
            logits(scored.phrases[at, kind, 1]),
            *_grammar(text, at, last, starts),
            logits(raw.nearer),
            raw.nearer > raw.best,
        ]
    ).astype(np.float64)


def _grammar(text: Pieces, first: Ints, last: Ints, mention: Ints) -> list[Rows]:
    """What parts phrases (given by their first and last words) from mentions: marks, new clauses; and "by" before."""
    words = reader_words()
    parting = np.array([low in words.clauses for low in text.low])
    marks, clauses = (np.concatenate([[0], np.cumsum(one)]) for one in (text.case == PUNCTUATION, parting))
    agent = np.array([False, *(low in words.agents for low in text.low)])
    left, right = np.minimum(last + 1, mention), np.maximum(first, mention)
    behind = first > mention
    by = agent[first] | agent[np.maximum(first - 1, 0)]
    apart = [np.log1p(np.maximum(0, total[right] - total[left])) for total in (marks, clauses)]
    return [*apart, *(one * behind for one in apart), by * behind, by * ~behind]


def fill(
    scored: Scored, claims: Sequence[tuple[Sequence[int], float]], decoding: Decoding, sides: Sides
) -> list[dict[str, tuple[Filler, ...]]]:
    """The fillers of each role of each claim (given by its mentions and its probability), the likeliest first."""
    phrases = table(scored, claims, sides, decoding.kinds)
    likely = {role: apply(decoding.fills[role], phrases.rows) for role in ROLES if len(phrases.rows)}
    return [
        {
            role: choose(scored, numbers, found[number], likely[role][bounds[number]], role, decoding, sides)
            if found[number]
            else ()
            for number, role in enumerate(ROLES)
        }
        for (numbers, _), found, bounds in zip(claims, phrases.found, phrases.bounds, strict=True)
    ]


def _rivals(found: Sequence[dict[str, Found]], role: int) -> dict[str, float]:
    """For each wording its best score for another role."""
    rivals: dict[str, float] = {}
    for number, phrases in enumerate(found):
        if number != role:
            for wording, one in phrases.items():
                rivals[wording] = max(rivals.get(wording, 0.0), one.best)
    return rivals


def choose(
    scored: Scored,
    numbers: Sequence[int],
    found: Sequence[Found],
    likely: NDArray[np.float64],
    role: str,
    decoding: Decoding,
    sides: Sides,
) -> tuple[Filler, ...]:
    """Of the phrases found for a role of the claim with these mentions those that fill it.

    They are a few at most, none within another, and one for a party: of its words those that score most.
    """
    kept: list[Filler] = []
    if role == ROLES[_ACTOR]:
        likely = np.where(likely >= _least_actor(scored, numbers, found, decoding), likely, 0.0)
    parties = [_name(sides.party(scored.text, one)) if role in _SIDES else None for one in found]
    named: set[tuple[str, str | None]] = set()
    for at in np.argsort(-likely, kind="stable").tolist():
        least = decoding.more[role] if kept else decoding.fill[role]
        if likely[at] < least or len(kept) == MOST[role]:
            break
        who, worded = parties[at], found[at]
        if who is not None:
            if who in named:
                continue
            named.add(who)
            worded = max((one for one, other in zip(found, parties, strict=True) if other == who), key=_best)
        first, last = scored.text.spans[worded.first], scored.text.spans[worded.behind - 1]
        span = span_of(scored.text.text, int(first[0]), int(last[1]))
        words = span.text.casefold()
        # "Aleppo" beside "Aleppo province" says nothing new.
        if not any(words in (other := one.span.text.casefold()) or other in words for one in kept):
            kept.append(Filler(span, float(likely[at])))
    return tuple(kept)


def _name(party: PartyMention | None) -> tuple[str, str | None] | None:
    """By what a party is told from others; None where nobody knows whom the words mean."""
    return (party.entity, party.name) if party is not None and party.entity else None


def _best(one: Found) -> float:
    return one.best


def _least_actor(scored: Scored, numbers: Sequence[int], found: Sequence[Found], decoding: Decoding) -> Rows:
    """The least probability with which each phrase is the actor of a claim, however likely it is beside the others."""
    kind = decoding.kinds[scored.candidates[numbers[0]].kind]
    sentence = scored.text.sentence
    own = {int(sentence[scored.candidates[number].first]) for number in numbers}
    here = np.array([int(sentence[one.first]) in own for one in found], np.bool_)
    return np.maximum(decoding.actors.get(kind, 0.0), np.where(here, 0.0, decoding.apart))
