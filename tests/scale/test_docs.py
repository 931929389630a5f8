"""docs/scale.md names every column of every table, and its queries run on what the samples give."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from masudi.cli import main
from masudi.data import packaged
from masudi.scale.link_files import INCIDENTS
from masudi.scale.schema import CLAIMS, FAILURES, REPORTS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "schema"), [("claims", CLAIMS), ("reports", REPORTS), ("failures", FAILURES), ("incidents", INCIDENTS)]
)
def test_every_column_is_documented(table: str, schema: object) -> None:
    part = re.search(rf"^`{table}`[^\n]* has a row for each.*?\n\n(\| column.*?)\n\n", TEXT, re.MULTILINE | re.DOTALL)
    assert part is not None
    named = [name for line in part[1].splitlines()[2:] for name in re.findall(r"`(\w+)`", line.split("|")[1])]
    assert sorted(named) == sorted(schema.names)  # type: ignore[attr-defined]


def test_the_queries_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for args in (["read", str(packaged("samples")), "--engine", "local", "--output", "claims"], ["link", "claims"]):
        assert CliRunner().invoke(main, args).exit_code == 0
    said = []
    for block in re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(block, "docs/scale.md", "exec"), {})
        said.append(out.getvalue())
    assert len(said) == 3
    assert "osmer valley monitor" in said[0]
    assert "other:Northern Covenant" in said[1]
    assert "shelling" in said[2]
