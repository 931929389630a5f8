"""What a feed (RSS or Atom) lists: from its bytes, the addresses of its items in the order of the feed.

feedparser reads them, because many feeds are no well-formed XML and give their dates in a dozen forms. It runs in the
process apart in which all parsers run, and gets bytes alone: it fetches nothing.
"""

from __future__ import annotations

import calendar
import datetime
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from masudi.errors import FetchError, ReportError
from masudi.sources.formats.format import Context, Document, Format, Found, Problem, versions
from masudi.sources.opening import Limits, Opening
from masudi.sources.sandbox import read_apart
from masudi.sources.urls import as_url

# Of a feed that lists more, the first ones are taken: feeds put the newest first.
_MOST = 1000
_LONGEST_TITLE = 500
_LARGEST = 5_000_000
_LIMITS = Limits(memory=512 << 20, seconds=20.0)
# In any encoding of two bytes or four a letter has zeros beside it.
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


class FeedItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item: the address of its page, in plain form, and the day that the feed gives."""

    url: str
    published: datetime.date | None = None


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed: its title, and its items, each address once. `without` counts those that name no page of the web."""

    title: str | None = None
    items: tuple[FeedItem, ...] = ()
    without: int = 0


def read_feed(data: bytes, url: str, media_type: str | None = None) -> Feed:
    """The feed in `data`, which was fetched from `url`. ReportError, naming `url`, where it is none.

    A feed that defines entities of its own is refused: no honest one does.
    """
    if len(data) > _LARGEST:
        raise ReportError(url, f"is larger than {_LARGEST:,} bytes, too large for a feed")
    if _ENTITY.search(data.replace(b"\0", b"")):
        raise ReportError(url, "defines XML entities of its own, as attacks do: it is not read")
    found = list(read_apart(FORMAT, data, Context(where=url, name=media_type or "", opening=Opening(limits=_LIMITS))))
    for one in found:
        if isinstance(one, Problem):
            raise ReportError(url, one.problem)
    head, *entries = [one for one in found if isinstance(one, Document)]
    items: dict[str, FeedItem] = {}
    without = 0
    for one in entries:
        try:
            at = as_url(one.url or "", base=url)
        except FetchError:
            without += 1
            continue
        items.setdefault(at, FeedItem(url=at, published=one.published))
    return Feed(title=head.title, items=tuple(items.values()), without=without)


def _parse(data: bytes, context: Context) -> Iterator[Found]:
    """What feedparser finds: a document for the feed itself, then one for each item."""
    import feedparser

    # In a file object: bytes themselves would be tried as the name of a file.
    said = {"content-location": context.where, "content-type": context.name or "application/xml"}
    found = feedparser.parse(io.BytesIO(data), response_headers=said, sanitize_html=False, resolve_relative_uris=True)
    if not found.get("version") and not found.entries:
        raise ReportError(context.where, "is no feed: give the address of an RSS or Atom feed, not that of a page")
    yield Document(text="feed", title=_words(found.feed.get("title")))
    for entry in found.entries[:_MOST]:
        yield Document(text="item", url=str(entry.get("link") or "about:blank"), published=_day(entry))


def _words(value: object) -> str | None:
    words = " ".join(str(value or "").encode("utf-8", "replace").decode().split())
    return words[:_LONGEST_TITLE] or None


def _day(entry: Mapping[str, Any]) -> datetime.date | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if parsed is None:
        return None
    try:
        return datetime.datetime.fromtimestamp(calendar.timegm(parsed), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


FORMAT = Format(name="feed", label="a feed", module=__name__, read=_parse, version=versions("feedparser"))
