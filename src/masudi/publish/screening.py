"""Claims and reports screened: which may go, which go with names, points and words taken out, which stay."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Set
from functools import cached_property, partial

import msgspec

from masudi.domain import Claim, ReviewState, Span
from masudi.domain.case import CaseClaim
from masudi.domain.view import CaseView, Private, Scope, ViewReport
from masudi.publish.counting import withheld_tolls
from masudi.publish.masking import NAME, Mask, loosened, masked
from masudi.publish.policy import Group, Policy
from masudi.publish.renaming import opaque, renamed
from masudi.publish.spelling import Terms, name_terms

YOUNG = "younger than the policy lets go"
UNREVIEWED = "nobody has reviewed it"
SINGLE = "one origin alone tells it"
NAMED = "names of persons"
UNREAD = "words in which names cannot be found"
SMALL = "small counts of people, and counts that give them away"
OTHERS = "words that stand beside what is withheld"


class Screen:
    """A view screened by a policy on a day; `tally` counts, by what and why, what is withheld."""

    def __init__(self, view: CaseView, policy: Policy, today: datetime.date, tally: Counter[tuple[str, str]]) -> None:
        self._all, self._policy, self._today, self._tally = view, policy, today, tally
        self._terms = [(group, Terms(group.words, group.but)) for group in policy.groups]
        self._touched: set[str] = set()
        self._counts: set[str] = set()
        self._staying: set[str] = set()
        self._touched_reports: set[str] = set()

    def view(self) -> CaseView:
        """The view with the claims and reports that may go; what rests on claims is not made anew here."""
        kept = [one for one in self._all.claims if self._goes(one)]
        self._staying = {one.claim.id for one in kept}
        gone = {one.claim.id for one in self._all.claims} - self._staying
        self._held = self._sentences(gone)
        claims = tuple(self._screened(one) for one in kept)
        claims = self._counted(claims)
        claims = self._requoted(claims)
        reports = tuple(self._report(one) for one in self._all.reports)
        numbered = {one.id: (number, one) for number, one in enumerate(reports, 1)}
        return msgspec.structs.replace(
            self._all,
            scope=self._scope(),
            claims=tuple(self._cited(one, *numbered[one.report_id]) for one in claims),
            reports=reports,
            private=Private(),
        )

    def renamed(self, view: CaseView, secret: bytes) -> CaseView:
        """The view with other ids and hashes for what was touched: from them nobody finds the words in a known text."""
        touched = {
            one.claim.id
            for one in self._all.claims
            if one.claim.id in self._touched or one.report_id in self._touched_reports
        }
        # The ids of incidents and operations follow from those of claims, and are guessed as these are.
        incidents = {one.incident.id for one in view.incidents if touched & set(one.incident.claims)}
        operations = {one.id for one in view.operations if incidents & set(one.incidents)}
        names = {one: opaque(secret, one, len(one)) for one in (*touched, *incidents, *operations)}
        for report in self._all.reports:
            if report.id in self._touched_reports:
                hashes = [one for one in (report.sha256_bytes, report.sha256_text) if one]
                names.update({one: opaque(secret, one, len(one)) for one in (report.id, *hashes)})
                if report.sha256_text:
                    # So an account without source and publisher is named (masudi.domain.origins).
                    beginning = report.sha256_text[:8]
                    names[f"report {beginning}"] = f"report {opaque(secret, report.sha256_text, 8)}"
        return renamed(view, names) if names else view

    def _scope(self) -> Scope:
        """What was asked for, without a name that is withheld."""
        scope = self._all.scope
        said = scope.place or ""
        if self._names.stand_in(said) or any(terms.stand_in(said) for _, terms in self._terms):
            return msgspec.structs.replace(scope, place=NAME)
        return scope

    # Which claims go

    def _goes(self, found: CaseClaim) -> bool:
        reason = self._kept_back(found)
        if reason is not None:
            self._tally["claims", reason] += 1
        return reason is None

    def _kept_back(self, found: CaseClaim) -> str | None:
        claim, policy = found.claim, self._policy
        held = claim.kind in policy.hold.kinds or any(one.harm in policy.hold.harms for one in claim.casualties)
        if held and self._young(claim):
            self._touched_reports.add(found.report_id)
            return YOUNG
        for group, terms in self._terms:
            if group.do == "drop" and _is_of(claim, group, terms):
                return group.label
        if not policy.unreviewed and found.state is ReviewState.UNREVIEWED:
            return UNREVIEWED
        if not policy.single_origin and claim.id in self._single:
            return SINGLE
        return None

    def _young(self, claim: Claim) -> bool:
        """Whether the claim's last day, or its publication, is too near; what has no day at all is."""
        days = [one for one in (_last_day(claim), claim.published) if one is not None]
        return bool(self._policy.hold.days) and (not days or max(days) > self._oldest)

    @cached_property
    def _oldest(self) -> datetime.date:
        return self._today - datetime.timedelta(days=self._policy.hold.days)

    @cached_property
    def _single(self) -> frozenset[str]:
        """The claims of incidents that fewer than two origins assert, and those of no incident."""
        backed = {
            claim
            for one in self._all.incidents
            if one.incident.corroboration.origins > 1
            for claim in one.incident.claims
        }
        return frozenset(one.claim.id for one in self._all.claims) - backed

    def _sentences(self, gone: set[str]) -> set[tuple[str, str]]:
        """Texts and sentences of claims that stay: no other claim quotes them."""
        return {
            (one.claim.sha256_text, mention.sentence.text)
            for one in self._all.claims
            if one.claim.id in gone
            for mention in one.claim.mentions
        }

    # What of a claim goes

    def _screened(self, found: CaseClaim) -> CaseClaim:
        claim = found.claim
        groups = [group for group, terms in self._terms if group.do == "coarsen" and _is_of(claim, group, terms)]
        mask = Mask(groups=tuple(groups), sensitive=self._sensitive, names=self._names)
        changed = masked(claim, mask, quotable=lambda sentence: self._quotable(claim, sentence))
        for group in groups:
            self._tally["claims without names, points and words", group.label] += 1
        if changed != claim:
            self._touched.add(claim.id)
        # Who decided on it is nobody's business outside.
        return msgspec.structs.replace(found, claim=changed, people=())

    @cached_property
    def _names(self) -> Terms:
        return name_terms(self._all.private if self._policy.persons else Private(), self._policy.names)

    @cached_property
    def _sensitive(self) -> tuple[tuple[Group, Terms], ...]:
        return tuple(self._terms)

    def _quotable(self, claim: Claim, sentence: Span) -> bool:
        reason = self._unquotable(claim, sentence.text)
        if reason is not None:
            self._tally["quotes", reason] += 1
        return reason is None

    def _unquotable(self, claim: Claim, words: str) -> str | None:
        if (claim.sha256_text, words) in self._held:
            return OTHERS
        if self._names.stand_in(words):
            return NAMED
        for group, terms in self._terms:
            if terms.stand_in(words):
                return group.label
        if self._policy.unread_quotes and (claim.sha256_text in self._all.private.unread or _other_letters(words)):
            return UNREAD
        return None

    def _counted(self, claims: tuple[CaseClaim, ...]) -> tuple[CaseClaim, ...]:
        """The claims without counts of few people, and without those from which they follow."""
        home = {claim: one.incident.id for one in self._all.incidents for claim in one.incident.claims}
        left = withheld_tolls([one.claim for one in claims], home, self._policy.counts)
        found = []
        for one in claims:
            tolls = left[one.claim.id]
            if tolls != one.claim.casualties:
                self._tally["counts", SMALL] += len(one.claim.casualties) - len(tolls)
                self._touched.add(one.claim.id)
                self._counts.add(one.claim.id)
                claim = masked(
                    msgspec.structs.replace(one.claim, casualties=tolls),
                    Mask(),
                    quotable=lambda _: False,
                )
                one = msgspec.structs.replace(one, claim=claim)
            found.append(one)
        return tuple(found)

    def _requoted(self, claims: tuple[CaseClaim, ...]) -> tuple[CaseClaim, ...]:
        """The claims without the sentences in which a count stands that is withheld, whoever quotes them."""
        told = {one.claim.id: one.claim for one in self._all.claims}
        barred = {
            (told[id_].sha256_text, mention.sentence.text) for id_ in self._counts for mention in told[id_].mentions
        }
        found = []
        for one in claims:
            text = one.claim.sha256_text
            if any((text, mention.sentence.text) in barred for mention in one.claim.mentions):
                quotable = partial(_allowed, barred, text)
                claim = masked(one.claim, Mask(), quotable=quotable)
                self._touched.add(claim.id)
                one = msgspec.structs.replace(one, claim=claim)
            found.append(one)
        return tuple(found)

    # What of a report goes

    def _report(self, report: ViewReport) -> ViewReport:
        said = " ".join(one for one in (report.title, report.url, report.name) if one)
        told = self._names.stand_in(said) or any(terms.stand_in(said) for _, terms in self._terms)
        young = bool(self._policy.hold.days) and (report.published is None or report.published > self._oldest)
        if told or young or report.id in self._touched_reports or (self._policy.unread_quotes and _other_letters(said)):
            self._touched_reports.add(report.id)
            self._tally["titles, addresses and hashes of reports", OTHERS] += 1
            return msgspec.structs.replace(report, name=None, title=None, url=None)
        return report

    def _cited(self, found: CaseClaim, number: int, report: ViewReport) -> CaseClaim:
        """The claim as its report may be cited; what it is to claims that stay behind is not told."""
        claim = loosened(found.claim) if report.id in self._touched_reports else found.claim
        relations = tuple(one for one in claim.relations if one.to in self._staying)
        name = report.name or f"report {number}"
        claim = msgspec.structs.replace(claim, report=name, path=None, relations=relations)
        return msgspec.structs.replace(found, claim=claim, title=report.title, url=report.url)


def _allowed(barred: Set[tuple[str, str]], text: str, sentence: Span) -> bool:
    return (text, sentence.text) not in barred


def _last_day(claim: Claim) -> datetime.date | None:
    return (claim.time.to or claim.time.from_) if claim.time else None


def _other_letters(words: str) -> bool:
    """Whether there are letters beyond Latin ones: names are told by capitals, which other scripts lack."""
    return any(one.isalpha() and ord(one) > 0x24F and not 0x1E00 <= ord(one) <= 0x1EFF for one in words)


def _is_of(claim: Claim, group: Group, terms: Terms) -> bool:
    """Whether a claim is of what a group is of, by what it is, whom it names, or where it is."""
    return (
        claim.kind in group.kinds
        or any(one.tag in group.tags for one in claim.violations)
        or any(one.kind in group.place_kinds for one in claim.place)
        or any(one.harm in group.harms for one in claim.casualties)
        or any(one.position in group.positions for one in claim.source)
        or any(terms.stand_in(one) for one in _fields(claim))
    )


def _fields(claim: Claim) -> Iterable[str]:
    """The words of a claim's fields, quotes aside."""
    for mention in claim.mentions:
        yield mention.text
    for party in (*claim.actor, *claim.target):
        yield from (one for one in (party.text, party.name, party.entity) if one)
    for place in claim.place:
        yield from (one for one in (place.text, place.name) if one)
    yield from (one.text for one in (*claim.means, *claim.source, *claim.casualties))
    yield from (one.label.text for one in claim.casualties if one.label)
