"""Header lines: read where they are, never guessed where they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masudi.errors import ReportError
from masudi.sources import report_from_text
from masudi.sources.header import Header, split_header

KEYS = sorted(set(Header.__struct_fields__) - {"published", "synthetic"})
VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\n\r"), max_size=30).map(str.strip)


@given(
    st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1),
    st.sampled_from([str.lower, str.upper, str.title]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", " ", "\t"]),
)
def test_any_values_come_back(values: dict[str, str], case: object, end: str, blank: str) -> None:
    assert callable(case)
    lines = [f"{case(key)}{blank}:{blank}{value}" for key, value in values.items()]
    text = end.join([*lines, blank, "The gate held."])
    header, _, _ = split_header(text.replace("\r\n", "\n"), "x")
    report = report_from_text(text)
    assert report.text == "The gate held."
    for key in KEYS:
        assert getattr(header, key) == (values.get(key) or None)
        # A language is kept by its code.
        assert key == "language" or getattr(report, key) == getattr(header, key)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=80))
def test_any_text_without_a_known_first_key_is_all_body(text: str) -> None:
    text = "Monday: raiders came. " + text
    assert split_header(text, "x") == (Header(), text, ())


@pytest.mark.parametrize(
    "text",
    [
        "The gate held.\n\nAll night.",
        "author: somebody\ntitle: T\n\nThe gate.",
        "DAMASCUS: The army said so.\n\nMore.",
        "http://courier.example/gate\n\nThe gate.",
        "\ntitle: T\n\nThe gate.",
        " title: T\n\nThe gate.",
        "the title: T\n\nThe gate.",
    ],
)
def test_a_first_line_that_is_no_known_key_means_no_header(text: str) -> None:
    report = report_from_text(text)
    assert report.text == text.strip()
    assert report.title is None


def test_a_blank_line_of_blanks_ends_the_header() -> None:
    report = report_from_text("title: T\n \t\nThe gate.\n\nIt held.")
    assert (report.title, report.text) == ("T", "The gate.\n\nIt held.")


def test_the_body_may_look_like_a_header() -> None:
    assert report_from_text("title: T\n\nsource: none\n\nThe gate.").text == "source: none\n\nThe gate."


@pytest.mark.parametrize(
    ("header", "line", "says"),
    [
        ("title: T\npublished: 14.1.2017\n\n", 2, "no date"),
        ("title: T\n\u200f\n\n", 2, "neither"),
        ("published: 2017-02-30\n\n", 1, "no date"),
        ("title: T\nsynthetic: perhaps\n\n", 2, "neither yes nor no"),
        ("title: T\nsource: S\ntitle: U\n\n", 3, "twice"),
        ("title: T\nThe gate held.\n\n", 2, "blank line"),
        ("title: T\nurl: u\nThe gate held.", 3, "blank line"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(header: str, line: int, says: str) -> None:
    with pytest.raises(ReportError, match=says) as caught:
        report_from_text(header + "Body.", path="in/x.txt")
    assert caught.value.line == line
    assert str(caught.value).startswith(f"in/x.txt, line {line}: ")


@pytest.mark.parametrize("text", ["title: T", "title: T\nsource: S\n", "title: T\npublished:"])
def test_a_header_alone_is_no_report(text: str) -> None:
    with pytest.raises(ReportError, match="no body"):
        report_from_text(text)


def test_a_wrong_date_is_shown_escaped_and_short() -> None:
    with pytest.raises(ReportError) as caught:
        report_from_text("published: \x1b[2J" + "9" * 5000 + "\n\nThe gate.")
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize(
    ("words", "value"), [("yes", True), ("TRUE", True), ("no", False), ("False", False), ("", False)]
)
def test_the_mark_of_made_up_reports(words: str, value: bool) -> None:
    assert report_from_text(f"synthetic: {words}\n\nThe gate.").synthetic is value


def test_a_header_line_that_is_not_known_is_left_out_and_said() -> None:
    report = report_from_text("title: T\nauthor: A. Writer\nsource: S\n\nThe gate.")
    assert (report.title, report.source, report.text) == ("T", "S", "The gate.")
    assert report.warnings[0].startswith("line 2: header line 'author' is not read")
