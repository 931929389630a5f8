"""Decisions on claims as the pages need them: kept in memory by claim, and taken with checks."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from masudi.casefile import Case
from masudi.domain import Action, Claim, Mention, Status, span_of
from masudi.domain.case import Decision, StoredReport, case_claim_id
from masudi.errors import ConflictError, DecisionError
from masudi.language.outline import outline
from masudi.review import Review, check_claim, checked_correction, load_review_rules, reviewed, standing

_ON_CLAIMS = frozenset({Action.ACCEPT, Action.REJECT, Action.CORRECT, Action.ADD, Action.UNDO})


class Decisions:
    """The log of a case, the decisions on claims by claim; `follow` reads on where it has grown."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._rules = load_review_rules()
        self._by: dict[str, list[Decision]] = defaultdict(list)
        self._added: dict[str, list[Claim]] = defaultdict(list)
        self._last = 0
        self._lock = threading.Lock()
        self.follow()

    def follow(self) -> list[str]:
        """Read the entries that have been added since; the ids of the claims that they are on."""
        touched = []
        with self._lock:
            for entry in self._case.decisions(after=self._last):
                self._last = entry.sequence
                if entry.action in _ON_CLAIMS:
                    self._by[entry.subject].append(entry)
                    touched.append(entry.subject)
                if entry.action == Action.ADD and entry.payload is not None:
                    claim = msgspec.convert(entry.payload["claim"], Claim)
                    self._added[str(entry.payload["report"])].append(claim)
        return touched

    def on(self, claim: str) -> Sequence[Decision]:
        """The decisions on a claim, oldest first."""
        return tuple(self._by.get(claim, ()))

    def review(self, claim: Claim, person: str | None) -> Review:
        """How a person finds a claim; None sees what all may see."""
        return reviewed(claim, self.on(claim.id), person, self._rules)

    def subjects(self) -> Iterable[str]:
        """The claims that somebody has decided on."""
        return tuple(self._by)

    def added(self, report: str) -> list[Claim]:
        """The claims that people added to a report and did not take back."""
        return [one for one in self._added.get(report, ()) if self._stands(one.id)]

    def claim_added(self, id_: str) -> Claim | None:
        """The claim with this id, where somebody added it."""
        return next((claim for some in tuple(self._added.values()) for claim in some if claim.id == id_), None)

    def _stands(self, claim: str) -> bool:
        return any(entry.action == Action.ADD for entry in standing(self.on(claim)))

    def claims_of(self, report: StoredReport) -> list[Claim]:
        """All claims of a report as they were read or added, in the order of the text."""
        claims = [*report.claims, *self.added(report.id)]
        return sorted(claims, key=lambda one: (one.mentions[0].start, one.mentions[0].end))

    # Taking decisions

    def decide(
        self, person: str, action: Action, claim: Claim, payload: dict[str, Any], seen: int, why: str | None = None
    ) -> Review:
        """Take a decision on a claim of which the person knew the decisions up to number `seen`.

        ConflictError where somebody else decided since, unless the person is not to see that: of a claim that needs two
        people, the first two decide each for themselves.
        """
        try:
            self._case.decide(person, action, claim.id, payload, why=why, seen=seen)
        except ConflictError as fault:
            self.follow()
            state = self.review(claim, person)
            if not state.two or state.mine or state.answers:
                raise
            self._case.decide(person, action, claim.id, payload, why=why, seen=fault.sequence)
        self.follow()
        return self.review(claim, person)

    def correct(
        self,
        person: str,
        claim: Claim,
        report: StoredReport,
        field: str,
        value: Any,
        *,
        kinds: Iterable[str],
        seen: int,
    ) -> Review:
        """Set a field of a claim; DecisionError where it cannot be that."""
        now = self.review(claim, person).claim
        value = _known_words(field, value, self.claims_of(report))
        payload = checked_correction(now, field, value, text=report.report.text, kinds=frozenset(kinds))
        return self.decide(person, Action.CORRECT, claim, payload, seen)

    def undo(self, person: str, claim: Claim, seen: int) -> Review:
        """Take back the person's own last decision on a claim; DecisionError where there is none."""
        own = [entry for entry in standing(self.on(claim.id)) if entry.person == person]
        if not own:
            raise DecisionError("there is no decision of yours on this claim to take back")
        return self.decide(person, Action.UNDO, claim, {"sequence": own[-1].sequence}, seen)

    def add(
        self, person: str, report: StoredReport, kind: str, status: str, start: int, end: int, *, kinds: Iterable[str]
    ) -> Claim:
        """Add a claim that the reader missed, its mention the characters from `start` to `end`."""
        text = report.report.text
        try:
            span, said = span_of(text, start, end), Status(status)
        except ValueError as fault:
            raise DecisionError(f"a claim cannot be added so: {fault}") from None
        sentence = outline(text).sentence_at(start)
        # Words that run over the end of a sentence have all that they run over as their evidence.
        around = span_of(text, min(sentence.start, start), max(sentence.end, end))
        mention = Mention(start=start, end=end, text=span.text, sentence=around)
        source = report.report
        claim = Claim(
            id="",
            report=source.name,
            path=source.path,
            sha256_bytes=source.sha256_bytes,
            sha256_text=source.sha256_text,
            publisher=source.source,
            published=source.published,
            synthetic=source.synthetic,
            kind=kind,
            status=said,
            mentions=(mention,),
        )
        claim = msgspec.structs.replace(claim, id=case_claim_id(report.id, claim))
        check_claim(claim, text=text, kinds=frozenset(kinds))
        if any(one.id == claim.id for one in self.claims_of(report)):
            raise DecisionError("these words are a claim of this kind already")
        payload = {"report": report.id, "claim": msgspec.to_builtins(claim)}
        self._case.decide(person, Action.ADD, claim.id, payload)
        self.follow()
        return claim


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
