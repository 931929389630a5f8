"""Web pages that were saved: the text of the article by trafilatura, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from masudi.domain.report import Way
from masudi.errors import ReportError
from masudi.sources.dates import parse_date
from masudi.sources.formats.blocks import Block, joined
from masudi.sources.formats.format import Context, Document, Format, Found, versions

if TYPE_CHECKING:
    import datetime

    from lxml.html import HtmlElement

# A comment ends at its first end: otherwise a file of many could be taken apart in any number of ways.
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--(?:(?!-->).)*-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
# Elements of trafilatura's that hold a block of text; what stands in them is part of it.
_BLOCKS = ("p", "head", "item", "quote", "code", "row")
# The day that the page gives for itself. An extensive search takes any day in its text, which may be another's.
_DATES = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
_SPACES = re.compile(r"\s+")


def _read(data: bytes, context: Context) -> Iterator[Found]:
    yield page_document(data, context)


def page_document(data: bytes, context: Context) -> Document:
    """The document in a web page; ReportError where no article is found in it."""
    from trafilatura import bare_extraction, load_html

    tree = load_html(data)
    if tree is None:
        raise ReportError(context.where, "holds no web page: check that a browser shows its text")
    language, synthetic = _language(tree), _meta(tree, "synthetic") in ("yes", "true")
    found = bare_extraction(tree, with_metadata=True, include_comments=False, date_extraction_params=_DATES)
    # A dictionary comes only where one is asked for.
    article = None if isinstance(found, dict) else found
    text, ways = joined(_blocks(article.body)) if article is not None else ("", ())
    if article is None or not text:
        problem = "is a web page in which no text of an article is found"
        raise ReportError(context.where, f"{problem}: if a browser shows one, save that as a text file")
    return Document(
        text=text,
        ways=ways,
        title=article.title or None,
        source=article.sitename or article.hostname or None,
        url=article.url or None,
        published=_day(article.date),
        language=language,
        synthetic=synthetic,
    )


def _blocks(body: HtmlElement) -> Iterator[Block]:
    """The paragraphs of the article, counted from 1, each with the words in it."""
    number = 0
    for element in body.iter(*_BLOCKS):
        if any(above.tag in _BLOCKS for above in element.iterancestors()):
            continue
        words = " | ".join(map(_words, element)) if element.tag == "row" else _words(element)
        if words:
            number += 1
            yield Block(Way(start=0, paragraph=number), words)


def _words(element: HtmlElement) -> str:
    return _SPACES.sub(" ", "".join(element.itertext())).strip()


def _language(tree: HtmlElement) -> str | None:
    return (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip() or None


def _meta(tree: HtmlElement, name: str) -> str:
    return next((one.get("content", "").strip().lower() for one in tree.iter("meta") if one.get("name") == name), "")


def _day(words: str | None) -> datetime.date | None:
    try:
        return parse_date(words) if words else None
    except ValueError:
        return None


def _fits(head: bytes) -> bool:
    return _START.match(head) is not None


FORMAT = Format(
    name="html",
    label="a web page",
    module=__name__,
    read=_read,
    version=versions("trafilatura", "lxml"),
    media_types=("text/html", "application/xhtml+xml"),
    suffixes=(".html", ".htm", ".xhtml"),
    looks=_fits,
)
