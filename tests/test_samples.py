"""The bundled samples are what the demo and the guide promise: made up, marked so, and at odds with each other."""

from __future__ import annotations

import datetime
import re
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import masudi
from masudi.data import packaged

KEYS = ["title", "source", "url", "published", "language", "synthetic"]
DATELINE = re.compile(r"^\w+, (\d{1,2} March|March \d{1,2})\b")


def paths() -> list[Path]:
    return sorted(packaged("samples").glob("*.txt"))


def parts(path: Path) -> tuple[dict[str, str], str]:
    """The header lines and the body."""
    header, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    return dict(line.split(": ", 1) for line in header.splitlines()), body.strip()


@pytest.fixture(params=paths(), ids=lambda path: path.stem)
def sample(request: pytest.FixtureRequest) -> Path:
    path = request.param
    assert isinstance(path, Path)
    return path


def test_there_are_enough_from_enough_publishers() -> None:
    assert len(paths()) >= 8
    assert len({parts(path)[0]["source"] for path in paths()}) >= 5


def test_a_sample_has_every_header_line_and_is_marked_as_made_up(sample: Path) -> None:
    header, _ = parts(sample)
    assert list(header) == KEYS
    assert header["synthetic"] == "yes"
    assert header["language"] == "en"


def test_a_sample_comes_from_an_invented_domain(sample: Path) -> None:
    address = urlsplit(parts(sample)[0]["url"])
    assert address.scheme == "https"
    assert (address.hostname or "").endswith(".example")


def test_a_sample_is_short(sample: Path) -> None:
    assert 120 <= len(parts(sample)[1].split()) <= 350


def test_names_sort_by_date(sample: Path) -> None:
    assert sample.stem.startswith(parts(sample)[0]["published"])


def test_the_offensive_takes_about_a_week() -> None:
    dates = [datetime.date.fromisoformat(parts(path)[0]["published"]) for path in paths()]
    assert 7 <= (max(dates) - min(dates)).days <= 9


def test_one_report_names_two_brigades_that_differ_by_one_digit() -> None:
    close = []
    for path in paths():
        numbers = sorted(set(re.findall(r"Brigade (\d+)", parts(path)[1])))
        close += [
            (path.stem, one, other)
            for one, other in combinations(numbers, 2)
            if len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
        ]
    assert close == [("2024-03-10-torvesh-today", "142", "147")]


def test_one_dateline_contradicts_its_header() -> None:
    wrong = []
    for path in paths():
        header, body = parts(path)
        found = DATELINE.match(body)
        day = int(re.sub(r"\D", "", found[1])) if found else None
        if day is not None and day != int(header["published"][-2:]):
            wrong.append(path.stem)
    assert wrong == ["2024-03-08-parallel-wire"]


def test_publishers_disagree_on_the_market() -> None:
    bodies = {path.stem: parts(path)[1] for path in paths()}
    assert "Three people were killed" in bodies["2024-03-04-torvesh-today"]
    assert "Two citizens were martyred" in bodies["2024-03-05-knna"]
    assert "At least 20 civilians died" in bodies["2024-03-05-covenant-voice"]
    assert "has risen to seven" in bodies["2024-03-06-parallel-wire"]
    assert "killed 12 people" in bodies["2024-03-07-osmer-valley-monitor"]


def test_every_claim_read_from_a_sample_is_marked_as_made_up(sample: Path) -> None:
    reading = masudi.read(sample)
    assert reading.report.synthetic
    assert reading.report.warnings == ()
    assert len(reading.claims) >= 5
    assert all(claim.synthetic for claim in reading.claims)
