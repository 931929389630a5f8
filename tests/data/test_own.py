"""The user's own knowledge: where it lies, and that a file is written whole or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from masudi.data import own_folder, own_name, write_whole
from masudi.errors import UsageError


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({"MASUDI_DATA": "/data/masudi"}, "/data/masudi/gazetteers"),
        ({"MASUDI_DATA": "/data/masudi", "XDG_DATA_HOME": "/xdg"}, "/data/masudi/gazetteers"),
        ({"XDG_DATA_HOME": "/xdg"}, "/xdg/masudi/gazetteers"),
        ({"XDG_DATA_HOME": "relative", "HOME": "/home/sara"}, "/home/sara/.local/share/masudi/gazetteers"),
        ({"HOME": "/home/sara"}, "/home/sara/.local/share/masudi/gazetteers"),
        ({"MASUDI_DATA": "~/own", "HOME": "/home/sara"}, "/home/sara/own/gazetteers"),
    ],
)
def test_the_folder_follows_the_environment(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], folder: str
) -> None:
    for name in ("MASUDI_DATA", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert own_folder("gazetteers") == Path(folder)


def test_what_is_written_replaces_what_was_there_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "own" / "a.json"
    write_whole(target, b"one")
    write_whole(target, b"two")
    assert target.read_bytes() == b"two"
    assert list(target.parent.iterdir()) == [target]
    assert stat.S_IMODE(target.parent.stat().st_mode) == 0o700


def test_where_nothing_can_be_written_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("in the way")
    with pytest.raises(UsageError, match="own cannot be written"):
        write_whole(tmp_path / "own" / "a.json", b"")


def test_what_has_no_name_in_latin_letters_is_called_after_what_it_is() -> None:
    assert own_name(Path("جماعات.yaml"), None, "file of actors") == "file-of-actors"
