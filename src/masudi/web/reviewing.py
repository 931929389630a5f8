"""Decisions on claims as the pages need them: kept in memory by claim, and taken by way of the pipeline."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any

import msgspec

from masudi.casefile import Case
from masudi.domain import Action, Claim
from masudi.domain.case import CaseClaim, Decision
from masudi.errors import ConflictError, DecisionError
from masudi.pipeline import decide as taking
from masudi.pipeline.decide import Person
from masudi.review import Review, reviewed, standing, untouched

_ON_CLAIMS = frozenset({Action.ACCEPT, Action.REJECT, Action.CORRECT, Action.ADD, Action.UNDO})
_PINS = frozenset({Action.PIN_PLACE, Action.PIN_ACTOR, Action.UNDO})


class Decisions:
    """The log of a case in memory; `follow` reads on where it has grown."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._by: dict[str, list[Decision]] = defaultdict(list)
        self._pins: list[Decision] = []
        # Which claims each person has decided on.
        self._people: dict[str, set[str]] = defaultdict(set)
        # Claims for which decisions on an earlier reading hold; of these the case knows which.
        self._heirs: set[str] = set()
        self._last = 0
        self._lock = threading.Lock()
        # Whoever decides on anything in the case waits here for whoever does so too: a database that is waited for by
        # many gives up on some.
        self.deciding = threading.Lock()
        self.follow()

    def follow(self) -> None:
        """Read the entries that have been added since."""
        with self._lock:
            for entry in self._case.decisions(after=self._last):
                self._last = entry.sequence
                if entry.action in _ON_CLAIMS:
                    self._by[entry.subject].append(entry)
                    self._people[entry.person].add(entry.subject)
                if entry.action in _PINS:
                    self._pins.append(entry)
                if entry.action == Action.CARRY and entry.payload and entry.payload["to"]:
                    self._heirs.add(entry.payload["to"])
                    for claims in self._people.values():
                        if entry.subject in claims:
                            claims.add(entry.payload["to"])

    def on(self, claim: str) -> Sequence[Decision]:
        """The decisions on a claim, oldest first, those that were undone among them."""
        if claim in self._heirs:
            return self._case.history(claim)
        return tuple(self._by.get(claim, ()))

    def pins(self) -> Sequence[Decision]:
        """The pins of the case, oldest first, with what was undone."""
        return tuple(self._pins)

    def touched(self, claim: str) -> bool:
        """Whether somebody has ever decided on a claim."""
        return claim in self._by or claim in self._heirs

    def review(self, found: CaseClaim, person: str | None) -> Review:
        """How a person finds a claim of the case; None sees what all may see."""
        if not self.touched(found.claim.id):
            return untouched(found.claim)
        entries = self.on(found.claim.id)
        return reviewed(self._case.as_read(found.claim.id), entries, self._pins, person)

    def all(self) -> Iterator[tuple[str, Review]]:
        """All claims as all may see them, those that were rejected among them, each with the id of its report."""
        left = {*self._by, *self._heirs}
        for one in self._case.claims():
            left.discard(one.claim.id)
            yield one.report_id, self.review(one, None)
        for id_ in left:
            yield from self._rejected(id_)

    def _rejected(self, id_: str) -> Iterator[tuple[str, Review]]:
        if not any(entry.action == Action.REJECT for entry in standing(self.on(id_))):
            return
        found = self._case.claim(id_)
        if found.current and found.retired is None:
            yield found.report_id, self.review(found, None)

    def counts(self, claims: Set[str]) -> dict[str, int]:
        """On how many of these claims each person decided, or on an earlier reading of them; the most first."""
        with self._lock:
            counts = {name: len(claims & its) for name, its in self._people.items()}
        return dict(sorted(((name, count) for name, count in counts.items() if count), key=lambda one: -one[1]))

    # Taking decisions

    def decide(
        self,
        by: Person,
        action: str,
        found: CaseClaim,
        seen: int,
        field: str = "",
        value: Any = None,
        why: str | None = None,
    ) -> Review:
        """Take a decision on a claim of which the person knew the decisions up to number `seen`.

        ConflictError where somebody else decided since, unless the person is not to see that: of a claim that needs two
        people, the first two decide each for themselves. DecisionError where the claim cannot be so.
        """
        try:
            self._take(by, action, found, seen, field, value, why)
        except ConflictError as fault:
            self.follow()
            state = self.review(found, by.name)
            if state.two is None or state.mine or state.answers:
                raise
            self._take(by, action, found, fault.sequence, field, value, why)
        self.follow()
        return self.review(found, by.name)

    def _take(
        self, by: Person, action: str, found: CaseClaim, seen: int, field: str, value: Any, why: str | None
    ) -> None:
        with self.deciding:
            self._take_alone(by, action, found, seen, field, value, why)

    def _take_alone(
        self, by: Person, action: str, found: CaseClaim, seen: int, field: str, value: Any, why: str | None
    ) -> None:
        case, id_ = self._case, found.claim.id
        if action == Action.ACCEPT:
            taking.accept(case, id_, by, seen=seen, why=why)
        elif action == Action.REJECT:
            taking.reject(case, id_, by, seen=seen, why=why)
        elif action == Action.CORRECT:
            claims = [one.claim for one in case.claims_of(found.report_id)]
            taking.correct(case, id_, field, _known_words(field, value, claims), by, seen=seen, why=why)
        else:
            own = [entry for entry in standing(self.on(id_)) if entry.person == by.name]
            if not own:
                raise DecisionError("there is no decision of yours on this claim to take back")
            taking.undo(case, own[-1].sequence, by, seen=seen, why=why)

    def undo(self, by: Person, sequence: int, found: CaseClaim, seen: int, why: str | None = None) -> Review:
        """Take back one decision on a claim, whoever took it; ConflictError where somebody decided since `seen`."""
        with self.deciding:
            taking.undo(self._case, sequence, by, seen=seen, why=why)
        self.follow()
        return self.review(found, by.name)

    def add(self, by: Person, report: str, kind: str, status: str, mention: dict[str, Any]) -> str:
        """Add a claim that the reader missed, and say its id."""
        fields = {"kind": kind, "status": status, "mentions": [mention]}
        with self.deciding:
            entry = taking.add_claim(self._case, report, fields, by)
        self.follow()
        return entry.subject


def _known_words(field: str, value: Any, claims: Iterable[Claim]) -> Any:
    """The value, in which words that the report has elsewhere in this role bring along what is known of them."""
    if field not in ("actor", "target", "place") or not isinstance(value, list):
        return value
    roles = ("actor", "target") if field != "place" else ("place",)
    known = {
        one.text.casefold(): msgspec.to_builtins(one)
        for claim in claims
        for role in roles
        for one in getattr(claim, role)
    }
    return [
        known.get(str(one.get("text", "")).casefold(), {}) | one if isinstance(one, dict) and len(one) == 3 else one
        for one in value
    ]
