"""Claims of reports stored in a case, and the incidents that come of them: for tests of linking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from masudi.casefile import Case
from masudi.domain import Claim, Reading, Report
from masudi.domain.case import Retrieval
from masudi.domain.incident import Incident
from tests.corroborate.claims import make_claim


def report_of(claims: Sequence[Claim], text: str | None = None, **more: Any) -> Report:
    first = claims[0]
    text = text or "\n".join(claim.mentions[0].sentence.text for claim in claims)
    fields: dict[str, Any] = {
        "name": first.report,
        "path": None,
        "text": text,
        "sha256_bytes": first.sha256_bytes,
        "sha256_text": first.sha256_text,
        "source": first.publisher,
        "published": first.published,
    }
    return Report(**(fields | more))


def store(case: Case, *claims: Claim, **more: Any) -> str:
    """Store claims of one report; its id in the case."""
    report = report_of(claims, **more)
    return case.store(Reading(report=report, claims=claims), report.text.encode(), Retrieval(), reader="r").id


def strike(report: str, **more: Any) -> Claim:
    return make_claim("airstrike", report=report, **more)


def groups(case: Case) -> dict[str, tuple[str, ...]]:
    return {one.incident.id: tuple(sorted(one.incident.claims)) for one in case.incidents()}


def only(case: Case) -> Incident:
    [found] = case.incidents()
    return found.incident


def held(case: Case, claim: str) -> str:
    found = case.incident_of(claim)
    assert found is not None
    return found
