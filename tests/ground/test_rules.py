"""The rules are data: what each kind does, checked against the ontology and refused where it says a thing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from masudi.data import packaged
from masudi.domain.control import Effect
from masudi.errors import KnowledgeError
from masudi.ground.rules import load_control_rules, read_control_rules
from masudi.ontology import load_ontology


def test_the_packaged_rules_name_kinds_of_claims() -> None:
    rules = load_control_rules()
    assert set(rules.by_kind) == {"capture", "control", "withdrawal", "repulsion", "advance"}
    assert set(rules.by_kind) <= {kind.name for kind in load_ontology().kinds}
    assert rules.by_kind["capture"].effect is Effect.TAKES
    assert all(rule.means for rule in rules.kinds)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{name: control,", "{name: capture,", "kind 'capture' stands twice"),
        ("[sdf, us_coalition]", "[sdf, russia]", "party of a side 'russia' stands twice"),
        ("effect: enters", "effect: wins", "Invalid enum value 'wins'"),
        ("wide: [", "broad: [", "unknown field `broad`"),
    ],
)
def test_a_fault_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = packaged("control.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "control.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as fault:
        read_control_rules(path)
    assert words in fault.value.problem


@pytest.mark.parametrize(
    ("place", "before", "part"),
    [
        ("parts of the city", "", True),
        ("city", "captured most of the ", False),
        ("Qasr", "captured most of ", True),
        ("Qasr", "in eastern ", True),
        ("Eastern Qasr", "", True),
        ("eastern town of Qasr", "", False),
        ("Qasr", "captured ", False),
    ],
)
def test_words_that_make_a_part(place: str, before: str, part: bool) -> None:
    assert load_control_rules().makes_part(place, before) is part
