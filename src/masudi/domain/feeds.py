"""Feeds that a case follows, and what they list that has not come in yet."""

from __future__ import annotations

import datetime
from enum import StrEnum

import msgspec


class ItemState(StrEnum):
    """How far an item of a feed is: to be fetched; fetched and not read yet; never to be read; over with."""

    WAITING = "waiting"
    ARRIVED = "arrived"
    FAILED = "failed"
    DONE = "done"


class WatchedFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that is followed.

    `etag` and `modified` are what its server said of it when it was read last (`checked`), to be asked by whether it
    has changed. After `faults` faults one behind the other, the last of which is the `problem`, it is left alone until
    `due`. Of its items so many are `waiting` to be fetched or read, so many `failed` for good, and the rest is `done`.
    """

    url: str
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    checked: datetime.datetime | None = None
    problem: str | None = None
    faults: int = 0
    due: datetime.datetime | None = None
    waiting: int = 0
    failed: int = 0
    done: int = 0


class WaitingItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item that is to be fetched, though not before `due`, after so many `faults`."""

    url: str
    faults: int = 0
    due: datetime.datetime | None = None


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """An item that was fetched and is not read yet: its bytes, and how they were retrieved.

    `final` is where redirects led; `source` is the title of the feed that listed it and `published` the day that it
    gives, for a page that says neither.
    """

    url: str
    final: str
    headers: tuple[tuple[str, str], ...]
    data: bytes
    at: datetime.datetime
    source: str | None = None
    published: datetime.date | None = None
