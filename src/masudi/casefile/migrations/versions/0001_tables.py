"""The tables of a case file.

A migration is never changed once a case has been made with it: what is to be different comes in a new one.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _reports()
    _claims()
    _incidents()
    _case()


def _of(table: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.row", ondelete="CASCADE")


def _claim(**more: Any) -> sa.Column[int]:
    return sa.Column("claim", sa.Integer, _of("claims"), nullable=False, **more)


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(16), nullable=False, unique=True),
        sa.Column("lineage", sa.String(64), nullable=False, index=True),
        sa.Column("previous", sa.Integer, sa.ForeignKey("reports.row"), unique=True),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("added", sa.String(32), nullable=False),
        sa.Column("published", sa.Date, index=True),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("path", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("publisher", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("encoding", sa.Text, nullable=False),
        sa.Column("warnings", sa.Text, nullable=False),
        sa.Column("sha256_bytes", sa.String(64), nullable=False, index=True),
        sa.Column("sha256_text", sa.String(64), nullable=False, index=True),
        sa.Column("collector", sa.Text),
        sa.Column("retrieved", sa.Date),
        sa.Column("extractor", sa.Text, nullable=False),
        sa.Column("extractor_version", sa.Text, nullable=False),
        sa.Column("reader", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "originals",
        sa.Column("report", sa.Integer, _of("reports"), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "failures",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("problem", sa.Text, nullable=False),
        sa.Column("line", sa.Integer),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_table(
        "reprints",
        sa.Column("report", sa.Integer, _of("reports"), primary_key=True),
        sa.Column("group", sa.String(16), nullable=False, index=True),
        sa.Column("similarity", sa.Float),
    )


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(16), nullable=False, index=True),
        sa.Column("report", sa.Integer, _of("reports"), nullable=False, index=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("hedge", sa.String(16), nullable=False),
        sa.Column("confidence", sa.Float),
        sa.Column("begins", sa.Date),
        sa.Column("ends", sa.Date),
        sa.Column("retired", sa.String(32)),
    )
    standing = sa.text("retired IS NULL")
    op.create_index("claims_standing", "claims", ["id"], unique=True, sqlite_where=standing, postgresql_where=standing)
    op.create_index("claims_kind", "claims", ["kind", "begins"])
    op.create_index("claims_begins", "claims", ["begins"])
    op.create_table(
        "claim_texts",
        _claim(primary_key=True),
        sa.Column("sentences", sa.Text, nullable=False),
        sa.Column("actors", sa.Text, nullable=False),
        sa.Column("places", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    _parties()


def _parties() -> None:
    op.create_table(
        "claim_parties",
        _claim(primary_key=True),
        sa.Column("role", sa.String(8), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("entity", sa.Text),
        sa.Column("actor_id", sa.String(200), index=True),
        sa.Column("name", sa.Text),
        sa.Column("position", sa.String(16)),
    )
    op.create_table(
        "claim_places",
        _claim(primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("within", sa.Text),
        sa.Column("gazetteer_id", sa.String(200), index=True),
        sa.Column("kind", sa.Text),
        sa.Column("precision", sa.Text),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("radius_km", sa.Float),
    )
    _tolls()


def _tolls() -> None:
    op.create_table(
        "tolls",
        _claim(primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("harm", sa.String(64), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("low", sa.BigInteger),
        sa.Column("high", sa.BigInteger),
        sa.Column("sex", sa.String(64)),
        sa.Column("age_group", sa.String(64)),
        sa.Column("civil_status", sa.String(64)),
        sa.Column("label", sa.Text),
        sa.Column("labelled_by", sa.Text),
        sa.Column("scope", sa.String(16)),
        sa.Column("part_of", sa.Integer),
        sa.Column("replaces", sa.Integer),
    )
    op.create_table(
        "victims",
        sa.Column("row", sa.Integer, primary_key=True),
        _claim(index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("person", sa.String(16), index=True),
        sa.Column("sensitive", sa.Boolean, nullable=False, server_default=sa.text("true")),
    )


def _incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(16), nullable=False, unique=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("begins", sa.Date, index=True),
        sa.Column("ends", sa.Date),
        sa.Column("gazetteer_id", sa.String(200), index=True),
        sa.Column("place", sa.Text),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("pinned", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.Column("made", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "incident_claims",
        sa.Column("incident", sa.Integer, _of("incidents"), primary_key=True),
        _claim(primary_key=True, index=True),
        sa.Column("score", sa.Float),
        sa.Column("why", sa.Text, nullable=False),
    )


def _case() -> None:
    op.create_table(
        "meta", sa.Column("key", sa.String(32), primary_key=True), sa.Column("value", sa.Text, nullable=False)
    )
    for name in ("case_actors", "case_places"):
        op.create_table(
            name, sa.Column("id", sa.String(200), primary_key=True), sa.Column("body", sa.Text, nullable=False)
        )
    op.create_table(
        "decisions",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False, index=True),
        sa.Column("payload", sa.Text),
        sa.Column("why", sa.Text),
        sa.Column("salt", sa.String(32)),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("public_key", sa.Text),
        sa.Column("signature", sa.Text),
    )
