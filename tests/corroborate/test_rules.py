"""Mistakes in corroborate.yaml are reported with file and line; what it names exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from masudi.corroborate.rules import load_rules, read_rules
from masudi.data import packaged
from masudi.errors import KnowledgeError
from masudi.ontology import load_ontology


def test_every_kind_that_is_named_is_a_kind() -> None:
    rules = load_rules()
    known = {kind.name for kind in load_ontology().kinds}
    named = {*rules.groups_of, *rules.attacker_in, *rules.by_actor, *rules.operations.gains}
    named |= {kind for one in rules.against_interest for kind in one.kinds}
    named |= {
        *rules.operations.aims,
        *rules.operations.tactics,
        *rules.operations.reasons,
        *rules.operations.assessments,
    }
    assert named <= known


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("floor: 0.1", "floor: 0.9", "floor and thresholds"),
        ("  - name: lead\n", "  - name: led\n", "'led' is not known"),
        ("{name: lead, within", "{name: head, within", "needs each of these answers once"),
        (
            "is: blame, one: accusation, other: [attack,",
            "is: blame, one: accusation, other: [aid, attack,",
            "no group together",
        ),
        ("days: 2, km: 30", "days: two, km: 30", "Expected `int`"),
        ("floor: 0.1", "flor: 0.1", "flor"),
    ],
)
def test_a_mistake_is_reported_with_its_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = packaged("corroborate.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "corroborate.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        read_rules(path)
    assert problem in str(raised.value)
    assert raised.value.line
