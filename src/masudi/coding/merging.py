"""Which mentions are one claim: each goes on with the claim of its kind before it, or begins a new one.

The table (data/coder/merging.csv) gives, for two neighbouring mentions of one kind in the training reports, how often
they were one claim, by kind, distance in sentences (3: three or more), same first letters, and whether the later one
points back ("the attack").
"""

from __future__ import annotations

from collections.abc import Sequence

from masudi.coding.knowledge import Lexicon, MergeKey
from masudi.coding.triggers import Trigger
from masudi.domain import Status
from masudi.language import Outline

# Best of 0.5 to 0.8 by cross-validated claims F1 on the training reports (56.1; 55.6 at 0.65, 54.9 at 0.75).
THRESHOLD = 0.55


def merge_key(outline: Outline, before: Trigger, after: Trigger) -> MergeKey:
    """The features of two neighbouring mentions of one kind."""
    tokens = outline.tokens
    distance = min(3, tokens[after.first].sentence - tokens[before.first].sentence)
    same = tokens[after.last].form[:5] == tokens[before.last].form[:5]
    return MergeKey(after.kind, distance, same, after.definite)


def merge(
    outline: Outline,
    triggers: Sequence[Trigger],
    lexicon: Lexicon,
    places: Sequence[frozenset[str]],
    statuses: Sequence[Status],
) -> list[list[int]]:
    """Triggers grouped into claims, as indices, in the order of their first mentions.

    `places` are the names of the places of each trigger (none: not told). What happened at another place, or did not
    happen but is planned, is another claim, whatever the table says.
    """
    groups: list[list[int]] = []
    last: dict[str, list[int]] = {}
    for number, trigger in enumerate(triggers):
        group = last.get(trigger.kind)
        if (
            group
            and statuses[group[0]] == statuses[number]
            and _one_claim(outline, triggers[group[-1]], trigger, lexicon)
        ):
            there = frozenset[str]().union(*(places[member] for member in group))
            if not there or not places[number] or there & places[number]:
                group.append(number)
                continue
        last[trigger.kind] = [number]
        groups.append(last[trigger.kind])
    return groups


def _one_claim(outline: Outline, before: Trigger, after: Trigger, lexicon: Lexicon) -> bool:
    return lexicon.merging.get(merge_key(outline, before, after), 0.0) >= THRESHOLD
