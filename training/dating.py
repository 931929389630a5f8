"""Which time of a report is a claim's: fits data/coder/dating.json and dating.npz on the annotated reports.

    python -m training.dating src/masudi/data/coder --train ../shared/train --corpora ../shared/corpora

It learns from annotated claims (their kinds, statuses and mentions as the annotators have them), with what the packaged
encoder makes of their words and of those of times, and tries itself on the reports of `held.json`, none of whose near
copies it learns from. For several values of `least` it prints how many of the claims with a date get the right one and
how many of those without are given one. It takes two minutes and a half on two cores.
"""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from masudi.coding.dating import Dater
from masudi.coding.dating_features import Undated
from masudi.coding.dating_hidden import Hidden
from masudi.coding.dating_rows import dates_of
from masudi.data import packaged
from masudi.domain import Status, span_of
from masudi.language import outline
from masudi.language.network import Network, load_network
from masudi.language.pieces import load_tokenizer
from masudi.resolve.times import find_times, reference_date
from training.annotations import Packed, read_packed
from training.dating_fit import Dated, Days, choices, fit, named
from training.reports import bench_reports, divide, held_out, load_examples

# What `least` may be, as printed; and what is written: with it eleven of a hundred claims of held-out reports that have
# no date are given one, where the aim is below twelve (two annotators: nine).
_TRIED = (0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5)
_LEAST = 0.35


def load_dated(network: Network, train: Path, annotations: Path, corpora: Path) -> Iterator[Dated]:
    """The shared training reports and those of this repository, as `training.reports` joins them."""
    packed = {report.name: report for report in read_packed(annotations, corpora)}
    shared = [packed.pop(report.name, report) for report in bench_reports(train)]
    yield from (dated(network, report) for report in [*shared, *packed.values()] if report.claims)


def dated(network: Network, report: Packed) -> Dated:
    """An annotated report with the times that its claims may have."""
    published = datetime.date.fromisoformat(report.published) if report.published else None
    claims = [
        Undated(
            claim["kind"],
            Status(claim["status"]),
            tuple(span_of(report.text, start, end) for start, end in sorted(claim["mentions"])),
        )
        for claim in report.claims
    ]
    lines = outline(report.text)
    pieces = network.split(lines)
    times, reference = find_times(report.text, published=published), reference_date(report.text, published)
    dates = dates_of(lines, (pieces, network.encode([pieces])[0]), times, reference, claims)
    return Dated(report.name, dates, [_days(claim) for claim in report.claims])


def _days(claim: dict[str, Any]) -> Days | None:
    time = claim.get("time") or {}
    return (time["from"], time["to"]) if time.get("from") else None


class Tally(NamedTuple):
    """Of the claims with a date, the share that get the right one; of those without, the share that are given one."""

    right: float
    invented: float


def tally(reports: Sequence[Dated], dater: Dater, least: float) -> Tally:
    """How well claims of some reports are dated."""
    right, invented = [], []
    for report in reports:
        for chosen, days in zip(dater.chosen(report.dates, least), report.days, strict=True):
            if days is None:
                invented.append(chosen is not None)
            else:
                right.append(chosen is not None and (str(chosen.from_), str(chosen.to)) == days)
    return Tally(float(np.mean(right)), float(np.mean(invented)))


def write_hidden(hidden: Hidden, path: Path) -> None:
    """Write the hidden layer, in half precision: scores differ by less than a hundredth."""
    parts = {name: getattr(hidden, name).astype(np.float16) for name in Hidden.__struct_fields__}
    np.savez(path, **parts)


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="folder for dating.json and dating.npz")
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--annotations", type=Path, default=Path(__file__).parent / "annotations")
    args = parser.parse_args()
    reports = list(load_dated(load_network(2), args.train, args.annotations, args.corpora))
    examples = load_examples(
        args.train, args.annotations, args.corpora, load_tokenizer(packaged("model/tokenizer.json"))
    )
    kept, aside = ({one.name for one in part} for part in divide(examples, held_out()))
    weights, hidden = named(fit([choices(report) for report in reports if report.name in kept]), _LEAST)
    dater, held = Dater(weights, hidden), [report for report in reports if report.name in aside]
    print(f"held out: {len(held)} reports")
    for least in _TRIED:
        right, invented = tally(held, dater, least)
        print(f"  least {least:4}: dates right {100 * right:.1f} %, invented {100 * invented:.1f} %")
    (args.out / "dating.json").write_bytes(msgspec.json.format(msgspec.json.encode(weights)) + b"\n")
    write_hidden(hidden, args.out / "dating.npz")


if __name__ == "__main__":
    main()
