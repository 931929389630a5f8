"""The tables of a case file, as the latest migration leaves them.

What a claim or an incident is stands whole in its `body`, the JSON of the domain value; all other columns are what is
searched, joined and counted, and could be made anew from the bodies. The body of a claim is what it is after all
decisions, as are the columns; what the reader made of it is in `read_body`, where the two differ. The full-text
indexes are in `words`.
"""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

from masudi.domain import ReviewState


class Moment(TypeDecorator[datetime.datetime]):
    """A moment, stored as ISO 8601 in UTC: the same on both databases, in order as text, and as it is hashed."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """As stored."""
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds") if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime.datetime | None:  # noqa: ARG002
        """As used."""
        return datetime.datetime.fromisoformat(value) if value else None


metadata = MetaData()


def _of(table: str, column: str = "row") -> ForeignKey:
    return ForeignKey(f"{table}.{column}", ondelete="CASCADE")


def _claim(**more: Any) -> Column[int]:
    return Column("claim", Integer, _of("claims"), nullable=False, **more)


meta = Table("meta", metadata, Column("key", String(32), primary_key=True), Column("value", Text, nullable=False))

reports = Table(
    "reports",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String(16), nullable=False, unique=True),
    # Whose version it is: a hash of the URL, of which alone a file may have one too long for an index.
    Column("lineage", String(64), nullable=False, index=True),
    Column("previous", Integer, ForeignKey("reports.row"), unique=True),
    Column("current", Boolean, nullable=False),
    Column("added", Moment, nullable=False),
    Column("published", Date, index=True),
    Column("synthetic", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("path", Text),
    Column("title", Text),
    Column("publisher", Text),
    Column("url", Text),
    Column("language", Text),
    Column("encoding", Text, nullable=False),
    Column("warnings", Text, nullable=False),
    Column("sha256_bytes", String(64), nullable=False, index=True),
    Column("sha256_text", String(64), nullable=False, index=True),
    Column("collector", Text),
    Column("retrieved", Date),
    Column("extractor", Text, nullable=False),
    Column("extractor_version", Text, nullable=False),
    # What came with the bytes, which files they were part of, and which files belong to them (JSON each).
    Column("retrieved_at", Moment),
    Column("media_type", Text),
    Column("headers", Text),
    Column("within", Text),
    Column("part", Text),
    Column("columns", Text),
    Column("attachments", Text),
    # The ways back from the text to pages and paragraphs (JSON).
    Column("ways", Text),
    Column("reader", String(64), nullable=False),
    # In a language that the reader could not read, so that no claims were made of it.
    Column("unread", Boolean, nullable=False, server_default=text("false")),
    # Whether the incidents have its claims as they are now.
    Column("linked", Boolean, nullable=False, server_default=text("false")),
    Column("text", Text, nullable=False),
    Index("reports_unlinked", "row", sqlite_where=text("NOT linked"), postgresql_where=text("NOT linked")),
)

# Apart from the reports, so that going through these does not wade through the bytes.
originals = Table(
    "originals",
    metadata,
    Column("report", Integer, _of("reports"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

failures = Table(
    "failures",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("path", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("line", Integer),
    Column("at", Moment, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String(16), nullable=False, index=True),
    Column("report", Integer, _of("reports"), nullable=False, index=True),
    Column("kind", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("hedge", String(16), nullable=False),
    Column("confidence", Float),
    Column("begins", Date),
    Column("ends", Date),
    Column("retired", Moment),
    # A person's and not the reader's, so that no later reading retires it.
    Column("by_person", Boolean, nullable=False, server_default=text("false")),
    # How far people are with it, who they are (JSON), and how many of them stand behind what it is now.
    Column("state", String(16), nullable=False, server_default="unreviewed"),
    Column("people", Text, nullable=False, server_default="[]"),
    Column("agreed", Integer, nullable=False, server_default="0"),
    # The ids (JSON) of claims of earlier readings whose decisions hold for this one.
    Column("inherits", Text),
    # Somebody has decided on it, a later reading has no such claim, and nobody has said yet what is to become of it.
    Column("orphan", Boolean, nullable=False, server_default=text("false")),
    # A later reading of the same report may make the same claim again, which is then retired and new.
    Index(
        "claims_standing",
        "id",
        unique=True,
        sqlite_where=text("retired IS NULL"),
        postgresql_where=text("retired IS NULL"),
    ),
    Index("claims_kind", "kind", "begins"),
    Index("claims_begins", "begins"),
    Index("claims_state", "state", "confidence"),
    Index(
        "claims_orphans",
        "report",
        sqlite_where=text("orphan"),
        postgresql_where=text("orphan"),
    ),
)

# Apart from the claims, so that going through a hundred thousand of these reads megabytes and not hundreds of them.
claim_texts = Table(
    "claim_texts",
    metadata,
    _claim(primary_key=True),
    # What the full-text index holds: evidence sentences; who acts or is acted on; where.
    Column("sentences", Text, nullable=False),
    Column("actors", Text, nullable=False),
    Column("places", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("read_body", Text),
)

claim_parties = Table(
    "claim_parties",
    metadata,
    _claim(primary_key=True),
    Column("role", String(8), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("entity", Text),
    Column("actor_id", String(200), index=True),
    Column("name", Text),
    Column("position", String(16)),
)

claim_places = Table(
    "claim_places",
    metadata,
    _claim(primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("name", Text),
    Column("within", Text),
    Column("gazetteer_id", String(200), index=True),
    Column("kind", Text),
    Column("precision", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("radius_km", Float),
)

tolls = Table(
    "tolls",
    metadata,
    _claim(primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("harm", String(64), nullable=False),
    Column("who", String(64), nullable=False),
    Column("low", BigInteger),
    Column("high", BigInteger),
    Column("sex", String(64)),
    Column("age_group", String(64)),
    Column("civil_status", String(64)),
    Column("label", Text),
    Column("labelled_by", Text),
    Column("scope", String(16)),
    Column("part_of", Integer),
    Column("replaces", Integer),
)

victims = Table(
    "victims",
    metadata,
    Column("row", Integer, primary_key=True),
    _claim(index=True),
    Column("name", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    # Who it is across reports: said by people only.
    Column("person", String(16), index=True),
    Column("sensitive", Boolean, nullable=False, server_default=text("true")),
)

incidents = Table(
    "incidents",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("status", String(16), nullable=False),
    Column("begins", Date),
    Column("ends", Date),
    Column("gazetteer_id", String(200), index=True),
    Column("place", Text),
    Column("lat", Float),
    Column("lon", Float),
    # How many origins, and reports, assert it.
    Column("origins", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("contradicted", Boolean, nullable=False),
    # The number of the decision that grades it.
    Column("graded", Integer),
    Column("pinned", Boolean, nullable=False, server_default=text("false")),
    Column("made", Moment, nullable=False),
    # With the last day, so that lists of some days go over the index alone.
    Index("incidents_begins", "begins", "id", "ends"),
)

# Apart from the incidents, as the texts of claims are, so that a list goes over megabytes and not hundreds of them.
incident_texts = Table(
    "incident_texts",
    metadata,
    Column("incident", Integer, _of("incidents"), primary_key=True),
    Column("body", Text, nullable=False),
)

incident_kinds = Table(
    "incident_kinds",
    metadata,
    Column("kind", String(64), primary_key=True),
    Column("incident", Integer, _of("incidents"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# What a report tells of one thing, ready to be compared with what others tell; made anew with every linking.
gists = Table(
    "gists",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("report", Integer, _of("reports"), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
)

incident_claims = Table(
    "incident_claims",
    metadata,
    _claim(primary_key=True),
    Column("incident", Integer, _of("incidents"), nullable=False, index=True),
    Column("gist", Integer, ForeignKey("gists.row", ondelete="SET NULL"), index=True),
)

# Where a gist is looked for by others: hashes of the keys of its blocks.
blocks = Table(
    "blocks",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("gist", Integer, _of("gists"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

links = Table(
    "links",
    metadata,
    Column("one", Integer, _of("gists"), primary_key=True),
    Column("other", Integer, _of("gists"), primary_key=True, index=True),
    Column("score", Float, nullable=False),
    sqlite_with_rowid=False,
)

# The signatures of texts, and the bands by which those that are alike are found.
signatures = Table(
    "signatures",
    metadata,
    Column("report", Integer, _of("reports"), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

bands = Table(
    "bands",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("report", Integer, _of("reports"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# Reports that print one text; `group` is the id of one of them.
reprints = Table(
    "reprints",
    metadata,
    Column("report", Integer, _of("reports"), primary_key=True),
    Column("group", String(16), nullable=False, index=True),
)

case_actors = Table(
    "case_actors", metadata, Column("id", String(200), primary_key=True), Column("body", Text, nullable=False)
)
case_places = Table(
    "case_places", metadata, Column("id", String(200), primary_key=True), Column("body", Text, nullable=False)
)

decisions = Table(
    "decisions",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("person", Text, nullable=False),
    Column("action", String(64), nullable=False, index=True),
    Column("subject", String(200), nullable=False, index=True),
    Column("payload", Text),
    Column("why", Text),
    Column("salt", String(32)),
    Column("content_sha256", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("public_key", Text),
    Column("signature", Text),
)

# What was worked out from the whole of a case, by its name; `key` is a hash of what it was worked out from.
kept = Table(
    "kept",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("key", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# Who may use the case from other machines.
users = Table(
    "users",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("token_sha256", String(64), nullable=False, unique=True),
    Column("made", Moment, nullable=False),
)


# Conditions in the very words of the partial indexes: SQLAlchemy says `linked = 0` to SQLite, which then goes over all
# rows instead.
UNLINKED = text("NOT reports.linked")
ORPHANED = text("claims.orphan")


def standing() -> tuple[ColumnElement[bool], ...]:
    """Which claims stand: no later reading has replaced them, and nobody has rejected them."""
    return claims.c.retired.is_(None), claims.c.state != ReviewState.REJECTED.value
