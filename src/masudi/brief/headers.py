"""What renderings have in common: who a citation or a report is from, and how runs of numbers are written."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from masudi.brief.clean import shown
from masudi.brief.timing import day
from masudi.brief.values import Brief, BriefedReport, Citation
from masudi.brief.wording import wording

SYNTHETIC = "Made-up sample: nothing in this brief happened."
PARTLY_SYNTHETIC = "Some of these reports are made-up samples: what only they say never happened."
SYNTHETIC_MARK = "made up"
FOOT = "What is told here is what has been reported. Masudi quotes; it does not establish that a report is right."


def synthetic_note(brief: Brief) -> str | None:
    """The sentence that stands above a brief on made-up reports; None above any other."""
    if not brief.synthetic:
        return None
    return SYNTHETIC if all(report.synthetic for report in brief.reports) else PARTLY_SYNTHETIC


def from_whom(one: Citation | BriefedReport) -> str:
    """Publisher and date: "The Wire, 3 March 2017"."""
    name = one.report if isinstance(one, Citation) else one.name
    date = day(one.published, wording()) if one.published else "no date"
    return f"{shown(one.publisher or name)}, {date}"


def basis(brief: Brief) -> str:
    """What the brief rests on, in one line."""
    if brief.facts:
        return "; ".join(fact.text for fact in brief.facts if fact.name in ("Holds", "As of"))
    claims = sum(report.claims for report in brief.reports)
    counted = f"{claims} claim{'' if claims == 1 else 's'}"
    if len(brief.reports) == 1:
        return f"{from_whom(brief.reports[0])}; {counted}"
    return f"{len(brief.reports)} reports; {counted}"


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers as first and last of each run: 1, 2, 3, 7 as (1, 3), (7, 7)."""
    grouped = groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
    found = [[number for _, number in group] for _, group in grouped]
    return [(run[0], run[-1]) for run in found]


def cited(numbers: Sequence[int]) -> str:
    """ "1–3, 7"; runs of two are written out."""
    texts = [f"{a}–{b}" if b - a > 1 else ", ".join(map(str, range(a, b + 1))) for a, b in runs(numbers)]
    return ", ".join(texts)


def quote(citation: Citation) -> str:
    """The cited words on one line, with … where the sentence goes on."""
    words = shown(citation.quote).strip()
    return f"{'… ' if citation.cut_before else ''}{words}{' …' if citation.cut_after else ''}"
