"""Incidents: what is compared of each report, the links between them, reprints, and what lists filter by.

No case of an older schema has an incident or a reprint, for nothing made any: their tables are made anew. All reports
of such a case wait to be linked.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def _of(table: str, column: str, *, ondelete: str = "CASCADE") -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.{column}", ondelete=ondelete)


def upgrade() -> None:
    """Make the tables, and mark that no report is linked."""
    for name in ("incident_claims", "incidents", "reprints"):
        op.drop_table(name)
    op.add_column("reports", sa.Column("linked", sa.Boolean, nullable=False, server_default=sa.text("false")))
    where = sa.text("NOT linked")
    op.create_index("reports_unlinked", "reports", ["row"], sqlite_where=where, postgresql_where=where)
    _incidents()
    _links()
    _reprints()


def _incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("begins", sa.Date),
        sa.Column("ends", sa.Date),
        sa.Column("gazetteer_id", sa.String(200), index=True),
        sa.Column("place", sa.Text),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("origins", sa.Integer, nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("contradicted", sa.Boolean, nullable=False),
        sa.Column("graded", sa.Integer),
        sa.Column("pinned", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.Column("made", sa.String(32), nullable=False),
    )
    op.create_table(
        "incident_texts",
        sa.Column("incident", sa.Integer, _of("incidents", "row"), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("incidents_begins", "incidents", ["begins", "id", "ends"])
    op.create_table(
        "incident_kinds",
        sa.Column("kind", sa.String(64), primary_key=True),
        sa.Column("incident", sa.Integer, _of("incidents", "row"), primary_key=True, index=True),
        sqlite_with_rowid=False,
    )


def _links() -> None:
    op.create_table(
        "gists",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(16), nullable=False, unique=True),
        sa.Column("report", sa.Integer, _of("reports", "row"), nullable=False, index=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "incident_claims",
        sa.Column("claim", sa.Integer, _of("claims", "row"), primary_key=True),
        sa.Column("incident", sa.Integer, _of("incidents", "row"), nullable=False, index=True),
        sa.Column("gist", sa.Integer, _of("gists", "row", ondelete="SET NULL"), index=True),
    )
    op.create_table(
        "blocks",
        sa.Column("key", sa.BigInteger, primary_key=True),
        sa.Column("gist", sa.Integer, _of("gists", "row"), primary_key=True, index=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "links",
        sa.Column("one", sa.Integer, _of("gists", "row"), primary_key=True),
        sa.Column("other", sa.Integer, _of("gists", "row"), primary_key=True, index=True),
        sa.Column("score", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )


def _reprints() -> None:
    op.create_table(
        "signatures",
        sa.Column("report", sa.Integer, _of("reports", "row"), primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "bands",
        sa.Column("key", sa.BigInteger, primary_key=True),
        sa.Column("report", sa.Integer, _of("reports", "row"), primary_key=True, index=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reprints",
        sa.Column("report", sa.Integer, _of("reports", "row"), primary_key=True),
        sa.Column("group", sa.String(16), nullable=False, index=True),
    )
