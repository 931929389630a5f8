"""Corpus text that nobody annotated, in sections: small networks learn from what larger ones make of it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from masudi.language import outline
from training.reports import Example

CORPORA = ("syria-news", "guardian-syria", "re3d", "muc4/train")
# How long a section is at most, and at least, in characters.
_LONGEST, _SHORTEST = 2000, 300
_RUN = 6
# From this share of a section's six-word runs in other texts on, it is one of them again.
_SAME = 0.2


def runs(text: str) -> set[int]:
    """The runs of six words of a text, as numbers."""
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[at : at + _RUN])) for at in range(len(words) - _RUN + 1)}


def unlabelled(corpora: Path, known: Sequence[Example], unseen: Iterable[str]) -> list[str]:
    """The sections of the corpora's texts that are not in the `known` reports.

    A text that shares six words in a row with more than a tenth of one of `unseen` (the development reports) is left
    out whole.
    """
    annotated = set().union(*(runs(one.pieces.text) for one in known))
    secret = [runs(text) for text in unseen]
    found = []
    for name in CORPORA:
        with gzip.open(corpora / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            texts = [str(row.get("text") or row.get("doctext") or "").strip() for row in map(json.loads, file)]
        for text in texts:
            own = runs(text)
            if any(len(own & other) > 0.1 * len(other) for other in secret):
                continue
            for section in _sections(text):
                own = runs(section)
                if len(section) >= _SHORTEST and len(own & annotated) <= _SAME * len(own):
                    found.append(section)
                    annotated |= own
    return found


def _sections(text: str) -> list[str]:
    """A text cut between sentences."""
    cuts, last = [0], 0
    for sentence in outline(text).sentences:
        if sentence.end - cuts[-1] > _LONGEST and last > cuts[-1]:
            cuts.append(last)
        last = sentence.end
    return [text[start:end].strip() for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
