"""Broken copies of the ontology's files: each is refused with its name and the line at fault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from masudi.data import packaged
from masudi.errors import KnowledgeError
from masudi.ontology import load_ontology

FILES = ("kinds", "labels", "crosswalk", "violations")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(packaged(f"{name}.yaml"), tmp_path)
    return tmp_path


def test_a_copy_loads_as_the_packaged_one(folder: Path) -> None:
    assert load_ontology(folder) == load_ontology()


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("kinds", "    family: violence", "    family: violins", "unknown family 'violins'"),
        ("kinds", "  - name: shelling", "  - name: attack", "'attack' stands twice"),
        ("kinds", "  - name: territory", "  - name: violence", "'violence' stands twice"),
        ("kinds", "  - name: shelling", "  - nam: shelling", "unknown field `nam`"),
        ("labels", "{name: attempted,", "{name: tried,", "unknown statuses 'tried'"),
        ("labels", "{name: injured,", "{name: killed,", "'killed' stands twice"),
        ("labels", "{name: turkey,", "{name: russia,", "'russia' stands twice"),
        (
            "labels",
            "label: Russia, class: foreign_state",
            "label: Russia, class: empire",
            "unknown actor class 'empire'",
        ),
        ("labels", "{name: al-Qaeda, class: non_state}", "{name: al-Qaeda, class: foe}", "unknown actor class 'foe'"),
        ("labels", "  class: other", "  class: others", "unknown actor class 'others'"),
        (
            "violations",
            "    kinds: [attack, detention,",
            "    kinds: [attack, detentions,",
            "unknown kind 'detentions'",
        ),
        ("violations", "  - name: torture", "  - name: sexual_violence", "'sexual_violence' stands twice"),
        ("violations", "  - name: kill", "  - name: strike", "'strike' stands twice"),
        ("violations", "      - act: recruit", "      - act: enrol", "unknown act 'enrol'"),
        ("violations", "cues: [hostage, hostages,", "cues: [hostage, Hostages,", "'Hostages' must be in lower case"),
        ("violations", "cues: [hostage, hostages,", "cues: [hostage, hostage,", "phrase 'hostage' stands twice"),
        ("violations", "cues: [hostage, hostages,", "cues: [hostage, 'host  age',", "with single spaces"),
        ("violations", "target_kinds: [attack,", "target_kinds: [assault,", "unknown kind 'assault'"),
        ("violations", "    reach: sentence", "    reach: paragraph", "Invalid enum value 'paragraph'"),
        ("crosswalk", "    kinds: [capture]", "    kinds: [conquest]", "unknown kind 'conquest'"),
        ("crosswalk", "when: {kind: [casualties]}", "when: {kind: [losses]}", "unknown kind 'losses'"),
        ("crosswalk", "when: {kind: [casualties]}", "when: {kinds: [casualties]}", "unknown field `kinds`"),
        ("crosswalk", "when: {family: [analysis]}", "when: {family: [thought]}", "unknown family 'thought'"),
        ("crosswalk", "when: {status: [not_done]}", "when: {status: [undone]}", "unknown status 'undone'"),
        ("crosswalk", "actor: [armed, unknown]", "actor: [army, unknown]", "unknown actor 'army'"),
        ("crosswalk", "actor: [armed, unknown]", "actor: [done, unknown]", "unknown actor 'done'"),
        ("crosswalk", "target: [civilians]", "target: [people]", "unknown target 'people'"),
        ("crosswalk", "outcome: [unopposed]", "outcome: [unopposd]", "unknown outcome 'unopposd'"),
        ("crosswalk", "cue: [suicide]", "cue: [suicides]", "unknown cue 'suicides'"),
        ("crosswalk", "tag: [looting]", "tag: [loot]", "unknown tag 'loot'"),
        (
            "crosswalk",
            "        sub: Suicide bomb",
            "        sub: Suicide bombs",
            "'Suicide bombs' is no sub of Explosions",
        ),
        ("crosswalk", '        code: "0841"', '        code: "0849"', "'0849' is no code of cameo"),
        ("crosswalk", '        code: "192"', "        code: 192", "Expected `str | null`, got `int`"),
        ("crosswalk", "        mode: aerial", "        mode: airborne", "'airborne' is no mode of ASSAULT in plover"),
        ("crosswalk", "- {code: CONSULT,", "- {code: AGREE,", "'AGREE' stands twice"),
        ("crosswalk", "values: [asserted, attempted]", "values: [asserted, tried]", "unknown status 'tried'"),
        ("crosswalk", "{name: done, of: status,", "{name: done, of: statuses,", "unknown list 'statuses'"),
        ("crosswalk", "{name: states, of:", "{name: state, of:", "group 'state' has the name of one of the values"),
        ("crosswalk", "  - name: ged", "  - name: acled", "'acled' stands twice"),
        ("crosswalk", "when: {kind: [casualties]}", "when: {}", "hides every rule below it"),
        ("crosswalk", "when: {}", "when: {kind: [threat]}", "the last rule of acled must fit everything"),
    ],
)
def test_a_fault_is_refused_with_file_and_line(folder: Path, file: str, old: str, new: str, problem: str) -> None:
    path = folder / f"{file}.yaml"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace(old, new, 1), encoding="utf-8")
    fault = refused(folder)
    assert problem in fault.problem
    assert fault.path == str(path)
    assert fault.line == good[: good.index(old)].count("\n") + 1


def refused(folder: Path) -> KnowledgeError:
    with pytest.raises(KnowledgeError) as fault:
        load_ontology(folder)
    return fault.value


@pytest.mark.parametrize("both", [True, False])
def test_a_rule_gives_a_code_or_a_reason(folder: Path, both: bool) -> None:
    path = folder / "crosswalk.yaml"
    good = path.read_text(encoding="utf-8")
    rule = "      - when: {kind: [casualties]}\n"
    at = good.index(rule) + len(rule)
    text = "        code: Battles\n" + good[at:] if both else good[at:].replace("not_codable:", "note:", 1)
    path.write_text(good[:at] + text, encoding="utf-8")
    fault = refused(folder)
    assert "a rule gives either a code or" in fault.problem
    assert fault.line == good[:at].count("\n")


def test_a_label_that_code_needs_is_missed(folder: Path) -> None:
    path = folder / "labels.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "{name: denied," not in line), encoding="utf-8")
    assert "'denied' is missing from statuses" in refused(folder).problem


def test_a_tag_without_words_is_refused(folder: Path) -> None:
    path = folder / "violations.yaml"
    good = path.read_text(encoding="utf-8")
    start = good.index("    cues: [hostage, hostages,")
    path.write_text(good[:start] + good[good.index("    norms:", start) :], encoding="utf-8")
    assert "'hostage_taking' has no words to be found by" in refused(folder).problem


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / f"{name}.yaml").unlink()
    fault = refused(folder)
    assert (Path(fault.path).name, fault.line) == (f"{name}.yaml", None)
    assert "cannot be read" in fault.problem
