"""How well phrases fill the roles of the claims found in reports, as the benchmark counts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from masudi.coding.decoding import ROLES, Decoding, Logistic
from masudi.coding.emission import apply
from masudi.coding.fillers import Found
from masudi.coding.filling import Filler as Chosen
from masudi.coding.filling import Table, choose, table
from masudi.coding.sides import Sides
from training.matching import match, overlap, same_phrase
from training.reports import Filler, Gold
from training.unseen import Held, Rows, grouped

_PARTY_ROLES = ("actor", "target", "source")


def f1(right: int, guessed: int, gold: int) -> float:
    """The harmonic mean of precision and recall, in percent."""
    return 200 * right / max(1, guessed + gold)


class Phrases(NamedTuple):
    """The phrases that may fill a role of one claim found: their features, and which of the true fillers each is."""

    found: list[Found]
    rows: Rows
    fills: list[frozenset[int]]

    def likely(self, model: Logistic) -> Rows:
        """How likely each fills the role."""
        return apply(model, self.rows)


class Judged(NamedTuple):
    """A report's claims with the phrases for each role: what the floor decides, worked out once."""

    held: Held
    claims: list[tuple[Phrases, ...]]
    groups: list[list[int]]
    gold: dict[int, Gold]
    sides: Sides


def judge(one: Held, decoding: Decoding) -> Judged:
    """The phrases of a report's claims."""
    groups, likely = grouped(one, decoding)
    gold_of = {at: one.claims[number] for number, at in match(groups, one.stands_on, len(one.claims)).items()}
    sides = Sides(one.parties, decoding.habits)
    claims = [(numbers, float(likely[numbers[0]])) for numbers in groups]
    found = table(one.scored, claims, sides, decoding.kinds)
    return Judged(one, [_phrases(one, found, at, gold_of.get(at)) for at in range(len(groups))], groups, gold_of, sides)


def _phrases(one: Held, found: Table, at: int, gold: Gold | None) -> tuple[Phrases, ...]:
    phrases = []
    for number, role in enumerate(ROLES):
        here = found.found[at][number]
        golds = gold.roles[role] if gold is not None else ()
        fills = [
            frozenset(want for want, filler in enumerate(golds) if _same(one, phrase, filler, role in _PARTY_ROLES))
            for phrase in here
        ]
        phrases.append(Phrases(list(here), found.rows[found.bounds[at][number]], fills))
    return tuple(phrases)


def _same(one: Held, phrase: Found, want: Filler, party: bool) -> bool:
    spans, text = one.scored.text.spans, one.scored.text.text
    guess = (int(spans[phrase.first][0]), int(spans[phrase.behind - 1][1]))
    words = text[guess[0] : guess[1]].casefold()
    if same_phrase((want.start, want.end), guess) or text[want.start : want.end].casefold() == words:
        return True
    return party and want.entity is not None and want.entity == _entity(one, guess)


def _entity(one: Held, span: tuple[int, int]) -> str | None:
    best = max(one.parties, key=lambda party: overlap((party.start, party.end), span), default=None)
    return best.entity if best is not None and overlap((best.start, best.end), span) else None


class Score(NamedTuple):
    """In percent."""

    f1: float
    precision: float


def roles(judged: Sequence[Judged], decoding: Decoding) -> dict[str, Score]:
    """Each role over all claims, as the benchmark counts them."""
    right, guessed, gold = (dict.fromkeys(ROLES, 0) for _ in range(3))
    for one in judged:
        for number, role in enumerate(ROLES):
            gold[role] += sum(len(claim.roles[role]) for claim in one.held.claims)
            for claim, numbers in zip(one.claims, one.groups, strict=True):
                phrases = claim[number]
                if not phrases.found:
                    continue
                chosen = chosen_of(one, numbers, phrases, role, decoding)
                guessed[role] += len(chosen)
                right[role] += _filled(one.held, phrases, chosen)
    return {
        role: Score(f1(right[role], guessed[role], gold[role]), 100 * right[role] / max(1, guessed[role]))
        for role in ROLES
    }


def chosen_of(
    one: Judged, numbers: Sequence[int], phrases: Phrases, role: str, decoding: Decoding
) -> tuple[Chosen, ...]:
    """The phrases that fill a role of the claim with these mentions."""
    likely = phrases.likely(decoding.fills[role])
    return choose(one.held.scored, numbers, phrases.found, likely, role, decoding, one.sides)


def invented(judged: Sequence[Judged], decoding: Decoding) -> float:
    """Of the claims found whose annotators name no actor, the share that is given one, in percent."""
    number = ROLES.index("actor")
    given = [
        bool(phrases.found) and bool(chosen_of(one, one.groups[at], phrases, "actor", decoding))
        for one in judged
        for at, gold in one.gold.items()
        if not gold.roles["actor"]
        for phrases in [one.claims[at][number]]
    ]
    return 100 * float(np.mean(given))


def _filled(one: Held, phrases: Phrases, chosen: Sequence[Chosen]) -> int:
    """How many true fillers are among those chosen, each of which counts once."""
    spans = one.scored.text.spans
    at = {int(spans[phrase.first][0]): fills for phrase, fills in zip(phrases.found, phrases.fills, strict=True)}
    taken: set[int] = set()
    for filler in chosen:
        taken |= set(sorted(at[filler.span.start] - taken)[:1])
    return len(taken)
