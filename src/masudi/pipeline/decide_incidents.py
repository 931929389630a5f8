"""What people decide about incidents: checked, added to the log, and followed at once by the incidents that it touches.

As in `masudi.pipeline.decide`, each function is one decision and `masudi.pipeline.decide.undo` takes it back. What is
said of claims holds in every later linking, and wins over every score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from masudi.corroborate.grades import marked
from masudi.domain import Action
from masudi.domain.case import Decision
from masudi.errors import DecisionError
from masudi.pipeline.decide import Person
from masudi.pipeline.relink import follow

if TYPE_CHECKING:
    from masudi.casefile import Case


def split(
    case: Case, id_: str, claims: Iterable[str], by: Person, *, why: str | None = None, seen: int | None = None
) -> Decision:
    """These claims of the incident are not of one incident with the others of it."""
    held = case.find_incident(id_).incident
    parted = _of_incident(held.claims, claims)
    others = [one for one in held.claims if one not in parted]
    if not others:
        raise DecisionError("these are all of its claims: name those that do not belong to the others")
    return _decide(case, Action.SPLIT, held.id, {"claims": parted, "others": others}, by, why, seen)


def merge(case: Case, id_: str, other: str, by: Person, *, why: str | None = None, seen: int | None = None) -> Decision:
    """Two incidents are one."""
    one, two = case.find_incident(id_).incident, case.find_incident(other).incident
    if one.id == two.id:
        raise DecisionError("this is one incident already")
    payload = {"claims": [*one.claims, *two.claims], "with": two.id}
    return _decide(case, Action.MERGE, one.id, payload, by, why, seen)


def pin(
    case: Case, id_: str, claims: Iterable[str], by: Person, *, why: str | None = None, seen: int | None = None
) -> Decision:
    """The claims of this incident stay in it, and these come to it, wherever they stand now; it keeps its id."""
    held = case.find_incident(id_).incident
    pinned = list(dict.fromkeys([*held.claims, *(case.claim(one).claim.id for one in claims)]))
    for one in pinned[len(held.claims) :]:
        if case.incident_of(one) is None:
            raise DecisionError(f"claim {one} is of no incident: analysis and control belong to none")
    return _decide(case, Action.PIN, held.id, {"claims": pinned}, by, why, seen)


def grade(
    case: Case,
    id_: str,
    scale: str,
    marks: Sequence[str],
    by: Person,
    *,
    why: str | None = None,
    seen: int | None = None,
) -> Decision:
    """The incident has these marks, one for each part of the scale (`masudi.corroborate.grades`)."""
    held = case.find_incident(id_).incident
    payload = {"scale": scale, "marks": marked(scale, marks), "claims": list(held.claims)}
    return _decide(case, Action.GRADE, held.id, payload, by, why, seen)


def _of_incident(held: Sequence[str], claims: Iterable[str]) -> list[str]:
    found = []
    for one in claims:
        whole = [claim for claim in held if claim.startswith(one.strip().lower())]
        if len(whole) != 1:
            said = "no claim" if not whole else "several claims"
            raise DecisionError(f"{said} of the incident has an id that begins with {one!r}")
        found.append(whole[0])
    if not found:
        raise DecisionError("which claims? Give their ids")
    return list(dict.fromkeys(found))


def _decide(
    case: Case, action: Action, id_: str, payload: dict[str, Any], by: Person, why: str | None, seen: int | None
) -> Decision:
    entry = case.decide(by.name, action, id_, payload, why=why, signer=by.signer, seen=seen)
    if action is not Action.GRADE:
        follow(case, [*payload["claims"], *payload.get("others", ())])
    return entry
