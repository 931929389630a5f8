"""The page of the brief: citations lead to reports, its files are those of the command, nothing in it acts."""

from __future__ import annotations

import io
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from masudi.casefile import Case
from masudi.pipeline.relink import settle
from masudi.web import Visitors, create_app
from tests.web.browsing import faults_of
from tests.web.conftest import Visit


@pytest.fixture
def told(open_web_case: Case, client: TestClient) -> TestClient:
    settle(open_web_case)
    return client


def test_the_page_has_its_data(told: TestClient) -> None:
    found = told.get("/brief.json").json()
    sections = {one["name"] for one in found["brief"]["sections"]}
    assert {"where", "happened", "voices", "reviewed"} <= sections
    assert found["brief"]["synthetic"] is True
    ids = {one["id"] for one in told.get("/reports.json").json()["reports"]}
    assert set(found["reports"]) <= ids


def test_citations_lead_to_the_words_in_their_reports(told: TestClient) -> None:
    found = told.get("/brief.json").json()
    assert found["covered"] is False
    reports = found["brief"]["reports"]
    cited = next(
        one for one in found["brief"]["citations"] if reports[one["report_number"] - 1]["id"] in found["reports"]
    )
    address = f"/report/{reports[cited['report_number'] - 1]['id']}"
    assert f'href="{address}#c-{cited["claim"]}"' in told.get("/brief").text
    assert told.get(address).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.7"])
def test_served_to_this_machine_the_page_withholds_nothing(open_web_case: Case, visitors: Visitors, host: str) -> None:
    """As `serve` makes it: with the name under which it is reached."""
    client = TestClient(create_app(open_web_case, visitors, hosts=(host,)), base_url=f"http://{host}")
    client.get("/enter", params={"key": next(iter(visitors.keys))})
    assert client.get("/brief.json").json()["covered"] is False


@pytest.mark.parametrize("how", [{"addresses": True}, {"hosts": ("team.example",)}])
def test_served_to_others_the_page_tells_what_may_leave(
    open_web_case: Case, visitors: Visitors, how: dict[str, Any]
) -> None:
    settle(open_web_case)
    client = TestClient(create_app(open_web_case, visitors, **how), base_url="http://127.0.0.1")
    client.get("/enter", params={"key": next(iter(visitors.keys))})
    found = client.get("/brief.json").json()
    assert found["covered"] is True
    assert "Only what may leave the case is told" in client.get("/brief").text
    told = [line["parts"][0]["text"] for one in found["brief"]["sections"] for line in one["lines"]]
    assert any(words.startswith("Quotes: ") for words in told)


def test_what_reports_say_is_shown_and_does_not_act(told: TestClient) -> None:
    text = told.get("/brief").text
    assert "<script>document.title" not in text
    assert "<b>Hostile" not in text
    assert 'href="javascript' not in text
    assert not set("\u202e\u0007\x1b") & set(text)
    assert "style=" not in text


@pytest.mark.parametrize("form", ["markdown", "html", "docx", "pdf"])
def test_the_same_brief_comes_as_a_file(told: TestClient, form: str) -> None:
    answer = told.get(f"/brief/file/{form}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.content == told.get(f"/brief/file/{form}").content
    if form == "pdf":
        assert PdfReader(io.BytesIO(answer.content)).pages
    assert told.get("/brief/file/exe").status_code == 404


def test_a_part_can_be_asked_for(told: TestClient) -> None:
    found = told.get("/brief.json", params={"place": "Tell Sarw", "from": "2031-03-04", "to": "2031-03-04"}).json()
    assert found["brief"]["title"].startswith("Brief on Tell Sarw, 4 March 2031")
    assert "place=Tell+Sarw" in told.get("/brief", params={"place": "Tell Sarw"}).text.replace("%20", "+")


@pytest.mark.parametrize(
    "query", [{"from": "yesterday"}, {"from": "2031-03-05", "to": "2031-03-04"}, {"place": "x" * 301}]
)
def test_what_cannot_be_asked_for_is_said(told: TestClient, query: dict[str, str]) -> None:
    assert told.get("/brief", params=query).status_code in (400, 422)


def test_an_operation_that_is_not_there_is_said(told: TestClient) -> None:
    answer = told.get("/brief", params={"operation": "ffff"})
    assert answer.status_code == 200
    assert "no operation" in answer.text
    assert told.get("/brief/file/pdf", params={"operation": "ffff"}).status_code == 400


def test_nobody_from_outside_gets_a_brief(open_web_case: Case, client: TestClient) -> None:
    client.cookies.clear()
    assert client.get("/brief").status_code == 401
    assert client.get("/brief/file/pdf").status_code == 401


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_page_is_sound_at_every_size(open_web_case: Case, visit: Visit, width: int, scheme: str) -> None:
    settle(open_web_case)
    page = visit("/brief", width=width, height=800, color_scheme=scheme)
    assert faults_of(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    page.locator(".cites a").first.click()
    assert page.evaluate("() => location.hash").startswith("#c")
