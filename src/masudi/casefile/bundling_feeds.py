"""The feeds of a case out as records, and records in as feeds; see `masudi.casefile.bundling`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from masudi.casefile import rows
from masudi.casefile.feed_tables import arrivals, feed_items, feeds
from masudi.domain.bundle import BundleArrival, BundleFeed, BundleItem, Record
from masudi.domain.feeds import ItemState
from masudi.errors import UsageError

_OF_FEED = ("url", "title", "etag", "modified", "checked", "problem", "faults", "due")
_OF_ITEM = ("key", "state", "url", "published", "seen", "faults", "due")
_OF_ARRIVAL = ("item", "final", "at", "data")


def dump(connection: Connection) -> Iterator[Record]:
    """The feeds that are followed, what they listed, and what was fetched of that and not read yet."""
    urls = {}
    for row in connection.execute(select(feeds).order_by(feeds.c.row)):
        urls[row.row] = row.url
        yield BundleFeed(**{name: getattr(row, name) for name in _OF_FEED})
    for row in connection.execute(select(feed_items).order_by(feed_items.c.key)):
        its: dict[str, Any] = {name: getattr(row, name) for name in _OF_ITEM} | {"state": ItemState(row.state)}
        yield BundleItem(feed=urls.get(row.feed), **its)
    for row in connection.execute(select(arrivals).order_by(arrivals.c.item)):
        headers = msgspec.json.decode(row.headers, type=tuple[tuple[str, str], ...])
        yield BundleArrival(headers=headers, **{name: getattr(row, name) for name in _OF_ARRIVAL})


class Filling:
    """Fills a case that is new with feeds, record by record; nothing is fetched."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._feeds: dict[str, int] = {}
        self._items: dict[str, int] = {}
        self._pages: set[str] = set()

    def take(self, record: BundleFeed | BundleItem | BundleArrival) -> None:
        """Store one record; UsageError where it is of nothing that came before it, or there twice."""
        if isinstance(record, BundleFeed):
            new(self._feeds, record.url)
            row = {name: getattr(record, name) for name in _OF_FEED} | {"key": rows.digest(record.url)}
            stored = self._connection.execute(insert(feeds).returning(feeds.c.row), row)
            self._feeds[record.url] = stored.scalar_one()
        elif isinstance(record, BundleItem):
            self._item(record)
        elif record.item not in self._pages:
            raise UsageError(f"the bundle has a page of the item {record.item}, which waits for none: it was altered")
        else:
            self._pages.remove(record.item)
            row = {name: getattr(record, name) for name in _OF_ARRIVAL}
            headers = msgspec.json.encode(record.headers).decode()
            self._connection.execute(insert(arrivals), row | {"headers": headers})

    def _item(self, record: BundleItem) -> None:
        new(self._items, record.key)
        open_ = record.state in (ItemState.WAITING, ItemState.ARRIVED)
        if (open_ and record.url is None) or (record.url is not None and rows.digest(record.url) != record.key):
            raise UsageError(f"the address of the item {record.key} in the bundle is another: it was altered")
        row = {name: getattr(record, name) for name in _OF_ITEM} | {"state": record.state.value}
        row["feed"] = None if record.feed is None else known(self._feeds, record.feed)
        self._connection.execute(insert(feed_items), row)
        self._items[record.key] = 1
        if record.state is ItemState.ARRIVED:
            self._pages.add(record.key)


def known(among: Mapping[str, int], id_: str) -> int:
    """The number of what came before under an id; UsageError where nothing did."""
    if id_ not in among:
        raise UsageError(f"the bundle speaks of {id_} before it has it: it was altered, or is cut")
    return among[id_]


def new(among: Mapping[str, int], id_: str) -> None:
    """UsageError where something came before under an id."""
    if id_ in among:
        raise UsageError(f"the bundle has {id_} twice: it was altered")
