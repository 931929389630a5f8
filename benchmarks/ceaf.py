"""CEAF-REE: how well the entities found for each role of a report match the right ones.

Du, Rush and Cardie (2021), "GRIT: Generative Role-filler Transformers for Document-level Event Entity Extraction",
section 4; it follows the CEAF of coreference resolution (Luo 2005). Strings are normalised, and a found entity is
right, as in the authors' eval.py (github.com/xinyadu/grit_doc_event_entity, commit 7fdd008): all its mentions must be
among the mentions of one right entity, and each right entity is given out once.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

Entity: TypeAlias = Sequence[str]
"""The strings that name one entity."""
Fillers: TypeAlias = Mapping[str, Sequence[Entity]]
"""The entities of a report, by role."""

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")


class Score(NamedTuple):
    """How many found entities are right, how many were found, and how many there are."""

    right: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """The share of found entities that are right; 0 where none was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of right entities that were found; 0 where there are none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.gold) if self.right else 0.0


def plus(one: Score, other: Score) -> Score:
    """The score of two sets of reports together."""
    return Score(one.right + other.right, one.found + other.found, one.gold + other.gold)


def normalise(mention: str) -> str:
    """A string in lower case without punctuation, articles and extra white space."""
    return " ".join(_ARTICLE.sub(" ", mention.lower().translate(_PUNCTUATION)).split())


def score_role(found: Sequence[Entity], gold: Sequence[Entity]) -> Score:
    """The score of one role of one report."""
    names = [{normalise(mention) for mention in entity} for entity in gold]
    fits = [
        [number for number, right in enumerate(names) if {normalise(mention) for mention in entity} <= right]
        for entity in found
    ]
    return Score(most_pairs(fits), len(found), len(gold))


def score(found: Mapping[str, Fillers], gold: Mapping[str, Fillers], roles: Sequence[str]) -> dict[str, Score]:
    """The score by role over all reports of `gold` (by name); KeyError where one is missing in `found`."""
    scores = dict.fromkeys(roles, Score())
    for name, right in gold.items():
        for role in roles:
            scores[role] = plus(scores[role], score_role(found[name].get(role, ()), right.get(role, ())))
    return scores


def overall(scores: Mapping[str, Score]) -> Score:
    """The roles' scores together (micro-average)."""
    total = Score()
    for one in scores.values():
        total = plus(total, one)
    return total


def most_pairs(fits: Sequence[Sequence[int]]) -> int:
    """How many of the left can each get a partner of their own, where `fits` lists the partners that suit each.

    With similarities of 0 or 1 the best assignment (Kuhn-Munkres) is the largest matching; it is found along
    augmenting paths.
    """
    partner: dict[int, int] = {}

    def place(left: int, tried: set[int]) -> bool:
        for right in fits[left]:
            if right not in tried:
                tried.add(right)
                if right not in partner or place(partner[right], tried):
                    partner[right] = left
                    return True
        return False

    return sum(place(left, set()) for left in range(len(fits)))
