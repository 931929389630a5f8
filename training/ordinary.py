"""Words that are mostly written small (src/masudi/data/ordinarywords.csv): a capital on one of them makes no name.

    python -m training.ordinary --corpora ../shared/corpora --train ../shared/train --unseen ../shared/bench/reports

Counted in the corpora of news. Left out are the development reports, and the training reports by which
`benchmarks.withheld` judges: what stands in them must not be known from here. Single words, and so nobody's text.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.withheld import half_of
from masudi.resolve.words import fold
from training.toponyms import GEOPARSING, articles

OUT = Path(__file__).resolve().parents[1] / "src/masudi/data/ordinarywords.csv"
CORPORA = ("syria-news", "guardian-syria", "re3d")
_WORD = re.compile(r"[A-Za-z]+(?:[’'][A-Za-z]+)*")
# A word counts that so many documents write small, and that is written small so many times as often as with a capital
# that no sentence explains. With fewer, names come in that a text has put in small letters.
_DOCUMENTS, _TIMES = 4, 2
# So many characters of a development report, from its end, tell it in a corpus.
_TAIL = 180


def texts(corpora: Path, train: Path, unseen: Path) -> Iterator[str]:
    """The texts that are counted."""
    origin = json.loads((train / "origin.json").read_text(encoding="utf-8"))
    judging = {(one["corpus"], str(one["id"])) for one in origin if half_of(one["name"]) == "judging"}
    tails = [path.read_text(encoding="utf-8").strip()[-_TAIL:] for path in sorted(unseen.glob("*.txt"))]
    for corpus in CORPORA:
        with gzip.open(corpora / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                text = str(row["text"])
                if (corpus, str(row["id"])) not in judging and not any(tail in text for tail in tails):
                    yield text
    for corpus in GEOPARSING:
        yield from (one.text for one in articles(corpora, corpus))


def ordinary(found: Iterable[str]) -> list[str]:
    """The words of some texts that are mostly written small, folded and sorted."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for text in found:
        before, mine = "", set()
        for match in _WORD.finditer(text):
            word = match.group()
            if word.islower():
                mine.add(fold(word))
                small[fold(word)] += 1
            elif before.islower() and text[: match.start()].endswith(f"{before} "):
                capital[fold(word)] += 1
            before = word
        documents.update(mine)
    counted = (word for word in small if documents[word] >= _DOCUMENTS and small[word] >= _TIMES * capital[word])
    return sorted(word for word in counted if len(word) > 1 and word.isascii() and word.isalpha())


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--unseen", type=Path, required=True, help="the development reports, left out")
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    words = ordinary(texts(args.corpora, args.train, args.unseen))
    with args.out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("word",), *((word,) for word in words)])
    print(f"{len(words)} words in {args.out}")


if __name__ == "__main__":
    main()
