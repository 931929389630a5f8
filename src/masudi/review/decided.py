"""A claim as it stands after what people decided about it. Pure functions over claims and entries of the log."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from masudi.domain import Action, Claim, ReviewState
from masudi.domain.case import Decision
from masudi.errors import DecisionError

FIELDS = (
    *("kind", "status", "hedge", "mentions", "actor", "target", "place", "means", "source", "time", "casualties"),
    "violations",
)
"""What of a claim a person may correct."""

_OF_A_CLAIM = (Action.ACCEPT, Action.REJECT, Action.ADD, Action.CORRECT)
_PINNED: dict[str, tuple[str, tuple[str, ...]]] = {
    Action.PIN_PLACE: ("place", ("name", "within", "lat", "lon", "gazetteer_id", "kind", "precision", "radius_km")),
    Action.PIN_ACTOR: ("actor target source", ("entity", "actor_id", "name")),
}


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with all decisions applied, how far people are with it, and who they are, each once, in order.

    `agreed` are those of them who stand behind what it is now: a correction, or a rejection, asks all others anew.
    """

    claim: Claim
    state: ReviewState
    people: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()


def standing(entries: Iterable[Decision]) -> tuple[Decision, ...]:
    """The entries that hold: not undone, or undone by one that was undone itself. Undoing entries are left out."""
    entries = tuple(entries)
    undone: set[int] = set()
    for entry in reversed(entries):
        if entry.action == Action.UNDO and entry.sequence not in undone and entry.payload is not None:
            undone.add(entry.payload["sequence"])
    return tuple(entry for entry in entries if entry.sequence not in undone and entry.action != Action.UNDO)


def decided(claim: Claim, entries: Iterable[Decision]) -> Decided:
    """`claim` after the decisions on it: `entries` of the log whose subject it is, oldest first.

    An entry whose content was erased changes no field any more, and still counts as a review.
    """
    state, people, agreed = ReviewState.UNREVIEWED, dict[str, None](), dict[str, None]()
    for entry in standing(entries):
        if entry.action not in _OF_A_CLAIM:
            continue
        before = claim, state is ReviewState.REJECTED
        claim, state = _after(claim, state, entry)
        if before != (claim, state is ReviewState.REJECTED):
            agreed.clear()
        people[entry.person] = agreed[entry.person] = None
    return Decided(claim=claim, state=state, people=tuple(people), agreed=tuple(agreed))


def effective(claim: Claim, entries: Iterable[Decision], pins: Iterable[Decision]) -> Decided:
    """`claim`, as it was read, after all that people decided: `entries` on it, and `pins` of the whole case.

    What somebody said of this one claim counts more than a pin; but where a correction gives no more than words, a pin
    of these words says who or where it is. A pin of the claim's report counts more than one of the whole case, and a
    later one more than an earlier one. Both `entries` and `pins` may hold undoing entries.
    """
    weakest_first = sorted(standing(pins), key=lambda one: bool(one.payload and one.payload.get("report")))
    found = decided(pinned(claim, weakest_first), entries)
    return msgspec.structs.replace(found, claim=pinned(found.claim, reversed(weakest_first), blank=True))


def _after(claim: Claim, state: ReviewState, entry: Decision) -> tuple[Claim, ReviewState]:
    if entry.action == Action.ACCEPT:
        # Who accepts what somebody corrected accepts the correction: the claim stays a corrected one.
        return claim, state if state is ReviewState.CORRECTED else ReviewState.ACCEPTED
    if entry.action == Action.REJECT:
        return claim, ReviewState.REJECTED
    if entry.action == Action.ADD:
        return claim, ReviewState.ACCEPTED
    if entry.payload is not None:
        claim = _with(claim, entry.payload["field"], entry.payload["value"])
    return claim, ReviewState.CORRECTED


def pinned(claim: Claim, pins: Iterable[Decision], *, blank: bool = False) -> Claim:
    """`claim` with the places and actors that people pinned: `pins` are standing entries of the log, oldest first.

    A pin holds for every mention of its words (`payload["words"]`, capitals aside), in all reports or, where the
    payload names one (`report`, a SHA-256 of text), in that report alone. `payload["as"]` has the fields it sets; those
    it does not name become unknown, since a name's former point says nothing of the place that people chose.
    """
    for pin in pins:
        if pin.payload is None or (action := _PINNED.get(pin.action)) is None:
            continue
        if pin.payload.get("report") not in (None, claim.sha256_text):
            continue
        roles, names = action
        for role in roles.split():
            claim = _pinned_role(claim, role, pin.payload, names, blank)
    return claim


def _pinned_role(claim: Claim, role: str, payload: Mapping[str, Any], names: tuple[str, ...], blank: bool) -> Claim:
    words, chosen = str(payload["words"]).casefold(), payload["as"]
    fillers = getattr(claim, role)
    known = [name for name in names if fillers and hasattr(fillers[0], name)]
    changed = tuple(
        msgspec.structs.replace(one, **{name: chosen.get(name) for name in known})
        if one.text.casefold() == words and not (blank and any(getattr(one, name) is not None for name in known))
        else one
        for one in fillers
    )
    return claim if changed == fillers else msgspec.structs.replace(claim, **{role: changed})


def checked_correction(claim: Claim, field: str, value: Any, *, text: str, kinds: Collection[str]) -> dict[str, Any]:
    """The payload of a correction of `claim`: `field` becomes `value`, of the JSON that docs/formats.md describes.

    `text` is the report's, `kinds` the names of kinds. DecisionError, which says what is wrong, where the claim cannot
    have that value, or its words do not stand where it says.
    """
    if field not in FIELDS:
        raise DecisionError(f"{field!r} cannot be corrected; what can is: {', '.join(FIELDS)}")
    changed = _with(claim, field, value)
    check_claim(changed, text=text, kinds=kinds)
    return {"field": field, "value": msgspec.to_builtins(getattr(changed, field))}


def check_claim(claim: Claim, *, text: str, kinds: Collection[str]) -> None:
    """DecisionError where a claim that a person made or changed does not fit its report or the ontology."""
    if claim.kind not in kinds:
        raise DecisionError(f"there is no kind {claim.kind!r}: `docs/codebook.md` lists them")
    if not claim.mentions:
        raise DecisionError("a claim needs a mention: the words of the report that say it")
    for span in _spans(msgspec.to_builtins(claim)):
        inside = 0 <= span["start"] < span["end"] <= len(text)
        found = text[span["start"] : span["end"]] if inside else ""
        if found != span["text"] or not found:
            raise DecisionError(
                f"characters {span['start']} to {span['end']} of the report are {found!r}, not {span['text']!r}"
            )


def _with(claim: Claim, field: str, value: Any) -> Claim:
    """The claim with one field replaced, and without the reader's confidence in what a person has now said."""
    content = msgspec.to_builtins(claim)
    content[field] = value
    content["confidence"]["fields"].pop(field, None)
    try:
        return msgspec.convert(content, Claim)
    except msgspec.ValidationError as fault:
        raise DecisionError(f"{field} cannot be that: {fault}") from None


def _spans(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        for part in value.values():
            yield from _spans(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _spans(part)
