"""The user's stored gazetteers: where they lie, and what happens when one is damaged."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from masudi.errors import KnowledgeError
from masudi.resolve.sites import Site
from masudi.resolve.user_places import UserGazetteer, load_user_sites


def store(folder: Path, name: str, *sites: Site) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_bytes(msgspec.json.encode(UserGazetteer(name=name, file="places.csv", sites=sites)))
    return path


def test_without_a_folder_there_are_no_sites(tmp_path: Path) -> None:
    assert load_user_sites(tmp_path / "nowhere") == ()


def test_of_two_with_one_id_the_later_gazetteer_counts(tmp_path: Path) -> None:
    store(tmp_path, "b", Site(id="geonames:1", name="Later", kind="town"))
    store(
        tmp_path, "a", Site(id="geonames:1", name="Earlier", kind="town"), Site(id="user:a:2", name="Mill", kind="town")
    )
    assert sorted(site.name for site in load_user_sites(tmp_path)) == ["Later", "Mill"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"name": "a"}', b"\xff\xfe", b'{"version": 2, "name": "a", "file": "b", "sites": []}'],
)
def test_a_damaged_one_is_named_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "own.json").write_bytes(content)
    with pytest.raises(KnowledgeError, match="masudi gazetteer remove own"):
        load_user_sites(tmp_path)


def test_one_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.json").mkdir()
    with pytest.raises(KnowledgeError, match="cannot be read"):
        load_user_sites(tmp_path)
