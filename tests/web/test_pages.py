"""What pages show, by their JSON, and how filters narrow them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import report_ids

SARW = "user:sarw:Tell Sarw"


def overview(client: TestClient, **query: Any) -> dict[str, Any]:
    answer = client.get("/overview.json", params={"of": "claims", **query})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_every_page_has_its_data(client: TestClient) -> None:
    report = report_ids(client)["mill"]
    for path in ("/overview", "/reports", "/places", "/actors", "/review", "/search", f"/report/{report}"):
        assert client.get(path).headers["content-type"].startswith("text/html")
        assert client.get(f"{path}.json").headers["content-type"] == "application/json"


def test_what_is_asserted_is_counted_apart(client: TestClient) -> None:
    found = overview(client)
    assert found["count"] == {"asserted": 6, "other": 2}
    statuses = {one["status"]: one["count"] for one in found["choices"]["statuses"]}
    assert statuses == {"asserted": 6, "attempted": 0, "intended": 0, "possible": 1, "denied": 1}


def test_places_of_all_sorts_are_told_apart(client: TestClient) -> None:
    found = overview(client)
    assert found["coarse"] == {"asserted": 0, "other": 1}
    assert found["unplaced"] == {"asserted": 3, "other": 1}
    points = client.get("/map.json", params={"zoom": 10, "of": "claims"}).json()["points"]
    pins = [one for one in points if one["pinned"]]
    assert [(one["name"], one["count"]) for one in pins] == [("Tell Sarw", {"asserted": 3, "other": 0})]
    areas = [one for one in points if not one["pinned"]]
    assert [(one["name"], one["count"]) for one in areas] == [("Sarw province", {"asserted": 0, "other": 1})]


@pytest.mark.parametrize(
    ("query", "asserted", "other"),
    [
        ({"status": "possible"}, 0, 1),
        ({"status": ["possible", "denied"]}, 0, 2),
        ({"kind": "violence"}, 5, 2),
        ({"kind": "shelling"}, 2, 0),
        ({"kind": ["shelling", "analysis"]}, 3, 0),
        ({"place": SARW}, 3, 0),
        ({"place": "nowhere"}, 0, 0),
        ({"publisher": "Upper Sarw Post"}, 2, 0),
        ({"from": "2031-03-04"}, 1, 0),
        ({"to": "2031-03-03"}, 1, 0),
        ({"from": "2031-03-03", "to": "2031-03-04", "kind": "attack"}, 1, 0),
        ({"box": "40,35,40.2,35.25"}, 3, 0),
        ({"box": "0,0,1,1"}, 0, 0),
        ({"review": "accepted"}, 0, 0),
        ({"kind": ""}, 6, 2),
    ],
)
def test_filters_narrow(client: TestClient, query: dict[str, Any], asserted: int, other: int) -> None:
    found = overview(client, **query)
    assert found["count"] == {"asserted": asserted, "other": other}
    assert found["claims"]["total"] == asserted + other


def test_a_filter_counts_what_its_choices_would_leave(client: TestClient) -> None:
    found = overview(client, status="possible", kind="shelling")
    assert found["count"] == {"asserted": 0, "other": 0}
    assert {one["status"]: one["count"] for one in found["choices"]["statuses"]}["asserted"] == 2
    families = {one["key"]: one["count"] for one in found["choices"]["families"]}
    assert families["violence"] == {"asserted": 0, "other": 1}


@pytest.mark.parametrize(
    "query", [{"status": "happened"}, {"from": "yesterday"}, {"box": "1,2,3"}, {"box": "nan,0,1,1"}, {"review": "x"}]
)
def test_what_cannot_be_asked_for_is_said(client: TestClient, query: dict[str, str]) -> None:
    answer = client.get("/overview.json", params={"of": "claims", **query})
    assert answer.status_code == 400
    assert next(iter(query.values())).split(",")[0] in answer.json()["problem"]


def test_the_timeline_has_days_and_the_rest_apart(client: TestClient) -> None:
    found = overview(client)["timeline"]
    assert found["unit"] == "day"
    bars = {bar["first"]: bar["count"] for bar in found["bars"] if bar["count"]["asserted"] or bar["count"]["other"]}
    assert bars == {"2031-03-03": {"asserted": 1, "other": 0}, "2031-03-04": {"asserted": 1, "other": 0}}
    assert found["undated"] == {"asserted": 4, "other": 2}
    chosen = overview(client, **{"from": "2031-03-04"})["timeline"]
    assert chosen == found, "a period does not empty the timeline that one chooses it by"


def test_a_place_and_an_actor_have_pages(client: TestClient) -> None:
    place = client.get("/place.json", params={"id": SARW}).json()
    assert place["spot"]["name"] == "Tell Sarw"
    assert {one["name"] for one in place["actors"]} == {"Harran Brigades", "Government troops", "grain mill"}
    actor = client.get("/actor.json", params={"id": "name:harran brigades"}).json()
    assert actor["count"] == {"asserted": 1, "other": 0}
    assert [one["name"] for one in actor["places"]] == ["Tell Sarw"]
    for path in ("/place", "/actor"):
        assert client.get(path, params={"id": "nobody"}).status_code == 404


def test_places_without_a_point_are_a_list_of_their_own(client: TestClient) -> None:
    found = client.get("/places.json", params={"unplaced": "true"}).json()
    assert {one["name"] for one in found["entries"]} == {"quarry", "dam", "<b>Tell Sarw</b>"}
    assert found["unplaced"] == 3


def test_search_finds_claims_and_reports(client: TestClient) -> None:
    found = client.get("/search.json", params={"words": "nurse"}).json()
    assert [one["trigger"] for one in found["claims"]] == ["feint"]
    found = client.get("/search.json", params={"words": "closed"}).json()
    assert [one["title"] for one in found["reports"]] == ["Shells on Tell Sarw"]
    assert client.get("/search.json", params={"kind": "shelling"}).json()["claims"]


def test_reports_are_listed_the_latest_first(client: TestClient) -> None:
    days = [one["published"] for one in client.get("/reports.json").json()["reports"]]
    assert days == ["2031-03-06", "2031-03-05", "2031-03-04"]
    assert [one["name"] for one in client.get("/reports.json?words=upper").json()["reports"]] == ["dam"]


def test_a_list_has_pages(client: TestClient) -> None:
    assert overview(client, page=999)["claims"]["page"] == 1


def test_what_is_not_there_is_said(client: TestClient) -> None:
    assert client.get("/report/0123456789abcdef").status_code == 404
    assert client.get("/report/nonsense").status_code == 422
    assert client.get("/nothing").status_code == 404


def test_days_of_reports_bound_the_timeline(client: TestClient) -> None:
    bars = overview(client)["timeline"]["bars"]
    first, last = (datetime.date.fromisoformat(bars[at]["first"]) for at in (0, -1))
    assert first == datetime.date(2031, 2, 18)
    assert last == datetime.date(2031, 3, 20)
