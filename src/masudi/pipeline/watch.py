"""Feeds followed: read when they have changed, their new items fetched one by one, politely, and added to a case.

All that is to be remembered stands in the case before it is acted on: whatever ends the process, the next one goes on
where it stopped, and no item is fetched twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import msgspec

from masudi.domain.feeds import Arrival, WaitingItem, WatchedFeed
from masudi.errors import FetchError, MasudiError, ReportError
from masudi.pipeline.add import Added, Adding, Outcome, add
from masudi.pipeline.fetch import arrival_of, retrieved
from masudi.pipeline.read import Coder, blamed
from masudi.sources import Retrieved
from masudi.sources.feeds import Feed, read_feed
from masudi.sources.fetching import LaterError, Polite
from masudi.sources.fetching.polite import PATIENCE, back_off
from masudi.sources.formats import format_of

if TYPE_CHECKING:
    from masudi.casefile import Case

T = TypeVar("T")

# After so many faults, the last of them a day apart, an item is given up.
_TRIES = 15
# What feeds list is read where it is one text. An archive or a table can hold what it says is from elsewhere: somebody
# has to look at it, and add it.
_PAGES = frozenset(("html", "text", "pdf", "docx"))
# So many pages are fetched before they are read: reading many at once is faster, and claims should not wait for long.
_BATCH = 16


class FeedRead(msgspec.Struct, frozen=True, kw_only=True):
    """A feed was read: how many items it lists, how many of them are new; or it was `unchanged`."""

    url: str
    title: str | None = None
    items: int = 0
    new: int = 0
    without: int = 0
    unchanged: bool = False


class ItemFetched(msgspec.Struct, frozen=True, kw_only=True):
    """An item came in, of so many bytes; so many are still to be fetched."""

    url: str
    size: int
    left: int


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """A feed, or an item of one, could not be had; it is tried again at `again`, or never (None)."""

    url: str
    problem: str
    feed: bool = False
    again: datetime.datetime | None = None


Step: TypeAlias = FeedRead | ItemFetched | Trouble | Added
"""What happens, as it does."""


def watch(case: Case, polite: Polite, how: Adding, *, coder: Coder | None = None) -> Generator[Step, None, None]:
    """Go once through the feeds that the case follows, and add what they list that is new.

    What has to wait for longer than `PATIENCE` seconds is left for the next time. A feed or an item with a fault stops
    none of the others. CaseError comes through: where nothing can be kept, nothing is fetched.
    """
    # What a run before this one fetched and did not get to read.
    yield from _read(case, how, coder)
    for feed in case.feeds():
        if feed.due is None or feed.due <= polite.clock.now():
            yield _feed(case, polite, feed)
    queue = _Queue(case, polite)
    fetched = 0
    while (item := queue.next()) is not None:
        step = queue.fetch(item)
        yield step
        fetched += isinstance(step, ItemFetched)
        if fetched >= _BATCH:
            yield from _read(case, how, coder)
            fetched = 0
    yield from _read(case, how, coder)


def _feed(case: Case, polite: Polite, feed: WatchedFeed) -> Step:
    def look() -> tuple[WatchedFeed, Feed | None]:
        got = polite.get(feed.url, etag=feed.etag, modified=feed.modified)
        kept = {"etag": got.header("etag"), "modified": got.header("last-modified"), "checked": polite.clock.now()}
        if got.unchanged:
            kept |= {"etag": feed.etag, "modified": feed.modified}
            return msgspec.structs.replace(feed, **kept), None
        found = read_feed(got.data, got.final, got.header("content-type"))
        return msgspec.structs.replace(feed, title=found.title, **kept), found

    seen = _tried(look, feed.url)
    if isinstance(seen, FetchError):
        wait = max(seen.wait or 0.0, back_off(feed.faults + 1))
        again = polite.clock.now() + datetime.timedelta(seconds=wait)
        case.feed_fault(feed.url, seen.problem, again)
        return Trouble(url=feed.url, problem=seen.problem, feed=True, again=again)
    now, found = seen
    if found is None:
        case.feed_read(now)
        return FeedRead(url=feed.url, title=now.title, unchanged=True)
    items = [(one.url, one.published) for one in found.items]
    new = case.feed_read(now, items)
    return FeedRead(url=feed.url, title=found.title, items=len(items), new=new, without=found.without)


def _tried(get: Callable[[], T], url: str) -> T | FetchError:
    """What `get` gives, or why not; a fault of the case or of Masudi's own data comes through."""
    try:
        return get()
    except FetchError as fault:
        return fault
    except ReportError as fault:
        return FetchError(url, fault.problem)
    except MasudiError:
        raise
    except Exception as fault:
        return FetchError(url, blamed(url, "could not be fetched", fault).problem)


class _Queue:
    """The items that are to be fetched, those first whose site is free first."""

    def __init__(self, case: Case, polite: Polite) -> None:
        self._case, self._polite = case, polite
        self._items = {one.url: one for one in case.waiting_items()}

    def next(self) -> WaitingItem | None:
        """The item that can be fetched next, having waited for it; None where none can before long."""
        ready = {one.url: self._ready(one) for one in self._items.values()}
        if not ready:
            return None
        url = min(ready, key=ready.__getitem__)
        left = (ready[url] - self._polite.clock.now()).total_seconds()
        if left > PATIENCE:
            return None
        if left > 0:
            self._polite.clock.sleep(left)
        return self._items[url]

    def _ready(self, item: WaitingItem) -> datetime.datetime:
        free = self._polite.free_at(item.url)
        return max(free, item.due) if item.due is not None else free

    def fetch(self, item: WaitingItem) -> Step:
        """Fetch an item, and keep what came or what is to become of it."""
        got = _tried(lambda: self._polite.get(item.url), item.url)
        del self._items[item.url]
        if not isinstance(got, FetchError):
            self._case.arrived(arrival_of(item.url, got))
            return ItemFetched(url=item.url, size=len(got.data), left=len(self._items))
        faults = item.faults + (not isinstance(got, LaterError))
        if not got.passing or faults >= _TRIES:
            problem = f"{got.problem}; given up after {faults} times" if got.passing else got.problem
            self._case.fail(ReportError(item.url, problem))
            self._case.finish_item(item.url, failed=True)
            return Trouble(url=item.url, problem=problem)
        again = self._polite.clock.now() + datetime.timedelta(seconds=max(got.wait or 0.0, back_off(faults)))
        self._case.put_off(item.url, again, faults)
        self._items[item.url] = msgspec.structs.replace(item, faults=faults, due=again)
        return Trouble(url=item.url, problem=got.problem, again=again)


def _read(case: Case, how: Adding, coder: Coder | None) -> Iterator[Added]:
    """Read what was fetched, and let go of it when the case has its reports."""
    arrivals = case.arrivals()
    if not arrivals:
        return
    good: set[str] = set()
    with closing(add(map(_page, arrivals), case, how, coder=coder)) as outcomes:
        for added in outcomes:
            if added.outcome is not Outcome.FAILED:
                good.update(one.url for one in arrivals if _of(added.path, one.url))
            yield added
    for one in arrivals:
        case.finish_item(one.url, failed=one.url not in good)


def _page(arrival: Arrival) -> Retrieved | ReportError:
    file = retrieved(arrival)
    format_ = format_of(file.data, name=file.path, media_type=file.media_type)
    if format_.name in _PAGES:
        return file
    problem = f"is {format_.label}: of what feeds list, pages and documents are read; look at it, then `masudi add` it"
    return ReportError(file.path, problem)


def _of(path: str, url: str) -> bool:
    """Whether a report is what was fetched, or a part of it ("url!/member", "url#row 3")."""
    return path == url or path.startswith((f"{url}!/", f"{url}#"))
