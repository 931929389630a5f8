"""Annotated reports as examples: the text's pieces and words, and the claims' words in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tokenizers import Tokenizer

from masudi.language import outline
from masudi.language.pieces import Pieces, split
from training.annotations import ROLES, Packed, pack, read_packed

HELD = Path(__file__).parent / "held.json"
# A report that has more than this share of its six-word runs in common with a held-out one is a near copy of it.
_NEAR_COPY = 0.25
_RUN = 6


class Filler(NamedTuple):
    """A phrase that fills a role: its occurrence nearest to the claim's first mention, and its party if it is one."""

    start: int
    end: int
    entity: str | None


class Gold(NamedTuple):
    """An annotated claim: mentions [start, end) and fillers by role."""

    kind: str
    status: str
    mentions: tuple[tuple[int, int], ...]
    roles: dict[str, tuple[Filler, ...]]


class Example(NamedTuple):
    """An annotated report."""

    name: str
    pieces: Pieces
    claims: tuple[Gold, ...]


def load_examples(train: Path, annotations: Path, corpora: Path, tokenizer: Tokenizer) -> list[Example]:
    """The reports of the shared training folder (bench form) and the packed ones of this repository, in that order.

    A packed report of the same name takes the place of the shared one: it is that one corrected.
    """
    packed = list(read_packed(annotations, corpora))
    corrected = {report.name: report for report in packed}
    shared = [corrected.pop(report.name, report) for report in bench_reports(train)]
    return [
        Example(report.name, split(outline(report.text), tokenizer), tuple(map(_gold, report.claims)))
        for report in [*shared, *corrected.values()]
    ]


def held_out() -> frozenset[str]:
    """The names of the reports that the packaged reader is not trained on: what is fitted and tuned goes by them."""
    return frozenset(json.loads(HELD.read_text(encoding="utf-8")))


def divide(examples: Sequence[Example], held: frozenset[str]) -> tuple[list[Example], list[Example]]:
    """Reports to train on and those held out; near copies of the latter are in neither."""
    aside = [one for one in examples if one.name in held]
    runs = [_runs(one.pieces.text) for one in aside]
    kept = [one for one in examples if one.name not in held and not _near(_runs(one.pieces.text), runs)]
    return kept, aside


def bench_reports(folder: Path) -> Iterator[Packed]:
    """The reports of a folder in the benchmark's form (reports/NAME.txt, gold/NAME.json), as packed ones."""
    for gold in sorted((folder / "gold").glob("*.json")):
        head, _, body = (folder / "reports" / f"{gold.stem}.txt").read_text(encoding="utf-8").partition("\n\n")
        header = {key: value.strip() for key, _, value in (line.partition(":") for line in head.splitlines())}
        text = body.strip()
        claims = pack(text, json.loads(gold.read_text(encoding="utf-8")))
        yield Packed(gold.stem, text, header.get("published", ""), header.get("source", ""), claims)


def _gold(claim: dict[str, Any]) -> Gold:
    return Gold(
        claim["kind"],
        claim["status"],
        tuple(sorted({(start, end) for start, end in claim["mentions"]})),
        {
            role: tuple(Filler(one["span"][0], one["span"][1], one.get("entity")) for one in claim.get(role) or [])
            for role in ROLES
        },
    )


def _near(one: set[int], others: Sequence[set[int]]) -> bool:
    return any(len(one & other) > _NEAR_COPY * max(1, min(len(one), len(other))) for other in others)


def _runs(text: str) -> set[int]:
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[at : at + _RUN])) for at in range(len(words) - _RUN + 1)}
