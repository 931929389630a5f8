"""What a case file holds of incidents, as values: one with its grade, what lists ask for, one looked at closely."""

from __future__ import annotations

import datetime

import msgspec

from masudi.domain.case import CaseClaim, Decision, Told
from masudi.domain.claim import Place, Status
from masudi.domain.incident import Corroboration, Incident, Link


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """What a person makes of an incident on a scale of data/grades.yaml; `decision` is its number in the log.

    `marks` has one mark for each part of the scale. `of` is the id of the incident that was graded, where that has
    ended since and most of its claims are in this one. Masudi grades nothing itself.
    """

    scale: str
    marks: dict[str, str]
    person: str
    at: datetime.datetime
    decision: int
    of: str | None = None


class CaseIncident(msgspec.Struct, frozen=True, kw_only=True):
    """An incident of the case, and its grade where somebody has given one. The ids of claims are the case's own."""

    incident: Incident
    grade: Grade | None = None


class IncidentOutline(msgspec.Struct, frozen=True, kw_only=True):
    """As much of a `masudi.domain.incident.Incident` as it takes to count, filter and draw it among many.

    `contradictions` are not looked into: how many there are is all that is known of them here.
    """

    id: str
    kinds: tuple[str, ...]
    status: Status
    from_: datetime.date | None = msgspec.field(default=None, name="from")
    to: datetime.date | None = None
    places: tuple[Place, ...] = ()
    claims: tuple[str, ...]
    contradictions: tuple[msgspec.Raw, ...] = ()
    corroboration: Corroboration
    graded: bool = False


class SoughtIncidents(Told, frozen=True, kw_only=True):
    """Which incidents are asked for, see `Told`.

    `kind` is one of the incident's kinds; some claim of it has the `actor` and the `place`. `origins` is how many
    origins at least assert it. `contradicted` and `graded`: those that are, or those that are not.
    """

    origins: int | None = None
    contradicted: bool | None = None
    graded: bool | None = None


class IncidentDetail(msgspec.Struct, frozen=True, kw_only=True):
    """An incident with all its claims, why they are linked, and what people decided about it, oldest first.

    `links` are between things that two reports tell, named by the first claim of each.
    """

    id: str
    incident: Incident
    grade: Grade | None = None
    claims: tuple[CaseClaim, ...]
    links: tuple[Link, ...] = ()
    decisions: tuple[Decision, ...] = ()
