"""The ranker: weights for what speaks for a place (`place_features`), learnt by `training.placing`."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import msgspec
import numpy as np

from masudi.data import load_yaml, packaged
from masudi.errors import KnowledgeError
from masudi.resolve.gazetteer import Floats
from masudi.resolve.place_features import (
    FIRST,
    SECOND,
    SURE,
    Table,
    believable,
    first_features,
    second_features,
    sure_features,
)

# Places say where others are, who say where they are: after this many rounds little changes.
ROUNDS = 2


class Ranking(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/placeranking.yaml: weights by feature for the two stages, and for how sure the choice is."""

    first: dict[str, float]
    second: dict[str, float]
    sure: dict[str, float]


class Chosen(NamedTuple):
    """For a name the number of its likeliest candidate in the table, and how likely that is the place meant."""

    candidate: int
    probability: float


class Ranker:
    """The weights as arrays."""

    def __init__(self, ranking: Ranking) -> None:
        if (tuple(ranking.first), tuple(ranking.second), tuple(ranking.sure)) != (FIRST, SECOND, SURE):
            raise KnowledgeError("placeranking.yaml", "was learnt for other features: run training.placing")
        self.first: Floats = np.array(list(ranking.first.values()))
        self.second: Floats = np.array(list(ranking.second.values()))
        self.sure: Floats = np.array(list(ranking.sure.values()))

    def choose(self, table: Table) -> list[Chosen | None]:
        """For each name of a report the place that it means; None where it is no place of the gazetteer."""
        first = first_features(table)
        mass = table.masses(first @ self.first)
        unlikely = np.where(believable(table, mass), 0.0, -np.inf)
        second = first
        for _ in range(ROUNDS):
            second = second_features(table, first, mass)
            mass = table.masses(second @ self.second + unlikely)
        best = best_of(table, mass)
        chosen = np.array([one for one in best if one is not None], np.int64)
        scores = sure_features(table, chosen, second, mass) @ self.sure
        sure = iter((1 / (1 + np.exp(-scores))).tolist())
        return [None if one is None else Chosen(one, next(sure)) for one in best]


def best_of(table: Table, mass: Floats) -> list[int | None]:
    """The likeliest candidate of each name; None where none is believable."""
    best: list[int | None] = [None] * len(table.names)
    for at in np.argsort(mass, kind="stable"):
        if mass[at] > 0:
            best[table.group[at]] = int(at)
    return best


@cache
def load_ranker() -> Ranker:
    """The packaged weights, read once."""
    return Ranker(load_yaml(packaged("placeranking.yaml"), Ranking))
