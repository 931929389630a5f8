"""The brief as a DOCX: headings, lists and tables of the word processor's own, citations linked to their words."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from masudi.brief.clean import shown
from masudi.brief.headers import FOOT, SYNTHETIC_MARK, basis, from_whom, quote, runs, synthetic_note
from masudi.brief.values import Brief, Cell, Citation, Line, PartRole, Picture, Section, Table
from masudi.domain import Status
from masudi.draw import COLOURS, Tone, runs_back, to_png

if TYPE_CHECKING:
    from docx.document import Document

_TAGS = {
    Status.ATTEMPTED: ("tried", Tone.ATTEMPTED),
    Status.INTENDED: ("planned", Tone.INTENDED),
    Status.POSSIBLE: ("possible", Tone.POSSIBLE),
    Status.DENIED: ("denied", Tone.DENIED),
}
# Archives know no time before this one, and this one stands in all of ours: the same bytes each time.
_ZIPPED = (1980, 1, 1, 0, 0, 0)
_NO_DAY = datetime.date(2000, 1, 1)


def render_docx(brief: Brief) -> bytes:
    """The brief as a DOCX of A4 pages, the same bytes for the same brief."""
    writer = _Writer(brief)
    writer.head()
    for section in brief.sections:
        writer.section(section)
    writer.citations()
    writer.reports()
    out = io.BytesIO()
    writer.document.save(out)
    return _fixed(out.getvalue())


def _fixed(data: bytes) -> bytes:
    """The archive with one time for all its members."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in made.namelist():
            member = zipfile.ZipInfo(name, _ZIPPED)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            fixed.writestr(member, made.read(name))
    return out.getvalue()


class _Writer:
    """Writes the parts of the brief one after the other."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.document = _opened(brief)
        self.bullet = self.document.styles["List Bullet"].style_id

    def head(self) -> None:
        brief = self.brief
        if note := synthetic_note(brief):
            self._runs(self.document.add_paragraph(style="Intense Quote"), [(note, "")])
        self._runs(self.document.add_heading(level=0), [(brief.title, "")])
        self._runs(self.document.add_paragraph(), [(basis(brief), "")])
        if brief.facts:
            table = self.document.add_table(rows=0, cols=2)
            for fact in brief.facts:
                cells = table.add_row().cells
                self._runs(cells[0].paragraphs[0], [(fact.name, "b")])
                self._runs(cells[1].paragraphs[0], [(fact.text, "")])

    def section(self, section: Section) -> None:
        self._runs(self.document.add_heading(level=1), [(section.heading, "")])
        if section.note:
            self._note(section.note)
        for picture in section.pictures:
            self._picture(picture)
        group: str | None = None
        for line in section.lines:
            if line.group != group and line.group is not None:
                self._runs(self.document.add_heading(level=2), [(line.group, "")])
            group = line.group
            self._line(line)
        for table in section.tables:
            self._table(table)

    def citations(self) -> None:
        if not self.brief.citations:
            return
        self._runs(self.document.add_heading(level=1), [("Citations", "")])
        for one in self.brief.citations:
            self._citation(one)

    def _citation(self, one: Citation) -> None:
        paragraph = self.document.add_paragraph()
        _bookmark(paragraph, one.number)
        made_up = f" ({SYNTHETIC_MARK})" if one.synthetic else ""
        self._runs(paragraph, [(f"[{one.number}] ", ""), (f"{from_whom(one)}{made_up}: ", "b")])
        if runs_back(quote(one)):
            paragraph = self.document.add_paragraph()
        self._runs(paragraph, [(f"“{quote(one)}”", "")])

    def reports(self) -> None:
        """The reports that the brief rests on, with where they are to be found."""
        self._runs(self.document.add_heading(level=1), [("Reports", "")])
        for one in self.brief.reports:
            title = f": {one.title}" if one.title else ""
            mark = f" ({SYNTHETIC_MARK})" if one.synthetic else ""
            paragraph = self._bulleted()
            self._runs(paragraph, [(from_whom(one), "b"), (title + mark, "")])
            for words in (one.url, one.path, f"SHA-256 of the text: {one.sha256_text}" if one.sha256_text else ""):
                if words:
                    paragraph.add_run().add_break()
                    self._runs(paragraph, [(words, "")])
        self._note(FOOT)

    def _note(self, text: str) -> None:
        self._runs(self.document.add_paragraph(), [(text, "i")])

    def _bulleted(self) -> Any:
        """A new paragraph of a list. Given the style by name, python-docx goes through all of them each time."""
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self.bullet
        return paragraph

    def _line(self, line: Line) -> None:
        paragraph = self._bulleted()
        if line.status in _TAGS:
            from docx.shared import RGBColor

            word, tone = _TAGS[line.status]
            run = paragraph.add_run(f"{word}  ")
            run.bold = True
            run.font.color.rgb = RGBColor(*COLOURS[tone])
        styles = {PartRole.PARTY: "b", PartRole.QUOTE: "i"}
        self._runs(paragraph, [(part.text, styles.get(part.role, "")) for part in line.parts])
        self._cites(paragraph, line.citations)

    def _cites(self, paragraph: Any, numbers: Iterable[int]) -> None:
        """ " [1–3, 7]", each number a link to its words."""
        found = runs(tuple(numbers))
        for at, (first, last) in enumerate(found):
            paragraph.add_run(", " if at else " [")
            _link(paragraph, first)
            if last > first:
                paragraph.add_run("–" if last - first > 1 else ", ")
                _link(paragraph, last)
        if found:
            paragraph.add_run("]")

    def _picture(self, picture: Picture) -> None:
        from docx.shared import Cm

        drawn = self.document.add_picture(io.BytesIO(to_png(picture.drawing)), width=Cm(16.5))
        about = drawn._inline.docPr
        about.set("descr", _clean(picture.drawing.alt))
        about.set("title", _clean(picture.drawing.title))
        self._note(picture.caption)

    def _table(self, table: Table) -> None:
        self._note(table.caption)
        made = self.document.add_table(rows=1, cols=len(table.columns), style="Light Grid Accent 1")
        for cell, name in zip(made.rows[0].cells, table.columns, strict=True):
            self._runs(cell.paragraphs[0], [(name, "b")])
        _repeated(made.rows[0])
        for row in table.rows:
            for cell, told in zip(made.add_row().cells, row, strict=True):
                self._cell(cell, told)

    def _cell(self, cell: Any, told: Cell) -> None:
        self._runs(cell.paragraphs[0], [(told.text, "")])
        self._cites(cell.paragraphs[0], told.citations)

    def _runs(self, paragraph: Any, texts: Iterable[tuple[str, str]]) -> None:
        """Add runs ("b" bold, "i" italic); a paragraph that begins from the right is set from there."""
        from docx.oxml import OxmlElement

        texts = [(_clean(text), style) for text, style in texts]
        first = not paragraph.text
        for text, style in texts:
            run = paragraph.add_run(text)
            # Whatever is set, and be it to nothing, costs an element.
            if style == "b":
                run.bold = True
            elif style == "i":
                run.italic = True
            if runs_back(text):
                run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
        if first and runs_back("".join(text for text, _ in texts)):
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))


def _opened(brief: Brief) -> Document:
    """An empty document that says what it is."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    day = brief.day or _NO_DAY
    at = datetime.datetime(day.year, day.month, day.day)
    made_by = next((fact.text for fact in brief.facts if fact.name == "Made by"), "Masudi")
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.language = _clean(brief.title), made_by, made_by, "en"
    about.created, about.modified, about.revision = at, at, 1
    about.comments, about.keywords = "", "made-up sample" if brief.synthetic else ""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(2)
    document.styles["Normal"].font.size = Pt(10)
    document.styles["Normal"].font.name = "Noto Sans"
    if brief.synthetic:
        page.footer.paragraphs[0].text = "Masudi brief · made-up sample"
    return document


def _bookmark(paragraph: Any, number: int) -> None:
    """Makes the paragraph the place that citations of this number lead to."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        element = OxmlElement(tag)
        element.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            element.set(qn("w:name"), f"c{number}")
        paragraph._p.append(element)


def _link(paragraph: Any, number: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), f"c{number}")
    link.set(qn("w:history"), "1")
    run = paragraph.add_run(str(number))
    link.append(run._r)
    paragraph._p.append(link)


def _repeated(row: Any) -> None:
    """The row is a table's head, and stands on each page that the table runs over."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(head)


def _clean(text: str) -> str:
    """Words as they may stand in XML, with nothing hidden or acting in them."""
    return "".join(char for char in shown(text) if ord(char) & 0xFFFE != 0xFFFE)
