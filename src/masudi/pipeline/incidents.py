"""Incidents and operations of a case, looked at closely: why claims are linked, and what people decided about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from masudi.data import fingerprint
from masudi.domain import Claim
from masudi.domain.case_incident import IncidentDetail
from masudi.domain.incident import Operation
from masudi.errors import UsageError
from masudi.pipeline.keeping import Shelf
from masudi.pipeline.relink import alignments, first_prints, gist_of_body

if TYPE_CHECKING:
    from masudi.casefile import Case

_OPERATIONS = "operations"
# Of a case with so many claims operations are kept: with fewer, working them out takes some tenths of a second.
_MANY = 4000


def incident(case: Case, prefix: str) -> IncidentDetail:
    """The incident whose id begins so, with its claims, the reasons of its links, and what people decided about it."""
    from masudi.corroborate import explain_pair

    found = case.find_incident(prefix)
    links, bodies = case.incident_links(found.incident.id)
    gists = {id_: gist_of_body(body) for id_, body in bodies.items()}
    return IncidentDetail(
        id=found.incident.id,
        incident=found.incident,
        grade=found.grade,
        claims=tuple(case.incident_claims(found.incident.id)),
        links=tuple(msgspec.structs.replace(one, why=explain_pair(gists[one.one], gists[one.other])) for one in links),
        decisions=tuple(case.incident_history(found.incident.id, found.incident.claims)),
    )


def operations(case: Case) -> tuple[Operation, ...]:
    """The operations of a case, by their first days.

    They are made of all incidents and claims, and of a large case kept in it until something changes. Whoever may not
    write to the case gets the same, which is then not kept.
    """
    shelf = Shelf(case, _OPERATIONS, fingerprint("corroborate.yaml", "publishers.yaml", "actors"))
    if (kept := shelf.find(tuple[Operation, ...])) is not None:
        return kept
    claims = [one.claim for one in case.claims()]
    found = _operations(case, claims)
    if len(claims) >= _MANY:
        shelf.put(found)
    return found


def _operations(case: Case, claims: Sequence[Claim]) -> tuple[Operation, ...]:
    from masudi import corroborate

    prints = case.prints({claim.sha256_text for claim in claims})
    return corroborate.operations(
        case.all_incidents(),
        claims,
        alignments=alignments(),
        reprints=first_prints(prints),
    )


def operation(case: Case, prefix: str) -> Operation:
    """The operation whose id begins so; UsageError where there is none, or more than one."""
    found = [one for one in operations(case) if one.id.startswith(prefix.strip().lower())]
    if len(found) != 1:
        said = "several operations have an id" if found else f"no operation in {case.where} has an id"
        raise UsageError(f"{said} that begins with {prefix!r}: masudi operations lists them")
    return found[0]
