"""How well Masudi reads: claims, roles and statuses on the development reports, beside a bare lexicon.

    python -m benchmarks.claims                      the development reports; dev00 apart from the others
    python -m benchmarks.claims --misses             also every gold claim that nothing matched, on standard error

`training.settle` prints the same figures for training reports that were held out: tuning goes by those.

The bare lexicon is learnt from the training reports: a word that is mostly a trigger of one kind is, wherever it
stands, an asserted claim of that kind. The development reports only measure: nothing is tuned on them.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from masudi.coding import Coder
from masudi.coding.decoding import read_decoding
from masudi.domain import Reading, Report
from masudi.export import write_jsonl
from masudi.language.network import Network
from masudi.ontology import load_ontology
from masudi.sources import read_report
from training.reports import bench_reports

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

# The baseline's word: seen at least so often, and in at least this share a trigger of its kind (best of a coarse grid
# on the training reports).
SEEN, SHARE = 2, 0.5
WORD = re.compile(r"\w+(?:[-’']\w+)*")
Predict = Callable[[Report], Iterable[dict[str, Any]]]


def load_scorer(bench: Path) -> ModuleType:
    """The benchmark's own score.py."""
    spec = importlib.util.spec_from_file_location("score", bench / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {bench / 'score.py'}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bare_lexicon(train: Path) -> dict[str, str]:
    """Words of the training reports that are mostly a trigger of one kind, and that kind."""
    seen: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    analysis = _analysis()
    for report in bench_reports(train):
        claims = [claim for claim in report.claims if claim["kind"] not in analysis]
        spans = [(start, end, claim["kind"]) for claim in claims for start, end in claim["mentions"]]
        for word in WORD.finditer(report.text):
            form = word.group().lower()
            seen[form] += 1
            kind = next((kind for start, end, kind in spans if start <= word.start() < end), None)
            if kind:
                kinds[form][kind] += 1
    found = {}
    for form, counts in kinds.items():
        kind, times = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        if seen[form] >= SEEN and times / seen[form] >= SHARE:
            found[form] = kind
    return found


def by_bare_lexicon(words: dict[str, str]) -> Predict:
    """One known word, one asserted claim."""

    def predict(report: Report) -> Iterable[dict[str, Any]]:
        for word in WORD.finditer(report.text):
            kind = words.get(word.group().lower())
            if kind:
                spans = [{"start": word.start(), "end": word.end()}]
                yield {"report": report.name, "kind": kind, "status": "asserted", "mentions": spans}

    return predict


def by_masudi(coder: Coder | None = None) -> Predict:
    """Masudi's claims, through the JSON lines that `masudi read` writes."""
    coder = coder or Coder()

    def predict(report: Report) -> Iterable[dict[str, Any]]:
        with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
            write_jsonl([Reading(report=report, claims=coder.code(report))], file)
            file.seek(0)
            yield from (json.loads(line) for line in file)

    return predict


def predictions(reports: Iterable[Report], predict: Predict, path: Path) -> None:
    """Write the predictions for some reports, one a line."""
    with path.open("w", encoding="utf-8") as file:
        for report in reports:
            for claim in predict(report):
                file.write(json.dumps(claim, ensure_ascii=False) + "\n")


def show(title: str, result: dict[str, Any], *, brief: bool = False) -> None:
    """Print the scorer's table."""
    print(f"\n{title}")
    for name, figures in result.items():
        if name in ("kinds", "of matched claims") or (brief and name != "claims"):
            continue
        low, high = figures.get("interval", ("", ""))
        spread = f"({low}-{high})" if low != "" else ""
        print(
            f"  {name:14} P {figures['p']:5}  R {figures['r']:5}  F1 {figures['f1']:5} {spread:13}"
            f" gold {figures['gold']}, guessed {figures['guessed']}"
        )
    if brief:
        return
    for name, figures in result["of matched claims"].items():
        print(f"  {name:26} {figures['share']:5} % of {figures['of']} matched")


def show_families(result: dict[str, Any]) -> None:
    """Print claims F1 of events and of analysis (from the kinds' figures), and what a constant status would get."""
    analysis = _analysis()
    for name in ("events", "analysis"):
        some = [figures for kind, figures in result["kinds"].items() if (kind in analysis) == (name == "analysis")]
        gold, guessed = (sum(figures[field] for figures in some) for field in ("gold", "guessed"))
        right = sum(round(figures["r"] * figures["gold"] / 100) for figures in some)
        print(f"  {name:14} F1 {200 * right / max(1, gold + guessed):5.1f}  gold {gold}, guessed {guessed}")
    matched = result["of matched claims"]
    plain = 100 * matched["asserted, kept so"]["of"] / matched["status"]["of"]
    print(f"  always asserted: status right {plain:.1f} %, asserted kept so 100 %, not asserted kept so 0 %, right 0 %")


def _analysis() -> frozenset[str]:
    return frozenset(kind.name for kind in load_ontology().kinds if kind.family == "analysis")


def show_kinds(result: dict[str, Any]) -> None:
    """Print claims F1 by kind."""
    print("\n  F1 by kind (gold)")
    rows = sorted(result["kinds"].items(), key=lambda item: -item[1]["gold"])
    for start in range(0, len(rows), 4):
        cells = [f"{kind:15} {figures['f1']:5} ({figures['gold']:3})" for kind, figures in rows[start : start + 4]]
        print("  " + "   ".join(cells))


def reports_of(folder: Path) -> list[Report]:
    """The reports of a folder that have gold claims."""
    return [read_report(folder / "reports" / f"{path.stem}.txt") for path in sorted((folder / "gold").glob("*.json"))]


def development(bench: Path, train: Path, coder: Coder, *, misses: bool) -> None:
    """The development reports: Masudi and the bare lexicon, dev00 apart."""
    scorer, reports = load_scorer(bench), reports_of(bench)
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = Path(folder) / "masudi.jsonl", Path(folder) / "bare.jsonl"
        predictions(reports, by_masudi(coder), ours)
        predictions(reports, by_bare_lexicon(bare_lexicon(train)), bare)
        paths = bench / "reports", bench / "gold"
        rest = scorer.score(*paths, ours, misses, without={"dev00"})
        show(f"masudi, {len(reports) - 1} development reports (without dev00)", rest)
        show_families(rest)
        show_kinds(rest)
        show("masudi, dev00", scorer.score(*paths, ours, only={"dev00"}))
        show("bare lexicon, without dev00", scorer.score(*paths, bare, without={"dev00"}), brief=True)
        show("bare lexicon, dev00", scorer.score(*paths, bare, only={"dev00"}), brief=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=SHARED / "bench", help="folder with reports/, gold/, score.py")
    parser.add_argument("--train", type=Path, default=SHARED / "train", help="folder with reports/ and gold/")
    parser.add_argument("--model", type=Path, help="folder of another model than the packaged one")
    parser.add_argument("--misses", action="store_true", help="print what was missed, on standard error")
    args = parser.parse_args()
    coder = Coder(Network(args.model), read_decoding(args.model / "decoding.json")) if args.model else Coder()
    development(args.bench, args.train, coder, misses=args.misses)


if __name__ == "__main__":
    main()
