"""Whose names must not leave a case: of private persons in its reports, and of victims whom its claims name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from masudi.domain.case import ReportSummary
from masudi.domain.view import Private
from masudi.resolve import load_knowledge
from masudi.resolve.private_names import NamesKept, private_names

if TYPE_CHECKING:
    from masudi.casefile import Case

_SEVERAL = 2
# What each text gave, for the workbench, which asks after every change of a case.
_KEPT = NamesKept()


def private_in(case: Case) -> Private:
    """The names of private persons in the current reports; texts in which none can be found by their SHA-256.

    Victims (`Case.victims`) are private under every spelling, those that people joined as one person among them. Takes
    as long as reading all texts once; asked again, as long as reading those that are new.
    """
    reports = [one for one in case.reports() if one.current]
    known = {one.publisher for one in reports if one.publisher} | _places(case)
    texts = ((one.sha256_text, _titled(case, one)) for one in reports)
    victims = [one.name for one in case.victims() if one.sensitive]
    return private_names(texts, knowledge=load_knowledge(), known=known, victims=victims, kept=_KEPT)


def _places(case: Case) -> set[str]:
    """The names of places that a gazetteer has and several reports tell of.

    What one report alone takes for a place may be somebody who is called as one is.
    """
    texts: dict[str, set[str]] = defaultdict(set)
    for one in case.claims():
        for place in one.claim.place:
            if place.gazetteer_id is not None:
                texts[place.text].add(one.claim.sha256_text)
    return {name for name, found in texts.items() if len(found) >= _SEVERAL}


def _titled(case: Case, report: ReportSummary) -> str:
    """A report's text with its title as a sentence in front: a name may stand there alone."""
    text = case.report(report.id).report.text
    return f"{report.title}.\n\n{text}" if report.title else text
