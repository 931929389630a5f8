"""Fetching as a guest does: robots.txt is asked first, and no site is asked twice without a pause between."""

from __future__ import annotations

import datetime
import time
from typing import Protocol

from masudi.errors import FetchError
from masudi.sources.fetching.fetcher import Fetched, Fetcher
from masudi.sources.fetching.robots import Robots, fetch_robots
from masudi.sources.urls import as_url, host_of

_PAUSE = 1.0
"""Seconds between two requests to one site that does not say how many it wants."""

# A site that wants more seconds than these between two requests is not waited for: what is left comes later.
PATIENCE = 120.0
# robots.txt is asked for again after a day (RFC 9309, 2.4).
_ROBOTS_LAST = datetime.timedelta(days=1)
# After a fault of a site it is left alone for so many seconds, for twice as many after the next one, and so on.
_FIRST_WAIT, _LONGEST_WAIT = 10.0, 86_400.0


class Clock(Protocol):
    """The time, and waiting; another one in tests."""

    def now(self) -> datetime.datetime:
        """This moment, in UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let this many seconds pass."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime.datetime:
        """This moment, in UTC."""
        return datetime.datetime.now(datetime.UTC)

    def sleep(self, seconds: float) -> None:
        """Let this many seconds pass."""
        time.sleep(seconds)


def back_off(faults: int) -> float:
    """How many seconds to leave something alone after so many faults one behind the other (1 or more)."""
    return float(min(_FIRST_WAIT * 2 ** min(faults - 1, 30), _LONGEST_WAIT))


class LaterError(FetchError):
    """A site's turn is too far away to be waited for: no fault of the site's."""


class Polite:
    """A fetcher with manners. `robots`: whether robots.txt is asked; not where a person names one page."""

    def __init__(self, fetcher: Fetcher, *, clock: Clock | None = None, robots: bool = True) -> None:
        self._fetcher, self._robots = fetcher, robots
        self.clock: Clock = clock or SystemClock()
        self._known: dict[str, tuple[datetime.datetime, Robots]] = {}
        # Before this moment a site is not asked again.
        self._free: dict[str, datetime.datetime] = {}
        self._faults: dict[str, int] = {}

    def free_at(self, url: str) -> datetime.datetime:
        """When the site of an address may be asked again; a moment that has passed where it may be now."""
        return self._free.get(host_of(url), datetime.datetime.min.replace(tzinfo=datetime.UTC))

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """What is at `url`, or that it is as it was, where what the server said of it then (`etag`, `modified`) is
        given. Waits for its turn, up to `PATIENCE` seconds.

        FetchError as by `Fetcher.get`, and where robots.txt forbids it, or the site's turn is too far away.
        """
        url = as_url(url)
        headers = {"If-None-Match": etag} if etag else {}
        if modified:
            headers["If-Modified-Since"] = modified
        try:
            found = self._fetcher.get(url, headers=headers, before=self._turn)
        except FetchError as fault:
            if fault.passing and not isinstance(fault, LaterError):
                self._leave(fault.url or url, fault)
            elif fault.status is not None:
                self._faults.pop(host_of(url), None)  # it has answered
            raise
        self._faults.pop(host_of(url), None)
        return found

    def _turn(self, url: str) -> None:
        """Wait until `url` may be fetched; FetchError where it may not."""
        site = host_of(url)
        self._wait(url, site)
        pause = _PAUSE
        if self._robots:
            rules = self._rules(site)
            if (fault := rules.refusal(url)) is not None:
                raise fault
            self._wait(url, site)
            pause = max(pause, rules.delay())
        self._taken(site, pause)

    def _rules(self, site: str) -> Robots:
        known = self._known.get(site)
        if known is None or self.clock.now() - known[0] > _ROBOTS_LAST or known[1].trouble is not None:
            known = self.clock.now(), fetch_robots(site, self._fetcher)
            self._known[site] = known
            # The delay that it asks for is one between two pages.
            self._taken(site, _PAUSE)
        return known[1]

    def _taken(self, site: str, pause: float) -> None:
        """The site was asked: from now on it has its pause."""
        self._free[site] = self.clock.now() + datetime.timedelta(seconds=min(pause, _LONGEST_WAIT))

    def _wait(self, url: str, site: str) -> None:
        left = (self.free_at(url) - self.clock.now()).total_seconds()
        if left > PATIENCE:
            raise LaterError(url, f"its site {site} wants to be asked later", passing=True, wait=left)
        if left > 0:
            self.clock.sleep(left)

    def _leave(self, url: str, fault: FetchError) -> None:
        """Leave a site alone after a fault of its own, for longer after each."""
        site = host_of(url)
        self._faults[site] = faults = self._faults.get(site, 0) + 1
        until = self.clock.now() + datetime.timedelta(seconds=fault.wait or back_off(faults))
        self._free[site] = max(self._free.get(site, until), until)
