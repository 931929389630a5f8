"""The stand-ins for the rooms in their places, and a folder of reports for them."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

import masudi
from tests.cli.rooms import ROOMS


@pytest.fixture(autouse=True)
def rooms(monkeypatch: pytest.MonkeyPatch) -> dict[str, types.ModuleType]:
    scope: dict[str, dict[str, types.ModuleType]] = {}
    exec(ROOMS, scope)
    for room, module in scope["modules"].items():
        monkeypatch.setitem(sys.modules, f"masudi.{room}", module)
        monkeypatch.setattr(masudi, room, module, raising=False)
    return scope["modules"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "source: Courier\npublished: 2011-03-04\n\nRaiders stormed Tell Sarw", encoding="utf-8"
    )
    (folder / "b.txt").write_text("café shelled", encoding="utf-8")
    return folder
