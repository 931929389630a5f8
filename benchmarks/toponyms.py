"""How well the reader finds toponyms in news: the halves of TR-News and LGL that it was not trained on.

    python -m benchmarks.toponyms

Counted as found: the same span ("exact"), or one that shares characters with it ("overlapping").
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from masudi.language import outline
from masudi.language.network import Network, load_network
from masudi.language.toponyms import find_toponyms
from training.toponyms import GEOPARSING, Toponyms, geoparsing, training_half

ROOT = Path(__file__).resolve().parents[1]
Spans = Sequence[tuple[int, int]]


def found_in(network: Network, text: str) -> list[tuple[int, int]]:
    """The toponyms of a text."""
    return [(phrase.start, phrase.end) for phrase in find_toponyms(network, outline(text))]


def shared(one: tuple[int, int], others: Spans) -> bool:
    """Whether a span shares characters with any of some others."""
    return any(one[0] < end and start < one[1] for start, end in others)


def measure(network: Network, documents: Sequence[Toponyms]) -> dict[str, tuple[int, int, int, int]]:
    """For each way of counting: found and right, found, gold and found, gold."""
    exact = [0, 0, 0, 0]
    loose = [0, 0, 0, 0]
    for document in documents:
        guess = found_in(network, document.text)
        same = len(set(guess) & set(document.spans))
        near = sum(shared(one, document.spans) for one in guess), sum(shared(one, guess) for one in document.spans)
        for total, numbers in ((exact, (same, same)), (loose, near)):
            for at, number in enumerate((numbers[0], len(guess), numbers[1], len(document.spans))):
                total[at] += number
    return {"exact": (exact[0], exact[1], exact[2], exact[3]), "overlapping": (loose[0], loose[1], loose[2], loose[3])}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    args = parser.parse_args()
    network = load_network(2)
    for corpus in GEOPARSING:
        documents = [one for one in geoparsing(args.corpora, corpus) if not training_half(one.name)]
        print(f"{corpus}: {len(documents)} documents")
        for name, (right, guessed, hit, gold) in measure(network, documents).items():
            precision, recall = 100 * right / max(1, guessed), 100 * hit / max(1, gold)
            f1 = 2 * precision * recall / max(1e-9, precision + recall)
            print(f"  {name:12} P {precision:5.1f}  R {recall:5.1f}  F1 {f1:5.1f}  gold {gold}, guessed {guessed}")


if __name__ == "__main__":
    main()
