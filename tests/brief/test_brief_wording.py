"""data/brief.yaml: every kind has its words, every verb makes sentences, and a broken file is refused with its line."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import yaml

from masudi.brief.wording import Wording, wording
from masudi.data import load_yaml, packaged
from masudi.domain import HedgeLevel, Position, Status
from masudi.errors import KnowledgeError


def test_every_kind_of_the_ontology_is_told() -> None:
    kinds = yaml.safe_load(packaged("kinds.yaml").read_text(encoding="utf-8"))["kinds"]
    assert {kind["name"] for kind in kinds} == {kind.name for kind in wording().kinds}


def test_every_section_has_a_heading_and_every_kind_a_section() -> None:
    sections = [section.name for section in wording().sections]
    order = ["happened", "how", "gained", "why", "denied", "feared", "civilians", "voices", "doubts"]
    of_cases = ["where", "control", "pockets", "contested", "alone", "reviewed", "withheld"]
    assert [name for name in sections if name not in of_cases] == order
    assert set(of_cases) < set(sections)
    assert {kind.section for kind in wording().kinds} <= set(sections)


@pytest.mark.parametrize("kind", [kind for kind in wording().kinds if kind.verbs], ids=lambda kind: str(kind.name))
def test_a_kind_has_one_general_verb(kind: object) -> None:
    general = [verb for verb in kind.verbs if not verb.stems]  # type: ignore[attr-defined]
    assert len(general) == 1
    for verb in kind.verbs:  # type: ignore[attr-defined]
        forms = [verb.past, verb.base, verb.done, verb.alone, verb.alone_base, verb.noun]
        assert all(form.strip() == form and form for form in forms)
        assert verb.past.count("{}") == verb.base.count("{}") <= 1
        assert "{}" not in verb.done + verb.alone + verb.alone_base + verb.noun


def test_every_status_hedge_and_position_has_words() -> None:
    words = wording()
    assert {entry.name for entry in words.statuses} == set(Status) - {Status.ASSERTED}
    assert all(words.status(status, []) for status in set(Status) - {Status.ASSERTED})
    assert words.status(Status.ASSERTED, []) is None
    assert {entry.name for entry in words.hedges} == set(HedgeLevel) - {HedgeLevel.NONE}
    assert {entry.name for entry in words.positions} == set(Position)


def test_no_template_of_a_status_can_read_as_done() -> None:
    for entry in wording().statuses:
        for template in (entry.active, entry.passive, entry.bare):
            unreal = (
                "tried",
                "attempt",
                "might",
                "whether",
                "not",
                "no ",
                "feared",
                "possible",
                "considered",
                "expected",
            )
            intended = ("meant", "plan", "intended", "demanded", "orders", "ordered", "threatened", "agreed or offered")
            assert any(word in template for word in unreal + intended), template


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("  - {name: happened, heading: What happened}", "  - {name: happened, heading: 7}", "What happened"),
        ("    section: gained\n    object: [place]\n    target_as: from", "    sektion: gained", "- name: capture"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: str) -> None:
    text = packaged("brief.yaml").read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "brief.yaml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as fault:
        load_yaml(broken, Wording)
    at = next(number for number, one in enumerate(text.splitlines(), 1) if line in one)
    assert fault.value.path == str(broken)
    assert fault.value.line is not None
    assert abs(fault.value.line - at) <= 3


def test_the_words_are_frozen() -> None:
    with pytest.raises(AttributeError):
        wording().sections = ()  # type: ignore[misc]
    assert msgspec.structs.asdict(wording())["kinds"]
