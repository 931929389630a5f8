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
        ("kinds", "    family: violence\n    label: Attack", "    family: violins\n    label: Attack", "unknown family 'violins'"),
        ("kinds", "  - name: shelling", "  - name: attack", "'attack' stands twice"),
        ("kinds", "  - name: territory", "  - name: violence", "'violence' stands twice"),
        ("kinds", "    label: Shelling", "    lable: Shelling", "unknown field `lable`"),
        ("labels", "{name: attempted,", "{name: tried,", "unknown statuses 'tried'"),
        ("labels", "{name: injured,", "{name: killed,", "'killed' stands twice"),
        ("labels", "{name: russia, label: Russia, class: foreign_state", "{name: russia, label: Russia, class: empire", "unknown actor class 'empire'"),
        ("labels", "{name: russia,", "{name: turkey,", "'turkey' stands twice"),
        ("labels", "    - {name: al-Qaeda, class: non_state}", "    - {name: al-Qaeda, class: foe}", "unknown actor class 'foe'"),
        ("labels", "  class: other", "  class: others", "unknown actor class 'others'"),
        ("violations", "    kinds: [attack, detention, execution, tactic, accusation]", "    kinds: [attack, detentions]", "unknown kind 'detentions'"),
        ("violations", "  - name: torture", "  - name: sexual_violence", "'sexual_violence' stands twice"),
        ("violations", "      - act: recruit", "      - act: enrol", "unknown act 'enrol'"),
        ("violations", "    cues: [hostage, hostages,", "    cues: [hostage, Hostages,", "phrase 'Hostages' must be in lower case"),
        ("violations", "    cues: [hostage, hostages,", "    cues: [hostage, hostage,", "phrase 'hostage' stands twice"),
        ("violations", "target_kinds: [attack,", "target_kinds: [assault,", "unknown kind 'assault'"),
        ("violations", "    reach: sentence", "    reach: paragraph", "Invalid enum value 'paragraph'"),
        ("crosswalk", "    kinds: [capture]", "    kinds: [conquest]", "unknown kind 'conquest'"),
        ("crosswalk", "{kind: [attack], tag: [sexual_violence]}\n        code: Violence", "{kind: [assault], tag: [sexual_violence]}\n        code: Violence", "unknown kind 'assault'"),
        ("crosswalk", "      - when: {status: [not_done]}\n        not_codable: ACLED", "      - when: {status: [undone]}\n        not_codable: ACLED", "unknown status 'undone'"),
        ("crosswalk", "{kind: [attack], actor: [state], target: [armed], outcome", "{kind: [attack], actor: [states_], target: [armed], outcome", "unknown actor 'states_'"),
        ("crosswalk", "{kind: [attack], actor: [state], target: [armed], outcome", "{kind: [attack], actor: [done], target: [armed], outcome", "unknown actor 'done'"),
        ("crosswalk", "{kind: [capture], actor: [armed], outcome: [unopposed]}", "{kind: [capture], actor: [armed], outcome: [unopposd]}", "unknown outcome 'unopposd'"),
        ("crosswalk", "{kind: [explosion], status: [asserted], cue: [roadside_bomb]}", "{kind: [explosion], status: [asserted], cue: [roadside]}", "unknown cue 'roadside'"),
        ("crosswalk", "{kind: [seizure, obstruction], status: [asserted], actor: [armed], tag: [looting]}", "{kind: [seizure, obstruction], status: [asserted], actor: [armed], tag: [loot]}", "unknown tag 'loot'"),
        ("crosswalk", "        sub: Suicide bomb", "        sub: Suicide bombs", "'Suicide bombs' is no sub of Explosions/Remote violence in acled"),
        ("crosswalk", "        code: \"0841\"", "        code: \"0849\"", "'0849' is no code of cameo"),
        ("crosswalk", "        code: \"0841\"", "        code: 0841", "Expected `str | null`, got `int`"),
        ("crosswalk", "        mode: suicide-attack", "        mode: suicide", "'suicide' is no mode of ASSAULT in plover"),
        ("crosswalk", "        not_codable: PLOVER codes no commentary.", "        note: PLOVER codes no commentary.", "a rule gives either a code or"),
        ("crosswalk", "      - when: {family: [analysis]}\n        not_codable: PLOVER", "      - when: {}\n        not_codable: PLOVER", "a rule without conditions hides every rule below"),
        ("crosswalk", "      - when: {}\n        not_codable: ACLED has no such event.", "      - when: {kind: [threat]}\n        not_codable: ACLED has no such event.", "the last rule of acled must fit everything"),
        ("crosswalk", "{name: done, of: status, values: [asserted, attempted]}", "{name: done, of: status, values: [asserted, tried]}", "unknown status 'tried'"),
        ("crosswalk", "{name: done, of: status,", "{name: done, of: statuses,", "unknown list 'statuses'"),
        ("crosswalk", "{name: states, of: actor_class", "{name: state, of: actor_class", "group 'state' has the name of a actor_class"),
        ("crosswalk", "  - name: ged", "  - name: acled", "'acled' stands twice"),
        ("crosswalk", "      - {code: CONSULT,", "      - {code: AGREE,", "'AGREE' stands twice"),
    ],
)  # fmt: skip
def test_a_fault_is_refused_with_file_and_line(folder: Path, file: str, old: str, new: str, problem: str) -> None:
    path = folder / f"{file}.yaml"
    good = path.read_text(encoding="utf-8")
    assert good.count(old) >= 1
    path.write_text(good.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as fault:
        load_ontology(folder)
    assert problem in fault.value.problem
    assert fault.value.path == str(path)
    first = good[: good.index(old)].count("\n") + 1
    assert fault.value.line is not None
    assert first <= fault.value.line <= first + old.count("\n") + 1


def test_a_label_that_code_needs_is_missed(folder: Path) -> None:
    path = folder / "labels.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "{name: denied," not in line), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="'denied' is missing from statuses"):
        load_ontology(folder)


def test_a_tag_without_words_is_refused(folder: Path) -> None:
    path = folder / "violations.yaml"
    good = path.read_text(encoding="utf-8")
    start = good.index("    cues: [hostage, hostages,")
    path.write_text(good[:start] + good[good.index("    norms:", start) :], encoding="utf-8")
    with pytest.raises(KnowledgeError, match="'hostage_taking' has no words to be found by"):
        load_ontology(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / f"{name}.yaml").unlink()
    with pytest.raises(KnowledgeError, match=rf"{name}\.yaml: cannot be read"):
        load_ontology(folder)
