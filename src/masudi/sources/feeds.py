"""What a feed (RSS or Atom) lists: from its bytes, the addresses of its items in the order of the feed.

feedparser reads them, because many feeds are no well-formed XML and give their dates in a dozen forms. It is handed
bytes alone: it fetches nothing, and defines no entity that a feed declares.
"""

from __future__ import annotations

import calendar
import datetime
import io
from collections.abc import Mapping
from typing import Any

import msgspec

from masudi.errors import FetchError, ReportError
from masudi.sources.fetching import as_url

# Of a feed that lists more, the first ones are taken: feeds put the newest first.
_MOST = 1000
_LONGEST_TITLE = 500


class FeedItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item: the address of its page, in plain form, and what the feed says of it."""

    url: str
    title: str | None = None
    published: datetime.datetime | None = None


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed: its title, and its items, each address once. `without` counts those that name no page of the web."""

    title: str | None = None
    items: tuple[FeedItem, ...] = ()
    without: int = 0


def parse_feed(data: bytes, url: str, media_type: str | None = None) -> Feed:
    """The feed in `data`, which was fetched from `url`. ReportError, naming `url`, where it is none."""
    import feedparser

    # In a file object: bytes themselves would be tried as the name of a file.
    said = {"content-location": url, "content-type": media_type or "application/xml"}
    found = feedparser.parse(io.BytesIO(data), response_headers=said, sanitize_html=False, resolve_relative_uris=True)
    if not found.get("version") and not found.entries:
        raise ReportError(url, "is no feed: give the address of an RSS or Atom feed, not that of a page")
    items: dict[str, FeedItem] = {}
    without = 0
    for entry in found.entries[:_MOST]:
        try:
            at = as_url(str(entry.get("link") or ""), base=url) if entry.get("link") else None
        except FetchError:
            at = None
        if at is None:
            without += 1
            continue
        items.setdefault(at, FeedItem(url=at, title=_words(entry.get("title")), published=_moment(entry)))
    return Feed(title=_words(found.feed.get("title")), items=tuple(items.values()), without=without)


def _words(value: object) -> str | None:
    words = " ".join(str(value or "").encode("utf-8", "replace").decode().split())
    return words[:_LONGEST_TITLE] or None


def _moment(entry: Mapping[str, Any]) -> datetime.datetime | None:
    for name in ("published_parsed", "updated_parsed"):
        parsed = entry.get(name)
        if parsed is not None:
            try:
                return datetime.datetime.fromtimestamp(calendar.timegm(parsed), datetime.UTC)
            except (ValueError, OverflowError, OSError):
                return None
    return None
