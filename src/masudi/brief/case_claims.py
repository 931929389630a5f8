"""The claims of a view of a case, as the brief takes them: each with a report whose text has the words it cites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from masudi.brief.draft import Said
from masudi.brief.sure import named_surely
from masudi.domain import Claim, Reading, Report, Span
from masudi.domain.case import CaseClaim
from masudi.domain.decision import ReviewState
from masudi.domain.view import CaseView, ViewReport

# Stands wherever a view has no words of a report. Sentences do not run on over it.
_GAP = "\n"


def said_in(view: CaseView) -> tuple[list[Reading], list[Said]]:
    """The reports of a view with their claims, and these claims one by one, in the order of the reports.

    A view has no texts. What its claims cite of one is put where it stood, so that what stands before a name in its
    sentence can be looked at; a claim whose words were taken out of their places has a text of its own. A party of
    which the reader is not sure enough is not named, unless somebody accepted or corrected the claim.
    """
    by_report: dict[str, list[CaseClaim]] = {}
    for one in view.claims:
        by_report.setdefault(one.report_id, []).append(one)
    readings: list[Reading] = []
    said: list[Said] = []
    for report in view.reports:
        found = by_report.get(report.id, [])
        if not found:
            continue
        claims = [_told(one) for one in found]
        text, apart = _text(claims)
        whole = _report(report, text)
        readings.append(Reading(report=whole, claims=tuple(claims)))
        for at, claim in enumerate(claims):
            own = _report(report, apart[claim.id]) if claim.id in apart else whole
            said.append(Said(number=len(readings) - 1, at=at, report=own, claim=claim))
    return readings, said


def report_ids(view: CaseView) -> list[str]:
    """The ids of the reports that `said_in` gives, in its order."""
    making = {one.report_id for one in view.claims}
    return [one.id for one in view.reports if one.id in making]


def _told(found: CaseClaim) -> Claim:
    decided = found.state in (ReviewState.ACCEPTED, ReviewState.CORRECTED) or found.by_person
    return found.claim if decided else named_surely(found.claim)


def _report(report: ViewReport, text: str) -> Report:
    return Report(
        name=report.name or "report",
        path=None,
        text=text,
        sha256_bytes=report.sha256_bytes or "",
        sha256_text=report.sha256_text or "",
        title=report.title,
        source=report.publisher,
        url=report.url,
        published=report.published,
        synthetic=report.synthetic,
    )


def _text(claims: Sequence[Claim]) -> tuple[str, Mapping[str, str]]:
    """The words that the claims cite, each where it stood; and for claims that do not fit in, their own words."""
    text: list[str] = []
    apart: dict[str, str] = {}
    # What begins at the very start may have been taken out of its place, and must not keep out what stood there.
    for claim in sorted(claims, key=lambda one: max(mention.sentence.start for mention in one.mentions) == 0):
        sentences = [mention.sentence for mention in claim.mentions]
        if _stands_together(claim) and all(_fits(text, one) for one in sentences):
            for one in sentences:
                _put(text, one)
        else:
            apart[claim.id] = sentences[0].text
    return "".join(text), apart


def _stands_together(claim: Claim) -> bool:
    """Whether the claim's fields stand where its sentences have them."""
    spans = (*claim.mentions, *claim.actor, *claim.target, *claim.place, *claim.means, *claim.source)
    return all(_agrees(mention.sentence, span) for mention in claim.mentions for span in spans)


def _agrees(sentence: Span, span: Span) -> bool:
    start, end = span.start - sentence.start, span.end - sentence.start
    outside = end <= 0 or start >= len(sentence.text)
    return outside or start < 0 or end > len(sentence.text) or sentence.text[start:end] == span.text


def _fits(text: Sequence[str], sentence: Span) -> bool:
    there = text[sentence.start : sentence.start + len(sentence.text)]
    return all(old in (_GAP, new) for old, new in zip(there, sentence.text, strict=False))


def _put(text: list[str], sentence: Span) -> None:
    end = sentence.start + len(sentence.text)
    text.extend([_GAP] * (end - len(text)))
    text[sentence.start : end] = sentence.text


def home_of(view: CaseView) -> dict[str, str]:
    """By the id of each claim the incident that it is of."""
    return {claim: one.incident.id for one in view.incidents for claim in one.incident.claims}
