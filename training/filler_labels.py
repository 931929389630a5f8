"""What the heads of `training.filler_heads` should say of a MUC-4 report."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.ceaf import normalise
from benchmarks.fillers import (
    ROLES,
    TAGS,
    Candidate,
    Filled,
    Floats,
    Span,
    candidate_at,
    candidates,
    likeness,
    occurrences,
)
from masudi.language.pieces import Ints, Pieces

# Per report and step: strings that fill roles in other reports, and strings found by the tags so far.
_KNOWN_ELSEWHERE, _FOUND = 8, 40
# By how many words the ends of a right string are moved to make a wrong one.
_MOVES = (-2, -1, 0, 0, 1)


class Labels(NamedTuple):
    """Tags (words x roles x 3); which roles are filled; right candidates; roles of right strings, normalised;
    strings that are right elsewhere; pairs of right strings of a role, and whether they name one entity."""

    tags: Floats
    present: Floats
    right: list[Candidate]
    roles: dict[str, Floats]
    elsewhere: list[Candidate]
    pairs: list[tuple[str, str]]
    same: Floats


def gold_strings(reports: Sequence[Filled]) -> list[str]:
    """Every string that fills a role, sorted."""
    return sorted({name for one in reports for entities in one.gold.values() for entity in entities for name in entity})


def labels_of(report: Filled, known: Sequence[str]) -> Labels:
    """The labels of a report; `known` are the strings that fill roles anywhere.

    Every occurrence of a right string is tagged, of strings within one another the longest.
    """
    text = report.pieces
    tags = np.zeros((len(text.first), len(ROLES), len(TAGS)), np.float32)
    right: dict[str, Candidate] = {}
    roles: dict[str, Floats] = {}
    pairs: list[tuple[str, str, bool]] = []
    for number, role in enumerate(ROLES):
        entities = report.gold[role]
        names = sorted({name for entity in entities for name in entity}, key=lambda name: (-len(name), name))
        _tag(tags[:, number], [span for name in names for span in _spans(text, name)])
        whole = [name for name in names if occurrences(text, name)]
        for name in whole:
            right[name] = Candidate(name, occurrences(text, name))
            roles.setdefault(normalise(name), np.zeros(len(ROLES), np.float32))[number] = 1
        numbered = [(name, at) for at, entity in enumerate(entities) for name in dict.fromkeys(entity) if name in whole]
        for at, (name, entity) in enumerate(numbered):
            pairs += [(name, other, entity == again) for other, again in numbered[:at] if other != name]
    elsewhere = [
        Candidate(name, found)
        for name in known
        if name in text.text and normalise(name) not in roles and (found := occurrences(text, name))
    ]
    same = np.array([one for *_, one in pairs], np.float32)
    present = tags[..., 0].max(0)
    return Labels(tags, present, list(right.values()), roles, elsewhere, [(a, b) for a, b, _ in pairs], same)


def _spans(text: Pieces, name: str) -> Sequence[Span]:
    """The occurrences of a string; where it is only a part of words, the words of the first."""
    at = text.text.find(name)
    return occurrences(text, name) or ((text.words(at, at + len(name)),) if at >= 0 else ())


def _tag(tags: Floats, spans: Sequence[Span]) -> None:
    for first, behind in spans:
        if not tags[first:behind, 0].any():
            tags[first:behind, 0] = tags[first, 1] = tags[behind - 1, 2] = 1


def to_judge(report: Filled, labels: Labels, tags: Floats, chance: random.Random) -> list[Candidate]:
    """The strings that the roles are learnt from in one step: right, right elsewhere, wrongly cut, found by tags."""
    text = report.pieces
    found = {one.text: one for one in labels.right}
    for one in chance.sample(labels.elsewhere, min(_KNOWN_ELSEWHERE, len(labels.elsewhere))):
        found[one.text] = one
    for one in labels.right:
        first, behind = chance.choice(one.spans)
        first = max(0, first + chance.choice(_MOVES))
        behind = min(len(text.first), behind - chance.choice(_MOVES))
        if behind > first:
            moved = candidate_at(text, (first, behind))
            found.setdefault(moved.text, moved)
    tagged = candidates(text, tags)
    for one in chance.sample(tagged, min(_FOUND, len(tagged))):
        found.setdefault(one.text, one)
    return list(found.values())


def roles_of(judged: Sequence[Candidate], labels: Labels) -> Floats:
    """The roles that candidates fill (candidates x roles)."""
    nothing = np.zeros(len(ROLES), np.float32)
    return np.stack([labels.roles.get(normalise(one.text), nothing) for one in judged])


def pairs_of(judged: Sequence[Candidate], labels: Labels) -> tuple[Ints, Ints, Floats]:
    """The labelled pairs as numbers of candidates, and their likeness."""
    at = {one.text: number for number, one in enumerate(judged)}
    earlier = np.array([at[a] for a, _ in labels.pairs], np.int64)
    later = np.array([at[b] for _, b in labels.pairs], np.int64)
    return earlier, later, np.array([likeness(a, b) for a, b in labels.pairs], np.float32)
