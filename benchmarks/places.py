"""How well toponyms are found and placed: the halves of TR-News and LGL that nothing was trained on.

    python -m benchmarks.places            figures, and what the wrong ones are
    python -m benchmarks.places --misses   also each gold toponym that is placed wrong, on standard error
    python -m benchmarks.places --training the same for the training halves and reports: what to tune on

"Right" is, given the gold toponym's words, the same GeoNames id (an error of 0 km) or a point within 161 km of the gold
one. Toponyms
without gold coordinates (streets, buildings) count where they are found, and not where they are placed, as in the
literature.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.toponyms import measure
from masudi.language.network import load_network
from masudi.resolve.atlas import Atlas
from masudi.resolve.gazetteer import Gazetteer, load_gazetteer
from masudi.resolve.locating import point_of
from masudi.resolve.place_candidates import candidates
from masudi.resolve.place_features import kilometres
from masudi.resolve.place_layers import load_local_layer
from masudi.resolve.place_ranking import load_ranker
from masudi.resolve.placing import place
from masudi.resolve.sites import Site
from training.places import Document, Gold, geoparsed, training_reports
from training.toponyms import GEOPARSING, Toponyms

ROOT = Path(__file__).resolve().parents[1]
LOOKUPS = 2000


class Outcome(NamedTuple):
    """A gold toponym with what it was taken for: how far off (km), and what was wrong with it."""

    document: str
    words: str
    gold: Gold
    guess: str | None
    away: float | None
    wrong: str | None


def place_document(document: Document, atlas: Atlas) -> list[Outcome]:
    """The outcomes of a document's toponyms that have gold coordinates; all of them are there to choose by."""
    spans = document.spans()
    outcomes = []
    found = place(document.text, spans, atlas, context=document.context)
    for gold, span, placed in zip(document.gold, spans, found, strict=True):
        if gold.lat is None or gold.lon is None:
            continue
        site = atlas.site(placed.row) if placed else None
        same = site is not None and site.id == gold.ident
        away = None if placed is None else 0.0 if same else _away(gold, atlas, [placed.row])[0]
        wrong = None if away is not None and away <= gold.right_km else _why(span.text, gold, atlas, site)
        shown = f"{site.name} ({site.kind}, {site.area}, {site.country})" if site else None
        outcomes.append(Outcome(document.name, span.text, gold, shown, away, wrong))
    return outcomes


def _away(gold: Gold, atlas: Atlas, rows: Sequence[int]) -> list[float]:
    """How far the points with which Masudi places some rows are from the gold one (km)."""
    points = [point_of(row, atlas)[0] for row in rows]
    there = np.array([one.lat for one in points], float), np.array([one.lon for one in points], float)
    return [float(one) for one in kilometres(np.array([gold.lat], float), np.array([gold.lon], float), *there)[0]]


def _why(words: str, gold: Gold, atlas: Atlas, guess: Site | None) -> str:
    """Why a toponym is not right: nothing has its name, or nothing of its name is where it is, or a wrong namesake."""
    rows = [one.row for one in candidates(words, atlas)]
    if not rows:
        return "no such name in the gazetteer"
    reachable = any(atlas.site(row).id == gold.ident for row in rows) or min(_away(gold, atlas, rows)) <= gold.right_km
    if not reachable:
        return "only others of the name in the gazetteer" + ("" if guess else ", and none was chosen")
    return "another of the name was chosen" if guess else "it was not sure enough"


def show(title: str, outcomes: Sequence[Outcome], seconds: float) -> None:
    """Print the figures of one corpus."""
    right = [one for one in outcomes if one.wrong is None]
    aways = [one.away if one.away is not None else 20000.0 for one in outcomes]
    print(
        f"  {title}: right {100 * len(right) / len(outcomes):.1f} % of {len(outcomes)} gold toponyms with coordinates,"
    )
    print(f"    median error {statistics.median(aways):.1f} km, {len(outcomes) / seconds:.0f} places a second")
    for why, count in Counter(one.wrong for one in outcomes if one.wrong).most_common():
        print(f"    {100 * count / len(outcomes):4.1f} % {why}")


def speed(atlas: Atlas, folder: Path | None) -> None:
    """Print how long opening takes, and a lookup of a town's name."""
    started = time.perf_counter()
    gazetteer = Gazetteer(folder) if folder else Gazetteer(ROOT / "src" / "masudi" / "data" / "gazetteer")
    opened = time.perf_counter() - started
    step = len(gazetteer) // LOOKUPS
    names = [gazetteer.site(row).name for row in range(0, len(gazetteer), step)]
    candidates(names[0], atlas)
    started = time.perf_counter()
    for name in names:
        candidates(name, atlas)
    looked = (time.perf_counter() - started) / len(names)
    print(f"gazetteer of {len(gazetteer)} places: opened in {1000 * opened:.1f} ms, a lookup {1000 * looked:.3f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--train", type=Path, default=ROOT.parent / "shared" / "train")
    parser.add_argument("--gazetteer", type=Path, help="another gazetteer than the packaged one")
    parser.add_argument("--training", action="store_true", help="the training halves instead")
    parser.add_argument("--misses", action="store_true", help="print what is placed wrong, on standard error")
    parser.add_argument("--only-placing", action="store_true", help="leave out finding, which takes a minute")
    args = parser.parse_args()
    atlas = Atlas(Gazetteer(args.gazetteer) if args.gazetteer else load_gazetteer(), load_local_layer())
    load_ranker()
    speed(atlas, args.gazetteer)
    network = None if args.only_placing else load_network(2)
    corpora = {corpus: list(geoparsed(args.corpora, corpus, training=args.training)) for corpus in GEOPARSING}
    if args.training:
        corpora["training reports, within 25 km"] = training_reports(args.train)
    for corpus, documents in corpora.items():
        print(f"{corpus}: {len(documents)} documents")
        started = time.perf_counter()
        outcomes = [one for document in documents for one in place_document(document, atlas)]
        show("placed", outcomes, time.perf_counter() - started)
        if args.misses:
            for one in outcomes:
                if one.wrong:
                    print(
                        f"{corpus} {one.document}: {one.words!r} → {one.guess}, {one.away}: {one.wrong}",
                        file=sys.stderr,
                    )
        if network is not None and corpus in GEOPARSING:
            spans = [
                Toponyms(one.name, one.text, tuple((gold.start, gold.end) for gold in one.gold)) for one in documents
            ]
            for name, (found, guessed, hit, gold) in measure(network, spans).items():
                precision, recall = 100 * found / max(1, guessed), 100 * hit / max(1, gold)
                f1 = 2 * precision * recall / max(1e-9, precision + recall)
                print(f"  found, {name:12} P {precision:5.1f}  R {recall:5.1f}  F1 {f1:5.1f}")


if __name__ == "__main__":
    main()
