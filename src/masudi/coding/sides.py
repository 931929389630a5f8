"""Who the phrases that may fill a role are: one party has many names, and not every party does everything.

A phrase fills a role the likelier, the more other phrases for its party score for it, the more the report speaks of
that party, and the more often such a party fills that role of such a claim: an airstrike is hardly a rebel group's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from masudi.coding.decoding import ROLES, Habits
from masudi.coding.emission import logits
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
# How many features `Sides.rows` gives a phrase.
WIDTH = 12


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


class Sides:
    """The parties of a report, looked up by the words of a phrase."""

    def __init__(self, parties: Sequence[PartyMention], habits: Habits) -> None:
        self._parties = parties
        self._habits = habits
        self._often = Counter(map(_label, parties))

    def party(self, text: Pieces, one: Found) -> PartyMention | None:
        """The party that a phrase names."""
        start, end = int(text.spans[one.first, 0]), int(text.spans[one.behind - 1, 1])
        return party_of(self._parties, span_of(text.text, start, end))

    def rows(self, text: Pieces, kind: str, found: Sequence[Mapping[str, Found]]) -> list[NDArray[np.float64]]:
        """The features (phrases x WIDTH) of the phrases for each role of a claim of a kind, role by role."""
        who = {role: self._entities(text, role, here) for role, here in zip(ROLES, found, strict=True)}
        best = {
            role: _best(who[role], [one.best for one in here.values()]) for role, here in zip(ROLES, found, strict=True)
        }
        return [
            self._rows(kind, role, who[role], np.array([one.best for one in here.values()], np.float64), best)
            for role, here in zip(ROLES, found, strict=True)
        ]

    def _entities(self, text: Pieces, role: str, found: Mapping[str, Found]) -> list[str | None]:
        if role not in _OPPOSITE:  # a place or a weapon is no party
            return [None] * len(found)
        return [_label(party) if (party := self.party(text, one)) else None for one in found.values()]

    def _rows(
        self,
        kind: str,
        role: str,
        who: Sequence[str | None],
        scores: NDArray[np.float64],
        best: Mapping[str, Mapping[str, float]],
    ) -> NDArray[np.float64]:
        if not who:
            return np.zeros((0, WIDTH))
        opposite = best.get(_OPPOSITE.get(role, ""), {})
        said, all_said = [self._often[entity or ""] for entity in who], max(1, self._often.total())
        against = np.array([opposite.get(entity or "", 0.0) for entity in who])
        same, other = _company(who, scores)
        return np.column_stack(
            [
                logits(same),
                _highest(who, scores) > scores,
                logits(other),
                other > scores,
                logits(against),
                against > scores,
                logits(np.array([best["source"].get(entity or "", 0.0) for entity in who])),
                np.log1p(said),
                np.array(said) / all_said,
                [entity is None for entity in who],
                np.full(len(who), self._habits.filled(role, kind)),
                [self._habits.apt(role, kind, load_sorts().of(entity)) for entity in who],
            ]
        ).astype(np.float64)


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


def _company(who: Sequence[str | None], scores: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each phrase: how likely one of the others for its party is right, and the best score of other parties'."""
    alike = _alike(who)
    apart = 1 - np.where(alike, scores[None], 0.0)
    rivals = np.where(alike | np.eye(len(who), dtype=bool), 0.0, scores[None])
    return 1 - apart.prod(1), rivals.max(1, initial=0.0)


def _highest(who: Sequence[str | None], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The best score of the other phrases for the same party."""
    return np.asarray(np.where(_alike(who), scores[None], 0.0).max(1, initial=0.0), np.float64)


def _alike(who: Sequence[str | None]) -> NDArray[np.bool_]:
    """Which phrases (phrases x phrases) are other words for the same party."""
    names = np.array([entity or "" for entity in who])
    alike: NDArray[np.bool_] = (names[:, None] == names[None]) & (names != "")[:, None]
    np.fill_diagonal(alike, False)
    return alike
