"""Feeds that a case follows, their items, those that were fetched and not read; and reports that nobody can read yet.

No case of an older schema follows a feed. Which of its reports are in a language that the reader cannot read, it does
not know: `masudi reread` finds out.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables, and add the column."""
    op.add_column("reports", sa.Column("unread", sa.Boolean, nullable=False, server_default=sa.text("false")))
    op.create_table(
        "feeds",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("etag", sa.Text),
        sa.Column("modified", sa.Text),
        sa.Column("checked", sa.String(32)),
        sa.Column("problem", sa.Text),
        sa.Column("faults", sa.Integer, nullable=False, server_default="0"),
        sa.Column("due", sa.String(32)),
    )
    op.create_table(
        "feed_items",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("feed", sa.Integer, sa.ForeignKey("feeds.row", ondelete="SET NULL"), index=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("published", sa.Date),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.Column("faults", sa.Integer, nullable=False, server_default="0"),
        sa.Column("due", sa.String(32)),
    )
    waits = sa.text("state != 'done'")
    op.create_index("feed_items_waiting", "feed_items", ["seen"], sqlite_where=waits, postgresql_where=waits)
    op.create_table(
        "arrivals",
        sa.Column("item", sa.String(64), sa.ForeignKey("feed_items.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("final", sa.Text, nullable=False),
        sa.Column("headers", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
