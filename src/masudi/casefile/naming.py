"""A name is taken out of a whole case: of texts and original bytes, claims, decisions, and the table of victims.

Where it stood stands as many # as it had characters, so that every offset still holds.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Container, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select, update

from masudi.casefile import decisions, feeds, linking, refreshing, reprinting, rows, settings, shown, words
from masudi.casefile.decisions import Signer
from masudi.casefile.erasing import empty_entries, noted
from masudi.casefile.tables import (
    claim_texts,
    claims,
    failures,
    originals,
    reports,
    victims,
)
from masudi.domain import Action, Claim
from masudi.domain.case import Decision
from masudi.errors import UsageError

# A shorter one would stand in other words all over the case.
_SHORTEST = 3
_TEXT = "text"
# What of a claim is no text of anybody's, and what only code decides on.
_CODES = (
    "id",
    "sha256_bytes",
    "sha256_text",
    "published",
    "kind",
    "status",
    "level",
    "to",
    "harm",
    "who",
    "tag",
    "from",
)
_OF_REPORT = (
    *("name", "path", "title", "publisher", "url", "warnings", "text", "collector"),
    *("media_type", "headers", "within", "part", "columns", "attachments", "ways"),
)


def erase_victim(connection: Connection, id_: str, person: str, why: str, signer: Signer | None) -> Decision | None:
    """Take the name of a victim ("victim:3") out of the case; None where there is no such victim."""
    what, _, number = id_.partition(":")
    if what != "victim" or not number.isdecimal():
        return None
    name = connection.execute(select(victims.c.name).where(victims.c.row == int(number))).scalar()
    return erase_name(connection, name, id_, person, why, signer) if name else None


def erase_name(
    connection: Connection, name: str, subject: str | None, person: str, why: str, signer: Signer | None
) -> Decision:
    """Take a name out of the case, however its letters and the blanks in it are written; the entry of the log.

    `subject` is whose name it is ("victim:3"); the case, where it is None.
    """
    said = name.split()
    if len("".join(said)) < _SHORTEST:
        raise UsageError(f"{name!r} is too short: it would be taken out of other words")
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, said)) + r"(?!\w)", re.IGNORECASE)
    touched = set(_rows_of_pins(connection, pattern))
    entries = empty_entries(connection, [one.sequence for one in _said(connection, pattern)])
    changed = dict(_blank_reports(connection, pattern))
    touched.update(_blank_claims(connection, pattern, changed))
    for entry in decisions.entries(connection):
        if entry.sequence in entries:
            touched.update(shown.holders(connection, entry.subject))
    refreshing.refresh(connection, sorted(touched), shown.pins(connection))
    gone = [row.row for row in connection.execute(select(victims)) if pattern.search(row.name)]
    connection.execute(delete(victims).where(victims.c.row.in_(gone)))
    lost = [row.key for row in connection.execute(select(failures)) if pattern.search(f"{row.path} {row.problem}")]
    connection.execute(delete(failures).where(failures.c.key.in_(lost)))
    feeds.erase_name(connection, pattern)
    payload = {"what": "name", "reports": changed, "victims": gone, "entries": entries}
    return noted(connection, subject or settings.case_id(connection), payload, person, why, signer)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: re.sub(r"\S", "#", found.group()), text)


def _said(connection: Connection, pattern: re.Pattern[str]) -> Iterator[Decision]:
    """The entries of the log that say the name."""
    for entry in decisions.entries(connection):
        content = f"{json.dumps(entry.payload, ensure_ascii=False)}\n{entry.why or ''}"
        if entry.action != Action.ENROL and entry.payload is not None and pattern.search(content):
            yield entry


def _rows_of_pins(connection: Connection, pattern: re.Pattern[str]) -> Iterator[int]:
    for pin in shown.pins(connection):
        if pin.action != Action.UNDO and pin.payload and pattern.search(json.dumps(pin.payload, ensure_ascii=False)):
            yield from shown.rows_with(connection, pin)


def _blank_reports(connection: Connection, pattern: re.Pattern[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Take the name out of the reports; of each that had it the id, and the hashes of what is left."""
    for number in list(connection.execute(select(reports.c.row)).scalars()):
        row = connection.execute(select(reports).where(reports.c.row == number)).one()
        new = {one: _blank(pattern, getattr(row, one)) for one in _OF_REPORT if getattr(row, one) is not None}
        changed = {one: value for one, value in new.items() if value != getattr(row, one)}
        data = connection.execute(select(originals.c.data).where(originals.c.report == number)).scalar_one()
        # Of another format than text the bytes may hold the name in ways that no search finds: packed, or in parts.
        if row.extractor == _TEXT:
            left = _blank_bytes(pattern, data, row.encoding)
        else:
            left = b"" if changed or pattern.search(data.decode("utf-8", "replace")) else data
        if not changed and left == data:
            continue
        reprinting.look_anew(connection, [row.id])
        linking.let_wait(connection, reports.c.row == number)
        words.unindex_report(connection, row._asdict())
        connection.execute(update(reports).where(reports.c.row == number).values(**new))
        words.index_reports(connection, [row._asdict() | new])
        connection.execute(update(originals).where(originals.c.report == number).values(data=left))
        hashes = {"sha256_text": _sha256(new["text"].encode()), "sha256_bytes": _sha256(left)}
        yield row.id, hashes


def _blank_bytes(pattern: re.Pattern[str], data: bytes, encoding: str) -> bytes:
    """The bytes without the name; none of them where they are not simply the text in its encoding."""
    try:
        text = data.decode(encoding)
        if text.encode(encoding) == data:
            return _blank(pattern, text).encode(encoding)
    except (UnicodeError, LookupError):
        pass
    return data if not pattern.search(data.decode("utf-8", "replace")) else b""


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _blank_claims(connection: Connection, pattern: re.Pattern[str], changed: Container[str]) -> Iterator[int]:
    """Take the name out of the claims, and out of the incidents that repeat them; the rows that had it."""
    statement = select(claims.c.row, reports.c.id, reports.c.text).join(reports).order_by(claims.c.report)
    for number, report, text in connection.execute(statement).all():
        row = connection.execute(select(claim_texts).where(claim_texts.c.claim == number)).one()
        bodies = [row.read_body or row.body, row.body]
        if report not in changed and not any(map(pattern.search, bodies)):
            continue
        read, now = (_blank_claim(pattern, body, text) for body in bodies)
        words.unindex_claims(connection, [row._asdict() | {"row": number}])
        new = rows.text_row(now, number) | {"read_body": rows.body_of(read)}
        connection.execute(update(claim_texts).where(claim_texts.c.claim == number).values(**new))
        words.index_claims(connection, [new | {"row": number}])
        refreshing.replace_children(connection, [(rows.claim_of(row.body), now, number)])
        linking.forget_claims(connection, [number])
        yield number


def _blank_claim(pattern: re.Pattern[str], body: str, text: str) -> Claim:
    """The claim that a body holds without the name; its spans have the words that `text`, the report's, has left."""

    def blank(value: Any) -> Any:
        if isinstance(value, dict):
            found = {name: one if name in _CODES else blank(one) for name, one in value.items()}
            return found | ({"text": text[value["start"] : value["end"]]} if "start" in value else {})
        if isinstance(value, list):
            return [blank(one) for one in value]
        return _blank(pattern, value) if isinstance(value, str) else value

    return msgspec.convert(blank(json.loads(body)), Claim)
