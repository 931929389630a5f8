"""The brief on a case as files: read back by other programs, the same bytes each time, and safe against its reports."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser

import docx
import pytest
from pypdf import PdfReader

from masudi.brief import Brief, compose_case, render
from masudi.domain.view import CaseView
from tests.brief.told_case import ARABIC

FORMS = ("markdown", "html", "docx", "pdf")
HIDDEN = "\u202e\u0007\x1b"


class Seen(HTMLParser):
    """What stands in a page: its tags, the addresses that they name, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        assert not any(name.startswith("on") or name == "style" for name in given)
        if given.get("id"):
            self.ids.add(str(given["id"]))
        if tag == "a":
            self.links.append(str(given.get("href")))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def page(told: Brief) -> Seen:
    seen = Seen()
    seen.feed(render(told, "html").decode())
    return seen


@pytest.fixture(scope="module")
def pdf(told: Brief) -> PdfReader:
    return PdfReader(io.BytesIO(render(told, "pdf")))


@pytest.fixture(scope="module")
def word(told: Brief) -> docx.document.Document:
    return docx.Document(io.BytesIO(render(told, "docx")))


@pytest.mark.parametrize("form", FORMS)
def test_the_same_case_gives_the_same_bytes(told: Brief, told_view: CaseView, form: str) -> None:
    assert render(told, form) == render(compose_case(told_view, version="1.2.3"), form)


@pytest.mark.parametrize("form", FORMS)
def test_another_case_gives_others(told: Brief, told_view: CaseView, form: str) -> None:
    assert render(told, form) != render(compose_case(told_view, version="1.2.4"), form)


def test_the_page_needs_nothing_and_runs_nothing(page: Seen) -> None:
    assert not {"script", "iframe", "img", "link", "object"} & set(page.tags)
    assert page.tags.count("svg") == 2
    text = "".join(page.words)
    assert "<script>alert(1)</script>" in text
    assert not set(HIDDEN) & set(text)


def test_every_citation_of_the_page_leads_to_its_words(told: Brief, page: Seen) -> None:
    inner = [link[1:] for link in page.links if link.startswith("#c")]
    assert inner
    assert set(inner) <= page.ids
    assert all(f"c{one.number}" in page.ids for one in told.citations)
    assert not any(link.startswith("javascript:") for link in page.links)


def test_markdown_shows_what_it_quotes(told: Brief) -> None:
    text = render(told, "markdown").decode()
    assert "## What is contested" in text
    assert "| Incident | Harm | Range | By origin |" in text
    assert "\\<script\\>alert(1)\\</script\\>" in text
    assert "Map with" in text
    assert not set(HIDDEN) & set(text)


def test_the_document_has_headings_tables_pictures_and_links(told: Brief, word: docx.document.Document) -> None:
    headings = [one.text for one in word.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings == [*(section.heading for section in told.sections), "Citations", "Reports"]
    assert len(word.inline_shapes) == 2
    assert "Map with" in word.element.xml
    tables = [[cell.text for cell in table.rows[0].cells] for table in word.tables]
    assert ["Incident", "Harm", "Range", "By origin"] in tables
    anchors = set(re.findall(r'w:anchor="(c\d+)"', word.element.xml))
    marks = set(re.findall(r'w:bookmarkStart [^>]*w:name="(c\d+)"', word.element.xml))
    assert anchors
    assert anchors <= marks


def test_the_document_holds_what_reports_say_as_text(word: docx.document.Document) -> None:
    text = "\n".join(one.text for one in word.paragraphs)
    assert ARABIC in text
    assert "<script>alert(1)</script>" in text
    assert not set(HIDDEN) & set(text)
    assert "<w:bidi/>" in word.element.xml
    assert word.core_properties.title == "Brief on a case of 5 reports"


def test_the_document_bears_no_time_of_its_making(told: Brief) -> None:
    with zipfile.ZipFile(io.BytesIO(render(told, "docx"))) as made:
        assert {one.date_time for one in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = made.read("docProps/core.xml").decode()
    assert "2024-03-10T00:00:00Z" in about


def test_the_pdf_has_bookmarks_and_says_what_it_is(told: Brief, pdf: PdfReader) -> None:
    marks = [one.title for one in pdf.outline]  # type: ignore[union-attr]
    assert marks == [*(section.heading for section in told.sections), "Citations", "Reports"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Brief on a case of 5 reports"
    assert pdf.metadata.creation_date is not None
    assert pdf.metadata.creation_date.date() == told.day
    assert pdf.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]


def test_every_citation_of_the_pdf_leads_somewhere(told: Brief, pdf: PdfReader) -> None:
    links = [
        one.get_object()
        for page in pdf.pages
        for one in page.get("/Annots", ())
        if one.get_object().get("/Subtype") == "/Link"
    ]
    cited = sum(len(line.citations) for section in told.sections for line in section.lines)
    assert len(links) >= cited // 2
    assert all("/Dest" in one for one in links)


def test_the_words_of_the_pdf_can_be_read_out(pdf: PdfReader) -> None:
    text = " ".join("\n".join(page.extract_text() for page in pdf.pages).split())
    assert "Government jets bombed Osk from the air on 4 March 2024" in text
    assert "according to 2 origins" in text
    assert "<script>alert(1)</script>" in text
    assert "[U+1F4A3]" in text
    assert not set(HIDDEN) & set(text)
    # Letters are kept in the order in which they are read.
    assert "المهاجمون" in text or "المهاجمون"[::-1] in text


def test_made_up_samples_are_said_to_be_made_up(told: Brief, page: Seen, pdf: PdfReader) -> None:
    note = "Made-up sample: nothing in this brief happened."
    assert note in "".join(page.words)
    assert note in render(told, "markdown").decode()
    assert note in pdf.pages[0].extract_text()
    for sheet in pdf.pages:
        assert "made-up sample" in sheet.extract_text()
