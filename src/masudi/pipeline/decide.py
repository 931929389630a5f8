"""What people decide about the claims of a case: checked against the report, then added to the log.

Each function is one decision: it adds one entry, and what the case shows follows in the same transaction; incidents
follow right after it. `seen` is the
number of the newest decision on the claim that the person knew of (0: none): where somebody has decided meanwhile, it
is a ConflictError and nothing is added. DecisionError says why a decision cannot be taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from masudi.domain import Action, Claim
from masudi.domain.case import CaseClaim, Decision, case_claim_id
from masudi.errors import DecisionError
from masudi.ontology import load_ontology
from masudi.pipeline.relink import follow
from masudi.pipeline.written import written
from masudi.review import FIELDS, check_claim, checked_correction, standing

if TYPE_CHECKING:
    from masudi.casefile import Case

# What of a decision is no fact about the case, or is taken back in other ways.
_FINAL = (Action.CARRY, Action.ENROL, Action.REDACT, Action.SET)


class Signer(Protocol):
    """Somebody's key: see `masudi.review.Signer`."""

    @property
    def public_key(self) -> str:
        """The public key, hexadecimal."""

    def sign(self, message: bytes) -> str:
        """The signature of `message`, hexadecimal."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who decides: the name in the log, and the key that signs (None: the decision is not signed)."""

    name: str
    signer: Signer | None = None


def accept(case: Case, id_: str, by: Person, *, why: str | None = None, seen: int | None = None) -> Decision:
    """The claim is what its report says, as it now stands."""
    return _on_claim(case, _decidable(case, id_), Action.ACCEPT, {}, by, why, seen)


def reject(case: Case, id_: str, by: Person, *, why: str | None = None, seen: int | None = None) -> Decision:
    """The claim is not what its report says: it leaves lists, counts, incidents and control, and may come back."""
    return _on_claim(case, _decidable(case, id_), Action.REJECT, {}, by, why, seen)


def correct(
    case: Case, id_: str, field: str, value: Any, by: Person, *, why: str | None = None, seen: int | None = None
) -> Decision:
    """One field of the claim is `value`: JSON of docs/formats.md, or shorter (`masudi.pipeline.written`)."""
    found = _decidable(case, id_)
    report = case.report(found.report_id)
    value = written(report.report.text, field, value, report.claims)
    payload = checked_correction(found.claim, field, value, text=report.report.text, kinds=_kinds())
    return _on_claim(case, found, Action.CORRECT, payload, by, why, seen)


def add_claim(case: Case, report_id: str, fields: Mapping[str, Any], by: Person, *, why: str | None = None) -> Decision:
    """A claim that the reader missed; the entry's `subject` is its id.

    `fields` are those of docs/formats.md that a person may set (`masudi.review.FIELDS`), at least `kind` and
    `mentions`, each as for `correct`; the status is `asserted` unless given.
    """
    stored = case.report(report_id)
    report = stored.report
    if unknown := [name for name in fields if name not in FIELDS]:
        raise DecisionError(f"{unknown[0]!r} cannot be given; what can is: {', '.join(FIELDS)}")
    if missing := [name for name in ("kind", "mentions") if not fields.get(name)]:
        raise DecisionError(f"a claim needs {' and '.join(missing)}")
    content = {name: written(report.text, name, value, stored.claims) for name, value in fields.items()}
    content |= {
        "id": "",
        "report": report.name,
        "path": report.path,
        "sha256_bytes": report.sha256_bytes,
        "sha256_text": report.sha256_text,
        "publisher": report.source,
        "published": report.published,
        "synthetic": report.synthetic,
        "status": content.get("status", "asserted"),
    }
    try:
        claim = msgspec.convert(content, Claim)
    except msgspec.ValidationError as fault:
        raise DecisionError(f"a claim cannot be that: {fault}") from None
    check_claim(claim, text=report.text, kinds=_kinds())
    claim = msgspec.structs.replace(claim, id=case_claim_id(report_id, claim))
    _refuse_known(case, report_id, claim)
    payload = {"report": report_id, "claim": msgspec.to_builtins(claim)}
    # Nobody has decided on it before: two people who add the same claim are told of each other.
    entry = case.decide(by.name, Action.ADD, claim.id, payload, why=why, signer=by.signer, seen=0)
    follow(case, [claim.id])
    return entry


def _refuse_known(case: Case, report_id: str, claim: Claim) -> None:
    known = {one.claim.id: one for one in case.claims_of(report_id)}
    if (same := known.get(claim.id)) is not None:
        problem = f"the case has this claim ({claim.id}, {same.state}): decide on that"
        raise DecisionError(problem)


def pin_place(
    case: Case,
    words: str,
    by: Person,
    *,
    gazetteer_id: str | None = None,
    point: tuple[float, float] | None = None,
    name: str | None = None,
    radius_km: float | None = None,
    report_id: str | None = None,
    why: str | None = None,
) -> Decision:
    """Wherever a claim has `words` as its place, it is that place: an entry of a gazetteer, or a point (WGS 84).

    For the claims of one report (`report_id`), or for those of the whole case, later ones among them.
    """
    from masudi.pipeline.placed import entry_of_gazetteer, point_on_earth

    if (gazetteer_id is None) == (point is None):
        raise DecisionError("a place is pinned to an entry of a gazetteer or to a point: give one of the two")
    chosen = point_on_earth(point, radius_km) if point is not None else entry_of_gazetteer(gazetteer_id or "")
    chosen |= {"name": name or chosen.get("name") or words}
    return _pin(case, Action.PIN_PLACE, words, chosen, by, report_id, why)


def pin_actor(
    case: Case,
    words: str,
    by: Person,
    *,
    actor_id: str | None = None,
    name: str | None = None,
    entity: str | None = None,
    report_id: str | None = None,
    why: str | None = None,
) -> Decision:
    """Wherever a claim has `words` as actor, target or source, they are that party: one of Masudi's list of actors
    (`actor_id`), or one that it does not have, by its name.

    For the claims of one report (`report_id`), or for those of the whole case, later ones among them.
    """
    chosen: dict[str, Any]
    if actor_id is not None:
        from masudi.resolve import load_knowledge

        known = {one.name: one for one in load_knowledge().actors}
        if actor_id not in known:
            raise DecisionError(f"there is no actor {actor_id!r}: `masudi actors` lists them; or give a name instead")
        chosen = {"actor_id": actor_id, "entity": known[actor_id].entity, "name": name or known[actor_id].label}
    elif name:
        chosen = {"actor_id": None, "entity": entity or f"other:{name}", "name": name}
    else:
        raise DecisionError("who is it? Give an actor's id, or a name")
    return _pin(case, Action.PIN_ACTOR, words, chosen, by, report_id, why)


def _pin(
    case: Case, action: Action, words: str, chosen: dict[str, Any], by: Person, report_id: str | None, why: str | None
) -> Decision:
    if not words.strip():
        raise DecisionError("which words are to be pinned? Give them as the report has them")
    payload: dict[str, Any] = {"words": words, "as": chosen}
    if report_id is not None:
        payload["report"] = case.report(report_id).report.sha256_text
    entry = case.decide(by.name, action, report_id or case.id(), payload, why=why, signer=by.signer)
    follow(case)
    return entry


def undo(case: Case, sequence: int, by: Person, *, why: str | None = None, seen: int | None = None) -> Decision:
    """The decision with this number no longer holds; undoing an undoing brings the first back."""
    entry = case.decision(sequence)
    if entry.action in _FINAL or entry.action == "create":
        raise DecisionError(f"decision {sequence} ({entry.action}) cannot be undone")
    if entry.payload is None:
        raise DecisionError(f"decision {sequence} was erased: there is nothing to undo")
    undone = _undone_by(sequence, case.decisions(entry.subject))
    if undone is not None:
        raise DecisionError(f"decision {sequence} is undone already, by decision {undone}: undo that to bring it back")
    payload = {"sequence": sequence}
    done = case.decide(by.name, Action.UNDO, entry.subject, payload, why=why, signer=by.signer, seen=seen)
    follow(case)
    return done


def _undone_by(sequence: int, entries: Iterable[Decision]) -> int | None:
    entries = list(entries)
    target = next(one for one in entries if one.sequence == sequence)
    if target.action != Action.UNDO and target in standing(entries):
        return None
    undoing = [one for one in entries if one.action == Action.UNDO and (one.payload or {}).get("sequence") == sequence]
    for one in reversed(undoing):
        if _undone_by(one.sequence, entries) is None:
            return one.sequence
    return None


def _decidable(case: Case, id_: str) -> CaseClaim:
    """The claim with this id, if it is one that people decide on; DecisionError where another took its place."""
    found = case.claim(id_)
    if found.retired is None or found.orphan:
        return found
    carried = [one for one in case.decisions(id_) if one.action == Action.CARRY and one.payload is not None]
    if not carried:
        raise DecisionError(f"claim {id_} went when report {found.report_id} was read anew: see what it says now")
    to = carried[-1].payload["to"] if carried[-1].payload else None
    if to is not None:
        raise DecisionError(f"claim {id_} went when its report was read anew: claim {to} took its place")
    return found


def _on_claim(
    case: Case,
    found: CaseClaim,
    action: Action,
    payload: dict[str, Any],
    by: Person,
    why: str | None,
    seen: int | None,
) -> Decision:
    entry = case.decide(by.name, action, found.claim.id, payload, why=why, signer=by.signer, seen=seen)
    follow(case, [found.claim.id])
    return entry


def _kinds() -> Collection[str]:
    return {kind.name for kind in load_ontology().kinds}
