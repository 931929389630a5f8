"""The words that training goes by (training/words.yaml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from masudi.data import load_yaml


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """training/words.yaml, whose comments say what each list is for."""

    exchanged: tuple[tuple[str, ...], ...]
    conflict: tuple[str, ...]


@cache
def training_words() -> Words:
    """The words, checked."""
    return load_yaml(Path(__file__).with_suffix(".yaml"), Words)
