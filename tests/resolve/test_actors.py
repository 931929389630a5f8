"""The packaged actors are in order and their index is up to date; what is wrong in a file is named with its line."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import msgspec
import pytest

from masudi.data import packaged
from masudi.errors import KnowledgeError
from masudi.resolve import find_parties, load_knowledge
from masudi.resolve.actor_files import (
    INDEX,
    actor_files,
    load_actors,
    load_own_actors,
    load_packaged_actors,
    read_actors,
)
from masudi.resolve.actors import Actor, load_actor_codes
from masudi.resolve.knowledge import Knowledge
from masudi.resolve.party_lexicon import PartyLexicon
from masudi.resolve.words import Words, folded_words

ROOT = Path(__file__).resolve().parents[2]
CITED = re.compile(r"Wikipedia: \S.*|https?://\S+( .*)?|\S+ .*\S")

GROUP = """\
actors:
- name: harran_front
  label: Harran Front
  entity: other:Harran Front
  kind: armed_group
  names: [Harran Front, Front of Harran]
  exact: [HFR]
  generic: [Front of Harran]
  iso: SY
  sector: REB
  inter: 2
  source: Field notes of 3 March
  relations:
  - {kind: part_of, to: kelmar_army, from: 2014-06, until: 2014-06-29, source: Field notes}
  - {kind: backed_by, to: turkey, from: 2015, alleged: true, source: Field notes}
- name: kelmar_army
  label: Army of Kelmar
  entity: opposition
  kind: armed_group
  names: [Army of Kelmar]
  source: Field notes
"""


def write(folder: Path, text: str, name: str = "own.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, old: str, new: str) -> KnowledgeError:
    assert old in GROUP
    path = write(folder, GROUP.replace(old, new, 1))
    with pytest.raises(KnowledgeError) as caught:
        read_actors([path], load_packaged_actors())
    assert caught.value.path == str(path)
    return caught.value


def line_with(words: str) -> int:
    return next(number for number, line in enumerate(GROUP.splitlines(), 1) if words in line)


def test_the_packaged_files_pass_every_check_and_their_index_is_up_to_date() -> None:
    index = msgspec.msgpack.encode(read_actors(actor_files()))
    assert packaged(INDEX).read_bytes() == index, "run python scripts/actors.py"


def test_the_script_says_whether_the_index_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("actors_script", ROOT / "scripts" / "actors.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.main(["--check"]) == 0


def test_every_packaged_actor_and_relation_has_codes_and_a_citation() -> None:
    actors = load_packaged_actors()
    assert len(actors) >= 200
    for actor in actors:
        assert actor.sector is not None, actor.name
        assert actor.inter is not None, actor.name
        assert actor.iso is not None or actor.kind != "state", actor.name
        for source in (actor.source, *(relation.source for relation in actor.relations)):
            assert CITED.fullmatch(source), f"{actor.name}: {source}"


def test_short_names_in_capitals_count_only_as_they_stand() -> None:
    """But one of Colombia's: reports from there are often without capitals, and it is found in small letters."""
    loose = [name for actor in load_packaged_actors() for name in actor.names if name.isupper() and len(name) <= 3]
    assert [name for name in loose if name.isascii()] == ["ELN"]


def test_the_scenes_name_actors_that_are_there() -> None:
    known = {actor.name for actor in load_packaged_actors()}
    for scene in load_knowledge().words.scenes:
        named = {scene.state, *filter(None, (scene.rebels, scene.kurds, scene.coalition)), *scene.parties}
        assert named <= known, scene.name


def test_relations_know_every_kind_that_entries_may_use() -> None:
    terms = [term.name for term in load_actor_codes().relations]
    used = {relation.kind for actor in load_packaged_actors() for relation in actor.relations}
    assert used == set(terms)
    assert len(terms) == len(set(terms))


def test_a_good_file_is_read(tmp_path: Path) -> None:
    front, _ = read_actors([write(tmp_path, GROUP)], load_packaged_actors())
    part, backed = front.relations
    assert (part.kind, part.to, part.since, part.until, part.alleged) == (
        "part_of",
        "kelmar_army",
        "2014-06",
        "2014-06-29",
        False,
    )
    assert (backed.since, backed.until, backed.alleged) == (2015, None, True)


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("name: harran_front", "name: Harran Front", "name: harran_front", "is no id"),
        ("[Army of Kelmar]", "[harran-front]", "[Army of Kelmar]", "already names 'harran_front'"),
        ("[Army of Kelmar]", "['...']", "[Army of Kelmar]", "has no letters"),
        ("[Army of Kelmar]", "[]", "name: kelmar_army", "has no names"),
        ("generic: [Front of Harran]", "generic: [Front]", "generic:", "'Front' is none of the names"),
        ("entity: opposition", "entity: oposition", "entity: opposition", "unknown entity 'oposition'"),
        ("entity: opposition", "entity: 'other:'", "entity: opposition", "unknown entity"),
        ("kind: armed_group", "kind: army", "kind: armed_group", "Invalid enum value 'army'"),
        ("iso: SY", "iso: SYR", "iso:", "no code of ISO 3166-1"),
        ("sector: REB", "sector: INS", "sector:", "unknown sector 'INS'"),
        ("inter: 2", "inter: 9", "inter:", "unknown inter code 9"),
        ("to: turkey", "to: turkiye", "to: turkey", "there is no actor 'turkiye'"),
        ("to: kelmar_army", "to: harran_front", "to: kelmar_army", "relation to itself"),
        ("until: 2014-06-29", "until: 2014-05", "2014-06-29", "lies before"),
        ("from: 2015", "from: 2015-13", "from: 2015", "is no date"),
        ("from: 2015", "from: 15", "from: 2015", "is no date"),
        ("until: 2014-06-29, source: Field notes", "until: 2014-06-29", "2014-06-29", "source"),
        ("until: 2014-06-29, source: Field notes", "source: ' '", "2014-06-29", "source is empty"),
        ("source: Field notes of 3 March", "source: ''", "of 3 March", "source is empty"),
        ("  source: Field notes of 3 March\n", "", "name: harran_front", "source"),
        ("inter: 2", "colour: red", "name: harran_front", "colour"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: str, problem: str) -> None:
    fault = refused(tmp_path, old, new)
    assert problem in fault.problem
    assert fault.line == line_with(line)


def test_a_circle_of_parts_is_refused(tmp_path: Path) -> None:
    circle = GROUP + "  relations:\n  - {kind: part_of, to: harran_front, source: Field notes}\n"
    with pytest.raises(KnowledgeError, match="which is part of it"):
        read_actors([write(tmp_path, circle)], load_packaged_actors())


def test_one_id_or_sure_name_in_two_files_is_refused(tmp_path: Path) -> None:
    first = write(tmp_path, GROUP, "a.yaml")
    second = write(tmp_path, GROUP, "b.yaml")
    with pytest.raises(KnowledgeError, match=r"b\.yaml, line 2: 'harran_front' stands twice: also in .*a\.yaml"):
        read_actors([first, second], load_packaged_actors())
    other = GROUP.replace("name: harran_front", "name: other_front").replace("name: kelmar_army", "name: other_army")
    second = write(tmp_path, other.replace("to: kelmar_army", "to: other_army"), "b.yaml")
    with pytest.raises(KnowledgeError, match=r"b\.yaml, line 6: 'Harran Front' already names 'harran_front'"):
        read_actors([first, second], load_packaged_actors())


def test_a_generic_name_may_be_borne_by_several(tmp_path: Path) -> None:
    both = GROUP.replace("names: [Army of Kelmar]", "names: [Army of Kelmar, Front of Harran]")
    read_actors([write(tmp_path, both + "  generic: [Front of Harran]\n")], load_packaged_actors())


def test_without_files_of_their_own_users_have_the_packaged_actors(tmp_path: Path) -> None:
    assert load_own_actors(tmp_path / "nowhere") == ()


def test_what_users_add_counts_before_what_is_packaged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = GROUP.replace("name: kelmar_army", "name: jaysh_al_islam").replace("to: kelmar_army", "to: jaysh_al_islam")
    write(tmp_path / "actors", own.replace("[Army of Kelmar]", "[Army of Kelmar, Ahrar al-Sham]"))
    monkeypatch.setenv("MASUDI_DATA", str(tmp_path))
    actors = load_actors.__wrapped__()
    assert [actor.label for actor in actors if actor.name == "jaysh_al_islam"] == ["Army of Kelmar"]
    text = "Army of Kelmar, Harran Front and Ahrar al-Sham fought in Syria. The Front of Harran left Jaysh al-Islam."
    found = find_parties(text, knowledge=knowing(actors))
    assert [(one.text, one.actor_id, one.entity) for one in found] == [
        ("Army of Kelmar", "jaysh_al_islam", "opposition"),
        ("Harran Front", "harran_front", "other:Harran Front"),
        ("Ahrar al-Sham", "jaysh_al_islam", "opposition"),
        ("Front of Harran", "harran_front", "other:Harran Front"),
    ]


def test_a_damaged_file_of_the_user_stops_reading(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = write(tmp_path / "actors", GROUP.replace("to: turkey", "to: turkiye"))
    monkeypatch.setenv("MASUDI_DATA", str(tmp_path))
    with pytest.raises(KnowledgeError) as caught:
        load_actors.__wrapped__()
    assert (caught.value.path, caught.value.line) == (str(path), line_with("to: turkey"))


def knowing(actors: tuple[Actor, ...]) -> Knowledge:
    known = load_knowledge()
    lexicon = PartyLexicon(actors, known.words, known.people)
    return msgspec.structs.replace(known, actors=actors, parties=lexicon)


@pytest.mark.parametrize("phrase", ["Nusra Front", "al-Nusra", "30th Division", "People's Army", "Öcalan", "a - b", ""])
def test_a_phrase_is_folded_as_a_text_is(phrase: str) -> None:
    assert folded_words(phrase) == tuple(Words(phrase).folds)


def entities(text: str) -> dict[str, str | None]:
    return {one.text: one.entity for one in find_parties(text, knowledge=load_knowledge()) if one.form != "pronoun"}


def test_names_of_other_wars_make_no_party_of_common_words() -> None:
    text = "In Syria, popular committees met, doctors of the world came to save the children, and a sham legion fled."
    assert [one.text for one in find_parties(text, knowledge=load_knowledge()) if one.actor_id] == []


@pytest.mark.parametrize(
    "words", ["Al-Qaeda’s Syrian affiliate", "Al-Qaedas former Syria affiliate", "Syrias al-Qaida affiliate"]
)
def test_a_group_is_known_by_what_it_is_a_branch_of(words: str) -> None:
    assert entities(f"In Idlib, {words} shelled a mill.")[words] == "hts"


def test_a_group_under_its_names_is_one_group() -> None:
    text = "Hayat Tahrir al-Sham, once called Jabhat Fateh al-Sham, grew. Days later the group shelled a mill in Syria."
    assert entities(text)["group"] == "hts"


def test_the_coalition_is_that_of_the_war() -> None:
    text = "The Saudi-led coalition and the US-led coalition met. The coalition then bombed Raqqa in Syria."
    assert entities(text)["coalition"] == "us_coalition"
