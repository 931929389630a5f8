"""Ways in: what came with a report's bytes, which files they were part of, and the ways back from its text to pages.

Every report of an older schema was a text file, of which there is none of that.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("reports", sa.Column("retrieved_at", sa.String(32)))
    for name in ("media_type", "headers", "within", "part", "columns", "attachments", "ways"):
        op.add_column("reports", sa.Column(name, sa.Text))
