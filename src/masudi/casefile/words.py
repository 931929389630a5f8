"""The full-text indexes: FTS5 on SQLite, tsvector on PostgreSQL. What differs between the two is in this module.

Both index the same words: letters and digits without accents or case, English words by their stem, none left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    String,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)

from masudi.casefile.tables import claim_texts, reports
from masudi.domain.text import unaccented

CLAIM_FIELDS = ("actors", "places", "sentences")
REPORT_FIELDS = ("title", "publisher", "text")

# Of a field of claims, the weight that marks its words in a tsvector.
_WEIGHTS = {"actors": "A", "places": "B", "sentences": "C", "title": "A", "publisher": "B", "text": "C"}
# A tsvector holds a megabyte. Of longer texts every word is indexed once, so that phrases in them are not found.
_LONG = 300_000
_LONGEST = 600_000

_NO_WORD = re.compile(r"[\W_]+")
_TERM = re.compile(r'"([^"]*)"(\*?)|(\S+)')
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")
_OPEN, _CLOSE = "\x02", "\x03"
# A sentence longer than this is cut around what was found.
_EXCERPT = 400


class Term(NamedTuple):
    """Words that stand together; `prefix` where the last of them may go on."""

    words: tuple[str, ...]
    prefix: bool = False
    field: str | None = None


def fold(words: str) -> str:
    """`words` as they are indexed: letters and digits without accents and case, separated by single spaces."""
    return _NO_WORD.sub(" ", unaccented(words)).casefold().strip()


def terms(words: str) -> list[Term]:
    """What a search for `words` asks for: each word, "several together", and begin* for what begins so."""
    found = []
    for quoted, star, bare in _TERM.findall(words):
        folded = tuple(fold(quoted or bare).split())
        if folded:
            found.append(Term(folded, bool(star) or bare.endswith("*")))
    return found


class Index(NamedTuple):
    """The index of one table: `joined` is to be joined on `row`, `matches` says which rows, `rank` sorts them."""

    joined: FromClause
    row: ColumnElement[int]
    matches: ColumnElement[bool]
    rank: ColumnElement[float]


def claim_index(connection: Connection, sought: Sequence[Term]) -> Index:
    """The claims that have all the terms."""
    return _index(connection, "claim_words", sought)


def report_index(connection: Connection, sought: Sequence[Term]) -> Index:
    """The reports that have all the terms."""
    return _index(connection, "report_words", sought)


def _index(connection: Connection, name: str, sought: Sequence[Term]) -> Index:
    if connection.dialect.name == "sqlite":
        joined = table(name, column("rank"))
        matches = text(f"{name} MATCH :fts").bindparams(fts=_fts5(sought))
        # With the plus, rows cannot be looked up in the index one by one. SQLite would do that for every claim of a
        # kind, though it takes a second where going through the index once takes a hundredth of that.
        row: ColumnElement[int] = literal_column(f"+{name}.rowid", Integer)
        return Index(joined, row, matches, joined.c.rank)  # type: ignore[arg-type]
    joined = table(name, column("row"), column("words"))
    query = _query(sought)
    return Index(joined, joined.c.row, joined.c.words.op("@@")(query), -func.ts_rank(joined.c.words, query))


_CONFIGURATION: ColumnElement[Any] = literal_column("'masudi'::regconfig")


def _query(sought: Sequence[Term]) -> ColumnElement[Any]:
    """The query as PostgreSQL has it, written into the statement.

    Of a statement that was asked several times with other values PostgreSQL makes one plan for all. Knowing no words,
    it goes through all claims then, and works out the query for each of them: 0.6 s instead of 20 ms in 100,000.
    """
    return func.to_tsquery(_CONFIGURATION, bindparam(None, _tsquery(sought), String, literal_execute=True))


def _fts5(sought: Sequence[Term]) -> str:
    parts = []
    for term in sought:
        phrase = f'"{" ".join(term.words)}"' + ("*" if term.prefix else "")
        parts.append(f"{{{term.field}}} : {phrase}" if term.field else phrase)
    return " AND ".join(parts)


def _tsquery(sought: Sequence[Term]) -> str:
    """Words are letters and digits alone, so that nothing in them is an operator."""
    parts = []
    for term in sought:
        weight = _WEIGHTS[term.field] if term.field else ""
        last = len(term.words) - 1
        marks = [("*" if term.prefix and at == last else "") + weight for at in range(len(term.words))]
        words = (f"{word}:{mark}" if mark else word for word, mark in zip(term.words, marks, strict=True))
        parts.append(f"({' <-> '.join(words)})")
    return " & ".join(parts)


def index_claims(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Index claims that were stored, given as their rows."""
    _insert(connection, "claim_words", CLAIM_FIELDS, rows)


def unindex_claims(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Take claims out of the index, given as the rows that were indexed."""
    _delete(connection, "claim_words", CLAIM_FIELDS, rows)


def unindex_report(connection: Connection, row: Mapping[str, Any]) -> None:
    """Take a report out of the index, given as the row that was indexed."""
    _delete(connection, "report_words", REPORT_FIELDS, [row])


def _delete(connection: Connection, name: str, fields: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    if connection.dialect.name == "sqlite":
        # The index keeps no words of its own to go by: it has to be told those that it is to forget.
        values = ", ".join(f":{one}" for one in fields)
        statement = f"INSERT INTO {name} ({name}, rowid, {', '.join(fields)}) VALUES ('delete', :row, {values})"
    else:
        statement = f"DELETE FROM {name} WHERE row = :row"
    if rows:
        connection.execute(text(statement), [{one: row[one] for one in ("row", *fields)} for row in rows])


def rebuild(connection: Connection) -> None:
    """Make the indexes anew from the tables; those of SQLite keep what they forget until they are."""
    if connection.dialect.name == "sqlite":
        for name in ("claim_words", "report_words"):
            connection.execute(text(f"INSERT INTO {name} ({name}) VALUES ('rebuild')"))


def index_reports(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Index reports that were stored, given as their rows."""
    _insert(connection, "report_words", REPORT_FIELDS, rows)


def index_all(connection: Connection) -> None:
    """Index on PostgreSQL all that a case holds."""
    for name, row, fields in (
        ("claim_words", claim_texts.c.claim, CLAIM_FIELDS),
        ("report_words", reports.c.row, REPORT_FIELDS),
    ):
        columns = (row.table.c[field] for field in fields)
        rows = connection.execute(select(row.label("row"), *columns)).mappings()
        for part in rows.partitions(1000):
            _insert(connection, name, fields, part)


def _insert(connection: Connection, name: str, fields: Sequence[str], given: Iterable[Mapping[Any, Any]]) -> None:
    rows = list(given)
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in fields)
        statement = f"INSERT INTO {name} (rowid, {', '.join(fields)}) VALUES (?, {marks})"
        connection.exec_driver_sql(statement, [(row["row"], *(row[one] for one in fields)) for row in rows])
        return
    vectors = " || ".join(f"setweight(to_tsvector('masudi', {one}), '{_WEIGHTS[one]}')" for one in fields)
    columns = ", ".join(["%s::integer[]", *("%s::text[]" for _ in fields)])
    statement = (
        f"INSERT INTO {name} (row, words) SELECT number, {vectors} "
        f"FROM unnest({columns}) AS coming (number, {', '.join(fields)})"
    )
    texts = ([_indexable(row[one] or "") for row in rows] for one in fields)
    connection.exec_driver_sql(statement, ([row["row"] for row in rows], *texts))


def _indexable(words: str) -> str:
    folded = fold(words)
    if len(folded) <= _LONG:
        return folded
    return " ".join(dict.fromkeys(folded.split()))[:_LONGEST]


def excerpts(connection: Connection, rows: Sequence[int], sought: Sequence[Term]) -> dict[int, str]:
    """For each of these reports the sentence with most of what was sought."""
    if connection.dialect.name == "sqlite":
        marked = text(
            "SELECT rowid, highlight(report_words, 2, char(2), char(3)) FROM report_words "
            "WHERE report_words MATCH :fts AND rowid = :row"
        )
        found = [one for row in rows for one in connection.execute(marked, {"fts": _fts5(sought), "row": row})]
    else:
        options = f"HighlightAll=true, StartSel={_OPEN}, StopSel={_CLOSE}"
        headline = func.ts_headline(_CONFIGURATION, reports.c.text, _query(sought), options)
        found = list(connection.execute(select(reports.c.row, headline).where(reports.c.row.in_(rows))))
    return {row: _best(marked) for row, marked in found}


def _best(marked: str) -> str:
    """The sentence that has the most marks; the first one where none has any (the title was found)."""
    best = max(_SENTENCE.split(marked), key=lambda one: one.count(_OPEN))
    start = max(0, best.find(_OPEN) - _EXCERPT // 2)
    cut = best[start : start + _EXCERPT].replace(_OPEN, "").replace(_CLOSE, "")
    return ("… " if start else "") + cut.strip() + (" …" if start + _EXCERPT < len(best) else "")
