"""Who the phrases that may fill a role are: one party has many names, and not every party does everything.

A phrase fills a role the likelier, the more other phrases for its party score for it, the more the report speaks of
that party, and the more often such a party fills that role of such a claim: an airstrike is hardly a rebel group's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec
import numpy as np

from masudi.coding.decoding import ROLES, Habits
from masudi.coding.emission import Rows, logits
from masudi.coding.fillers import Found
from masudi.coding.mentions import party_of
from masudi.data import load_yaml, packaged
from masudi.domain import span_of
from masudi.language.pieces import Pieces
from masudi.resolve import PartyMention

_OTHER, _NONE = "other", "none"
_UNNAMED = "other:"
# The role on the other side of a claim.
_OPPOSITE = {"actor": "target", "target": "actor", "source": "actor"}


class Sort(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sort of party, and the labels of `entity` that are of it."""

    name: str
    labels: frozenset[str]


class Sorts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/coder/sides.yaml."""

    sorts: tuple[Sort, ...]

    def of(self, entity: str | None) -> str:
        """The sort of a party by its label."""
        if entity is None:
            return _NONE
        return next((sort.name for sort in self.sorts if entity in sort.labels), _OTHER)


@cache
def load_sorts() -> Sorts:
    """The sorts of parties, checked."""
    return load_yaml(packaged("coder/sides.yaml"), Sorts)


class Told(NamedTuple):
    """What is known of the party that a phrase names; of many phrases, an array each.

    `score` is that of the phrase, `same` how likely one of the other phrases for its party is right, `highest` the best
    score of these, `other` that of phrases for other parties, `against` and `source` that of its party as the other
    side and as source, `said` how often the report speaks of the party, `filled` and `apt` as `Habits` has them.
    """

    score: Any
    same: Any
    highest: Any
    other: Any
    against: Any
    source: Any
    said: Any
    nobody: Any
    filled: Any
    apt: Any


class Sides:
    """The parties of a report, looked up by the words of a phrase."""

    def __init__(self, parties: Sequence[PartyMention], habits: Habits) -> None:
        self._parties = parties
        self._habits = habits
        self._often = Counter(map(_label, parties))
        self._named: dict[tuple[int, int], PartyMention | None] = {}

    def party(self, text: Pieces, one: Found) -> PartyMention | None:
        """The party that a phrase names."""
        key = one.first, one.behind
        if key not in self._named:
            start, end = int(text.spans[one.first, 0]), int(text.spans[one.behind - 1, 1])
            self._named[key] = party_of(self._parties, span_of(text.text, start, end))
        return self._named[key]

    def told(self, text: Pieces, kind: str, found: Sequence[Mapping[str, Found]]) -> list[Told]:
        """What is known of the parties of the phrases for each role of a claim of a kind, role by role."""
        who = {role: self._entities(text, role, here) for role, here in zip(ROLES, found, strict=True)}
        scores = {role: [one.best for one in here.values()] for role, here in zip(ROLES, found, strict=True)}
        best = {role: _best(who[role], scores[role]) for role in ROLES}
        return [one for role in ROLES for one in self._told(kind, role, who[role], scores[role], best)]

    def _entities(self, text: Pieces, role: str, found: Mapping[str, Found]) -> list[str | None]:
        if role not in _OPPOSITE:  # a place or a weapon is no party
            return [None] * len(found)
        return [_label(party) if (party := self.party(text, one)) else None for one in found.values()]

    def _told(
        self,
        kind: str,
        role: str,
        who: Sequence[str | None],
        scores: Sequence[float],
        best: Mapping[str, Mapping[str, float]],
    ) -> Iterator[Told]:
        opposite, source = best.get(_OPPOSITE.get(role, ""), {}), best["source"]
        filled = self._habits.filled(role, kind)
        for at, (entity, score) in enumerate(zip(who, scores, strict=True)):
            same, highest, other = _company(at, who, scores)
            against, as_source = (one.get(entity or "", 0.0) for one in (opposite, source))
            said, apt = self._often[entity or ""], self._habits.apt(role, kind, load_sorts().of(entity))
            yield Told(score, same, highest, other, against, as_source, said, entity is None, filled, apt)

    def rows(self, told: Sequence[Told]) -> Rows:
        """The features of phrases (phrases x features)."""
        one = Told(*np.array(told, np.float64).reshape(-1, len(Told._fields)).T)
        return np.column_stack(
            [
                logits(one.same),
                one.highest > one.score,
                logits(one.other),
                one.other > one.score,
                logits(one.against),
                one.against > one.score,
                logits(one.source),
                np.log1p(one.said),
                one.said / max(1, self._often.total()),
                one.nobody,
                one.filled,
                one.apt,
            ]
        )


def _label(party: PartyMention) -> str:
    """By what a party is counted: the army of a state that the report does not name is somebody, too."""
    return party.entity or _UNNAMED


def _best(who: Sequence[str | None], scores: Sequence[float]) -> dict[str, float]:
    """The best score of each party."""
    best: dict[str, float] = {}
    for entity, score in zip(who, scores, strict=True):
        if entity is not None:
            best[entity] = max(best.get(entity, 0.0), score)
    return best


def _company(at: int, who: Sequence[str | None], scores: Sequence[float]) -> tuple[float, float, float]:
    """How likely one of the others for a phrase's party is right, their best score, and that of other parties'."""
    wrong, highest, other = 1.0, 0.0, 0.0
    for number, (entity, score) in enumerate(zip(who, scores, strict=True)):
        if number == at:
            continue
        if entity is not None and entity == who[at]:
            wrong *= 1 - score
            highest = max(highest, score)
        else:
            other = max(other, score)
    return 1 - wrong, highest, other
