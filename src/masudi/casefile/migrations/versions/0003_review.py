"""What people decide about claims: beside each, how far they are with it, and what the reader had made of it.

A case of an older schema holds no decision on a claim, for nothing in it could take one: its claims are as read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns."""
    no = sa.text("false")
    op.add_column("claim_texts", sa.Column("read_body", sa.Text))
    for column in (
        sa.Column("by_person", sa.Boolean, nullable=False, server_default=no),
        sa.Column("state", sa.String(16), nullable=False, server_default="unreviewed"),
        sa.Column("people", sa.Text, nullable=False, server_default="[]"),
        sa.Column("agreed", sa.Integer, nullable=False, server_default="0"),
        sa.Column("inherits", sa.Text),
        sa.Column("orphan", sa.Boolean, nullable=False, server_default=no),
    ):
        op.add_column("claims", column)
    op.create_index("claims_state", "claims", ["state", "confidence"])
    where = sa.text("orphan")
    op.create_index("claims_orphans", "claims", ["report"], sqlite_where=where, postgresql_where=where)
    op.create_index("ix_decisions_action", "decisions", ["action"])
