"""Operations: what belongs to one offensive, and who attributes which aims, tactics, reasons and gains to whom."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Path, Response
from fastapi.responses import RedirectResponse

from masudi.domain.incident import Attributed, Feint, Operation
from masudi.web.bench import Bench
from masudi.web.incident_lines import IncidentLine, days_words, lines_by_id
from masudi.web.lines import Line, line_of
from masudi.web.pages import At, By, page
from masudi.web.paging import PageNumber, paged

router = APIRouter()

_ROWS = 25
# So many incidents, claims of one sort and feints are shown of an operation; the rest is counted.
_MOST = 100

OperationId = Annotated[str, Path(pattern=r"^[0-9a-f]{4,64}$")]

ANALYSIS = {"aims": "Aims", "tactics": "Tactics", "reasons": "Reasons", "assessments": "Assessments"}


class OperationLine(msgspec.Struct, frozen=True, kw_only=True):
    """One operation of a list: sides and days in words, and how much is told of what."""

    id: str
    attackers: tuple[str, ...]
    defenders: tuple[str, ...]
    day: str | None
    incidents: int
    gains: int
    cost: int
    feints: int
    origins: int
    analysis: tuple[tuple[str, int], ...]


class OperationsPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the operations of the case, the latest first; `pending`: they are still being worked out."""

    operations: tuple[OperationLine, ...] = ()
    page: int = 1
    pages: int = 1
    total: int = 0
    waiting: int = 0
    pending: bool = False


class AttributedView(msgspec.Struct, frozen=True, kw_only=True):
    """An aim, tactic, reason or assessment: whose it is, who says so, and the claim."""

    actors: tuple[str, ...]
    origin: str
    claim: Line


class Analysis(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of one sort (aims, tactics …); `more` is how much is not shown."""

    name: str
    label: str
    told: tuple[AttributedView, ...]
    more: int


class FeintView(msgspec.Struct, frozen=True, kw_only=True):
    """A feint and the attack that it covered, each None where no incident of it is known."""

    feint: IncidentLine | None
    covered: IncidentLine | None
    origins: tuple[str, ...]
    claims: tuple[Line, ...]


class OriginView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who tells of the operation, and on which side they stand, where that is known."""

    name: str
    quoted: bool
    camp: str | None
    claims: int


class OperationPage(msgspec.Struct, frozen=True, kw_only=True):
    """An operation: its incidents in order, those in which ground was won or people harmed, feints, what is said."""

    operation: OperationLine
    first: datetime.date | None
    last: datetime.date | None
    incidents: tuple[IncidentLine, ...]
    gains: tuple[str, ...]
    cost: tuple[str, ...]
    more: int
    feints: tuple[FeintView, ...]
    analysis: tuple[Analysis, ...]
    origins: tuple[OriginView, ...]
    made_up: bool


@page(router, "/operations", "operations.html")
def operations(bench: At, _: By, page: PageNumber = 1) -> OperationsPage:
    """The operations of the case, the latest first."""
    found = bench.operations()
    waiting = bench.case.waiting()
    if found is None:
        return OperationsPage(waiting=waiting, pending=True)
    shown, page, pages = paged(found[::-1], page, _ROWS)
    return OperationsPage(
        operations=tuple(_line(bench, one) for one in shown),
        page=page,
        pages=pages,
        total=len(found),
        waiting=waiting,
    )


@page(router, "/operation/{id_}", "operation.html")
def operation(bench: At, _: By, id_: OperationId) -> OperationPage | Response:
    """An operation: its incidents, and who attributes which aims and tactics to whom."""
    found = bench.operations()
    if found is None:
        raise HTTPException(503, "The operations are still being worked out: load the page again in a moment.")
    some = [each for each in found if each.id.startswith(id_)]
    if len(some) != 1:
        raise HTTPException(404)
    if some[0].id != id_:
        return RedirectResponse(f"/operation/{some[0].id}", 303)
    return _page(bench, some[0])


def _page(bench: Bench, one: Operation) -> OperationPage:
    ids = one.incidents[:_MOST]
    feints = one.feints[:_MOST]
    ends = {end for feint in feints for end in (feint.feint, feint.covered) if end}
    lines = {line.id: line for line in lines_by_id(bench, list(dict.fromkeys([*ids, *sorted(ends)])))}
    told = [each for name in ANALYSIS for each in getattr(one, name)[:_MOST]]
    claims = _claims(bench, [each.claim for each in told] + [claim for feint in feints for claim in feint.claims])
    names = {origin.key: origin.name for origin in one.origins}
    return OperationPage(
        operation=_line(bench, one),
        first=one.from_,
        last=one.to,
        incidents=tuple(lines[id_] for id_ in ids if id_ in lines),
        gains=one.gains,
        cost=one.cost,
        more=len(one.incidents) - len(ids),
        feints=tuple(_feint(feint, lines, claims, names) for feint in feints),
        analysis=tuple(_analysis(bench, one, name, claims, names) for name in ANALYSIS if getattr(one, name)),
        origins=tuple(
            OriginView(
                name=origin.name,
                quoted=origin.quoted,
                camp=bench.label(origin.camp) if origin.camp else None,
                claims=len(origin.claims),
            )
            for origin in one.origins
        ),
        made_up=any(line.made_up for line in lines.values()),
    )


def _line(bench: Bench, one: Operation) -> OperationLine:
    return OperationLine(
        id=one.id,
        attackers=tuple(map(bench.label, one.attackers)),
        defenders=tuple(map(bench.label, one.defenders)),
        day=days_words(one.from_, one.to),
        incidents=len(one.incidents),
        gains=len(one.gains),
        cost=len(one.cost),
        feints=len(one.feints),
        origins=len(one.origins),
        analysis=tuple(
            (label.lower(), len(getattr(one, name))) for name, label in ANALYSIS.items() if getattr(one, name)
        ),
    )


def _claims(bench: Bench, ids: Iterable[str]) -> dict[str, Line]:
    found = bench.case.with_ids(dict.fromkeys(ids))
    return {one.claim.id: line_of(one.claim, one.report_id, one.title, bench.words) for one in found}


def _feint(feint: Feint, lines: dict[str, IncidentLine], claims: dict[str, Line], names: dict[str, str]) -> FeintView:
    return FeintView(
        feint=lines.get(feint.feint) if feint.feint else None,
        covered=lines.get(feint.covered) if feint.covered else None,
        origins=tuple(names.get(key, key) for key in feint.origins),
        claims=tuple(claims[one] for one in feint.claims if one in claims),
    )


def _analysis(bench: Bench, one: Operation, name: str, claims: dict[str, Line], names: dict[str, str]) -> Analysis:
    every: tuple[Attributed, ...] = getattr(one, name)
    return Analysis(
        name=name,
        label=ANALYSIS[name],
        told=tuple(
            AttributedView(
                actors=tuple(map(bench.label, each.actors)),
                origin=names.get(each.origin, each.origin),
                claim=claims[each.claim],
            )
            for each in every[:_MOST]
            if each.claim in claims
        ),
        more=max(0, len(every) - _MOST),
    )
