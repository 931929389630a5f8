"""In a large case nobody waits for a brief: the page says that it is being made, how far it is, and shows it then."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from masudi.brief import compose_case
from masudi.casefile import Case
from masudi.domain import ReviewState
from masudi.domain.case import Sought
from masudi.errors import ReportError
from masudi.pipeline import decide
from masudi.pipeline.relink import settle
from masudi.web import bench, briefs, kept
from tests.web.browsing import faults_of
from tests.web.conftest import Visit

AMAL = decide.Person(name="Amal")


@pytest.fixture
def go(open_web_case: Case, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A case that counts as large, whose briefs are made when this is set."""
    settle(open_web_case)
    event = threading.Event()

    def slowly(*given: Any, **more: Any) -> Any:
        assert event.wait(30)
        return compose_case(*given, **more)

    monkeypatch.setattr(bench, "LARGE", 1)
    monkeypatch.setattr(kept, "_REST", 0.0)
    monkeypatch.setattr(briefs, "compose_case", slowly)
    yield event
    event.set()


def until_made(client: TestClient, query: str = "") -> dict[str, Any]:
    for _ in range(300):
        found: dict[str, Any] = client.get(f"/brief.json{query}").json()
        if found["making"] is None:
            return found
        time.sleep(0.05)
    raise AssertionError("the brief is not made")


def test_the_page_says_how_far_the_brief_is_and_then_shows_it(go: threading.Event, client: TestClient) -> None:
    page = client.get("/brief")
    assert page.status_code == 200
    assert "The brief is being made" in page.text
    assert "h-citations" not in page.text
    for _ in range(200):
        told = client.get("/brief/making.json").json()
        if told["making"]["step"] == "writing":
            break
        time.sleep(0.05)
    assert told["there"] is False
    assert told["making"]["step"] == "writing"
    assert told["making"]["seconds"] >= 0
    go.set()
    assert until_made(client)["brief"]["sections"]
    page = client.get("/brief")
    assert "being made" not in page.text
    assert "h-citations" in page.text
    assert client.get("/brief/making.json").json() == {"there": True, "making": None}


def test_a_file_is_not_there_before_its_brief(go: threading.Event, client: TestClient) -> None:
    answer = client.get("/brief/file/markdown")
    assert answer.status_code == 503
    assert "still being made" in answer.text
    go.set()
    for _ in range(300):
        answer = client.get("/brief/file/markdown")
        if answer.status_code == 200:
            break
        time.sleep(0.05)
    assert "# Brief on a case of" in answer.text


def test_one_brief_is_made_at_a_time(go: threading.Event, client: TestClient) -> None:
    client.get("/brief")
    time.sleep(0.2)
    other = client.get("/brief.json", params={"place": "Tell Sarw"}).json()
    assert other["making"] == {"step": "it waits for its turn", "seconds": None}
    go.set()
    assert until_made(client, "?place=Tell+Sarw")["brief"]["title"].startswith("Brief on Tell Sarw")


def test_after_a_decision_the_former_brief_is_shown_as_such(
    go: threading.Event, client: TestClient, open_web_case: Case
) -> None:
    go.set()
    before = until_made(client)["brief"]
    go.clear()
    claim = next(open_web_case.claims()).claim
    decide.reject(open_web_case, claim.id, AMAL)
    assert any(True for _ in open_web_case.claims(Sought(state=ReviewState.REJECTED)))
    found = client.get("/brief.json").json()
    assert found["brief"] == before
    assert found["making"] is not None
    assert "This brief is of the case some time ago" in client.get("/brief").text
    go.set()
    after = until_made(client)["brief"]
    assert claim.id not in str(after)
    assert claim.id in str(before)


def test_what_was_erased_is_told_by_no_former_brief(
    go: threading.Event, client: TestClient, open_web_case: Case
) -> None:
    go.set()
    until_made(client)
    go.clear()
    # Whatever is no decision may have been an erasure.
    open_web_case.fail(ReportError("gone.txt", "is not there"))
    found = client.get("/brief.json").json()
    assert found["brief"] is None
    assert found["making"] is not None


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_page_shows_the_brief_by_itself(go: threading.Event, visit: Visit, width: int, scheme: str) -> None:
    page = visit("/brief", width=width, height=800, color_scheme=scheme)
    page.locator("#making").wait_for()
    assert faults_of(page) == []
    go.set()
    page.locator("#h-citations").wait_for(timeout=30_000)
    assert page.locator("#making").count() == 0
