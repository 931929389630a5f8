"""Victims in a text: who was harmed, how many, and what the words say they were.

Goes in: a text, and for a toll the sentence and the trigger that names the harm. Come out: phrases for people
(`find_victims`), the harms that a trigger names (`harms_of`), the tolls that it gives (`tolls_for`), those of all
mentions of one claim as one (`merge_tolls`), which of them corrects another (`with_replaced`, `newer_of`), and what
each counts (`scope_of`). The words stand in data/victims.yaml.
"""

from __future__ import annotations

from masudi.resolve.harms import harms_of
from masudi.resolve.toll_merging import merge_tolls
from masudi.resolve.toll_scopes import newer_of, scope_of, with_replaced
from masudi.resolve.tolls import tolls_for
from masudi.resolve.victim_phrases import VictimPhrase, find_victims
from masudi.resolve.victim_words import load_victims

__all__ = [
    "VictimPhrase",
    "find_victims",
    "harms_of",
    "load_victims",
    "merge_tolls",
    "newer_of",
    "scope_of",
    "tolls_for",
    "with_replaced",
]
