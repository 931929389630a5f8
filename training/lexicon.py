"""Learn the plain coder's lexicon from annotated reports: data/coder/lexicon.csv and data/coder/merging.csv.

    python -m training.lexicon ../shared/train --corpora ../shared/corpora

It learns from the annotated reports of the folder and from those of training/annotations (offsets into the corpora).
A phrase enters where it was seen at least twice and was a trigger of one kind often enough; a pair of neighbouring
mentions of one kind gives the merging table its counts. Takes a few seconds.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from masudi.coding.knowledge import Learnt, Lexicon, MergeKey
from masudi.coding.merging import merge_key
from masudi.coding.triggers import MAX_WORDS, Trigger, is_definite
from masudi.language import Outline, outline
from training.annotations import read_packed

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src" / "masudi" / "data" / "coder"
ANNOTATIONS = ROOT / "training" / "annotations"
# Kinds whose triggers are whole phrases; data/coder/analysis.yaml finds them by construction.
ANALYSIS = frozenset({"aim", "reason", "tactic", "assessment"})
# Seen at least so often, and a trigger of the kind in at least this share, with one doubtful sight added: best of
# 0.3 to 0.55 by cross-validated claims F1 on the training reports.
SEEN, SHARE, DOUBT = 2, 0.4, 1.0


class Annotated(NamedTuple):
    """A training report: its outline, and its mentions as (start, end, kind, number of the claim)."""

    outline: Outline
    mentions: tuple[tuple[int, int, str, int], ...]


def read_annotated(folder: Path) -> dict[str, Annotated]:
    """The reports of a folder with `reports/NAME.txt` and `gold/NAME.json`, in the form of the claims benchmark."""
    found = {}
    for path in sorted((folder / "gold").glob("*.json")):
        text = (folder / "reports" / f"{path.stem}.txt").read_text(encoding="utf-8").split("\n\n", 1)[1].strip()
        mentions = []
        for number, claim in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            for mention in claim["mentions"]:
                start = text.index(mention["quote"]) + mention["quote"].index(mention["trigger"])
                mentions.append((start, start + len(mention["trigger"]), claim["kind"], number))
        found[path.stem] = Annotated(outline(text), tuple(sorted(mentions)))
    return found


def read_offsets(folder: Path, corpora: Path) -> dict[str, Annotated]:
    """The reports annotated as offsets into the corpora (see training/annotations.py)."""
    found = {}
    for packed in read_packed(folder, corpora):
        mentions = [
            (start, end, claim["kind"], number)
            for number, claim in enumerate(packed.claims)
            for start, end in claim["mentions"]
        ]
        found[packed.name] = Annotated(outline(packed.text), tuple(sorted(mentions)))
    return found


def learn(reports: Iterable[Annotated]) -> Lexicon:
    """The lexicon of some annotated reports."""
    reports = list(reports)
    return Lexicon(_phrases(reports), _merging(reports))


def _forms(report: Annotated, start: int, end: int) -> list[str]:
    return [token.form for token in report.outline.tokens if token.start < end and token.end > start]


def _phrases(reports: list[Annotated]) -> dict[str, Learnt]:
    candidates: set[str] = set()
    for report in reports:
        for start, end, kind, _ in report.mentions:
            forms = _forms(report, start, end)
            if kind not in ANALYSIS and forms:
                candidates.add(forms[-1])
                if len(forms) <= MAX_WORDS:
                    candidates.add(" ".join(forms))
    seen: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for report in reports:
        _count(report, candidates, seen, kinds)
    learnt = {}
    for phrase in candidates:
        if seen[phrase] < SEEN or not kinds[phrase] or not any(letter.isalnum() for letter in phrase):
            continue
        kind, times = min(kinds[phrase].items(), key=lambda pair: (-pair[1], pair[0]))
        share = times / (seen[phrase] + DOUBT)
        if share >= SHARE:
            learnt[phrase] = Learnt(kind, round(share, 3))
    return learnt


def _count(report: Annotated, candidates: set[str], seen: Counter[str], kinds: dict[str, Counter[str]]) -> None:
    tokens = report.outline.tokens
    labels = [
        {kind for start, end, kind, _ in report.mentions if kind not in ANALYSIS and start <= token.start < end}
        for token in tokens
    ]
    for length in range(1, MAX_WORDS + 1):
        for first in range(len(tokens) - length + 1):
            phrase = " ".join(token.form for token in tokens[first : first + length])
            if phrase in candidates:
                seen[phrase] += 1
                for kind in set.intersection(*labels[first : first + length]):
                    kinds[phrase][kind] += 1


def _merging(reports: list[Annotated]) -> dict[MergeKey, float]:
    counts: dict[object, list[int]] = defaultdict(lambda: [0, 0])
    kinds = set()
    for report in reports:
        last: dict[str, tuple[Trigger, int]] = {}
        for start, end, kind, number in report.mentions:
            if kind in ANALYSIS:
                continue
            kinds.add(kind)
            first, final = report.outline.token_at(start), report.outline.token_at(end - 1)
            trigger = Trigger(kind, first, final, 1.0, is_definite(report.outline, first))
            if kind in last:
                key = merge_key(report.outline, last[kind][0], trigger)
                for level in (key, (key.distance, key.same_form, key.definite), kind, None):
                    counts[level][last[kind][1] == number] += 1
            last[kind] = trigger, number
    return {
        key: round(_likely(counts, key), 3)
        for kind in sorted(kinds)
        for distance in range(4)
        for same in (False, True)
        for definite in (False, True)
        for key in [MergeKey(kind, distance, same, definite)]
    }


def _likely(counts: dict[object, list[int]], key: MergeKey) -> float:
    """P(one claim) for a pair: its own counts, drawn to what its features and its kind say apart (odds multiplied)."""
    apart, together = counts[None]
    # One of each is added, so that a handful of reports gives no certainty.
    overall = (together + 1) / (apart + together + 2)

    def odds(level: object, weight: float) -> float:
        no, yes = counts[level]
        share = (yes + weight * overall) / (no + yes + weight)
        return share / (1 - share)

    prior = odds((key.distance, key.same_form, key.definite), 1) * odds(key.kind, 2) / (overall / (1 - overall))
    no, yes = counts[key]
    return (yes + 6 * prior / (1 + prior)) / (no + yes + 6)


def write(lexicon: Lexicon, folder: Path) -> None:
    """Write both tables, sorted, so that learning twice gives the same files."""
    with (folder / "lexicon.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("phrase", "kind", "precision"))
        rows.writerows((phrase, word.kind, word.precision) for phrase, word in sorted(lexicon.phrases.items()))
    with (folder / "merging.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("kind", "distance", "same_form", "definite", "probability"))
        for key, likely in lexicon.merging.items():
            yes_no = ["yes" if flag else "no" for flag in (key.same_form, key.definite)]
            rows.writerow((key.kind, key.distance, *yes_no, likely))


def main() -> None:
    """Learn from the folder given and write into the package's data."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path, help="folder with reports/ and gold/")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with the corpora of training/annotations")
    args = parser.parse_args()
    reports = read_annotated(args.train) | read_offsets(ANNOTATIONS, args.corpora)
    lexicon = learn(reports.values())
    write(lexicon, DATA)
    print(f"{len(lexicon.phrases)} phrases, {len(lexicon.merging)} merging rows, written to {DATA}")


if __name__ == "__main__":
    main()
