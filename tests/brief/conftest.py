"""What the brief's tests share: a brief of a few claims, and its lines by section."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from masudi.brief import Brief, compose, compose_case
from masudi.domain import Claim, Reading, Report
from masudi.domain.view import CaseView
from tests.brief.told_case import fill

Lines = dict[str, list[str]]


def lines(brief: Brief) -> Lines:
    """The words of the brief's lines, without their citations, by the names of the sections."""
    return {section.name: [line.text for line in section.lines] for section in brief.sections}


@pytest.fixture
def lines_of() -> Callable[..., Lines]:
    """`lines_of(report, claim, …)` or `lines_of((report, [claims]), …)`: the lines by section."""

    def told(*given: Any) -> Lines:
        return lines(compose(_readings(given)))

    return told


@pytest.fixture
def brief_of() -> Callable[..., Brief]:
    """`brief_of(report, claim, …)` or `brief_of((report, [claims]), …)`: the brief."""

    def composed(*given: Any) -> Brief:
        return compose(_readings(given))

    return composed


def _readings(given: tuple[Any, ...]) -> list[Reading]:
    if given and isinstance(given[0], Report):
        return [_reading(given[0], given[1:])]
    return [_reading(report, claims) for report, claims in given]


def _reading(report: Report, claims: Iterable[Claim]) -> Reading:
    return Reading(report=report, claims=tuple(claims))


@pytest.fixture(scope="session")
def told_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of the made-up reports in `told_case`; not to be changed."""
    from masudi.casefile import open_case

    path = tmp_path_factory.mktemp("told") / "told.masudi"
    with open_case(path, create=True, person="tests") as case:
        fill(case)
    return path


@pytest.fixture(scope="session")
def told_view(told_at: Path) -> CaseView:
    """All that the case tells, before any policy."""
    from masudi.casefile import open_case
    from masudi.pipeline.view import view

    with open_case(told_at) as case:
        return view(case)


@pytest.fixture(scope="session")
def told(told_view: CaseView) -> Brief:
    """The brief on all of the case."""
    return compose_case(told_view, version="1.2.3")
