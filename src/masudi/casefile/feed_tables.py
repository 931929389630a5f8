"""The tables of feeds; see `masudi.casefile.tables`."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from masudi.casefile.tables import Moment, metadata

feeds = Table(
    "feeds",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("title", Text),
    Column("etag", Text),
    Column("modified", Text),
    Column("checked", Moment),
    # What was wrong the last time, how often in a row, and until when it is left alone.
    Column("problem", Text),
    Column("faults", Integer, nullable=False, server_default="0"),
    Column("due", Moment),
)

# What feeds listed, by a hash of its URL. Of what is done nothing else is kept: the report says it, or nobody may.
feed_items = Table(
    "feed_items",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("feed", Integer, ForeignKey("feeds.row", ondelete="SET NULL"), index=True),
    # waiting, arrived, failed or done
    Column("state", String(16), nullable=False),
    Column("url", Text),
    Column("published", Date),
    Column("seen", Moment, nullable=False),
    Column("faults", Integer, nullable=False, server_default="0"),
    Column("due", Moment),
    Index(
        "feed_items_waiting",
        "seen",
        sqlite_where=text("state != 'done'"),
        postgresql_where=text("state != 'done'"),
    ),
)

# Items that were fetched and not read yet: whatever ends the process, they are not fetched again.
arrivals = Table(
    "arrivals",
    metadata,
    Column("item", String(64), ForeignKey("feed_items.key", ondelete="CASCADE"), primary_key=True),
    Column("final", Text, nullable=False),
    Column("headers", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
