"""docs/codebook.md says what the data files say."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from masudi.ontology import load_ontology

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("codebook", ROOT / "scripts" / "codebook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_codebook_is_up_to_date(script: ModuleType) -> None:
    page = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert page == script.codebook(load_ontology()), "run python scripts/codebook.py"


def test_the_codebook_names_everything(script: ModuleType) -> None:
    ontology = load_ontology()
    page = script.codebook(ontology)
    named = [kind.name for kind in ontology.kinds] + [tag.name for tag in ontology.violations.tags]
    named += [term.name for _, terms in ontology.labels.lists() for term in terms]
    named += [entity.name for entity in ontology.labels.entities]
    assert [name for name in named if f"`{name}`" not in page] == []
    for book in ontology.crosswalk.codebooks:
        assert book.url in page
        assert book.version in page


def test_check_tells_an_old_page_from_a_new_one(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "TARGET", tmp_path / "docs" / "codebook.md")
    assert script.main(["--check"]) == 1
    assert "out of date" in capsys.readouterr().err
    assert script.main([]) == 0
    assert script.main(["--check"]) == 0
    script.TARGET.write_text("old\n", encoding="utf-8")
    assert script.main(["--check"]) == 1


def test_cells_cannot_break_a_table(script: ModuleType) -> None:
    assert list(script._table(("A",), [("x | y\nz",)]))[2] == "| x \\| y z |"
