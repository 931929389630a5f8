"""The brief on a case, or on a part of it: the sections of every brief, and those that only a case can have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from masudi.brief.attribution import Voices
from masudi.brief.bundling import ByIncidents
from masudi.brief.case_claims import home_of, report_ids, said_in
from masudi.brief.case_facts import facts, reviewed, title, withheld_lines
from masudi.brief.case_ground import Grounds
from masudi.brief.case_incidents import Incidents
from masudi.brief.case_pictures import pictures
from masudi.brief.citing import briefed, citation, line, numbered
from masudi.brief.compose import Writer
from masudi.brief.draft import Draft, Evidence, Said, TableDraft, plain
from masudi.brief.naming import Names
from masudi.brief.quoting import evidence
from masudi.brief.silence import spoken
from masudi.brief.values import Brief, Citation, Section
from masudi.brief.wording import SectionWords, wording
from masudi.domain import Reading
from masudi.domain.incident import Origin
from masudi.domain.view import CaseView

# A section of more lines is no brief any more; those that the most origins tell stay.
MOST_LINES = 60


class LeftBack(Protocol):
    """How much was withheld for one reason: `masudi.publish.Withheld`."""

    @property
    def what(self) -> str:
        """What sort of thing was."""

    @property
    def reason(self) -> str:
        """Why, in words."""

    @property
    def count(self) -> int:
        """How many."""


def compose_case(view: CaseView, *, withheld: Iterable[LeftBack] = (), version: str = "") -> Brief:
    """The brief on what `view` has: the same value for the same view.

    One line tells an incident, with the origins that say so. `withheld` is what the policy kept back, `version` that
    of the program. Raises nothing for thin or contradictory claims; KnowledgeError where data/brief.yaml is broken.
    """
    readings, claims = said_in(view)
    words = wording()
    names = Names(claims, words)
    voices = Voices(names, claims, reports=len(view.reports), known=_origins(view))
    writer = Writer(claims, readings, words, ByIncidents(names, home_of(view)), voices)
    drafts = {name: _most(spoken(lines)) for name, lines in writer.sections().items()}
    incidents = Incidents(view, claims, writer)
    ground = Grounds(view, claims, words)
    drafts["contested"] = spoken(incidents.contested(), keep=True)
    drafts["alone"] = incidents.alone()
    drafts["doubts"] = _once(drafts.get("doubts", []), drafts["contested"])
    drafts["control"], drafts["pockets"] = ground.control_lines(), spoken(ground.pocket_lines())
    drafts["reviewed"], drafts["withheld"] = reviewed(view), withheld_lines(view, withheld)
    tables = {"civilians": incidents.tolls(), "control": ground.changes()}
    numbers = _numbered(drafts, tables, words.sections)
    shown = pictures(view)
    sections = [_section(one, drafts, tables, numbers, shown) for one in words.sections]
    return Brief(
        title=title(view),
        synthetic=any(report.synthetic for report in view.reports),
        sections=tuple(one for one in sections if one.lines or one.tables or one.pictures),
        citations=tuple(_citations(numbers, readings, claims)),
        reports=tuple(
            msgspec.structs.replace(briefed(number, reading), id=id_)
            for number, (reading, id_) in enumerate(zip(readings, report_ids(view), strict=True), 1)
        ),
        facts=facts(view, version),
        day=view.day,
    )


def _origins(view: CaseView) -> Mapping[str, Sequence[Origin]]:
    """By the id of each claim of an incident, the origins that it comes from."""
    found: dict[str, list[Origin]] = {}
    for one in view.incidents:
        for origin in one.incident.origins:
            for claim in origin.claims:
                found.setdefault(claim, []).append(origin)
    return found


def _most(lines: list[Draft]) -> list[Draft]:
    """The lines, the best borne out of them where there are too many; how many are left out is said."""
    if len(lines) <= MOST_LINES:
        return lines
    best = sorted(range(len(lines)), key=lambda at: (-len(lines[at].origins), -len(lines[at].evidence), at))
    kept = sorted(best[:MOST_LINES])
    left = len(lines) - MOST_LINES
    more = f"{left:,} more lines, of fewer origins, are left out here: ask for a place, some days or an operation alone"
    return [*(lines[at] for at in kept), Draft(body=(plain(more),), group=lines[kept[-1]].group)]


def _once(doubts: Sequence[Draft], contested: Sequence[Draft]) -> list[Draft]:
    """What deserves a second look, without what is told as contested already."""
    told = [set(one.evidence) for one in contested]
    return [one for one in doubts if not any(set(one.evidence) <= other for other in told) or not one.evidence]


def _numbered(
    drafts: Mapping[str, list[Draft]], tables: Mapping[str, list[TableDraft]], sections: Sequence[SectionWords]
) -> dict[Evidence, int]:
    """Numbers in the order in which the brief is read."""
    order: list[Draft] = []
    for section in sections:
        order += drafts.get(section.name, [])
        order += [
            Draft(body=(), evidence=cell.evidence)
            for table in tables.get(section.name, [])
            for row in table.rows
            for cell in row
        ]
    return numbered(order)


def _section(
    section: SectionWords,
    drafts: Mapping[str, list[Draft]],
    tables: Mapping[str, list[TableDraft]],
    numbers: Mapping[Evidence, int],
    shown: tuple[object, ...],
) -> Section:
    made = Section(
        name=section.name,
        heading=section.heading,
        note=section.note,
        lines=tuple(line(draft, numbers) for draft in drafts.get(section.name, [])),
        tables=tuple(table.numbered(numbers) for table in tables.get(section.name, []) if table.rows),
    )
    return msgspec.structs.replace(made, pictures=shown) if section.name == "where" else made


def _citations(
    numbers: Mapping[Evidence, int], readings: Sequence[Reading], claims: Sequence[Said]
) -> Iterable[Citation]:
    first: dict[Evidence, str] = {}
    for one in claims:
        for found in evidence(one):
            first.setdefault(found, one.claim.id)
    for found, number in numbers.items():
        yield msgspec.structs.replace(citation(number, found, readings), claim=first.get(found))
