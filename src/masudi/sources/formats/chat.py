"""Messages of chats, however they were exported: each is a report, and so is its excerpt of the export.

An excerpt is JSON of our own shape, because a line or record of the export would hold the sender's name. Telegram's
and WhatsApp's formats read it as well as their exports.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from masudi.domain.retrieval import Attachment
from masudi.errors import ReportError
from masudi.sources.formats.blocks import cleaned
from masudi.sources.formats.format import Context, Document, Found
from masudi.sources.formats.pseudonyms import sender_name

# Pictures that are sent together with a text are messages of their own, some seconds apart.
_TOGETHER = datetime.timedelta(seconds=60)
_MARK = b'{"masudi_message":'


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A message of a chat: `id` within it, when by the clock of whoever exported it, from whom, its text.

    `chat` is the name of a channel, which is a publisher; of a group or of two people it is None, and `sender` says who
    sent it. `forwarded` is from whom it was before, `channel` from which channel. `where` names the chat's program.
    """

    id: str
    where: str
    text: str
    at: datetime.datetime | None = None
    chat: str | None = None
    sender: str | None = None
    forwarded: str | None = None
    channel: str | None = None
    attachments: tuple[Attachment, ...] = ()


class _Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    masudi_message: Message


def is_excerpt(data: bytes) -> bool:
    """Whether the bytes are one message in our own shape."""
    return data.startswith(_MARK)


def documents(messages: Iterable[Message], context: Context, warnings: tuple[str, ...] = ()) -> Iterator[Found]:
    """The documents of a chat; messages without text give their attachments to the one that they came with."""
    together, lost = _together(messages)
    if lost:
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(lost.items()))
        warnings = (*warnings, f"has attachments that came without text, and are not listed ({told})")
    if not together:
        raise ReportError(context.where, "is a chat without a message that has text")
    for number, message in enumerate(together):
        yield _document(message, context, warnings if number == 0 else ())


def excerpt_document(data: bytes, context: Context) -> Document:
    """The document of an excerpt, as `documents` made it."""
    try:
        message = msgspec.json.decode(data, type=_Excerpt).masudi_message
    except msgspec.MsgspecError as fault:
        raise ReportError(context.where, f"is no message of a chat ({fault})") from None
    return _told(message)


def _document(message: Message, context: Context, warnings: tuple[str, ...]) -> Document:
    named = msgspec.structs.replace(
        message,
        sender=sender_name(message.sender, context.opening) if message.sender else None,
        forwarded=sender_name(message.forwarded, context.opening) if message.forwarded else None,
    )
    data = msgspec.json.encode(_Excerpt(masudi_message=named))
    part = f"message {message.id}"
    return msgspec.structs.replace(_told(named), data=data, part=part, warnings=warnings)


def _told(message: Message) -> Document:
    sender = f"{message.sender} ({message.where})" if message.sender else None
    return Document(
        text=message.text,
        source=message.chat or sender,
        published=message.at.date() if message.at else None,
        attachments=message.attachments,
    )


def _together(messages: Iterable[Message]) -> tuple[list[Message], Counter[str]]:
    found: list[Message] = []
    waiting: list[Message] = []
    lost: Counter[str] = Counter()
    for message in messages:
        text = cleaned(message.text)
        if text:
            fitting = [one for one in waiting if _same(one, message)]
            lost.update(_kinds(one for one in waiting if one not in fitting))
            waiting = []
            more = tuple(file for one in fitting for file in one.attachments)
            found.append(msgspec.structs.replace(message, text=text, attachments=(*more, *message.attachments)))
        elif message.attachments and found and _same(found[-1], message) and not waiting:
            found[-1] = msgspec.structs.replace(found[-1], attachments=found[-1].attachments + message.attachments)
        elif message.attachments:
            waiting.append(message)
    lost.update(_kinds(waiting))
    return found, lost


def _same(one: Message, other: Message) -> bool:
    if one.at is None or other.at is None or (one.sender, one.chat) != (other.sender, other.chat):
        return False
    return abs(other.at - one.at) <= _TOGETHER


def _kinds(messages: Iterable[Message]) -> Iterator[str]:
    for message in messages:
        for one in message.attachments:
            yield (one.media_type or "file").partition("/")[0]


def loaded(data: bytes, context: Context, what: str) -> object:
    """What is in a file of JSON; ReportError where it is none."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise ReportError(context.where, f"is not {what}: it is no JSON ({fault})") from None
