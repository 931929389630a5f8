"""What of a case is told to others: claims that count → a `CaseView`, as it is, or as the policy lets it go."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from masudi.domain import ReviewState
from masudi.domain.case import CaseClaim, ReportSummary, Sought
from masudi.domain.case_incident import CaseIncident
from masudi.domain.control import Standing, Tenure
from masudi.domain.incident import Grouping, Incident, Operation
from masudi.domain.view import CaseView, LeftOut, PlaceHeld, Private, Published, ReviewCounts, Scope, ViewReport
from masudi.pipeline import incidents as at_incidents
from masudi.pipeline.ground import Ground, ground_from, known_links
from masudi.pipeline.private import private_in
from masudi.pipeline.relink import alignments, first_prints
from masudi.publish import Policy, publish

if TYPE_CHECKING:
    from masudi.casefile import Case
    from masudi.corroborate import Print

_DECIDED = (ReviewState.ACCEPTED, ReviewState.CORRECTED)


def view(case: Case, scope: Scope | None = None) -> CaseView:
    """What is told of `case`, or of the part that `scope` asks for, before any policy: for those who work on the case.

    UsageError where the scope names an operation that is not there, KnowledgeError where a gazetteer is damaged.
    """
    scope = scope or Scope()
    whole = _Whole(case, scope)
    return whole.scoped(whole.derived(whole.bare()))


def published(
    case: Case, policy: Policy, today: datetime.date, scope: Scope | None = None, *, private: Private | None = None
) -> Published:
    """What of `case`, or of a part of it, may leave it on the day `today`; errors as for `view`.

    `private` is what `private_in` says of the case, for callers who know it: asking takes as long as reading all texts.
    """
    scope = scope or Scope()
    whole = _Whole(case, scope)
    bare = whole.linked(private or private_in(case))
    return publish(bare, policy, today, derive=lambda one: whole.scoped(whole.derived(one)), secret=_secret(case))


def passing(case: Case, policy: Policy, today: datetime.date, *, private: Private | None = None) -> frozenset[str]:
    """The ids of the claims that the policy lets go as they are, those among them that do not count: of which the
    reader was not sure, or that people rejected. Whoever reviews sees them.
    """
    whole = _Whole(case, Scope(), every=True)
    bare = whole.linked(private or private_in(case))
    left = publish(bare, policy, today, derive=lambda one: one, secret=_secret(case)).view
    return frozenset(one.claim.id for one in left.claims)


def _secret(case: Case) -> bytes:
    """What nobody knows who does not have the case: the random salt of its first decision."""
    first = next(iter(case.decisions()), None)
    return f"{case.id()} {first.salt if first else ''}".encode()


class _Whole:
    """All that counts in a case, and what is needed to work out what rests on it."""

    def __init__(self, case: Case, scope: Scope, *, every: bool = False) -> None:
        """`every`: also what does not count."""
        self._case, self._scope, self._settings = case, scope, case.settings()
        self._claims, self._left_out = (self._all(), ()) if every else self._counting()
        self._ids = {one.claim.id for one in self._claims}
        self._stored = case.incidents()
        self._prints: dict[str, Print] = first_prints(case.prints({one.claim.sha256_text for one in self._claims}))
        self._wanted = self._asked_for()

    def bare(self) -> CaseView:
        """The view with claims and reports as they are; what rests on claims is not worked out."""
        texts = [one for one in self._case.reports() if one.current]
        return CaseView(
            case=self._case.id(),
            day=self._scope.to or _last_day(self._claims, texts),
            scope=self._scope,
            synthetic=self._settings.synthetic,
            head=self._case.head(),
            # Whose reports are kept how long is nobody's business outside.
            settings=msgspec.structs.replace(self._settings, retention_days=None, retention_by_collector={}),
            reports=tuple(map(_report, texts)),
            claims=tuple(self._claims),
            left_out=self._left_out,
        )

    def linked(self, private: Private) -> CaseView:
        """The bare view with what a policy goes by: incidents as they are linked, and the names of private persons."""
        return msgspec.structs.replace(
            self.bare(),
            incidents=tuple(self._incidents({one.claim.id: one for one in self._claims})),
            private=private,
        )

    def derived(self, bare: CaseView) -> CaseView:
        """The view with all that rests on its claims made anew from them."""
        claims = {one.claim.id: one for one in bare.claims}
        ground = ground_from(self._case, [one.claim for one in bare.claims])
        made = tuple(self._incidents(claims))
        return msgspec.structs.replace(
            bare, incidents=made, operations=self._operations(bare, made), **_on_ground(ground, bare.day)
        )

    def scoped(self, view: CaseView) -> CaseView:
        """The view with what was asked for alone."""
        if self._wanted is not None:
            view = _only(view, self._wanted)
        used = Counter(one.report_id for one in view.claims)
        reports = tuple(
            msgspec.structs.replace(one, claims=used[one.id])
            for one in view.reports
            if used[one.id] or self._wanted is None
        )
        states = Counter(one.state for one in view.claims)
        review = ReviewCounts(
            unreviewed=states[ReviewState.UNREVIEWED],
            accepted=states[ReviewState.ACCEPTED],
            corrected=states[ReviewState.CORRECTED],
        )
        return msgspec.structs.replace(view, reports=reports, review=review)

    def _all(self) -> list[CaseClaim]:
        return sorted([*self._case.claims(), *self._case.claims(Sought(state=ReviewState.REJECTED))], key=_order)

    def _counting(self) -> tuple[list[CaseClaim], tuple[LeftOut, ...]]:
        """The claims that count, in an order that does not change; and how many do not, by reason."""
        least, kept, unsure = self._settings.least, [], 0
        for one in self._case.claims():
            sure = one.claim.confidence.claim
            if sure is None or sure >= least or one.state in _DECIDED:
                kept.append(one)
            else:
                unsure += 1
        kept.sort(key=_order)
        reasons = {f"the reader was less than {least:.0%} sure, and nobody has accepted it": unsure}
        rejected = sum(1 for _ in self._case.claims(Sought(state=ReviewState.REJECTED)))
        reasons["people rejected it"] = rejected
        return kept, tuple(LeftOut(reason=reason, claims=number) for reason, number in reasons.items() if number)

    def _incidents(self, claims: dict[str, CaseClaim]) -> Iterator[CaseIncident]:
        """The incidents of the case, each made of those of its claims that are given."""
        from masudi.corroborate import show

        for one in self._stored:
            its = [claims[id_].claim for id_ in one.incident.claims if id_ in claims]
            if its:
                group = Grouping(id=one.incident.id, claims=tuple(sorted(claim.id for claim in its)))
                made = show(group, its, alignments=alignments(), reprints=self._prints)
                made = msgspec.structs.replace(made, pinned=one.incident.pinned)
                yield CaseIncident(incident=made, grade=one.grade)

    def _operations(self, bare: CaseView, made: Iterable[CaseIncident]) -> tuple[Operation, ...]:
        from masudi.corroborate import operations

        return operations(
            [one.incident for one in made],
            [one.claim for one in bare.claims],
            alignments=alignments(),
            reprints=self._prints,
        )

    def _asked_for(self) -> frozenset[str] | None:
        """The ids of the claims that the scope asks for, with all others of their incidents; None for all."""
        scope = self._scope
        if scope.everything:
            return None
        wanted = self._ids
        if scope.place is not None or scope.from_ is not None or scope.to is not None:
            sought = Sought(place=scope.place, from_=scope.from_, to=scope.to)
            wanted = wanted & {one.claim.id for one in self._case.claims(sought)}
        if scope.operation is not None:
            found = at_incidents.operation(self._case, scope.operation)
            wanted = wanted & _of_operation(found, [one.incident for one in self._stored])
        groups = [set(one.incident.claims) for one in self._stored]
        together = set().union(*(group for group in groups if group & wanted))
        return frozenset((wanted | together) & self._ids)


def _of_operation(operation: Operation, incidents: Iterable[Incident]) -> set[str]:
    mine = set(operation.incidents)
    found = {claim for one in incidents if one.id in mine for claim in one.claims}
    said = (*operation.aims, *operation.tactics, *operation.reasons, *operation.assessments)
    found.update(one.claim for one in said)
    found.update(claim for feint in operation.feints for claim in feint.claims)
    return found


def _order(found: CaseClaim) -> tuple[str, str, int, str]:
    return str(found.claim.published or "9999"), found.report_id, found.claim.mentions[0].start, found.claim.id


def _report(one: ReportSummary) -> ViewReport:
    return ViewReport(
        id=one.id,
        name=one.name,
        title=one.title,
        publisher=one.publisher,
        url=one.url,
        published=one.published,
        synthetic=one.synthetic,
        sha256_bytes=one.sha256_bytes,
        sha256_text=one.sha256_text,
    )


def _last_day(claims: Iterable[CaseClaim], reports: Iterable[ReportSummary]) -> datetime.date | None:
    """The last day on which a report was published; the last that a claim tells of, where none has a date."""
    published = [one.published for one in reports if one.published]
    told = [one.claim.time.to for one in claims if one.claim.time and one.claim.time.to]
    return max(published or told, default=None)


def _on_ground(ground: Ground, day: datetime.date | None) -> dict[str, object]:
    """Control, pockets and what is said of sieges until a day."""
    if day is None:
        return {"control": (), "pockets": (), "pocket_changes": (), "sieges": (), "places": {}}
    links = known_links()
    held = tuple(
        PlaceHeld(place=one.place, name=one.name, now=one, tenures=_until(ground, one.place, day))
        for one in ground.on(day)
        if one.standing is not Standing.UNKNOWN or one.claims
    )
    firsts = [tenure.first for one in held for tenure in one.tenures]
    first = min(firsts, default=day)
    areas = sorted(links.areas)
    return {
        "control": held,
        "pockets": ground.pockets(day, links),
        "pocket_changes": ground.changes(first, day, links),
        "sieges": tuple(one for one in ground.ledger.sieges if one.first <= day),
        "places": {
            **{one.place: one.name for one in held},
            **{area: ground.ledger.name(area) for area in areas},
        },
    }


def _until(ground: Ground, place: str, day: datetime.date) -> tuple[Tenure, ...]:
    return tuple(one for one in ground.history(place) if one.first <= day)


def _only(view: CaseView, wanted: frozenset[str]) -> CaseView:
    """What of a view rests on the claims that are wanted."""
    claims = tuple(one for one in view.claims if one.claim.id in wanted)
    ids = {one.claim.id for one in claims}
    return msgspec.structs.replace(
        view,
        claims=claims,
        incidents=tuple(one for one in view.incidents if ids & set(one.incident.claims)),
        operations=tuple(one for one in view.operations if _touches(one, view, ids)),
        control=tuple(one for one in view.control if any(ids & set(each.control.claims) for each in one.tenures)),
        pockets=tuple(one for one in view.pockets if ids & set(one.claims)),
        pocket_changes=tuple(one for one in view.pocket_changes if ids & set(one.claims)),
        sieges=tuple(one for one in view.sieges if one.claim in ids),
    )


def _touches(operation: Operation, view: CaseView, ids: set[str]) -> bool:
    its = _of_operation(operation, [one.incident for one in view.incidents])
    return bool(its & ids)
