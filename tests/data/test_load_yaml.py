"""Reading data files: what is refused, and which line is named."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from masudi.data import load_yaml, packaged
from masudi.errors import KnowledgeError


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    weight: int = 1


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    entries: tuple[Entry, ...]


GOOD = """\
# A comment.
entries:
  - name: mill
  - name: bridge
    weight: 3
"""


def refused(tmp_path: Path, content: str | bytes) -> KnowledgeError:
    path = tmp_path / "entries.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(KnowledgeError) as fault:
        load_yaml(path, File)
    assert fault.value.path == str(path)
    assert str(path) in str(fault.value)
    return fault.value


def test_a_file_becomes_its_type(tmp_path: Path) -> None:
    path = tmp_path / "entries.yaml"
    path.write_text(GOOD)
    assert load_yaml(path, File) == File(entries=(Entry(name="mill"), Entry(name="bridge", weight=3)))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("weight: 3", "weight: heavy", 5, "int"),
        ("weight: 3", "wieght: 3", 4, "wieght"),
        ("weight: 3", "weight: 3\n    weight: 4", 6, "'weight' stands twice"),
        ("  - name: mill", "  - weight: 2", 3, "name"),
        ("  - name: mill", "  - just words", 3, "object"),
        ("entries:", "entires:", 2, "entires"),
    ],
)
def test_the_line_at_fault_is_named(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    fault = refused(tmp_path, GOOD.replace(old, new))
    assert words in fault.problem
    assert fault.line == line


def test_what_is_no_yaml_is_refused_near_its_line(tmp_path: Path) -> None:
    fault = refused(tmp_path, GOOD.replace("  - name: mill", "  - name: [mill"))
    assert "is no YAML" in fault.problem
    assert fault.line in (3, 4)


@pytest.mark.parametrize(
    "content",
    ["", "# nothing\n", "entries\n", "- a\n- b\n", "--- 1\n--- 2\n", "entries: !!python/object:os.system {}\n"],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, content: str) -> None:
    refused(tmp_path, content)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path, b"entries:\n  - name: \xff\xfe\n").problem


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"missing\.yaml: cannot be read"):
        load_yaml(tmp_path / "missing.yaml", File)


def test_a_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        load_yaml(tmp_path, File)


def test_packaged_files_are_found() -> None:
    assert packaged("kinds.yaml").is_file()


@pytest.mark.parametrize("text", ["name: a\x07b", "? [a, b]\n: c", "&a [*a]"])
def test_hostile_yaml_is_refused_as_knowledge(tmp_path: Path, text: str) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="hostile"):
        load_yaml(path, dict)


def test_words_like_no_and_on_are_words(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("words: [no, on, yes, off]\nflag: true\n", encoding="utf-8")
    assert load_yaml(path, dict) == {"words": ["no", "on", "yes", "off"], "flag": True}


def test_dates_stay_as_written(tmp_path: Path) -> None:
    path = tmp_path / "dates.yaml"
    path.write_text("day: 2014-06-29\nmonth: 2014-06\n", encoding="utf-8")
    assert load_yaml(path, dict[str, str]) == {"day": "2014-06-29", "month": "2014-06"}
