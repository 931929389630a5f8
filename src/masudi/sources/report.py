"""A report from what a file says, from bytes or from a text."""

from __future__ import annotations

import datetime
import hashlib

from masudi.domain import Report
from masudi.errors import ReportError
from masudi.sources.formats.format import Document
from masudi.sources.formats.text import read_text
from masudi.sources.languages import Spoken, language_of
from masudi.sources.opening import MAX_BODY, Opening
from masudi.sources.retrieved import raise_limit

# How much of a body is looked at to tell which script it is written in.
_SCRIPT_SAMPLE = 20_000
_LAST_LATIN_LETTER = "\u024f"
_WEB_PAGE = ("<!doctype html", "<html")


def report_of(document: Document, data: bytes, *, name: str, path: str | None, opening: Opening) -> Report:
    """The report that a document is, of which `data` are the bytes; ReportError where it is none, or too long."""
    encoded = document.text.encode("utf-8")
    if not encoded:
        raise ReportError(path or name, "has no text: there is nothing to read")
    if len(encoded) > opening.max_body:
        raise ReportError(path or name, f"has a body of {len(encoded):,} bytes: {raise_limit(opening.max_body)}")
    spoken = language_of(document.language, document.text)
    return Report(
        name=name,
        path=path,
        text=document.text,
        sha256_bytes=hashlib.sha256(data).hexdigest(),
        sha256_text=hashlib.sha256(encoded).hexdigest(),
        title=document.title,
        source=document.source or opening.source,
        url=document.url,
        published=document.published or opening.published,
        language=spoken.code,
        unread=not spoken.read,
        synthetic=document.synthetic,
        encoding=document.encoding,
        warnings=(*document.warnings, *_remarks(document, spoken)),
        ways=document.ways,
    )


def report_from_bytes(
    data: bytes,
    *,
    name: str,
    path: str | None = None,
    published: datetime.date | None = None,
    source: str | None = None,
    max_body: int = MAX_BODY,
) -> Report:
    """The report that `data`, the content of a text file, holds.

    `published` and `source` hold where the file has no header, or its header does not give them. ReportError where the
    bytes are no text, or hold no report.
    """
    opening = Opening(published=published, source=source, max_body=max_body)
    return report_of(read_text(data, path or name), data, name=name, path=path, opening=opening)


def report_from_text(
    text: str,
    *,
    name: str = "text",
    path: str | None = None,
    published: datetime.date | None = None,
    source: str | None = None,
    max_body: int = MAX_BODY,
) -> Report:
    """The report that `text` holds, header lines included, as if it stood in a UTF-8 file; see `report_from_bytes`."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as fault:
        problem = f"character {fault.start} is half of a surrogate pair, no character: decode the text again"
        raise ReportError(path or name, problem) from None
    return report_from_bytes(data, name=name, path=path, published=published, source=source, max_body=max_body)


def _remarks(document: Document, spoken: Spoken) -> tuple[str, ...]:
    """What a reader should know before trusting claims from this report."""
    remarks = []
    body, published = document.text, document.published
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)  # the publisher may live east of the reader
    if published and published > tomorrow and not document.synthetic:
        remarks.append(f"is dated {published}, which is yet to come: check `published`")
    if body[:20].lower().startswith(_WEB_PAGE):
        remarks.append("is a web page, whose tags are read as words: save it as .html, or its text instead")
    letters = [letter for letter in body[:_SCRIPT_SAMPLE] if letter.isalpha()]
    foreign = sum(letter > _LAST_LATIN_LETTER for letter in letters)
    if spoken.against:
        remarks.append(f"is in {spoken.against} by its header, and in {spoken.name} by its words, which count")
    if not spoken.read:
        how = "by its header" if spoken.told else "as far as its words tell"
        remarks.append(f"is in {spoken.name} ({how}), which Masudi does not read: no claims are made of it")
    elif 2 * foreign > len(letters):
        remarks.append("is mostly in a script other than Latin; Masudi reads English and may find nothing in it")
    return tuple(remarks)
