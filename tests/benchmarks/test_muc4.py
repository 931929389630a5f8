"""The MUC-4 benchmark turns scores into entities and prints them by role; what is scored here is invented."""

from __future__ import annotations

import re

import numpy as np

from benchmarks.ceaf import Score
from benchmarks.fillers import ROLES, Candidate, Filled, Settings
from benchmarks.muc4 import Judged, fillers, lines, measure
from masudi.language.pieces import Pieces

SETTINGS = Settings(thresholds=(0.5,) * 5, tags=0.25, apart=1)


def judged(*, tags: float, own: float) -> Judged:
    """One candidate, scored as a weapon."""
    weapon = np.array([[role == "Weapon" for role in ROLES]], np.float32)
    return Judged([Candidate("mortar", ((0, 1),))], weapon * tags, weapon * own, np.eye(1, dtype=np.float32))


def report(name: str, *weapons: str) -> Filled:
    nothing = np.zeros(0, np.int64)
    text = Pieces("", nothing, nothing, nothing, nothing, nothing, np.zeros(0, np.float32), ())
    return Filled(name, text, {role: [] for role in ROLES} | {"Weapon": [[weapon] for weapon in weapons]})


def test_tags_and_own_score_are_weighed() -> None:
    assert fillers(judged(tags=1.0, own=0.4), SETTINGS)["Weapon"] == [["mortar"]]
    assert fillers(judged(tags=0.4, own=0.5), SETTINGS)["Weapon"] == []


def test_reports_are_measured_by_role() -> None:
    reports = [report("one", "mortar", "rifle"), report("two")]
    scores = measure([judged(tags=1, own=1), judged(tags=1, own=1)], reports, SETTINGS)
    assert scores["Weapon"] == Score(1, 2, 2)
    assert scores["Victim"] == Score()


def test_the_table_has_roles_all_and_the_published_figure() -> None:
    table = [re.split(r" +", line.strip()) for line in lines({"Weapon": Score(1, 2, 4), "Target": Score(1, 1, 1)})]
    assert table == [
        ["CEAF-REE", "precision", "recall", "F1"],
        ["Weapon", "50.0", "25.0", "33.3"],
        ["Target", "100.0", "100.0", "100.0"],
        ["all", "66.7", "40.0", "50.0"],
        ["GRIT", "54.5"],
    ]
