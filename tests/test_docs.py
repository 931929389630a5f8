"""What the documents say is so: commands run, examples give what they show, fields, options and links exist."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

import click
import msgspec
import pytest

from masudi import domain
from masudi.cli import main
from masudi.data import packaged
from masudi.domain import case
from masudi.domain.report import Way
from masudi.domain.retrieval import Attachment, Container
from masudi.gazetteer.own_table import OwnRow
from masudi.pipeline.queue import Waiting
from masudi.resolve.actors import Actor, ActorRelation, load_actor_codes
from masudi.resolve.links import LinkKind
from masudi.resolve.place_rules import load_place_rules
from masudi.resolve.publishers import Publisher

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
SCRIPTS = [ROOT / "scripts" / "setup", ROOT / "scripts" / "demo", ROOT / "scripts" / "test", ROOT / ".ci" / "run"]
VALUES = [getattr(domain, name) for name in domain.__all__ if isinstance(getattr(domain, name), type)]
# All but these are part of a line of JSON.
HOLDERS = (domain.Report, domain.Reading, domain.Toponyms)
STRUCTS = [one for one in VALUES if issubclass(one, msgspec.Struct) and one not in HOLDERS]
OF_A_CASE = [
    *(case.ReportSummary, case.StoredReport, case.Retrieval, case.CaseClaim, case.Failure, case.SearchHit),
    *(domain.Report, Way, Container, Attachment, case.Decision, Waiting),
]
ENUMERATIONS = [one for one in VALUES if issubclass(one, StrEnum)]


def blocks(path: Path, language: str) -> list[str]:
    """The fenced blocks of a document that name this language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def shell_lines() -> Iterator[tuple[Path, str]]:
    """Every command of every document, comments left out."""
    for path in DOCUMENTS:
        for block in blocks(path, "sh"):
            yield from ((path, line) for line in block.splitlines() if line and not line.startswith("#"))


def of_masudi() -> list[str]:
    """The commands of Masudi, without the one that does not end by itself (tests/web/test_serve.py)."""
    found = {line for _, line in shell_lines() if re.search(r"\bmasudi\b", line)}
    return sorted(line for line in found if not line.startswith("masudi serve"))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case of the documents, with the samples in it."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copytree(packaged("samples"), folder / "reports")
    done = run("masudi add reports/ --case torvesh.masudi", folder)
    assert done.returncode == 0, done.stderr
    return folder / "torvesh.masudi"


@pytest.fixture
def desk(tmp_path: Path, filled: Path) -> Path:
    """A folder as the documents assume it: some reports, one beside them, and a case."""
    shutil.copy(filled, tmp_path)
    samples = sorted(packaged("samples").glob("*.txt"))
    shutil.copytree(packaged("samples"), tmp_path / "reports")
    shutil.copy(samples[0], tmp_path / "report.txt")
    (table,) = blocks(ROOT / "docs" / "gazetteers.md", "csv")
    (tmp_path / "places.csv").write_text(table, encoding="utf-8")
    (reports,) = blocks(ROOT / "docs" / "sources.md", "csv")
    (tmp_path / "reports.csv").write_text(reports, encoding="utf-8")
    (groups,) = blocks(ROOT / "docs" / "actors.md", "yaml")
    (tmp_path / "groups.yaml").write_text(groups, encoding="utf-8")
    return tmp_path


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command as a user types it in an activated environment."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "MASUDI_DATA": str(folder / "data")}
    environment |= {"MASUDI_KEYS": str(folder / "keys")}
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("command", of_masudi())
def test_a_command_in_the_documents_runs(command: str, desk: Path) -> None:
    done = run(command, desk)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    written = re.search(r"(?:--output|-o|>) (\S+)", command)
    assert (desk / written[1]).stat().st_size > 0 if written else done.stdout


def test_the_documents_show_commands() -> None:
    assert len(of_masudi()) >= 8


def test_scripts_that_the_documents_name_are_there() -> None:
    for path, line in shell_lines():
        first, *others = line.split()
        if first == ".venv/bin/python":
            file = others[1].replace(".", "/") + ".py" if others[0] == "-m" else others[0]
            assert (ROOT / file).is_file(), f"{path.name}: {line}"
        elif first.startswith("scripts/"):
            assert os.access(ROOT / first, os.X_OK), f"{path.name}: {line}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_examples_in_python_give_what_they_show(path: Path) -> None:
    for number, block in enumerate(blocks(path, "pycon")):
        test = doctest.DocTestParser().get_doctest(block, {}, f"{path.name}[{number}]", str(path), 0)
        output: list[str] = []
        failed, tried = doctest.DocTestRunner(verbose=False).run(test, out=output.append)
        assert tried
        assert not failed, "".join(output)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (path.parent / target).exists(), target
    anchors = {
        re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", text, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors


def test_the_first_two_commands_of_the_readme_are_demo_and_test() -> None:
    first, second, *_ = blocks(ROOT / "README.md", "sh")
    assert first.split() == ["scripts/demo"]
    assert second.split() == ["scripts/test"]
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == second.strip()


def plain(shown: str) -> str:
    """Without line breaks and citation numbers, which change whenever a report or the reader does."""
    return " ".join(re.sub(r" \[[\d, –]+\]", "", shown).split())


def test_the_readme_shows_what_the_demo_prints(tmp_path: Path) -> None:
    """In the order in which the demo prints it; a line that is only … stands for what is left out."""
    rest = plain(run("masudi demo", tmp_path).stdout)
    excerpts = blocks(ROOT / "README.md", "text")
    assert excerpts
    for part in (plain(part) for excerpt in excerpts for part in excerpt.split("…\n")):
        assert part in rest
        rest = rest.partition(part)[2]


def steady(shown: str) -> str:
    """Without what changes with the reader: numbers, and ids, which have them."""
    return re.sub(r"\b[0-9a-f]*\d[0-9a-f]*\b", "#", plain(shown))


def test_the_document_on_the_case_file_shows_what_the_commands_print(filled: Path, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "casefile.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```sh\n([^\n]*)\n```\n+```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(shown) >= 3
    shutil.copytree(filled.parent / "reports", tmp_path / "reports")
    for command, output in shown:
        rest = steady(run(command, tmp_path).stdout)
        for part in output.split("…\n"):
            assert steady(part) in rest, command
            rest = rest.partition(steady(part))[2]


def commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command by its full name, those of groups among them."""
    for name, command in group.commands.items():
        yield f"{above}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{above}{name} ")


def test_the_documents_tell_every_command_and_option() -> None:
    guide = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    assert isinstance(main, click.Group)
    for name, command in commands(main):
        assert f"masudi {name}" in guide
        for option in (one for one in command.params if isinstance(one, click.Option)):
            assert any(form in guide for form in option.opts), f"{name} {option.opts}"


def test_the_documents_name_no_option_that_is_not_there() -> None:
    assert isinstance(main, click.Group)
    known = {form for _, command in commands(main) for one in command.params for form in one.opts}
    named_in = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    for path in named_in:
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", path.read_text(encoding="utf-8")))
        assert named <= known | {"--help", "--version"}, path.name


def test_every_column_kind_and_precision_of_a_gazetteer_is_described() -> None:
    text = (ROOT / "docs" / "gazetteers.md").read_text(encoding="utf-8")
    rules = load_place_rules()
    for name in (*rules.kinds, *rules.precisions):
        assert re.search(rf"^\| `{name}` \|", text, re.MULTILINE), name
    columns = text.partition("## The columns")[2].partition("### Precision")[0]
    described = {name for row in re.findall(r"^\| (`.*?) \|", columns, re.M) for name in re.findall(r"`(\w+)`", row)}
    assert described == {field.encode_name for field in msgspec.structs.fields(OwnRow)}


@pytest.mark.parametrize(
    ("title", "struct"), [("### An actor", Actor), ("### A relation", ActorRelation), ("## Publishers", Publisher)]
)
def test_every_field_of_an_actor_and_a_publisher_is_described(title: str, struct: type[msgspec.Struct]) -> None:
    text = (ROOT / "docs" / "actors.md").read_text(encoding="utf-8")
    table = next(block for block in text.partition(title)[2].split("\n\n") if block.startswith("| field |"))
    described = {name for row in re.findall(r"^\| (`.*?) \|", table, re.M) for name in re.findall(r"`(\w+)`", row)}
    assert described == {field.encode_name for field in msgspec.structs.fields(struct)}


def test_every_kind_of_relation_is_described() -> None:
    text = (ROOT / "docs" / "actors.md").read_text(encoding="utf-8")
    for term in load_actor_codes().relations:
        assert re.search(rf"^\| `{term.name}` \|", text, re.MULTILINE), term.name


def test_every_kind_of_link_is_described() -> None:
    text = (ROOT / "docs" / "gazetteers.md").read_text(encoding="utf-8")
    for kind in get_args(LinkKind):
        assert f"`{kind}`" in text


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_every_field_of_a_line_is_described(struct: Any) -> None:
    sections = re.split(r"^## ", (ROOT / "docs" / "formats.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    section = next(one for one in sections if one.startswith(f"{struct.__name__}\n"))
    described = {
        name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    assert described == {field.encode_name for field in msgspec.structs.fields(struct)}


@pytest.mark.parametrize("struct", OF_A_CASE, ids=lambda struct: struct.__name__)
def test_every_field_of_a_line_about_a_case_is_described(struct: Any) -> None:
    texts = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("casefile.md", "review.md"))
    sections = re.split(r"^### ", texts, flags=re.MULTILINE)
    section = next(one for one in sections if one.startswith(f"{struct.__name__}\n"))
    described = {name for row in re.findall(r"^\| (`.*?) \|", section, re.M) for name in re.findall(r"`(\w+)`", row)}
    assert described == {field.encode_name for field in msgspec.structs.fields(struct)}


def test_every_value_of_an_enumeration_is_described() -> None:
    formats = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("formats.md", "review.md"))
    assert len(ENUMERATIONS) >= 5
    for enumeration in ENUMERATIONS:
        for value in enumeration:
            assert f"`{value}`" in formats, value


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_script_is_one(script: Path) -> None:
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)
