"""Reading CSV data files: what is refused, and which line and field are named."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from masudi.data import Row, load_csv, read_csv
from masudi.errors import KnowledgeError


class Mill(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    lat: float | None = None
    wheels: int = 1


GOOD = 'name,lat,wheels\nUpper mill,35.5,2\n"Lower, ""old"" mill",,\n'


def write(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "mills.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(tmp_path: Path, content: str | bytes) -> KnowledgeError:
    path = write(tmp_path, content)
    with pytest.raises(KnowledgeError) as fault:
        load_csv(path, Mill)
    assert fault.value.path == str(path)
    return fault.value


@pytest.mark.parametrize("content", [GOOD, "\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD + "\n\n"])
def test_rows_become_their_type_with_their_line(tmp_path: Path, content: str) -> None:
    first, second = load_csv(write(tmp_path, content), Mill)
    assert first == Row(2, Mill(name="Upper mill", lat=35.5, wheels=2))
    assert second == Row(3, Mill(name='Lower, "old" mill'))


def test_columns_may_stand_in_another_order_and_optional_ones_be_missing(tmp_path: Path) -> None:
    assert load_csv(write(tmp_path, "wheels,name\n3,Mill\n"), Mill) == (Row(2, Mill(name="Mill", wheels=3)),)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("35.5", "north", 2, "field 'lat' is 'north'"),
        (",2\n", ",two\n", 2, "field 'wheels' is 'two'"),
        ("Upper mill", "", 2, "field 'name' is empty"),
        ("Upper mill", "Upper\x1b[2Jmill", 2, "field 'name': has the control character U+001B"),
        ("Upper mill", "Upper \u202emill", 2, "U+202E"),
        (",2\n", ",2,9\n", 2, "has 4 cells, the first line 3 columns"),
        ("lat,", "latitude,", 1, "column 'latitude' is not known; there are: name, lat, wheels"),
        ("lat,", "name,", 1, "column 'name' stands twice"),
        ("name,", "", 1, "column 'name' is missing"),
        ('"Lower,', '"Lower"x,', 3, "is no CSV"),
    ],
)
def test_line_and_field_at_fault_are_named(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    fault = refused(tmp_path, GOOD.replace(old, new, 1))
    assert words in fault.problem
    assert fault.line == line


def test_a_quotation_mark_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    assert "is no CSV" in refused(tmp_path, 'name\n"Mill\nWell\n').problem


def test_a_huge_cell_is_refused(tmp_path: Path) -> None:
    assert "is no CSV" in refused(tmp_path, "name\n" + "m" * 200_000 + "\n").problem


@pytest.mark.parametrize(("content", "words"), [(b"", "is empty"), (b"name\nM\xff\n", "is no UTF-8")])
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in refused(tmp_path, content).problem


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"missing\.csv: cannot be read: No such file"):
        load_csv(tmp_path / "missing.csv", Mill)


def test_faults_stand_in_the_place_of_their_rows(tmp_path: Path) -> None:
    found = list(read_csv(write(tmp_path, "name,wheels\nA,1\nB,x\nC,3\n"), Mill))
    assert [isinstance(one, KnowledgeError) for one in found] == [False, True, False]


def test_a_long_cell_is_shortened_in_the_error(tmp_path: Path) -> None:
    assert len(refused(tmp_path, f"name,wheels\nA,{'9x' * 500}\n").problem) < 200
