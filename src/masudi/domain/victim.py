"""A victim: a person named as harmed. Linked across reports by people only; the name leaves no case by itself."""

from __future__ import annotations

import datetime

import msgspec


class NamedVictim(msgspec.Struct, frozen=True, kw_only=True):
    """One naming of a victim in one claim: `id` is "victim:" and a number, `start` and `end` are offsets in the text.

    `person` is shared by those of whom somebody has said that they are the same person (None: nobody has), and is the
    number of the first decision that says so. `sensitive`: the name is withheld from what leaves the case.
    """

    id: str
    name: str
    claim: str
    kind: str
    status: str
    report: str
    start: int
    end: int
    published: datetime.date | None = None
    publisher: str | None = None
    person: int | None = None
    sensitive: bool = True
