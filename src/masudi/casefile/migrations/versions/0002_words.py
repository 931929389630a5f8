"""The full-text indexes over reports and claims; what a case holds already is indexed.

SQLite: FTS5, whose content stays in the tables. PostgreSQL: tsvectors of the same words, with a configuration that
stems English and, as FTS5, leaves no word out.
"""

from alembic import op

from masudi.casefile import words

revision = "0002"
down_revision = "0001"

_SQLITE = (
    """
    CREATE VIRTUAL TABLE claim_words USING fts5 (
        sentences, actors, places,
        content = 'claim_texts', content_rowid = 'claim', tokenize = 'porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE VIRTUAL TABLE report_words USING fts5 (
        title, publisher, text,
        content = 'reports', content_rowid = 'row', tokenize = 'porter unicode61 remove_diacritics 2'
    )
    """,
    "INSERT INTO claim_words (claim_words) VALUES ('rebuild')",
    "INSERT INTO report_words (report_words) VALUES ('rebuild')",
)
_POSTGRESQL = (
    "CREATE TEXT SEARCH DICTIONARY masudi_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION masudi (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION masudi ALTER MAPPING FOR asciiword, word WITH masudi_stem",
    "CREATE TABLE claim_words (row integer PRIMARY KEY REFERENCES claims ON DELETE CASCADE, words tsvector NOT NULL)",
    "CREATE TABLE report_words (row integer PRIMARY KEY REFERENCES reports ON DELETE CASCADE, words tsvector NOT NULL)",
    "CREATE INDEX claim_words_words ON claim_words USING gin (words)",
    "CREATE INDEX report_words_words ON report_words USING gin (words)",
)


def upgrade() -> None:
    """Make and fill the indexes."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for statement in _SQLITE:
            op.execute(statement)
        return
    for statement in _POSTGRESQL:
        op.execute(statement)
    words.index_all(connection)
