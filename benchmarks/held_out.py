"""Dates, tolls, places and actors of the training reports that were held out: what choices about them go by.

    python -m benchmarks.held_out [--why] [--half look|measure]

`--why` says which fields keep matched claims from being whole or usable. `--half` takes one half of the reports, split
by a hash of their names: who looks at claims of one half measures a change on the other.
Neither the network nor the model of dates was trained on these reports (`training/held.json`). They are read whole, and
claims are matched to the annotated ones as the benchmark's score.py matches them. Only the shared ones of the reports
give coordinates: in the others a usable claim is a whole one with the right dates.
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
from benchmarks.faults import count, show
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
    for filler in (filler for claim in claims for role in ROLES for filler in claim[role]):
        filler["text"] = report.text[filler["start"] : filler["end"]]
    return sorted(claims, key=lambda one: (one["mentions"][0]["start"], one["kind"], one["mentions"][0]["end"]))


def measure(scorer: ModuleType, pairs: Iterator[tuple[Claims, Claims]]) -> dict[str, list[bool]]:
    """What was right and what was invented, one truth for each thing that annotated and guessed claims say."""
    hits: dict[str, list[bool]] = defaultdict(list)
    for golds, guesses in pairs:
        partner = {i: guesses[j] for i, j in scorer.match(golds, guesses)}
        hits["guessed tolls"] += [True for claim in guesses for _ in scorer.tolls(claim)]
        hits["guessed claims"] += [True] * len(guesses)
        for at, gold in enumerate(golds):
            guess = partner.get(at)
            known = scorer.tolls(guess) if guess else set()
            hits["tolls"] += [toll in known for toll in scorer.tolls(gold)]
            whole = guess is not None and scorer.whole(gold, guess)
            hits["whole"].append(whole)
            hits["usable"].append(whole and scorer.near_enough(gold, guess) and scorer.same_dates(gold, guess))
            if guess is not None:
                _measure_matched(scorer, gold, guess, hits)
    return hits


def _measure_matched(
    scorer: ModuleType, gold: dict[str, Any], guess: dict[str, Any], hits: dict[str, list[bool]]
) -> None:
    """What a guessed claim says of what the annotated one that it matches says, and of what that leaves open."""
    dated = bool((guess.get("time") or {}).get("from"))
    if (gold["time"] or {}).get("from"):
        hits["date"].append(scorer.same_dates(gold, guess))
    else:
        hits["invented date"].append(dated)
    if not gold["casualties"]:
        hits["invented toll"].append(bool(guess["casualties"]))
    for role in ("actor", "place"):
        if not gold[role]:
            hits[f"invented {role}"].append(bool(guess[role]))
    for place in gold["place"]:
        found = next((one for one in guess["place"] if scorer.same_filler(place, one)), None)
        if place.get("lat") is not None and found is not None:
            hits["within 25 km"].append(scorer.near_enough({"place": [place]}, {"place": [found]}))


def half_of(name: str) -> str:
    """The half that a report is of, "look" or "measure"."""
    return ("measure", "look")[hashlib.sha256(name.encode()).digest()[0] % 2]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=SHARED / "bench", help="folder with score.py")
    parser.add_argument("--train", type=Path, default=SHARED / "train")
    parser.add_argument("--corpora", type=Path, default=SHARED / "corpora")
    parser.add_argument("--why", action="store_true", help="say what keeps claims from being whole or usable")
    parser.add_argument("--half", choices=("look", "measure"), help="only one half of the reports")
    args = parser.parse_args()
    scorer, coder = load_scorer(args.bench), Coder()
    reports = list(held_reports(args.train, ROOT / "training" / "annotations", args.corpora))
    reports = [report for report in reports if args.half in (None, half_of(report.name))]
    pairs = [(gold_claims(report), guessed_claims(coder, report)) for report in reports]
    hits = measure(scorer, iter(pairs))
    _show(reports, hits)
    if args.why:
        matched = ((gold[i], guess[j]) for gold, guess in pairs for i, j in scorer.match(gold, guess))
        show(count(scorer, matched))


def _show(reports: list[Packed], hits: dict[str, list[bool]]) -> None:
    print(f"{len(reports)} held-out reports")
    for name in ("date", "invented date", "within 25 km", "invented place", "invented actor", "invented toll"):
        print(f"  {name:14} {100 * sum(hits[name]) / len(hits[name]):5.1f} % of {len(hits[name])} matched")
    for title, name, of in (
        ("whole claims", "whole", "guessed claims"),
        ("usable claims", "usable", "guessed claims"),
        ("casualties", "tolls", "guessed tolls"),
    ):
        right, gold, guessed = sum(hits[name]), len(hits[name]), len(hits[of])
        print(
            f"  {title:14} P {100 * right / guessed:5.1f}  R {100 * right / gold:5.1f}"
            f"  F1 {200 * right / (gold + guessed):5.1f}  gold {gold}, guessed {guessed}"
        )


if __name__ == "__main__":
    main()
