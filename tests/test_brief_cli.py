"""`masudi brief --case`: every form, what of the case is asked for, what does not go together, and the policy."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from masudi.cli import main
from tests.brief.told_case import fill


@pytest.fixture(scope="module")
def case_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from masudi.casefile import open_case

    path = tmp_path_factory.mktemp("told") / "told.masudi"
    with open_case(path, create=True, person="tests") as case:
        fill(case)
    return path


def run(*args: str | Path, **env: str) -> Result:
    result = CliRunner(env=env).invoke(main, ["brief", *map(str, args)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_the_brief_of_a_case_is_printed(case_path: Path) -> None:
    result = run("--case", case_path)
    assert result.exit_code == 0
    assert "What is contested" in result.stdout
    assert "Made-up sample: nothing in this brief happened." in result.stdout
    assert "What was withheld, and why" in result.stdout


def test_the_environment_names_the_case(case_path: Path) -> None:
    assert "Brief on a case of" in run(MASUDI_CASE=str(case_path)).stdout


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_text_goes_to_standard_output(case_path: Path, form: str) -> None:
    assert "What is contested" in run("--case", case_path, "-f", form).stdout


def test_documents_go_to_files_and_are_the_same_each_time(case_path: Path, tmp_path: Path) -> None:
    for form in ("docx", "pdf"):
        files = [tmp_path / f"{at}.{form}" for at in (1, 2)]
        for path in files:
            assert run("--case", case_path, "-f", form, "-o", path).exit_code == 0
        assert files[0].read_bytes() == files[1].read_bytes()
    assert docx.Document(str(tmp_path / "1.docx")).paragraphs
    assert PdfReader(tmp_path / "1.pdf").pages


def test_a_document_may_go_into_a_pipe(case_path: Path) -> None:
    result = run("--case", case_path, "-f", "pdf")
    assert result.stdout_bytes.startswith(b"%PDF")
    assert PdfReader(io.BytesIO(result.stdout_bytes)).pages


def test_a_part_of_the_case_can_be_asked_for(case_path: Path) -> None:
    marsk = run("--case", case_path, "--place", "Marsk", "--from", "2024-03-06", "--to", "2024-03-06").stdout
    assert "Brief on Marsk, 6 March 2024" in marsk
    assert "quarry" not in marsk


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "a brief on what?"),
        (("report.txt", "--case", "mine.masudi"), "not both"),
        (("report.txt", "--place", "Osk"), "--place is for a brief on a case"),
        (("report.txt", "--policy", __file__), "--policy is for a brief on a case"),
        (("--case", "mine.masudi", "--min-confidence", "0.7"), "--min-confidence is for a brief on reports"),
        (("--case", "mine.masudi", "--source", "Wire", "--threads", "2"), "--source, --threads are for"),
        (("--case", "mine.masudi", "--from", "2024-03-02", "--to", "2024-03-01"), "is after"),
        (("--case", "mine.masudi", "--from", "yesterday"), "is no date"),
        (("--case", "missing.masudi"), "missing.masudi"),
    ],
)
def test_what_does_not_go_together_is_said(args: tuple[str, ...], said: str) -> None:
    result = run(*args, MASUDI_CASE="")
    assert result.exit_code in (1, 2)
    assert said in result.stderr
    assert result.stdout == ""


def test_an_operation_that_is_not_there_is_said(case_path: Path) -> None:
    result = run("--case", case_path, "--operation", "ffff")
    assert result.exit_code == 2
    assert "masudi operations lists them" in result.stderr


def test_a_policy_of_ones_own_is_followed(case_path: Path, tmp_path: Path) -> None:
    from masudi.data import packaged

    text = packaged("publish.yaml").read_text(encoding="utf-8")
    assert "unreviewed: true" in text
    own = tmp_path / "own.yaml"
    own.write_text(text.replace("unreviewed: true", "unreviewed: false"), encoding="utf-8")
    strict = run("--case", case_path, "--policy", own).stdout
    assert "Masudi found nothing here" in strict
    assert "nobody has reviewed" in strict.casefold()
    (tmp_path / "broken.yaml").write_text("groups: 3\n", encoding="utf-8")
    broken = run("--case", case_path, "--policy", tmp_path / "broken.yaml")
    assert broken.exit_code == 1
    assert "broken.yaml" in broken.stderr


def test_a_looser_policy_is_refused_until_it_is_allowed(case_path: Path, tmp_path: Path) -> None:
    from masudi.data import packaged

    mine, loose = tmp_path / "mine.masudi", tmp_path / "loose.yaml"
    mine.write_bytes(case_path.read_bytes())
    loose.write_text(packaged("publish.yaml").read_text(encoding="utf-8").replace("days: 14", "days: 0"))
    refused = run("--case", mine, "--policy", loose)
    assert refused.exit_code == 2
    assert "0 days instead of 14" in refused.stderr
    assert refused.stdout == ""
    asked = ["policy", str(loose), "--allow", "--why", "a trial of our own", "--case", str(mine)]
    assert CliRunner().invoke(main, asked).exit_code == 0
    assert run("--case", mine, "--policy", loose).exit_code == 0
