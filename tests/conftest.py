"""Builders that tests of every room share: a report, and claims that point into it, from a few plain words.

def test_something(make_report: Callable[..., Report], make_claim: Callable[..., Claim]) -> None:
    report = make_report("Raiders stormed the mill at Tell Sarw.")
    claim = make_claim(report, kind="attack", trigger="stormed", actor="Raiders", place="Tell Sarw")
"""

from __future__ import annotations

import datetime
import hashlib
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from masudi.domain import (
    Claim,
    Hedge,
    HedgeLevel,
    Mention,
    Party,
    Place,
    Report,
    Source,
    Span,
    Status,
    Time,
    Toll,
    claim_id,
    span_of,
)
from tests.postgresql import Server, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from masudi.casefile import Case

S = TypeVar("S", bound=Span)

TEXT = (
    "Fighters of the Harran Brigades stormed the grain mill at Tell Sarw on Monday, the Sarw Monitor said. "
    "At least 12 civilians were killed."
)


def build_report(text: str = TEXT, **fields: Any) -> Report:
    """A report with this text; its hashes are right, every other field may be given by name."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    name = fields.pop("name", "sample")
    given: dict[str, Any] = {
        "path": f"{name}.txt",
        "sha256_bytes": digest,
        "sha256_text": digest,
        "title": "Mill at Tell Sarw stormed",
        "source": "Sarw Courier",
        "url": "https://courier.example/mill",
        "published": datetime.date(2031, 3, 4),
    }
    return Report(name=name, text=text, **(given | fields))


def build_claim(
    report: Report | None = None, *, trigger: str | Span | Iterable[str | Span] = (), **fields: Any
) -> Claim:
    """A claim of `report`; wherever a field holds spans, plain words stand for their first occurrence in the text.

    `trigger` gives the mentions (default: "stormed" where the text has it, else its first word). `actor`, `target`,
    `place`, `means`, `source` and `status_cue` take words, a span, or several; `time` words or a Time; `hedge` a level
    or a Hedge; `casualties` Toll values (see `make_toll`). The id and the report's fields follow from the report.
    """
    report = report or build_report()
    text = report.text
    triggers = _spans(text, trigger, Span) or (_default_trigger(text),)
    mentions = tuple(_mention(text, span) for span in triggers)
    for field, type_ in _SPANS.items():
        if field in fields:
            fields[field] = _spans(text, fields[field], type_)
    if isinstance(fields.get("time"), str):
        fields["time"] = locate(text, fields["time"], Time)
    if isinstance(fields.get("hedge"), str):
        fields["hedge"] = Hedge(level=HedgeLevel(fields["hedge"]))
    fields["status"] = Status(fields.get("status", "asserted"))
    given: dict[str, Any] = {
        "kind": "attack",
        "report": report.name,
        "path": report.path,
        "sha256_bytes": report.sha256_bytes,
        "sha256_text": report.sha256_text,
        "publisher": report.source,
        "published": report.published,
        "synthetic": report.synthetic,
        "mentions": mentions,
    }
    given |= fields
    given.setdefault("id", claim_id(report.sha256_text, given["kind"], mentions[0]))
    return Claim(**given)


def build_toll(report: Report, words: str, **fields: Any) -> Toll:
    """A toll whose span are the first occurrence of `words`; killed people, one or more, unless given."""
    given: dict[str, Any] = {"harm": "killed", "who": "people", "low": 1, "high": None}
    return locate(report.text, words, Toll, **(given | fields))


def locate(text: str, words: str, type_: type[S], **fields: Any) -> S:
    """The first occurrence of `words` in `text` as a `type_`; ValueError where there is none."""
    start = text.find(words)
    if start < 0 or not words:
        raise ValueError(f"{words!r} is not in the text")
    return type_(start=start, end=start + len(words), text=words, **fields)


_SPANS: dict[str, type[Span]] = {
    "actor": Party,
    "target": Party,
    "place": Place,
    "means": Span,
    "source": Source,
    "status_cue": Span,
}


def _spans(text: str, given: str | Span | Iterable[str | Span], type_: type[Span]) -> tuple[Span, ...]:
    several = [given] if isinstance(given, (str, Span)) else list(given)
    return tuple(locate(text, one, type_) if isinstance(one, str) else one for one in several)


def _default_trigger(text: str) -> Span:
    found = re.search(r"\bstormed\b", text) or re.search(r"\S+", text)
    if not found:
        raise ValueError("a claim needs a text to point into")
    return span_of(text, found.start(), found.end())


def _mention(text: str, span: Span) -> Mention:
    """The mention at `span`; its sentence runs between full stops or line ends."""
    start = max(
        text.rfind(mark, 0, span.start) + len(mark) if mark in text[: span.start] else 0 for mark in (". ", "\n")
    )
    end = min((at + 1 for at in (text.find(". ", span.end), text.find(".\n", span.end)) if at >= 0), default=len(text))
    if isinstance(span, Mention):
        return span
    return Mention(start=span.start, end=span.end, text=span.text, sentence=span_of(text, start, end))


@pytest.fixture
def make_report() -> Callable[..., Report]:
    """The builder of reports: `make_report(text, name=…, title=…, source=…, published=…, synthetic=…)`."""
    return build_report


@pytest.fixture
def make_claim() -> Callable[..., Claim]:
    """The builder of claims: `make_claim(report, kind=…, trigger="stormed", actor="Raiders", place=["A", "B"])`."""
    return build_claim


@pytest.fixture
def make_toll() -> Callable[..., Toll]:
    """The builder of tolls: `make_toll(report, "12 civilians", who="civilians", low=12, high=12)`."""
    return build_toll


@pytest.fixture
def spot() -> Callable[..., Any]:
    """The locator: `spot(text, "Tell Sarw", Place, kind="town")` is a Place at the first occurrence of the words."""
    return locate


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a window; the test is skipped only where none is installed."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        names = ("chromium", "chromium-browser", "google-chrome")
        path = next((found for name in names if (found := shutil.which(name))), playwright.chromium.executable_path)
        if not Path(path).exists():
            pytest.skip("no Chromium is installed")
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server of the tests' own; the tests are skipped only where none is installed."""
    with running() as server:
        if server is None:
            pytest.skip("no PostgreSQL is installed (Debian: postgresql)")
        yield server


@pytest.fixture(scope="session")
def template(postgresql: Server) -> str:
    """A database with an empty case, of which each test gets a copy."""
    from masudi.casefile import open_case

    name = "masudi_template"
    postgresql.run(f"CREATE DATABASE {name} TEMPLATE template0")
    with open_case(postgresql.address(name), create=True, person="tests"):
        pass
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def case_at(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty case is kept, once in each database."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        return server.database(request.getfixturevalue("template"))
    from masudi.casefile import open_case

    with open_case(tmp_path / "case.masudi", create=True, person="tests"):
        pass
    return str(tmp_path / "case.masudi")


@pytest.fixture
def case(case_at: str) -> Iterator[Case]:
    """An empty case that is open, once in each database."""
    from masudi.casefile import open_case

    with open_case(case_at, patience=5) as opened:
        yield opened


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with the samples in it, to be looked at."""
    from masudi.data import packaged
    from tests.commands import run_command

    path = tmp_path_factory.mktemp("case") / "samples.masudi"
    given = ("--case", path, "--collector", "R. Haddad", "--retrieved", "2024-03-13")
    result = run_command("add", packaged("samples"), *given)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("10 added; 2")
    return path


@pytest.fixture
def samples_copy(samples: Path, tmp_path: Path) -> Path:
    """A case with the samples in it, to be changed."""
    with sqlite3.connect(samples) as source, sqlite3.connect(tmp_path / "case.masudi") as copy:
        source.backup(copy)
    source.close()
    copy.close()
    return tmp_path / "case.masudi"
