"""What a case that is open does with feeds."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from masudi.casefile import feeds
from masudi.casefile.case_open import CaseOpen
from masudi.casefile.engine import writing
from masudi.domain.feeds import Arrival, WaitingItem, WatchedFeed


class CaseFeeds(CaseOpen):
    """The part of `masudi.casefile.Case` that has to do with feeds. Addresses are in plain form (`as_url`)."""

    def _noting(self) -> AbstractContextManager[Connection]:
        # No claim changes by it: what was worked out from the claims still stands.
        return writing(self._engine, self.where, durable=False)

    def follow(self, url: str) -> bool:
        """Follow a feed from now on; False where the case does so already."""
        with self._noting() as connection:
            return feeds.follow(connection, url)

    def unfollow(self, url: str) -> bool:
        """Follow a feed no more: what waits of it is dropped, its reports stay. False where it was not followed."""
        with self._noting() as connection:
            return feeds.forget(connection, url)

    def feeds(self) -> list[WatchedFeed]:
        """The feeds that are followed, in the order in which they were taken up."""
        with self._reading() as connection:
            return list(feeds.followed(connection))

    def feed_read(self, feed: WatchedFeed, items: Iterable[tuple[str, datetime.date | None]] = ()) -> int:
        """Keep what a feed said of itself, and its items (URL and day), of which the number of new ones is returned."""
        with self._noting() as connection:
            return feeds.read(connection, feed, items)

    def feed_fault(self, url: str, problem: str, due: datetime.datetime) -> None:
        """Keep that a feed could not be read, and that it is left alone until `due`."""
        with self._noting() as connection:
            feeds.fault(connection, url, problem, due)

    def waiting_items(self) -> list[WaitingItem]:
        """The items that are to be fetched."""
        with self._reading() as connection:
            return feeds.waiting(connection)

    def put_off(self, url: str, due: datetime.datetime, faults: int) -> None:
        """Keep that an item could not be fetched, `faults` times by now, and that it is left alone until `due`."""
        with self._noting() as connection:
            feeds.put_off(connection, url, due, faults)

    def arrived(self, arrival: Arrival) -> None:
        """Keep what was fetched of an item until it is read: it is not fetched again, whatever happens."""
        with self._noting() as connection:
            feeds.arrived(connection, arrival)

    def arrivals(self) -> list[Arrival]:
        """What was fetched and is not read yet."""
        with self._reading() as connection:
            return list(feeds.unread(connection))

    def finish_item(self, url: str, *, failed: bool = False) -> None:
        """What is at `url` is in the case, or never will be (`failed`): no feed has it fetched any more."""
        with self._noting() as connection:
            feeds.finish(connection, url, failed=failed)
