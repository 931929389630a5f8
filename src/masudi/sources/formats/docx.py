"""Word documents (DOCX), paragraph by paragraph, by python-docx. XML that declares entities is refused."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from masudi.domain.report import Way
from masudi.errors import ReportError
from masudi.sources.formats.archive import Packed, first_name, members
from masudi.sources.formats.blocks import Block, cleaned, joined
from masudi.sources.formats.format import Context, Document, Format, Found, versions

if TYPE_CHECKING:
    from docx.document import Document as Word

_MAIN = "word/document.xml"
_NOTES = "word/footnotes.xml"
_FIRST = (b"[Content_Types].xml", b"_rels/", b"word/", b"docProps/")
# Words, and what stands between them; not what was deleted, nor what is there twice for older programs.
_WORDS = (
    "(.//w:t | .//w:tab | .//w:br | .//w:cr | .//w:noBreakHyphen)[not(ancestor::w:del) and "
    "not(ancestor::*[local-name()='Fallback'])]"
)
_BETWEEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What Word writes where nobody gave a title.
_UNTITLED = ("", "Word Document")


def _read(data: bytes, context: Context) -> Iterator[Found]:
    import docx

    names = _checked(data, context)
    word = docx.Document(io.BytesIO(data))
    text, ways = joined(_blocks(word))
    if not text:
        problem = "is a Word document without text"
        raise ReportError(context.where, f"{problem}: if it shows pictures of words, recognise them first (OCR)")
    properties = word.core_properties
    title = cleaned(properties.title or "")
    yield Document(
        text=text,
        ways=ways,
        title=None if title in _UNTITLED else title,
        language=properties.language or None,
        warnings=("has footnotes, which are not read",) if _NOTES in names and _footnotes(word) else (),
    )


def _checked(data: bytes, context: Context) -> set[str]:
    """The names of the parts; ReportError where it is no Word document, or one that nobody's Word has written."""
    from defusedxml import DefusedXmlException, ElementTree

    names = set()
    for part in members(data, context):
        if not isinstance(part, Packed):
            raise ReportError(context.where, f"has a part {part.part!r} that {part.problem}")
        names.add(part.name)
        if part.name.endswith((".xml", ".rels")):
            try:
                ElementTree.fromstring(part.data, forbid_dtd=True)
            except DefusedXmlException:
                problem = f"declares a document type or entities in {part.name!r}, which no word processor writes"
                raise ReportError(context.where, f"{problem}: it is not opened") from None
            except ElementTree.ParseError as fault:
                raise ReportError(context.where, f"is damaged: {part.name!r} is no XML ({fault})") from None
    if _MAIN not in names:
        problem = "is an archive or an office document, but no Word document (DOCX)"
        raise ReportError(context.where, f"{problem}: save it as DOCX or PDF, or its text as a text file")
    return names


def _blocks(word: Word) -> Iterator[Block]:
    """The paragraphs that have words, counted from 1; a row of a table is one."""
    number = 0
    for words in _paragraphs(word):
        if words.strip():
            number += 1
            yield Block(Way(start=0, paragraph=number), words)


def _paragraphs(word: Word) -> Iterator[str]:
    from docx.table import Table

    for item in word.iter_inner_content():
        if not isinstance(item, Table):
            yield _words(item._p)
            continue
        for row in item._tbl.tr_lst:
            cells = ("\n".join(map(_words, cell.xpath(".//w:p"))).strip() for cell in row.xpath("./w:tc"))
            yield " | ".join(cells)


def _words(paragraph: Any) -> str:
    found = paragraph.xpath(_WORDS)
    return "".join(one.text or "" if (name := one.tag.rpartition("}")[2]) == "t" else _BETWEEN[name] for one in found)


def _footnotes(word: Word) -> bool:
    """Whether there are footnotes: a reference to one stands in the text."""
    return bool(word.element.body.xpath(".//w:footnoteReference"))


FORMAT = Format(
    name="docx",
    label="a Word document",
    module=__name__,
    read=_read,
    version=versions("python-docx", "lxml"),
    media_types=("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    suffixes=(".docx",),
    magic=lambda head: first_name(head).startswith(_FIRST),
)
