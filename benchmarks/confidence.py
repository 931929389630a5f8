"""Whether confidence means something: calibration of claims, and what `--min-confidence` trades.

    python -m benchmarks.confidence [--picture docs/confidence.svg]

Reads the training reports that the packaged reader was not trained on, with the packaged network; what
turns scores into claims is fitted on four fifths of them and tried on the rest, five times.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from masudi.data import packaged
from masudi.language.network import Network
from training.kinds import kinds
from training.matching import match
from training.settle import Tried, calibration_error, confidences, cross_fitted
from training.unseen import grouped, read_unseen

ROOT = Path(__file__).resolve().parents[1]
BINS = 10
_WIDTH, _HEIGHT, _MARGIN = 560, 400, 56


class Point(NamedTuple):
    """Precision and recall, in percent, of the claims from a confidence on."""

    confidence: float
    precision: float
    recall: float


def curve(tried: Sequence[Tried]) -> list[Point]:
    """Precision and recall at confidences from the least that is kept to 0.95."""
    points = []
    for step in range(5, 20):
        least = step / 20
        right = guessed = gold = 0
        for part in tried:
            for one in part.held:
                groups, likely = grouped(one, part.decoding)
                sure = [numbers for numbers in groups if likely[numbers[0]] >= least]
                right += len(match(sure, one.stands_on, len(one.claims)))
                guessed += len(sure)
                gold += len(one.claims)
        points.append(Point(least, 100 * right / max(1, guessed), 100 * right / max(1, gold)))
    return points


def picture(points: Sequence[Point]) -> str:
    """The curve as an SVG: recall to the right, precision upwards, some confidences named."""

    def x(recall: float) -> float:
        return _MARGIN + recall / 100 * (_WIDTH - 2 * _MARGIN)

    def y(precision: float) -> float:
        return _HEIGHT - _MARGIN - (precision - 40) / 60 * (_HEIGHT - 2 * _MARGIN)

    grid = []
    for share in range(0, 101, 20):
        grid.append(f'<text x="{x(share):.0f}" y="{_HEIGHT - _MARGIN + 20}" text-anchor="middle">{share}</text>')
    for share in range(40, 101, 10):
        grid.append(f'<path class="grid" d="M{x(0):.0f} {y(share):.1f}H{x(100):.0f}"/>')
        grid.append(f'<text x="{_MARGIN - 8}" y="{y(share) + 4:.1f}" text-anchor="end">{share}</text>')
    line = " ".join(f"{x(point.recall):.1f},{y(point.precision):.1f}" for point in points)
    dots = [
        f'<circle cx="{x(point.recall):.1f}" cy="{y(point.precision):.1f}" r="3"/>'
        f'<text x="{x(point.recall) + 8:.1f}" y="{y(point.precision) - 6:.1f}">{point.confidence:.2f}</text>'
        for point in points[::2]
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
            "<title>Precision against recall at each least confidence</title>",
            "<style>text{font:12px sans-serif;fill:#444}.grid{stroke:#ddd}polyline{fill:none;stroke:#1f6f8b;"
            "stroke-width:2}circle{fill:#1f6f8b}</style>",
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
            *grid,
            f'<polyline points="{line}"/>',
            *dots,
            f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 12}" text-anchor="middle">recall, % of the claims</text>',
            f'<text x="16" y="{_HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 16 {_HEIGHT / 2})">'
            "precision, % of what is found</text>",
            "</svg>\n",
        ]
    )


def main() -> None:
    """Measure, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, default=ROOT.parent / "shared" / "train")
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--annotations", type=Path, default=ROOT / "training" / "annotations")
    parser.add_argument("--picture", type=Path, help="draw the curve into this SVG file")
    args = parser.parse_args()
    events, analysis = kinds()
    unseen = read_unseen(Network(packaged("model"), threads=2), args.train, args.annotations, args.corpora)
    tried = cross_fitted(unseen, events, analysis)
    found = [pair for part in tried for pair in confidences(part.held, part.decoding)]
    print(f"{len(unseen.reports)} held-out reports, {len(found)} claims found")
    print(f"expected calibration error, {BINS} bins of equal mass: {calibration_error(found, BINS):.4f}")
    ordered = sorted(found, key=lambda pair: pair[0])
    for at in range(BINS):
        part = ordered[at * len(ordered) // BINS : (at + 1) * len(ordered) // BINS]
        said, right = sum(pair[0] for pair in part) / len(part), sum(pair[1] for pair in part) / len(part)
        print(f"  said {said:.2f}  right {right:.2f}  ({len(part)})")
    points = curve(tried)
    for point in points:
        print(f"--min-confidence {point.confidence:.2f}: precision {point.precision:.1f}, recall {point.recall:.1f}")
    if args.picture:
        args.picture.write_text(picture(points), encoding="utf-8")


if __name__ == "__main__":
    main()
