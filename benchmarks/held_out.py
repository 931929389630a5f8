"""Dates and tolls of the training reports that were held out: what choices about them go by.

    python -m benchmarks.held_out

Neither the network nor the model of dates was trained on these reports (`training/held.json`). They are read whole, and
claims are matched to the annotated ones as the benchmark's score.py matches them.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from benchmarks.claims import ROOT, SHARED, load_scorer
from masudi.coding import Coder
from masudi.domain import Report
from training.annotations import ROLES, Packed, read_packed
from training.reports import bench_reports, held_out

Claims = list[dict[str, Any]]


def held_reports(train: Path, annotations: Path, corpora: Path) -> Iterator[Packed]:
    """The held-out reports; one of this repository takes the place of the shared one of its name."""
    names = held_out()
    packed = {report.name: report for report in read_packed(annotations, corpora) if report.name in names}
    shared = (packed.pop(report.name, report) for report in bench_reports(train) if report.name in names)
    yield from [*shared, *packed.values()]


def gold_claims(report: Packed) -> Claims:
    """The annotated claims as score.py holds them: with offsets and the words."""

    def filler(one: dict[str, Any]) -> dict[str, Any]:
        start, end = one["span"]
        return {**one, "start": start, "end": end, "text": report.text[start:end]}

    return [
        {
            **claim,
            "mentions": [tuple(mention) for mention in claim["mentions"]],
            **{role: [filler(one) for one in claim.get(role) or []] for role in ROLES},
        }
        for claim in report.claims
    ]


def guessed_claims(coder: Coder, report: Packed) -> Claims:
    """Masudi's claims of a report, as score.py holds them."""
    published = datetime.date.fromisoformat(report.published) if report.published else None
    digest = hashlib.sha256(report.text.encode()).hexdigest()
    read = Report(
        name=report.name,
        path=None,
        text=report.text,
        source=report.source or None,
        published=published,
        sha256_bytes=digest,
        sha256_text=digest,
    )
    claims: Claims = [msgspec.to_builtins(claim) for claim in coder.code(read)]
    return sorted(claims, key=lambda one: (one["mentions"][0]["start"], one["kind"], one["mentions"][0]["end"]))


def measure(scorer: ModuleType, pairs: Iterator[tuple[Claims, Claims]]) -> dict[str, list[bool]]:
    """What was right and what was invented, one truth for each date and toll of annotated and guessed claims."""
    hits: dict[str, list[bool]] = defaultdict(list)
    for golds, guesses in pairs:
        partner = {i: guesses[j] for i, j in scorer.match(golds, guesses)}
        hits["guessed tolls"] += [True for claim in guesses for _ in scorer.tolls(claim)]
        for at, gold in enumerate(golds):
            guess = partner.get(at)
            known = scorer.tolls(guess) if guess else set()
            hits["tolls"] += [toll in known for toll in scorer.tolls(gold)]
            if guess is None:
                continue
            dated = bool((guess.get("time") or {}).get("from"))
            if (gold["time"] or {}).get("from"):
                hits["date"].append(scorer.same_dates(gold, guess))
            else:
                hits["invented date"].append(dated)
            if not gold["casualties"]:
                hits["invented toll"].append(bool(guess["casualties"]))
    return hits


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=SHARED / "bench", help="folder with score.py")
    parser.add_argument("--train", type=Path, default=SHARED / "train")
    parser.add_argument("--corpora", type=Path, default=SHARED / "corpora")
    args = parser.parse_args()
    scorer, coder = load_scorer(args.bench), Coder()
    reports = list(held_reports(args.train, ROOT / "training" / "annotations", args.corpora))
    hits = measure(scorer, ((gold_claims(report), guessed_claims(coder, report)) for report in reports))
    print(f"{len(reports)} held-out reports")
    for name in ("date", "invented date", "invented toll"):
        print(f"  {name:14} {100 * sum(hits[name]) / len(hits[name]):5.1f} % of {len(hits[name])} matched")
    right, gold, guessed = sum(hits["tolls"]), len(hits["tolls"]), len(hits["guessed tolls"])
    print(
        f"  {'casualties':14} P {100 * right / guessed:5.1f}  R {100 * right / gold:5.1f}"
        f"  F1 {200 * right / (gold + guessed):5.1f}  gold {gold}, guessed {guessed}"
    )


if __name__ == "__main__":
    main()
