"""PDF, Word documents and mail: the text, the way back to its pages and paragraphs, and what is not read."""

from __future__ import annotations

import datetime
import hashlib
import io
import zipfile

import pytest

from masudi.sources import Limits, Opening
from tests.sources.files import ARABIC, FIRST, SECOND, archive, docx, eml, page, pdf, scan
from tests.sources.opening import fault, opened


def test_a_pdf_is_read_page_by_page() -> None:
    (one,) = opened(pdf([FIRST * 3], [SECOND, FIRST]), "a.pdf")
    report = one.report
    assert (report.title, report.source, report.published) == ("Halven", None, None)
    # Lines that were broken to fit the page are one again.
    assert SECOND in report.text
    second = report.way_at(report.text.index(SECOND))
    assert second is not None
    assert second.words == "page 2"
    first = report.way_at(0)
    assert first is not None
    assert (first.page, first.start) == (1, 0)
    assert one.retrieval.extractor == "pdf"
    assert "pypdf" in one.retrieval.extractor_version


def test_a_sentence_that_goes_on_on_the_next_page_is_one_sentence() -> None:
    half, rest = FIRST[:50].rsplit(" ", 1)[0], FIRST[len(FIRST[:50].rsplit(" ", 1)[0]) + 1 :]
    assert rest.startswith("village")
    pages = [["The mill burned. " * 20, half], [rest, SECOND], [SECOND, "The bridge held."], [SECOND, "The gate fell."]]
    (one,) = opened(pdf(*pages, running="Sarw Monitor, page"), "a.pdf")
    assert FIRST in one.report.text
    assert "Monitor, page" not in one.report.text
    way = one.report.way_at(one.report.text.index(rest))
    assert way is not None
    assert way.page == 2


@pytest.mark.parametrize(("pages", "said"), [(1, "1 page"), (3, "3 pages")])
def test_a_scan_without_text_says_so(pages: int, said: str) -> None:
    assert f"a PDF document of {said} without text, probably a scan: recognise the words first (OCR)" in fault(
        scan(pages), "scan.pdf"
    )


def test_pages_that_are_pictures_are_named() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for data in (pdf([FIRST, SECOND]), scan()):
        writer.append(PdfReader(io.BytesIO(data)))
    out = io.BytesIO()
    writer.write(out)
    (one,) = opened(out.getvalue(), "a.pdf")
    assert one.report.warnings == ("has no text on page 2: if these are scans, their words are not read",)


def test_an_encrypted_pdf_says_so_and_one_without_a_password_is_read() -> None:
    assert "is an encrypted PDF document, which needs a password" in fault(pdf([FIRST], password="secret"), "a.pdf")
    (one,) = opened(pdf([FIRST], password=""), "a.pdf")
    assert one.report.text == FIRST


@pytest.mark.parametrize("cut", [20, 400, 1200])
def test_a_pdf_that_is_cut_off_is_refused_or_read(cut: int) -> None:
    data = pdf([FIRST] * 40)
    assert "in/a.pdf: " in fault(data[:cut], "a.pdf")


def test_a_word_document_is_read_paragraph_by_paragraph() -> None:
    data = docx([FIRST, "", ARABIC, SECOND], table=[["Dalgo", "12 killed"], ["Halven", "none"]], title="Halven burns")
    (one,) = opened(data, "a.docx")
    report = one.report
    assert report.text == "\n\n".join([FIRST, ARABIC, SECOND, "Dalgo | 12 killed", "Halven | none"])
    assert report.title == "Halven burns"
    assert [way.words for way in report.ways] == [f"paragraph {number}" for number in range(1, 6)]
    assert [report.text[way.start :][:4] for way in report.ways] == ["Figh", "قال ", "At l", "Dalg", "Halv"]


def with_part(data: bytes, name: str, change: tuple[bytes, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        members = {one: old.read(one) for one in old.namelist()}
    assert change[0] in members[name]
    members[name] = members[name].replace(*change)
    return archive(members)


def test_what_was_inserted_is_read_and_what_was_deleted_is_not() -> None:
    ours = b'<w:ins w:id="1" w:author="x"><w:r><w:t>At noon, </w:t></w:r></w:ins>'
    theirs = b'<w:del w:id="2" w:author="x"><w:r><w:t>Nobody says that </w:t></w:r></w:del>'
    text = f"<w:r><w:t>{FIRST}".encode()
    data = with_part(docx([FIRST]), "word/document.xml", (text, ours + theirs + text))
    assert opened(data, "a.docx")[0].report.text == f"At noon, {FIRST}"


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
FILE = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("prolog", [BOMB, FILE])
@pytest.mark.parametrize("part", ["word/document.xml", "word/_rels/document.xml.rels", "docProps/core.xml"])
def test_a_word_document_that_declares_entities_is_refused(prolog: bytes, part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(docx([FIRST]))) as old:
        first = old.read(part).split(b"?>", 1)[0] + b"?>"
    data = with_part(docx([FIRST]), part, (first, first + prolog))
    said = fault(data, "a.docx")
    assert f"declares a document type or entities in '{part}'" in said
    assert "root:" not in said


def test_an_office_document_of_another_kind_says_so() -> None:
    other = archive({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
    assert "no Word document (DOCX): save it as DOCX or PDF" in fault(other, "a.xlsx")


def test_a_mail_is_read_and_what_is_attached_is_listed() -> None:
    name = "../../photo\u202egpj.exe"
    text = f"{FIRST[:50]}\n{FIRST[50:].strip()}\n\n{SECOND}\n{ARABIC}"
    (one,) = opened(eml(text, attached={name: b"pixels"}), "a.eml")
    report = one.report
    assert report.text.split("\n\n")[1].startswith(SECOND)
    assert (report.title, report.source) == ("Halven", "Field Desk")
    # The day on which it was sent, by the sender's clock.
    assert report.published == datetime.date(2024, 3, 4)
    (attached,) = one.retrieval.attachments
    assert (attached.name, attached.media_type, attached.size) == (name, "image/jpeg", 6)
    assert attached.sha256 == hashlib.sha256(b"pixels").hexdigest()
    assert "pixels" not in report.text


def test_of_a_mail_in_html_the_text_is_read() -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["Subject"] = "desk@monitor.example", "Halven"
    message.set_content(page(FIRST, SECOND).decode(), subtype="html")
    (one,) = opened(bytes(message), "a.eml")
    assert FIRST in one.report.text
    assert "<p>" not in one.report.text
    assert one.report.source == "desk@monitor.example"


@pytest.mark.parametrize("data", [b"", b"\n\nno header", eml(" ", attached={"a.jpg": b"x"})])
def test_what_is_no_mail_or_has_no_text_is_refused(data: bytes) -> None:
    assert "in/a.eml: is" in fault(data, "a.eml")


def test_a_body_over_the_limit_is_refused_whatever_the_format() -> None:
    assert "--max-body" in fault(docx([FIRST] * 30), "a.docx", Opening(max_body=500))
    assert "one.report" not in fault(pdf([FIRST] * 30), "a.pdf", Opening(max_body=500, limits=Limits()))
