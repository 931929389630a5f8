"""What is set for a case as a whole, and what it knows of itself; kept in the table `meta`, as JSON by name."""

from __future__ import annotations

import json
import secrets
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from masudi.casefile import decisions
from masudi.casefile.decisions import Signer
from masudi.casefile.tables import meta
from masudi.domain import Action, Report
from masudi.domain.case import Settings, Synthetic
from masudi.errors import CaseError, ReportError, UsageError

_ERASING = "erasing"
_MARK = "mark"
_SINCE = "since"
_SECRET = "secret"
# The mark of the incidents, as they were linked last.
LINKED = "linked"


def value(connection: Connection, key: str) -> Any:
    """What stands under a key that every case has."""
    found = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()
    if found is None:
        raise CaseError("the case", f"lacks its entry {key!r}: go back to a backup")
    return json.loads(found)


def case_id(connection: Connection) -> str:
    """The id of the case."""
    return str(value(connection, "case"))


def mark(connection: Connection, key: str = _MARK) -> str:
    """Random letters that are others after every change of the case, or of its incidents; none before the first one."""
    return str(connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar() or "")


def since(connection: Connection) -> str:
    """Random letters that are others after every change that is no decision which somebody took."""
    return str(connection.execute(select(meta.c.value).where(meta.c.key == _SINCE)).scalar() or "")


def mark_changed(connection: Connection, *, decided: bool = False) -> None:
    """Say that something was changed: by a decision in the log (`decided`), or otherwise."""
    _mark_anew(connection, *((_MARK,) if decided else (_MARK, _SINCE)))


def mark_linked(connection: Connection) -> None:
    """Say that incidents were changed."""
    _mark_anew(connection, LINKED)


def _mark_anew(connection: Connection, *keys: str) -> None:
    for key in keys:
        found = json.dumps(secrets.token_hex(8))
        if not connection.execute(update(meta).where(meta.c.key == key).values(value=found)).rowcount:
            connection.execute(insert(meta), {"key": key, "value": found})


def secret(connection: Connection) -> str | None:
    """What pseudonyms are keyed by in this case; None where none was needed yet."""
    return connection.execute(select(meta.c.value).where(meta.c.key == _SECRET)).scalar()


def set_secret(connection: Connection) -> str:
    """Make the secret, unless somebody has meanwhile; it."""
    if (found := secret(connection)) is not None:
        return found
    made = secrets.token_hex(32)
    connection.execute(insert(meta), {"key": _SECRET, "value": made})
    return made


def load(connection: Connection) -> Settings:
    """What is set."""
    return msgspec.convert(value(connection, "settings"), Settings)


def change(
    connection: Connection, changes: dict[str, Any], person: str, why: str | None, signer: Signer | None
) -> Settings:
    """Change settings, by name; the change is a decision of `person`."""
    before = load(connection)
    try:
        settings = msgspec.convert(msgspec.to_builtins(before) | msgspec.to_builtins(changes), Settings)
    except msgspec.ValidationError as fault:
        raise UsageError(f"the settings of a case cannot be so: {fault}") from None
    _save(connection, settings)
    payload = {name: msgspec.to_builtins(getattr(settings, name)) for name in changes}
    subject = case_id(connection)
    decisions.append(
        connection, person=person, action=Action.SET, subject=subject, payload=payload, why=why, signer=signer
    )
    return settings


def admit(
    connection: Connection, settings: Settings, report: Report, mix: bool, person: str, signer: Signer | None
) -> Settings:
    """ReportError where the report is made up and the case holds real ones, or the other way round, unless `mix`.

    `settings` are those that the case has; what they are with the report in it.
    """
    kind = Synthetic.MADE_UP if report.synthetic else Synthetic.REAL
    if settings.synthetic in (kind, Synthetic.MIXED):
        return settings
    if settings.synthetic is None:
        settings = msgspec.structs.replace(settings, synthetic=kind)
        _save(connection, settings)
        return settings
    if mix:
        return change(connection, {"synthetic": Synthetic.MIXED}, person, None, signer)
    these, those = ("made up", "real") if report.synthetic else ("real", "made-up")
    problem = f"is {these}, and the case holds {those} reports: use another case, or allow both with --mix"
    raise ReportError(report.path or report.name, problem)


def _save(connection: Connection, settings: Settings) -> None:
    text = msgspec.json.encode(settings).decode()
    connection.execute(update(meta).where(meta.c.key == "settings").values(value=text))


def erasing(connection: Connection) -> bool:
    """Whether what was erased may still stand in free pages or backups."""
    return connection.execute(select(meta.c.key).where(meta.c.key == _ERASING)).first() is not None


def set_erasing(connection: Connection, unfinished: bool) -> None:
    """Keep that an erasure has still to be finished, or that it is."""
    connection.execute(delete(meta).where(meta.c.key == _ERASING))
    if unfinished:
        connection.execute(insert(meta), {"key": _ERASING, "value": "true"})
