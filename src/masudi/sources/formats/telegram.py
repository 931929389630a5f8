"""Chats and channels that Telegram Desktop exported, as JSON (result.json) or as HTML (messages.html)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from masudi.domain.retrieval import Attachment
from masudi.errors import ReportError
from masudi.sources.formats.chat import Message, documents, excerpt_document, is_excerpt, loaded
from masudi.sources.formats.format import Context, Format, Found, versions

_WHERE = "Telegram"
_CHANNEL = re.compile(r"channel\d+")
# Files that an export leaves out stand there as a sentence in brackets.
_LEFT_OUT = "("
_MEDIA = re.compile(r"_wrap|media")
_FILES = ("photo", "file")
_DAY_FIRST = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}):(\d{2}):(\d{2})")
_IN_HTML = re.compile(rb"<title>\s*Exported Data\s*</title>", re.IGNORECASE)
_IN_JSON = re.compile(rb'\s*\{.{0,400}?"(?:messages|chats)"\s*:', re.DOTALL)


def _read(data: bytes, context: Context) -> Iterator[Found]:
    if is_excerpt(data):
        yield excerpt_document(data, context)
    elif data.lstrip()[:1] == b"{":
        yield from documents(_of_json(loaded(data, context, "an export of Telegram"), context), context)
    else:
        yield from documents(_of_html(data), context)


def _of_json(export: Any, context: Context) -> Iterator[Message]:
    chats = [export]
    if isinstance(export, dict) and "messages" not in export:
        chats = [one for name in ("chats", "left_chats") for one in _dict(export.get(name)).get("list") or ()]
    chats = [one for one in chats if isinstance(one, dict) and isinstance(one.get("messages"), list)]
    if not chats:
        raise ReportError(context.where, "is JSON, but no export of Telegram (result.json has `messages`)")
    for number, chat in enumerate(chats, 1):
        for one in chat["messages"]:
            if isinstance(one, dict) and one.get("type") == "message":
                yield _message(one, chat, f"{number}." if len(chats) > 1 else "")


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _message(one: dict[str, Any], chat: dict[str, Any], before: str) -> Message:
    channel = "channel" in str(chat.get("type"))
    name = str(chat.get("name") or "") or None
    sender = None if channel and name else str(one.get("from_id") or one.get("from") or "") or None
    forwarded, from_channel = one.get("forwarded_from"), _CHANNEL.fullmatch(str(one.get("forwarded_from_id")))
    return Message(
        id=f"{before}{one.get('id')}",
        where=_WHERE,
        text=_text(one.get("text")),
        at=_moment(one.get("date")),
        chat=name if channel else None,
        sender=sender,
        forwarded=None if from_channel else str(one.get("forwarded_from_id") or forwarded or "") or None,
        channel=str(forwarded) if from_channel and forwarded else None,
        attachments=tuple(_attachments(one)),
    )


def _text(said: object) -> str:
    """A text, or a list of texts and of links, names and the like, which have a text of their own."""
    if isinstance(said, list):
        return "".join(_text(one) for one in said)
    return str(said["text"]) if isinstance(said, dict) and "text" in said else said if isinstance(said, str) else ""


def _attachments(one: dict[str, Any]) -> Iterator[Attachment]:
    for field in _FILES:
        name = one.get(field)
        if isinstance(name, str) and name:
            given = str(one.get("file_name") or "") if name.startswith(_LEFT_OUT) else name
            kind = one.get("mime_type") or ("image/jpeg" if field == "photo" else None)
            yield Attachment(name=given or field, media_type=str(kind) if kind else None)


def _moment(words: object) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(words) if isinstance(words, str) else None
    except ValueError:
        return None


def _of_html(data: bytes) -> Iterator[Message]:
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    page = html.document_fromstring(data, parser=parser)
    header = _first(page, "page_header")
    chat = _words(_first(header, "text")) if header is not None else ""
    sender = ""
    for one in page.iter("div"):
        classes = (one.get("class") or "").split()
        if "message" in classes and "default" in classes:
            name = _first(one, "from_name")
            sender = _words(name) if name is not None else sender
            yield _shown(one, sender, chat)


def _shown(one: Any, sender: str, chat: str) -> Message:
    at, text = _first(one, "date"), _first(one, "text")
    # In a channel every message is from the channel.
    channel = bool(chat) and sender == chat
    files = (link.get("href") for link in one.iter("a") if _MEDIA.search(link.get("class") or ""))
    return Message(
        id=(one.get("id") or "").removeprefix("message"),
        where=_WHERE,
        text=_words(text) if text is not None else "",
        at=_day_first(at.get("title") or "") if at is not None else None,
        chat=chat if channel else None,
        sender=None if channel else sender or None,
        attachments=tuple(Attachment(name=name) for name in files if name and "://" not in name),
    )


def _first(element: Any, kind: str) -> Any:
    return next((one for one in element.iter("div") if kind in (one.get("class") or "").split()), None)


def _words(element: Any) -> str:
    parts = [element.text or ""]
    for one in element:
        parts.append("\n" if one.tag == "br" else _words(one) if isinstance(one.tag, str) else "")
        parts.append(one.tail or "")
    return "".join(parts).strip()


def _day_first(words: str) -> datetime.datetime | None:
    found = _DAY_FIRST.match(words)
    if found is None:
        return None
    day, month, year, hour, minute, second = map(int, found.groups())
    try:
        return datetime.datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def _fits(head: bytes) -> bool:
    return _IN_JSON.match(head) is not None or _IN_HTML.search(head) is not None


FORMAT = Format(
    name="telegram",
    label="an export of Telegram",
    module=__name__,
    read=_read,
    version=versions("lxml"),
    suffixes=("result.json",),
    part_suffix=".json",
    magic=_fits,
)
