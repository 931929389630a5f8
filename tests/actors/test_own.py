"""The user's own files of actors: checked as a whole, stored whole or not at all, and never left with a broken end."""

from __future__ import annotations

from pathlib import Path

import pytest

from masudi.actors import add_actors, own_names, remove_actors
from masudi.errors import KnowledgeError, UsageError
from masudi.resolve.actor_files import load_own_actors

FRONT = """\
actors:
- name: harran_front
  label: Harran Front
  entity: opposition
  kind: armed_group
  names: [Harran Front]
  source: Field notes
"""
BRIGADE = """\
actors:
- name: kelmar_brigade
  label: Kelmar Brigade
  entity: opposition
  kind: armed_group
  names: [Kelmar Brigade]
  source: Field notes
  relations:
  - {kind: part_of, to: harran_front, source: Field notes}
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def write(folder: Path, text: str, name: str = "Groups of 2014.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_stored_as_it_is_under_a_name_made_from_its_own(tmp_path: Path, store: Path) -> None:
    path = write(tmp_path, FRONT)
    added = add_actors(path, folder=store)
    assert (added.name, added.replaced, added.faults) == ("groups-of-2014", False, ())
    assert (store / "groups-of-2014.yaml").read_bytes() == path.read_bytes()
    assert [actor.label for actor in load_own_actors(store)] == ["Harran Front"]
    assert own_names(store) == {"harran_front"}
    assert add_actors(path, folder=store).replaced


def test_files_may_refer_to_each_other_and_are_taken_out_in_order(tmp_path: Path, store: Path) -> None:
    assert add_actors(write(tmp_path, BRIGADE), folder=store, name="b").faults
    assert not store.exists()
    add_actors(write(tmp_path, FRONT), folder=store, name="a")
    assert not add_actors(write(tmp_path, BRIGADE), folder=store, name="b").faults
    with pytest.raises(UsageError, match=r"a cannot be taken out, as another file builds on it: .*'harran_front'"):
        remove_actors("a", store)
    without = FRONT.replace("harran_front", "other_front").replace("Harran", "Other")
    (fault,) = add_actors(write(tmp_path, without), folder=store, name="a").faults
    assert fault.path == str(store / "b.yaml")
    assert own_names(store) == {"harran_front", "kelmar_brigade"}
    remove_actors("b", store)
    remove_actors("a", store)
    assert own_names(store) == frozenset()


def test_all_faults_are_listed_and_nothing_is_stored(tmp_path: Path, store: Path) -> None:
    path = write(tmp_path, FRONT.replace("opposition", "rebels").replace("source: Field notes", "source: ''"))
    faults = add_actors(path, folder=store).faults
    assert [fault.line for fault in faults] == [7, 4]
    assert not store.exists()


def test_a_file_of_another_shape_is_refused(tmp_path: Path, store: Path) -> None:
    for text in ("actors: 3", "- a", "", "actors:\n- name: [", "\x00"):
        with pytest.raises(KnowledgeError):
            add_actors(write(tmp_path, text), folder=store)
    assert not store.exists()


def test_what_is_not_there_cannot_be_taken_out(tmp_path: Path, store: Path) -> None:
    add_actors(write(tmp_path, FRONT), folder=store, name="a")
    for name in ("b", "../a", "", "a.yaml"):
        with pytest.raises(UsageError, match=r"there is no file of actors .*; there are: a"):
            remove_actors(name, store)


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, store: Path) -> None:
    with pytest.raises(UsageError, match="is no name for a file of actors"):
        add_actors(write(tmp_path, FRONT), folder=store, name="../a")
