"""PDF documents with a text layer, page by page, by pypdf. What is only a picture of words is not read."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from masudi.domain.report import Way
from masudi.errors import ReportError
from masudi.sources.formats.blocks import Block, cleaned, joined
from masudi.sources.formats.format import Context, Document, Format, Found, versions
from masudi.sources.formats.lines import unwrapped

# Fewer letters a page are the stamp of a scanner, not a text.
_LEAST = 20
# A first or last line that stands on so many pages, and on more than half of them, is no part of the text.
_REPEATED = 3
_NUMBER = re.compile(r"\d+")
_GOES_ON = re.compile(r"[a-z,;)]")
_STOPS = tuple('.!?…:;"”’)')


def _read(data: bytes, context: Context) -> Iterator[Found]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        # Many documents are encrypted with no password, so that they cannot be changed.
        if reader.is_encrypted and not reader.decrypt(""):
            problem = "is an encrypted PDF document, which needs a password"
            raise ReportError(context.where, f"{problem}: open it, and save a copy without one")
        pages = [page.extract_text() for page in reader.pages]
        title = (reader.metadata.title if reader.metadata else None) or None
    except PyPdfError as fault:
        problem = f"cannot be read as a PDF document ({' '.join(str(fault).split())[:200]})"
        raise ReportError(context.where, f"{problem}: it may be cut off or damaged; retrieve it again") from None
    if sum(map(str.isalpha, "".join(pages))) < _LEAST * max(1, len(pages)) and not _some_text(pages):
        problem = f"is a PDF document of {_counted(len(pages))} without text, probably a scan"
        raise ReportError(context.where, f"{problem}: recognise the words first (OCR), and save them in it or as text")
    text, ways = joined(_blocks(pages))
    empty = [number for number, page in enumerate(pages, 1) if not page.strip()]
    yield Document(text=text, ways=ways, title=cleaned(str(title)) if title else None, warnings=_warnings(empty))


def _some_text(pages: Sequence[str]) -> bool:
    """Whether at least one page has a text, among pictures perhaps."""
    return any(sum(map(str.isalpha, page)) >= 5 * _LEAST for page in pages)


def _counted(pages: int) -> str:
    return f"{pages} page{'' if pages == 1 else 's'}"


def _warnings(empty: Sequence[int]) -> tuple[str, ...]:
    if not empty:
        return ()
    listed = ", ".join(map(str, empty[:20])) + (" …" if len(empty) > 20 else "")
    return (f"has no text on page {listed}: if these are scans, their words are not read",)


def _blocks(pages: Sequence[str]) -> Iterator[Block]:
    """The pages, running heads and feet left out; a sentence that goes on on the next page goes on in the text."""
    lines = [[line for line in page.splitlines() if line.strip()] for page in pages]
    running = _running(lines)
    whole = "\n".join(pages)
    before = ""
    for number, page in enumerate(lines, 1):
        kept = [line for at, line in enumerate(page) if not (at in (0, len(page) - 1) and _shape(line) in running)]
        text = cleaned(unwrapped(kept, known=whole))
        runs_on = bool(before) and not before.endswith(_STOPS) and _GOES_ON.match(text) is not None
        yield Block(Way(start=0, page=number), text, runs_on)
        before = text or before


def _running(pages: Sequence[Sequence[str]]) -> set[str]:
    shapes = Counter(shape for page in pages if page for shape in {_shape(page[0]), _shape(page[-1])})
    return {shape for shape, count in shapes.items() if count >= _REPEATED and 2 * count > len(pages)}


def _shape(line: str) -> str:
    """A line without what differs between pages."""
    return _NUMBER.sub("0", line.strip())


FORMAT = Format(
    name="pdf",
    label="a PDF document",
    module=__name__,
    read=_read,
    version=versions("pypdf"),
    media_types=("application/pdf", "application/x-pdf"),
    suffixes=(".pdf",),
    magic=lambda head: head.lstrip().startswith(b"%PDF-"),
)
