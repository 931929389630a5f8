"""Which mentions are one claim: each goes on with the claim of its kind before it, or begins a new one.

The table (data/coder/merging.csv) gives, for two neighbouring mentions of one kind in the training reports, how often
they were one claim, by kind, distance in sentences (3: three or more), same first letters, and whether the later one
points back ("the attack").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from masudi.coding.knowledge import Lexicon, MergeKey
from masudi.coding.triggers import Trigger
from masudi.domain import Status
from masudi.language import Outline

T = TypeVar("T")

# Best of 0.5 to 0.8 by cross-validated claims F1 on the training reports (56.1; 55.6 at 0.65, 54.9 at 0.75).
THRESHOLD = 0.55


def merge_key(outline: Outline, before: Trigger, after: Trigger) -> MergeKey:
    """The features of two neighbouring mentions of one kind."""
    tokens = outline.tokens
    distance = min(3, tokens[after.first].sentence - tokens[before.first].sentence)
    same = tokens[after.last].form[:5] == tokens[before.last].form[:5]
    return MergeKey(after.kind, distance, same, after.definite)


class Facts(msgspec.Struct, frozen=True):
    """What tells two mentions apart, whatever the table says.

    `places` are the names of its places (none: not told), `status` whether it happened, `counts` the exact numbers of
    people harmed, as (harm, number).
    """

    places: frozenset[str]
    status: Status
    counts: frozenset[tuple[str, int]] = frozenset()

    def apart(self, other: Facts) -> bool:
        """Whether the two cannot be one thing: another place, only planned, or another number."""
        return (
            self.status != other.status
            or _disjoint(self.places, other.places)
            or (_disjoint(self.counts, other.counts) and _harms(self.counts) == _harms(other.counts))
        )

    def with_(self, other: Facts) -> Facts:
        """The facts of both mentions together."""
        return Facts(self.places | other.places, self.status, self.counts | other.counts)


def _disjoint(one: frozenset[T], other: frozenset[T]) -> bool:
    return bool(one and other) and not one & other


def _harms(counts: frozenset[tuple[str, int]]) -> set[str]:
    return {harm for harm, _ in counts}


def merge(outline: Outline, triggers: Sequence[Trigger], lexicon: Lexicon, facts: Sequence[Facts]) -> list[list[int]]:
    """Triggers, with the facts of each, grouped into claims, as indices, in the order of their first mentions."""
    groups: list[list[int]] = []
    last: dict[str, tuple[list[int], Facts]] = {}
    for number, trigger in enumerate(triggers):
        if trigger.kind in last:
            group, known = last[trigger.kind]
            if _one_claim(outline, triggers[group[-1]], trigger, lexicon) and not known.apart(facts[number]):
                group.append(number)
                last[trigger.kind] = group, known.with_(facts[number])
                continue
        groups.append([number])
        last[trigger.kind] = groups[-1], facts[number]
    return groups


def _one_claim(outline: Outline, before: Trigger, after: Trigger, lexicon: Lexicon) -> bool:
    return lexicon.merging.get(merge_key(outline, before, after), 0.0) >= THRESHOLD
