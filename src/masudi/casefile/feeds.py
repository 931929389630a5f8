"""Feeds that are followed, what they list, and what was fetched of it and not read yet."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from masudi.casefile import rows
from masudi.casefile.feed_tables import arrivals, feed_items, feeds
from masudi.casefile.tables import reports
from masudi.domain.feeds import Arrival, ItemState, WaitingItem, WatchedFeed

_WAITING, _ARRIVED, _FAILED, _DONE = (one.value for one in ItemState)


def follow(connection: Connection, url: str) -> bool:
    """Follow a feed; False where it is followed already."""
    if connection.execute(select(feeds.c.row).where(_feed(url))).first() is not None:
        return False
    connection.execute(insert(feeds), {"key": rows.digest(url), "url": url})
    return True


def forget(connection: Connection, url: str) -> bool:
    """Follow a feed no more: what waits of it or failed is dropped, what was done is remembered.

    False where it is not followed.
    """
    row = connection.execute(select(feeds.c.row).where(_feed(url))).scalar()
    if row is None:
        return False
    open_ = feed_items.c.state.in_((_WAITING, _FAILED))
    connection.execute(delete(feed_items).where(feed_items.c.feed == row, open_))
    connection.execute(delete(feeds).where(feeds.c.row == row))
    return True


def followed(connection: Connection) -> Iterator[WatchedFeed]:
    """The feeds, in the order in which they were taken up."""
    counts: dict[int | None, dict[str, int]] = {}
    statement = select(feed_items.c.feed, feed_items.c.state, func.count()).group_by(
        feed_items.c.feed, feed_items.c.state
    )
    for feed, state, count in connection.execute(statement):
        name = {_ARRIVED: _WAITING}.get(state, state)
        of_feed = counts.setdefault(feed, {})
        of_feed[name] = of_feed.get(name, 0) + count
    names = ("url", "title", "etag", "modified", "checked", "problem", "faults", "due")
    for row in connection.execute(select(feeds).order_by(feeds.c.row)):
        given: dict[str, Any] = {name: getattr(row, name) for name in names} | counts.get(row.row, {})
        yield WatchedFeed(**given)


def read(connection: Connection, feed: WatchedFeed, items: Iterable[tuple[str, datetime.date | None]]) -> int:
    """Keep what a feed said of itself, and those of its items (URL and day) that are new; how many these are.

    What the case has under the URL of an item is not new.
    """
    row = connection.execute(select(feeds.c.row).where(_feed(feed.url))).scalar()
    if row is None:
        return 0
    kept = {name: getattr(feed, name) for name in ("title", "etag", "modified", "checked")}
    connection.execute(update(feeds).where(feeds.c.row == row).values(**kept, problem=None, faults=0, due=None))
    new = 0
    for url, published in items:
        key = rows.digest(url)
        if connection.execute(select(feed_items.c.key).where(feed_items.c.key == key)).first() is not None:
            continue
        lineage = rows.digest(f"url {url}")
        here = connection.execute(select(reports.c.row).where(reports.c.lineage == lineage)).first() is not None
        item: dict[str, Any] = {"key": key, "feed": row, "seen": feed.checked}
        item |= {"state": _DONE} if here else {"state": _WAITING, "url": url, "published": published}
        connection.execute(insert(feed_items), item)
        new += not here
    return new


def fault(connection: Connection, url: str, problem: str, due: datetime.datetime) -> None:
    """Keep that a feed could not be read, and until when it is left alone."""
    values = {"problem": problem, "due": due}
    connection.execute(update(feeds).where(_feed(url)).values(faults=feeds.c.faults + 1, **values))


def waiting(connection: Connection) -> list[WaitingItem]:
    """The items that are to be fetched, those first that were listed first."""
    statement = select(feed_items).where(feed_items.c.state == _WAITING)
    found = connection.execute(statement.order_by(feed_items.c.seen, feed_items.c.feed, feed_items.c.key))
    return [WaitingItem(url=row.url, faults=row.faults, due=row.due) for row in found]


def put_off(connection: Connection, url: str, due: datetime.datetime, faults: int) -> None:
    """Keep that an item could not be fetched, how often, and until when it is left alone."""
    connection.execute(update(feed_items).where(_item(url)).values(faults=faults, due=due))


def arrived(connection: Connection, arrival: Arrival) -> None:
    """Keep what was fetched of an item until it is read."""
    key = rows.digest(arrival.url)
    row = {"item": key, "final": arrival.final, "data": arrival.data, "at": arrival.at}
    row["headers"] = msgspec.json.encode(arrival.headers).decode()
    connection.execute(delete(arrivals).where(arrivals.c.item == key))
    connection.execute(insert(arrivals), row)
    connection.execute(update(feed_items).where(feed_items.c.key == key).values(state=_ARRIVED))


def unread(connection: Connection) -> Iterator[Arrival]:
    """What was fetched and is not read yet, in the order in which it came."""
    joined = arrivals.join(feed_items).outerjoin(feeds, feeds.c.row == feed_items.c.feed)
    statement = select(arrivals, feed_items.c.url, feed_items.c.published, feeds.c.title).select_from(joined)
    for row in connection.execute(statement.order_by(arrivals.c.at)):
        yield Arrival(
            url=row.url,
            final=row.final,
            headers=msgspec.json.decode(row.headers, type=tuple[tuple[str, str], ...]),
            data=row.data,
            at=row.at,
            source=row.title,
            published=row.published,
        )


def finish(connection: Connection, url: str, *, failed: bool) -> None:
    """An item is done: its report is in the case, or never will be (`failed`). It is not fetched by a feed any more."""
    key = rows.digest(url)
    connection.execute(delete(arrivals).where(arrivals.c.item == key))
    values = {"state": _FAILED} if failed else {"state": _DONE, "url": None, "published": None}
    done = connection.execute(update(feed_items).where(feed_items.c.key == key).values(**values, due=None))
    if not done.rowcount and not failed:
        seen = datetime.datetime.now(datetime.UTC)
        connection.execute(insert(feed_items), {"key": key, "state": _DONE, "seen": seen})


def stored(connection: Connection, path: str) -> None:
    """A report came in from `path`: where that is an address of the web, no feed has it fetched again."""
    if path.startswith(("http://", "https://")):
        finish(connection, path, failed=False)


def erase(connection: Connection, url: str | None) -> None:
    """Keep nothing of an item but that it is not to be fetched again."""
    if url is not None:
        connection.execute(delete(arrivals).where(arrivals.c.item == rows.digest(url)))
        connection.execute(update(feed_items).where(_item(url)).values(state=_DONE, url=None, published=None))


def erase_name(connection: Connection, pattern: re.Pattern[str]) -> None:
    """Let go of feeds, items and pages not yet read that say a name."""
    for row in connection.execute(select(feeds)).all():
        if pattern.search(row.url):
            forget(connection, row.url)
        elif pattern.search(f"{row.title} {row.problem}"):
            connection.execute(update(feeds).where(feeds.c.row == row.row).values(title=None, problem=None))
    joined = feed_items.outerjoin(arrivals)
    statement = select(feed_items.c.url, arrivals.c.final, arrivals.c.headers, arrivals.c.data).select_from(joined)
    for url, final, headers, data in connection.execute(statement.where(feed_items.c.url.is_not(None))).all():
        said = f"{url} {final} {headers} {(data or b'').decode('utf-8', 'replace')}"
        if pattern.search(said):
            erase(connection, url)


def _feed(url: str) -> Any:
    return feeds.c.key == rows.digest(url)


def _item(url: str) -> Any:
    return feed_items.c.key == rows.digest(url)
