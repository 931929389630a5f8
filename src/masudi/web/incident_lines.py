"""Incidents as lines of a list: what each is of, when and where, who tells of it, and whether accounts differ."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import msgspec

from masudi.domain import Status
from masudi.domain.case_incident import CaseIncident
from masudi.domain.incident import Incident
from masudi.export.incident_text import toll_words
from masudi.export.wording import day_words
from masudi.export.words import Words
from masudi.web.bench import Bench
from masudi.web.board import Mask
from masudi.web.incident_board import IncidentBoard
from masudi.web.lines import PAGE
from masudi.web.paging import paged


class IncidentLine(msgspec.Struct, frozen=True, kw_only=True):
    """One incident of a list. `day` are its days in words, `told` how many claims give it each status.

    `origins` is how many assert it, `all_origins` how many tell of it in whatever way; `camps` are sides among them.
    """

    id: str
    name: str
    family: str
    status: Status
    gloss: str | None
    day: str | None
    from_: datetime.date | None = msgspec.field(default=None, name="from")
    to: datetime.date | None = None
    places: tuple[str, ...]
    told: tuple[str, ...]
    tolls: tuple[str, ...]
    origins: int
    all_origins: int
    reports: int
    camps: tuple[str, ...]
    against_interest: bool
    contradicted: bool
    pinned: bool
    grade: str | None
    made_up: bool = False


class IncidentLines(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a list of incidents: pages count from 1."""

    lines: tuple[IncidentLine, ...]
    page: int
    pages: int
    total: int


def incident_name(one: Incident, words: Words) -> str:
    """What an incident is of; the status in front wherever nobody asserts that it happened."""
    name = ", ".join(words.kind(kind) for kind in one.kinds)
    return name[:1].upper() + name[1:] if one.status is Status.ASSERTED else f"{words.status(one.status)} {name}"


def days_words(first: datetime.date | None, last: datetime.date | None) -> str | None:
    """Some days in words; None for none."""
    if first is None:
        return None
    last = last or first
    if last == first:
        return day_words(first)
    alike = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if alike else day_words(first)} to {day_words(last)}"


def place_names(one: Incident) -> tuple[str, ...]:
    """The names of its places, each once."""
    return tuple(dict.fromkeys(place.name or " ".join(place.text.split()) for place in one.places))


def incident_line(found: CaseIncident, words: Words) -> IncidentLine:
    """An incident of the case as a line."""
    one = found.incident
    return IncidentLine(
        id=one.id,
        name=incident_name(one, words),
        family=words.family(one.kinds[0]) if one.kinds else "",
        status=one.status,
        gloss=words.gloss(one.status),
        day=days_words(one.from_, one.to),
        from_=one.from_,
        to=one.to,
        places=place_names(one),
        told=tuple(f"{count.claims} {words.status(count.status).lower()}" for count in one.statuses),
        tolls=tuple(map(toll_words, one.tolls)),
        origins=one.corroboration.origins,
        all_origins=len(one.origins),
        reports=len(one.reports),
        camps=tuple(words.entity(camp) or camp for camp in one.corroboration.camps),
        against_interest=one.corroboration.against_interest,
        contradicted=bool(one.contradictions),
        pinned=one.pinned,
        grade=" ".join(found.grade.marks.values()) if found.grade else None,
    )


def incident_lines(bench: Bench, incidents: IncidentBoard, mask: Mask, page: int) -> IncidentLines:
    """The incidents of a mask, the latest day first, those without a day last."""
    order = incidents.latest_first(mask)
    shown, page, pages = paged(range(len(order)), page, PAGE)
    lines = lines_by_id(bench, [incidents.ids[order[at]] for at in shown])
    return IncidentLines(lines=lines, page=page, pages=pages, total=len(order))


def lines_by_id(bench: Bench, ids: Sequence[str]) -> tuple[IncidentLine, ...]:
    """The lines of these incidents; one that is gone since the last look is left out."""
    found = bench.case.incidents_named(ids)
    board = bench.incidents
    rows = board.rows_of(found)
    lines = []
    for id_ in ids:
        if id_ in found:
            row = rows.get(id_)
            made_up = row is not None and bool(board.made_up[row])
            lines.append(msgspec.structs.replace(incident_line(found[id_], bench.words), made_up=made_up))
    return tuple(lines)
