"""Mail (EML): the text of a message. What is attached is hashed and listed, not read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from masudi.domain.report import Way
from masudi.domain.retrieval import Attachment
from masudi.errors import ReportError
from masudi.sources.formats.blocks import Block, cleaned, joined
from masudi.sources.formats.format import Context, Document, Format, Found, versions
from masudi.sources.formats.html import page_document
from masudi.sources.formats.lines import unwrapped

if TYPE_CHECKING:
    from email.message import EmailMessage

_PARAGRAPH = re.compile(r"\n\s*\n")


def _read(data: bytes, context: Context) -> Iterator[Found]:
    from email.parser import BytesParser
    from email.policy import default

    message = BytesParser(policy=default).parsebytes(data)
    if not message.keys():
        raise ReportError(context.where, "is no mail: it has no header lines")
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None or not isinstance(content := body.get_content(), str):
        raise ReportError(context.where, "is a mail without text: save what is attached to it, and add that")
    language = message.get("content-language")
    if body.get_content_subtype() == "html":
        page = page_document(content.encode("utf-8", "replace"), context)
        text, ways, language = page.text, page.ways, language or page.language
    else:
        text, ways = joined(_blocks(content))
    if not text:
        raise ReportError(context.where, "is a mail without text: save what is attached to it, and add that")
    date = message.get("date")
    moment = getattr(date, "datetime", None)
    yield Document(
        text=text,
        ways=ways,
        title=cleaned(str(message.get("subject") or "")) or None,
        source=_sender(message),
        published=moment.date() if moment else None,
        language=str(language).strip() if language else None,
        synthetic=str(message.get("x-synthetic") or "").strip().lower() == "yes",
        attachments=tuple(_attachments(message)),
    )


def _blocks(text: str) -> Iterator[Block]:
    for number, paragraph in enumerate(filter(str.strip, _PARAGRAPH.split(text.replace("\r\n", "\n"))), 1):
        yield Block(Way(start=0, paragraph=number), unwrapped(paragraph.split("\n")))


def _sender(message: EmailMessage) -> str | None:
    """The name of who sent it, else the address."""
    addresses = getattr(message.get("from"), "addresses", ())
    return next((cleaned(one.display_name or one.addr_spec) for one in addresses), None) or None


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    for number, part in enumerate(message.iter_attachments(), 1):
        kind = part.get_content_type()
        inner = part.as_bytes() if part.is_multipart() else part.get_payload(decode=True)
        content = inner if isinstance(inner, bytes) else b""
        name = cleaned(part.get_filename() or "") or f"attachment {number}"
        digest = hashlib.sha256(content).hexdigest()
        yield Attachment(name=name, media_type=kind, size=len(content), sha256=digest)


FORMAT = Format(
    name="eml",
    label="a mail",
    module=__name__,
    read=_read,
    version=versions("trafilatura"),
    media_types=("message/rfc822",),
    suffixes=(".eml",),
)
