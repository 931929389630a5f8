"""`masudi export`, `import` and `policy`, as a user calls them."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from masudi.cli import main
from masudi.export.formats import FORMATS
from masudi.export_cli import _FORMATS

TODAY = datetime.date.today()
OLD = """\
title: Shells at Torvesh
source: Osmer Valley Monitor
url: https://osmer.example/shells
published: 2024-03-05
synthetic: yes

Rebels of the Northern Covenant shelled the market in Torvesh on 4 March 2024 and killed Ahmad Karam, a teacher, the \
Osmer Valley Monitor said. The rebels captured Tesk Hill on 5 March 2024.
"""
YOUNG = f"""\
title: The army takes Lestrin
source: Parallel Wire
url: https://wire.example/lestrin
published: {TODAY}
synthetic: yes

The Kelmaran army captured the town of Lestrin on {TODAY:%-d %B %Y} and now controls it, the General Staff said.
"""


def run(*args: object) -> Result:
    return CliRunner(env={"MASUDI_CASE": None, "COLUMNS": "200"}).invoke(main, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    for name, text in (("ahmad-karam", OLD), ("lestrin", YOUNG)):
        (folder / f"{name}.txt").write_text(text)
        done = run("add", folder / f"{name}.txt", "--case", folder / "case.masudi")
        assert done.exit_code == 0, done.stderr
    return folder / "case.masudi"


def test_every_format_can_be_asked_for() -> None:
    assert tuple(FORMATS) == _FORMATS


def test_an_export_is_three_files_and_says_what_was_withheld(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    done = run("export", "--format", "acled", "--output", out, "--case", case)
    assert done.exit_code == 0, done.stderr
    assert {one.name for one in tmp_path.iterdir()} == {"events.csv", "events.not-events.csv", "events.manifest.json"}
    assert "withheld:" in done.stdout
    manifest = json.loads((tmp_path / "events.manifest.json").read_text())
    assert manifest["made_up"] is True
    assert any(one["reason"] == "younger than the policy lets go" for one in manifest["withheld"])
    written = done.stdout + "".join(one.read_text() for one in tmp_path.iterdir())
    for secret in ("Karam", "karam", "Lestrin", "lestrin", str(tmp_path)):
        assert secret not in written, secret


def test_a_looser_policy_is_refused_until_it_is_allowed_with_a_reason(case: Path, tmp_path: Path) -> None:
    policy, out = tmp_path / "policy.yaml", tmp_path / "all.json"
    policy.write_text(run("policy").stdout.replace("days: 14", "days: 0"))
    asked: list[Any] = ["export", "--format", "bundle", "--output", out, "--policy", policy, "--case", case]
    done = run(*asked)
    assert done.exit_code == 2
    assert "0 days instead of 14" in done.stderr
    assert not out.exists()
    assert "0 days instead of 14" in run("policy", policy).stdout
    assert run("policy", policy, "--allow", "--case", case).exit_code == 2
    assert run("policy", policy, "--allow", "--why", "a trial of our own", "--case", case).exit_code == 0
    assert run(*asked).exit_code == 0
    assert "Lestrin" in out.read_text()
    assert "a trial of our own" in run("log", "--case", case).stdout


def test_a_policy_of_no_such_shape_is_named_with_its_line(case: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(run("policy").stdout.replace("do: coarsen", "do: print", 1))
    done = run("export", "-f", "ged", "-o", tmp_path / "x.csv", "--policy", policy, "--case", case)
    assert done.exit_code == 1
    assert "policy.yaml, line" in done.stderr


def test_a_whole_case_comes_back_and_is_for_its_owner_alone(case: Path, tmp_path: Path) -> None:
    bundle, other = tmp_path / "case.jsonl", tmp_path / "other.masudi"
    done = run("export", "--format", "bundle", "--full", "--output", bundle, "--case", case)
    assert done.exit_code == 0, done.stderr
    assert "never to be published" in done.stdout
    assert bundle.stat().st_mode & 0o077 == 0
    assert "Karam" in bundle.read_text()
    done = run("import", bundle, "--case", other)
    assert done.exit_code == 0, done.stderr
    assert run("seal", "--case", case).stdout.split()[0] in done.stdout + run("seal", "--case", other).stdout
    assert run("list", "--case", other).stdout == run("list", "--case", case).stdout
    assert other.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("more", [["--format", "acled"], ["--format", "bundle", "--place", "Dalgo"]])
def test_a_whole_case_is_a_whole_bundle(case: Path, tmp_path: Path, more: list[str]) -> None:
    done = run("export", *more, "--full", "--output", tmp_path / "x", "--case", case)
    assert done.exit_code == 2
    assert "--full" in done.stderr


def test_the_case_itself_is_not_written_over(case: Path) -> None:
    before = case.read_bytes()
    done = run("export", "--format", "acled", "--output", case, "--case", case)
    assert done.exit_code == 2
    assert case.read_bytes() == before


def test_a_page_of_reports_names_no_private_person_and_no_folder(case: Path, tmp_path: Path) -> None:
    report, page = case.parent / "ahmad-karam.txt", tmp_path / "page.html"
    assert run("read", report, "--format", "page", "--output", page).exit_code == 0
    text = page.read_text()
    for secret in ("Karam", "karam", "Ahmad", str(case.parent)):
        assert secret not in text, secret
    assert "Northern Covenant" in text
    assert run("read", report, "--format", "page", "--names", "--output", page).exit_code == 0
    assert "Ahmad Karam" in page.read_text()


def test_a_bundle_of_what_may_leave_is_not_imported(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "told.json"
    assert run("export", "--format", "bundle", "--output", out, "--case", case).exit_code == 0
    refused = run("import", out, "--case", tmp_path / "new.masudi")
    assert refused.exit_code == 2
    assert "only what is exported with --full can be imported" in refused.stderr
    assert not (tmp_path / "new.masudi").exists()
