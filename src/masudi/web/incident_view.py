"""One incident as a page shows it: accounts side by side, what agrees and what does not, tolls, reasons, decisions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec
from markupsafe import Markup

from masudi.corroborate.grades import Scale
from masudi.domain import Action, Status
from masudi.domain.case import CaseClaim, Decision
from masudi.domain.case_incident import CaseIncident, Grade, IncidentDetail
from masudi.domain.incident import Contradiction, Dispute, Fact, Incident, Link, Origin
from masudi.export.wording import day_words
from masudi.web.bench import Bench
from masudi.web.board import spot_of
from masudi.web.counting import Point, Tally
from masudi.web.incident_lines import IncidentLine, incident_line
from masudi.web.lines import Line, line_of
from masudi.web.toll_chart import Chart, charts

# Pairs of claims of which it is shown why they are linked.
_LINKS = 60

_FIELDS = {
    "kind": "Kind",
    "day": "Day",
    "place": "Place",
    "actor": "Actor",
    "target": "Target",
    "means": "Means",
}
_DISPUTES = {
    Dispute.HAPPENED: "Whether it happened",
    Dispute.WHO: "Who did it",
    Dispute.WHOM: "To whom",
    Dispute.TOLL: "How many",
}


class Agreeing(StrEnum):
    """How what an origin says in a row of the table stands to what others say."""

    SAME = "same"
    DIFFERS = "differs"
    OTHER = "other"
    SILENT = "silent"


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What one origin says of one thing."""

    how: Agreeing
    words: str


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing, what is agreed of it (None where accounts differ), and each origin's word, in their order."""

    label: str
    agreed: str | None
    differs: bool
    cells: tuple[Cell, ...]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One origin's account: its claims, which it quotes, and on which side it stands, where that is known."""

    key: str
    name: str
    quoted: bool
    camp: str | None
    against: tuple[str, ...]
    claims: tuple[Line, ...]


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why two claims may be of one incident: `parts` are words with what each adds to the log-odds."""

    one: Line
    other: Line
    score: float
    parts: tuple[tuple[float, str], ...]


class DecisionView(msgspec.Struct, frozen=True, kw_only=True):
    """A decision in words; `holds` unless it was taken back, then `back` is the number of the decision that did it.

    `ruling`: it can be taken back itself, or brought back, by `whose` it is now or an owner. `fresh` marks one that was
    taken since the person looked.
    """

    number: int
    person: str
    at: datetime.datetime
    says: str
    why: str | None
    holds: bool
    back: int | None = None
    whose: str = ""
    ruling: bool = True
    fresh: bool = False


class IncidentPage(msgspec.Struct, frozen=True, kw_only=True):
    """An incident as a page shows it. `seen` and `held` say, with the next decision, what the person knew of.

    `problem` says why a decision was not taken. `near` are incidents that this one may be one with,
    `elsewhere` those that have claims of the decision that was just taken (`done`).
    """

    line: IncidentLine
    incident: Incident
    grade: Grade | None
    table: tuple[TableRow, ...]
    accounts: tuple[Account, ...]
    charts: tuple[Chart, ...]
    reasons: tuple[Reason, ...]
    more_reasons: int
    decisions: tuple[DecisionView, ...]
    points: tuple[Point, ...]
    near: tuple[IncidentLine, ...] = ()
    scales: tuple[Scale, ...] = ()
    seen: int = 0
    held: str = ""
    done: DecisionView | None = None
    elsewhere: tuple[IncidentLine, ...] = ()
    problem: str | None = None
    made_up: bool = False

    @property
    def data(self) -> Markup:
        """What the map needs, as JSON that ends no element."""
        return Markup(msgspec.json.encode(self.points).decode().replace("<", "\\u003c"))


def incident_view(bench: Bench, found: IncidentDetail) -> IncidentPage:
    """The page of an incident, as it stands."""
    one = found.incident
    lines = {each.claim.id: _line(bench, each) for each in found.claims}
    line = incident_line(CaseIncident(incident=one, grade=found.grade), bench.words)
    made_up = any(each.claim.synthetic for each in found.claims)
    origins = [origin for origin in one.origins if any(claim in lines for claim in origin.claims)]
    names = {origin.key: origin.name for origin in one.origins}
    apart = frozenset(each.of or "" for each in one.contradictions if each.about is Dispute.TOLL)
    shown = found.links[:_LINKS]
    return IncidentPage(
        line=msgspec.structs.replace(line, made_up=made_up),
        incident=one,
        grade=found.grade,
        table=tuple(_table(bench, one, origins, found.claims)),
        accounts=tuple(_account(bench, origin, lines) for origin in origins),
        charts=charts(one.tolls, names, apart, bench.words),
        reasons=tuple(reason for link in shown if (reason := _reason(link, lines))),
        more_reasons=len(found.links) - len(shown),
        decisions=decision_views(found.decisions, lines),
        points=tuple(points_of(one)),
        seen=max((each.sequence for each in found.decisions), default=0),
        held=held_words(one),
        made_up=made_up,
    )


def held_words(one: Incident) -> str:
    """What changes with the claims of an incident."""
    import hashlib

    return hashlib.sha256(" ".join(sorted(one.claims)).encode()).hexdigest()[:16]


def _line(bench: Bench, found: CaseClaim) -> Line:
    return line_of(found.claim, found.report_id, found.title, bench.words)


def _account(bench: Bench, origin: Origin, lines: Mapping[str, Line]) -> Account:
    return Account(
        key=origin.key,
        name=origin.name,
        quoted=origin.quoted,
        camp=bench.label(origin.camp) if origin.camp else None,
        against=origin.against_interest,
        claims=tuple(lines[claim] for claim in origin.claims if claim in lines),
    )


# ---- What agrees and what does not


def _table(bench: Bench, one: Incident, origins: Sequence[Origin], claims: Iterable[CaseClaim]) -> Iterable[TableRow]:
    yield _status_row(bench, one, origins, claims)
    for fact in one.facts:
        yield _fact_row(bench, fact, origins)
    for dispute in one.contradictions:
        yield _dispute_row(bench, dispute, origins)


def _status_row(bench: Bench, one: Incident, origins: Sequence[Origin], claims: Iterable[CaseClaim]) -> TableRow:
    status = {each.claim.id: each.claim.status for each in claims}
    cells = []
    for origin in origins:
        its = list(dict.fromkeys(status[claim] for claim in origin.claims if claim in status))
        how = Agreeing.SAME if its == [one.status] else Agreeing.OTHER
        cells.append(Cell(how=how, words=", ".join(map(bench.words.status, its))))
    alone = len(one.statuses) == 1
    agreed = bench.words.status(one.status) if alone else None
    return TableRow(label="Told as", agreed=agreed, differs=False, cells=tuple(cells))


def _fact_row(bench: Bench, fact: Fact, origins: Sequence[Origin]) -> TableRow:
    value = _value(bench, fact)
    said = Cell(how=Agreeing.SAME, words=value)
    silent = Cell(how=Agreeing.SILENT, words="does not say")
    cells = tuple(said if origin.key in fact.origins else silent for origin in origins)
    return TableRow(label=_FIELDS.get(fact.field, fact.field), agreed=value, differs=False, cells=cells)


def _value(bench: Bench, fact: Fact) -> str:
    if fact.field == "kind":
        return bench.words.kind(fact.value)
    if fact.field == "day":
        return day_words(datetime.date.fromisoformat(fact.value))
    return bench.label(fact.value) if fact.field in ("actor", "target") else fact.value


def _dispute_row(bench: Bench, dispute: Contradiction, origins: Sequence[Origin]) -> TableRow:
    of = dispute.of or ""
    name = {Dispute.HAPPENED: bench.words.kind, Dispute.TOLL: bench.words.harm, Dispute.WHOM: bench.words.harm}
    about = f": {name[dispute.about](of)}" if of and dispute.about in name else ""
    cells = []
    for origin in origins:
        words = list(dict.fromkeys(side.words for side in dispute.sides if origin.key in side.origins))
        how = Agreeing.DIFFERS if words else Agreeing.SILENT
        cells.append(Cell(how=how, words="; ".join(words) or "does not say"))
    return TableRow(label=f"{_DISPUTES[dispute.about]}{about}", agreed=None, differs=True, cells=tuple(cells))


# ---- Why its claims are linked


def _reason(link: Link, lines: Mapping[str, Line]) -> Reason | None:
    if link.one not in lines or link.other not in lines:
        return None
    parts = tuple((part.weight, part.words) for part in link.why if part.weight)
    return Reason(one=lines[link.one], other=lines[link.other], score=link.score, parts=parts)


# ---- On the map


def points_of(one: Incident) -> Iterable[Point]:
    """The places of an incident that have a point; areas never as exact ones."""
    asserted = one.status is Status.ASSERTED
    count = Tally(asserted=int(asserted), other=int(not asserted))
    seen: set[tuple[float, float, bool]] = set()
    for place in one.places:
        spot = spot_of(place)
        if spot.lat is None or spot.lon is None or (spot.lat, spot.lon, spot.pinned) in seen:
            continue
        # An area that is no more than where a pin of it stands says nothing more.
        seen.add((spot.lat, spot.lon, spot.pinned))
        area = () if spot.pinned or spot.radius_km is None else ((spot.lat, spot.lon, spot.radius_km),)
        below = not spot.pinned and (spot.lat, spot.lon, True) in seen
        yield Point(
            lat=spot.lat,
            lon=spot.lon,
            name=spot.name,
            places=(spot.key,),
            count=count,
            pinned=spot.pinned,
            areas=area,
            below=below,
        )


# ---- Decisions


def decision_views(entries: Sequence[Decision], lines: Mapping[str, Line]) -> tuple[DecisionView, ...]:
    """The decisions in words, the newest first; those of taking back are told with what they took back."""
    undone = _undone(entries)
    undoing = {entry.sequence: entry for entry in entries if entry.action == Action.UNDO}
    views = []
    for entry in entries:
        if entry.action == Action.UNDO:
            continue
        by = undone.get(entry.sequence)
        views.append(
            DecisionView(
                number=entry.sequence,
                person=entry.person,
                at=entry.at,
                says=_decision_words(entry, lines),
                why=entry.why,
                holds=by is None,
                back=by,
                whose=entry.person if by is None else undoing[by].person,
            )
        )
        if by is not None:
            taken = undoing[by]
            says = f"took back number {entry.sequence}"
            views.append(
                DecisionView(
                    number=by, person=taken.person, at=taken.at, says=says, why=taken.why, holds=True, ruling=False
                )
            )
    return tuple(sorted(views, key=lambda one: -one.number))


def _undone(entries: Sequence[Decision]) -> dict[int, int]:
    """For each decision that does not hold, the number of what took it back."""
    undone: dict[int, int] = {}
    for entry in reversed(entries):
        if entry.action == Action.UNDO and entry.sequence not in undone and entry.payload is not None:
            undone[entry.payload["sequence"]] = entry.sequence
    return undone


def _decision_words(entry: Decision, lines: Mapping[str, Line]) -> str:
    content = entry.payload
    if content is None:
        return f"{entry.action} (its content was erased)"
    if entry.action == Action.SPLIT:
        return f"split off {_claim_words(content['claims'], lines)}"
    if entry.action == Action.MERGE:
        return f"merged it with incident {content.get('with', '')}"
    if entry.action == Action.PIN:
        return f"pinned its {_many(content['claims'])}"
    if entry.action == Action.GRADE:
        return f"graded it {' '.join(content['marks'].values())} ({content['scale']})"
    return str(entry.action)


def _claim_words(claims: Sequence[str], lines: Mapping[str, Line]) -> str:
    named = [f"“{lines[one].trigger}” ({lines[one].publisher or 'unknown'})" for one in claims[:3] if one in lines]
    return f"{_many(claims)}{': ' if named else ''}{', '.join(named)}"


def _many(claims: Sequence[str]) -> str:
    return f"{len(claims)} claim{'' if len(claims) == 1 else 's'}"
