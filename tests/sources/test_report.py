"""A file's bytes become the text that claims point into, and nothing else changes."""

from __future__ import annotations

import codecs
import datetime
import hashlib
import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masudi.domain import Report, span_of
from masudi.errors import ReportError
from masudi.sources import MAX_BODY, Opening, parse_date, read_report, report_from_bytes, report_from_text

# Characters that a text file may hold: no surrogates, no NUL (which marks a binary file).
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
WORDS = st.text(st.sampled_from("abc é\u200f\u0645\U0001f30d\n\r\t:.\ufeff"), max_size=60)
BODIES = (st.text(CHARACTERS, max_size=200) | WORDS).map(lambda text: "The gate held. " + text)


def body_by_the_book(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


@given(BODIES)
def test_a_body_is_decoded_stripped_and_otherwise_kept(body: str) -> None:
    report = report_from_bytes(("title: Gate\n\n" + body).encode(), name="x")
    assert report.text == body_by_the_book(body)
    assert report.title == "Gate"


@given(BODIES, st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_a_byte_order_mark_tells_the_encoding_and_is_dropped(body: str, encoding: str) -> None:
    assert report_from_bytes(body.encode(encoding), name="x").text == body_by_the_book(body)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_both_byte_orders(mark: bytes, encoding: str) -> None:
    report = report_from_bytes(mark + "title: T\r\n\r\nThe gate.".encode(encoding), name="x")
    assert (report.text, report.title, report.encoding) == ("The gate.", "T", encoding)


@given(BODIES, st.data())
def test_spans_count_code_points_of_the_text(body: str, data: st.DataObject) -> None:
    text = report_from_bytes(body.encode(), name="x").text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = span_of(text, start, end)
    assert text[span.start : span.end] == span.text
    assert len(text.encode("utf-32-le")) == 4 * len(text)


@given(BODIES)
def test_bytes_and_text_give_the_same_report(body: str) -> None:
    one, other = report_from_bytes(body.encode(), name="x"), report_from_text(body, name="x")
    assert one == other


@given(BODIES)
def test_hashes_are_of_the_file_and_of_the_text(body: str) -> None:
    data = codecs.BOM_UTF8 + ("source: Courier\n\n" + body).encode()
    report = report_from_bytes(data, name="x")
    assert report.sha256_bytes == hashlib.sha256(data).hexdigest()
    assert report.sha256_text == hashlib.sha256(report.text.encode()).hexdigest()


def test_the_text_hash_does_not_depend_on_how_it_was_kept() -> None:
    plain = report_from_bytes(b"The gate.\nIt held.", name="x")
    other = report_from_bytes("title: T\r\n\r\nThe gate.\r\nIt held.\r\n".encode("utf-16"), name="x")
    assert plain.sha256_text == other.sha256_text
    assert plain.sha256_bytes != other.sha256_bytes


def test_a_bench_file_gives_the_body_that_the_scorer_reads(tmp_path: Path) -> None:
    path = tmp_path / "r1.txt"
    path.write_text(
        "title: A title\nsource: courier\npublished: \n\n\n  First words.\n\nSecond.  \n\n", encoding="utf-8"
    )
    report = read_report(path)
    assert report.text == path.read_text(encoding="utf-8").split("\n\n", 1)[1].strip() == "First words.\n\nSecond."
    assert (report.name, report.path, report.published) == ("r1", str(path), None)


def test_a_lone_carriage_return_stays() -> None:
    assert report_from_bytes(b"One.\rTwo.\r\nThree.", name="x").text == "One.\rTwo.\nThree."


@pytest.mark.parametrize(
    "words",
    [
        "Raiders \x1b[31mstormed\x07 the gate\x01 at noon.",
        "قصف الجيش المدينة",
        "\u202eThe gate\u202c fell",
        "no full stop and no capital",
        "x",
    ],
)
def test_odd_texts_are_read_as_they_are(words: str) -> None:
    assert report_from_bytes(words.encode(), name="x").text == words


def test_a_script_that_masudi_does_not_read_is_said() -> None:
    arabic = report_from_bytes("قصف الجيش المدينة يوم الاثنين".encode(), name="x")
    by_header = report_from_text("language: fr\n\nLes combats ont repris.")
    english = report_from_text("language: en-GB\n\nThe army shelled Manbiǧ (منبج).")
    short = report_from_text("language: en\n\nقصف الجيش")
    assert "is in Arabic (as far as its words tell)" in arabic.warnings[0]
    assert "is in French (by its header)" in by_header.warnings[0]
    assert "script other than Latin" in short.warnings[0]
    assert [one.unread for one in (arabic, by_header, english, short)] == [True, True, False, False]
    assert english.warnings == ()


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_another_encoding_is_detected_and_named(encoding: str) -> None:
    text = "The café near Tell Sarw was shelled on Monday, said Zoë Müller, who lives there."
    report = report_from_bytes(text.encode(encoding), name="x")
    assert report.text == text
    assert report.encoding == "cp1252"
    assert "cp1252" in report.warnings[0]
    assert "charset-normalizer" in report.warnings[0]


def test_curly_quotes_of_windows_are_read() -> None:
    text = "Ammar’s brigade “withdrew” – or so the Monitor said."
    assert report_from_bytes(text.encode("cp1252"), name="x").text == text


def test_another_script_keeps_its_code_page() -> None:
    text = "Повстанцы обстреляли военную базу в понедельник, убив двенадцать человек, сообщила Обсерватория."
    report = report_from_bytes(text.encode("cp1251"), name="x")
    assert (report.text, report.encoding) == (text, "cp1251")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (codecs.BOM_UTF16_LE, "empty"),
        (b"title: T\nsource: S\n\n  \n", "empty below its header"),
        (b"MZ\x90\0\x03", "binary"),
        ("The gate.".encode("utf-16-le"), "UTF-16"),
        (bytes(range(1, 32)) * 20, "binary"),
        (bytes(range(1, 256)) * 20, "binary"),
        (b"\x1b[31m\x01\x02\x03" * 9, "binary"),
        (b"%PDF-1.4\nThe gate.", "PDF"),
        (b"{\\rtf1 The gate.}", "RTF"),
        (b"PK\x03\x04words", "zip"),
        (codecs.BOM_UTF16_LE + b"T\0h\0e", "byte order mark"),
        (codecs.BOM_UTF8 + b"caf\xe9 closed", "byte order mark"),
    ],
)
def test_what_holds_no_text_is_refused_by_name(data: bytes, says: str) -> None:
    with pytest.raises(ReportError, match=says) as caught:
        report_from_bytes(data, name="x", path="in/x.txt")
    assert str(caught.value).startswith("in/x.txt: ")


def test_a_text_with_half_a_character_is_refused() -> None:
    with pytest.raises(ReportError, match="character 4"):
        report_from_text("The \ud800 gate")


def test_a_body_that_is_too_long_is_refused_unless_allowed(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("title: T\n\n" + "é" * 60, encoding="utf-8")
    assert len(read_report(path, opening=Opening(max_body=120)).text) == 60
    with pytest.raises(ReportError, match=r"120 bytes.*--max-body"):
        read_report(path, opening=Opening(max_body=119))
    assert MAX_BODY == 2_000_000


def test_a_huge_file_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            self.taken += len(buffer)
            buffer[:] = b"x" * len(buffer)
            return len(buffer)

    endless = Endless()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(endless)))
    with pytest.raises(ReportError, match="larger than"):
        read_report("-", opening=Opening(max_body=1000))
    assert endless.taken < 200_000


def test_standard_input_is_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"source: Courier\n\nThe gate.")))
    report = read_report("-")
    assert (report.name, report.path, report.source, report.text) == ("stdin", "-", "Courier", "The gate.")


def test_a_closed_standard_input_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(ReportError, match="closed"):
        read_report("-")


def test_a_path_named_dash_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-").write_text("The gate.", encoding="utf-8")
    assert read_report(Path("-")).text == "The gate."


def test_files_that_cannot_be_read_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "gone.txt")
    cases: list[tuple[str | Path, str]] = [
        (tmp_path / "nowhere.txt", "is not there"),
        (link, "link to .*gone.txt, which is not there"),
        (tmp_path, "is a folder"),
        (tmp_path / "nul\0.txt", "cannot be read"),
        ("", "no file's name"),
    ]
    for path, says in cases:
        with pytest.raises(ReportError, match=says):
            read_report(path)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(ReportError, match="permissions"):
        read_report(tmp_path / "locked.txt")


def test_a_file_name_that_is_no_text_is_shown_with_escapes(tmp_path: Path) -> None:
    path = tmp_path / "caf\udce9.txt"
    path.write_bytes(b"The gate.")
    report = read_report(path)
    assert report.name == "caf\\udce9"
    assert report.path is not None
    report.path.encode()


def test_header_lines_fill_the_report_and_options_the_gaps() -> None:
    header = (
        "Title: Gate\nSOURCE : Courier\nurl: https://c.example/a:b\npublished: 2031-03-04\nlanguage: en\nsynthetic: yes"
    )
    day = datetime.date(2031, 3, 4)
    report = report_from_text(header + "\n\nThe gate.", published=datetime.date(1999, 1, 1), source="Other")
    assert (report.title, report.source, report.url) == ("Gate", "Courier", "https://c.example/a:b")
    assert (report.published, report.language, report.synthetic) == (day, "en", True)
    gaps = report_from_text("title: Gate\nsource:\npublished: \n\nThe gate.", published=day, source="Other")
    assert (gaps.published, gaps.source, gaps.synthetic) == (day, "Other", False)
    bare = report_from_text("The gate.", published=day, source="Other")
    assert (bare.published, bare.source, bare.title) == (day, "Other", None)


def test_a_day_to_come_is_doubted_unless_the_report_is_made_up() -> None:
    real: Report = report_from_text("published: 2931-03-04\n\nThe gate.")
    assert "yet to come" in real.warnings[0]
    assert report_from_text("published: 2931-03-04\nsynthetic: yes\n\nThe gate.").warnings == ()


def test_a_web_page_is_doubted() -> None:
    assert "web page" in report_from_text("<!DOCTYPE html><p>The gate.").warnings[0]


@given(st.dates())
def test_iso_days_are_days(day: datetime.date) -> None:
    assert parse_date(day.isoformat()) == day


@given(st.datetimes(timezones=st.none() | st.timezones()), st.sampled_from("T "))
def test_a_timestamp_gives_the_day_that_it_shows(moment: datetime.datetime, separator: str) -> None:
    offset = moment.utcoffset()
    if offset is not None and offset.total_seconds() % 60:
        return  # ISO 8601 has no offsets with seconds
    assert parse_date(moment.isoformat(separator)) == moment.date()


def test_zulu_time_is_read() -> None:
    assert parse_date(" 2017-01-14T23:30:00Z ") == datetime.date(2017, 1, 14)


NO_DATES = [
    "yesterday",
    "14.1.2017",
    "03/04/2017",
    "2017-1-4",
    "20170114",
    "2017-W03-1",
    "2017-02-30",
    "2017-01-14T25:00",
    "٢٠١٧-٠١-١٤",
]


@pytest.mark.parametrize("words", ["", "2017-01-14 noon", *NO_DATES])
def test_other_dates_are_refused(words: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the caller words the message)
        parse_date(words)
