"""A report that the reader cannot read is kept, marked, codes no claims, and its names are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from masudi.casefile import Case
from masudi.domain import Claim, Report
from masudi.pipeline import add, read_many, read_toponyms
from masudi.pipeline.decide import Person
from masudi.pipeline.known import names_in, with_names
from masudi.pipeline.reread import outdated, reread
from tests.conftest import build_claim
from tests.resolve.test_known_names import ARABIC
from tests.sources.test_languages import ENGLISH, FRENCH


def coder(report: Report) -> tuple[Claim, ...]:
    return (build_claim(report, trigger=report.text.split()[0]),)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in (("a", ARABIC), ("b", ENGLISH), ("c", FRENCH), ("d", ENGLISH + " Again.")):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_it_is_kept_and_marked_and_its_names_are_found(case: Case, folder: Path) -> None:
    added = list(add(sorted(map(str, folder.iterdir())), case, coder=coder))
    assert [(one.outcome, one.claims) for one in added] == [("added", 0), ("added", 1), ("added", 0), ("added", 1)]
    assert "is in Arabic" in added[0].warnings[0]
    summaries = {one.name: one for one in case.reports()}
    assert [(summaries[one].language, summaries[one].unread) for one in "abcd"] == [
        *(("ar", True), ("en", False), ("fr", True), ("en", False))
    ]
    stored = case.report(added[0].id or "")
    assert (stored.report.language, stored.report.unread, stored.claims) == ("ar", True, ())
    names = with_names(stored).names
    assert names is not None
    counted = names.counted()
    assert [one.id for one in counted[:2]] == ["syrian_observatory", "jaysh_al_islam"]
    assert (counted[2].name, counted[2].note, counted[2].words) == ("Douma", "city, SY", ("دوما",))
    assert with_names(case.report(added[1].id or "")).names is None
    assert [hit.report is not None for hit in case.search("دمشق")] == [True]


def test_the_reader_itself_passes_them_over(folder: Path) -> None:
    readings = list(read_many(folder))
    assert not any(isinstance(one, Exception) for one in readings)
    counts = [len(one) for one in readings if not isinstance(one, Exception)]
    assert (counts[0], counts[2]) == (0, 0)
    assert counts[1] > 0
    assert counts[3] > 0


def test_places_are_found_without_the_network(folder: Path) -> None:
    (found,) = read_toponyms([str(folder / "a.txt")])
    assert not isinstance(found, Exception)
    assert found.toponyms == names_in(found.report).places
    assert {one.name for one in found} >= {"Douma", "Damascus", "Idlib"}


def test_reading_anew_tells_the_language_of_older_reports(case: Case, folder: Path) -> None:
    (added,) = add([str(folder / "a.txt")], case, coder=coder)
    from sqlalchemy import update

    from masudi.casefile.tables import reports

    with case._writing() as connection:
        connection.execute(update(reports).values(language=None, unread=False, reader="older"))
    assert outdated(case) == [added.id]
    list(reread(case, outdated(case), Person(name="Ada"), coder=coder))
    report = case.report(added.id or "").report
    assert (report.language, report.unread) == ("ar", True)
    assert outdated(case) == []
