"""Whose names must not leave a case: of private persons in its reports, and of victims whom its claims name."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from masudi.domain.case import ReportSummary
from masudi.resolve import load_knowledge
from masudi.resolve.private_names import private_names

if TYPE_CHECKING:
    from masudi.casefile import Case


Private: TypeAlias = tuple[tuple[str, ...], frozenset[str]]
"""Names, and the SHA-256 of the texts in which none can be found."""


def private_in(case: Case) -> Private:
    """The names of private persons in the current reports, and the SHA-256 of the texts in which none can be found.

    Victims (`Case.victims`) are private under every spelling, those that people joined as one person among them. Takes
    as long as reading all texts once.
    """
    reports = [one for one in case.reports() if one.current]
    publishers = {one.publisher for one in reports if one.publisher}
    texts = ((one.sha256_text, _titled(case, one)) for one in reports)
    victims = [one.name for one in case.victims() if one.sensitive]
    return private_names(texts, knowledge=load_knowledge(), known=publishers, victims=victims)


def _titled(case: Case, report: ReportSummary) -> str:
    """A report's text with its title as a sentence in front: a name may stand there alone."""
    text = case.report(report.id).report.text
    return f"{report.title}.\n\n{text}" if report.title else text
