"""What the plain coder knows: its lexicon, its merging table and its cues, read from data/coder."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from masudi.data import load_yaml, packaged
from masudi.errors import KnowledgeError


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that name a kind (None: words that name none, whatever was learnt)."""

    phrase: str
    kind: str | None


class Weapons(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that tell the kind of a strike: within its reach, or only right beside it."""

    kind: str
    words: frozenset[str]
    beside: frozenset[str]


class Alone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The kind of a strike word with no weapon near."""

    word: str
    kind: str


class Strikes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for a strike of whatever sort; `reach` is how many tokens off a weapon may stand.

    "The attack" is of the sort last told of, unless a word of `onto` behind it says whom this one hit.
    """

    words: frozenset[str]
    onto: frozenset[str]
    reach: int
    weapons: tuple[Weapons, ...]
    alone: tuple[Alone, ...]


class Objects(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs whose kind their object tells; `reach` is how many tokens before or behind them it may stand."""

    verbs: frozenset[str]
    things: frozenset[str]
    side: Literal["before", "behind"]
    reach: int
    kind: str
    right_before: frozenset[str] = frozenset()


class HandTriggers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/coder/triggers.yaml."""

    conflict: frozenset[str]
    conflict_least: int
    conflict_short: int
    phrases: tuple[Phrase, ...]
    objects: tuple[Objects, ...]
    strikes: Strikes


class Learnt(msgspec.Struct, frozen=True):
    """A learnt phrase: its kind and how often, of the times it was seen, it was a trigger of that kind."""

    kind: str
    precision: float


class MergeKey(msgspec.Struct, frozen=True):
    """What decides whether a mention goes on with the claim before it: see `masudi.coding.merging`."""

    kind: str
    distance: int
    same_form: bool
    definite: bool


class Lexicon(msgspec.Struct, frozen=True):
    """What was learnt from the training reports: trigger phrases, and how likely mentions are one claim."""

    phrases: dict[str, Learnt]
    merging: dict[MergeKey, float]


@cache
def load_triggers() -> HandTriggers:
    """The hand-made trigger words, checked."""
    return load_yaml(packaged("coder/triggers.yaml"), HandTriggers)


@cache
def load_lexicon() -> Lexicon:
    """The learnt lexicon; KnowledgeError names the line at fault."""
    phrases = {
        row["phrase"]: Learnt(row["kind"], float(row["precision"])) for row in _rows(packaged("coder/lexicon.csv"))
    }
    merging = {
        MergeKey(row["kind"], int(row["distance"]), row["same_form"] == "yes", row["definite"] == "yes"): float(
            row["probability"]
        )
        for row in _rows(packaged("coder/merging.csv"))
    }
    return Lexicon(phrases, merging)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = []
        for row in reader:
            if None in row or None in row.values():
                raise KnowledgeError(str(path), "has too many or too few cells", line=reader.line_num)
            rows.append(row)
        return rows
