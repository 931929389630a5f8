"""Learns the weights by which claims are put together as incidents, from the bundles of the part `fit`.

    python -m training.incident_weights              print what it learns, and how well it does on bundles left out
    python -m training.incident_weights --write      put the weights into src/masudi/data/corroborate.yaml

Two logistic regressions: for pairs of claims of one report, and, given the things that this makes of each report, for
pairs of things that two reports tell and that share a block. Parts and answers are those of corroborate.yaml.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from benchmarks.incident_claims import Checked, checked
from benchmarks.incident_labels import BUNDLES, CORPORA, corpus_texts, load_bundles
from benchmarks.incidents import Figures, pooled
from masudi.corroborate import gists_of, link_all
from masudi.corroborate.blocks import candidates
from masudi.corroborate.comparing import Answers, barred, compare
from masudi.corroborate.gists import Gist, gist_of
from masudi.corroborate.rules import ANSWERS, Rules, load_rules
from masudi.data import packaged
from masudi.domain import Claim

Where = Literal["within", "between"]
Vector = NDArray[np.float64]

# How strongly a weight is drawn to 0, in pairs: an answer that hardly occurs gets next to none.
PULL = {"within": 2.0, "between": 2.0}
EVEN=0.5
STEPS = 100
KEYS = {key: at for at, key in enumerate((part, answer) for part, answers in ANSWERS.items() for answer in answers)}


class Pair(NamedTuple):
    """Two gists compared, whether they are of one incident, and how much the pair counts."""

    answers: Answers
    same: bool
    counts: float


def within_pairs(bundle: Checked, rules: Rules) -> Iterator[Pair]:
    """The pairs of claims of one report that may be of one incident."""
    reports: dict[str, list[Claim]] = defaultdict(list)
    for claim in bundle.claims:
        reports[claim.sha256_text].append(claim)
    for its in reports.values():
        ordered = sorted(its, key=lambda claim: (claim.mentions[0].start, claim.id))
        bare = [gist_of(claim, ordered[:at], rules) for at, claim in enumerate(ordered)]
        for one, other in combinations(sorted(bare, key=lambda gist: gist.id), 2):
            answers = compare(one, other, rules)
            if answers is not None and not barred(one, other, rules):
                yield Pair(answers, bundle.incidents[one.id] == bundle.incidents[other.id], 1.0)


def between_pairs(bundles: Sequence[Checked], rules: Rules) -> Iterator[Pair]:
    """The pairs of things of two reports that are compared, those of two bundles included: they are never the same.

    An incident that twenty reports tell has hundreds of pairs: a pair counts the less the more there are.
    """
    gists: dict[str, Gist] = {}
    incident: dict[str, tuple[str, str]] = {}
    for bundle in bundles:
        for gist in gists_of(bundle.claims, rules=rules):
            gists[gist.id] = gist
            most = Counter(bundle.incidents[claim] for claim in gist.claims)
            incident[gist.id] = (bundle.name, min(most, key=lambda name: (-most[name], name)))
    told = Counter(incident.values())
    for one, other in candidates(gists, rules):
        answers = compare(gists[one], gists[other], rules)
        if answers is not None and not barred(gists[one], gists[other], rules):
            a, b = incident[one], incident[other]
            yield Pair(answers, a == b, (told[a] * told[b]) ** -EVEN)


def learn(bundles: Sequence[Checked], rules: Rules) -> Rules:
    """The rules with weights learnt from some bundles."""
    near = weighted(rules, "within", fit([pair for bundle in bundles for pair in within_pairs(bundle, rules)], PULL["within"]))
    return weighted(near, "between", fit(list(between_pairs(bundles, near)), PULL["between"]))


def fit(pairs: Sequence[Pair], pull: float) -> Vector:
    """The weights of a logistic regression with an L2 penalty, by Newton's method; the last one is the base."""
    x = np.zeros((len(pairs), len(KEYS) + 1))
    x[:, -1] = 1
    for row, pair in enumerate(pairs):
        for part in zip(pair.answers._fields, pair.answers, strict=True):
            x[row, KEYS[part]] = 1
    y = np.array([float(pair.same) for pair in pairs])
    counts = np.array([pair.counts for pair in pairs])
    drawn = np.full(len(KEYS) + 1, pull)
    drawn[-1] = 1e-3
    weights: Vector = np.zeros(len(KEYS) + 1)
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (counts * (p - y)) + drawn * weights
        curve = (x * (counts * p * (1 - p))[:, None]).T @ x + np.diag(drawn)
        step = np.linalg.solve(curve, slope)
        # A full step may overshoot where pairs are told apart almost surely.
        weights = weights - step * min(1.0, 1.0 / np.abs(step).max())
        if np.abs(step).max() < 1e-6:
            break
    return weights


def weighted(rules: Rules, where: Where, weights: Vector) -> Rules:
    """The rules with these weights."""
    parts = tuple(
        msgspec.structs.replace(
            part,
            answers=tuple(
                msgspec.structs.replace(answer, **{where: round(float(weights[KEYS[part.name, answer.name]]), 2)})
                for answer in part.answers
            ),
        )
        for part in rules.parts
    )
    base = msgspec.structs.replace(rules.base, **{where: round(float(weights[-1]), 2)})
    return msgspec.structs.replace(rules, parts=parts, base=base)


def measure(bundles: Sequence[Checked], rules: Rules) -> Figures:
    """How well these rules do."""

    def method(claims: Sequence[Claim]) -> Mapping[str, str]:
        return {one: group.id for group in link_all(claims, rules=rules).groups for one in group.claims}

    return pooled(bundles, method)
