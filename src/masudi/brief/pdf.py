"""The brief as a PDF: set in the packaged faces, with bookmarks, and a link from every citation to its words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import msgspec
from fpdf import FPDF
from fpdf.enums import TableCellFillMode

from masudi.brief.headers import FOOT, SYNTHETIC_MARK, basis, from_whom, quote, runs, synthetic_note
from masudi.brief.pdf_text import FAMILY, Run, Setter, clean, high
from masudi.brief.values import Brief, Citation, Line, PartRole, Picture, Section, Table
from masudi.domain import Status
from masudi.draw import COLOURS, Tone, draw_on, face_file, fit_for_faces, needs_shaping, runs_back

_TAGS = {
    Status.ATTEMPTED: "tried",
    Status.INTENDED: "planned",
    Status.POSSIBLE: "possible",
    Status.DENIED: "denied",
}
_TONES = {
    Status.ATTEMPTED: Tone.ATTEMPTED,
    Status.INTENDED: Tone.INTENDED,
    Status.POSSIBLE: Tone.POSSIBLE,
    Status.DENIED: Tone.DENIED,
}
# The day that documents bear which have none of their own: the same bytes each time.
_NO_DAY = datetime.date(2000, 1, 1)
# Points; millimetres for all else.
_BODY, _SMALL, _TINY = 9.5, 8.0, 7.5
_MARGIN, _INDENT = 18.0, 4.5
_QUIET = COLOURS[Tone.QUIET]
_STYLES = {PartRole.PARTY: "B", PartRole.QUOTE: "I"}


def render_pdf(brief: Brief) -> bytes:
    """The brief as a PDF of A4 pages, the same bytes for the same brief.

    Letters that the packaged faces lack are written as [U+1F4A3]; what runs right to left does so.
    """
    page = _Page(brief)
    page.head()
    for section in brief.sections:
        page.section(section)
    page.citations()
    page.reports()
    return bytes(page.pdf.output())


class _Sheets(FPDF):
    """Pages with a foot: what the document is, whether it is made up, and the number of the page."""

    said = ""

    def footer(self) -> None:
        self.set_y(-12)
        self.set_text_shaping(False)
        self.set_font(FAMILY, "", _TINY)
        self.set_text_color(*COLOURS[Tone.QUIET])
        self.cell(self.epw - 20, 5, self.said)
        self.cell(20, 5, f"{self.page_no()} / {{nb}}", align="R")


class _Page:
    """Writes the parts of the brief one after the other."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.pdf = _opened(brief)
        self.setter = Setter(self.pdf)
        self.links = {citation.number: self.pdf.add_link() for citation in brief.citations}

    def head(self) -> None:
        brief, pdf = self.brief, self.pdf
        if note := synthetic_note(brief):
            pdf.set_fill_color(255, 241, 201)
            pdf.rect(pdf.l_margin, pdf.y, pdf.epw, 7, style="F")
            pdf.set_xy(pdf.l_margin, pdf.y + 1)
            self._set(Run(text=note, style="B", colour=(91, 67, 0)), left=pdf.l_margin + 1.5)
            pdf.ln(3)
        self._set(Run(text=brief.title, style="B", size=17))
        self._set(Run(text=basis(brief), colour=_QUIET))
        pdf.ln(1)
        for fact in brief.facts:
            y = pdf.y
            self._set(Run(text=fact.name, size=_SMALL, colour=_QUIET))
            pdf.set_xy(pdf.l_margin, y)
            self._set(Run(text=fact.text, size=_SMALL), left=pdf.l_margin + 22)

    def section(self, section: Section) -> None:
        self._heading(section.heading)
        if section.note:
            self._note(section.note)
        for picture in section.pictures:
            self._picture(picture)
        group: str | None = None
        for line in section.lines:
            if line.group != group and line.group is not None:
                self._group(line.group)
            group = line.group
            self._line(line)
        for table in section.tables:
            self._table(table)

    def citations(self) -> None:
        if not self.brief.citations:
            return
        self._heading("Citations")
        for one in self.brief.citations:
            self._citation(one)

    def _citation(self, one: Citation) -> None:
        pdf = self.pdf
        self._room(2 * high(_SMALL))
        pdf.set_link(self.links[one.number], page=pdf.page, y=pdf.y)
        made_up = f" ({SYNTHETIC_MARK})" if one.synthetic else ""
        whose = Run(text=f"{from_whom(one)}{made_up}: ", style="B", size=_SMALL)
        words = Run(text=f"“{quote(one)}”", size=_SMALL)
        if runs_back(quote(one)):
            # Words that run from right to left stand at the right, in lines of their own.
            self._item(f"{one.number}.", [whose], by=9.0)
            self._set(words, left=_MARGIN + 9.0)
        else:
            self._item(f"{one.number}.", [whose, words], by=9.0)

    def reports(self) -> None:
        """The reports that the brief rests on, with where they are to be found."""
        self._heading("Reports")
        for one in self.brief.reports:
            self._room(3 * high(_SMALL))
            title = f": {one.title}" if one.title else ""
            mark = f" ({SYNTHETIC_MARK})" if one.synthetic else ""
            whose = Run(text=from_whom(one), style="B", size=_SMALL)
            self._item("•", [whose, Run(text=title + mark, size=_SMALL)])
            for words in (one.url, one.path, f"SHA-256 of the text: {one.sha256_text}" if one.sha256_text else ""):
                if words:
                    self._set(Run(text=words, size=_TINY, colour=_QUIET), left=_MARGIN + _INDENT)
        self.pdf.ln(3)
        self._note(FOOT)

    def _heading(self, text: str) -> None:
        self.pdf.ln(3.5)
        self._room(24)
        self.pdf.set_font(FAMILY, "B", 12.5)
        self.pdf.start_section(text)
        self._set(Run(text=text, style="B", size=12.5, colour=COLOURS[Tone.ASSERTED]))

    def _note(self, text: str) -> None:
        self._set(Run(text=text, size=_SMALL, colour=_QUIET))
        self.pdf.ln(0.8)

    def _group(self, text: str) -> None:
        self.pdf.ln(1)
        self._room(14)
        self._set(Run(text=text, style="B"))

    def _line(self, line: Line) -> None:
        self._room(2 * high(_BODY))
        told = [Run(text=part.text, style=_STYLES.get(part.role, "")) for part in line.parts]
        if line.status in _TAGS:
            tag = Run(text=f"{_TAGS[line.status]}  ", style="B", size=_SMALL, colour=COLOURS[_TONES[line.status]])
            told.insert(0, tag)
        self._item("•", [*told, *self._cites(line.citations)])

    def _cites(self, numbers: tuple[int, ...]) -> Iterator[Run]:
        """ " [1–3, 7]", each number with its link."""
        if not numbers:
            return
        quiet = Run(text="", size=_TINY, colour=_QUIET)
        yield msgspec.structs.replace(quiet, text=" [")
        for at, (first, last) in enumerate(runs(numbers)):
            if at:
                yield msgspec.structs.replace(quiet, text=", ")
            yield self._cite(first)
            if last > first:
                yield msgspec.structs.replace(quiet, text="–" if last - first > 1 else ", ")
                yield self._cite(last)
        yield msgspec.structs.replace(quiet, text="]")

    def _cite(self, number: int) -> Run:
        return Run(text=str(number), size=_TINY, colour=(23, 82, 122), link=self.links[number])

    def _item(self, mark: str, words: Sequence[Run], by: float = _INDENT) -> None:
        """A mark, and words to the right of it."""
        y = self.pdf.y
        self._set(Run(text=mark, size=words[0].size if words else _BODY, colour=_QUIET))
        self.pdf.set_xy(_MARGIN, y)
        self.setter.set(words, left=_MARGIN + by, width=self.pdf.epw - by)
        self.pdf.ln(0.6)

    def _set(self, run: Run, *, left: float = _MARGIN) -> None:
        self.setter.set([run], left=left, width=self.pdf.epw - (left - _MARGIN))

    def _picture(self, picture: Picture) -> None:
        pdf = self.pdf
        height = pdf.epw * picture.drawing.height / picture.drawing.width
        self._room(min(height + 24, pdf.eph))
        top = pdf.y
        pdf.set_text_shaping(True)
        draw_on(pdf, picture.drawing, x=pdf.l_margin, y=top, width=pdf.epw, family=FAMILY)
        pdf.set_xy(pdf.l_margin, top + height + 1.5)
        self._note(picture.caption)
        self._note(f"In words: {picture.drawing.alt}")

    def _table(self, table: Table) -> None:
        pdf = self.pdf
        pdf.ln(1.5)
        self._room(20)
        self._note(table.caption)
        pdf.set_font(FAMILY, "", _TINY)
        pdf.set_text_color(*COLOURS[Tone.INK])
        pdf.set_text_shaping(any(needs_shaping(clean(cell.text)) for row in table.rows for cell in row))
        pdf.set_draw_color(*COLOURS[Tone.RULE])
        pdf.set_line_width(0.15)
        with pdf.table(
            text_align="LEFT",
            v_align="TOP",
            col_widths=_widths(table),
            line_height=high(_TINY),
            padding=(0.7, 1.2, 0.7, 0.6),
            borders_layout="HORIZONTAL_LINES",
            cell_fill_mode=TableCellFillMode.NONE,
        ) as made:
            made.row([clean(name) for name in table.columns])
            for cells in table.rows:
                row = made.row()
                for cell in cells:
                    cites = f" [{', '.join(map(str, cell.citations))}]" if cell.citations else ""
                    row.cell(clean(cell.text) + cites, link=self.links[cell.citations[0]] if cites else None)

    def _room(self, height: float) -> None:
        """Go on to the next page where so much does not fit on this one."""
        if self.pdf.will_page_break(height):
            self.pdf.add_page()


def _widths(table: Table) -> tuple[float, ...]:
    """How wide the columns are to each other: the more the longest of their fields has to say, the wider."""
    columns = zip(*(tuple(cell.text for cell in row) for row in table.rows), strict=True)
    longest = [max(map(len, (name, *cells))) for name, cells in zip(table.columns, columns, strict=True)]
    return tuple(min(length, 80) ** 0.5 for length in longest)


def _opened(brief: Brief) -> _Sheets:
    """An empty document that says what it is."""
    pdf = _Sheets(format="A4")
    for style, name in (("", "Regular"), ("B", "Bold"), ("I", "Italic")):
        pdf.add_font(FAMILY, style, face_file("NotoSans", name))
    for style, name in (("", "Regular"), ("B", "Bold"), ("I", "Regular")):
        pdf.add_font("Naskh", style, face_file("NotoNaskhArabic", name))
    pdf.set_fallback_fonts(["Naskh"], exact_match=False)
    day = brief.day or _NO_DAY
    pdf.set_creation_date(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC))
    pdf.set_title(clean(brief.title))
    pdf.set_lang("en")
    made_by = next((fact.text for fact in brief.facts if fact.name == "Made by"), "Masudi")
    pdf.set_creator(made_by)
    pdf.set_producer(made_by)
    if brief.synthetic:
        pdf.set_keywords("made-up sample")
    pdf.said = fit_for_faces(f"Masudi brief{' · made-up sample' if brief.synthetic else ''}")
    pdf.set_margins(_MARGIN, 16, _MARGIN)
    pdf.set_auto_page_break(True, 18)
    pdf.add_page()
    return pdf
