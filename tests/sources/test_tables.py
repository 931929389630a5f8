"""Tables: a report a row, from the columns that are named, or that are called as such columns commonly are."""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections.abc import Sequence

import pytest

from masudi.errors import ReportError, UsageError
from masudi.sources import Columns, Limits, Opened, Opening, parse_columns
from masudi.sources.formats import Context, parquet
from tests.sources.files import ARABIC, FIRST, SECOND, table
from tests.sources.files import parquet as make_parquet
from tests.sources.opening import fault, found, opened

HEADER = ["id", "Headline", "Body", "Date", "Publisher", "Link", "made up"]
ROWS = [
    ["1", "Guns", FIRST, "2024-03-04", "Sarw Courier", "https://courier.example/1", "yes"],
    ["2", 'a "quoted", cell', f"{SECOND}\n\n{ARABIC}", "2024-03-05T10:00:00Z", "", "", ""],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_guessed_by_their_names(delimiter: str) -> None:
    one, other = opened(table([HEADER, *ROWS], delimiter), "a.csv", Opening(source="The Wire"))
    report = one.report
    assert (report.title, report.text, report.source) == ("Guns", FIRST, "Sarw Courier")
    assert (report.published, report.url, report.synthetic) == (datetime.date(2024, 3, 4), ROWS[0][5], True)
    assert (report.path, report.name) == ("in/a.csv#row 2", "a-row 2")
    assert (other.report.title, other.report.text) == ('a "quoted", cell', f"{SECOND}\n\n{ARABIC}")
    assert (other.report.published, other.report.source) == (datetime.date(2024, 3, 5), "The Wire")
    # Which column was taken for what is kept with each.
    assert dict(one.retrieval.columns)["text"] == "Body"
    head, row = one.data.decode().split("\r\n", 1)
    assert head == delimiter.join(HEADER)
    assert row.startswith(f"1{delimiter}Guns")
    assert SECOND not in row


def test_columns_are_taken_as_the_call_says() -> None:
    columns = parse_columns("text=Headline, title=Body,published=,source=id")
    assert columns == Columns(text="Headline", title="Body", published="", source="id")
    one, _ = opened(table([HEADER, *ROWS]), "a.csv", Opening(columns=columns))
    assert (one.report.text, one.report.title, one.report.source) == ("Guns", FIRST, "1")
    assert one.report.published is None


@pytest.mark.parametrize("words", ["text", "body=text", "text=a,text=b", ""])
def test_a_mapping_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(UsageError, match=r"is no column: write field=column|is given twice"):
        parse_columns(words)


def test_a_column_that_is_not_there_is_named() -> None:
    said = fault(table([HEADER, *ROWS]), "a.csv", Opening(columns=Columns(text="Story")))
    assert "has no column 'Story' for the text: its columns are id, Headline, Body, Date" in said
    said = fault(table([["a", "b"], ["1", "2"]]), "a.csv")
    assert "Its columns are a, b: name it with --columns text=COLUMN" in said


def test_rows_without_text_and_days_that_are_not_read_are_said() -> None:
    rows = [["text", "date"], [FIRST, "03/04/2024"], ["", "2024-03-04"], [SECOND, "2024-03-04"]]
    one, other = opened(table(rows), "a.csv")
    assert one.report.published is None
    assert one.report.warnings == (
        "has the day '03/04/2024', which is not read: write YYYY-MM-DD",
        "is of a table with 1 row without a text, left out",
    )
    assert other.report.path == "in/a.csv#row 4"
    assert "of which none has a text" in fault(table([["text"], [" "], [""], [" "]]), "a.csv")


def test_a_row_with_too_many_cells_costs_itself_alone() -> None:
    one, other = found(b"title,text\nT,a, b and c\nT,The mill burned.\n", "a.csv")
    assert str(one).startswith("in/a.csv#row 2: has 3 cells, more than the 2 columns")
    assert isinstance(other, Opened)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"text\n", b"text,text\na,b\n", b'text\n"a" b\n', b"\0\0"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    assert fault(data, "a.csv").startswith("in/a.csv")


def test_a_row_alone_is_read_and_so_is_a_line_with_other_line_ends() -> None:
    (one,) = opened(table([["text"], [FIRST]]), "a.csv")
    assert one.report.text == FIRST
    (two,) = opened(
        f"text\u2028x,title\na{ARABIC}\u2028b,T\n".encode(), "a.csv", Opening(columns=Columns(text="text\u2028x"))
    )
    assert (two.report.title, two.report.text) == ("T", f"a{ARABIC}\u2028b")


def test_lines_of_json_are_read_and_a_bad_one_costs_itself_alone() -> None:
    lines = [{"body": FIRST, "title": "Guns"}, {"title": "no text"}, {"body": SECOND, "lang": "en"}]
    data = "\n".join([json.dumps(lines[0]), "{bad", "[1]", *map(json.dumps, lines[1:])]).encode()
    results = found(data, "a.jsonl")
    assert [str(one) for one in results if isinstance(one, ReportError)][1] == (
        "in/a.jsonl#row 3, line 3: is no JSON object"
    )
    one, other = (one for one in results if isinstance(one, Opened))
    assert (one.report.title, one.report.language, other.report.language) == ("Guns", "en", "en")
    assert one.data == json.dumps(lines[0]).encode()
    assert len(opened("\n".join(map(json.dumps, lines)).encode(), "a.jsonl")) == 2


def test_parquet_is_read() -> None:
    day = datetime.date(2024, 3, 4)
    columns: dict[str, Sequence[object]] = {
        "text": [FIRST, ARABIC],
        "published": [day, None],
        "vector": [[1.0], [2.0]],
        "n": [1, 2],
    }
    one, other = opened(make_parquet(columns), "a.parquet")
    assert (one.report.text, one.report.published, other.report.text) == (FIRST, day, ARABIC)
    assert json.loads(other.data) == {"text": ARABIC, "published": None}


def test_a_parquet_table_that_is_cut_off_or_unpacks_to_too_much_is_refused() -> None:
    data = make_parquet({"text": [FIRST] * 100})
    assert "cannot be read as a Parquet table" in fault(data[:-20], "a.parquet")
    large = make_parquet({"text": [os.urandom(50_000).hex() for _ in range(40)]})
    few = Opening(limits=Limits(unpacked=1 << 20))
    assert "when it is unpacked, of which 1 are allowed" in fault(large, "a.parquet", few)
    # One long word that stands in all rows is in the file once.
    same = make_parquet({"text": ["a" * (1 << 20)] * 40})
    assert len(same) < 1 << 20
    few = Opening(limits=Limits(unpacked=8 << 20))
    assert "holds more than 8 MiB when it is unpacked" in fault(same, "a.parquet", few)
    assert "has 100 rows, of which 10 are allowed" in fault(data, "a.parquet", Opening(limits=Limits(reports=10)))


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ReportError, match=r"pip install 'masudi\[tables\]'"):
        list(parquet.FORMAT.read(b"PAR1", Context(where="a.parquet", name="a")))
