"""Learn what chooses among namesakes, and write the weights (src/masudi/data/placeranking.yaml).

    python -m training.placing [--gazetteer FOLDER] [--out FILE]

From the training halves of TR-News and LGL, and the gold coordinates of the training reports: for each wording of a
report the candidates that lie within 161 km of the gold point (as Mordecai 3 and others count) are right. Two
softmax rankers over each wording's candidates, fitted by gradient descent with an L2 penalty; the second one on what
the first says of the other names of the report.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from masudi.resolve.atlas import Atlas
from masudi.resolve.gazetteer import Floats, Gazetteer, Ints, load_gazetteer
from masudi.resolve.locating import point_of
from masudi.resolve.place_features import (
    FIRST,
    SECOND,
    SURE,
    Table,
    believable,
    first_features,
    kilometres,
    second_features,
    sure_features,
)
from masudi.resolve.place_layers import load_local_layer
from masudi.resolve.place_ranking import ROUNDS, Ranking, best_of
from masudi.resolve.placing import names_of
from training.descent import descend
from training.places import CLOSE_KM, RIGHT_KM, Document, geoparsed, training_reports
from training.toponyms import GEOPARSING

ROOT = Path(__file__).resolve().parents[1]
# Weights are drawn so strongly towards 0, or towards what is known beforehand: that a word for a kind means it, and
# that a report on places that nobody knows is not about the one namesake that somebody does. The corpora, in which
# nearly every such word is of a county of the United States and nearly every place is known, do not tell.
PENALTY = 1e-2
PRIORS = {"kind_fits": 2.0, "kind_differs": -1.0, "alone": -4.0}
STEPS, RATE = 1500, 0.1


class Example(NamedTuple):
    """A document's candidates, which of them are right and how much so, and which names have a say (gold is known)."""

    table: Table
    first: Floats
    right: Floats
    known: NDArray[np.bool_]


def examples(documents: Sequence[Document], atlas: Atlas) -> Iterator[Example]:
    """The documents with their candidates."""
    for document in documents:
        names, wordings = names_of(document.text, document.spans(), atlas, document.context)
        table = Table(names, atlas)
        if not len(table.rows):
            continue
        right, known = np.zeros(len(table.rows)), np.zeros(len(names), bool)
        for one, number in zip(document.gold, wordings, strict=True):
            if one.lat is None or one.lon is None:
                continue
            mine = np.flatnonzero(table.group == number)
            known[number] = True
            point = np.array([one.lat]), np.array([one.lon])
            away = kilometres(*points_of(table, mine), *point)
            same = np.array([atlas.site(int(row)).id == one.ident for row in table.rows[mine]], bool)
            # Where the very place is among them, it counts for more than what lies about it.
            close, far = (1.0, 0.1) if one.ident is None else (0.6, 0.2)
            near = np.where(away[:, 0] <= CLOSE_KM, close, np.where(away[:, 0] <= RIGHT_KM, far, 0.0))
            right[mine] = np.maximum(right[mine], np.where(same, 1.0, near))
        yield Example(table, first_features(table), right, known)


def points_of(table: Table, some: Ints) -> tuple[Floats, Floats]:
    """The points of some candidates; of one that has none that of what it lies in, with which Masudi places it."""
    lat, lon = table.columns.lat[some], table.columns.lon[some]
    for at in np.flatnonzero(np.isnan(lat)):
        point, _ = point_of(int(table.rows[some[at]]), table.atlas)
        if point.lat is not None and point.lon is not None:
            lat[at], lon[at] = point.lat, point.lon
    return lat, lon


def priors(names: Sequence[str]) -> Floats:
    """What the weights are drawn towards."""
    return np.array([PRIORS.get(name, 0.0) for name in names])


def fit(features: Sequence[Floats], some: Sequence[Example], names: Sequence[str]) -> Floats:
    """Weights under which the right candidates of each wording are likely (Adam, over all documents at once)."""
    matrix = np.concatenate(features)
    group = np.concatenate([one.table.group + at * 1000 for at, one in enumerate(some)])
    _, group = np.unique(group, return_inverse=True)
    right = np.concatenate([one.right for one in some])
    known = np.bincount(group, right)[group] > 0
    matrix, right = matrix[known], right[known]
    _, group = np.unique(group[known], return_inverse=True)
    mentions = len(np.unique(group))
    prior = priors(names)

    def slope(weights: Floats) -> Floats:
        scores = matrix @ weights
        peak = np.full(mentions, -np.inf)
        np.maximum.at(peak, group, scores)
        likely = np.exp(scores - peak[group])
        likely /= np.bincount(group, likely)[group]
        good = likely * right
        good /= np.maximum(np.bincount(group, good)[group], 1e-12)
        return np.asarray(matrix.T @ (likely - good) / mentions + PENALTY * (weights - prior), np.float64)

    return descend(prior, slope, [RATE] * STEPS)


def learn(some: Sequence[Example]) -> Ranking:
    """The weights of both stages, and of how sure the choice is."""
    first = fit([one.first for one in some], some, FIRST)
    masses = [one.table.masses(one.first @ first) for one in some]
    unlikely = [np.where(believable(one.table, mass), 0.0, -np.inf) for one, mass in zip(some, masses, strict=True)]
    second = np.zeros(len(SECOND))
    features: list[Floats] = []
    for _ in range(ROUNDS):
        features = [second_features(one.table, one.first, mass) for one, mass in zip(some, masses, strict=True)]
        second = fit(features, some, SECOND)
        scores = [matrix @ second + no for matrix, no in zip(features, unlikely, strict=True)]
        masses = [one.table.masses(score) for one, score in zip(some, scores, strict=True)]
    return Ranking(
        first=dict(zip(FIRST, first.tolist(), strict=True)),
        second=dict(zip(SECOND, second.tolist(), strict=True)),
        sure=dict(zip(SURE, surely(some, features, masses).tolist(), strict=True)),
    )


def surely(some: Sequence[Example], features: Sequence[Floats], masses: Sequence[Floats]) -> Floats:
    """Weights that say how likely a choice is right: a logistic regression over the chosen candidates."""
    rows, labels = [], []
    for one, matrix, mass in zip(some, features, masses, strict=True):
        best = [at for at in best_of(one.table, mass) if at is not None and one.known[one.table.group[at]]]
        rows.append(sure_features(one.table, np.array(best, np.int64), matrix, mass))
        # 0.2 and more is right as the benchmarks count.
        labels.append(one.right[best] >= 0.2)
    matrix, right = np.concatenate(rows), np.concatenate(labels).astype(float)
    weights = regression(matrix, right, priors(SURE), PENALTY)
    # The penalty makes all scores timid: stretched and moved, they are probabilities.
    scores = np.column_stack([matrix @ weights, np.ones(len(right))])
    stretch, shift = regression(scores, right, np.array([1.0, 0.0]), 0)
    weights *= stretch
    weights[SURE.index("none")] += shift
    return weights


def regression(matrix: Floats, right: Floats, prior: Floats, penalty: float) -> Floats:
    """A logistic regression, its weights drawn towards `prior` (Adam)."""

    def slope(weights: Floats) -> Floats:
        wrong = 1 / (1 + np.exp(-(matrix @ weights))) - right
        return np.asarray(matrix.T @ wrong / len(right) + penalty * (weights - prior), np.float64)

    return descend(prior, slope, [RATE] * STEPS)


def write(ranking: Ranking, out: Path) -> None:
    """Write the weights as a data file."""
    lines = ["# What each thing that speaks for a place weighs (masudi.resolve.place_features says what they are).",
             "# Learnt from the training halves of TR-News and LGL and the gold coordinates of the training reports;",
             "# made by: python -m training.placing"]  # fmt: skip
    for stage, weights in msgspec.structs.asdict(ranking).items():
        lines += ["", f"{stage}:", *(f"  {name}: {weight:.3f}" for name, weight in weights.items())]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--train", type=Path, default=ROOT.parent / "shared" / "train")
    parser.add_argument("--gazetteer", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "masudi" / "data" / "placeranking.yaml")
    args = parser.parse_args()
    atlas = Atlas(Gazetteer(args.gazetteer) if args.gazetteer else load_gazetteer(), load_local_layer())
    documents = [one for corpus in GEOPARSING for one in geoparsed(args.corpora, corpus, training=True)]
    documents += training_reports(args.train)
    some = list(examples(documents, atlas))
    write(learn(some), args.out)
    print(f"{len(some)} documents, written to {args.out}")


if __name__ == "__main__":
    main()
