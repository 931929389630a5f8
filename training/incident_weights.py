"""Learns the weights by which claims are put together as incidents, from the bundles of the part `fit`.

    python -m training.incident_weights              how well it does on bundles left out, having learnt from the others
    python -m training.incident_weights --write      put what it learns from all into src/masudi/data/corroborate.yaml

Two logistic regressions: for pairs of claims of one report, and, given the things that this makes of each report, for
pairs of things that two reports tell and that share a block. They learn from the claims as people labelled them, and
from those that Masudi itself finds in the same reports, as far as they match a labelled one: it often misses what
people took from other sentences, the place and day of a toll above all, and has to put together what it finds. Parts
and answers are those of corroborate.yaml. The thresholds there are among the best of the printed table, and such that
about as many incidents are made as there are; no bundle of the part `test` is part of it.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from benchmarks.incident_claims import Checked, checked, found
from benchmarks.incident_labels import BUNDLES, CORPORA, corpus_texts, load_bundles
from benchmarks.incidents import Figures, pooled
from masudi.coding import code
from masudi.corroborate import gists_of, link_all
from masudi.corroborate.blocks import blocks_of, candidates
from masudi.corroborate.comparing import Answers, barred, compare
from masudi.corroborate.gists import Gist, gist_of
from masudi.corroborate.rules import ANSWERS, Rules, load_rules
from masudi.data import packaged
from masudi.domain import Claim

Where = Literal["within", "between"]
Vector = NDArray[np.float64]

# How strongly a weight is drawn to 0, in pairs: an answer that hardly occurs gets next to none. 0.1 to 3 made no
# difference beyond chance to bundles left out.
PULL = 1.0
# An incident that twenty reports tell has hundreds of pairs: pairs count by the product of the numbers of things that
# tell of their incidents, to the power of this, negated. Of 0, 1/4 and 1/2, 1/4 did best on bundles left out.
EVEN = 0.25
# Reports of two bundles that appeared within so many days may tell of the same: of a war's dead, of one long offensive.
SAME_TIMES = 120
# An answer of fewer pairs tells nothing: it keeps the weight that somebody gave it.
ENOUGH = 5
# So many parts of the bundles are left out in turn.
PARTS = 4
STEPS = 100
THRESHOLDS = {"within": (0.3, 0.4, 0.5), "between": (0.15, 0.2, 0.25)}
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
            told = [bundle.incidents.get(gist.id) for gist in (one, other)]
            if answers is not None and all(told) and not barred(one, other, rules):
                yield Pair(answers, told[0] == told[1], 1.0)


def between_pairs(bundles: Sequence[Checked], rules: Rules) -> Iterator[Pair]:
    """The pairs of things of two reports that are compared, those of two bundles of different times included.

    Those are never the same; of bundles of one time nobody has said which things are.
    """
    gists: dict[str, Gist] = {}
    incident: dict[str, tuple[str, str]] = {}
    for bundle in bundles:
        for gist in gists_of(bundle.claims, rules=rules):
            most = Counter(bundle.incidents[claim] for claim in gist.claims if claim in bundle.incidents)
            if not most:
                continue
            gists[gist.id] = gist
            incident[gist.id] = (bundle.name, min(most, key=lambda name: (-most[name], name)))
    told = Counter(incident.values())
    keys = {ident: blocks_of(gist, rules) for ident, gist in gists.items()}
    # Always in the same order, so that the weights come out alike.
    for one, other in sorted(candidates(gists, keys)):
        if incident[one][0] != incident[other][0] and _one_time(gists[one], gists[other]):
            continue
        answers = compare(gists[one], gists[other], rules)
        if answers is not None and not barred(gists[one], gists[other], rules):
            a, b = incident[one], incident[other]
            yield Pair(answers, a == b, (told[a] * told[b]) ** -EVEN)


def _one_time(one: Gist, other: Gist) -> bool:
    """Whether the reports that tell of two things appeared about the same time, as far as is known."""
    return one.published is None or other.published is None or abs((one.published - other.published).days) <= SAME_TIMES


class Both(NamedTuple):
    """A bundle's claims as people labelled them, and as Masudi finds them."""

    hand: Checked
    own: Checked


def learn(bundles: Sequence[Both], rules: Rules) -> Rules:
    """The rules with weights learnt from some bundles."""
    ways = [[one.hand for one in bundles], [one.own for one in bundles]]
    near = weighted(rules, "within", [pair for way in ways for one in way for pair in within_pairs(one, rules)])
    return weighted(near, "between", [pair for way in ways for pair in between_pairs(way, near)])


def fit(pairs: Sequence[Pair]) -> Vector:
    """The weights of a logistic regression with an L2 penalty, by Newton's method; the last one is the base."""
    x = np.zeros((len(pairs), len(KEYS) + 1))
    x[:, -1] = 1
    for row, pair in enumerate(pairs):
        for part in zip(pair.answers._fields, pair.answers, strict=True):
            x[row, KEYS[part]] = 1
    y = np.array([float(pair.same) for pair in pairs])
    counts = np.array([pair.counts for pair in pairs])
    drawn = np.full(len(KEYS) + 1, PULL)
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


def seen(pairs: Sequence[Pair]) -> set[tuple[str, str]]:
    """The answers that enough pairs have to say something."""
    told = Counter(key for pair in pairs for key in zip(pair.answers._fields, pair.answers, strict=True))
    return {key for key, count in told.items() if count >= ENOUGH}


def weighted(rules: Rules, where: Where, pairs: Sequence[Pair]) -> Rules:
    """The rules with weights learnt from pairs; an answer that next to none of them has keeps its weight."""
    weights, known = fit(pairs), seen(pairs)
    parts = tuple(
        msgspec.structs.replace(
            part,
            answers=tuple(
                msgspec.structs.replace(answer, **{where: round(float(weights[KEYS[part.name, answer.name]]), 2) + 0.0})
                if (part.name, answer.name) in known
                else answer
                for answer in part.answers
            ),
        )
        for part in rules.parts
    )
    base = msgspec.structs.replace(rules.base, **{where: round(float(weights[-1]), 2)})
    return msgspec.structs.replace(rules, parts=parts, base=base)


def with_thresholds(rules: Rules, within: float, between: float) -> Rules:
    """The rules with these thresholds."""
    threshold = msgspec.structs.replace(rules.threshold, within=within, between=between)
    return msgspec.structs.replace(rules, threshold=threshold)


def table(bundles: Sequence[Both], rules: Rules) -> None:
    """Print for each pair of thresholds how well bundles left out do, with what was learnt from the others."""
    parts = [bundles[first::PARTS] for first in range(PARTS)]
    for within in THRESHOLDS["within"]:
        start = with_thresholds(rules, within, rules.threshold.between)
        learnt = [(part, learn([one for one in bundles if one not in part], start)) for part in parts]
        for between in THRESHOLDS["between"]:
            ready = {
                id(claims.claims): with_thresholds(its, within, between)
                for part, its in learnt
                for one in part
                for claims in one
            }
            hand, own = (measure([one[way] for one in bundles], ready) for way in range(2))
            print(f"within {within:.2f}, between {between:.2f}: by hand {_told(hand)}; found {_told(own)}", flush=True)


def _told(one: Figures) -> str:
    return f"P {one.bcubed_p:.1f} R {one.bcubed_r:.1f} F1 {one.bcubed_f1:.1f}, ratio {one.made / one.true:.2f}"


def measure(bundles: Sequence[Checked], ready: Mapping[int, Rules]) -> Figures:
    """How well some rules do, each on the bundle whose claims it is given for."""

    def method(claims: Sequence[Claim]) -> Mapping[str, str]:
        linked = link_all(claims, rules=ready[id(claims)])
        return {one: group.id for group in linked.groups for one in group.claims}

    return pooled(bundles, method)


def write(rules: Rules, path: Path) -> None:
    """Put the weights of the rules into the file, line by line, so that its comments stay."""
    base, lines, part = f"base: {{within: {rules.base.within}, between: {rules.base.between}}}", [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if name := re.match(r"  - name: (\w+)$", line):
            part = name[1]
        answer = re.match(r"      - \{name: (\w+), within: [-\d.]+, between: [-\d.]+,(.*)$", line)
        if answer and (part, answer[1]) in KEYS:
            given = rules.answers[part][answer[1]]
            line = f"      - {{name: {answer[1]}, within: {given.within}, between: {given.between},{answer[2]}"
        lines.append(base if line.startswith("base: ") else line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Learn, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundles", type=Path, default=BUNDLES)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    labelled = load_bundles(args.bundles, part="fit")
    texts = corpus_texts(args.corpora, labelled)
    bundles = [Both(checked(bundle, texts), found(bundle, texts, code)) for bundle in labelled]
    if args.write:
        write(learn(bundles, load_rules()), packaged("corroborate.yaml"))
    else:
        table(bundles, load_rules())


if __name__ == "__main__":
    main()
