"""Victims are read from claims when a report is linked: so that they are, all reports are linked anew.

Which also counts the origins of incidents by the one rule that there is now. Incidents stand until then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Let all reports wait."""
    op.execute(sa.text("UPDATE reports SET linked = false"))
