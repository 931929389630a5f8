"""What a brief on a case says of itself: title, what was asked for, the case's seal, what is reviewed or withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from masudi.brief.clean import shown
from masudi.brief.draft import Draft, plain
from masudi.brief.timing import day, span
from masudi.brief.values import Fact
from masudi.brief.wording import wording
from masudi.domain.view import CaseView

if TYPE_CHECKING:
    from masudi.brief.case import LeftBack


def made_by() -> str:
    """The version of Masudi that is installed; "" where it runs from a folder that nobody has installed."""
    try:
        return version("masudi")
    except PackageNotFoundError:
        return ""


def title(view: CaseView) -> str:
    """What the brief is on: the case, or the place, the days or the operation that were asked for."""
    scope = view.scope
    told = []
    if scope.operation is not None:
        told.append(f"operation {shown(scope.operation)}")
    if scope.place is not None:
        told.append(shown(scope.place))
    if scope.from_ or scope.to:
        told.append(span(scope.from_, scope.to, wording()))
    many = len(view.reports)
    reports = f"{many:,} report{'' if many == 1 else 's'}"
    return f"Brief on {', '.join(told)}: {reports}" if told else f"Brief on a case of {reports}"


def facts(view: CaseView, made_with: str) -> tuple[Fact, ...]:
    """Of which case the brief is, as of when, and what made it."""
    return tuple(Fact(name=name, text=text) for name, text in _facts(view, made_with))


def _facts(view: CaseView, made_with: str) -> Iterator[tuple[str, str]]:
    if view.day is not None:
        yield "As of", day(view.day, wording())
    if not view.scope.everything:
        yield "Asked for", "; ".join(_asked(view))
    yield "Holds", f"{_many(len(view.claims), 'claim')} of {_many(len(view.reports), 'report')}"
    yield "Incidents", f"{_many(len(view.incidents), 'incident')}; {_many(len(view.operations), 'operation')}"
    yield "Case", view.case
    yield "Seal", f"{view.head} (the last decision in the case's log; masudi seal prints it)"
    if made_with:
        yield "Made by", f"Masudi {made_with}"


def _asked(view: CaseView) -> Iterator[str]:
    scope = view.scope
    if scope.operation is not None:
        yield f"operation {shown(scope.operation)}"
    if scope.place is not None:
        yield f"place {shown(scope.place)}"
    if scope.from_ or scope.to:
        yield f"days {span(scope.from_, scope.to, wording())}; what has no day is left out"


def reviewed(view: CaseView) -> list[Draft]:
    """How many claims people have looked at."""
    counts = view.review
    every = counts.unreviewed + counts.reviewed
    if not every:
        return []
    if not counts.reviewed:
        text = f"nobody has reviewed any of the {_many(every, 'claim')} here: all is as the program read it"
    else:
        share = counts.reviewed / every
        text = (
            f"people have reviewed {counts.reviewed:,} of {_many(every, 'claim')} ({share:.0%}): "
            f"{counts.accepted:,} accepted as read, {counts.corrected:,} corrected"
        )
    graded = sum(one.grade is not None for one in view.incidents)
    more = f"people have graded {graded:,} of {_many(len(view.incidents), 'incident')}" if graded else ""
    return [Draft(body=(plain(one),)) for one in (text, more) if one]


def withheld_lines(view: CaseView, withheld: Iterable[LeftBack]) -> list[Draft]:
    """How much is not told and why; never what it was."""
    lines = [f"{one.what}: {one.count:,} ({one.reason})" for one in withheld]
    lines += [f"{_many(one.claims, 'claim')} of the case not counted: {one.reason}" for one in view.left_out]
    return [Draft(body=(plain(one),)) for one in lines]


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
